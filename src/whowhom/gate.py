"""Decide whether a sentence is worth parsing.

Parsing costs about 150 microseconds a word, this gate a few a sentence. It
lets a sentence through when one of its words can be a form of a cue's head
word; without one, no event can be found, so what it skips holds none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

from ahocorasick_rs import AhoCorasick, MatchKind

from whowhom.knowledge.codebook import Codebook


class _Lemmatizer(Protocol):
    def irregular(self, lemma: str) -> Iterable[str]: ...


class Gate:
    """The trigger stems of a codebook as one automaton."""

    def __init__(self, codebook: Codebook, lemmatizer: _Lemmatizer) -> None:
        stems = {
            stem
            for lemma, cues in codebook.cues.items()
            if any(cue.event_type is not None for cue in cues)
            for stem in _stems(lemma, lemmatizer)
        }
        self._automaton = AhoCorasick(sorted(stems), matchkind=MatchKind.Standard)

    def passes(self, sentence: str) -> bool:
        """Whether a word of the sentence begins like a form of a cue."""
        lowered = sentence.lower()
        return any(
            start == 0 or not lowered[start - 1].isalpha()
            for _, start, _ in self._automaton.find_matches_as_indexes(lowered, overlapping=True)
        )


def _stems(lemma: str, lemmatizer: _Lemmatizer) -> Iterator[str]:
    """Yield beginnings that cover every form of a lemma: regular endings only ever touch a final e, y or ie."""
    yield lemma[:-1] if len(lemma) > 3 and lemma[-1] in "ey" else lemma
    if lemma.endswith("ie"):
        yield lemma[:-2] + "y"
    yield from lemmatizer.irregular(lemma)
