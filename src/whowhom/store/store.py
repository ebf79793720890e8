"""Coded documents in one SQLite file: saved, found again, asked in SQL.

One file a project. The file is in WAL mode: any number of readers, also while
a run writes. A document is saved in one transaction, so that a killed run
leaves whole documents only, and the next run goes on after them.
"""

from __future__ import annotations

import hashlib
import os
import shlex
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.parse import quote

import msgspec
from msgspec import Struct

from whowhom.errors import StoreError
from whowhom.knowledge.actors import ActorIndex
from whowhom.records import Actor, CodedDocument, Document, Event, SentenceText, Silence
from whowhom.store import queries
from whowhom.store.changes import Change, changes_between
from whowhom.store.migrations import applied, migrate
from whowhom.store.rows import Cell, event_columns
from whowhom.store.unknown import Unknown, unknown_actors

# Seconds that a writer waits for another one to end its document.
PATIENCE = 10.0
# Events a document at most; keys of events are made from that of the document, so that coding again gives the same.
EVENT_BITS = 24


class Answer(Struct, frozen=True, kw_only=True):
    """What a query gave: column names, and rows that are read as they are asked for."""

    columns: tuple[str, ...]
    rows: Iterator[tuple[Any, ...]]


class Store:
    """An open store; use it in a ``with`` statement.

    A store opened to write is made when there is none. ``version`` is kept with
    each document, and `coding` gives back only what the same version coded.
    Every method raises StoreError where the file does not let it.
    """

    def __init__(self, path: str | os.PathLike[str], *, version: str = "", readonly: bool = False) -> None:
        self.path = Path(path)
        self.version = version
        self._inputs: Sequence[str] = ()
        self._run: int | None = None
        with _clear_errors(self.path):
            self._db = _open_readonly(self.path) if readonly else _open(self.path)

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; a second call does nothing."""
        self._db.close()

    # --- writing --------------------------------------------------------------

    def start_run(self, inputs: Sequence[str]) -> None:
        """Say what the next documents come from; recorded with the first one that changes the store."""
        self._inputs, self._run = tuple(inputs), None

    def end_run(self, *, failed: int) -> None:
        """Mark the run as finished, with the number of inputs that could not be coded."""
        if self._run is not None:
            with _clear_errors(self.path):
                self._db.execute(queries.END_RUN, {"run": self._run, "failed": failed})

    def save(self, coded: CodedDocument) -> bool:
        """Keep a coded document in place of its earlier coding; False if that was the same already."""
        with _clear_errors(self.path), self._transaction():
            found = self._find(coded.document)
            if found is not None:
                key, version = found
                before = self._load(key)
                if version == self.version and before == coded:
                    return False
                self._note_changes(before, coded)
                self._db.execute(queries.DELETE_DOCUMENT, {"document_key": key})
            else:
                key = self._db.execute(queries.NEXT_DOCUMENT_KEY).fetchone()[0]
            self._add(key, coded, run=self._started_run())
            return True

    def _note_changes(self, before: CodedDocument, after: CodedDocument) -> None:
        run = self._started_run()
        if run is not None:
            rows = (msgspec.structs.asdict(change) for change in changes_between(before.events, after.events))
            self._db.executemany(queries.ADD_CHANGE, ({"run": run, **row} for row in rows))

    def rebuild(self) -> None:
        """Make every derived table again from the records."""
        with _clear_errors(self.path), self._transaction():
            for statement in queries.CLEAR_DERIVED:
                self._db.execute(statement)
            for key, record in self._db.execute(queries.EVENT_RECORDS).fetchall():
                event = msgspec.json.decode(record, type=Event)
                self._db.execute(queries.SET_EVENT, {"event_key": key, **event_columns(event)})
                self._add_details(key, event)
            for statement in queries.REBUILD_TEXT:
                self._db.execute(statement)

    # --- reading --------------------------------------------------------------

    def coding(self, document: Document) -> CodedDocument | None:
        """What this version made of exactly this document before; None if it has not seen it."""
        with _clear_errors(self.path):
            found = self._find(document)
            if found is None or found[1] != self.version:
                return None
            coded = self._load(found[0])
            return coded if coded.document == document else None

    def codings(self) -> Iterator[CodedDocument]:
        """Yield every coded document in the order in which they were first saved."""
        with _clear_errors(self.path):
            keys = [key for (key,) in self._db.execute(queries.DOCUMENT_KEYS)]
        for key in keys:
            with _clear_errors(self.path):
                coded = self._load(key)
            yield coded

    def documents(self) -> Iterator[Document]:
        """Yield every document in the order in which they were first saved."""
        with _clear_errors(self.path):
            rows = self._db.execute(queries.DOCUMENTS).fetchall()
        for row in rows:
            yield _document(row)

    def events(
        self,
        *,
        event_type: str | None = None,
        status: str | None = None,
        stance: str | None = None,
        country: str | None = None,
        actor_id: str | None = None,
        since: str | None = None,
        until: str | None = None,
        document_id: str | None = None,
        words: str | None = None,
    ) -> Iterator[Event]:
        """Yield the events that pass every filter given, in the order of documents and texts.

        ``country`` and ``actor_id`` are those of a source or target; ``since``
        and ``until`` are ISO days that the event's date may touch; ``words`` is
        a query of SQLite's FTS5 over sentence and parties.
        """
        given = {
            "event_type": event_type, "status": status, "stance": stance, "country": country, "actor_id": actor_id,
            "since": since, "until": until, "document_id": document_id, "words": words,
        }  # fmt: skip
        with _clear_errors(self.path, what=None if words is None else "words"):
            records = self._db.execute(queries.EVENTS, given).fetchall()
        for (record,) in records:
            with _clear_errors(self.path):
                event = msgspec.json.decode(record, type=Event)
            yield event

    def event(self, event_id: str) -> Event:
        """The event with this id, or with the only id that begins so."""
        return self.event_and_document(event_id)[0]

    def event_and_document(self, event_id: str) -> tuple[Event, Document]:
        """The event with this id, or with the only id that begins so, and the document it stands in."""
        with _clear_errors(self.path):
            bounds = {"prefix": event_id, "beyond": event_id + "\U0010ffff"}
            rows = self._db.execute(queries.EVENTS_BY_PREFIX, bounds).fetchall() if event_id else []
        rows = [row for row in rows if row[0] == event_id] or rows
        if not rows:
            listing = f"whowhom query 'SELECT event_id FROM events' --store {shlex.quote(str(self.path))}"
            raise StoreError(f"{self.path}: no event {event_id!r}. List them: {listing}")
        if len({row[0] for row in rows}) > 1:
            some = ", ".join(dict.fromkeys(row[0] for row in rows[:4]))
            raise StoreError(
                f"{self.path}: more than one event begins with {event_id!r} ({some}, ...). Give more of it."
            )
        _, key, record = rows[-1]  # of several versions of a document the one that came last
        with _clear_errors(self.path):
            document = _document(self._db.execute(queries.DOCUMENT, {"document_key": key}).fetchone())
            return msgspec.json.decode(record, type=Event), document

    def changes(self) -> list[Change]:
        """What this run has changed in events that were in the store before, in the order of coding."""
        if self._run is None:
            return []
        with _clear_errors(self.path):
            rows = self._db.execute(queries.CHANGES, {"run": self._run}).fetchall()
        return [Change(document_id=d, event_id=e, field=f, before=b, after=a) for d, e, f, b, a in rows]

    def unknown_actors(self, index: ActorIndex, *, limit: int = 20) -> list[Unknown]:
        """The actors whom no table knows, the most frequent in events first, with sentences and a suggested code.

        ``index`` is who is known: it finds the countries that the words tell.
        """
        with _clear_errors(self.path):
            return list(unknown_actors(self._db, index, limit=limit))

    def query(self, sql: str) -> Answer:
        """The answer to one SQL statement that only reads."""
        with _clear_errors(self.path, what="query"):
            db = _open_readonly(self.path)
            try:
                db.execute("PRAGMA query_only = ON")
                db.set_authorizer(_only_reading)
                cursor = db.execute(sql)
                if cursor.description is None:
                    raise StoreError("query: this statement gives no rows. Write a SELECT.")
                columns = tuple(column[0] for column in cursor.description)
                first = cursor.fetchmany(1)  # most mistakes show with the first row
            except BaseException:
                db.close()
                raise
        return Answer(columns=columns, rows=_rows(db, cursor, first, self.path))

    # --- inside -----------------------------------------------------------------

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._db.execute("COMMIT")
        except BaseException:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            raise

    def _started_run(self) -> int | None:
        if self._run is None and self._inputs:
            values = {"version": self.version, "inputs": msgspec.json.encode(self._inputs).decode()}
            self._run = self._db.execute(queries.START_RUN, values).lastrowid
        return self._run

    def _find(self, document: Document) -> tuple[int, str] | None:
        values = {"document_id": document.document_id, "digest": _digest(document)}
        found: tuple[int, str] | None = self._db.execute(queries.FIND_DOCUMENT, values).fetchone()
        return found

    def _load(self, key: int) -> CodedDocument:
        at = {"document_key": key}
        records = self._db.execute
        return CodedDocument(
            document=_document(records(queries.DOCUMENT, at).fetchone()),
            events=tuple(msgspec.json.decode(r, type=Event) for (r,) in records(queries.EVENTS_OF, at)),
            actors=tuple(msgspec.json.decode(r, type=Actor) for (r,) in records(queries.ACTORS_OF, at)),
            silences=tuple(_silence(row) for row in records(queries.SILENCES_OF, at)),
        )

    def _add(self, key: int, coded: CodedDocument, *, run: int | None) -> None:
        document = coded.document
        values = {"document_key": key, "digest": _digest(document), "version": self.version, "run": run}
        self._db.execute(queries.ADD_DOCUMENT, {**values, **msgspec.structs.asdict(document)})
        for number, event in enumerate(coded.events):
            event_key = key << EVENT_BITS | number
            self._db.execute(
                queries.ADD_EVENT,
                {
                    **{"event_key": event_key, "document_key": key, "number": number, "record": _json(event)},
                    **event_columns(event),
                },
            )
            self._add_details(event_key, event)
        for number, actor in enumerate(coded.actors):
            row = {"document_key": key, "number": number, "kind": actor.kind.value, "record": _json(actor)}
            row |= {name: getattr(actor, name) for name in ("actor_id", "name", "country", "code")}
            self._db.execute(queries.ADD_ACTOR, row)
        for number, silence in enumerate(coded.silences):
            self._db.execute(queries.ADD_SILENCE, {"document_key": key, "number": number, **_silence_row(silence)})
        if run is not None:
            self._db.execute(queries.COUNT_RUN, {"run": run, "events": len(coded.events)})

    def _add_details(self, event_key: int, event: Event) -> None:
        for statement, rows in (
            (queries.ADD_PARTY, _party_rows(event)),
            (queries.ADD_TELLER, _teller_rows(event)),
            (queries.ADD_REASON, _reason_rows(event)),
        ):
            self._db.executemany(statement, ({"event_key": event_key, **row} for row in rows))


# --- records and rows -------------------------------------------------------------


def _json(record: Struct) -> str:
    return msgspec.json.encode(record).decode()


def _digest(document: Document) -> str:
    return document.sha256 or hashlib.sha256(document.text.encode()).hexdigest()


def _document(row: Sequence[Any]) -> Document:
    return Document(**dict(zip(queries.DOCUMENT_COLUMNS, row, strict=True)))


def _silence(row: Sequence[Any]) -> Silence:
    document_id, missing, detail, text, start, end = row
    sentence = SentenceText(text=text, start=start, end=end)
    return Silence(document_id=document_id, missing=missing, detail=detail, sentence=sentence)


def _silence_row(silence: Silence) -> dict[str, Cell]:
    return {
        "document_id": silence.document_id,
        "missing": silence.missing,
        "detail": silence.detail,
        "sentence": silence.sentence.text,
        "sentence_start": silence.sentence.start,
        "sentence_end": silence.sentence.end,
    }


def _party_rows(event: Event) -> Iterator[dict[str, Cell]]:
    for side, parties in (("source", event.sources), ("target", event.targets)):
        for number, party in enumerate(parties):
            yield {
                **{"side": side, "number": number, "actor_id": party.actor_id, "name": party.name},
                **{"code": party.code, "country": party.country, "role": party.role},
                **{"text": party.text, "start": party.start, "end": party.end},
                **{"mention": party.mention.text},
                **{"mention_start": party.mention.start, "mention_end": party.mention.end},
            }


def _teller_rows(event: Event) -> Iterator[dict[str, Cell]]:
    for number, teller in enumerate(event.according_to):
        cue = teller.cue
        yield {
            **{"number": number, "actor_id": teller.actor_id, "name": teller.name},
            **{"text": teller.text, "start": teller.start, "end": teller.end},
            **{"cue": cue.text if cue else None},
            **{"cue_start": cue.start if cue else None, "cue_end": cue.end if cue else None},
        }


def _reason_rows(event: Event) -> Iterator[dict[str, Cell]]:
    for number, reason in enumerate(event.why):
        yield {"number": number, **msgspec.structs.asdict(reason)}


# --- opening ----------------------------------------------------------------------


def _open(path: Path) -> sqlite3.Connection:
    """A connection that may write; the file is made and brought to the newest shape."""
    db = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)
    try:
        migrate_first = db.execute("PRAGMA journal_mode").fetchone()[0] != "wal"
        applied(db)
        if migrate_first:
            db.execute("PRAGMA journal_mode = WAL")
        # A power cut may lose the last documents of a run, never the store; they are coded again.
        db.execute("PRAGMA synchronous = NORMAL")
        db.execute("PRAGMA foreign_keys = ON")
        migrate(db)
    except BaseException:
        db.close()
        raise
    return db


def _open_readonly(path: Path) -> sqlite3.Connection:
    """A connection that cannot write; also to a file in a folder that nobody may write to."""
    if path.is_dir():
        raise StoreError(f"{path}: {_about_opening(path)}")
    if not path.is_file():
        raise StoreError(f"{path}: there is no such store. Make one: whowhom code INPUT --store {path}")
    address = f"file:{quote(str(path.absolute()))}?mode=ro"
    if not os.access(path.absolute().parent, os.W_OK) and not path.with_name(path.name + "-wal").exists():
        address += "&immutable=1"  # SQLite would want to make its -shm file beside it
    db = sqlite3.connect(address, uri=True, timeout=PATIENCE, isolation_level=None)
    try:
        if applied(db) == 0:
            raise StoreError("this is an empty file, not a whowhom store. Name another file.")
    except BaseException:
        db.close()
        raise
    return db


_FORBIDDEN = {sqlite3.SQLITE_ATTACH, sqlite3.SQLITE_DETACH, sqlite3.SQLITE_TRANSACTION}


def _only_reading(action: int, first: str | None, second: str | None, base: str | None, trigger: str | None) -> int:
    """SQLite asks this for each thing a statement would do; writing is barred by the connection itself."""
    setting = action == sqlite3.SQLITE_PRAGMA and second is not None and first not in {"table_info", "index_list"}
    return sqlite3.SQLITE_DENY if setting or action in _FORBIDDEN else sqlite3.SQLITE_OK


def _rows(
    db: sqlite3.Connection, cursor: sqlite3.Cursor, first: list[tuple[Any, ...]], path: Path
) -> Iterator[tuple[Any, ...]]:
    try:
        with _clear_errors(path, what="query"):
            yield from chain(first, cursor)
    finally:
        db.close()


# --- errors -----------------------------------------------------------------------


def _about_opening(path: Path) -> str:
    folder = path.absolute().parent
    if path.is_dir():
        return "this is a folder. Name a file that whowhom code --store has made."
    if not folder.is_dir():
        return f"there is no folder {folder}. Make it first."
    return "it cannot be opened here. Is the folder writable, and the disk not full?"


_CLEAR: Mapping[str, Callable[[Path], str]] = {
    "SQLITE_NOTADB": lambda path: "this is not a whowhom store (nor any SQLite file). Name another file.",
    "SQLITE_CORRUPT": lambda path: "this store is damaged. Take a copy of it, or code the documents again.",
    "SQLITE_BUSY": lambda path: "another program is writing to this store. Wait until it is done.",
    "SQLITE_LOCKED": lambda path: "another program is writing to this store. Wait until it is done.",
    "SQLITE_READONLY": lambda path: "this file may not be written to. Copy it to a folder of your own.",
    "SQLITE_CANTOPEN": _about_opening,
    "SQLITE_FULL": lambda path: "the disk is full. Make room and run again: what is stored is kept.",
    "SQLITE_IOERR": lambda path: "reading or writing failed. Is the disk in order, and not full?",
    "SQLITE_AUTH": lambda path: "a query may only read this store. Write a SELECT.",
}


# What to do where SQLite says what is wrong: with a store, a query, words to look for.
_NEXT: Mapping[str | None, str] = {
    None: "This store was cut off or changed by another program: code the documents again into a new file.",
    "query": "Write one SELECT; tables and columns: SELECT sql FROM sqlite_master",
    "words": "Write them as SQLite's FTS5 takes them, in double quotation marks where they hold signs.",
}


@contextmanager
def _clear_errors(path: Path, *, what: str | None = None) -> Iterator[None]:
    """Turn SQLite's errors into a StoreError of one clear line that begins with the path, or with ``what``."""
    try:
        yield
    except sqlite3.Error as error:
        name = getattr(error, "sqlite_errorname", None) or ""
        known = next((clear for start, clear in _CLEAR.items() if name.startswith(start)), None)
        if what is not None and name == "SQLITE_READONLY":
            known = _CLEAR["SQLITE_AUTH"]
        text = known(path) if known else f"{str(error).rstrip('.')}. {_NEXT[what]}"
        raise StoreError(f"{what or path}: {text}") from None
    except msgspec.DecodeError as error:
        raise StoreError(f"{path}: a record in it cannot be read ({error}). {_NEXT[None]}") from None
    except UnicodeEncodeError:
        raise StoreError(f"{path}: a text holds half a character (a lone surrogate) and cannot be stored.") from None
    except StoreError as error:
        where = str(path)
        raise (error if str(error).startswith((where, what or where)) else StoreError(f"{where}: {error}")) from None
