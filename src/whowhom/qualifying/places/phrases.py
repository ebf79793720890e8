"""A place as a phrase of a sentence."""

from __future__ import annotations

from msgspec import Struct

from whowhom.qualifying.places.position import Position
from whowhom.records import Place, Reason


class PlacePhrase(Struct, frozen=True, kw_only=True):
    """A place that a sentence names: its tokens (both included), what it was resolved to, and why."""

    sentence: int
    first: int
    last: int
    place: Place
    position: Position = Position.AT
    why: tuple[Reason, ...] = ()
