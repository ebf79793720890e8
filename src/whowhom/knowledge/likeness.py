"""How alike two whole names are: of persons and bodies, in whatever order and script.

In:  two names.
Out: a share, 0 to 1; from SAME on they are likely two spellings of one name.

Titles, particles and legal forms do not count. Each word of the shorter name
must have its like in the longer one: the worst pair decides. An initial stands
for a name that it begins. Two persons may still share a name: to join them is
for whoever knows more of both.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from msgspec import Struct
from rapidfuzz.distance import OSA

from whowhom.knowledge.letters import script_of, transliterates
from whowhom.knowledge.spelling import fold, skeleton
from whowhom.knowledge.tables import data_path, read_table

SAME = 0.68
# Words of names that come and go with whoever writes them.
PARTICLES = frozenset(
    "al el ul ad ar as at an bin ben ibn bint abu de da do dos di del della la le van von der den of the and y".split()
)
LEGAL_FORMS = frozenset("llc ltd inc corp co gmbh ag sa srl oao ooo pao jsc plc company limited".split())
# What is called after people: "Omar Torrijos Avenue" is not Omar Torrijos.
BUILT = frozenset(
    """avenue street square bridge airport stadium hospital university road boulevard park foundation prize school
    port station tower award dam barracks mosque church museum institute centre center""".split()
)
# What an initial is worth; words with one consonant key, of which at least such a share of letters agrees ("Rasool" and
# "Rasul", not "Mohammed" and "Mahmoud"); keys one letter apart; others. Chosen on 275 pairs of persons.
INITIAL, ONE_KEY, SHORT_KEY, NEAR_KEY, OTHER_KEY = 0.9, 0.85, 0.7, 0.9, 0.7
AGREES = 0.55
# "Yoon" and "Yun": of words so short nothing but the key and the first letter need agree.
SHORT = 4
# Whole names of so many letters with one consonant key, of which such a share agrees ("Abillamah", "Abi Lammah").
LONG, LONG_AGREES = 10, 0.75
# One name of a longer one alone says little; letters run together count from here on.
ALONE, JOINED = 0.5, 0.93
# ln(likelihood) a letter at which a word of another script is as likely a transliteration as not, and how far from it
# that is certain.
EVEN, SLOPE = -4.0, 1.6
WORD = re.compile(r"\w+")
# Letters that others write as two.
LETTERS = str.maketrans({"đ": "dj", "Đ": "Dj"})
SIGNS = re.compile(r"['`’‘ʿʾ]")


class Word(Struct, frozen=True):
    """A word of a name as written, and folded."""

    written: str
    folded: str


@cache
def _ignored() -> frozenset[str]:
    titles = (
        row.need("title").lower() for row in read_table(data_path("actors", "titles.tsv"), ("title", "role", "kind"))
    )
    return frozenset(titles) | PARTICLES | LEGAL_FORMS


@lru_cache(maxsize=50_000)
def words_of(name: str) -> tuple[Word, ...]:
    """The words of a name that count; all of them where none would be left."""
    words = tuple(Word(each, fold(each)) for each in WORD.findall(SIGNS.sub("", name).translate(LETTERS)))
    return tuple(word for word in words if word.folded not in _ignored()) or words


def may_be_one(left: str, right: str) -> bool:
    """Whether two full names in one text, of two words at least, are likely spellings of one name.

    Their words stand in one order, or two words in the other ("Nagy Imre"): father and son may have the same three.
    """
    one, other = words_of(left), words_of(right)
    if min(len(one), len(other)) < 2 or (one[-1].folded in BUILT) != (other[-1].folded in BUILT):
        return False
    if likeness(left, right) < SAME:
        return False
    if _run_together(left, right) >= SAME:
        return True
    places = [j for _, _, j in aligned(*sorted((one, other), key=len))]
    return places == sorted(places) or len(one) == len(other) == 2


def likeness(left: str, right: str) -> float:
    """How likely two names are spellings of one, 0 to 1."""
    one, other = words_of(left), words_of(right)
    if not one or not other:
        return 0.0
    return max(_by_words(one, other), _run_together(left, right))


def aligned(one: Sequence[Word], other: Sequence[Word]) -> list[tuple[float, int, int]]:
    """How alike each word of the shorter of two names is to its like in the longer one, and where both stand."""
    pairs = [(_alike(a, b), i, j) for i, a in enumerate(one) for j, b in enumerate(other)]
    pairs.sort(key=lambda pair: (-pair[0], pair[1], pair[2]))
    found: list[tuple[float, int, int]] = []
    for share, i, j in pairs:
        if all(i != k and j != m for _, k, m in found):
            found.append((share, i, j))
    return sorted(found, key=lambda pair: pair[1])


def _by_words(one: Sequence[Word], other: Sequence[Word]) -> float:
    shorter, longer = sorted((one, other), key=len)
    worst = min(share for share, _, _ in aligned(shorter, longer))
    whole = sum(len(word.folded) > 1 for word in shorter)
    return worst * ALONE if len(longer) > len(shorter) and whole < 2 else worst


def _run_together(left: str, right: str) -> float:
    """ "Ramimakhlouf", "Abd el-Kader": the same letters, or nearly so, without the spaces."""
    one, other = ("".join(fold(word) for word in WORD.findall(SIGNS.sub("", name))) for name in (left, right))
    share = OSA.normalized_similarity(one, other)
    if share < ONE_KEY and len(one) >= LONG and share >= LONG_AGREES and skeleton(one) == skeleton(other):
        return ONE_KEY
    return share if share > JOINED else 0.0


def _alike(one: Word, other: Word) -> float:
    """How alike two words of names are."""
    native = next((pair for pair in ((one, other), (other, one)) if _is_transliterated(*pair)), None)
    if native is not None:
        score = transliterates(native[0].written, native[1].folded)
        return min(1.0, max(0.0, 0.5 + (score - EVEN) / (2 * SLOPE)))
    return _alike_latin(one.folded, other.folded)


def _is_transliterated(native: Word, latin: Word) -> bool:
    """Whether the first is of a script with a table of letters, and the second is in Latin letters."""
    return script_of(native.written) is not None and script_of(latin.written) is None


@lru_cache(maxsize=100_000)
def _alike_latin(one: str, other: str) -> float:
    if one == other:
        return 1.0
    if len(one) == 1 or len(other) == 1:
        return INITIAL if one[:1] == other[:1] else 0.0
    share = OSA.normalized_similarity(one, other)
    left, right = skeleton(one), skeleton(other)
    is_short = max(len(one), len(other)) <= SHORT and one[0] == other[0]
    if left == right and (share >= AGREES or is_short):
        return max(share, ONE_KEY if len(left) > 1 else SHORT_KEY)
    return share * (NEAR_KEY if OSA.distance(left, right) <= 1 else OTHER_KEY)
