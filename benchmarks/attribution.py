"""Attributions against PolNeAR: who says what, by which words, to the letter.

Development material that is not part of the project; the line that says so is
all that is printed where it is not there. `python benchmarks/attribution.py`
lists what went wrong as well; with `first` or `second` it takes half of the
lines only.

How it is scored: of our attributions the outermost ones count, because the
corpus has no attribution whose cue stands in what another one tells. Each is
matched to at most one of the corpus, and each of those to at most one of ours,
by the greatest overlap of the cues in characters, then of the contents; where
cues do not overlap there is no match. A source, cue or content is right when
the characters that both cover are the same, white space and the quotation
marks and punctuation at the edges of each piece not counted (`strict` figures:
the same pieces to the letter). F1 is over all attributions of all articles; an
empty source counts on neither side.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from whowhom.knowledge.words import WordLists, load_words
from whowhom.parsing import Parser, load_parser
from whowhom.qualifying.tellers import Attribution, find_attributions
from whowhom.records import Span

FIELDS = ("source", "cue", "content")
EDGE = " \t\r\n,;:.!?\"“”‘’'`«»–—-―…"
Pieces = tuple[tuple[int, int], ...]


@cache
def tools() -> tuple[Parser, WordLists]:
    return load_parser(), load_words()


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def pieces(spans: Sequence[Span] | Span | None) -> Pieces:
    if spans is None:
        return ()
    many = (spans,) if isinstance(spans, Span) else spans
    return tuple(sorted((span.start, span.end) for span in many))


def ours(attribution: Attribution) -> dict[str, Pieces]:
    return {field: pieces(getattr(attribution, field)) for field in FIELDS}


def theirs(row: dict[str, Any]) -> dict[str, Pieces]:
    return {field: tuple(sorted((start, end) for start, end in row[field])) for field in FIELDS}


def characters(text: str, spans: Pieces) -> frozenset[int]:
    """What spans cover, without white space and what stands at the edges of each."""
    covered: set[int] = set()
    for start, end in spans:
        while start < end and text[start] in EDGE:
            start += 1
        while start < end and text[end - 1] in EDGE:
            end -= 1
        covered.update(i for i in range(start, end) if not text[i].isspace())
    # Pieces that only punctuation parts are one piece.
    return frozenset(i for i in covered if text[i] not in EDGE)


def overlap(one: Pieces, other: Pieces) -> int:
    return sum(max(0, min(b, d) - max(a, c)) for a, b in one for c, d in other)


def matched(found: list[dict[str, Pieces]], gold: list[dict[str, Pieces]]) -> list[tuple[int, int]]:
    """Pairs, one to one, the greatest overlap of cues first, then of contents."""
    pairs = []
    for i, a in enumerate(found):
        for j, b in enumerate(gold):
            shared = overlap(a["cue"], b["cue"])
            if shared:
                pairs.append((-shared, -overlap(a["content"], b["content"]), i, j))
    taken: list[tuple[int, int]] = []
    for _, _, i, j in sorted(pairs):
        if all(i != k and j != m for k, m in taken):
            taken.append((i, j))
    return taken


def count(rows: Sequence[dict[str, Any]], *, show: bool = False) -> Counter[str]:
    """Of each field how many are ours, theirs, and both."""
    parser, words = tools()
    counts: Counter[str] = Counter()
    for row in rows:
        text = row["text"]
        found = [ours(a) for a in find_attributions(text, parser.parse(text), words) if a.depth == 0]
        gold = [theirs(a) for a in row["attributions"] if a["cue"]]
        pairs = matched(found, gold)
        counts["matched"] += len(pairs)
        counts["ours"] += len(found)
        counts["gold"] += len(gold)
        for field in FIELDS:
            counts[f"{field}_ours"] += sum(bool(a[field]) for a in found)
            counts[f"{field}_gold"] += sum(bool(a[field]) for a in gold)
            for i, j in pairs:
                one, other = found[i][field], gold[j][field]
                counts[f"{field}_strict"] += one == other != ()
                counts[f"{field}_right"] += bool(other) and characters(text, one) == characters(text, other)
        if show:
            report(text, found, gold, pairs)
    return counts


def report(
    text: str, found: list[dict[str, Pieces]], gold: list[dict[str, Pieces]], pairs: list[tuple[int, int]]
) -> None:
    def words(spans: Pieces) -> str:
        return " ... ".join(text[a:b].replace("\n", " ") for a, b in spans)

    for i, j in pairs:
        for field in FIELDS:
            one, other = found[i][field], gold[j][field]
            if characters(text, one) != characters(text, other):
                print(f"  {field} of {words(gold[j]['cue'])!r}: ours {words(one)!r}, theirs {words(other)!r}")
    for i in sorted(set(range(len(found))) - {i for i, _ in pairs}):
        print(
            f"  ours alone: {words(found[i]['source'])!r} | {words(found[i]['cue'])!r} | {words(found[i]['content'])!r}"
        )
    for j in sorted(set(range(len(gold))) - {j for _, j in pairs}):
        print(f"  not found: {words(gold[j]['source'])!r} | {words(gold[j]['cue'])!r} | {words(gold[j]['content'])!r}")


def _f1(right: int, ours: int, gold: int) -> float:
    return round(2 * right / (ours + gold), 3) if ours + gold else 0.0


def score(shared: Path, *, half: str = "", show: bool = False) -> dict[str, float]:
    """The figures by name, from the folder of development data; ``half`` is "first", "second" or all of it."""
    rows = list(read_lines(shared / "data" / "attribution_polnear" / "polnear_dev.jsonl"))
    middle = len(rows) // 2
    rows = {"first": rows[:middle], "second": rows[middle:]}.get(half, rows)
    counts = count(rows, show=show)
    figures: dict[str, float] = {
        "attribution_found": _f1(counts["matched"], counts["ours"], counts["gold"]),
        "attribution_ours": counts["ours"],
        "attribution_gold": counts["gold"],
    }
    for field in FIELDS:
        total = counts[f"{field}_ours"], counts[f"{field}_gold"]
        figures[f"attribution_{field}_f1"] = _f1(counts[f"{field}_right"], *total)
        figures[f"attribution_{field}_f1_strict"] = _f1(counts[f"{field}_strict"], *total)
    return figures


def main() -> int:
    from run import shared_folder

    shared = shared_folder()
    if shared is None:
        return 0
    half = sys.argv[1] if len(sys.argv) > 1 else ""
    for name, value in score(shared, half=half, show="-q" not in sys.argv).items():
        print(f"{name:44} {value:g}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
