"""The type of event between two marked parties, by rules alone, against labelled sentences.

Development material that is not part of the project; `main` says so where it
is not there. Run it: `python benchmarks/event_types.py [FOLDER]`. Sentences with an
odd number are never looked at when rules are mended: theirs is the honest figure.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from whowhom.events import classify
from whowhom.knowledge.codebook import Codebook, load_codebook
from whowhom.parsing import Parser, load_parser
from whowhom.records import Span

# The gold merges the two.
MERGED = {"CONCEDE": "YIELD", "RETREAT": "YIELD"}


@cache
def tools() -> tuple[Parser, Codebook]:
    return load_parser(), load_codebook()


def predict(row: dict[str, Any]) -> str | None:
    """The type that the rules give the row's marked parties; a party marked twice counts where it stands first."""
    parser, codebook = tools()
    source, target = (
        Span(start=spans[0][0], end=spans[0][1]) if spans else None
        for spans in (row["source_spans"], row["target_spans"])
    )
    found = classify(parser.parse(row["sentence"]), source, target, codebook).event_type
    return MERGED.get(found, found) if found is not None else None


def macro_f1(pairs: Sequence[tuple[str, str | None]]) -> float:
    """Mean over the gold classes of 2TP / (2TP + FP + FN); None is never right."""
    return sum(f1_by_class(pairs).values()) / len({gold for gold, _ in pairs})


def f1_by_class(pairs: Sequence[tuple[str, str | None]]) -> dict[str, float]:
    scores = {}
    for name in sorted({gold for gold, _ in pairs}):
        right = sum(gold == name == found for gold, found in pairs)
        told = sum(found == name for _, found in pairs)
        there = sum(gold == name for gold, _ in pairs)
        scores[name] = 2 * right / (told + there)
    return scores


def score(shared: Path) -> dict[str, float]:
    """Macro-F1 over all rows and over both halves, and the share of rows left without a type."""
    with (shared / "data" / "plv_train.jsonl").open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    pairs = [(row["gold_root"], predict(row)) for row in rows]
    halves = [[pair for row, pair in zip(rows, pairs, strict=True) if row["sentence_id"] % 2 == n] for n in (0, 1)]
    scores = {
        "types_macro_f1": macro_f1(pairs),
        "types_macro_f1_even": macro_f1(halves[0]),
        "types_macro_f1_odd": macro_f1(halves[1]),
        "types_accuracy": sum(gold == found for gold, found in pairs) / len(pairs),
        "types_abstained": sum(found is None for _, found in pairs) / len(pairs),
    }
    return scores | {f"types_f1_{name.lower()}": value for name, value in f1_by_class(pairs).items()}


def main() -> int:
    beside = Path(__file__).resolve().parents[2] / "shared"
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else os.environ.get("WHOWHOM_SHARED", beside))
    if not (folder / "data" / "plv_train.jsonl").is_file():
        print(f"{folder} holds no data/plv_train.jsonl: nothing to score against")
        return 0
    for name, value in score(folder).items():
        print(f"{name:28} {value:.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
