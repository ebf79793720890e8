"""Where a cue's word tells no event: fixed expressions, and the company that shows another sense of the word.

The columns of `expressions.tsv` and `senses.tsv` are explained in `data/codebook/README.md`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct

from whowhom.knowledge.codebook_rows import PREPOSITIONS, Checks
from whowhom.knowledge.tables import Row

EXPRESSION_COLUMNS = ("words",)
SENSE_COLUMNS = ("id", "deeds", "where", "signs", "example")
# Up to two words that may stand before a noun: "conquer ~ world" is "conquer the world" and "conquer the whole world".
GAP = "~"
PLACES = ("any", "clause", "subj", "obj", "verb", "above", "work")

Expressions = Mapping[str, tuple[tuple[str, ...], ...]]


class Sense(Struct, frozen=True, kw_only=True):
    """Words whose company gives a deed another sense: ``singles`` are words, ``pairs`` two next to each other,
    ``words`` the singles and the second words of the pairs.

    ``where`` they stand: anywhere in the sentence or in the deed's clause, as its
    subject or object, as the verb that it is the subject of, as subject of a clause
    above that shows something ("the film shows how ..."), as the work that it is
    told in ("the play about ..."), or behind the preposition that is named.
    """

    id: str
    where: str
    singles: frozenset[str]
    pairs: frozenset[str]
    words: frozenset[str]


class Senses(Struct, frozen=True, kw_only=True):
    """Senses under their deeds; ``words`` are all that show one: a sentence without any of them is as it seems."""

    by_deed: Mapping[str, tuple[Sense, ...]] = {}
    words: frozenset[str] = frozenset()


def read_expression(row: Row) -> tuple[str, tuple[str, ...]]:
    """A fixed expression as its words."""
    words = tuple(row.need("words").split())
    if len(words) < 2 or GAP in (words[0], words[-1]):
        raise row.error("an expression has at least two words, and begins and ends with one.")
    return " ".join(words), words


def by_first(expressions: Iterable[tuple[str, ...]]) -> Expressions:
    """Expressions under their first words."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for words in expressions:
        found.setdefault(words[0], []).append(words)
    return {first: tuple(those) for first, those in sorted(found.items())}


def read_sense(row: Row, checks: Checks) -> tuple[tuple[str, ...], Sense]:
    """A sense with the deeds that it takes the event from: words, ids of cues, or types in capitals."""
    deeds, signs, where = row.many("deeds"), row.many("signs"), row.need("where")
    if where not in PLACES and where not in PREPOSITIONS:
        raise row.error(f"unknown place {where!r} in where. Use one of {', '.join(PLACES)}, or a preposition.")
    if not deeds or not signs:
        raise row.error("deeds or signs is empty. Name words, with | between them.")
    for deed in deeds:
        if deed.isupper():
            checks.known_type(row, deed)
    pairs = frozenset(sign for sign in signs if "_" in sign)
    row.need("example")
    singles = frozenset(signs) - pairs
    words = singles | {pair.rpartition("_")[2] for pair in pairs}
    return deeds, Sense(id=row.need("id"), where=where, singles=singles, pairs=pairs, words=words)


def gathered(senses: Iterable[tuple[Iterable[str], Sense]]) -> Senses:
    """Senses under the deeds that they are about."""
    found: dict[str, list[Sense]] = {}
    for deeds, sense in senses:
        for deed in deeds:
            found.setdefault(deed, []).append(sense)
    words = frozenset().union(*(sense.words for those in found.values() for sense in those))
    return Senses(by_deed={deed: tuple(those) for deed, those in sorted(found.items())}, words=words)
