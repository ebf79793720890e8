"""The training text: sentences with a marked source and target, and what happens between the two.

`text/*.tsv` holds a row a sentence: PLOVER type (`-`: nothing happens between
the two), mode (`-`: none), and the sentence with `<s>source</s>` and `<t>target</t>`.
Types and modes are those of the shipped codebook.
"""

from __future__ import annotations

import csv
import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from whowhom.knowledge.codebook import load_codebook

TEXT = Path(__file__).with_name("text")
COLUMNS = ["event_type", "mode", "sentence"]
NOTHING = "-"
# Files of words in another sense, each with a real event in the same words.
SENSES = "senses-"
MARK = re.compile(r"</?[st]>")
Span = tuple[int, int]


class BadRow(Exception):
    """A row that cannot be used; says file, line and why."""


@dataclass(frozen=True)
class Row:
    """A sentence and its parties as half-open offsets; ``event_type`` None is nothing between the two."""

    text: str
    source: Span | None
    target: Span | None
    event_type: str | None
    only_pair: bool = True  # whether no other pair of the same sentence is a row of its own
    by_parties: bool = False  # whether its parties' own words may tell the sense ("the striker attacked the defence")


def read_rows(folder: Path = TEXT) -> list[Row]:
    """Every row of a file or of a folder's files, in order of file and line. Raises BadRow."""
    paths = sorted(folder.glob("*.tsv")) if folder.is_dir() else [folder]
    marked = [(path.name, event_type, sentence) for path in paths for event_type, sentence in _lines(path)]
    often = Counter(MARK.sub("", sentence) for _, _, sentence in marked)
    rows = []
    for name, event_type, sentence in marked:
        row = row_of(event_type, sentence, only=often[MARK.sub("", sentence)] == 1)
        rows.append(replace(row, by_parties=name.startswith(SENSES)))
    return rows


def _lines(path: Path) -> Iterator[tuple[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        table = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        if next(table, None) != COLUMNS:
            raise BadRow(f"{path.name}:1: the header must be {' '.join(COLUMNS)}, parted by tabs")
        for number, cells in enumerate(table, 2):
            if len(cells) != len(COLUMNS):
                raise BadRow(f"{path.name}:{number}: {len(cells)} columns, not {len(COLUMNS)}")
            _check_label(path, number, cells[0], cells[1])
            _check_marks(path, number, cells[2])
            yield cells[0], cells[2]


def _check_label(path: Path, number: int, event_type: str, mode: str) -> None:
    """Refuse a type or mode that the codebook does not know: misspelt, it would teach that nothing happened."""
    modes = _modes()
    if event_type not in modes:
        raise BadRow(f"{path.name}:{number}: unknown event type {event_type!r}. Use one of {', '.join(modes)}.")
    if mode not in modes[event_type]:
        known = ", ".join(modes[event_type])
        raise BadRow(f"{path.name}:{number}: {event_type} has no mode {mode!r}. Use one of {known}.")


@cache
def _modes() -> dict[str, list[str]]:
    """The modes of each type; `-` is no mode, and the type of a row in which nothing happens."""
    codebook = load_codebook()
    found = {NOTHING: [NOTHING], **{name: [NOTHING] for name in codebook.types}}
    for mode in codebook.modes:
        found[mode.event_type].append(mode.mode)
    return found


def _check_marks(path: Path, number: int, sentence: str) -> None:
    marks = MARK.findall(sentence)
    pairs = [marks[i : i + 2] for i in range(0, len(marks), 2)]
    if not marks or any(pair not in (["<s>", "</s>"], ["<t>", "</t>"]) for pair in pairs) or len(pairs) > 2:
        raise BadRow(f"{path.name}:{number}: marks must be one <s>…</s>, one <t>…</t> or both, not one in the other")


def row_of(event_type: str, marked: str, *, only: bool = True) -> Row:
    """A row from a sentence with its marks in."""
    text, at = "", 0
    starts: dict[str, int] = {}
    spans: dict[str, Span] = {}
    for mark in MARK.finditer(marked):
        text += marked[at : mark.start()]
        at = mark.end()
        if mark.group()[1] == "/":
            spans[mark.group()[2]] = (starts[mark.group()[2]], len(text))
        else:
            starts[mark.group()[1]] = len(text)
    return Row(
        text=text + marked[at:],
        source=spans.get("s"),
        target=spans.get("t"),
        event_type=None if event_type == NOTHING else event_type,
        only_pair=only,
    )


def marked(row: Row) -> str:
    """The row's sentence with its marks in; undoes `row_of`."""
    places = [(span, name) for span, name in ((row.source, "s"), (row.target, "t")) if span is not None]
    text = row.text
    for (start, end), name in sorted(places, reverse=True):
        text = f"{text[:start]}<{name}>{text[start:end]}</{name}>{text[end:]}"
    return text


def by_sentence(rows: Sequence[Row], folds: int, seed: int = 1) -> list[list[int]]:
    """Numbers of the rows, dealt into folds; rows of one sentence stay together."""
    sentences = sorted({row.text for row in rows})
    random.Random(seed).shuffle(sentences)
    fold = {sentence: i % folds for i, sentence in enumerate(sentences)}
    return [[i for i, row in enumerate(rows) if fold[row.text] == k] for k in range(folds)]
