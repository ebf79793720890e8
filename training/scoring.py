"""How well answers agree with labelled text: macro-F1 of types, overlap F1 of parties."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path

from rows import Row

from whowhom.events.encoder import LABELS, NONE

Spans = list[tuple[str, int, int]]
# Before these no space stands.
CLOSING = frozenset(".,;:!?)’'\"%")
# The labelled sentences do not tell these two apart.
YIELD = ("CONCEDE", "RETREAT")


def read_plv(path: Path) -> tuple[list[Row], list[str]]:
    """The sentences with a marked pair, and the type of each (of 15, YIELD being two of ours)."""
    rows, types = [], []
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            source, target = (
                tuple(spans[0]) if spans else None for spans in (record["source_spans"], record["target_spans"])
            )
            rows.append(Row(text=record["sentence"], source=source, target=target, event_type=None))
            types.append(record["gold_root"])
    return rows, types


def type_of(probabilities: Sequence[float], *, may_be_none: bool = False) -> str:
    """The likeliest of the 15 types of the labelled sentences."""
    by_type = dict(zip(LABELS, probabilities, strict=True))
    none = by_type.pop(NONE)
    by_type["YIELD"] = sum(by_type.pop(name) for name in YIELD)
    best = max(by_type, key=lambda name: by_type[name])
    return NONE if may_be_none and none > by_type[best] else best


def macro_f1(gold: Sequence[str], found: Sequence[str | None]) -> float:
    """Mean over the gold classes of 2TP / (2TP + FP + FN)."""
    return sum(f1_by_type(gold, found).values()) / len(set(gold))


def f1_by_type(gold: Sequence[str], found: Sequence[str | None]) -> dict[str, float]:
    pairs = list(zip(gold, found, strict=True))
    scores = {}
    for name in sorted(set(gold)):
        right = sum(a == name == b for a, b in pairs)
        scores[name] = 2 * right / (sum(a == name for a, _ in pairs) + sum(b == name for _, b in pairs))
    return scores


def overlap_f1(gold: Iterable[Spans], found: Iterable[Spans]) -> float:
    """F1 of named spans; one is right when it overlaps one of the same name that no other has taken."""
    right = there = told = 0
    for mine, theirs in zip(gold, found, strict=True):
        left = list(theirs)
        there, told = there + len(mine), told + len(left)
        for name, start, end in mine:
            hit = next((s for s in left if s[0] == name and s[1] < end and start < s[2]), None)
            if hit is not None:
                right += 1
                left.remove(hit)
    return 2 * right / (there + told) if there + told else 0.0


def read_ner(path: Path) -> tuple[list[str], list[Spans]]:
    """Sentences and their parties as (S or T, start, end); who is both counts as either: S."""
    sentences, spans = [], []
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            text, found = _joined(record["tokens"], record["tags"])
            sentences.append(text)
            spans.append(found)
    return sentences, spans


def _joined(tokens: Sequence[str], tags: Sequence[str]) -> tuple[str, Spans]:
    text, found = "", []
    for token, tag in zip(tokens, tags, strict=True):
        text += "" if not text or token[0] in CLOSING else " "
        start = len(text)
        text += token
        name = {"R": "S"}.get(tag[2:], tag[2:])
        if tag[0] == "I" and found and found[-1][0] == name:
            found[-1] = (name, found[-1][1], len(text))
        elif tag != "O":
            found.append((name, start, len(text)))
    return text, found
