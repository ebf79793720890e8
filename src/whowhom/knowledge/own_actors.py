"""A project's own actors: one table, a row a name and term, that wins over what is shipped.

The table may hold a large dictionary (200,000 names), and most of its rows are
never asked for. They are checked column by column when the file is read, and
stay lines until a text names one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import count, pairwise
from pathlib import Path

from msgspec import Struct

from whowhom.knowledge.actor_codes import NULL, kind_of, split_code
from whowhom.knowledge.actor_file import AGENT, ActorRow, Chunk, id_of, read_chunks, row_of
from whowhom.knowledge.spelling import fold_in_place
from whowhom.knowledge.tables import BETWEEN, NOTHING
from whowhom.records import Actor, ActorKind, Role

# Stands in no name, and folds to itself.
MARK = "\0"


class Own(Struct, frozen=True, kw_only=True):
    """An actor of the table with its names as they stand there (``BNP@BGD``), and what its rows say of it."""

    actor: Actor
    names: tuple[str, ...]
    says_kind: bool
    says_code: bool


class OwnActors:
    """The rows of a project's own table, and which of them bear a name; ``longest`` is the length of the longest."""

    def __init__(self, chunks: Iterable[Chunk], countries: Collection[str], shipped: Collection[str] = ()) -> None:
        self._countries = countries
        self._shipped = shipped
        self._lines: list[str] = []
        self._first_by_name: dict[str, int | tuple[int, ...]] = {}
        self.longest = 0
        self._overriding: list[int] = []
        self._made: dict[int, Own] = {}
        self.agents: list[ActorRow] = []
        self._index(chunks)

    @property
    def overriding(self) -> list[Own]:
        """The actors that stand here under the id of a shipped one."""
        return [self._actor(start) for start in self._overriding]

    def _index(self, chunks: Iterable[Chunk]) -> None:
        """Note which lines bear each name. The rows of an actor stand side by side."""
        for chunk in chunks:
            first = len(self._lines)
            self._lines += chunk.lines
            self._overriding += [first + i for i in chunk.begun if chunk.ids[i] in self._shipped]
            keys = _folded(chunk.names)
            self.longest = max(self.longest, *map(len, keys))
            if chunk.is_plain and len(set(keys)) == len(keys) and self._first_by_name.keys().isdisjoint(keys):
                self._first_by_name.update(zip(keys, range(first, len(self._lines)), strict=True))
                for number, more in enumerate(chunk.aliases, first):
                    if more != NOTHING:
                        self._add_aliases(more, number)
            else:
                self._index_rows(chunk, keys, first)

    def _index_rows(self, chunk: Chunk, keys: Sequence[str], first: int) -> None:
        start = first
        while start > 0 and id_of(self._lines[start - 1]) == chunk.ids[0]:
            start -= 1
        begun = {first + i for i in chunk.begun}
        for number, key, more, kind, code in zip(count(first), keys, chunk.aliases, chunk.kinds, chunk.codes):
            start = number if number in begun else start
            if AGENT in code:
                self.agents.append(row_of(self._lines[number]))
            elif kind != NOTHING or code != NOTHING:
                self._add(key, start)
                if more != NOTHING:
                    self._add_aliases(more, start)

    def _add_aliases(self, cell: str, start: int) -> None:
        for alias in cell.split(BETWEEN):
            key = key_of(alias.partition("@")[0])
            self.longest = max(self.longest, len(key))
            self._add(key, start)

    def _add(self, key: str, start: int) -> None:
        """The actor whose rows begin at this line bears a name, perhaps beside others."""
        held = self._first_by_name.setdefault(key, start)
        known = held if isinstance(held, tuple) else (held,)
        if start not in known:
            self._first_by_name[key] = (*known, start)

    def __len__(self) -> int:
        return len(self._lines)

    def __contains__(self, key: str) -> bool:
        return key in self._first_by_name

    @property
    def keys(self) -> Collection[str]:
        """The names, folded in place."""
        return self._first_by_name.keys()

    def named(self, key: str) -> Iterator[Own]:
        """Yield the actors of a folded name."""
        held = self._first_by_name.get(key, ())
        for start in held if isinstance(held, tuple) else (held,):
            yield self._actor(start)

    def all(self) -> Iterator[Own]:
        """Yield every actor of the table in its order."""
        starts = [0] if self._lines else []
        starts += [i for i, (a, b) in enumerate(pairwise(map(id_of, self._lines)), 1) if a != b]
        for start in starts:
            row = row_of(self._lines[start])
            if not row.is_agent:
                yield self._actor(start)

    def _actor(self, start: int) -> Own:
        made = self._made.get(start)
        if made is not None:
            return made
        rows = list(self._rows_from(start))
        known = [row for row in rows if row.names_somebody] or rows
        names = tuple(dict.fromkeys(name for row in known for name in (row.name, *row.aliases)))
        says_kind = any(row.kind is not None for row in known)
        says_code = any(row.code is not None or row.country is not None for row in known)
        actor = actor_of(known, self._countries)
        made = self._made[start] = Own(actor=actor, names=names, says_kind=says_kind, says_code=says_code)
        return made

    def _rows_from(self, start: int) -> Iterator[ActorRow]:
        actor_id = id_of(self._lines[start])
        for number in range(start, len(self._lines)):
            if id_of(self._lines[number]) != actor_id:
                return
            yield row_of(self._lines[number])


def actor_of(rows: Sequence[ActorRow], countries: Collection[str]) -> Actor:
    """The actor that the rows of one id make; what a row leaves out follows from its code."""
    first = rows[0]
    is_dated = any(row.start or row.end for row in rows)
    parts = [_parts(row, countries) for row in rows]
    country, _ = parts[-1]
    kinds = [ActorKind(row.kind) for row in rows if row.kind]
    kinds = kinds or [kind_of(rest, country=of, is_dated=is_dated) for of, rest in parts]
    aliases = tuple(dict.fromkeys(name.partition("@")[0] for row in rows for name in (row.name, *row.aliases)))
    return Actor(
        actor_id=first.actor_id,
        name=first.name,
        kind=ActorKind.PERSON if ActorKind.PERSON in kinds else kinds[-1],
        country=country,
        roles=tuple(_role(row, *part) for row, part in zip(rows, parts, strict=True) if part[1] or is_dated),
        code=_code(rows[-1], self_country=country, countries=countries),
        aliases=tuple(alias for alias in aliases if alias != first.name),
    )


def _code(row: ActorRow, *, self_country: str | None, countries: Collection[str]) -> str | None:
    """A row's code with our letters for its country ("XKXGOV" for KSVGOV); that country where it has none."""
    if row.code == NULL:
        return None
    country, rest = split_code(row.code or "", countries)
    return (country + rest if country is not None else row.code) or self_country


def _parts(row: ActorRow, countries: Collection[str]) -> tuple[str | None, str]:
    country, rest = split_code(row.code or "", countries)
    return row.country or country, rest


def _role(row: ActorRow, country: str | None, rest: str) -> Role:
    of = country if row.code is not None and row.code.endswith(rest) and len(rest) < len(row.code) else None
    return Role(role=rest, title=row.title, start=row.start, end=row.end, of=of)


def load_own_actors(path: Path, countries: Collection[str], shipped: Collection[str] = ()) -> OwnActors:
    """Read and check a table of a project's own actors; ``shipped`` are the ids that its rows may take over.

    Raises KnowledgeError, naming file and line, for a wrong line.
    """
    return OwnActors(read_chunks(path), countries, shipped)


def key_of(name: str) -> str:
    """A name as it is looked up."""
    return fold_in_place(name).strip()


def _folded(names: Sequence[str]) -> list[str]:
    return [key.strip() for key in fold_in_place(MARK.join(names)).split(MARK)]
