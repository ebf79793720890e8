"""What coding a document again has changed: which events came, went, or say something else."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from msgspec import Struct

from whowhom.records import Event, Party

SEPARATOR = "; "


class Change(Struct, frozen=True, kw_only=True):
    """One field of an event that is not what it was.

    The field ``event`` says that the whole event is new or gone: its type and
    parties are then the value after or before, and the other is None.
    """

    document_id: str
    event_id: str
    field: str
    before: str | None
    after: str | None


def changes_between(before: Sequence[Event], after: Sequence[Event]) -> Iterator[Change]:
    """Yield what is different in the second coding of a document, in the order of its events, those gone last."""
    old, new = ({event.event_id: event for event in events} for events in (before, after))
    for event_id, event in new.items():
        if event_id in old:
            yield from _fields(old[event_id], event)
        else:
            yield _change(event, "event", None, _in_words(event))
    yield from (_change(event, "event", _in_words(event), None) for i, event in old.items() if i not in new)


def _fields(before: Event, after: Event) -> Iterator[Change]:
    for field, value in FIELDS.items():
        old, new = value(before), value(after)
        if old != new:
            yield _change(after, field, old, new)


def _change(event: Event, field: str, before: str | None, after: str | None) -> Change:
    return Change(
        document_id=event.document_id, event_id=event.event_id, field=field, before=before or None, after=after or None
    )


def _in_words(event: Event) -> str:
    return " ".join(filter(None, (_parties(event.sources), event.event_type, _parties(event.targets))))


def _parties(parties: Sequence[Party]) -> str:
    return SEPARATOR.join(f"{party.name} ({party.code or '---'}, {party.actor_id})" for party in parties)


FIELDS: Mapping[str, Callable[[Event], str]] = {
    "event_type": lambda event: event.event_type,
    "sources": lambda event: _parties(event.sources),
    "targets": lambda event: _parties(event.targets),
    "modes": lambda event: SEPARATOR.join(event.modes),
    "contexts": lambda event: SEPARATOR.join(event.contexts),
    "cameo": lambda event: event.cameo,
    "status": lambda event: event.status.value,
    "stance": lambda event: event.stance.value,
    "according_to": lambda event: SEPARATOR.join(teller.name for teller in event.according_to),
    "date": lambda event: f"{event.date.start}/{event.date.end}" if event.date else "",
    "place": lambda event: event.place.name if event.place else "",
}
