"""Events as tables: CSV for spreadsheets and R, Parquet for pandas, polars and DuckDB.

CSV is flat: the columns of `store.rows`, then those of the document. Parquet
keeps the nested shape of the JSON Lines, with real dates and numbers.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, BinaryIO

from whowhom.errors import ExportError
from whowhom.export.lines import event_row
from whowhom.records import COUNTS, CodedDocument, Document, Event
from whowhom.store.rows import EVENT_COLUMNS, Cell, event_columns

if TYPE_CHECKING:
    import pyarrow

DOCUMENT_COLUMNS = ("title", "published", "publisher", "author", "url", "path")
CSV_COLUMNS = (*EVENT_COLUMNS, *DOCUMENT_COLUMNS)

# No letter, and the end of a cell to some readers.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
SPECIAL = re.compile(r'[",\r\n]|^\s|\s$')

# Rows a Parquet row group; held in memory while it is filled.
GROUP = 10_000


def csv_row(event: Event, document: Document) -> dict[str, Cell]:
    """The flat row of an event.

    Text stands as it was read, also where a spreadsheet would take it for a
    formula; but a control character becomes U+FFFD.
    """
    row = event_columns(event)
    row.update((name, getattr(document, name)) for name in DOCUMENT_COLUMNS)
    return row


class CsvLines:
    """Turns rows into lines of CSV: UTF-8, ``\\n`` at the end, nothing in a cell for None.

    Python's own writer leaves a lone carriage return unquoted, at which other readers begin a new line.
    """

    def __init__(self, columns: Sequence[str]) -> None:
        self._columns = tuple(columns)

    def header(self) -> bytes:
        return self._joined(self._columns)

    def line(self, row: Mapping[str, Cell]) -> bytes:
        return self._joined(row[name] for name in self._columns)

    def _joined(self, cells: Iterable[Cell]) -> bytes:
        return (",".join(map(_quoted, cells)) + "\n").encode()


def _quoted(value: Cell) -> str:
    text = "" if value is None else CONTROL.sub("�", str(value))
    return '"' + text.replace('"', '""') + '"' if SPECIAL.search(text) or value == "" else text


def write_csv(codings: Iterable[CodedDocument], output: BinaryIO) -> int:
    """Write a header and one flat line an event; returns how many events."""
    lines = CsvLines(CSV_COLUMNS)
    output.write(lines.header())
    written = 0
    for coded in codings:
        for event in coded.events:
            output.write(lines.line(csv_row(event, coded.document)))
            written += 1
    return written


def write_parquet(codings: Iterable[CodedDocument], output: BinaryIO) -> int:
    """Write one Parquet file; returns how many events.

    Raises ExportError when pyarrow is not installed.
    """
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError:
        raise ExportError("Parquet needs pyarrow. Install it with: pip install 'whowhom[parquet]'") from None
    schema = _schema(pyarrow)
    written = 0
    with parquet.ParquetWriter(output, schema, compression="zstd") as writer:
        for group in _groups(codings):
            writer.write_table(pyarrow.Table.from_pylist(group, schema=schema))
            written += len(group)
    return written


def parquet_row(event: Event, document: Document) -> dict[str, Any]:
    """The JSON Lines object of an event with days as dates, and the columns of its document."""
    row = event_row(event)
    if row["date"] is not None:
        row["date"].update(start=_day(row["date"]["start"]), end=_day(row["date"]["end"]))
    row.update((name, getattr(document, name)) for name in DOCUMENT_COLUMNS)
    return row


def _groups(codings: Iterable[CodedDocument]) -> Iterator[list[dict[str, Any]]]:
    group: list[dict[str, Any]] = []
    for coded in codings:
        group.extend(parquet_row(event, coded.document) for event in coded.events)
        if len(group) >= GROUP:
            yield group
            group = []
    if group:
        yield group


def _day(text: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None


def _schema(pa: Any) -> pyarrow.Schema:
    text, number, real = pa.string(), pa.int32(), pa.float64()
    span = [("text", text), ("start", number), ("end", number)]
    words = pa.struct(span)
    names = [("actor_id", text), ("name", text)]
    party = pa.struct([*names, ("code", text), ("country", text), ("role", text), *span, ("mention", words)])
    date = [
        ("start", pa.date32()),
        ("end", pa.date32()),
        ("precision", text),
        ("text", text),
        ("basis", text),
    ]
    place = [("name", text), ("country", text), ("admin1", text), ("latitude", real), ("longitude", real)]
    count = pa.struct([("low", pa.int64()), ("high", pa.int64()), ("text", text), ("basis", text)])
    return pa.schema(
        [
            ("event_id", text),
            ("document_id", text),
            ("sentence", words),
            ("event_type", text),
            ("modes", pa.list_(text)),
            ("contexts", pa.list_(text)),
            ("cameo", text),
            ("quad", pa.int8()),
            ("goldstein", real),
            ("trigger", words),
            ("sources", pa.list_(party)),
            ("targets", pa.list_(party)),
            ("date", pa.struct(date)),
            ("place", pa.struct([*place, ("geonameid", pa.int64()), ("precision", text), *span])),
            ("status", text),
            ("stance", text),
            ("according_to", pa.list_(pa.struct([*names, *span, ("cue", words)]))),
            *((name, count) for name in COUNTS),
            ("probability", real),
            ("why", pa.list_(pa.struct([("rule", text), *span, ("detail", text)]))),
            *((name, text) for name in DOCUMENT_COLUMNS),
        ]
    )
