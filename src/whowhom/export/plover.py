"""Events in PLOVER's own interchange form: JSON Lines with its names of the fields.

Here, and only here, our `source` is called `actor` and our `target`
`recipient`. What PLOVER has no field for (status, stance, tellers, rules) stands
under our own names, which its form allows. A planned or negated event also says
so in PLOVER's word, as `auxiliary`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, BinaryIO

from whowhom.export.lines import encode_line, event_row
from whowhom.records import CodedDocument, Count, Document, Event, Party, Place, Status

# CAMEO's role codes that PLOVER's list of sectors spells otherwise.
SECTORS = {"MED": "JRN", "HLH": "MED", "INS": "REB", "SEP": "REB"}

AUXILIARY = {
    Status.PLANNED: "future",
    Status.PREDICTED: "future",
    Status.DEMANDED: "hypothetical",
    Status.HYPOTHETICAL: "hypothetical",
    Status.OPINION: "hypothetical",
    Status.REFUSED: "negation",
    Status.NEGATED: "negation",
}


def write_plover(codings: Iterable[CodedDocument], output: BinaryIO) -> int:
    """Write one PLOVER record a line; returns how many."""
    written = 0
    for coded in codings:
        for event in coded.events:
            output.write(encode_line(plover_row(event, coded.document)))
            written += 1
    return written


def plover_row(event: Event, document: Document) -> dict[str, Any]:
    """The PLOVER record of an event.

    ``date`` is null where the text does not say it: the day of publication
    would be a guess.
    """
    ours = event_row(event)
    return {
        "id": event.event_id,
        "date": event.date.start if event.date else None,
        "enddate": event.date.end if event.date else None,
        "actor": [_entity(party) for party in event.sources],
        "recipient": [_entity(party) for party in event.targets],
        "event": [event.event_type],
        "mode": list(event.modes),
        "context": list(event.contexts),
        "auxiliary": AUXILIARY.get(event.status),
        "quad_code": event.quad,
        "event_scale": event.goldstein,
        "event_text": event.trigger.text,
        "event_loc": _location(event.place),
        "dead": _size(event.killed),
        "injured": _size(event.injured),
        "arrested": _size(event.detained),
        "text": event.sentence.text,
        "text_info": {"start": event.sentence.start, "end": event.sentence.end},
        "cite_info": _citation(document),
        "coder": "whowhom",
        **{key: ours[key] for key in ("cameo", "status", "stance", "according_to", "probability", "why")},
    }


def _entity(party: Party) -> dict[str, Any]:
    return {
        "code": party.country or party.code,
        "sector": SECTORS.get(party.role, party.role) if party.role else None,
        "entity_text": party.text,
        "identifier_id": party.actor_id,
        "identifier_text": party.name,
    }


def _location(place: Place | None) -> dict[str, Any] | None:
    if place is None:
        return None
    return {
        "extracted_place": place.text,
        "resolved_place": place.name,
        "geonameid": place.geonameid,
        "lat": place.latitude,
        "lon": place.longitude,
        "province": place.admin1,
        "country_code": place.country,
    }


def _citation(document: Document) -> dict[str, Any]:
    return {
        "citation": document.document_id,
        "url": document.url,
        "title": document.title,
        "language": document.language,
        "publication": document.publisher,
        "published": document.published,
    }


def _size(count: Count | None) -> int | None:
    """PLOVER takes one number: the least that the text vouches for, or else the most."""
    if count is None:
        return None
    return count.high if count.low is None else count.low
