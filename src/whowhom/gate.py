"""Decide whether a sentence is worth parsing.

Parsing costs about 150 microseconds a word, this gate a few a sentence. It
lets a sentence through when its words can fulfil what one cue of the codebook
asks for: a form of the cue's head, and a form of one word for each of its
conditions. Without that no event can be found, so what it skips holds none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Protocol

from ahocorasick_rs import AhoCorasick, MatchKind

from whowhom.knowledge.codebook import Codebook, Cue

# What may follow a stem in a form of its word: nothing or "s", "ed", "ing" after a whole one, also with the last
# letter doubled ("banned", "panicked"); after one that lost its "e" or "y" what these turn into.
ENDINGS = {
    "": re.compile(r"(?:|s|d|es|ed|ing|ings|en|n|t|er|ers|est|ked|king|kings|([a-z])(?:ed|ing|ings|en|er|ers))"),
    "e": re.compile(r"(?:e|es|ed|eing|ing|ings|en|er|ers|est)()?"),
    "y": re.compile(r"(?:y|ys|yed|yer|yers|ies|ied|ying|yings|ier|iest)()?"),
}


class _Lemmatizer(Protocol):
    def irregular(self, lemma: str) -> Iterable[str]: ...


class Gate:
    """The words of a codebook's cues as one automaton, and what each cue needs beside its head."""

    def __init__(self, codebook: Codebook, lemmatizer: _Lemmatizer) -> None:
        self._needs: dict[str, list[tuple[frozenset[str], ...]]] = {}
        words: dict[str, set[tuple[str, str]]] = {}
        for lemma, cues in codebook.cues.items():
            for cue in cues:
                if cue.event_type is None:
                    continue
                needs = tuple(_needs(cue))
                self._needs.setdefault(lemma, []).append(needs)
                for word in {lemma}.union(*needs):
                    if word not in words:
                        words[word] = set(_stems(word, lemmatizer))
        # A cue that needs nothing more settles it: the others of its head need not be looked at.
        self._needs = {lemma: [()] if () in needs else needs for lemma, needs in self._needs.items()}
        by_stem: dict[str, list[tuple[re.Pattern[str], str]]] = {}
        for word, stems in sorted(words.items()):
            for stem, lost in sorted(stems):
                by_stem.setdefault(stem, []).append((ENDINGS[lost], word))
        self._words = list(by_stem.values())
        self._automaton = AhoCorasick(list(by_stem), matchkind=MatchKind.Standard)

    def passes(self, sentence: str) -> bool:
        """Whether the words of a sentence can fulfil what a cue asks for."""
        present = self.words_in(sentence)
        return any(
            all(not need.isdisjoint(present) for need in needs)
            for word in present
            for needs in self._needs.get(word, ())
        )

    def words_in(self, sentence: str) -> set[str]:
        """The words of cues of which a form may stand in a sentence."""
        lowered = sentence.lower()
        present: set[str] = set()
        length = len(lowered)
        for number, start, end in self._automaton.find_matches_as_indexes(lowered, overlapping=True):
            if start and lowered[start - 1].isalpha():
                continue
            last = end
            while last < length and lowered[last].isalpha():
                last += 1
            for endings, word in self._words[number]:
                ending = endings.fullmatch(lowered, end, last)
                if ending and (not ending[1] or ending[1] == lowered[end - 1]):
                    present.add(word)
        return present


def _needs(cue: Cue) -> Iterator[frozenset[str]]:
    """Yield for each condition of a cue the words of which one must stand in the sentence."""
    for condition in cue.conditions:
        if not condition.negated and not condition.is_open:
            yield condition.words


def _stems(lemma: str, lemmatizer: _Lemmatizer) -> Iterator[tuple[str, str]]:
    """Yield stems that begin every form of a lemma, each with the letter that it lost: a final e or y, or none."""
    lost = lemma[-1] if len(lemma) > 3 and lemma[-1] in "ey" else ""
    yield lemma.removesuffix(lost), lost
    if lemma.endswith("ie"):
        yield lemma[:-2], "y"
    elif lemma.endswith("e") and not lost:
        yield lemma[:-1] + "ing", ""  # "suing": too little of "sue" is left to look for its forms by
    yield from ((form, "") for form in lemmatizer.irregular(lemma))
