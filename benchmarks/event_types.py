"""The type of event between two marked parties: rules alone, encoder alone, both together.

Development material that is not part of the project, and `pairs.tsv` beside
this file, which is: sentences of our own that stand in no training text, and that
were looked at only when the exponents were chosen.

Run it: `python benchmarks/event_types.py`; `--fit FOLDER` prints the exponents
for `events/blending.py`, and how well probabilities hold.

The shipped encoder was also taught labelled sentences. What is scored on these
is what `training/held_out.jsonl` keeps: the answers of networks of five folds,
none of which saw the sentence. `together` has the exponents that are shipped,
`crossed` those fitted on the four folds that the sentence is not of.
"""

from __future__ import annotations

import json
import math
import sys
import time
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import product
from pathlib import Path

from msgspec import Struct
from run import alone

from whowhom.events import Encoder, load_encoder
from whowhom.events.blending import EXPONENTS, together
from whowhom.events.classify import classify, rule_votes
from whowhom.events.encoder import LABELS, NONE
from whowhom.knowledge.codebook import Codebook, load_codebook
from whowhom.parsing import Parser, load_parser
from whowhom.records import Span

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "training"))
from rows import Row, read_rows  # noqa: E402
from scoring import f1_by_type, macro_f1, read_plv  # noqa: E402

# The labelled sentences do not tell these two apart.
MERGED = {"CONCEDE": "YIELD", "RETREAT": "YIELD"}
FOLDS, BINS = 5, 10
Exponents = tuple[float, float, float]


class Pair(Struct, frozen=True, kw_only=True):
    """A sentence with its marked parties, the type between them, and the number of its sentence."""

    text: str
    source: Span | None
    target: Span | None
    event_type: str
    number: int
    uid: str | None = None


class Views(Struct, frozen=True, kw_only=True):
    """What rules and encoder make of a pair."""

    votes: Mapping[str, float]
    encoder: Mapping[str, float]


@cache
def tools() -> tuple[Parser, Codebook, Encoder]:
    encoder = load_encoder()
    if encoder is None:
        raise SystemExit("install whowhom[encoder] to measure it")
    return load_parser(), load_codebook(), encoder


def labelled(path: Path) -> list[Pair]:
    """The labelled sentences as `training/scoring.py` reads them, with their ids."""
    rows, types = read_plv(path)
    with path.open(encoding="utf-8") as lines:
        ids = [(record["sentence_id"], record["uid"]) for record in map(json.loads, lines)]
    return [_pair(row, name, number, uid) for row, name, (number, uid) in zip(rows, types, ids, strict=True)]


def our_pairs(path: Path = HERE / "pairs.tsv") -> list[Pair]:
    """The sentences of our own, as `training/rows.py` reads them."""
    return [_pair(row, row.event_type or NONE, number) for number, row in enumerate(read_rows(path))]


def _pair(row: Row, event_type: str, number: int, uid: str | None = None) -> Pair:
    source, target = (Span(start=s[0], end=s[1]) if s is not None else None for s in (row.source, row.target))
    return Pair(text=row.text, source=source, target=target, event_type=event_type, number=number, uid=uid)


def views_of(pairs: Sequence[Pair]) -> list[Views]:
    """Both views of each pair; the encoder's of a labelled one as a network has it that never saw its sentence."""
    parser, codebook, encoder = tools()
    parsed = parser.parse_many([pair.text for pair in pairs])
    unseen = held_out()
    return [
        Views(
            votes=rule_votes(sentences, pair.source, pair.target, codebook),
            encoder=unseen[pair.uid] if pair.uid else encoder.types(pair.text, pair.source, pair.target),
        )
        for pair, sentences in zip(pairs, parsed, strict=True)
    ]


@cache
def held_out(path: Path = HERE.parent / "training" / "held_out.jsonl") -> dict[str, dict[str, float]]:
    with path.open(encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines]
    return {record["uid"]: dict(zip(LABELS, record["probabilities"], strict=True)) for record in records}


def merged(probabilities: Mapping[str, float], *, with_none: bool) -> dict[str, float]:
    """Probabilities of the types as the labelled sentences have them; without NONE they sum to 1 again."""
    found: dict[str, float] = {}
    for name, p in probabilities.items():
        if name != NONE or with_none:
            found[MERGED.get(name, name)] = found.get(MERGED.get(name, name), 0.0) + p
    total = sum(found.values()) or 1.0
    return {name: p / total for name, p in found.items()}


def both(view: Views, exponents: Exponents = EXPONENTS) -> dict[str, float]:
    return together(view.votes, view.encoder, exponents)


def likeliest(probabilities: Mapping[str, float]) -> str | None:
    return max(sorted(probabilities), key=lambda name: probabilities[name]) if probabilities else None


def fitted(pairs: Sequence[Pair], views: Sequence[Views], *, with_none: bool = False) -> Exponents:
    """The exponents under which the labels are likeliest, found by changing one at a time."""

    def surprise(exponents: Exponents) -> float:
        told = (merged(both(view, exponents), with_none=with_none) for view in views)
        return sum(-math.log(max(p.get(pair.event_type, 0.0), 1e-6)) for pair, p in zip(pairs, told, strict=True))

    best: Exponents = (0.8, 0.6, 0.4)
    lowest = surprise(best)
    for step in (0.2, 0.1, 0.05):
        moved = True
        while moved:
            moved = False
            for place, change in product(range(3), (-step, step)):
                tried = tuple(max(0.0, e + change * (i == place)) for i, e in enumerate(best))
                told = surprise(tried)  # type: ignore[arg-type]
                if told < lowest - 1e-9:
                    best, lowest, moved = tried, told, True  # type: ignore[assignment]
    return best


def reliability(told: Sequence[tuple[float, bool]]) -> list[tuple[float, float, int]]:
    """For each tenth of the probabilities told: their mean, the share that was right, how many."""
    bins: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
    for probability, right in told:
        bins[min(BINS - 1, int(probability * BINS))].append((probability, right))
    return [(sum(p for p, _ in b) / len(b), sum(r for _, r in b) / len(b), len(b)) for b in bins if b]


def calibration_error(told: Sequence[tuple[float, bool]]) -> float:
    """Expected calibration error: how far the tenths are off, by their size."""
    return sum(abs(p - share) * count for p, share, count in reliability(told)) / len(told)


def crossed(pairs: Sequence[Pair], views: Sequence[Views]) -> list[dict[str, float]]:
    """Both together, each fold with the exponents of the other four."""
    found: list[dict[str, float]] = [{} for _ in pairs]
    for fold in range(FOLDS):
        others = [i for i, pair in enumerate(pairs) if pair.number % FOLDS != fold]
        exponents = fitted([pairs[i] for i in others], [views[i] for i in others])
        for i, pair in enumerate(pairs):
            if pair.number % FOLDS == fold:
                found[i] = merged(both(views[i], exponents), with_none=False)
    return found


def score(shared: Path) -> dict[str, float]:
    pairs = labelled(shared / "data" / "plv_train.jsonl")
    views = views_of(pairs)
    gold = [pair.event_type for pair in pairs]
    crossed_views = crossed(pairs, views)
    rules = [likeliest(merged(view.votes, with_none=False)) for view in views]
    encoder = [likeliest(merged(view.encoder, with_none=False)) for view in views]
    # As `classify` answers: with the exponents that are shipped, and "nothing joins the two" is a wrong answer.
    shipped = [merged(both(view), with_none=True) for view in views]
    together = list(zip(gold, (likeliest(p) for p in shipped), strict=True))
    sure = [(max(p.values()), likeliest(p) == g) for p, g in zip(shipped, gold, strict=True)]
    odd = [(pair.event_type, said) for pair, said in zip(pairs, rules, strict=True) if pair.number % 2]
    scores = {
        "types_macro_f1": macro_f1(gold, rules),
        # sentences that are never looked at when rules are mended
        "types_macro_f1_odd": macro_f1(*zip(*odd, strict=True)),
        "types_macro_f1_encoder": macro_f1(gold, encoder),
        "types_macro_f1_together": macro_f1(*zip(*together, strict=True)),
        # ... and with exponents that did not see the sentence, asked for one of the types
        "types_macro_f1_crossed": macro_f1(gold, [likeliest(p) for p in crossed_views]),
        "types_accuracy_together": sum(g == f for g, f in together) / len(together),
        "types_calibration_error": calibration_error(sure),
        "types_called_none": sum(likeliest(both(v)) == NONE for v in views) / len(views),
    }
    scores |= {f"types_f1_{name.lower()}": value for name, value in f1_by_type(*zip(*together, strict=True)).items()}
    return scores | own_scores() | {"pairs_a_second": pairs_a_second(pairs)}


def own_scores() -> dict[str, float]:
    """The same of our own sentences, where there also are pairs that nothing joins."""
    pairs = our_pairs()
    views = views_of(pairs)
    gold = [pair.event_type for pair in pairs]
    found = [likeliest(both(view)) for view in views]
    rules = [likeliest(view.votes) or NONE for view in views]
    encoder = [likeliest(view.encoder) for view in views]
    sides = {"rules": rules, "encoder": encoder, "together": found}
    return {f"our_pairs_macro_f1_{name}": macro_f1(gold, side) for name, side in sides.items()}


def pairs_a_second(pairs: Sequence[Pair], *, group: int = 64) -> float:
    """Pairs that one core classifies in a second of its time, parsing and encoder included."""
    parser, codebook, encoder = tools()
    begun = time.process_time()
    for start in range(0, len(pairs), group):
        mine = pairs[start : start + group]
        for pair, sentences in zip(mine, parser.parse_many([pair.text for pair in mine]), strict=True):
            classify(pair.text, sentences, pair.source, pair.target, codebook, encoder)
    return len(pairs) / (time.process_time() - begun)


def print_fit(shared: Path) -> None:
    """Print the exponents that fit all labelled sentences, and the reliability diagram of the folds."""
    pairs = labelled(shared / "data" / "plv_train.jsonl")
    views = views_of(pairs)
    print("exponents of encoder and rules: {:.2f} {:.2f} {:.2f}".format(*fitted(pairs, views)))
    ours = our_pairs()
    own = fitted(ours, views_of(ours), with_none=True)
    print("on our own sentences, with those that nothing joins: {:.2f} {:.2f} {:.2f}".format(*own))
    told = [
        (max(p.values()), likeliest(p) == pair.event_type) for p, pair in zip(crossed(pairs, views), pairs, strict=True)
    ]
    print("told   right  how many")
    for probability, share, count in reliability(told):
        print(f"{probability:.2f}   {share:.2f}   {count:5} {'#' * round(40 * share)}")


if __name__ == "__main__":
    if "--fit" in sys.argv:
        print_fit(Path(sys.argv[sys.argv.index("--fit") + 1]))
        sys.exit(0)
    sys.exit(alone(score))
