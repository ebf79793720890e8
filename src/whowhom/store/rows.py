"""An event as one flat row: the columns of the store's `events` table and of the CSV export.

Several values in one cell are joined with ``;``, in the order of the record; a
party without a code leaves its place empty, so that the cells of parallel
columns can be split and laid side by side.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from whowhom.records import COUNTS, Count, Event, Party

Cell = str | int | float | None

JOIN = ";"

EVENT_COLUMNS = (
    *("event_id", "document_id", "event_type", "modes", "contexts", "cameo", "quad", "goldstein"),
    *("sources", "source_ids", "source_codes", "source_countries", "source_roles"),
    *("targets", "target_ids", "target_codes", "target_countries", "target_roles"),
    *("date_start", "date_end", "date_precision", "date_basis"),
    *("place", "place_country", "place_admin1", "latitude", "longitude", "geonameid"),
    *("status", "stance", "according_to"),
    *(f"{name}_{bound}" for name in COUNTS for bound in ("low", "high")),
    *("probability", "trigger", "trigger_start", "trigger_end"),
    *("sentence", "sentence_start", "sentence_end", "rules"),
)


def event_columns(event: Event) -> dict[str, Cell]:
    """Column name to value, in the order of `EVENT_COLUMNS`; None is unknown or nothing."""
    return {
        "event_id": event.event_id,
        "document_id": event.document_id,
        "event_type": event.event_type,
        "modes": join(event.modes),
        "contexts": join(event.contexts),
        "cameo": event.cameo,
        "quad": event.quad,
        "goldstein": event.goldstein,
        **_party_columns("source", event.sources),
        **_party_columns("target", event.targets),
        **_date_columns(event),
        **_place_columns(event),
        "status": event.status.value,
        "stance": event.stance.value,
        "according_to": join(teller.name for teller in event.according_to),
        **{key: value for name in COUNTS for key, value in _count_columns(name, getattr(event, name)).items()},
        "probability": event.probability,
        "trigger": event.trigger.text,
        "trigger_start": event.trigger.start,
        "trigger_end": event.trigger.end,
        "sentence": event.sentence.text,
        "sentence_start": event.sentence.start,
        "sentence_end": event.sentence.end,
        "rules": join(dict.fromkeys(reason.rule for reason in event.why)),
    }


def join(values: Iterable[str | None]) -> str | None:
    """The values in one cell, or None when there are none; a ``;`` inside a value becomes ``,``."""
    parts = [(value or "").replace(JOIN, ",") for value in values]
    return JOIN.join(parts) if any(parts) else None


def _party_columns(side: str, parties: Sequence[Party]) -> dict[str, Cell]:
    return {
        f"{side}s": join(party.name for party in parties),
        f"{side}_ids": join(party.actor_id for party in parties),
        f"{side}_codes": join(party.code for party in parties),
        f"{side}_countries": join(party.country for party in parties),
        f"{side}_roles": join(party.role for party in parties),
    }


def _date_columns(event: Event) -> dict[str, Cell]:
    date = event.date
    return {
        "date_start": date.start if date else None,
        "date_end": date.end if date else None,
        "date_precision": date.precision if date else None,
        "date_basis": date.basis if date else None,
    }


def _place_columns(event: Event) -> dict[str, Cell]:
    place = event.place
    return {
        "place": place.name if place else None,
        "place_country": place.country if place else None,
        "place_admin1": place.admin1 if place else None,
        "latitude": place.latitude if place else None,
        "longitude": place.longitude if place else None,
        "geonameid": place.geonameid if place else None,
    }


def _count_columns(name: str, count: Count | None) -> dict[str, Cell]:
    return {f"{name}_low": count.low if count else None, f"{name}_high": count.high if count else None}
