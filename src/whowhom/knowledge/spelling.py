"""How spellings are compared: folded, as a consonant key, and by distance.

Transliteration varies in vowels, doubled letters and a few consonant classes;
the key keeps what does not vary. A shared key is a hint and never a proof:
"Hussein" and "Hassan" share one.
"""

from __future__ import annotations

import re
from functools import lru_cache

from anyascii import anyascii
from rapidfuzz.distance import OSA

# Longest first: digraphs that several alphabets' transliterations write for one letter.
DIGRAPHS = (
    ("tsch", "c"),
    ("shch", "c"),
    ("sch", "c"),
    ("tch", "c"),
    ("dzh", "j"),
    ("ch", "c"),
    ("sh", "c"),
    ("zh", "j"),
    ("kh", "k"),
    ("gh", "k"),
    ("qu", "k"),
    ("ck", "k"),
    ("ph", "f"),
    ("th", "t"),
    ("dh", "t"),
    ("dj", "j"),
    ("ts", "c"),
    ("tz", "c"),
    ("x", "ks"),
)
CLASSES = str.maketrans({"q": "k", "g": "k", "d": "t", "z": "c", "s": "c", "b": "p", "v": "f", "w": "f", "j": "j"})
SILENT = frozenset("aeiouyhw'’`ʿʾ-. ")
DASHES = dict.fromkeys(map(ord, "-‐‑‒–—'’‘ʼ`"), " ")


class _OneToOne(dict[int, str]):
    """A translation table that folds a character only where the result is one character."""

    def __missing__(self, code: int) -> str:
        plain = anyascii(chr(code)).lower()
        folded = plain if len(plain) == 1 else chr(code).lower()
        if len(folded) != 1:
            folded = chr(code)
        if folded.isspace():
            folded = " "
        self[code] = folded
        return folded


_TABLE = _OneToOne(DASHES)


def fold_in_place(text: str) -> str:
    """Fold a text so that every offset stays: lower case, no accents, dashes and apostrophes as spaces."""
    return text.translate(_TABLE)


@lru_cache(maxsize=20_000)
def fold(name: str) -> str:
    """Fold a name for comparison: lower case, ASCII, single spaces, no dots or dashes."""
    return " ".join(anyascii(name).lower().translate(DASHES).replace(".", " ").split())


@lru_cache(maxsize=50_000)
def slug(text: str) -> str:
    """A name as a part of an id: folded, with one dash for all between its letters and digits."""
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")


@lru_cache(maxsize=20_000)
def skeleton(word: str) -> str:
    """The consonant key of a folded word: "qadhafi", "gaddafi" and "kadafi" share one."""
    key = word
    for old, new in DIGRAPHS:
        key = key.replace(old, new)
    initial = {"h": "h"}.get(key[:1], "a" if key[:1] in "aeiouy" else "")
    out: list[str] = []
    for letter in key.translate(CLASSES):
        if letter not in SILENT and (not out or out[-1] != letter):
            out.append(letter)
    return initial + "".join(out)


@lru_cache(maxsize=20_000)
def is_near(left: str, right: str) -> bool:
    """Whether two folded words may be spellings of one name.

    The same key needs three letters in five to agree, a key one letter off
    seven in ten ("haftat", "haftar"); "hussein" and "hassan" do not pass.
    Words of less than five letters are too short to say anything.
    """
    if left == right:
        return True
    shorter = min(len(left), len(right))
    if shorter < 5 or (left[0] != right[0] and skeleton(left)[0] != skeleton(right)[0]):
        return False
    alike = 1 - OSA.distance(left, right) / max(len(left), len(right))
    apart = OSA.distance(skeleton(left), skeleton(right))
    return (apart == 0 and alike >= 0.6) or (apart == 1 and shorter >= 6 and alike >= 0.7)
