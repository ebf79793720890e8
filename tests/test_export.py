"""What is exported holds what was coded, whatever the text, and reads back with other programs' readers."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import parquet
from samples import CODED, coded

from whowhom.errors import ExportError
from whowhom.export import FORMATS, export, export_file
from whowhom.export.tables import CONTROL, CSV_COLUMNS, CsvLines
from whowhom.records import COUNTS, CodedDocument, Document, Event
from whowhom.store import Store
from whowhom.store.rows import event_columns


def exported(made: list[CodedDocument], name: str) -> bytes:
    output = io.BytesIO()
    assert export(made, name, output) == sum(len(each.events) for each in made)
    return output.getvalue()


def told(made: list[CodedDocument]) -> list[tuple[Event, Document]]:
    return [(event, each.document) for each in made for event in each.events]


def public(event: Event) -> dict[str, Any]:
    """The record as plain values, without the offsets that the public form leaves out."""
    row: dict[str, Any] = json.loads(msgspec.json.encode(event))
    for name in COUNTS:
        if row[name] is not None:
            row[name] = {key: row[name][key] for key in ("low", "high", "text", "basis")}
    if row["date"] is not None:
        del row["date"]["span"]
    return row


@given(st.lists(CODED, max_size=2))
def test_jsonl_holds_every_field_of_every_event(made: list[CodedDocument]) -> None:
    lines = exported(made, "jsonl").split(b"\n")
    assert lines.pop() == b""
    assert [json.loads(line) for line in lines] == [public(event) for event, _ in told(made)]


@given(st.lists(CODED, max_size=2))
def test_jsonl_holds_nothing_that_steers_a_terminal(made: list[CodedDocument]) -> None:
    text = exported(made, "jsonl").decode()
    assert not CONTROL.search(text)


@given(st.lists(CODED, max_size=2))
def test_csv_reads_back_cell_by_cell(made: list[CodedDocument]) -> None:
    text = exported(made, "csv").decode()
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [list(row) for row in rows] == [list(CSV_COLUMNS)] * len(told(made))
    for row, (event, document) in zip(rows, told(made), strict=True):
        cells = {**event_columns(event), "title": document.title, "path": document.path}
        for name, value in cells.items():
            assert row[name] == CONTROL.sub("�", "" if value is None else str(value)), name


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (None, b""),
        ("", b'""'),
        ("plain", b"plain"),
        (-10.0, b"-10.0"),
        ("=1+1", b"=1+1"),
        ("one, two", b'"one, two"'),
        ('the "mayor"', b'"the ""mayor"""'),
        ("two\nlines", b'"two\nlines"'),
        ("a\rreturn", b'"a\rreturn"'),
        (" spaces ", b'" spaces "'),
        ("a\x00nul", "a�nul".encode()),
    ],
)
def test_a_csv_cell_is_quoted_where_it_must_be(value: str | float | None, cell: bytes) -> None:
    assert CsvLines(["x", "y"]).line({"x": value, "y": 1}) == cell + b",1\n"


@given(st.lists(CODED, max_size=2))
def test_parquet_reads_back_the_nested_records(made: list[CodedDocument]) -> None:
    rows = parquet.read_table(io.BytesIO(exported(made, "parquet"))).to_pylist()
    for row, (event, document) in zip(rows, told(made), strict=True):
        assert row.pop("title") == document.title
        for name in ("published", "publisher", "author", "url", "path"):
            assert row.pop(name) == getattr(document, name)
        if row["date"] is not None:
            row["date"].update(start=row["date"]["start"].isoformat(), end=row["date"]["end"].isoformat())
        assert row == public(event)


def test_a_plover_record_uses_plovers_names() -> None:
    (line,) = exported([coded(publisher="Gulf Wire")], "plover").splitlines()
    row = json.loads(line)
    assert row["event"] == ["ASSAULT"]
    assert row["mode"] == ["heavy-weapons"]
    assert (row["date"], row["enddate"]) == ("2014-05-18", "2014-05-18")
    assert [(each["code"], each["sector"]) for each in row["actor"]] == [("LBY", "REB")]
    assert [each["entity_text"] for each in row["recipient"]] == ["the port of Brega"]
    assert row["event_loc"]["resolved_place"] == "Brega"
    assert row["dead"] == 3
    assert row["cite_info"]["publication"] == "Gulf Wire"
    assert (row["status"], row["stance"]) == ("actual", "reported")


@pytest.mark.parametrize(
    ("status", "auxiliary"),
    [("actual", None), ("planned", "future"), ("demanded", "hypothetical"), ("negated", "negation")],
)
def test_a_plover_record_says_that_it_did_not_happen(status: str, auxiliary: str | None) -> None:
    made = coded()
    event = msgspec.convert(msgspec.to_builtins(made.events[0]) | {"status": status}, Event)
    (line,) = exported([msgspec.structs.replace(made, events=(event,))], "plover").splitlines()
    assert json.loads(line)["auxiliary"] == auxiliary


@given(st.lists(CODED, max_size=2))
def test_every_format_gives_the_same_bytes_twice(made: list[CodedDocument]) -> None:
    for name in FORMATS:
        assert exported(made, name) == exported(made, name)


def test_an_export_from_the_store_is_the_export_of_what_was_stored(tmp_path: Path) -> None:
    made = [coded("one"), coded("two", url="https://example.com/two")]
    with Store(tmp_path / "s.db") as store:
        for each in made:
            store.save(each)
        for name in FORMATS:
            output = io.BytesIO()
            export(store.codings(), name, output)
            assert output.getvalue() == exported(made, name)


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "events.csv"
    assert export_file([coded()], "csv", path) == 1
    assert path.read_bytes() == exported([coded()], "csv")

    def broken() -> Any:
        yield coded("another")
        raise RuntimeError("cut off")

    with pytest.raises(RuntimeError, match="cut off"):
        export_file(broken(), "csv", path)
    assert path.read_bytes() == exported([coded()], "csv")
    assert [each.name for each in tmp_path.iterdir()] == ["events.csv"]


def test_an_unknown_format_and_a_bad_place_are_said(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=r"unknown format 'xls'\. Use one of csv, jsonl, parquet, plover"):
        export([], "xls", io.BytesIO())
    with pytest.raises(ExportError, match=r"cannot be written \(No such file or directory\)"):
        export_file([], "csv", tmp_path / "nowhere" / "events.csv")
