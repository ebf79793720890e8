"""Who a noun phrase names as the one who tells: an actor of the cast, else the phrase's own words."""

from __future__ import annotations

from collections.abc import Iterable

from whowhom.actors import Cast, is_party
from whowhom.events import grammar
from whowhom.records import Sentence, Teller

# Told by the author himself, or by nobody.
AUTHOR = frozenset({"i", "we", "us", "me"})
NOBODY = frozenset({"it", "there", "that", "this", "which", "what", "who", "whom", "one", "you"})
# Dependents of a noun that are not part of who it is.
_BESIDE = frozenset({"relcl", "appos", "acl", "punct", "advcl", "dep", "preconj", "parataxis", "ccomp", "neg"})
_OF = frozenset({"of", "in", "at", "from", "for", "with", "on", "to"})


def teller_at(sentence: Sentence, heads: Iterable[int], cue: int, cast: Cast) -> Teller | None:
    """The first of these tokens that can tell something, with the cue that says so."""
    words = sentence.words(cue, cue)
    for i in heads:
        token = sentence.tokens[i]
        if token.text.lower() in NOBODY or token.tag in {"EX", "CD"} or token.tag.startswith("VB"):
            continue
        known = [m for m in cast.all_at(sentence.number, i) if is_party(m.actor_id)]
        if known:
            mention = known[0]
            return Teller(
                actor_id=mention.actor_id, name=cast.actor(mention.actor_id).name, text=mention.text,
                start=mention.start, end=mention.end, cue=words,
            )  # fmt: skip
        if token.text.lower() in AUTHOR:
            return Teller(actor_id=None, name=token.text, text=token.text, start=token.start, end=token.end, cue=words)
        phrase = sentence.words(*noun_phrase(sentence, i))
        return Teller(actor_id=None, name=phrase.text, text=phrase.text, start=phrase.start, end=phrase.end, cue=words)
    return None


def is_author(teller: Teller) -> bool:
    """Whether "I" or "we" speaks, which is the author unless it stands in a quotation."""
    return teller.actor_id is None and teller.name.lower() in AUTHOR


def noun_phrase(sentence: Sentence, i: int) -> tuple[int, int]:
    """First and last token of a noun with its modifiers and of-phrases, without relative clauses and appositions."""
    kept = [i]
    for j in kept:
        for k in sentence.children[j]:
            token = sentence.tokens[k]
            if token.dep in _BESIDE or (token.dep == "prep" and token.lemma not in _OF) or token.tag == "RB":
                continue
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
