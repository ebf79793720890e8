"""How well a word of another script goes with one in Latin letters.

In:  a word as Arabic or Cyrillic writes it, a word in Latin letters.
Out: how likely the second is a transliteration of the first.

Short vowels that Arabic leaves out, letters with several Latin spellings: which
letters stand for which, and how often, was learnt from pairs of names
(`training/make_letters.py`). Other scripts are read letter by letter.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache

from anyascii import anyascii
from msgspec import Struct
from rapidfuzz.distance import OSA

from whowhom.knowledge.spelling import skeleton
from whowhom.knowledge.tables import data_path, read_table

COLUMNS = ("native", "latin", "weight")
# Letters that may be read at once.
LONGEST_NATIVE, LONGEST_LATIN = 2, 3
# The weight of a letter that the table does not know, left out, added or changed.
UNKNOWN = -12.0
# The scripts with a table, by what the Unicode name of their letters begins with.
TABLES = {"ARABIC": "arabic.tsv", "CYRILLIC": "cyrillic.tsv"}
NEVER = float("-inf")
# How many candidates are weighed, and what a letter counts beside a consonant in choosing them.
AMONG, PLAIN = 60, 0.3


class Letters(Struct, frozen=True):
    """The letters of a script with the Latin ones that stand for them, and ln(likelihood) of each pair."""

    weights: Mapping[str, tuple[tuple[str, float], ...]]

    def likelihood(self, native: str, latin: str) -> float:
        """ln of how likely the two are one name, by the best way to read one as the other; both `plain`."""
        best = [[NEVER] * (len(latin) + 1) for _ in range(len(native) + 1)]
        best[0][0] = 0.0
        for i in range(len(native) + 1):
            for j in range(len(latin) + 1):
                if best[i][j] > NEVER:
                    self._go_on(native, latin, i, j, best)
        return best[-1][-1]

    def _go_on(self, native: str, latin: str, i: int, j: int, best: list[list[float]]) -> None:
        """Read on from a place that was reached."""
        here = best[i][j]
        for di in range(min(LONGEST_NATIVE, len(native) - i) + 1):
            for written, weight in self.weights.get(native[i : i + di], ()):
                if latin.startswith(written, j):
                    end = j + len(written)
                    best[i + di][end] = max(best[i + di][end], here + weight)
        for di, dj in ((1, 0), (0, 1), (1, 1)):
            if i + di <= len(native) and j + dj <= len(latin):
                best[i + di][j + dj] = max(best[i + di][j + dj], here + UNKNOWN)


def plain(word: str) -> str:
    """Lower case, without accents or short vowel signs."""
    return "".join(c for c in unicodedata.normalize("NFKD", word.lower()) if not unicodedata.combining(c))


def script_of(word: str) -> str | None:
    """The script with a table of letters that a word is written in; None for Latin letters and scripts without one."""
    names = [unicodedata.name(c, "").partition(" ")[0] for c in word if c.isalpha()]
    return names[0] if names and names[0] in TABLES and len(set(names)) == 1 else None


@cache
def load_letters(script: str) -> Letters:
    """The letters of a script of `TABLES`."""
    weights: dict[str, list[tuple[str, float]]] = {}
    for row in read_table(data_path("names", TABLES[script]), COLUMNS):
        weights.setdefault(row.get("native") or "", []).append((row.get("latin") or "", int(row.need("weight")) / 1000))
    return Letters({native: tuple(pairs) for native, pairs in weights.items()})


def nearest(native: str, candidates: Iterable[str]) -> list[tuple[float, str]]:
    """Words in Latin letters, the likeliest transliteration of a word first, with ln(likelihood) a letter.

    Only those that are nearest when the word is read letter by letter are weighed: AMONG of them.
    """
    read = anyascii(native).lower()
    key = skeleton(read)
    near = sorted(
        candidates, key=lambda latin: (OSA.distance(key, skeleton(latin)) + PLAIN * OSA.distance(read, latin), latin)
    )
    scored = ((transliterates(native, latin), latin) for latin in near[:AMONG])
    return sorted(scored, key=lambda each: (-each[0], each[1]))


@lru_cache(maxsize=20_000)
def transliterates(native: str, latin: str) -> float:
    """ln(likelihood) a letter that a word in Latin letters is a transliteration; -12 and below is nothing alike."""
    script = script_of(native)
    if script is None:
        return _apart(native, latin)
    word, other = plain(native), plain(latin)
    return load_letters(script).likelihood(word, other) / max(1, len(word), len(other))


def _apart(native: str, latin: str) -> float:
    return UNKNOWN * OSA.normalized_distance(anyascii(native).lower(), anyascii(latin).lower())
