"""What a text tells and somebody denies further on: ", which Kigali denied", ", a charge the army rejects".

In:  a parsed sentence.
Out: a `Rebuttal` for each such denial: its verb, where it sets in, who denies; that of a whole sentence looks back on
the one before (`answer_of`).

Parsers hang such a clause on the noun before it ("the fighters, which Kigali
denied") or take it for the main clause, so it is read from the order of words.
"""

from __future__ import annotations

from msgspec import Struct

from whowhom.events import grammar
from whowhom.knowledge.words import WordLists
from whowhom.qualifying.status import negation
from whowhom.records import Sentence, Stance

ALL_OF_IT = frozenset({"it", "this", "that", "them", "these", "those"})
POINTING = frozenset({"the", "this", "that", "these", "those", "such", "all", "both", "any"})
# "denied responsibility", "denies any part in it": what is denied is that one did it.
TAKING_PART = frozenset("responsibility involvement role part participation wrongdoing hand complicity".split())
# Between what opens the clause and its verb stands little more than a subject.
LONGEST = 9


class Rebuttal(Struct, frozen=True, kw_only=True):
    """A denial of what stands before token ``start``; ``heads`` are the tokens of who denies, none for a passive.

    ``of_part`` is said where one denies a part in it: who did not do it anyway undoes nothing by that.
    """

    verb: int
    start: int
    stance: Stance
    heads: tuple[int, ...] = ()
    of_part: bool = False


def rebuttals_of(sentence: Sentence, words: WordLists) -> tuple[Rebuttal, ...]:
    """The denials of a sentence that look back on what it told before; worked out once for all its events."""
    if rebuttals_of not in sentence.memo:
        sentence.memo[rebuttals_of] = _find(sentence, words)
    found: tuple[Rebuttal, ...] = sentence.memo[rebuttals_of]
    return found


def answer_of(sentence: Sentence, words: WordLists) -> Rebuttal | None:
    """The denial that a sentence gives to the one before it: "The rebels denied it", "Kigali denied any part in it"."""
    for token in sentence.tokens:
        stance = words.reporting.get("denial", {}).get(token.lemma)
        if stance is None or not _is_main(sentence, token.i) or negation(sentence, token.i, words) is not None:
            continue
        heads = tuple(grammar.children(sentence, token.i, "nsubj"))
        denied = [j for j in grammar.children(sentence, token.i, "dobj") if _points_back(sentence, j, words)]
        if heads and denied:
            of_part = sentence.tokens[denied[0]].lemma in TAKING_PART
            return Rebuttal(verb=token.i, start=0, stance=stance, heads=heads, of_part=of_part)
    return None


def _is_main(sentence: Sentence, i: int) -> bool:
    token = sentence.tokens[i]
    return token.tag in {"VBD", "VBZ", "VBP", "VBN"} and (
        token.dep == "ROOT" or (token.dep == "conj" and sentence.tokens[token.head].dep == "ROOT")
    )


def _points_back(sentence: Sentence, noun: int, words: WordLists) -> bool:
    """Whether an object sums up what was told before: "it", "the claim", "any involvement", "doing so"."""
    token = sentence.tokens[noun]
    if any(sentence.tokens[j].dep in {"acl", "relcl", "ccomp"} for j in sentence.children[noun]):
        return False
    if token.text.lower() in ALL_OF_IT or (token.lemma in TAKING_PART and not _is_of_another(sentence, noun)):
        return True
    beside = {sentence.tokens[k].text.lower() for k in grammar.children(sentence, noun, "det")}
    bare = not grammar.children(sentence, noun, "prep")
    return bare and token.lemma in words.reporting.get("noun", {}) and bool(beside & POINTING)


def _is_of_another(sentence: Sentence, noun: int) -> bool:
    """Whether what one denies a part in is told anew: "responsibility for a theft", not "in it", "for the attack"."""
    below = [k for j in grammar.children(sentence, noun, "prep") for k in grammar.children(sentence, j, "pobj")]
    return any(
        sentence.tokens[k].text.lower() not in ALL_OF_IT
        and not any(sentence.tokens[d].text.lower() in POINTING for d in grammar.children(sentence, k, "det"))
        for k in below
    )


def _find(sentence: Sentence, words: WordLists) -> tuple[Rebuttal, ...]:
    verbs = words.reporting.get("denial", {})
    nouns = words.reporting.get("noun", {})
    found = []
    for token in sentence.tokens:
        stance = verbs.get(token.lemma)
        if stance is None or not grammar.is_verbal(token) or negation(sentence, token.i, words) is not None:
            continue
        start = _start(sentence, token.i, nouns.keys() - {"comment", "message", "news", "story", "word", "denial"})
        if start is not None:
            found.append(
                Rebuttal(verb=token.i, start=start, stance=stance, heads=_who_denies(sentence, token.i, start))
            )
    return tuple(found)


def _start(sentence: Sentence, verb: int, nouns: frozenset[str] | set[str]) -> int | None:
    """Where the clause of a denial sets in that looks back; None where it denies something of its own."""
    tokens = sentence.tokens
    for w in range(verb - 1, max(0, verb - LONGEST), -1):
        if tokens[w].text.lower() == "which" and tokens[w - 1].text in {",", "-", "–", "—"}:
            return w
        if tokens[w].is_noun and tokens[w].lemma in nouns and _is_apposition(sentence, w):
            return w
        if tokens[w].text in {",", ";", "."}:
            break
    for j in grammar.children(sentence, verb, "dobj"):
        beside = {tokens[k].text.lower() for k in grammar.children(sentence, j, "det")}
        back = tokens[j].text.lower() in ALL_OF_IT or (tokens[j].lemma in nouns and beside & POINTING)
        if back and j > verb and not grammar.children(sentence, j, "acl", "relcl", "prep", "ccomp"):
            first = verb
            while first > 0 and tokens[first - 1].text not in {",", ";", "but", "and", "though", "although", "while"}:
                first -= 1
            return first if first > 1 else None
    return None


def _is_apposition(sentence: Sentence, noun: int) -> bool:
    """ ", a charge", " - an accusation": a noun that sums up what was told before it."""
    before = noun - 1
    while before > 0 and sentence.tokens[before].tag.startswith(("JJ", "RB")):
        before -= 1
    if before < 1 or sentence.tokens[before].text.lower() not in {"a", "an", "the", "both", "charges", "claims"}:
        return sentence.tokens[noun - 1].text in {",", "-", "–", "—"} and sentence.tokens[noun].tag == "NNS"
    return sentence.tokens[before - 1].text in {",", "-", "–", "—"}


def _who_denies(sentence: Sentence, verb: int, start: int) -> tuple[int, ...]:
    """The subject as the parser has it where it stands within the clause, else the noun before the verb."""
    tokens = sentence.tokens
    if grammar.is_passive(sentence, verb):
        return tuple(grammar.prepositional(sentence, verb, ("by",)))
    own = [
        j
        for j in grammar.children(sentence, verb, "nsubj")
        if start <= j < verb and tokens[j].tag not in grammar.RELATIVE and j != start
    ]
    if own:
        return tuple(own)
    for j in range(verb - 1, start - 1, -1):
        if tokens[j].is_noun or tokens[j].tag == "PRP":
            return (j,) if j != start else ()
    return tuple(j for j in grammar.logical_subjects(sentence, verb) if tokens[j].tag not in grammar.RELATIVE)
