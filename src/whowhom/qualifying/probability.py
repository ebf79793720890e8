"""How likely a record is right, from what its rules had to go by and what the encoder makes of it.

Right means type, sources and targets: what `benchmarks/calibration.py` counts
on the development articles, whose fit the weights are. Fit them again when
codebook, actors or encoder change much: `python benchmarks/calibration.py --fit`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

from whowhom.events.inferring import INFERRED, READ_NOBODY
from whowhom.events.weighing import VOTE, views_in
from whowhom.knowledge.codebook import Codebook
from whowhom.records import Draft, Event, Reason

# Kinds of evidence, each with what it adds to the log odds of being right; "vote" is counted by the log odds of the
# encoder's vote. The first for records that the encoder was asked about, the second for those that it was not. "From
# before" is set by hand: the rules of discourse were made on the articles of the fit, and on others half are right.
WITH_VOTE = {
    "always": 0.30,
    "both parties": 1.00,
    "no source": -0.43,
    "noun": -0.23,
    "pronoun": -0.26,
    "from before": -0.60,
    "operator": 0.11,
    "vote": 0.22,
}
WITHOUT_VOTE = {
    "always": 0.18,
    "both parties": 1.10,
    "no source": -0.44,
    "noun": -0.06,
    "pronoun": -0.25,
    "from before": -0.60,
    "operator": -0.26,
}
# A vote counts as no surer than this, nor than its opposite.
SUREST = 0.98


def probability_of(draft: Draft, codebook: Codebook) -> float:
    """The probability, 0 to 1, that type, sources and targets are right; ``codebook`` is what the draft was made by."""
    reasons = (*draft.why, *(reason for m in (*draft.sources, *draft.targets) for reason in m.why))
    evidence = _evidence(
        reasons, codebook, sources=bool(draft.sources), targets=bool(draft.targets), vote=draft.encoder
    )
    weights = WITH_VOTE if "vote" in evidence else WITHOUT_VOTE
    return round(probability(weights, evidence), 2)


def evidence_of_event(event: Event, codebook: Codebook | None = None) -> dict[str, float]:
    """What a finished record rests on: 1 for each kind of evidence that holds, log odds for the encoder's vote."""
    vote = views_in(event.why).get(VOTE)
    share = vote.share if vote is not None else None
    return _evidence(event.why, codebook, sources=bool(event.sources), targets=bool(event.targets), vote=share)


def probability(weights: Mapping[str, float], evidence: Mapping[str, float]) -> float:
    """What weights of log odds make of some evidence."""
    return 1 / (1 + math.exp(-sum(weights[name] * value for name, value in evidence.items())))


def _evidence(
    why: Iterable[Reason], codebook: Codebook | None, *, sources: bool, targets: bool, vote: float | None
) -> dict[str, float]:
    reasons = list(why)
    rules = [reason.rule for reason in reasons]
    cue = codebook.by_id.get(rules[0]) if codebook is not None and rules else None
    found = {
        "always": True,
        "both parties": sources and targets,
        "no source": not sources,
        "noun": cue is not None and cue.pos == "N",
        "pronoun": "actor.pronoun" in rules,
        "from before": any(rule.startswith(INFERRED) and rule != READ_NOBODY for rule in rules),
        "operator": any((reason.detail or "").startswith("operator ") for reason in reasons),
    }
    evidence = {name: 1.0 for name, holds in found.items() if holds}
    return evidence if vote is None else evidence | {"vote": _log_odds(vote)}


def _log_odds(share: float) -> float:
    share = min(max(share, 1 - SUREST), SUREST)
    return math.log(share / (1 - share))
