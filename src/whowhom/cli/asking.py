"""`whowhom query` and `whowhom export`: what is in a store, to the terminal or to a file."""

from __future__ import annotations

import os
import sys
from itertools import islice
from pathlib import Path
from typing import Any

from whowhom.cli.output import Format, binary_output, console, number_of, safe, say
from whowhom.errors import ExportError
from whowhom.export import FORMATS, export, export_file
from whowhom.export.lines import encode_line
from whowhom.export.tables import CsvLines
from whowhom.store import Answer, Store

# Rows that a table on a terminal shows; nobody scrolls through more.
MOST_ROWS = 1_000
# Formats that the contract names and a later version writes.
LATER = ("polecat", "gdelt", "icews", "phoenix", "acled", "geojson", "graphml", "ftm")
BINARY = frozenset({"parquet"})


def show_answer(answer: Answer, form: Format) -> None:
    """Print the rows of a query."""
    columns = _apart(answer.columns)
    if form is Format.TABLE:
        _show_table(columns, answer)
        return
    lines = CsvLines(columns)
    with binary_output(None) as output:
        if form is Format.CSV:
            output.write(lines.header())
        for row in answer.rows:
            values = dict(zip(columns, map(_plain, row), strict=True))
            if form is Format.CSV:
                output.write(lines.line(values))
            else:
                output.write(encode_line(values))


def _apart(columns: tuple[str, ...]) -> tuple[str, ...]:
    """The names, a second "name" as "name_2": no column may hide another."""
    seen: dict[str, int] = {}
    apart = []
    for name in columns:
        seen[name] = seen.get(name, 0) + 1
        apart.append(name if seen[name] == 1 else f"{name}_{seen[name]}")
    return tuple(apart)


def _plain(value: Any) -> Any:
    return value.hex() if isinstance(value, bytes) else value


def _show_table(columns: tuple[str, ...], answer: Answer) -> None:
    from rich.table import Table

    where = console()
    table = Table(box=None, pad_edge=False, header_style="bold")
    rows = [[_plain(value) for value in row] for row in islice(answer.rows, MOST_ROWS + 1)]
    for number, name in enumerate(columns):
        is_number = all(isinstance(row[number], int | float | None) for row in rows)
        table.add_column(safe(name), justify="right" if is_number else "left", overflow="fold")
    for row in rows[:MOST_ROWS]:
        table.add_row(*("" if value is None else safe(str(value)) for value in row))
    where.print(table)
    if len(rows) > MOST_ROWS:
        say(f"only the first {MOST_ROWS:,} rows are shown; --format jsonl or csv gives all")


def export_store(store: Path, name: str, output: Path | None) -> None:
    """Write every event of a store."""
    if name not in FORMATS:
        raise ExportError(
            f"{name!r} is no format of this version. Use one of {', '.join(FORMATS)}"
            + (f"; {name} comes with a later one." if name in LATER else ".")
        )
    if name in BINARY and output is None and sys.stdout.isatty():
        raise ExportError(f"{name} is no text for a terminal. Name a file with --output.")
    if output is not None and os.path.realpath(output) == os.path.realpath(store):
        raise ExportError(f"{output}: is the store, and would be written over. Name another --output.")
    with Store(store, readonly=True) as opened:
        if output is None:
            with binary_output(None) as out:
                written = export(opened.codings(), name, out)
        else:
            written = export_file(opened.codings(), name, output)
    say(f"{number_of(written, 'event')} written" + (f" to {output}" if output is not None else ""))
