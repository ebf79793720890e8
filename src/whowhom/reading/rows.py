"""Tables and lists of articles: JSON, JSON Lines, CSV. All but a JSON array are read row by row, however large."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator

from whowhom.errors import ReadingError
from whowhom.knowledge.csv_rows import csv_rows
from whowhom.reading.encodings import decode
from whowhom.reading.found import NAMES, TEXT, Fault, Found, FoundOrFault, found_in
from whowhom.reading.sources import LONGEST_LINE, Source

# A file in which so many lines come first without a text is no list of articles.
LINES_TRIED = 10
TOO_DEEP = "is nested too deeply. Articles are flat objects with a field 'text'."
OVERLONG = f"is longer than {LONGEST_LINE // 1_000_000} MB. Split it into articles."
SPACE = re.compile(r"\s*")
DELIMITERS = ",\t;|"


def read_json_lines(source: Source) -> FoundOrFault:
    """Yield a text for each line that is not blank."""
    return json_lines(source.lines())


def json_lines(lines: Iterator[bytes | None]) -> FoundOrFault:
    """Yield what each line holds; gives up where the first lines show that this is something else."""
    good, bad = 0, 0
    for number, line in enumerate(lines, 1):
        if line is not None and not line.strip():
            continue
        row = _json_object(line)
        item = Fault(message=f"line {number} {row}") if isinstance(row, str) else found_in(row, where=f"line {number}")
        good, bad = good + isinstance(item, Found), bad + isinstance(item, Fault)
        yield item
        if not good and bad >= LINES_TRIED:
            raise ReadingError(
                f"none of the first {number} lines holds a text; the rest is not tried. Is it JSON Lines?"
            )


def _json_object(line: bytes | None) -> dict[str, object] | str:
    """The object of a line, or what is wrong with the line."""
    if line is None:
        return OVERLONG
    try:
        row = json.loads(decode(line))
    except RecursionError:
        return TOO_DEEP
    except ValueError as error:
        return f"is not JSON ({error}). Each line must be one object."
    return row if isinstance(row, dict) else "is not an object. Each line must be one, with a field 'text'."


def read_json(source: Source) -> FoundOrFault:
    """Yield the text of an object, or of each object of an array; what precedes a broken place is not lost."""
    data = source.everything()
    text = decode(data)
    begin = _skip_space(text, 0)
    if text[begin : begin + 1] == "[":
        yield from _items(text, begin + 1)
        return
    try:
        row = json.loads(text)
    except RecursionError:
        raise ReadingError(TOO_DEEP) from None
    except ValueError as error:
        if str(error).startswith("Extra data"):
            yield from json_lines(iter(text.encode("utf-8", "replace").splitlines()))
            return
        raise ReadingError(f"is not JSON ({error}). Is it cut off? Save it again.") from None
    if not isinstance(row, dict):
        raise ReadingError("holds neither an object nor an array of objects. Articles are objects with a field 'text'.")
    yield found_in(row, where="the object")


def _items(text: str, begin: int) -> FoundOrFault:
    decoder = json.JSONDecoder()
    number = 0
    begin = _skip_space(text, begin)
    while text[begin : begin + 1] != "]":
        number += 1
        try:
            item, end = decoder.raw_decode(text, begin)
        except RecursionError:
            raise ReadingError(f"item {number} {TOO_DEEP} What follows it is not read.") from None
        except ValueError as error:
            raise ReadingError(f"item {number} is not JSON ({error}); it and what follows is not read.") from None
        if isinstance(item, dict):
            yield found_in(item, where=f"item {number}")
        else:
            yield Fault(message=f"item {number} is not an object. Each item must be one, with a field 'text'.")
        begin = _skip_space(text, end)
        if text[begin : begin + 1] == ",":
            begin = _skip_space(text, begin + 1)
        elif text[begin : begin + 1] != "]":
            raise ReadingError(f"the array breaks off after item {number}. Is the file cut off? Save it again.")


def _skip_space(text: str, begin: int) -> int:
    space = SPACE.match(text, begin)
    return begin if space is None else space.end()


def read_csv(source: Source, *, largest_field: int) -> FoundOrFault:
    """Yield a text for each row; the delimiter is the one that gives the header a column ``text``."""
    csv.field_size_limit(max(largest_field, csv.field_size_limit()))
    lines = _text_lines(source)
    header = next(lines, "")
    delimiter, names = _columns(header)
    for number, each in enumerate(csv_rows(lines, delimiter=delimiter, columns=len(names), begin=2), 1):
        if each.fault is not None:
            yield Fault(message=f"row {number} (line {each.line}) is left out: {each.fault}.")
            continue
        where = f"row {number} (line {each.line})"
        if any(cell.strip() for cell in each.cells[len(names) :]):
            many = f"it has {len(each.cells)} cells where the first line has {len(names)}"
            yield Fault(message=f"{where} is left out: {many}. Put a cell that holds {delimiter!r} in quotation marks.")
            continue
        row = {name: cell for name, cell in zip(names, each.cells, strict=False) if cell.strip()}
        yield found_in({TEXT: None, **row}, where=where)


def _text_lines(source: Source) -> Iterator[str]:
    old_mac = b"\r" in source.head and b"\n" not in source.head
    lines = iter(source.everything().replace(b"\r", b"\n").splitlines(keepends=True)) if old_mac else source.lines()
    for number, line in enumerate(lines, 1):
        if line is None:
            raise ReadingError(f"line {number} {OVERLONG} What follows is not read.")
        yield decode(line)


def _columns(header: str) -> tuple[str, list[str]]:
    """The delimiter of a header line, and the names of its columns in lower case."""
    for delimiter in DELIMITERS:
        names = [
            name.strip().lower() for name in next(csv.reader([header.replace("\r", " ")], delimiter=delimiter), [])
        ]
        if TEXT in names:
            twice = next((name for name in NAMES if names.count(name) > 1), None)
            if twice is not None:
                raise ReadingError(f"names the column {twice!r} twice in its first line. Name each column once.")
            return delimiter, names
    shown = ", ".join(header.split(",")[:8]).strip()[:100]
    raise ReadingError(
        f"has no column {TEXT!r} in its first line ({shown}). Name the column with the articles {TEXT!r}."
    )
