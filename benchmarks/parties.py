"""Who does what a sentence tells, and to whom: spans without marks, against labelled sentences.

Development material that is not part of the project. What is scored is the
network's second head by itself, as `training/held_out_parties.jsonl` keeps it:
each sentence by a network that was not taught it. A span is right when it
overlaps one of the same side that no other has taken; who is both source and
target counts as source. Run it: `python benchmarks/parties.py`.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from run import alone

TRAINING = Path(__file__).resolve().parent.parent / "training"
sys.path.insert(0, str(TRAINING))
from scoring import Spans, overlap_f1, read_ner  # noqa: E402


def score(shared: Path) -> dict[str, float]:
    """Overlap F1 of both sides together, and of each."""
    path = shared / "data" / "cameo_ner_train.jsonl"
    _, gold = read_ner(path)
    unseen = held_out()
    found = [unseen[json.loads(line)["uid"]] for line in path.read_text(encoding="utf-8").splitlines()]

    def side(name: str) -> float:
        return overlap_f1(*([[s for s in spans if s[0] == name] for spans in side] for side in (gold, found)))

    return {"parties_f1": overlap_f1(gold, found), "parties_f1_source": side("S"), "parties_f1_target": side("T")}


def held_out(path: Path = TRAINING / "held_out_parties.jsonl") -> dict[str, Spans]:
    """The spans by the sentence's `uid`, as (S or T, start, end)."""
    records = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return {record["uid"]: [(name, start, end) for name, start, end in record["spans"]] for record in records}


if __name__ == "__main__":
    sys.exit(alone(score))
