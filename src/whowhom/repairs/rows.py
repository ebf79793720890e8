"""A sentence as rows of what the parser has read, and the words that several repairs know."""

from __future__ import annotations

import re
from collections.abc import Sequence

# A word as the parser has read it: text, tag, label, number of its head, offset.
Row = tuple[str, str, str, int, int]
OPENING_DATE = re.compile(
    r"(?:1[0-9]|20)\d\d|[0-3]?\d|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July"
    r"|August|September|October|November|December"
)
TIMES = re.compile(
    r"year|month|week|day|night|evening|morning|spring|summer|autumn|winter|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
)
SUBJECTS = frozenset({"nsubj", "nsubjpass"})
NAMES = frozenset({"NNP", "NNPS"})


def is_tree(rows: Sequence[Row]) -> bool:
    """Whether each word hangs, over others or not, on one that hangs on nothing but itself."""
    rooted: set[int] = set()
    for i in range(len(rows)):
        path: set[int] = set()
        while i not in rooted and rows[i][3] != i:
            if i in path:
                return False
            path.add(i)
            i = rows[i][3]
        rooted |= path | {i}
    return True


def labels_below(rows: Sequence[Row], i: int) -> set[str]:
    """The labels of what hangs on a word."""
    return {row[2] for j, row in enumerate(rows) if row[3] == i and j != i}


def root_of(rows: Sequence[Row]) -> int:
    return next((i for i, row in enumerate(rows) if row[2] == "ROOT"), 0)
