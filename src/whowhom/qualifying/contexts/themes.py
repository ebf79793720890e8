"""What a document as a whole is about.

In:  the text, and where in it the words of contexts stand.
Out: for a sentence the contexts that are themes of the document and are spoken of near it.

A theme needs several different words in several places: "strike" ten times may
be ten blows, and one sentence on a hospital is no story on health. It is asked
for near the sentence, since one page often holds several stories.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from msgspec import Struct

from whowhom.qualifying.contexts.words import Told
from whowhom.records import Reason

# Chosen by reading the contexts of own articles of 100 to 600 words: below these an aside becomes a theme, above them
# plain stories of one matter have none. A cue that tells the context alone counts twice; a phrase three times at most.
DIFFERENT = 3
PLACES = 3
LEAST = 8
PER_HUNDRED_WORDS = 2.0
ALONE, BESIDE_OTHERS = 2, 1
AT_MOST = 3
# Cues of one paragraph that are nearer to one another than so many characters stand in one place.
APART = 200
# How far from a sentence, in characters, a word must stand that tells the theme alone: in the sentence before or after.
NEAR = 150
# These say who acts and not on what matter; a parliament is named on the way in many stories. They are told of an event
# only where its own sentence does.
NEVER = frozenset({"military", "intelligence", "executive", "legislative", "legal", "diplomatic"})
LETTERS_A_WORD = 6


class _Theme(Struct, frozen=True):
    name: str
    told: tuple[Told, ...]
    starts: list[int]
    words: str


class Themes:
    """The themes of one document."""

    def __init__(self, text: str, told: Sequence[Told]) -> None:
        self._text = text
        by_context: dict[str, list[Told]] = {}
        for one in told:
            for name in one.cue.contexts:
                by_context.setdefault(name, []).append(one)
        hundreds = max(1.0, len(text) / LETTERS_A_WORD / 100)
        self._themes = tuple(
            _theme(name, those)
            for name, those in sorted(by_context.items())
            if len(those) >= DIFFERENT and name not in NEVER and _is_theme(text, those, hundreds)
        )

    def near(self, start: int, end: int) -> Iterator[tuple[str, Reason]]:
        """Yield the themes that are spoken of near a sentence, each with the nearest words for it."""
        for theme in self._themes:
            i = bisect_left(theme.starts, start)
            around = theme.told[max(0, i - 1) : i + 1]
            nearest = min(around, key=lambda told: (max(told.start - end, start - told.end, 0), told.start))
            if max(nearest.start - end, start - nearest.end, 0) <= NEAR:
                yield (
                    theme.name,
                    Reason(
                        rule=f"context.{theme.name}",
                        text=self._text[nearest.start : nearest.end],
                        start=nearest.start,
                        end=nearest.end,
                        detail=f"the document is about it: {theme.words}",
                    ),
                )


def _is_theme(text: str, told: Sequence[Told], hundreds: float) -> bool:
    weights: dict[str, list[int]] = {}
    for one in told:
        weights.setdefault(one.name, []).append(ALONE if one.cue.alone else BESIDE_OTHERS)
    score = sum(sum(those[:AT_MOST]) for those in weights.values())
    enough = len(weights) >= DIFFERENT and score >= LEAST and score / hundreds >= PER_HUNDRED_WORDS
    return enough and _places(text, told) >= PLACES and any(one.cue.alone for one in told)


def _places(text: str, told: Sequence[Told]) -> int:
    """In how many places of the text these words stand."""
    places, last = 0, -APART
    for one in told:
        if one.start - last >= APART or text.find("\n\n", last, one.start) >= 0:
            places, last = places + 1, one.start
    return places


def _theme(name: str, told: Sequence[Told]) -> _Theme:
    alone = tuple(one for one in told if one.cue.alone)
    return _Theme(name, alone, [one.start for one in alone], ", ".join(_most_frequent(told)))


def _most_frequent(told: Sequence[Told]) -> list[str]:
    """The most frequent words of a theme, five at most."""
    counts: dict[str, int] = {}
    for one in told:
        counts[one.name] = counts.get(one.name, 0) + 1
    return sorted(counts, key=lambda name: (-counts[name], name))[:5]
