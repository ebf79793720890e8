"""The table of a project's own actors as a file: columns, what a right row is, reading, adding, writing."""

from __future__ import annotations

import datetime
import hashlib
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise, repeat
from pathlib import Path

from msgspec import Struct

from whowhom.errors import KnowledgeError
from whowhom.knowledge.actor_codes import CODE, begins_well, countries, nearest
from whowhom.knowledge.tables import BETWEEN, NOTHING
from whowhom.records import ActorKind

COLUMNS = ("actor_id", "name", "aliases", "kind", "country", "code", "title", "start", "end", "origin")
# "~LEG" stands behind the country of whoever is spoken of, "IGO~" before it: such rows name nouns, not actors.
AGENT = "~"
DATE = re.compile(r"[12]\d{3}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")
AGENT_CODE = re.compile(r"~(?:[A-Z0-9]{3}){1,5}|(?:[A-Z0-9]{3}){1,5}~")
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")
LETTER = re.compile(r"[^\W_]")
# A longer name is no name, and every look-up would look as far.
LONGEST_NAME = 200
KINDS = frozenset([*ActorKind, NOTHING])
# Rows that are cut into cells at once: more need more memory, fewer more time.
AT_ONCE = 5_000
# How lines begin that are no rows: blank ones, comments.
SKIPPED = ("", "#")


class ActorRow(Struct, frozen=True, kw_only=True):
    """One row of the table: a name and one of its roles; None where a cell says nothing."""

    actor_id: str
    name: str
    aliases: tuple[str, ...] = ()
    kind: str | None = None
    country: str | None = None
    code: str | None = None
    title: str | None = None
    start: str | None = None
    end: str | None = None
    origin: str | None = None

    @property
    def is_agent(self) -> bool:
        return self.code is not None and AGENT in self.code

    @property
    def names_somebody(self) -> bool:
        """Whether a text can mean it: a name with neither kind nor code is only kept."""
        return self.kind is not None or self.code is not None


def actors_digest(path: Path) -> str:
    """Eight hex digits that change with the table."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()[:8]
    except OSError as error:
        raise KnowledgeError(_unreadable(path, error)) from None


def read_rows(path: Path) -> list[ActorRow]:
    """The rows of a table in its order. Raises KnowledgeError, naming file and line, for a wrong one."""
    return [row_of(line) for chunk in read_chunks(path) for line in chunk.lines]


def add_rows(path: Path, rows: Iterable[ActorRow]) -> list[ActorRow]:
    """Add rows to a table, behind others of their actor, and make it where there is none; returns those that are new.

    A row that stands there already is not added again. Raises KnowledgeError
    for a row that could not be read back, and then changes nothing.
    """
    lines = [line for chunk in read_chunks(path) for line in chunk.lines] if path.exists() else []
    new = dict.fromkeys(_line(row) for row in rows)
    for line in lines:
        new.pop(line, None)
    for line in new:
        fault = fault_of(line)
        if fault is not None:
            raise KnowledgeError(f"{_cells(line).get('name')}: {fault}")
    if new:
        _write(path, _with_new(_lines(path)[0] if path.exists() else ["\t".join(COLUMNS)], new))
    return [row_of(line) for line in new]


def fault_in(row: ActorRow) -> str | None:
    """What is wrong with a row that somebody has made; None where nothing is."""
    if any(BETWEEN in alias for alias in row.aliases):
        return f"another name holds {BETWEEN}, which parts names. Give them one by one."
    return fault_of(_line(row))


def fault_of(line: str) -> str | None:
    """What is wrong with a row, and what would be right; None where nothing is."""
    cells = line.split("\t")
    if len(cells) != len(COLUMNS):
        return (
            f"{len(cells)} cells where the header has {len(COLUMNS)}. Put one tab between cells and - in an empty one."
        )
    row = _cells(line)
    for column in ("actor_id", "name"):
        if not row[column].strip() or row[column] == NOTHING:
            return f"{column} is empty. Fill it in."
    if row["actor_id"].startswith("#"):
        return f"actor_id {row['actor_id']!r} begins with #, as comments do. Take another one."
    if CONTROL.search(line):
        return "it holds a control character. Take it out."
    names = [row["name"], *(row["aliases"].split(BETWEEN) if row["aliases"] != NOTHING else ())]
    for name in names:
        if not LETTER.search(name):
            return f"the name {name!r} has no letter and no digit. Write one, or take out the | beside it."
        if len(name) > LONGEST_NAME:
            return f"the name {name[:20] + '…'!r} has {len(name)} characters. A name has {LONGEST_NAME} at most."
    if row["kind"] not in KINDS:
        return f"unknown kind {row['kind']!r}. Use one of {', '.join(ActorKind)}, or - to let the code say it."
    if not _is_country(row["country"]):
        return f"country {row['country']!r} is no code. {_meant(row['country'])}Find codes: whowhom actors search NAME"
    if not (_is(CODE, row["code"]) or _is(AGENT_CODE, row["code"])):
        return (
            f"code {row['code']!r} is no CAMEO actor code. Write groups of three capitals (LBYGOV), ~ for the country "
            f"before a noun's role (~MIL), or -."
        )
    if not _begins(row["code"]):
        return (
            f"code {row['code']!r} begins with {row['code'][:3]}, which is no country, region, body, faith or role. "
            f"{_meant(row['code'][:3])}Write --- where the country is not known (---{row['code'][3:] or 'REB'})."
        )
    for column in ("start", "end"):
        if not (row[column] == NOTHING or is_date(row[column])):
            return f"{column} {row[column]!r} is no date. Write 2014-05-20, 2014-05, 2014, or -."
    if _is_reversed(row["start"], row["end"]):
        return f"the end {row['end']} lies before the start {row['start']}. Change one of them."
    return None


class Chunk(Struct, frozen=True, kw_only=True):
    """Some rows of a table, all of them right: their lines, and the columns that names are found by.

    ``begun`` are the rows (from 0) that are the first of their actor;
    ``is_plain`` is said where every row is an actor of its own with a code: most of a large dictionary.
    """

    lines: list[str]
    ids: list[str]
    names: list[str]
    aliases: list[str]
    kinds: list[str]
    codes: list[str]
    begun: Sequence[int]
    is_plain: bool


def read_chunks(path: Path) -> Iterator[Chunk]:
    """Yield the rows of a table, checked column by column: a large one is read in a moment.

    Raises KnowledgeError, naming file and line, for a wrong row, and where the
    rows of an actor do not stand side by side.
    """
    lines, header = _lines(path)
    rows = [line for line in lines[header + 1 :] if line[:1] not in SKIPPED]
    seen: set[str] = set()
    previous = ""
    for first in range(0, len(rows), AT_ONCE):
        chunk = _chunk(rows[first : first + AT_ONCE], previous)
        if chunk is None:
            raise KnowledgeError(f"{path.name}:{_first_fault(lines, header)}")
        new = {chunk.ids[i] for i in chunk.begun}
        if len(new) < len(chunk.begun) or not seen.isdisjoint(new):
            raise KnowledgeError(f"{path.name}:{_first_apart(lines, header)}")
        previous = chunk.ids[-1]
        seen |= new
        yield chunk


def _chunk(rows: list[str], previous: str) -> Chunk | None:
    """The rows with their columns; None where one of them is wrong. ``previous`` is the actor of the row before."""
    if set(map(str.count, rows, repeat("\t"))) != {len(COLUMNS) - 1}:
        return None
    cells = "\t".join(rows).split("\t")
    column = {name: cells[i :: len(COLUMNS)] for i, name in enumerate(COLUMNS)}
    starts, ends = column["start"], column["end"]
    # Most terms end after they start as text too; only the others are looked at one by one.
    odd = [(start, end) for start, end in zip(starts, ends, strict=True) if start > end]
    more = BETWEEN.join(cell for cell in column["aliases"] if cell != NOTHING)
    names = [*column["name"], *(more.split(BETWEEN) if more else ())]
    is_right = (
        not {"", NOTHING} & {*column["actor_id"], *column["name"]}
        and all(map(LETTER.search, names))
        and max(map(len, names)) <= LONGEST_NAME
        # What can be printed holds no control character, and is told from others twenty times as fast.
        and (" ".join(cells).isprintable() or not any(map(CONTROL.search, rows)))
        and set(column["kind"]) <= KINDS
        and all(_is(CODE, code) or _is(AGENT_CODE, code) for code in set(column["code"]))
        and all(map(_begins, set(column["code"])))
        and all(map(_is_country, set(column["country"])))
        and all(day == NOTHING or is_date(day) for day in {*starts, *ends})
        and not any(_is_reversed(start, end) for start, end in odd)
    )
    if not is_right:
        return None
    ids, codes = column["actor_id"], set(column["code"])
    is_distinct = len(set(ids)) == len(ids) and ids[0] != previous
    begun = range(len(ids)) if is_distinct else [i for i, (a, b) in enumerate(pairwise([previous, *ids])) if a != b]
    is_plain = is_distinct and NOTHING not in codes and not any(AGENT in code for code in codes)
    return Chunk(
        lines=rows,
        ids=ids,
        names=column["name"],
        aliases=column["aliases"],
        kinds=column["kind"],
        codes=column["code"],
        begun=begun,
        is_plain=is_plain,
    )


def _first_fault(lines: Sequence[str], header: int) -> str:
    """The number of the first wrong line below the header, and what is wrong."""
    faults = ((n, fault_of(line)) for n, line in enumerate(lines, 1) if n > header + 1 and line[:1] not in SKIPPED)
    return next(f"{number}: {fault}" for number, fault in faults if fault is not None)


def _first_apart(lines: Sequence[str], header: int) -> str:
    """The number of the first line whose actor stands further up too, with other actors between, and what to do."""
    seen: set[str] = set()
    previous = ""
    for number, line in enumerate(lines, 1):
        if number <= header + 1 or line[:1] in SKIPPED:
            continue
        actor_id = id_of(line)
        if actor_id != previous and actor_id in seen:
            return f"{number}: the rows of {actor_id} do not stand side by side. Move them together."
        previous = actor_id
        seen.add(actor_id)
    raise AssertionError("no row stands apart")


@lru_cache(maxsize=100_000)
def is_date(text: str) -> bool:
    """Whether this is a day that there is, a month or a year, in ISO form."""
    if not DATE.fullmatch(text):
        return False
    try:
        datetime.date.fromisoformat((text + "-01-01")[:10])
    except ValueError:
        return False
    return True


def _is(pattern: re.Pattern[str], cell: str) -> bool:
    return cell == NOTHING or pattern.fullmatch(cell) is not None


def _begins(code: str) -> bool:
    """Whether a code begins with letters that are known; a noun's role is its own affair."""
    return code == NOTHING or AGENT in code or begins_well(code)


def _is_country(cell: str) -> bool:
    return cell == NOTHING or cell in countries()


def _meant(letters: str) -> str:
    near = nearest(letters)
    return f"Near it: {near}. " if near else ""


def _is_reversed(start: str, end: str) -> bool:
    return NOTHING not in (start, end) and start[: len(end)] > end


def id_of(line: str) -> str:
    return line[: line.index("\t")]


def _cells(line: str) -> dict[str, str]:
    return dict(zip(COLUMNS, line.split("\t"), strict=False))


def row_of(line: str) -> ActorRow:
    cells = {column: (None if cell in (NOTHING, "") else cell) for column, cell in _cells(line).items()}
    aliases = cells.pop("aliases")
    return ActorRow(aliases=tuple(aliases.split(BETWEEN)) if aliases else (), **cells)  # type: ignore[arg-type]


def _line(row: ActorRow) -> str:
    cells = (BETWEEN.join(row.aliases) if column == "aliases" else getattr(row, column) for column in COLUMNS)
    return "\t".join(" ".join(str(cell).split()) if cell else NOTHING for cell in cells)


def _with_new(lines: Sequence[str], new: Iterable[str]) -> Iterator[str]:
    """Yield the lines of a table, comments in their places, with new rows behind the last of their actor."""
    waiting: dict[str, list[str]] = {}
    for line in new:
        waiting.setdefault(id_of(line), []).append(line)
    last = {id_of(line): i for i, line in enumerate(lines) if "\t" in line and line[:1] not in SKIPPED}
    for i, line in enumerate(lines):
        if line or i < len(lines) - 1:
            yield line
        if "\t" in line and last.get(id_of(line)) == i:
            yield from waiting.pop(id_of(line), ())
    for those in waiting.values():
        yield from those


def _lines(path: Path) -> tuple[list[str], int]:
    """The lines of a table, and which of them is its header (from 0), which is in order."""
    try:
        # "-sig": spreadsheets begin a UTF-8 file with a mark of their own.
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise KnowledgeError(_unreadable(path, error)) from None
    lines = text.split("\n")
    header = next((i for i, line in enumerate(lines) if line[:1] not in SKIPPED), 0)
    if tuple(lines[header].split("\t")) != COLUMNS:
        raise KnowledgeError(
            f"{path.name}:{header + 1}: this is no table of actors. Its first line must be, with one tab between two: "
            f"{' '.join(COLUMNS)}. Files of other kinds: whowhom actors import {path} --actors FILE"
        )
    return lines, header


def _unreadable(path: Path, error: Exception) -> str:
    if isinstance(error, FileNotFoundError):
        return f"{path}: there is no such table of actors. Make it: whowhom actors add NAME --code CODE --actors {path}"
    return f"{path}: cannot be read ({getattr(error, 'strerror', None) or error}). It must be a UTF-8 text file."


def _write(path: Path, lines: Iterable[str]) -> None:
    """Write a file in one go: whoever reads it meanwhile sees it whole, before or after."""
    new = path.with_name(f"{path.name}.new")
    try:
        new.write_text("\n".join(lines) + "\n", encoding="utf-8")
        os.replace(new, path)
    except OSError as error:
        raise KnowledgeError(
            f"{path}: cannot be written ({error.strerror}). Name a file in a folder of your own."
        ) from None
