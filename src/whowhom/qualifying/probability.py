"""How likely a record is right, from what its rules had to go by and what the encoder makes of it.

Right means type, sources and targets: what `benchmarks/calibration.py` counts
on the development articles, whose fit the weights are. Fit them again when
codebook, actors or encoder change much: `python benchmarks/calibration.py --fit`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

from whowhom.events.weighing import VOTE
from whowhom.records import Draft, Event, Reason

# Kinds of evidence, each with what it adds to the log odds of being right; "vote" is counted by the log odds of the
# encoder's vote. The first for records that the encoder was asked about, the second for those that it was not.
WITH_VOTE = {
    "always": -0.25,
    "both parties": 1.06,
    "no source": -0.29,
    "noun": 0.14,
    "pronoun": -0.11,
    "from before": -0.19,
    "operator": 0.06,
    "vote": 0.30,
}
WITHOUT_VOTE = {
    "always": -0.52,
    "both parties": 1.34,
    "no source": -0.24,
    "noun": -0.02,
    "pronoun": -0.17,
    "from before": -0.20,
    "operator": -0.32,
}
FROM_BEFORE = frozenset({"event.answers", "event.points-back"})
# A vote counts as no surer than this, nor than its opposite.
SUREST = 0.98


def probability_of(draft: Draft) -> float:
    """The probability, 0 to 1, that type, sources and targets are right."""
    reasons = (*draft.why, *(reason for m in (*draft.sources, *draft.targets) for reason in m.why))
    evidence = evidence_of(reasons, sources=bool(draft.sources), targets=bool(draft.targets))
    weights = WITH_VOTE if "vote" in evidence else WITHOUT_VOTE
    return round(probability(weights, evidence), 2)


def probability(weights: Mapping[str, float], evidence: Mapping[str, float]) -> float:
    """What weights of log odds make of some evidence."""
    return 1 / (1 + math.exp(-sum(weights[name] * value for name, value in evidence.items())))


def evidence_of(why: Iterable[Reason], *, sources: bool, targets: bool) -> dict[str, float]:
    """The kinds of evidence that an event rests on: 1 where one holds, log odds for the encoder's vote."""
    reasons = list(why)
    rules = [reason.rule for reason in reasons]
    found = {
        "always": True,
        "both parties": sources and targets,
        "no source": not sources,
        "noun": bool(rules) and rules[0].endswith("-n"),
        "pronoun": "actor.pronoun" in rules,
        "from before": bool(FROM_BEFORE & set(rules)),
        "operator": any((reason.detail or "").startswith("operator ") for reason in reasons),
    }
    votes = [_log_odds(reason) for reason in reasons if reason.rule == VOTE]
    return {name: 1.0 for name, holds in found.items() if holds} | ({"vote": votes[0]} if votes else {})


def _log_odds(vote: Reason) -> float:
    share = float((vote.detail or "").rpartition(" ")[2])
    share = min(max(share, 1 - SUREST), SUREST)
    return math.log(share / (1 - share))


def evidence_of_event(event: Event) -> dict[str, float]:
    """The same of a finished record."""
    return evidence_of(event.why, sources=bool(event.sources), targets=bool(event.targets))
