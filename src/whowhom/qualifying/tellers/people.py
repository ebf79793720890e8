"""Who a noun phrase names as the one who tells: an actor of the cast, else the phrase's own words."""

from __future__ import annotations

from collections.abc import Iterable

from whowhom.actors import Cast, is_party
from whowhom.events import grammar
from whowhom.records import Mention, Sentence, Teller

# Told by the author himself, or by nobody.
AUTHOR = frozenset({"i", "we", "us", "me"})
NOBODY = frozenset({"it", "there", "that", "this", "which", "what", "who", "whom", "one", "you"})
# Of these the one that tells where the text has named whom it stands for: "The army left. It said ...".
STANDING_FOR = frozenset({"it"})
# What somebody speaks by, in his own name.
PAPERS = frozenset("statement communique communiqué declaration release bulletin report broadcast tweet letter".split())
# Dependents of a noun that are not part of who it is.
_BESIDE = frozenset({"relcl", "appos", "acl", "punct", "advcl", "dep", "preconj", "parataxis", "ccomp", "neg"})
_OF = frozenset({"of", "in", "at", "from", "for", "with", "on", "to"})


def tellers_at(sentence: Sentence, heads: Iterable[int], cue: int, cast: Cast) -> tuple[Teller, ...]:
    """The first of these tokens that can tell something and all that are coordinated with it: they tell together."""
    for head in heads:
        first = _teller(sentence, head, cue, cast)
        if first is not None:
            beside = (_teller(sentence, i, cue, cast) for i in grammar.conjuncts(sentence, head)[1:])
            return first, *(teller for teller in beside if teller is not None)
    return ()


def teller_at(sentence: Sentence, heads: Iterable[int], cue: int, cast: Cast) -> Teller | None:
    """The first of `tellers_at`."""
    return next(iter(tellers_at(sentence, heads, cue, cast)), None)


def _teller(sentence: Sentence, i: int, cue: int, cast: Cast) -> Teller | None:
    """Who the noun or pronoun at token ``i`` names; None where it can tell nothing."""
    token, words = sentence.tokens[i], sentence.words(cue, cue)
    if token.tag in {"EX", "CD"} or token.tag.startswith("VB"):
        return None
    known = _known(sentence, i, cast)
    if known is not None and token.text.lower() not in NOBODY - STANDING_FOR:
        return Teller(
            actor_id=known.actor_id, name=cast.actor(known.actor_id).name, text=known.text,
            start=known.start, end=known.end, cue=words,
        )  # fmt: skip
    if token.text.lower() in NOBODY:
        return None
    is_one = token.text.lower() in AUTHOR
    phrase = sentence.words(i, i) if is_one else sentence.words(*noun_phrase(sentence, i))
    issuer = _issuer(sentence, i, cast)
    return Teller(
        actor_id=issuer.actor_id if issuer else None, name=cast.actor(issuer.actor_id).name if issuer else phrase.text,
        text=phrase.text, start=phrase.start, end=phrase.end, cue=words,
    )  # fmt: skip


def _known(sentence: Sentence, i: int, cast: Cast) -> Mention | None:
    return next((m for m in cast.all_at(sentence.number, i) if is_party(m.actor_id)), None)


def _issuer(sentence: Sentence, i: int, cast: Cast) -> Mention | None:
    """Who speaks by a paper: "the ministry's statement", "a report by the army", "the army communique"."""
    if sentence.tokens[i].lemma.lower() not in PAPERS:
        return None
    heads = grammar.children(sentence, i, "poss", "compound", "nmod", "amod")
    heads += grammar.prepositional(sentence, i, ("by", "from"))
    return next((m for j in heads if (m := _known(sentence, j, cast)) is not None), None)


def is_author(teller: Teller) -> bool:
    """Whether "I" or "we" speaks, which is the author unless it stands in a quotation."""
    return teller.actor_id is None and teller.name.lower() in AUTHOR


def noun_phrase(sentence: Sentence, i: int) -> tuple[int, int]:
    """First and last token of a noun with modifiers and of-phrases, without what is told of it or stands beside it."""
    kept = [i]
    for j in kept:
        for k in sentence.children[j]:
            token = sentence.tokens[k]
            if token.dep in _BESIDE or (token.dep == "prep" and token.lemma not in _OF) or token.tag == "RB":
                continue
            if j == i and token.dep in {"conj", "cc"}:
                continue  # who tells beside it is another one
            kept.append(k)
    inside = set(kept)
    first = last = i
    while first - 1 in inside or (first - 2 in inside and first >= 2):
        first -= 1
    while last + 1 in inside:
        last += 1
    return first, last


def subjects(sentence: Sentence, verb: int) -> list[int]:
    """Who speaks at a verb of speech; in a passive the by-phrase; also in "said X", where the parser sees an object."""
    found = grammar.logical_subjects(sentence, verb)
    if found or grammar.is_passive(sentence, verb):
        return found
    return [j for j in grammar.children(sentence, verb, "dobj", "dep", "attr") if _stands_inverted(sentence, verb, j)]


def _stands_inverted(sentence: Sentence, verb: int, j: int) -> bool:
    before = sentence.tokens[verb - 1].text if verb > 0 else ""
    return j > verb and before in {",", '"', "”", "''", "?", "!", "’", "'"} and sentence.tokens[j].is_noun
