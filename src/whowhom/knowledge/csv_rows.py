"""Rows of CSV, one by one: a quotation mark that is never closed costs its own line, not those below it."""

from __future__ import annotations

import csv
import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

OPEN = "a quotation mark in it is never closed. Close it, or write it twice inside a quoted cell"
BROKEN = "a quoted cell in it runs over the end of the line. Close the quotation mark, or take the line break out"
THOUSANDS = re.compile(r"\d,\d{3}(?!\d)")


class CsvRow(Struct, frozen=True, kw_only=True):
    """A row and the line (from 1) on which it begins; ``fault`` says why it has no ``cells``."""

    line: int
    cells: Sequence[str] = ()
    fault: str | None = None


def csv_rows(
    lines: Iterable[str], *, delimiter: str, columns: int, begin: int = 1, breaks: bool = True
) -> Iterator[CsvRow]:
    """Yield the rows of some lines, of which the first has the number ``begin``, blank ones left out.

    With ``breaks`` a quoted cell may run over several lines. Where it may not,
    does not end in a row of at most ``columns`` cells, or holds a line that is
    a row itself, its first line is a fault, and the next one is read as a row
    of its own.
    """
    source, again = iter(lines), deque[str]()
    line = begin
    while True:
        taken: list[str] = []
        row = _row(_taking(source, again, taken), delimiter, line, taken)
        if not taken:
            return
        if (
            len(taken) > 1
            and row.fault is None
            and not (breaks and len(row.cells) <= columns and not _holds_row(taken, delimiter, columns))
        ):
            row = CsvRow(line=line, fault=OPEN if breaks else BROKEN)
        if row.fault is not None:
            again.extendleft(reversed(taken[1:]))
            del taken[1:]
        if row.fault is not None or any(cell.strip() for cell in row.cells):
            yield row
        line += len(taken)


def _taking(source: Iterator[str], again: deque[str], taken: list[str]) -> Iterator[str]:
    """Yield lines, those put back first, and note which were taken."""
    while (line := again.popleft() if again else next(source, None)) is not None:
        taken.append(line)
        yield line


def _row(lines: Iterator[str], delimiter: str, line: int, taken: list[str]) -> CsvRow:
    try:
        cells = next(csv.reader(lines, delimiter=delimiter, strict=True), [])
    except csv.Error as error:
        if len(taken) == 1 and (alone := _alone(taken[0], delimiter)) is not None:
            return CsvRow(line=line, cells=alone)
        is_limit = "field limit" in str(error)
        return CsvRow(line=line, fault=f"it cannot be read ({error}): {OPEN}" if is_limit else OPEN)
    return CsvRow(line=line, cells=cells)


def _alone(text: str, delimiter: str) -> list[str] | None:
    """The cells of a line that has quotation marks inside quoted cells; None where one stays open at its end."""
    try:
        rows = list(csv.reader([text, "end"], delimiter=delimiter))
    except csv.Error:
        return None
    return rows[0] if len(rows) == 2 else None


def _holds_row(taken: Sequence[str], delimiter: str, columns: int) -> bool:
    """Whether a line within a quoted cell is a row itself, so that the mark before it was never closed.

    Prose of as many parts is told from it by the blank behind its commas, by
    "1,000", and by a first part that is unlike the first cell of the row.
    """
    first = next(csv.reader(taken[:1], delimiter=delimiter), [])
    opened = len(first) - 1
    # Where the row's first cell is the open one, the last line ends it and goes on with the other cells.
    inside = taken[1:] if opened > 0 else taken[1:-1]
    for cells in csv.reader((line for line in inside if line.count(delimiter) == columns - 1), delimiter=delimiter):
        like_first = opened == 0 or _shape(cells[0]) == _shape(first[0])
        prose = any(cell[:1].isspace() for cell in cells[1:]) or THOUSANDS.search(delimiter.join(cells))
        if 1 < columns == len(cells) and cells[0] and like_first and not prose:
            return True
    return False


def _shape(cell: str) -> tuple[bool, bool]:
    """What the ids of a table share: whether they have blanks in them, and digits."""
    return " " in cell.strip(), any(letter.isdigit() for letter in cell)
