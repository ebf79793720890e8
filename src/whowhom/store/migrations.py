"""The shape of the store, as numbered steps.

A step is never edited once released: a change is a new step at the end. Each is
applied once, in its own transaction, and recorded in the table `migrations`.

What was extracted stands in `documents`, `actors`, `events.record` and
`silences`; what coding again has changed, in `changes`. Everything else (the
other columns of `events`, `parties`, `tellers`, `reasons`, `sentences` and the
full-text tables) is derived from it and can be made again with `Store.rebuild`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

from whowhom.errors import StoreError
from whowhom.store import queries

# "whow": tells our files from other SQLite databases.
APPLICATION_ID = 0x77686F77

TABLES = """
CREATE TABLE runs (
    run INTEGER PRIMARY KEY, version TEXT NOT NULL, inputs TEXT NOT NULL, documents INTEGER NOT NULL,
    events INTEGER NOT NULL, failed INTEGER NOT NULL, finished INTEGER NOT NULL
);
CREATE TABLE documents (
    document_key INTEGER PRIMARY KEY, document_id TEXT NOT NULL, digest TEXT NOT NULL, version TEXT NOT NULL,
    run INTEGER REFERENCES runs, text TEXT NOT NULL, title TEXT, published TEXT, publisher TEXT, author TEXT,
    url TEXT, language TEXT, path TEXT, sha256 TEXT,
    UNIQUE (document_id, digest)
);
CREATE TABLE events (
    event_key INTEGER PRIMARY KEY,
    document_key INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
    number INTEGER NOT NULL,
    event_id TEXT NOT NULL, document_id TEXT NOT NULL, event_type TEXT NOT NULL, modes TEXT, contexts TEXT,
    cameo TEXT NOT NULL, quad INTEGER NOT NULL, goldstein REAL NOT NULL,
    sources TEXT, source_ids TEXT, source_codes TEXT, source_countries TEXT, source_roles TEXT,
    targets TEXT, target_ids TEXT, target_codes TEXT, target_countries TEXT, target_roles TEXT,
    date_start TEXT, date_end TEXT, date_precision TEXT, date_basis TEXT,
    place TEXT, place_country TEXT, place_admin1 TEXT, latitude REAL, longitude REAL, geonameid INTEGER,
    status TEXT NOT NULL, stance TEXT NOT NULL, according_to TEXT,
    killed_low INTEGER, killed_high INTEGER, injured_low INTEGER, injured_high INTEGER,
    detained_low INTEGER, detained_high INTEGER,
    probability REAL NOT NULL, trigger TEXT NOT NULL, trigger_start INTEGER NOT NULL, trigger_end INTEGER NOT NULL,
    sentence TEXT NOT NULL, sentence_start INTEGER NOT NULL, sentence_end INTEGER NOT NULL, rules TEXT,
    record TEXT NOT NULL
);
CREATE INDEX events_event_id ON events (event_id);
CREATE INDEX events_document ON events (document_key);
CREATE INDEX events_type ON events (event_type, status);
CREATE INDEX events_date ON events (date_start, date_end);
CREATE TABLE parties (
    event_key INTEGER NOT NULL REFERENCES events ON DELETE CASCADE,
    side TEXT NOT NULL CHECK (side IN ('source', 'target')), number INTEGER NOT NULL,
    actor_id TEXT NOT NULL, name TEXT NOT NULL, code TEXT, country TEXT, role TEXT,
    text TEXT NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL,
    mention TEXT NOT NULL, mention_start INTEGER NOT NULL, mention_end INTEGER NOT NULL,
    PRIMARY KEY (event_key, side, number)
) WITHOUT ROWID;
CREATE INDEX parties_actor ON parties (actor_id);
CREATE INDEX parties_country ON parties (country);
CREATE TABLE tellers (
    event_key INTEGER NOT NULL REFERENCES events ON DELETE CASCADE, number INTEGER NOT NULL,
    actor_id TEXT, name TEXT NOT NULL, text TEXT NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL,
    cue TEXT, cue_start INTEGER, cue_end INTEGER,
    PRIMARY KEY (event_key, number)
) WITHOUT ROWID;
CREATE TABLE reasons (
    event_key INTEGER NOT NULL REFERENCES events ON DELETE CASCADE, number INTEGER NOT NULL,
    rule TEXT NOT NULL, text TEXT NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL, detail TEXT,
    PRIMARY KEY (event_key, number)
) WITHOUT ROWID;
CREATE INDEX reasons_rule ON reasons (rule);
CREATE TABLE actors (
    document_key INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE, number INTEGER NOT NULL,
    actor_id TEXT NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL, country TEXT, code TEXT, record TEXT NOT NULL,
    PRIMARY KEY (document_key, number)
) WITHOUT ROWID;
CREATE INDEX actors_actor ON actors (actor_id);
CREATE TABLE silences (
    document_key INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE, number INTEGER NOT NULL,
    missing TEXT NOT NULL, detail TEXT NOT NULL, sentence TEXT NOT NULL,
    sentence_start INTEGER NOT NULL, sentence_end INTEGER NOT NULL, document_id TEXT NOT NULL,
    PRIMARY KEY (document_key, number)
) WITHOUT ROWID;
CREATE VIRTUAL TABLE documents_text USING fts5 (
    title, text, content='documents', content_rowid='document_key', tokenize='unicode61 remove_diacritics 2'
);
CREATE VIRTUAL TABLE events_text USING fts5 (
    sentence, sources, targets, content='events', content_rowid='event_key',
    tokenize='unicode61 remove_diacritics 2'
);
CREATE TRIGGER documents_added AFTER INSERT ON documents BEGIN
    INSERT INTO documents_text (rowid, title, text) VALUES (new.document_key, new.title, new.text);
END;
CREATE TRIGGER documents_gone AFTER DELETE ON documents BEGIN
    INSERT INTO documents_text (documents_text, rowid, title, text)
    VALUES ('delete', old.document_key, old.title, old.text);
END;
CREATE TRIGGER events_added AFTER INSERT ON events BEGIN
    INSERT INTO events_text (rowid, sentence, sources, targets)
    VALUES (new.event_key, new.sentence, new.sources, new.targets);
END;
CREATE TRIGGER events_gone AFTER DELETE ON events BEGIN
    INSERT INTO events_text (events_text, rowid, sentence, sources, targets)
    VALUES ('delete', old.event_key, old.sentence, old.sources, old.targets);
END;
"""


def create_tables(connection: sqlite3.Connection) -> None:
    """Make every table of the first release."""
    for statement in _statements(TABLES):
        connection.execute(statement)


CHANGES = """
CREATE TABLE changes (
    change INTEGER PRIMARY KEY, run INTEGER NOT NULL REFERENCES runs, document_id TEXT NOT NULL,
    event_id TEXT NOT NULL, field TEXT NOT NULL, before TEXT, after TEXT
);
CREATE INDEX changes_run ON changes (run);
"""


def keep_changes(connection: sqlite3.Connection) -> None:
    """Keep what coding documents again has changed."""
    for statement in _statements(CHANGES):
        connection.execute(statement)


# SQLite puts new columns last; rows are written by name.
MORE_COUNTS = """
ALTER TABLE events ADD COLUMN displaced_low INTEGER;
ALTER TABLE events ADD COLUMN displaced_high INTEGER;
ALTER TABLE events ADD COLUMN participants_low INTEGER;
ALTER TABLE events ADD COLUMN participants_high INTEGER;
"""


def count_more(connection: sqlite3.Connection) -> None:
    """Keep the numbers of the displaced and of those who take part."""
    for statement in _statements(MORE_COUNTS):
        connection.execute(statement)


MIGRATIONS: tuple[tuple[str, Callable[[sqlite3.Connection], None]], ...] = (
    ("create tables", create_tables),
    ("keep changes", keep_changes),
    ("count the displaced and participants", count_more),
)


def migrate(connection: sqlite3.Connection) -> None:
    """Bring a store to the newest shape; a store that is there already is left as it is.

    Raises StoreError for a database of another program or a newer release.
    """
    if applied(connection) == len(MIGRATIONS):
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        done = applied(connection)  # again, now that nobody else can write
        if done == 0:
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.execute(queries.CREATE_MIGRATIONS)
        for number, (name, step) in enumerate(MIGRATIONS[done:], done + 1):
            step(connection)
            connection.execute(queries.RECORD_MIGRATION, {"number": number, "name": name})
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise


def applied(connection: sqlite3.Connection) -> int:
    """How many steps a database has been through; 0 for an empty one.

    Raises StoreError for a database of another program or a newer release.
    """
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    tables = connection.execute(queries.COUNT_TABLES).fetchone()[0]
    if application == 0 and tables == 0:
        return 0
    if application != APPLICATION_ID:
        raise StoreError("this is a database of another program, not a whowhom store. Name another file.")
    done = int(connection.execute(queries.LAST_MIGRATION).fetchone()[0] or 0)
    if done > len(MIGRATIONS):
        raise StoreError(
            f"this store was made by a newer whowhom (its schema is {done}, this one knows {len(MIGRATIONS)}). "
            f"Update whowhom, or name another file."
        )
    return done


def _statements(script: str) -> list[str]:
    """The script's statements one by one: `executescript` would end the transaction."""
    statements, statement = [], ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            statements.append(statement)
            statement = ""
    return statements
