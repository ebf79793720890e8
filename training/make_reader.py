"""Make the shipped reader from articles with gold: one command, on a processor.

    python training/make_reader.py --stories FILE

teaches it whom the rules find in clauses of the stories, then the articles of
`articles.jsonl.gz`, and writes `reader.onnx` and `reader-heads.onnx` into
`src/whowhom/data/encoder/`, beside the vocabulary that it shares with the
encoder. README.md says what the articles are and how well it does.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import torch
from cloze import Cutter
from export import reader_to_onnx
from lessons import lessons_of, lessons_of_rules, number_of, read_articles
from narrowing import narrow_layers
from reader_network import Lesson, Reader, Recipe, fit

from whowhom.events.reader import BODY, HEADS
from whowhom.knowledge.tables import data_path

ARTICLES = Path(__file__).with_name("articles.jsonl.gz")
OF_RULES, OF_GOLD = Recipe(epochs=1, batch=8), Recipe(epochs=6, seed=8)
# It had not learnt all after six epochs: three more, slower.
MORE = Recipe(epochs=3, rate=1.2e-4, head_rate=6e-4, seed=9)
# Inner units of each layer that are kept, of 1,536, as this many sheets use them.
UNITS, LOOKED_AT = 512, 60
# Sums are added in another order by another number of threads, and would come out a little different.
THREADS = 2


def reporter(of: str) -> Callable[[int, float, float], None]:
    return lambda epoch, loss, seconds: print(f"{of}, epoch {epoch}: loss {loss:.3f}, {seconds:.0f} s", file=sys.stderr)


def learn(of_rules: Sequence[Lesson], of_gold: Sequence[Lesson]) -> Reader:
    """A reader taught what the rules find, then what annotators do."""
    torch.manual_seed(OF_RULES.seed)
    reader = Reader()
    sheets = [(lesson.given["ids"], torch.ones_like(lesson.given["ids"])) for lesson in of_gold[:LOOKED_AT]]
    lost = narrow_layers(reader.body.encoder, sheets, UNITS)
    print(f"narrower layers lose {', '.join(f'{share:.1%}' for share in lost)}", file=sys.stderr)
    fit(reader, of_rules, OF_RULES, reporter("the rules' answers"))
    for recipe in (OF_GOLD, MORE):
        fit(reader, of_gold, recipe, reporter("articles"), anew=Cutter(number_of).with_gaps)
    return reader


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--stories", type=Path, required=True, help="the stories that the rules read first")
    options = parser.parse_args()
    torch.set_num_threads(THREADS)
    torch.use_deterministic_algorithms(True)
    of_gold = lessons_of(read_articles(ARTICLES))
    of_rules = lessons_of_rules(options.stories)
    print(f"{len(of_gold)} sheets of articles, {len(of_rules)} of stories", file=sys.stderr)
    reader = learn(of_rules, of_gold)
    folder = data_path("encoder")
    reader_to_onnx(reader, of_gold[0], folder / BODY, folder / HEADS)
    return 0


if __name__ == "__main__":
    sys.exit(main())
