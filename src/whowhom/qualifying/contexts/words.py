"""Find the words of contexts in a whole text, in one pass and without a parse.

In:  the text, the cues.
Out: every place where a cue's phrase stands and its conditions hold, in text order.

Sentences that the gate left unparsed count for what a document is about, too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

from whowhom.knowledge.contexts import NEAR, ContextCue, ContextCues, Nearby, Phrase

WORD = re.compile(r"[^\W_]+")
# What may stand between the words of a phrase: "vote-rigging", "workers' rights", "women's health".
BETWEEN = re.compile(r"[ \n\r\t-]{1,2}|['’](?:s?[ -])?")


class Told(Struct, frozen=True, kw_only=True):
    """A phrase of a cue in the text; ``name`` is the phrase as the table has it."""

    cue: ContextCue
    name: str
    start: int
    end: int


class _Word(Struct, frozen=True):
    text: str
    lower: str
    start: int
    end: int


def find_context_words(text: str, cues: ContextCues) -> tuple[Told, ...]:
    """The phrases of cues in a text; where several begin at a word only the longest, and none inside another.

    Phrases with another sense are among them, without contexts: what they hold tells nothing.
    """
    words = [_Word(m.group(), m.group().lower(), m.start(), m.end()) for m in WORD.finditer(text)]
    words = [word for i, word in enumerate(words) if not _is_possessive(text, words, i)]
    found: list[Told] = []
    i = 0
    while i < len(words):
        phrases = cues.phrases.get(words[i].lower)
        longest = _longest(text, words, i, phrases) if phrases else ()
        last = i + (len(longest[0].words) if longest else 1) - 1
        found += [
            Told(cue=phrase.cue, name=phrase.name, start=words[i].start, end=words[last].end) for phrase in longest
        ]
        i = last + 1
    return tuple(found)


def _is_possessive(text: str, words: Sequence[_Word], i: int) -> bool:
    """Whether a word is only the "s" of "women's"."""
    word = words[i]
    return word.lower == "s" and word.start > 0 and text[word.start - 1] in "'’"


def _longest(text: str, words: Sequence[_Word], i: int, phrases: Sequence[Phrase]) -> tuple[Phrase, ...]:
    """The phrases that stand at word ``i`` and whose conditions hold: the longest ones."""
    found: list[Phrase] = []
    for phrase in phrases:
        if found and len(phrase.words) < len(found[0].words):
            break
        if _stands(text, words, i, phrase) and _hold(words, i, i + len(phrase.words) - 1, phrase.cue.conditions):
            found.append(phrase)
    return tuple(found)


def _stands(text: str, words: Sequence[_Word], i: int, phrase: Phrase) -> bool:
    length = len(phrase.words)
    if i + length > len(words):
        return False
    for k in range(length):
        word = words[i + k]
        if word.lower not in phrase.words[k] or not _has_capitals(word.text, phrase.capitals[k]):
            return False
        if k and not BETWEEN.fullmatch(text, words[i + k - 1].end, word.start):
            return False
    return True


def _has_capitals(text: str, capitals: str) -> bool:
    return not capitals or (text.isupper() if capitals == "AA" else text[0].isupper())


def _hold(words: Sequence[_Word], first: int, last: int, conditions: Sequence[Nearby]) -> bool:
    for condition in conditions:
        match condition.slot:
            case "before":
                window = words[max(0, first - 1) : first]
            case "after":
                window = words[last + 1 : last + 2]
            case _:
                window = [*words[max(0, first - NEAR) : first], *words[last + 1 : last + 1 + NEAR]]
        if any(word.lower in condition.words for word in window) == condition.negated:
            return False
    return True
