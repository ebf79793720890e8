"""What a document as a whole is about.

In:  the text, and where in it the words of contexts stand.
Out: for a sentence the contexts that are themes of the document and are spoken of near it.

A theme needs several different words: "strike" ten times may be ten blows. It
is asked for near the sentence, since one page often holds several stories.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from msgspec import Struct

from whowhom.qualifying.contexts.words import Told
from whowhom.records import Reason

# Swept by reading thirty own articles of 150 to 600 words: below these an aside becomes a theme, above them plain
# stories of one matter have none. A cue that tells the context alone counts twice; a phrase counts three times at most.
DIFFERENT = 3
LEAST = 8
PER_HUNDRED_WORDS = 2.0
ALONE, BESIDE_OTHERS = 2, 1
AT_MOST = 3
# How far from a sentence, in characters, a theme must be spoken of: some three sentences.
NEAR = 400
# Every political text has these: they say something of an event only where its own sentence does.
NEVER = frozenset({"executive"})
LETTERS_A_WORD = 6


class _Theme(Struct, frozen=True):
    name: str
    told: tuple[Told, ...]


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
            _Theme(name, tuple(those))
            for name, those in sorted(by_context.items())
            if name not in NEVER and _is_theme(those, hundreds)
        )

    def near(self, start: int, end: int) -> Iterator[tuple[str, Reason]]:
        """Yield the themes that are spoken of near a sentence, each with the nearest words for it."""
        for theme in self._themes:
            i = bisect_left(theme.told, start, key=lambda told: told.start)
            around = theme.told[max(0, i - 1) : i + 1]
            nearest = min(around, key=lambda told: (max(told.start - end, start - told.end, 0), told.start))
            if max(nearest.start - end, start - nearest.end, 0) <= NEAR:
                detail = f"the document is about it: {', '.join(_names(theme.told))}"
                words = self._text[nearest.start : nearest.end]
                yield (
                    theme.name,
                    Reason(
                        rule=f"context.{theme.name}", text=words, start=nearest.start, end=nearest.end, detail=detail
                    ),
                )


def _is_theme(told: Sequence[Told], hundreds: float) -> bool:
    weights: dict[str, list[int]] = {}
    for one in told:
        weights.setdefault(one.name, []).append(ALONE if one.cue.alone else BESIDE_OTHERS)
    score = sum(sum(those[:AT_MOST]) for those in weights.values())
    return len(weights) >= DIFFERENT and score >= LEAST and score / hundreds >= PER_HUNDRED_WORDS


def _names(told: Sequence[Told]) -> list[str]:
    """The most frequent words of a theme, five at most."""
    counts: dict[str, int] = {}
    for one in told:
        counts[one.name] = counts.get(one.name, 0) + 1
    return sorted(counts, key=lambda name: (-counts[name], name))[:5]
