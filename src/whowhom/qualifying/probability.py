"""How likely a record is right, from what its rules had to go by.

Right means type, sources and targets: what `benchmarks/calibration.py` counts
on the development articles, whose fit the weights are. Fit them again when
codebook or actors change much: `python benchmarks/calibration.py --fit`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

from whowhom.records import Draft, Event, Reason

# Kinds of evidence, each with what it adds to the log odds of being right.
WEIGHTS = {
    "always": -0.53,
    "both parties": 1.32,
    "no source": -0.21,
    "noun": -0.02,
    "pronoun": -0.16,
    "from before": -0.3,
    "operator": -0.3,
    "encoder agrees": 0.0,
    "encoder doubts": 0.0,
}
EVIDENCE = tuple(name for name in WEIGHTS if name != "always")
# The encoder's votes from and up to which it agrees with the rules' type, and doubts it.
AGREES, DOUBTS = 0.8, 0.2
FROM_BEFORE = frozenset({"event.answers", "event.points-back"})


def probability_of(draft: Draft) -> float:
    """The probability, 0 to 1, that type, sources and targets are right."""
    reasons = (*draft.why, *(reason for m in (*draft.sources, *draft.targets) for reason in m.why))
    evidence = evidence_of(reasons, sources=bool(draft.sources), targets=bool(draft.targets))
    odds = WEIGHTS["always"] + sum(WEIGHTS[name] for name in evidence)
    return round(1 / (1 + math.exp(-odds)), 2)


def evidence_of(why: Iterable[Reason], *, sources: bool, targets: bool) -> frozenset[str]:
    """The kinds of evidence that an event rests on."""
    why = list(why)
    rules = [reason.rule for reason in why]
    vote = next((float((r.detail or "").rpartition(" ")[2]) for r in why if r.rule == "encoder.vote"), None)
    found = {
        "both parties": sources and targets,
        "no source": not sources,
        "noun": bool(rules) and rules[0].endswith("-n"),
        "pronoun": "actor.pronoun" in rules,
        "from before": bool(FROM_BEFORE & set(rules)),
        "operator": any((reason.detail or "").startswith("operator ") for reason in why),
        "encoder agrees": vote is not None and vote >= AGREES,
        "encoder doubts": vote is not None and vote <= DOUBTS,
    }
    return frozenset(name for name, holds in found.items() if holds)


def evidence_of_event(event: Event) -> frozenset[str]:
    """The same of a finished record."""
    return evidence_of(event.why, sources=bool(event.sources), targets=bool(event.targets))
