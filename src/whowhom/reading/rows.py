"""JSON Lines, JSON, CSV and Parquet: a document a row."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, BinaryIO

from whowhom.reading.contents import decode
from whowhom.reading.making import TEXT_LIMIT, Failure, Origin, make_document
from whowhom.records import Document

# Bytes of one line; a text at its limit and in the most wasteful escapes has less.
LINE_LIMIT = 40_000_000
DELIMITERS = ",;\t|"
ROWS = 500

Read = Iterator[Document | Failure]


def read_lines(lines: BinaryIO, origin: Origin) -> Read:
    """Yield the documents of JSON Lines; a line that cannot be read costs itself alone."""
    number = 0
    while line := lines.readline(LINE_LIMIT + 1):
        number += 1
        if len(line) > LINE_LIMIT:
            yield origin.fails(f"line {number} has more than {LINE_LIMIT:,} bytes. It is left out.")
            while line and not line.endswith(b"\n"):
                line = lines.readline(LINE_LIMIT)
        elif line.strip():
            yield _parsed(decode(line), origin, number, f"line {number}")
    if number == 0:
        yield origin.fails("is empty.")


def read_json(text: str, origin: Origin) -> Read:
    """Yield the documents of a JSON file: one object or a list of them."""
    try:
        found = json.loads(text)
    except RecursionError:
        yield origin.fails("nests its values too deep. It is not read.")
        return
    except ValueError as error:
        yield origin.fails(f"is no valid JSON ({error}).")
        return
    rows = found if isinstance(found, list) else [found]
    if not rows:
        yield origin.fails("is an empty list.")
    for number, row in enumerate(rows, 1):
        yield _row(row, origin, number if len(rows) > 1 else None, f"item {number}")


def read_csv(lines: Iterable[bytes], origin: Origin) -> Read:
    """Yield the documents of a CSV file with a header line; the delimiter is seen from that line."""
    decoded = (decode(line).replace("\0", "\ufffd") for line in lines)
    header = next(decoded, "")
    delimiter = max(DELIMITERS, key=header.count)
    csv.field_size_limit(TEXT_LIMIT * 4)
    names = [name.strip().lower() for name in next(csv.reader([header], delimiter=delimiter), [])]
    if "text" not in names:
        yield origin.fails(f"has no column 'text'. It has {', '.join(names[:8]) or 'no header line'}.")
        return
    reader = csv.reader(decoded, delimiter=delimiter)
    number = 0
    while True:
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield origin.fails(f"row {number} cannot be read ({error}).")
            continue
        if any(cell.strip() for cell in cells):
            yield _row(dict(zip(names, cells, strict=False)), origin, number, f"row {number}")


def read_parquet(source: str | BinaryIO, origin: Origin) -> Read:
    """Yield the documents of a Parquet file."""
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError:
        yield origin.fails("is a Parquet file, which needs pyarrow. Install whowhom with the extra [parquet].")
        return
    number = 0
    try:
        with parquet.ParquetFile(source) as file:
            if "text" not in file.schema_arrow.names:
                yield origin.fails(f"has no column 'text'. It has {', '.join(file.schema_arrow.names[:8])}.")
                return
            for batch in file.iter_batches(batch_size=ROWS):
                for row in batch.to_pylist():
                    number += 1
                    yield _row({k: _plain(v) for k, v in row.items()}, origin, number, f"row {number}")
    except (pyarrow.ArrowException, OSError, ValueError) as error:
        yield origin.fails(f"is a broken Parquet file, read up to row {number:,} ({error}).")


def _plain(value: object) -> object:
    """Dates and times of a table as ISO text, the rest as it is."""
    isoformat = getattr(value, "isoformat", None)
    return isoformat() if isoformat is not None else value


def _parsed(line: str, origin: Origin, number: int, where: str) -> Document | Failure:
    try:
        return _row(json.loads(line), origin, number, where)
    except RecursionError:
        return origin.fails(f"{where} nests its values too deep. It is left out.")
    except ValueError as error:
        return origin.fails(f"{where} is no valid JSON ({error}).")


def _row(row: Any, origin: Origin, number: int | None, where: str) -> Document | Failure:
    """A document of a row, whose failure names the place in the file and the row's own id."""
    if not isinstance(row, Mapping):
        return origin.fails(f"{where} is no object with a text.")
    text = row.get("text")
    if not isinstance(text, str):
        return origin.fails(f"{where} has no field 'text' that holds text.")
    made = make_document(text, row, origin, number=number)
    if isinstance(made, Failure) and number is not None:
        return origin.fails(f"{where} {made.message}", made.document_id)
    return made
