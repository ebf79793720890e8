"""Who does what a sentence tells, and to whom: spans without marks, against labelled sentences.

Development material that is not part of the project; nothing was taught or
fitted on it. `encoder` is the network's second head by itself. A span is right
when it overlaps one of the same side that no other has taken; who is both
source and target counts as source. Run it: `python benchmarks/parties.py`.
"""

from __future__ import annotations

import sys
from pathlib import Path

from run import alone

from whowhom.events import load_encoder

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "training"))
from scoring import overlap_f1, read_ner


def score(shared: Path) -> dict[str, float]:
    """Overlap F1 of both sides together, and of each."""
    encoder = load_encoder()
    if encoder is None:
        raise SystemExit("install whowhom[encoder] to measure it")
    sentences, gold = read_ner(shared / "data" / "cameo_ner_train.jsonl")
    found = []
    for sentence in sentences:
        parties = encoder.parties(sentence)
        sides = (("S", parties.sources), ("T", parties.targets))
        found.append([(name, span.start, span.end) for name, spans in sides for span in spans])

    def side(name: str) -> float:
        return overlap_f1(*([[s for s in spans if s[0] == name] for spans in side] for side in (gold, found)))

    return {"parties_f1": overlap_f1(gold, found), "parties_f1_source": side("S"), "parties_f1_target": side("T")}


if __name__ == "__main__":
    sys.exit(alone(score))
