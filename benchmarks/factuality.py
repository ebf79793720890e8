"""Status and stance against labelled factuality data.

Development material that is not part of the project; `main` says so where it
is not there. Run it: `python benchmarks/factuality.py [FOLDER]`.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from whowhom.actors import Cast
from whowhom.events.algebra import governors, outcome
from whowhom.events.cues import find_matches
from whowhom.knowledge.codebook import Codebook, load_codebook
from whowhom.knowledge.words import WordLists, load_words
from whowhom.parsing import Parser, load_parser
from whowhom.qualifying.status import status_of
from whowhom.qualifying.tellers import find_tellings, tellers_of
from whowhom.records import Draft, Sentence, Stance, Status, Step, Teller

# From status to the number that a dataset asks for, by the means over its training part, rounded. The datasets ask for
# different things: UDS whether it happened by the time of writing, MEANTIME how certain the text is of it, so that a
# sure plan is 3 there. What is denied in UDS ("has no power") was often taken for a state that holds.
HAPPENING = {
    Status.ACTUAL: 2.0, Status.ONGOING: 1.9, Status.HABITUAL: 2.1, Status.PLANNED: -1.4, Status.PREDICTED: -1.5,
    Status.DEMANDED: -1.5, Status.HYPOTHETICAL: -1.0, Status.ATTEMPTED: -0.3, Status.REFUSED: -1.2,
    Status.NEGATED: -0.2, Status.OPINION: 0.0,
}  # fmt: skip
CERTAINTY = {
    Status.ACTUAL: 2.9, Status.ONGOING: 2.8, Status.HABITUAL: 2.6, Status.PLANNED: 2.2, Status.PREDICTED: 1.0,
    Status.DEMANDED: 1.5, Status.HYPOTHETICAL: 1.7, Status.ATTEMPTED: -0.5, Status.REFUSED: -2.0,
    Status.NEGATED: -2.5, Status.OPINION: 0.5,
}  # fmt: skip
VALUE_OF_STANCE = {Stance.ALLEGED: -0.2, Stance.DOUBTED: -2.0, Stance.DENIED: -3.0}
HAPPENED = frozenset({Status.ACTUAL, Status.ONGOING, Status.HABITUAL})
HAPPENED_LABELS = frozenset({"asserted", "reported", "ongoing", "habitual"})


@cache
def tools() -> tuple[Parser, Codebook, WordLists]:
    return load_parser(), load_codebook(), load_words()


def read_lines(path: Path) -> Iterator[dict[str, object]]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def draft_at(sentence: Sentence, head: int, codebook: Codebook) -> Draft:
    """The event at a token: by the codebook where it has a cue there, else any event at all, under its operators."""
    matches = find_matches(sentence, codebook)
    above = governors(sentence, head, matches)
    event_type = "ASSAULT"
    match = matches.events.get(head)
    if match is not None:
        result = outcome(sentence, match, above, codebook)
        # The datasets ask for the event of the word itself, also where an operator makes another type of it.
        event_type = result.event_type if result.head == head else match.cue.event_type or event_type
    steps = tuple(Step(kind=g.match.cue.operator or "", rule=g.match.cue.id, token=g.match.head) for g in above)
    return Draft(sentence=sentence.number, head=head, trigger=(head,), event_type=event_type, cameo="190", steps=steps)


def qualify(text: str, start: int, end: int) -> tuple[Status, Stance, tuple[Teller, ...]] | None:
    """Status, stance and tellers of the event at these offsets; None where no token stands there."""
    parser, codebook, words = tools()
    sentences = parser.parse(text)
    for sentence in sentences:
        heads = [t.i for t in sentence.tokens if t.start < end and start < t.end]
        if heads:
            draft = draft_at(sentence, heads[-1], codebook)
            cast = Cast([], [])
            tellings = find_tellings(text, sentences, cast, words)
            status, _ = status_of(sentence, draft, codebook, words)
            tellers, stance, _ = tellers_of(sentence, draft, tellings, cast, words)
            return status, stance, tellers
    return None


def label_of(status: Status, stance: Stance) -> str:
    """The one label that `factuality_examples.jsonl` asks for."""
    if stance in VALUE_OF_STANCE:
        return stance.value
    if status is Status.ACTUAL:
        return stance.value
    return "failed" if status is Status.ATTEMPTED else status.value


def score_examples(path: Path, *, show: bool = False) -> tuple[int, int, int]:
    """Labels right, all labels, and unreal events that came out as happened and asserted."""
    right, total, asserted = 0, 0, 0
    for row in read_lines(path):
        found = qualify(str(row["text"]), int(str(row["trigger_start"])), int(str(row["trigger_end"])))
        label = label_of(found[0], found[1]) if found else "nothing"
        right += label == row["label"]
        total += 1
        asserted += label in HAPPENED_LABELS and row["label"] not in HAPPENED_LABELS
        if show and label != row["label"]:
            print(f"  {row['id']}: {label}, not {row['label']}: {row['text']} [{row['trigger']}]")
    return right, total, asserted


def value_of(status: Status, stance: Stance, values: Mapping[Status, float] = HAPPENING) -> float:
    value = values[status]
    if status in HAPPENED:
        value += VALUE_OF_STANCE.get(stance, 0.0)
    return max(-3.0, value)


def score_values(path: Path, values: Mapping[Status, float]) -> tuple[float, float, int]:
    """Pearson's r and the mean absolute error over the events of a set of space-tokenised sentences."""
    gold, ours = [], []
    parser, codebook, words = tools()
    cast = Cast([], [])
    for row in read_lines(path):
        text = str(row["text"])
        sentences = parser.parse(text)
        tellings = find_tellings(text, sentences, cast, words)
        for event in row["events"]:  # type: ignore[attr-defined]
            start = len(" ".join(text.split(" ")[: event["tok_start"]])) + (event["tok_start"] > 0)
            for sentence in sentences:
                heads = [t.i for t in sentence.tokens if t.start < start + len(event["word"]) and start < t.end]
                if heads:
                    draft = draft_at(sentence, heads[-1], codebook)
                    status, _ = status_of(sentence, draft, codebook, words)
                    _, stance, _ = tellers_of(sentence, draft, tellings, cast, words)
                    gold.append(float(event["factuality"]))
                    ours.append(value_of(status, stance, values))
                    break
    return pearson(gold, ours), sum(abs(a - b) for a, b in zip(gold, ours, strict=True)) / max(1, len(gold)), len(gold)


def pearson(left: list[float], right: list[float]) -> float:
    mean_left, mean_right = sum(left) / len(left), sum(right) / len(right)
    product = sum((a - mean_left) * (b - mean_right) for a, b in zip(left, right, strict=True))
    norms = sum((a - mean_left) ** 2 for a in left) * sum((b - mean_right) ** 2 for b in right)
    return product / norms**0.5 if norms else 0.0


def score(shared: Path) -> dict[str, float]:
    """The figures by name, from the folder of development data."""
    data = shared / "data"
    right, total, asserted = score_examples(data / "factuality_examples.jsonl")
    uds, uds_error, _ = score_values(data / "factuality_uds_ih2" / "uds_ih2_dev.jsonl", HAPPENING)
    meantime, meantime_error, _ = score_values(data / "factuality_meantime" / "meantime_fact_dev.jsonl", CERTAINTY)
    return {
        "factuality_examples": right,
        "factuality_examples_of": total,
        "factuality_examples_unreal_as_asserted": asserted,
        "factuality_uds_ih2_r": round(uds, 3),
        "factuality_uds_ih2_mae": round(uds_error, 3),
        "factuality_meantime_r": round(meantime, 3),
        "factuality_meantime_mae": round(meantime_error, 3),
    }


def main() -> int:
    beside = Path(__file__).resolve().parents[2] / "shared"
    shared = Path(sys.argv[1] if len(sys.argv) > 1 else os.environ.get("WHOWHOM_SHARED", beside))
    if not (shared / "data").is_dir():
        print("the development data are not here; name their folder", file=sys.stderr)
        return 0
    score_examples(shared / "data" / "factuality_examples.jsonl", show=True)
    for name, value in score(shared).items():
        print(f"{name}\t{value}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
