"""Whether the same words get the same type whoever the two parties are.

Each sentence of `pairs.tsv` with two marked parties is told of two others, and of
the same two the other way round: an army and rebels, two movements, two states.
A figure is the share of sentences whose type changes when the two change places;
0 is evenhanded. The encoder reads no country's name; what the parser makes of one can differ.

Run it: `python benchmarks/evenhanded.py`.
"""

from __future__ import annotations

import sys
from pathlib import Path

from event_types import Pair, our_pairs, tools
from rows import Row
from run import alone
from strangers import told_of

from whowhom.events.classify import classify
from whowhom.records import Span

# Two parties of like kind, as a sentence may name either in either place.
PARTIES = {
    "states": ("Russia", "Ukraine"),
    "army_rebels": ("the army", "the rebels"),
    "army_movement": ("the Israeli army", "Hamas"),
    "movements": ("Hezbollah", "the Free Syrian Army"),
    "government_opposition": ("the government", "the opposition"),
    "leaders": ("Vladimir Putin", "Joe Biden"),
}


def others(pair: Pair, source: str, target: str) -> tuple[str, Span, Span]:
    """The sentence with other names in the places of the two parties, and where they stand."""
    assert pair.source is not None and pair.target is not None
    row = Row(pair.text, (pair.source.start, pair.source.end), (pair.target.start, pair.target.end), pair.event_type)
    told = told_of(row, source, target)
    assert told.source is not None and told.target is not None
    one, other = (Span(start=start, end=end) for start, end in (told.source, told.target))
    return told.text, one, other


def types_of(pairs: list[Pair], source: str, target: str) -> list[str | None]:
    parser, codebook, encoder = tools()
    told = [others(pair, source, target) for pair in pairs]
    parsed = parser.parse_many([text for text, _, _ in told])
    return [
        classify(text, sentences, one, other, codebook, encoder).event_type
        for (text, one, other), sentences in zip(told, parsed, strict=True)
    ]


def score(shared: Path) -> dict[str, float]:
    del shared  # our own sentences alone
    pairs = [pair for pair in our_pairs() if pair.source is not None and pair.target is not None]
    scores = {}
    for name, (one, other) in PARTIES.items():
        found = zip(types_of(pairs, one, other), types_of(pairs, other, one), strict=True)
        scores[f"evenhanded_{name}"] = sum(a != b for a, b in found) / len(pairs)
    return scores


if __name__ == "__main__":
    sys.exit(alone(score))
