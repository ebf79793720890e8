"""Find the words of contexts in a whole text, in one pass and without a parse.

In:  the text, the cues.
Out: every place where a cue's phrase stands and its conditions hold, in text order.

Sentences that the gate left unparsed count for what a document is about, too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct

from whowhom.knowledge.contexts import NEAR, ContextCue, ContextCues, Nearby, Phrase

WORD = re.compile(r"\w+")
# "women's rights" are the words "women" and "rights".
POSSESSIVE = re.compile(r"['’]s\b")
# What may stand between the words of a phrase: "vote-rigging", "workers' rights", "coup d'état".
BETWEEN = re.compile(r"[ \n\r\t-]{1,4}|['’] ?")


class Told(Struct, frozen=True, kw_only=True):
    """A phrase of a cue in the text; ``name`` is the phrase as the table has it."""

    cue: ContextCue
    name: str
    start: int
    end: int


class _Words(Struct, frozen=True, kw_only=True):
    """The words of a text in lower case, and where they stand in it; ``flat`` is the text without possessives."""

    text: str
    flat: str
    lower: list[str]
    spans: list[tuple[int, int]]


def find_context_words(text: str, cues: ContextCues) -> tuple[Told, ...]:
    """The phrases of cues in a text; where several begin at a word only the longest, and none inside another.

    Phrases with another sense are among them, without contexts: what they hold tells nothing.
    """
    words = _words(text)
    found: list[Told] = []
    phrases, single = cues.phrases, cues.words
    last = -1
    for i, pair in enumerate(pairwise((*words.lower, ""))):
        if i <= last:
            continue
        for phrase in _longest(words, i, phrases.get(pair)) or _longest(words, i, single.get(pair[0])):
            last = i + len(phrase.words) - 1
            start, end = words.spans[i][0], words.spans[last][1]
            found.append(Told(cue=phrase.cue, name=phrase.name, start=start, end=end))
    return tuple(found)


def _words(text: str) -> _Words:
    flat = POSSESSIVE.sub("  ", _lower(text))
    spans = [word.span() for word in WORD.finditer(flat)]
    return _Words(text=text, flat=flat, lower=[flat[start:end] for start, end in spans], spans=spans)


def _lower(text: str) -> str:
    """The text in lower case, of the same length: a few capitals (\"İ\") have none of one letter."""
    lower = text.lower()
    return lower if len(lower) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def _longest(words: _Words, i: int, phrases: Sequence[Phrase] | None) -> Sequence[Phrase]:
    """Those of ``phrases``, longest first, that stand at word ``i`` and whose conditions hold: the longest of them."""
    if phrases is None:
        return ()
    found: list[Phrase] = []
    for phrase in phrases:
        if found and len(phrase.words) < len(found[0].words):
            break
        if _stands(words, i, phrase) and _hold(words.lower, i, i + len(phrase.words) - 1, phrase.cue.conditions):
            found.append(phrase)
    return found


def _stands(words: _Words, i: int, phrase: Phrase) -> bool:
    if i + len(phrase.words) > len(words.lower):
        return False
    for k, forms in enumerate(phrase.words, i):
        start, end = words.spans[k]
        if words.lower[k] not in forms:
            return False
        if phrase.capitals[k - i] and not _has_capitals(words.text[start:end], phrase.capitals[k - i]):
            return False
        if k > i and not BETWEEN.fullmatch(words.flat, words.spans[k - 1][1], start):
            return False
    return True


def _has_capitals(text: str, capitals: str) -> bool:
    return text.isupper() if capitals == "AA" else text[0].isupper()


def _hold(words: Sequence[str], first: int, last: int, conditions: Sequence[Nearby]) -> bool:
    for condition in conditions:
        match condition.slot:
            case "before":
                window = words[max(0, first - 1) : first]
            case "after":
                window = words[last + 1 : last + 2]
            case _:
                window = [*words[max(0, first - NEAR) : first], *words[last + 1 : last + 1 + NEAR]]
        if condition.words.isdisjoint(window) != condition.negated:
            return False
    return True
