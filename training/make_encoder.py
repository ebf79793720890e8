"""Make the shipped encoder from the training text: one command, on a processor.

    python training/make_encoder.py --labelled FILE --stories FILE

teaches it our own text and the teacher's answers (`soft_labels.jsonl`) on pairs of
the stories, then the labelled sentences among seven tenths as much of ours, and writes
`src/whowhom/data/encoder/`: the network in 8 bits and its tokenizer. With `--folds`
it also writes `held_out.jsonl` and `held_out_parties.jsonl` beside this file: what
networks that never saw a labelled sentence make of it, by its `uid`, which is what
the benchmarks score. `--trial` keeps rows of ours back, says how well it
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
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import torch
from narrowing import narrow
from network import (
    BASE,
    NUMBER,
    Example,
    Network,
    Recipe,
    answers,
    clock,
    example_of,
    fit,
    tagged_example,
    tokenizer_of,
    unmarked_example,
)
from rows import Row, by_sentence, read_rows
from scoring import YIELD, Spans, f1_by_type, macro_f1, overlap_f1, read_ner, read_plv, type_of
from stories import read_soft_labels, read_stories, row_of, soft_label
from strangers import told_of_others
from tokenizers import Tokenizer

from whowhom.events.encoder import FILES, FIRST, LABELS, NONE, REST, SOURCE, TARGET, TOKENIZER, party_spans, pieces_of
from whowhom.events.neutral import load_neutral
from whowhom.knowledge.tables import data_path

PAD = 0
HELD_OUT = Path(__file__).with_name("held_out.jsonl")
HELD_OUT_PARTIES = Path(__file__).with_name("held_out_parties.jsonl")
OURS, LABELLED = Recipe(epochs=3), Recipe(epochs=3, rate=1.5e-4, head_rate=1e-3, seed=8)
# Examples of ours to each labelled one; folds by the number of the labelled sentence.
AMONG, FOLDS = 0.7, 5
# Inner units of each layer that are kept, of 1,536, as this many rows use them; layers that the first answer waits for.
UNITS, LOOKED_AT, GLANCE_AFTER = 512, 1500, 3
# Every how many rows one is kept back to look at while it learns.
KEPT_BACK = 12
# Share of the rows that tell of one pair alone that are also asked for their parties in each epoch.
UNMARKED = 0.4
# Sums are added in another order by another number of threads, and would come out a little different.
THREADS = 2
# Share of the teacher's answers that are read in each epoch.
TOLD = 0.5


class Lessons:
    """The examples of an epoch: every row, some told of others, some of the lone pairs also unmarked, some of what the
    teacher told."""

    def __init__(self, rows: Sequence[Row], told: Sequence[Example], tokenizer: Tokenizer, *, seed: int) -> None:
        self._rows = rows
        self._tokenizer = tokenizer
        unmarked = (unmarked_example(row, tokenizer) for row in rows)
        self._unmarked = [example for example in unmarked if example is not None]
        self._told = told
        self._seed = seed

    def __call__(self, epoch: int) -> list[Example]:
        rng = random.Random(self._seed * 1000 + epoch)
        marked = [example_of(told_of_others(row, rng), self._tokenizer) for row in self._rows]
        unmarked = rng.sample(self._unmarked, round(UNMARKED * len(self._unmarked)))
        return [*marked, *unmarked, *rng.sample(self._told, round(TOLD * len(self._told)))]


def learn(lessons: Callable[[int], Sequence[Example]], base: Path) -> Network:
    """A network taught our own text and what the teacher told."""
    torch.manual_seed(OURS.seed)
    network = Network(base, glance=GLANCE_AFTER)
    first = lessons(0)
    looked_at = random.Random(OURS.seed).sample(first, min(LOOKED_AT, len(first)))
    lost = narrow(network, looked_at, UNITS, pad=PAD)
    print(f"narrower layers lose {', '.join(f'{share:.1%}' for share in lost)}", file=sys.stderr)
    fit(network, lessons, OURS, pad=PAD, report=reporter("our text"))
    return network


def told_by_teacher(stories: Path, tokenizer: Tokenizer) -> list[Example]:
    texts = read_stories(stories)
    return [example_of(row_of(pair, texts), tokenizer, soft_label(pair)) for pair in read_soft_labels()]


def learn_labelled(
    network: Network,
    tokenizer: Tokenizer,
    lessons: Callable[[int], Sequence[Example]],
    labelled: Sequence[Row],
    roots: Sequence[str],
) -> None:
    """Teach it the labelled sentences too, among seven tenths as many of ours, lest it forget what is not in them."""
    views, _ = answers(network, [example_of(row, tokenizer) for row in labelled], pad=PAD)
    labels = [label_of(root, view) for root, view in zip(roots, views, strict=True)]
    often = Counter(row.text for row in labelled)
    tagged = [tagged_example(row, tokenizer) for row in labelled if often[row.text] == 1]

    def epoch(number: int) -> list[Example]:
        rng = random.Random(number)
        marked = [
            example_of(told_of_others(row, rng), tokenizer, label) for row, label in zip(labelled, labels, strict=True)
        ]
        ours = lessons(number)
        return [*marked, *tagged, *rng.sample(ours, min(len(ours), round(AMONG * (len(marked) + len(tagged)))))]

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


class HeldOut:
    """What networks that were not taught a labelled sentence make of it, by its `uid`: types, and parties."""

    def __init__(self, path: Path) -> None:
        self._rows, self._roots = read_plv(path)
        self._records = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        ner = path.with_name("cameo_ner_train.jsonl")
        self._sentences, _ = read_ner(ner)
        self._uids = [json.loads(line)["uid"] for line in ner.read_text(encoding="utf-8").splitlines()]
        self.types: dict[str, list[float]] = {}
        self.parties: dict[str, Spans] = {}

    def fold(self, number: int, network: Network, tokenizer: Tokenizer, lessons: Lessons) -> float:
        """Teach the network all folds but one and ask it of that; says the macro-F1."""
        folds = [record["sentence_id"] % FOLDS for record in self._records]
        others = [i for i, fold in enumerate(folds) if fold != number]
        mine = [i for i, fold in enumerate(folds) if fold == number]
        pupil = copy.deepcopy(network)
        learn_labelled(pupil, tokenizer, lessons, [self._rows[i] for i in others], [self._roots[i] for i in others])
        told, _ = answers(pupil, [example_of(self._rows[i], tokenizer) for i in mine], pad=PAD)
        self.types |= {
            self._records[i]["uid"]: [round(p, 4) for p in views] for i, views in zip(mine, told, strict=True)
        }
        seen = {letters(self._rows[i].text) for i in others}
        unseen = [i for i, sentence in enumerate(self._sentences) if letters(sentence) not in seen]
        spans = spans_of([self._sentences[i] for i in unseen], pupil, tokenizer)
        self.parties |= {self._uids[i]: found for i, found in zip(unseen, spans, strict=True)}
        return macro_f1([self._roots[i] for i in mine], [type_of(p) for p in told])

    def write(self) -> None:
        """Both files, in order of the `uid`."""
        types = ({"uid": uid, "probabilities": self.types[uid]} for uid in sorted(self.types))
        parties = ({"uid": uid, "spans": self.parties[uid]} for uid in sorted(self.parties))
        for path, lines in ((HELD_OUT, types), (HELD_OUT_PARTIES, parties)):
            path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")


def letters(text: str) -> str:
    """The letters and digits alone, by which the sentences of two files are known to be the same."""
    return "".join(c for c in text.lower() if c.isalnum())


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
        spans = [(sides[tag], told.back(span)) for tag, span in party_spans(row, p.offsets, told.text)]
        found.append([(side, span.start, span.end) for side, span in spans])
    return found


def main() -> int:
    options = _options()
    torch.set_num_threads(THREADS)
    torch.use_deterministic_algorithms(True)
    tokenizer = tokenizer_of(options.base)
    rows = read_rows()
    held = {rows[i] for i in by_sentence(rows, KEPT_BACK)[0]} if options.trial else set()
    taught = [row for row in rows if row not in held]
    told = told_by_teacher(options.stories, tokenizer)
    print(f"{len(taught)} rows to learn, {len(held)} kept back, {len(told)} answers of the teacher", file=sys.stderr)
    network = learn(Lessons(taught, told, tokenizer, seed=OURS.seed), options.base)
    lessons = Lessons(taught, told, tokenizer, seed=LABELLED.seed)
    if options.trial:
        print(json.dumps(scores(network, tokenizer, sorted(held, key=str), options.labelled), indent=1))
    if options.folds and options.labelled is not None:
        unseen = HeldOut(options.labelled)
        for fold in range(FOLDS):
            print(f"fold {fold}: {unseen.fold(fold, network, tokenizer, lessons):.3f}", file=sys.stderr)
        if not options.trial:
            unseen.write()
    if not options.trial:
        if options.labelled is not None:
            learn_labelled(network, tokenizer, lessons, *read_plv(options.labelled))
        save(network, options.base, data_path("encoder"))
    return 0


def save(network: Network, base: Path, folder: Path) -> None:
    from export import to_onnx

    folder.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as made:
        parts = [Path(made) / name for name in (FIRST, REST)]
        to_onnx(network, *parts)
        for part in parts:
            shutil.copyfile(part, folder / part.name)
    shutil.copyfile(base / TOKENIZER, folder / TOKENIZER)
    for path in (folder / name for name in FILES):
        print(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}  {path.stat().st_size / 1e6:.1f} MB")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--base", type=Path, default=BASE, help="folder of the sentence encoder to begin with")
    parser.add_argument("--labelled", type=Path, help="labelled sentences (plv_train.jsonl) to learn too")
    parser.add_argument(
        "--stories", type=Path, required=True, help="stories (ngec_synthetic.jsonl) that the teacher was asked of"
    )
    parser.add_argument("--folds", action="store_true", help="also make held_out.jsonl")
    parser.add_argument("--trial", action="store_true", help="keep rows back, say the scores, write nothing")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
