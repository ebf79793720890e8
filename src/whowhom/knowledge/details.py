"""What an event is about says more than its cue: "demanded the release" and "demanded the resignation".

A detail names, for a type, words or inner events of what is asked, refused,
threatened, given or protested, and the mode and CAMEO code that follow.
The columns of `details.tsv` are explained in `data/codebook/README.md`.
"""

from __future__ import annotations

from msgspec import Struct

from whowhom.knowledge.codebook_rows import Checks
from whowhom.knowledge.tables import Row

DETAIL_COLUMNS = ("id", "event_type", "of_mode", "slot", "about", "mode", "cameo", "example")
ANY = "*"
# Where the words of a detail stand: under the event's word ("about"), in its subject, or in what it was done with.
SLOTS = ("about", "subj", "with", "by", "mod", "head")


class Detail(Struct, frozen=True, kw_only=True):
    """Mode and code of an event that one of ``words`` or an inner event of one of ``codes`` makes more specific.

    ``of_mode`` is the mode that the cue must have told, None for none yet, `*`
    for any. ``codes`` are CAMEO codes; an inner code that begins so is meant too.
    """

    id: str
    of_mode: str | None
    slot: str
    words: frozenset[str]
    codes: tuple[str, ...]
    mode: str | None
    cameo: str
    example: str


def read_detail(row: Row, checks: Checks) -> tuple[str, Detail]:
    """A detail with the event type that it belongs to; its type, modes, codes and slot are checked."""
    event_type = checks.known_type(row, row.need("event_type"))
    about, slot, of_mode = row.many("about"), row.need("slot"), row.get("of_mode")
    if not about:
        raise row.error("about is empty. Name words or CAMEO codes, with | between them.")
    if slot not in SLOTS:
        raise row.error(f"unknown slot {slot!r}. Use one of {', '.join(SLOTS)}.")
    if of_mode not in (None, ANY) and (event_type, of_mode) not in checks.modes:
        raise row.error(f"{event_type} has no mode {of_mode!r} (of_mode). Write - for none, {ANY} for any.")
    codes = tuple(part for part in about if part.isdecimal())
    for code in codes:
        checks.code(row, code)
    cameo = row.need("cameo")
    checks.code(row, cameo)
    return event_type, Detail(
        id=row.need("id"),
        of_mode=of_mode,
        slot=slot,
        words=checks.words(row, about) - frozenset(codes),
        codes=codes,
        mode=checks.mode(row, event_type),
        cameo=cameo,
        example=row.need("example"),
    )
