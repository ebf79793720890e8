"""The codebook as a manual: what each type is not, how to tell it from its neighbours, examples and near misses.

In:  the tables of `data/codebook/manual/`, and the codebook whose types, modes and codes they speak of.
Out: one frozen `Manual`; `whowhom codebook show` prints its pages, tests code its sentences.

The columns are explained in `data/codebook/README.md`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from msgspec import Struct

from whowhom.knowledge.codebook import Codebook
from whowhom.knowledge.tables import Row, data_path, read_table

LIMIT_COLUMNS = ("event_type", "is_not")
NEIGHBOUR_COLUMNS = ("event_type", "neighbour", "decide")
EXAMPLE_COLUMNS = ("event_type", "mode", "cameo", "form", "sentence")
NEAR_MISS_COLUMNS = ("event_type", "mode", "instead", "sentence", "why")

# How a sentence tells its event; every form occurs in the shipped examples.
FORMS = (
    "active", "passive", "nominal", "possessive", "light", "phrasal", "participle", "relative", "compound",
    "reciprocal", "several", "shared", "control", "nested",
)  # fmt: skip
PARTY = re.compile(r"\[[^\]]+\]|\{[^}]+\}")

Entry = TypeVar("Entry")


class Neighbour(Struct, frozen=True, kw_only=True):
    """A type that another is taken for, and the question that decides between the two."""

    event_type: str
    neighbour: str
    decide: str


class Example(Struct, frozen=True, kw_only=True):
    """A sentence with its [sources] and {targets} marked, and how it must be coded.

    ``mode`` is None where the type has no mode or the sentence tells none;
    ``form`` is one of `FORMS`, what the sentence is an example of.
    """

    event_type: str
    mode: str | None
    cameo: str
    form: str
    sentence: str


class NearMiss(Struct, frozen=True, kw_only=True):
    """A sentence that looks like a type or mode and is not; ``instead`` is what it tells, None for no event at all."""

    event_type: str
    mode: str | None
    instead: str | None
    sentence: str
    why: str


class Manual(Struct, frozen=True, kw_only=True):
    """All pages; each tuple is in the order of its table. A type that the tables do not mention has an empty page."""

    limits: dict[str, str]
    neighbours: tuple[Neighbour, ...]
    examples: tuple[Example, ...]
    near_misses: tuple[NearMiss, ...]

    def neighbours_of(self, event_type: str) -> tuple[Neighbour, ...]:
        return tuple(row for row in self.neighbours if row.event_type == event_type)

    def examples_of(self, event_type: str, mode: str | None) -> tuple[Example, ...]:
        return tuple(row for row in self.examples if (row.event_type, row.mode) == (event_type, mode))

    def near_misses_of(self, event_type: str) -> tuple[NearMiss, ...]:
        return tuple(row for row in self.near_misses if row.event_type == event_type)

    def with_rows_of(self, other: Manual) -> Manual:
        """This manual with another's rows after its own; the other's limits take the place of these."""
        return Manual(
            limits={**self.limits, **other.limits},
            neighbours=self.neighbours + other.neighbours,
            examples=self.examples + other.examples,
            near_misses=self.near_misses + other.near_misses,
        )


def load_manual(codebook: Codebook, folder: Path | None = None) -> Manual:
    """Read a manual's folder, by default the shipped one; a table that is not there is empty.

    Raises KnowledgeError, naming file and line, for what the codebook does not
    know, for a sentence without a marked party, and for one that stands twice.
    """
    folder = folder or data_path("codebook", "manual")
    limits = _entries(folder / "limits.tsv", LIMIT_COLUMNS, _limit, codebook)
    return Manual(
        limits=dict(limits),
        neighbours=_entries(folder / "neighbours.tsv", NEIGHBOUR_COLUMNS, _neighbour, codebook),
        examples=_entries(folder / "examples.tsv", EXAMPLE_COLUMNS, _example, codebook),
        near_misses=_entries(folder / "near_misses.tsv", NEAR_MISS_COLUMNS, _near_miss, codebook),
    )


def _entries(
    path: Path, columns: tuple[str, ...], read: Callable[[Row, Codebook], Entry], codebook: Codebook
) -> tuple[Entry, ...]:
    return tuple(_distinct(path, columns, read, codebook)) if path.is_file() else ()


def _distinct(
    path: Path, columns: tuple[str, ...], read: Callable[[Row, Codebook], Entry], codebook: Codebook
) -> Iterator[Entry]:
    """Yield the entries of a table, refusing a line that another one says again."""
    seen: dict[tuple[str, ...], int] = {}
    for row in read_table(path, columns):
        first = seen.setdefault(_key(row), row.line)
        if first != row.line:
            raise row.error(f"says the same as line {first}. Delete one of them.")
        yield read(row, codebook)


def _key(row: Row) -> tuple[str, ...]:
    names = [name for name in ("event_type", "mode", "neighbour", "sentence") if name in row.cells]
    return tuple(row.cells[name] for name in names)


def _type(row: Row, column: str, codebook: Codebook) -> str:
    found = row.need(column)
    if found not in codebook.types:
        raise row.error(f"unknown event type {found!r} in {column}. Use one of {', '.join(codebook.types)}.")
    return found


def _mode(row: Row, codebook: Codebook) -> str | None:
    event_type, mode = row.need("event_type"), row.get("mode")
    known = [info.mode for info in codebook.modes if info.event_type == event_type]
    if mode is not None and mode not in known:
        raise row.error(f"{event_type} has no mode {mode!r}. It has {', '.join(known) or 'none'}; write - for none.")
    return mode


def _limit(row: Row, codebook: Codebook) -> tuple[str, str]:
    return _type(row, "event_type", codebook), row.need("is_not")


def _neighbour(row: Row, codebook: Codebook) -> Neighbour:
    event_type, neighbour = _type(row, "event_type", codebook), _type(row, "neighbour", codebook)
    if event_type == neighbour:
        raise row.error(f"{event_type} is no neighbour of its own. Name another type.")
    return Neighbour(event_type=event_type, neighbour=neighbour, decide=row.need("decide"))


def _example(row: Row, codebook: Codebook) -> Example:
    cameo, form = row.need("cameo"), row.need("form")
    if cameo not in codebook.cameo:
        raise row.error(f"unknown CAMEO code {cameo!r}. Codes are listed in cameo.tsv.")
    if form not in FORMS:
        raise row.error(f"unknown form {form!r}. Use one of {', '.join(FORMS)}.")
    return Example(
        event_type=_type(row, "event_type", codebook),
        mode=_mode(row, codebook),
        cameo=cameo,
        form=form,
        sentence=_marked(row),
    )


def _near_miss(row: Row, codebook: Codebook) -> NearMiss:
    event_type = _type(row, "event_type", codebook)
    instead = None if row.get("instead") is None else _type(row, "instead", codebook)
    if instead == event_type:
        raise row.error(f"a sentence that tells {instead} is no near miss of it. Name another type, or - for none.")
    return NearMiss(
        event_type=event_type,
        mode=_mode(row, codebook),
        instead=instead,
        sentence=row.need("sentence"),
        why=row.need("why"),
    )


def _marked(row: Row) -> str:
    sentence = row.need("sentence")
    if not PARTY.search(sentence):
        raise row.error("no party is marked. Put [sources] in brackets and {targets} in braces.")
    return sentence
