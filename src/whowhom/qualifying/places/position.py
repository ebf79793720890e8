"""How a place's name stands in its sentence: where something is, what is acted upon, or neither.

"Washington accused Moscow" names two parties and no place.
"""

from __future__ import annotations

from enum import Enum

from whowhom.knowledge.places import Gazetteer
from whowhom.qualifying.attachment import top
from whowhom.qualifying.places.names import COMPASS
from whowhom.records import Sentence


class Position(Enum):
    """How a place stands: something is there (``AT``), is near or within it, goes to it, comes from it, is done to it,
    or is of it ("Bentiu's fall")."""

    AT = "at"
    NEAR = "near"
    TO = "to"
    FROM = "from"
    TARGET = "target"
    OF = "of"


_AT = frozenset(
    """in at near outside inside around across throughout within along off over through above beyond beside behind
    opposite amid past under via between""".split()
)
_DISTANCES = frozenset("mile kilometre kilometer km kms metre meter yard far away".split())
_TO = frozenset("to into toward towards onto".split())
_AGAINST = frozenset("on against upon".split())
_MOTION = frozenset(
    """go travel fly send dispatch deploy move march return come flee advance withdraw retreat arrive head bring take
    ship deliver deport expel extradite visit drive walk pour flow cross smuggle transfer carry lead sail airlift
    evacuate transport escape pull fall back spread trip visit road way flight convoy journey mission tour march
    route exile rush redeploy relocate drift push""".split()
)
# Verbs whose subject is what it happens to: "Goma fell".
_FALLS = frozenset("fall burn collapse erupt explode surrender shake".split())


def position(sentence: Sentence, first: int, last: int, gazetteer: Gazetteer, *, is_town: bool) -> Position | None:
    """The position of the name, or None where it acts, speaks or only modifies.

    "An Istanbul store" stands in Istanbul (``is_town``), "a US airstrike" not in the US.
    """
    i = top(sentence, first, last)
    token = sentence.tokens[i]
    if is_town and token.dep in {"compound", "nmod"} and token.head > last and sentence.tokens[token.head].is_noun:
        where = _of_token(sentence, token.head, gazetteer, len(sentence.tokens))
        if where is Position.AT:
            return where
    return _of_token(sentence, i, gazetteer, len(sentence.tokens))


def _of_token(sentence: Sentence, i: int, gazetteer: Gazetteer, depth: int) -> Position | None:
    token = sentence.tokens[i]
    if depth == 0 or token.head == i:
        return None
    head = sentence.tokens[token.head]
    if token.dep == "pobj" and not any(t.tag == "CD" for t in sentence.tokens[head.i + 1 : i]):
        return _after_preposition(sentence, head.i, gazetteer, depth)
    if token.dep in {"conj", "appos"} and (head.is_noun or head.is_name):
        return _of_token(sentence, head.i, gazetteer, depth - 1)
    if token.dep in {"dobj", "nsubjpass"}:
        return Position.TARGET
    if token.dep == "nsubj" and head.lemma in _FALLS:
        return Position.TARGET
    if token.dep in {"compound", "nmod", "amod", "poss"} and token.head > i and head.is_noun:
        return _before_noun(sentence, i, gazetteer, depth)
    return None


def _before_noun(sentence: Sentence, i: int, gazetteer: Gazetteer, depth: int) -> Position | None:
    """ "Tripoli airport", "Syria's north" stand where their noun stands; "Bentiu's fall" is of the town."""
    head = sentence.tokens[sentence.tokens[i].head]
    if gazetteer.is_word(head.lemma, "area", "site", "direction"):
        where = _of_token(sentence, head.i, gazetteer, depth - 1)
        return Position.NEAR if where is not None and _is_named(sentence, head.i) else where
    return Position.OF


def _is_named(sentence: Sentence, noun: int) -> bool:
    """Whether a noun goes on with its own name: "the Damascus suburb of Ghouta"."""
    return any(
        sentence.tokens[j].text == "of" and any(sentence.tokens[k].is_name for k in sentence.children[j])
        for j in sentence.children[noun]
    )


def _after_preposition(sentence: Sentence, i: int, gazetteer: Gazetteer, depth: int) -> Position | None:
    word = sentence.tokens[i].text.lower()
    above = sentence.tokens[sentence.tokens[i].head]
    if word in _AT:
        return Position.AT
    if word == "from":
        return Position.NEAR if above.lemma in _DISTANCES else Position.FROM
    if word in _AGAINST:
        return Position.AT if above.is_noun and gazetteer.is_word(above.lemma, "area", "site") else Position.TARGET
    if word in _TO:
        moves = word != "to" or above.lemma in _MOTION or above.text.lower() in {"close", "next", "back", "home"}
        return Position.TO if moves else None
    if word == "with" and gazetteer.is_word(above.lemma, "site") and "border" in above.lemma:
        return _of_token(sentence, above.i, gazetteer, depth - 1)
    if word == "of":
        if above.lemma in COMPASS:
            return Position.NEAR
        if gazetteer.is_word(above.lemma, "area", "site", "direction"):
            return _of_token(sentence, above.i, gazetteer, depth - 1)
        return Position.OF
    return None
