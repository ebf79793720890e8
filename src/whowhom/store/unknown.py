"""Actors of a store that no table knows, the most frequent first, with what speaks for a code."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator

import msgspec
from msgspec import Struct

from whowhom.records import Actor, ActorKind
from whowhom.store import queries


class Seen(Struct, frozen=True, kw_only=True):
    """A sentence that names an actor, and its document."""

    document_id: str
    sentence: str


class Unknown(Struct, frozen=True, kw_only=True):
    """An actor that no table holds: how often it is named in events, where, and what a code could be.

    ``code`` is a CAMEO actor code, None where nothing speaks for one; ``reason``
    says what does.
    """

    actor_id: str
    name: str
    kind: str
    mentions: int
    documents: int
    code: str | None
    reason: str
    seen: tuple[Seen, ...]


# Sentences that show what an actor is.
SHOWN = 3


def unknown_actors(db: sqlite3.Connection, *, limit: int) -> Iterator[Unknown]:
    """Yield the unknown actors of a store, the most frequent first, then by id."""
    for actor_id, mentions, documents in db.execute(queries.UNKNOWN_ACTORS, {"limit": limit}).fetchall():
        at = {"actor_id": actor_id}
        records = [msgspec.json.decode(r, type=Actor) for (r,) in db.execute(queries.RECORDS_OF_ACTOR, at)]
        code, reason = _suggested(records, db, actor_id)
        seen = db.execute(queries.SENTENCES_OF_ACTOR, {**at, "limit": SHOWN}).fetchall()
        name = max(records, key=lambda a: (len(a.name), a.name)).name if records else actor_id.partition(".")[2]
        kinds = Counter(actor.kind for actor in records)
        yield Unknown(
            actor_id=actor_id,
            name=name,
            kind=(kinds.most_common(1)[0][0] if kinds else ActorKind.OTHER).value,
            mentions=mentions,
            documents=documents,
            code=code,
            reason=reason,
            seen=tuple(Seen(document_id=d, sentence=s) for d, s in seen),
        )


def _suggested(records: list[Actor], db: sqlite3.Connection, actor_id: str) -> tuple[str | None, str]:
    """A code, and what speaks for it: the words of the texts, else the country of whoever stands beside it."""
    codes = Counter(actor.code for actor in records if actor.code)
    if codes:
        code, times = min(codes.items(), key=lambda item: (-item[1], -len(item[0]), item[0]))
        title = next((role.title for a in records for role in a.roles if a.code == code and role.title), None)
        words = f" ({title})" if title else ""
        return code, f"what {times} of {len(records)} documents call it{words}"
    beside = db.execute(queries.COUNTRIES_BESIDE, {"actor_id": actor_id}).fetchall()
    if beside:
        country, times = beside[0]
        known = sum(number for _, number in beside)
        return country, f"most parties beside it are of {country} ({times} of {known}); add its role"
    return None, "nothing in the texts says whose it is"
