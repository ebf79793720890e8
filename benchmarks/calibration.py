"""How sure a record may be: weights of the evidence, fitted, and how well the figures hold.

An event is right when its type, sources and targets are (the scorer's "strict").
`python benchmarks/calibration.py --fit` prints the weights for
`qualifying/probability.py`. The articles are few, so the honest figure is
taken with each article left out of the fit in turn.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from articles import documents, gold, tools

from whowhom.pipeline import code_document
from whowhom.qualifying.probability import EVIDENCE, evidence_of_event
from whowhom.records import Event, Party

ROUNDS, RATE, PENALTY = 3000, 0.5, 0.02
BINS = 5


def rows(shared: Path) -> list[tuple[str, frozenset[str], bool]]:
    """Article, evidence and whether it is right, for each event."""
    found = []
    for name in ("news_dev", "seed"):
        folder = shared / "data" / name
        truths = gold(folder)
        for document in documents(folder):
            for event in code_document(document, tools()).events:
                mine = [t for t in truths if t["doc"] == document.document_id]
                found.append((document.document_id, evidence_of_event(event), any(is_right(event, t) for t in mine)))
    return found


def is_right(event: Event, truth: Mapping[str, Any]) -> bool:
    """Whether an event is that of the gold: overlapping words, a defensible type, its parties."""
    start, end = truth["trigger"]
    if event.trigger.start >= end or start >= event.trigger.end or event.event_type not in truth["types"]:
        return False
    sides = ((event.sources, "sources", "source_countries"), (event.targets, "targets", "target_countries"))
    return all(agree(parties, truth[names], truth[countries]) for parties, names, countries in sides)


def agree(parties: Sequence[Party], names: Sequence[Sequence[str]], countries: Sequence[Sequence[str]]) -> bool:
    """Whether parties share a word or all countries with those that one reader of the gold named."""
    if not parties:
        return any(not each for each in names)
    ours = {word for p in parties for word in f"{p.name} {p.text} {p.mention.text}".lower().split()}
    lands = {p.country for p in parties if p.country}
    return any(
        each
        and (ours & {w for n in each for w in n.lower().split()} - {"the", "of", "a"} or (lands and lands == set(of)))
        for each, of in zip(names, countries, strict=True)
    )


def fit(data: Sequence[tuple[str, frozenset[str], bool]]) -> dict[str, float]:
    """Weights of a logistic regression with a small penalty, by gradient descent."""
    weights = dict.fromkeys(("always", *EVIDENCE), 0.0)
    for _ in range(ROUNDS):
        slope = dict.fromkeys(weights, 0.0)
        for _, evidence, right in data:
            off = probability(weights, evidence) - right
            for name in ("always", *evidence):
                slope[name] += off / len(data)
        for name in weights:
            weights[name] -= RATE * (slope[name] + PENALTY * weights[name] * (name != "always"))
    return weights


def probability(weights: Mapping[str, float], evidence: frozenset[str]) -> float:
    return 1 / (1 + math.exp(-weights["always"] - sum(weights[name] for name in evidence)))


def calibration_error(told: Sequence[tuple[float, bool]]) -> float:
    """Mean distance of the told probability from the share that is right, over bins of equal size."""
    ordered = sorted(told)
    size = max(1, len(ordered) // BINS)
    bins = [ordered[i : i + size] for i in range(0, len(ordered), size)]
    gaps = [abs(sum(p for p, _ in b) / len(b) - sum(r for _, r in b) / len(b)) * len(b) for b in bins]
    return sum(gaps) / max(1, len(ordered))


def score(shared: Path) -> dict[str, float]:
    """The figures by name: left-out calibration error, and the share of events that are right."""
    data = rows(shared)
    told = []
    for left_out in sorted({article for article, _, _ in data}):
        weights = fit([row for row in data if row[0] != left_out])
        told += [(probability(weights, e), right) for article, e, right in data if article == left_out]
    return {
        "probability_error_left_out": round(calibration_error(told), 3),
        "probability_share_right": round(sum(right for _, right in told) / len(told), 3),
    }


def main() -> int:
    from run import shared_folder

    shared = shared_folder()
    if shared is None:
        return 0
    if "--fit" in sys.argv:
        for name, weight in fit(rows(shared)).items():
            print(f'    "{name}": {weight:.2f},')
    for name, value in score(shared).items():
        print(f"{name:28} {value:g}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
