"""What every reader of a dictionary gives back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping

from msgspec import Struct

from whowhom.knowledge.actor_file import ActorRow
from whowhom.knowledge.spelling import fold


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


def slug(name: str) -> str:
    """A name as a part of an id: lower case, ASCII, dashes."""
    return "-".join("".join(c if c.isalnum() else " " for c in fold(name)).split())


# A name as known texts write it ("NATO", "Iran"); None for one that none of them has.
Spelling = Callable[[str], str | None]
Countries = Collection[str]
