"""How many were killed, injured and detained in an event, by what its own clause says.

In:  a sentence and the draft of an event in it.
Out: the three numbers, each None where the sentence does not give it.
"""

from __future__ import annotations

from msgspec import Struct

from whowhom.qualifying.counts.harm import Harm, harms_of
from whowhom.records import Count, Draft, Reason, Sentence

__all__ = ["Counts", "counts_of"]


class Counts(Struct, frozen=True, kw_only=True):
    """The people who suffered in one event; None is unknown, 0 is told as nobody."""

    killed: Count | None = None
    injured: Count | None = None
    detained: Count | None = None


def counts_of(sentence: Sentence, draft: Draft) -> tuple[Counts, tuple[Reason, ...]]:
    """Count who was killed, injured and detained in an event, and say by which words."""
    found: dict[str, Harm] = {}
    for harm in harms_of(sentence, draft):
        found.setdefault(harm.kind, harm)
    counts = {kind: harm.quantity.count(sentence) for kind, harm in found.items()}
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
