"""Every SQL statement of the store but the migrations; values are bound by name."""

from __future__ import annotations

from whowhom.store.rows import EVENT_COLUMNS


def _insert(table: str, *columns: str) -> str:
    names = ", ".join(f'"{column}"' for column in columns)
    values = ", ".join(f":{column}" for column in columns)
    return f"INSERT INTO {table} ({names}) VALUES ({values})"


CREATE_MIGRATIONS = "CREATE TABLE migrations (number INTEGER PRIMARY KEY, name TEXT NOT NULL)"
RECORD_MIGRATION = "INSERT INTO migrations (number, name) VALUES (:number, :name)"
LAST_MIGRATION = "SELECT max(number) FROM migrations"
COUNT_TABLES = "SELECT count(*) FROM sqlite_master"

START_RUN = """
INSERT INTO runs (version, inputs, documents, events, failed, finished)
VALUES (:version, :inputs, 0, 0, 0, 0)
"""
COUNT_RUN = "UPDATE runs SET documents = documents + 1, events = events + :events WHERE run = :run"
END_RUN = "UPDATE runs SET failed = :failed, finished = 1 WHERE run = :run"

DOCUMENT_COLUMNS = (
    *(
        "document_id",
        "text",
        "title",
        "published",
        "publisher",
        "author",
        "url",
        "language",
        "path",
        "sha256",
    ),
)
ADD_DOCUMENT = _insert("documents", "document_key", "digest", "version", "run", *DOCUMENT_COLUMNS)
ADD_EVENT = _insert("events", "event_key", "document_key", "number", *EVENT_COLUMNS, "record")
ADD_PARTY = _insert(
    "parties",
    *("event_key", "side", "number", "actor_id", "name", "code", "country", "role", "text", "start", "end"),
    *("mention", "mention_start", "mention_end"),
)
ADD_TELLER = _insert(
    "tellers",
    *("event_key", "number", "actor_id", "name", "text", "start", "end", "cue", "cue_start", "cue_end"),
)
ADD_REASON = _insert("reasons", "event_key", "number", "rule", "text", "start", "end", "detail")
ADD_ACTOR = _insert("actors", "document_key", "number", "actor_id", "name", "kind", "country", "code", "record")
ADD_SILENCE = _insert(
    "silences",
    *(
        "document_key",
        "number",
        "missing",
        "detail",
        "sentence",
        "sentence_start",
        "sentence_end",
        "document_id",
    ),
)

ADD_CHANGE = _insert("changes", "run", "document_id", "event_id", "field", "before", "after")
CHANGES = "SELECT document_id, event_id, field, before, after FROM changes WHERE run = :run ORDER BY change"

NEXT_DOCUMENT_KEY = "SELECT coalesce(max(document_key), 0) + 1 FROM documents"
FIND_DOCUMENT = """
SELECT document_key, version FROM documents WHERE document_id = :document_id AND digest = :digest
"""
DELETE_DOCUMENT = "DELETE FROM documents WHERE document_key = :document_key"
DOCUMENT_KEYS = "SELECT document_key FROM documents ORDER BY document_key"
DOCUMENT = f"SELECT {', '.join(DOCUMENT_COLUMNS)} FROM documents WHERE document_key = :document_key"
DOCUMENTS = f"SELECT {', '.join(DOCUMENT_COLUMNS)} FROM documents ORDER BY document_key"
EVENTS_OF = "SELECT record FROM events WHERE document_key = :document_key ORDER BY number"
ACTORS_OF = "SELECT record FROM actors WHERE document_key = :document_key ORDER BY number"
SILENCES_OF = """
SELECT document_id, missing, detail, sentence, sentence_start, sentence_end
FROM silences WHERE document_key = :document_key ORDER BY number
"""

# A filter that is None lets everything pass.
EVENTS = """
SELECT record FROM events
WHERE (:event_type IS NULL OR event_type = :event_type)
  AND (:status IS NULL OR status = :status)
  AND (:stance IS NULL OR stance = :stance)
  AND (:document_id IS NULL OR document_id = :document_id)
  AND (:since IS NULL OR date_end >= :since)
  AND (:until IS NULL OR date_start <= :until)
  AND (:country IS NULL OR event_key IN (SELECT event_key FROM parties WHERE country = :country))
  AND (:actor_id IS NULL OR event_key IN (SELECT event_key FROM parties WHERE actor_id = :actor_id))
  AND (:words IS NULL OR event_key IN (SELECT rowid FROM events_text WHERE events_text MATCH :words))
ORDER BY event_key
"""
# Half-open: every id that begins with :prefix lies from :prefix to :beyond.
EVENTS_BY_PREFIX = """
SELECT event_id, document_key, record FROM events
WHERE event_id >= :prefix AND event_id < :beyond
ORDER BY event_id, event_key LIMIT 12
"""

# Parties and tellers whom no table of actors holds: their ids are made from their names.
_NAMED = """
SELECT event_key, actor_id FROM parties UNION ALL SELECT event_key, actor_id FROM tellers
"""
UNKNOWN_ACTORS = f"""
SELECT actor_id, count(*) AS mentions, count(DISTINCT document_key) FROM ({_NAMED}) JOIN events USING (event_key)
WHERE actor_id >= 'name.' AND actor_id < 'name/'
GROUP BY actor_id ORDER BY mentions DESC, actor_id LIMIT :limit
"""
RECORDS_OF_ACTOR = "SELECT record FROM actors WHERE actor_id = :actor_id ORDER BY document_key"
SENTENCES_OF_ACTOR = f"""
SELECT DISTINCT document_id, sentence FROM ({_NAMED}) JOIN events USING (event_key)
WHERE actor_id = :actor_id ORDER BY event_key LIMIT :limit
"""
TEXTS_OF_ACTOR = f"""
SELECT text FROM documents WHERE document_key IN (
    SELECT document_key FROM ({_NAMED}) JOIN events USING (event_key) WHERE actor_id = :actor_id
) ORDER BY document_key LIMIT :limit
"""

EVENT_RECORDS = "SELECT event_key, record FROM events ORDER BY event_key"
CLEAR_DERIVED = ("DELETE FROM parties", "DELETE FROM tellers", "DELETE FROM reasons")
SET_EVENT = (
    "UPDATE events SET "
    + ", ".join(f'"{column}" = :{column}' for column in EVENT_COLUMNS)
    + " WHERE event_key = :event_key"
)
REBUILD_TEXT = (
    "INSERT INTO documents_text (documents_text) VALUES ('rebuild')",
    "INSERT INTO events_text (events_text) VALUES ('rebuild')",
)
