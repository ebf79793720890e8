"""How many were killed, injured, detained and displaced in an event, and took part, by what its own clause says.

In:  a sentence and the draft of an event in it.
Out: the numbers, each None where the sentence does not give it.
"""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from whowhom.qualifying.counts.harm import Harm, harms_of
from whowhom.qualifying.counts.quantities import basis_of
from whowhom.qualifying.counts.taking_part import taking_part
from whowhom.records import Count, Draft, Reason, Sentence

__all__ = ["Counts", "counts_of"]


class Counts(Struct, frozen=True, kw_only=True):
    """The people who suffered and took part in one event; None is unknown, 0 is told as nobody."""

    killed: Count | None = None
    injured: Count | None = None
    detained: Count | None = None
    displaced: Count | None = None
    participants: Count | None = None


def counts_of(sentence: Sentence, draft: Draft) -> tuple[Counts, tuple[Reason, ...]]:
    """Count who suffered in an event and who took part in it, and say by which words."""
    found: dict[str, Harm] = {}
    for harm in harms_of(sentence, draft):
        found.setdefault(harm.kind, harm)
    part = taking_part(sentence, draft)
    if part is not None:
        found["participants"] = Harm(kind="participants", word=part[1], quantity=part[0])
    counts = {
        kind: replace(harm.quantity.count(sentence), basis=basis_of(sentence, harm.quantity, harm.word))
        for kind, harm in found.items()
    }
    reasons = tuple(
        Reason(
            rule=f"count.{kind}",
            text=counts[kind].text,
            start=counts[kind].start,
            end=counts[kind].end,
            detail=f"{sentence.tokens[harm.word].text}: {_bounds(counts[kind])}",
        )
        for kind, harm in sorted(found.items())
    )
    return Counts(**counts), reasons


def _bounds(count: Count) -> str:
    if count.low == count.high:
        return str(count.low)
    return f"{'?' if count.low is None else count.low} to {'?' if count.high is None else count.high}"
