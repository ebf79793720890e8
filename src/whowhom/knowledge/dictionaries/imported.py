"""What every reader of a dictionary gives back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from itertools import count

from msgspec import Struct

from whowhom.knowledge.actor_codes import NULL
from whowhom.knowledge.actor_file import ActorRow
from whowhom.knowledge.spelling import slug


class Note(Struct, frozen=True, kw_only=True):
    """What was wrong with a line (from 1). ``lost`` is what of it was not taken ("role"), None where all of it was."""

    line: int
    message: str
    lost: str | None = None


class Imported(Struct, frozen=True, kw_only=True):
    """The rows of a dictionary, what was wrong with it, and how many of each sort of thing it holds."""

    rows: tuple[ActorRow, ...]
    notes: tuple[Note, ...]
    counts: Mapping[str, int]

    @property
    def lost(self) -> Mapping[str, int]:
        """How many of each sort were not taken."""
        return Counter(note.lost for note in self.notes if note.lost is not None)


def free_id(row: ActorRow, taken: Mapping[str, ActorRow]) -> str:
    """An id for a row that has none: that of its actor where the row adds a role to one of these, else a new one.

    ``taken`` are the rows there are by their ids.
    A row adds a role to an actor of the same name if it has a title or days, or
    is of the same country. Others of that name, and names that are the same in
    ASCII alone, are somebody else.
    """
    wanted = f"own.{slug(row.name) or 'actor'}"
    for number in count(1):
        actor_id = wanted if number == 1 else f"{wanted}-{number}"
        other = taken.get(actor_id)
        if other is None:
            return actor_id
        same_country = (row.country or row.code or "")[:3] == (other.country or other.code or "")[:3]
        is_uncoded = other.code in (None, NULL)  # `actors apart` has written it
        if other.name == row.name and (row.title or row.start or row.end or same_country or is_uncoded):
            return actor_id
    raise AssertionError("some number is free")


# A name as known texts write it ("NATO", "Iran"); None for one that none of them has.
Spelling = Callable[[str], str | None]
Countries = Collection[str]
