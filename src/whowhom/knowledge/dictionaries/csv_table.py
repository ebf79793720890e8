"""Tables of actors from spreadsheets: a first line of column names, a row an actor or a term."""

from __future__ import annotations

import csv
from codecs import BOM_UTF8
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from operator import attrgetter

from msgspec.structs import replace

from whowhom.knowledge.actor_codes import about_strange, strange_part
from whowhom.knowledge.actor_file import COLUMNS, ActorRow, fault_in
from whowhom.knowledge.csv_rows import CsvRow, csv_rows
from whowhom.knowledge.dictionaries.imported import Countries, Imported, Note, Spelling, free_id
from whowhom.knowledge.own_actors import key_of
from whowhom.knowledge.spelling import slug

# Names of columns that other tables have for ours.
SAME = {
    "id": "actor_id", "actor": "name", "label": "name", "alias": "aliases", "synonyms": "aliases", "iso3": "country",
    "cameo": "code", "cameo_code": "code", "actor_code": "code", "begin": "start", "from": "start", "until": "end",
    "to": "end", "source": "origin", "type": "kind", "position": "title", "office": "title",
}  # fmt: skip
ALIAS_SIGNS = "|;"
# Characters of a line that is read by a guess.
SHOWN = 60


def read(
    data: bytes, *, origin: str, countries: Countries, spelling: Spelling, before: Sequence[ActorRow] = ()
) -> Imported:
    """The rows of a CSV or TSV file with a column ``name``; ``rows`` are counted.

    Columns have our names, in any order; aliases are parted by ``|`` or ``;``.
    A name that comes again with the same code is the same actor.
    """
    notes: list[Note] = []
    lines = list(_lines(data, notes))
    first = lines[0] if lines else ""
    sign = max("\t;,", key=first.count)
    header = [
        SAME.get(name, name) for name in (_column(cell) for cell in next(csv.reader([first], delimiter=sign), []))
    ]
    if "name" not in header:
        return Imported(rows=(), notes=(Note(line=1, message="no column is called name"),), counts={})
    unknown = [name for name in header if name not in COLUMNS]
    notes += [Note(line=1, message=f"there is no column {name!r} here; left out") for name in unknown]
    taker, counts = _Taker(before, notes), Counter[str]()
    for each in csv_rows(lines[1:], delimiter=sign, columns=len(header), begin=2, breaks=False):
        counts["rows"] += 1
        cells = dict(zip(header, (cell.strip() for cell in each.cells), strict=False))
        row = None if each.fault else _row(cells, origin, taker.taken)
        many = any(cell.strip() for cell in each.cells[len(header) :])
        fault = each.fault or (
            _too_many(each, header, sign) if many else "it has no name" if row is None else _fault(row)
        )
        if row is None or fault is not None:
            notes.append(Note(line=each.line, message=str(fault), lost="row"))
        else:
            counts.update(["without a code"] if row.code is None else ())
            strange = strange_part(row.code or "")
            if strange is not None:
                notes.append(Note(line=each.line, message=f"{row.name}, {row.code}: {about_strange(strange)}"))
            taker.take(row, each.line)
    notes.sort(key=attrgetter("line"))
    return Imported(rows=tuple(taker.rows), notes=tuple(notes), counts=counts)


def _lines(data: bytes, notes: list[Note]) -> Iterator[str]:
    """Yield the lines as text; those that are no UTF-8 are read as Windows-1252 and said so."""
    for number, line in enumerate(data.removeprefix(BOM_UTF8).replace(b"\x00", b"").splitlines(keepends=True), 1):
        try:
            yield line.decode()
        except UnicodeDecodeError:
            text = line.decode("cp1252", errors="replace")
            notes.append(Note(line=number, message=f"is no UTF-8; read as Windows-1252: {text.strip()[:SHOWN]!r}"))
            yield text


def _column(cell: str) -> str:
    return cell.strip().lower().replace(" ", "_")


def _too_many(row: CsvRow, header: Sequence[str], sign: str) -> str:
    return (
        f"it has {len(row.cells)} cells where the first line has {len(header)}. Put one that holds {sign!r} in quotes"
    )


def _fault(row: ActorRow) -> str | None:
    if not row.names_somebody:
        return f"{row.name} has neither code nor kind, and no text would mean it. Give it a code (LBYREB)"
    return fault_in(row)


class _Taker:
    """The rows that were taken, each under the id of its actor: that of an earlier row of its name and code."""

    def __init__(self, before: Sequence[ActorRow], notes: list[Note]) -> None:
        self.rows: list[ActorRow] = []
        self.taken = {row.actor_id: row for row in before}
        self._notes = notes
        self._known = {_same(row): (row.actor_id, 0) for row in reversed(before)}
        self._lines: dict[ActorRow, int] = {}

    def take(self, row: ActorRow, line: int) -> None:
        """Take a row, and say so where its actor is one that was there."""
        actor_id, first = self._known.get(_same(row), (row.actor_id, line))
        made = replace(row, actor_id=actor_id)
        if actor_id != row.actor_id or made in self._lines:
            where = f"as in line {self._lines.get(made, first)}" if first else "as in your table"
            self._notes.append(Note(line=line, message=f"{row.name}, {row.code} again, {where}: one actor, {actor_id}"))
        self.rows.append(made)
        self._known.setdefault(_same(made), (actor_id, line))
        self._lines.setdefault(made, line)
        self.taken.setdefault(actor_id, made)


def _same(row: ActorRow) -> tuple[str, str | None]:
    """What two rows of one actor share; a row without a code shares it with none."""
    return key_of(row.name), row.code or f"{row.kind} {row.actor_id}"


def _row(cells: Mapping[str, str], origin: str, taken: Mapping[str, ActorRow]) -> ActorRow | None:
    given = {name: value for name, value in cells.items() if name in COLUMNS and value not in ("", "-")}
    name = given.get("name")
    if name is None or not slug(name):
        return None
    aliases = given.pop("aliases", "")
    for sign in ALIAS_SIGNS:
        aliases = aliases.replace(sign, "|")
    names = tuple(alias.strip() for alias in aliases.split("|") if alias.strip())
    given.setdefault("origin", origin)
    if given.get("end", "").startswith("9999"):
        del given["end"]  # what tables write for "still in office"
    row = ActorRow(**{"actor_id": "", **given}, aliases=names)
    return row if row.actor_id else replace(row, actor_id=free_id(row, taken))
