"""Events as JSON Lines: the one place that turns a record into the public JSON.

The keys, their order and their meaning are those of `docs/records.md`. Text
stands as it was read; unknown is null or an empty list.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, BinaryIO

import msgspec

from whowhom.records import COUNTS, CodedDocument, Count, Event, EventDate, Party, Silence, Teller

# DEL and the C1 controls steer some terminals; JSON may write them as escapes, and means the same.
_STEERING = re.compile(rb"\xc2([\x80-\x9f])|(\x7f)")


def event_row(event: Event) -> dict[str, Any]:
    """The public JSON object of an event, keys in the order of the documentation."""
    plain = msgspec.to_builtins
    return {
        "event_id": event.event_id,
        "document_id": event.document_id,
        "sentence": plain(event.sentence),
        "event_type": event.event_type,
        "modes": list(event.modes),
        "contexts": list(event.contexts),
        "cameo": event.cameo,
        "quad": event.quad,
        "goldstein": event.goldstein,
        "trigger": plain(event.trigger),
        "sources": [_party(party) for party in event.sources],
        "targets": [_party(party) for party in event.targets],
        "date": _date(event.date),
        "place": _place(event),
        "status": event.status.value,
        "stance": event.stance.value,
        "according_to": [_teller(teller) for teller in event.according_to],
        **{name: _count(getattr(event, name)) for name in COUNTS},
        "probability": event.probability,
        "why": [
            {"rule": r.rule, "text": r.text, "start": r.start, "end": r.end, "detail": r.detail} for r in event.why
        ],
    }


def silence_row(silence: Silence) -> dict[str, Any]:
    """The public JSON object of a sentence that gave no event."""
    return {
        "document_id": silence.document_id,
        "sentence": msgspec.to_builtins(silence.sentence),
        "missing": silence.missing,
        "detail": silence.detail,
    }


def encode_line(row: dict[str, Any]) -> bytes:
    """One line of JSON with its line break; no character in it can steer a terminal."""
    return _STEERING.sub(lambda m: b"\\u00%02x" % (m[1] or m[2])[0], msgspec.json.encode(row)) + b"\n"


def write_lines(codings: Iterable[CodedDocument], output: BinaryIO) -> int:
    """Write one JSON object a line; returns how many."""
    written = 0
    for coded in codings:
        for event in coded.events:
            output.write(encode_line(event_row(event)))
            written += 1
    return written


def _party(party: Party) -> dict[str, Any]:
    return {
        "actor_id": party.actor_id,
        "name": party.name,
        "code": party.code,
        "country": party.country,
        "role": party.role,
        "text": party.text,
        "start": party.start,
        "end": party.end,
        "mention": msgspec.to_builtins(party.mention),
    }


def _date(date: EventDate | None) -> dict[str, Any] | None:
    if date is None:
        return None
    return {
        "start": date.start,
        "end": date.end,
        "precision": date.precision,
        "text": date.text,
        "basis": date.basis,
    }


def _place(event: Event) -> dict[str, Any] | None:
    place = event.place
    if place is None:
        return None
    keys = ("name", "country", "admin1", "latitude", "longitude", "geonameid", "precision", "text", "start", "end")
    return {key: getattr(place, key) for key in keys}


def _teller(teller: Teller) -> dict[str, Any]:
    return {
        "actor_id": teller.actor_id,
        "name": teller.name,
        "text": teller.text,
        "start": teller.start,
        "end": teller.end,
        "cue": msgspec.to_builtins(teller.cue),
    }


def _count(count: Count | None) -> dict[str, Any] | None:
    return None if count is None else {"low": count.low, "high": count.high, "text": count.text, "basis": count.basis}
