"""How well mentions are joined to the one whom they mean, across the articles on an event.

Development material that is not part of the project: `variants_newswcl50`, the
mentions that coders marked in five outlets' articles on five events, each with
its concept ("Kim Jong Un", "the dictator"). **The articles' texts are not among
them, nor any sentence**: only each mention's words and the number of its
sentence. So every mention stands alone in a frame ("Mr. Perez did so."), in the
order of paragraph, sentence and id, and these sentences make an article's
document. What the figures say is how names and descriptions are joined to
each other; appositions, pronouns and word order, which a real article has,
are not measured, and within a sentence the mentions are in the alphabet's
order. A second frame shows how far a figure is the frame's.

Grouped are the mentions of one event, of all its articles together, by the
tool's actor_id as it stands: each article has a cast of its own, and equal
ids of two casts are one group. B-cubed averages over all mentions of the five
events; scope "article" groups within each article instead. A mention is the
tool's whose head is the gold span's head, else the one that covers most of the
span. Where that is none, or a thing or a place, the mention is unresolved: a
group of its own, or in the second variant the group of its exact string.

Which concepts count: the headline takes ACTOR, COUNTRY and GROUP, whose concept
is one person, country or body, though coders put a country's officials and a
party's people with it, so that right answers may count as missed. "persons",
ACTOR alone, has little of that. "+ people" adds to the headline ACTOR-I, people
of a concept such as USA-I: a bin of different persons under one label, which
nobody ought to join. "All types" adds events, objects and misc, and the loaded
words of PROPERTY and ACTION, which no tool of actors groups; these last stand
in documents of their own.

Run it: `python benchmarks/variants.py`.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Hashable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from msgspec import Struct

from whowhom.actors import Cast, find_cast, is_party
from whowhom.knowledge.spelling import fold
from whowhom.pipeline import Tools, load_tools
from whowhom.records import Mention, Sentence, Span

# The events are of April and May 2018; the data give no day.
PUBLISHED = "2018-04"
FRAMES = {"subject": "{} did so.", "object": "Reports dealt with {}."}
NAMED = frozenset({"ACTOR", "COUNTRY", "GROUP"})
SETS = {"actors": NAMED, "persons": frozenset({"ACTOR"}), "+ people": NAMED | {"ACTOR-I"}, "all types": None}
# Words that judge an actor, not names of one.
LOADED = frozenset({"PROPERTY", "ACTION"})
SYSTEMS = ("tool", "tool_or_string", "string", "head")

Row = dict[str, Any]
# Precision, recall and F1.
Figures = tuple[float, float, float]


class Judged(Struct, frozen=True, kw_only=True):
    """A gold mention, the tool's actor for it or None, and its head word, folded."""

    row: Row
    actor_id: str | None
    head: str
    why: str


@cache
def tools() -> Tools:
    return load_tools(rules_only=True)


def read_rows(shared: Path) -> list[Row]:
    path = shared / "data" / "variants_newswcl50" / "newswcl50_dev.jsonl"
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def judge(rows: Sequence[Row], frame: str) -> list[Judged]:
    """Every gold mention with what the tool makes of it, article by article."""
    articles: dict[tuple[Any, ...], list[Row]] = {}
    for row in sorted(rows, key=lambda r: (r["event"], r["publisher"], r["paragraph"], r["sentence"], r["id"])):
        articles.setdefault((row["event"], row["publisher"], row["type"] in LOADED), []).append(row)
    return [judged for article in articles.values() for judged in judge_article(article, frame)]


def judge_article(rows: Sequence[Row], frame: str) -> list[Judged]:
    text, spans, golds = framed(rows, frame)
    sentences = tools().parser.parse_spans(text, list(enumerate(spans)))
    cast = find_cast(text, sentences, tools().actors, tools().gazetteer, published=PUBLISHED)
    return [judge_one(row, s, gold, cast) for row, s, gold in zip(rows, sentences, golds, strict=True)]


def framed(rows: Sequence[Row], frame: str) -> tuple[str, list[Span], list[Span]]:
    """A document of one sentence a mention: its text, the sentences' spans and the mentions' spans."""
    text, spans, golds = "", [], []
    before, _, after = frame.partition("{}")
    for i, row in enumerate(rows):
        if i:
            text += " " if rows[i - 1]["paragraph"] == row["paragraph"] else "\n\n"
        words = row["mention"] if before else row["mention"][:1].upper() + row["mention"][1:]
        start = len(text)
        text += before + words + after
        spans.append(Span(start=start, end=len(text)))
        golds.append(Span(start=start + len(before), end=start + len(before) + len(words)))
    return text, spans, golds


def judge_one(row: Row, sentence: Sentence, gold: Span, cast: Cast) -> Judged:
    inside = [t for t in sentence.tokens if t.start < gold.end and gold.start < t.end]
    numbers = {t.i for t in inside}
    head = next((t for t in inside if t.head not in numbers or t.head == t.i), inside[-1])
    found = [m for m in cast.mentions if m.sentence == sentence.number and common(m, gold) > 0]
    best = max(found, key=lambda m: (m.head == head.i, common(m, gold)), default=None)
    party = best is not None and is_party(best.actor_id)
    why = "; ".join(f"{reason.rule}: {reason.detail}" for reason in best.why) if best is not None else ""
    return Judged(row=row, actor_id=best.actor_id if best and party else None, head=fold(head.text), why=why)


def common(mention: Mention, gold: Span) -> int:
    return min(mention.end, gold.end) - max(mention.start, gold.start)


def key(judged: Judged, system: str) -> Hashable:
    """The group that a system puts a mention in."""
    if system == "string" or (system == "tool_or_string" and judged.actor_id is None):
        return ("string", judged.row["mention"])
    if system == "head":
        return judged.head
    return judged.actor_id or ("alone", judged.row["id"])


def b_cubed(judged: Sequence[Judged], system: str, *, scope: str = "event") -> Figures:
    """B-cubed of groups that never cross an event, or an article; the mean over all mentions."""
    where = [(j.row["event"], j.row["publisher"] if scope == "article" else None) for j in judged]
    ours = [(place, key(j, system)) for place, j in zip(where, judged, strict=True)]
    gold = [(place, j.row["concept"]) for place, j in zip(where, judged, strict=True)]
    both = list(zip(ours, gold, strict=True))
    of_ours, of_gold, of_both = Counter(ours), Counter(gold), Counter(both)
    precision = sum(of_both[o, g] / of_ours[o] for o, g in both) / len(both)
    recall = sum(of_both[o, g] / of_gold[g] for o, g in both) / len(both)
    return precision, recall, 2 * precision * recall / (precision + recall)


def chosen(judged: Sequence[Judged], types: frozenset[str] | None) -> list[Judged]:
    return [j for j in judged if types is None or j.row["type"] in types]


def score(shared: Path) -> dict[str, float]:
    """The headline: B-cubed of the actors within each event, and the strings' F1 beside it."""
    judged = chosen(judge(read_rows(shared), FRAMES["subject"]), NAMED)
    precision, recall, f1 = b_cubed(judged, "tool")
    return {
        "variants_mentions": len(judged),
        "variants_resolved": sum(j.actor_id is not None for j in judged) / len(judged),
        "variants_precision": precision,
        "variants_recall": recall,
        "variants_f1": f1,
        "variants_f1_exact_string": b_cubed(judged, "string")[2],
    }


def print_table(judged: Sequence[Judged], frame: str) -> None:
    for name, types in SETS.items():
        these = chosen(judged, types)
        concepts = len({(j.row["event"], j.row["concept"]) for j in these})
        resolved = sum(j.actor_id is not None for j in these)
        print(f"{name}, frame {frame}: {len(these)} mentions of {concepts} concepts, {resolved} resolved")
        for scope in ("event", "article"):
            for system in SYSTEMS:
                figures = " ".join(f"{value:.3f}" for value in b_cubed(these, system, scope=scope))
                print(f"  {scope:8} {system:15} {figures}")


def main() -> int:
    from run import shared_folder

    shared = shared_folder()
    if shared is None:
        return 0
    rows = read_rows(shared)
    print("B-cubed precision, recall, F1; the sentences are frames, not the articles' (see the docstring)")
    for frame, words in FRAMES.items():
        print_table(judge(rows, words), frame)
    return 0


if __name__ == "__main__":
    sys.exit(main())
