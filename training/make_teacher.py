"""Ask a larger network what joins parties that nobody labelled, for the shipped one to learn from.

    python training/make_teacher.py --base FOLDER --stories FILE

teaches a network of twelve layers (FOLDER: all-mpnet-base-v2) our own text, asks
it of pairs drawn from the stories of FILE, and writes `soft_labels.jsonl` beside
this file: where each pair stands, and how likely each type is. It never sees a
labelled sentence, so what it hands on cannot leak into the folds. Takes two hours
on two cores; README.md says where FOLDER and FILE come from.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections.abc import Sequence
from pathlib import Path

import msgspec
import torch
from network import BASE, Example, Network, Recipe, answers, clock, example_of, fit, tokenizer_of
from rows import read_rows
from stories import SOFT_LABELS, draw, read_stories, row_of, with_types
from tokenizers import Tokenizer

from whowhom.events.encoder import BEGIN, END
from whowhom.parsing import load_parser

TEACHER = Recipe(epochs=2, batch=16, rate=5e-5, head_rate=1e-3, smoothing=0.05, seed=11)
# Of its twelve layers, how many stay as they are: learning takes two thirds of the time then.
FROZEN = 6
# What the larger network calls the marks of begin, end and padding.
ITS_NAMES = {BEGIN: "<s>", END: "</s>", "[PAD]": "<pad>"}


class Renumbered:
    """Examples as the larger network reads them: both have the same pieces of words, under other numbers."""

    def __init__(self, mine: Tokenizer, its: Tokenizer) -> None:
        names = mine.get_vocab(with_added_tokens=True)
        numbers = {number: its.token_to_id(ITS_NAMES.get(name, name)) for name, number in names.items()}
        missing = sorted(name for name, number in names.items() if numbers[number] is None)
        if missing:
            raise SystemExit(f"the base has no {missing[0]!r} in its vocabulary. Is it all-mpnet-base-v2?")
        self._numbers = numbers
        self.pad = numbers[names["[PAD]"]]

    def __call__(self, example: Example) -> Example:
        pieces = msgspec.structs.replace(example.pieces, ids=tuple(self._numbers[i] for i in example.pieces.ids))
        return msgspec.structs.replace(example, pieces=pieces)


def teacher_of(base: Path, examples: Sequence[Example], pad: int) -> Network:
    """The larger network, taught."""
    torch.manual_seed(TEACHER.seed)
    network = Network(base, attention="eager", frozen=FROZEN)
    seconds = clock()

    def report(epoch: int, loss: float) -> None:
        print(f"teacher, epoch {epoch}: loss {loss:.3f}, {seconds():.0f} s", file=sys.stderr)

    fit(network, lambda _: examples, TEACHER, pad=pad, report=report)
    return network


def main() -> int:
    options = _options()
    mine = tokenizer_of(BASE)
    renumbered = Renumbered(mine, tokenizer_of(options.base))
    stories = read_stories(options.stories)
    pairs = list(draw(stories, load_parser()))
    asked = [renumbered(example_of(row_of(pair, stories), mine)) for pair in pairs]
    taught = [renumbered(example_of(row, mine)) for row in read_rows()]
    told, _ = answers(teacher_of(options.base, taught, renumbered.pad), asked, pad=renumbered.pad)
    lines = [msgspec.json.encode(with_types(*answer)) + b"\n" for answer in zip(pairs, told, strict=True)]
    SOFT_LABELS.write_bytes(b"".join(lines))
    print(f"{hashlib.sha256(SOFT_LABELS.read_bytes()).hexdigest()}  {SOFT_LABELS.name}")
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--base", type=Path, required=True, help="folder of all-mpnet-base-v2")
    parser.add_argument("--stories", type=Path, required=True, help="stories (ngec_synthetic.jsonl) to draw pairs from")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
