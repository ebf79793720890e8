"""A store keeps records as they were, changes only where something changed, and says clearly what it cannot do."""

from __future__ import annotations

import os
import sqlite3
import tempfile
import threading
from contextlib import closing
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import CODED, coded, document

from whowhom.errors import StoreError
from whowhom.records import CodedDocument
from whowhom.store import Store


def content(path: Path) -> list[str]:
    """Every row and table of a store as SQL, but for what SQLite keeps of the full-text tables."""
    with sqlite3.connect(path) as db:
        lines = [line for line in db.iterdump() if "s_text_" not in line]
    db.close()
    return lines


def count(path: Path, table: str) -> int:
    with Store(path, readonly=True) as store:
        return int(next(store.query(f"SELECT count(*) FROM {table}").rows)[0])


@given(CODED)
def test_what_is_stored_is_read_back_the_same(made: CodedDocument) -> None:
    with tempfile.TemporaryDirectory() as folder, Store(Path(folder) / "s.db", version="1") as store:
        assert store.save(made)
        assert store.coding(made.document) == made
        assert list(store.codings()) == [made]
        assert list(store.documents()) == [made.document]
        assert list(store.events()) == list(made.events)


@given(st.lists(CODED, max_size=2))
def test_saving_again_and_rebuilding_change_nothing(made: list[CodedDocument]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "s.db"
        with Store(path, version="1") as store:
            for each in made:
                store.save(each)
            kept = list(store.codings())
        before = content(path)
        with Store(path, version="1") as store:
            assert not any(store.save(each) for each in kept)
        assert content(path) == before
        with Store(path, version="1") as store:
            store.rebuild()
        assert content(path) == before


def test_another_version_codes_anew_and_takes_the_place(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    with Store(path, version="1") as store:
        store.save(coded())
    with Store(path, version="2") as store:
        assert store.coding(document()) is None
        other = msgspec.structs.replace(coded(), events=())
        assert store.save(other)
        assert store.coding(document()) == other
    assert (count(path, "documents"), count(path, "events"), count(path, "parties")) == (1, 0, 0)


def test_a_changed_text_is_another_coding(tmp_path: Path) -> None:
    changed = msgspec.structs.replace(document(), text="Nothing happened.")
    with Store(tmp_path / "s.db", version="1") as store:
        store.save(coded())
        assert store.coding(changed) is None
        assert store.coding(msgspec.structs.replace(document(), published="2014-05-21")) is None


def test_events_are_found_by_what_is_known_of_them(tmp_path: Path) -> None:
    with Store(tmp_path / "s.db") as store:
        store.save(coded("one"))
        store.save(coded("two"))
        assert len(list(store.events(event_type="ASSAULT", country="LBY", since="2014-05-18", words="shelled"))) == 2
        assert [event.document_id for event in store.events(document_id="two")] == ["two"]
        for none in ({"event_type": "AID"}, {"until": "2014-05-17"}, {"stance": "denied"}, {"actor_id": "nobody"}):
            assert list(store.events(**none)) == []


def test_an_event_is_found_by_the_beginning_of_its_id(tmp_path: Path) -> None:
    with Store(tmp_path / "s.db") as store:
        store.save(coded("alpha"))
        store.save(coded("alps"))
        assert store.event("alpha").document_id == "alpha"
        with pytest.raises(StoreError, match="more than one event begins with 'al'"):
            store.event("al")
        for wrong in ("beta", ""):
            with pytest.raises(StoreError, match="no event"):
                store.event(wrong)


def test_a_reader_sees_whole_documents_while_another_writes(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    with Store(path) as writer:
        writer.save(coded("first"))
        seen = []
        done = threading.Event()

        def read() -> None:
            with Store(path, readonly=True) as reader:
                while not done.is_set():
                    seen.append(list(reader.codings()))

        thread = threading.Thread(target=read)
        thread.start()
        for number in range(30):
            writer.save(coded(f"document {number}"))
        done.set()
        thread.join()
    assert seen
    assert all(each == coded(each.document.document_id) for codings in seen for each in codings)
    sizes = [len(codings) for codings in seen]
    assert sizes == sorted(sizes)


def test_two_writers_take_turns(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    Store(path).close()

    def write(name: str) -> None:
        with Store(path) as store:
            for number in range(10):
                store.save(coded(f"{name}{number}"))

    threads = [threading.Thread(target=write, args=(name,)) for name in "ab"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert count(path, "documents") == 20


def test_a_save_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    broken = msgspec.structs.replace(coded(), actors=(msgspec.structs.replace(coded().actors[0], name="\ud800"),))
    with Store(tmp_path / "s.db") as store:
        with pytest.raises(StoreError, match="lone surrogate"):
            store.save(broken)
        assert list(store.codings()) == []
        assert store.save(coded())


def test_a_run_is_recorded_only_where_it_changed_something(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    for _ in range(2):
        with Store(path, version="1") as store:
            store.start_run(["articles"])
            store.save(coded())
            store.end_run(failed=0)
    with Store(path, readonly=True) as store:
        rows = list(store.query("SELECT version, inputs, documents, events, failed, finished FROM runs").rows)
    assert rows == [("1", '["articles"]', 1, 1, 0, 1)]


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM events",
        "INSERT INTO runs (version, inputs, documents, events, failed, finished) VALUES ('', '', 0, 0, 0, 0)",
        "DROP TABLE events",
        "CREATE TEMP TABLE t (x)",
        "PRAGMA user_version = 7",
        "PRAGMA journal_mode = DELETE",
        "PRAGMA query_only = OFF",
        "ATTACH 'other.db' AS other",
        "VACUUM INTO 'copy.db'",
        "BEGIN",
        "WITH x AS (SELECT 1) DELETE FROM events",
    ],
)
def test_a_query_that_would_write_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sql: str) -> None:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "s.db"
    with Store(path) as store:
        store.save(coded())
    before = content(path)
    with Store(path, readonly=True) as store, pytest.raises(StoreError):
        list(store.query(sql).rows)
    assert content(path) == before
    assert {each.name for each in tmp_path.iterdir()} <= {"s.db", "s.db-wal", "s.db-shm"}


@pytest.mark.parametrize("sql", ["", "SELEKT 1", "SELECT 1; SELECT 2", "SELECT nothing FROM events", "SELECT"])
def test_a_wrong_query_is_said_in_a_line(tmp_path: Path, sql: str) -> None:
    Store(tmp_path / "s.db").close()
    with Store(tmp_path / "s.db", readonly=True) as store, pytest.raises(StoreError, match=r"^query: [^\n]+$"):
        list(store.query(sql).rows)


def test_a_readonly_store_cannot_be_saved_to(tmp_path: Path) -> None:
    Store(tmp_path / "s.db").close()
    with Store(tmp_path / "s.db", readonly=True) as store, pytest.raises(StoreError, match="may not be written to"):
        store.save(coded())


@pytest.mark.parametrize("readonly", [True, False])
def test_a_file_that_is_no_store_is_named_and_left_alone(tmp_path: Path, readonly: bool) -> None:
    text = tmp_path / "text.db"
    text.write_text("An ordinary text, long enough to be taken for a database by its size. " * 20)
    other = tmp_path / "other.db"
    with sqlite3.connect(other) as db:
        db.execute("CREATE TABLE theirs (x)")
    db.close()
    for path, what in ((text, "not a whowhom store"), (other, "database of another program")):
        before = path.read_bytes()
        with pytest.raises(StoreError, match=f"^{path}: .*{what}"):
            Store(path, readonly=readonly)
        assert path.read_bytes() == before


def test_a_store_of_a_newer_release_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    Store(path).close()
    with sqlite3.connect(path) as db:
        db.execute("INSERT INTO migrations VALUES (99, 'of the future')")
    db.close()
    with pytest.raises(StoreError, match="made by a newer whowhom"):
        Store(path)


def test_a_store_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no such store"):
        Store(tmp_path / "s.db", readonly=True)
    with pytest.raises(StoreError, match="there is no folder"):
        Store(tmp_path / "nowhere" / "s.db")
    with pytest.raises(StoreError, match="this is a folder"):
        Store(tmp_path)
    (tmp_path / "empty.db").touch()
    with pytest.raises(StoreError, match="empty file"):
        Store(tmp_path / "empty.db", readonly=True)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_store_in_a_folder_that_nobody_may_write_to_is_read(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    with Store(path) as store:
        store.save(coded())
    tmp_path.chmod(0o555)
    try:
        assert count(path, "documents") == 1
        with pytest.raises(StoreError, match="cannot be opened here"):
            Store(tmp_path / "new.db")
    finally:
        tmp_path.chmod(0o755)


@pytest.mark.parametrize(
    ("break_it", "said"),
    [
        ("DROP TABLE silences", "no such table: silences. This store was cut off or changed by another program"),
        ("UPDATE events SET record = '{'", "a record in it cannot be read (Input data was truncated). This store was"),
        ("ALTER TABLE documents RENAME COLUMN text TO words", "no such column: text. This store was cut off"),
    ],
)
def test_a_store_that_another_program_has_changed_is_said(tmp_path: Path, break_it: str, said: str) -> None:
    path = tmp_path / "s.db"
    with Store(path) as store:
        store.save(coded())
    with closing(sqlite3.connect(path)) as db:
        db.executescript(f"DROP TRIGGER documents_added; DROP TRIGGER documents_gone; {break_it};")
    with Store(path, readonly=True) as store, pytest.raises(StoreError) as error:
        list(store.codings())
    assert str(error.value).startswith(f"{path}: {said}")


def test_words_that_are_no_query_are_said(tmp_path: Path) -> None:
    with Store(tmp_path / "s.db") as store:
        store.save(coded())
        with pytest.raises(StoreError, match=r"words: .*\. Write them as SQLite's FTS5"):
            list(store.events(words='"'))
