"""How a place's name stands in its sentence: where something is, what is acted upon, or neither.

"Washington accused Moscow" names two parties and no place.
"""

from __future__ import annotations

from enum import Enum

from whowhom.knowledge.places import Gazetteer
from whowhom.qualifying.attachment import top
from whowhom.records import Sentence


class Position(Enum):
    """Where something is (``AT``), where it goes to or comes from, what it is done to, or whose it is."""

    AT = "at"
    TO = "to"
    FROM = "from"
    TARGET = "target"
    OF = "of"


_AT = frozenset(
    """in at near outside inside around across throughout within along off over through above beyond beside behind
    opposite amid past under via north south east west northeast northwest southeast southwest between""".split()
)
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


def position(sentence: Sentence, first: int, last: int, gazetteer: Gazetteer) -> Position | None:
    """The position of the name, or None where it acts, speaks or only modifies."""
    return _of_token(sentence, top(sentence, first, last), gazetteer, len(sentence.tokens))


def _of_token(sentence: Sentence, i: int, gazetteer: Gazetteer, depth: int) -> Position | None:
    token = sentence.tokens[i]
    if depth == 0 or token.head == i:
        return None
    head = sentence.tokens[token.head]
    if token.dep == "pobj":
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
        return _of_token(sentence, head.i, gazetteer, depth - 1)
    return Position.OF


def _after_preposition(sentence: Sentence, i: int, gazetteer: Gazetteer, depth: int) -> Position | None:
    word = sentence.tokens[i].text.lower()
    above = sentence.tokens[sentence.tokens[i].head]
    if word in _AT:
        return Position.AT
    if word == "from":
        return Position.FROM
    if word in _AGAINST:
        return Position.AT if above.is_noun and gazetteer.is_word(above.lemma, "area", "site") else Position.TARGET
    if word in _TO:
        moves = word != "to" or above.lemma in _MOTION or above.text.lower() in {"close", "next", "back", "home"}
        return Position.TO if moves else None
    if word == "with" and gazetteer.is_word(above.lemma, "site") and "border" in above.lemma:
        return _of_token(sentence, above.i, gazetteer, depth - 1)
    if word == "of":
        if gazetteer.is_word(above.lemma, "area", "site", "direction") or above.lemma in _AT:
            return _of_token(sentence, above.i, gazetteer, depth - 1) or (
                Position.AT if above.dep in {"advmod", "npadvmod"} else None
            )
        return Position.OF
    return None
