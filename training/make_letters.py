"""Learn which letters of another script stand for which Latin ones, from pairs of one name in both.

    python training/make_letters.py FILE.jsonl src/whowhom/data/names/LANGUAGE.tsv

reads `native` and `latin` of each line and writes how often each letter or two
become up to three Latin ones (possibly none), in thousandths of a natural
logarithm. A joint model of letter pairs (after Deligne and Bimbot's multigrams,
1995), learnt by expectation and maximisation; the same bytes each time.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from whowhom.knowledge.letters import COLUMNS, LONGEST_LATIN, LONGEST_NATIVE, plain

ROUNDS = 6
# Pairs that all names together use less often than this are left out, from the second round on.
LEAST = 0.5
# In the first round a pair is as likely as this to the power of its letters, and of what it adds or takes away.
FIRST = 0.05
HEAD = (
    "# Letters of two scripts that stand for one another in names; ln(likelihood) in thousandths "
    "(training/make_letters.py)\n"
)
Pair = tuple[str, str]
Weights = Mapping[Pair, float]


def learn(names: list[Pair]) -> dict[Pair, float]:
    """How likely each pair of letters is, over all of them."""
    weights: dict[Pair, float] | None = None
    for number in range(ROUNDS):
        counts: dict[Pair, float] = defaultdict(float)
        for native, latin in names:
            _count(native, latin, weights, counts)
        kept = {pair: count for pair, count in counts.items() if number == 0 or count > LEAST}
        total = sum(kept.values())
        weights = {pair: count / total for pair, count in kept.items()}
        print(f"round {number}: {len(weights)} pairs", file=sys.stderr)
    return weights or {}


def _count(native: str, latin: str, weights: Weights | None, counts: dict[Pair, float]) -> None:
    """Add how often one name in two scripts is expected to use each pair."""
    steps = [
        (i, j, di, dj, _weight(native[i : i + di], latin[j : j + dj], weights))
        for i, j, di, dj in _steps(native, latin)
    ]
    before = [[0.0] * (len(latin) + 1) for _ in range(len(native) + 1)]
    after = [[0.0] * (len(latin) + 1) for _ in range(len(native) + 1)]
    before[0][0] = after[len(native)][len(latin)] = 1.0
    for i, j, di, dj, weight in steps:
        before[i + di][j + dj] += before[i][j] * weight
    for i, j, di, dj, weight in reversed(steps):
        after[i][j] += weight * after[i + di][j + dj]
    whole = before[-1][-1]
    if whole <= 0:
        return
    for i, j, di, dj, weight in steps:
        counts[native[i : i + di], latin[j : j + dj]] += before[i][j] * weight * after[i + di][j + dj] / whole


def _steps(native: str, latin: str) -> Iterator[tuple[int, int, int, int]]:
    """Yield each place of both names with each number of letters that may be read from there."""
    for i in range(len(native) + 1):
        for j in range(len(latin) + 1):
            for di in range(min(LONGEST_NATIVE, len(native) - i) + 1):
                for dj in range(min(LONGEST_LATIN, len(latin) - j) + 1):
                    if (di or dj == 1) and (dj or di == 1):
                        yield i, j, di, dj


def _weight(native: str, latin: str, weights: Weights | None) -> float:
    if weights is None:
        return FIRST ** (max(len(native), len(latin)) + (not native) + 0.5 * (not latin) + (len(native) > 1))
    return weights.get((native, latin), 0.0)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", type=Path)
    parser.add_argument("table", type=Path)
    options = parser.parse_args()
    records = [json.loads(line) for line in options.names.read_text(encoding="utf-8").splitlines()]
    weights = learn([(plain(record["native"]), plain(record["latin"])) for record in records])
    rows = sorted((native or "-", latin or "-", round(1000 * math.log(p))) for (native, latin), p in weights.items())
    lines = ["\t".join(COLUMNS), *(f"{native}\t{latin}\t{weight}" for native, latin, weight in rows)]
    options.table.write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
