"""Tables of actors from spreadsheets: a first line of column names, a row an actor or a term."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from msgspec.structs import replace

from whowhom.knowledge.actor_file import COLUMNS, ActorRow, fault_in
from whowhom.knowledge.dictionaries.imported import Countries, Imported, Note, Spelling, free_id
from whowhom.knowledge.spelling import slug

# Names of columns that other tables have for ours.
SAME = {
    "id": "actor_id", "actor": "name", "label": "name", "alias": "aliases", "synonyms": "aliases", "iso3": "country",
    "cameo": "code", "cameo_code": "code", "actor_code": "code", "begin": "start", "from": "start", "until": "end",
    "to": "end", "source": "origin", "type": "kind", "position": "title", "office": "title",
}  # fmt: skip
ALIAS_SIGNS = "|;"


def read(
    data: bytes, *, origin: str, countries: Countries, spelling: Spelling, before: Sequence[ActorRow] = ()
) -> Imported:
    """The rows of a CSV or TSV file with a column ``name``; ``rows`` are counted.

    Columns have our names, in any order; aliases are parted by ``|`` or ``;``.
    """
    text = data.decode("utf-8-sig", errors="replace").replace("\x00", "")
    first = text.split("\n", 1)[0]
    sign = max("\t;,", key=first.count)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=sign)
    header = [SAME.get(name, name) for name in (cell.strip().lower().replace(" ", "_") for cell in next(lines, []))]
    if "name" not in header:
        return Imported(rows=(), notes=(Note(line=1, message="no column is called name"),), counts={})
    unknown = [name for name in header if name not in COLUMNS]
    notes = [Note(line=1, message=f"there is no column {name!r} here; left out") for name in unknown]
    rows: list[ActorRow] = []
    taken = {row.actor_id: row for row in before}
    counts: Counter[str] = Counter()
    for cells in _readable(lines, notes):
        if not any(cell.strip() for cell in cells):
            continue
        counts["rows"] += 1
        row = _row(dict(zip(header, (cell.strip() for cell in cells), strict=False)), origin, taken)
        fault = "it has no name" if row is None else fault_in(row)
        if row is None or fault is not None:
            notes.append(Note(line=lines.line_num, message=str(fault), lost="row"))
        else:
            rows.append(row)
            taken.setdefault(row.actor_id, row)
    return Imported(rows=tuple(rows), notes=tuple(notes), counts=counts)


def _readable(lines: Iterator[list[str]], notes: list[Note]) -> Iterator[list[str]]:
    """Yield the rows up to one that is no CSV."""
    try:
        yield from lines
    except csv.Error as error:
        notes.append(
            Note(line=getattr(lines, "line_num", 0), message=f"is no CSV ({error}); the rest is left out", lost="row")
        )


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
