"""How sure a record may be: weights of the evidence, fitted, and how well the figures hold.

An event is right when its type, sources and targets are (the scorer's "strict").
`python benchmarks/calibration.py --fit` prints the weights for
`qualifying/probability.py`: with the encoder's votes, and without. The articles are few, so the honest figure is
taken with each article left out of the fit in turn. Of some 250 records even right probabilities would show an error
of 0.06, and of 0.1 in one draw of twenty: the Brier score tells two versions apart better.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from articles import documents, gold, tools
from event_types import calibration_error
from msgspec.structs import replace

from whowhom.pipeline import code_document
from whowhom.qualifying.probability import WITH_VOTE, WITHOUT_VOTE, evidence_of_event, probability
from whowhom.records import Event, Party

ROUNDS, RATE, PENALTY = 3000, 0.5, 0.02


Row = tuple[str, dict[str, float], bool]


def rows(shared: Path, *, rules_only: bool = False) -> list[Row]:
    """Article, evidence and whether it is right, for each event."""
    found = []
    coder = replace(tools(), encoder=None, reader=None) if rules_only else tools()
    for name in ("news_dev", "seed"):
        folder = shared / "data" / name
        truths = gold(folder)
        for document in documents(folder):
            for event in code_document(document, coder).events:
                mine = [t for t in truths if t["doc"] == document.document_id]
                evidence = evidence_of_event(event, coder.codebook)
                found.append((document.document_id, evidence, any(is_right(event, t) for t in mine)))
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


def fit(data: Sequence[Row]) -> dict[str, float]:
    """Weights of a logistic regression with a small penalty, by gradient descent."""
    names = WITH_VOTE if any("vote" in evidence for _, evidence, _ in data) else WITHOUT_VOTE
    weights = dict.fromkeys(names, 0.0)
    for _ in range(ROUNDS):
        slope = dict.fromkeys(weights, 0.0)
        for _, evidence, right in data:
            off = probability(weights, evidence) - right
            for name, value in evidence.items():
                slope[name] += off * value / len(data)
        for name in weights:
            weights[name] -= RATE * (slope[name] + PENALTY * weights[name] * (name != "always"))
    return weights


def asked(data: Sequence[Row], *, voted: bool) -> list[Row]:
    """The rows of events that the encoder was asked about, or was not."""
    return [row for row in data if ("vote" in row[1]) == voted]


def left_out(data: Sequence[Row]) -> list[tuple[float, bool]]:
    """Probability and whether it is right, each article with weights fitted on the others."""
    told = []
    for article in sorted({row[0] for row in data}):
        weights = fit([row for row in data if row[0] != article])
        told += [(probability(weights, evidence), right) for name, evidence, right in data if name == article]
    return told


def score(shared: Path) -> dict[str, float]:
    """The figures by name: left-out calibration error with and without encoder, the share of events that are right."""
    told = left_out(asked(rows(shared), voted=True))
    rules = left_out(rows(shared, rules_only=True))
    return {
        "probability_error_left_out": round(calibration_error(told), 3),
        "probability_brier_left_out": round(sum((p - right) ** 2 for p, right in told) / len(told), 3),
        "probability_error_rules_only": round(calibration_error(rules), 3),
        "probability_surest_fifth_right": round(_surest(told), 3),
        "probability_surest_fifth_right_rules_only": round(_surest(rules), 3),
        "probability_share_right": round(sum(right for _, right in told) / len(told), 3),
    }


def _surest(told: Sequence[tuple[float, bool]]) -> float:
    """The share of the fifth with the highest probabilities that is right."""
    fifth = sorted(told, reverse=True)[: len(told) // 5]
    return sum(right for _, right in fifth) / len(fifth)


def main() -> int:
    from run import shared_folder

    shared = shared_folder()
    if shared is None:
        return 0
    if "--fit" in sys.argv:
        for name, data in (("with", asked(rows(shared), voted=True)), ("without", rows(shared, rules_only=True))):
            print(f"{name} vote")
            for kind, weight in fit(data).items():
                print(f'    "{kind}": {weight:.2f},')
    for name, value in score(shared).items():
        print(f"{name:28} {value:g}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
