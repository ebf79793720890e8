"""How likely a record is right, from what its rules had to go by.

The figures are shares of right types among the events that each kind of
evidence gave on the development articles (`benchmarks/run.py` prints the
table); take them again when the codebook changes.
"""

from __future__ import annotations

from whowhom.records import Draft

BOTH_PARTIES, ONE_PARTY = 0.7, 0.6


def probability_of(draft: Draft) -> float:
    """The share of events with such evidence whose type was right, 0 to 1."""
    return BOTH_PARTIES if draft.sources and draft.targets else ONE_PARTY
