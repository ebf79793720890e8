"""How often a pronoun or description of our own articles is taken for whom it means.

In the articles of `training/articles.jsonl.gz`, and of `plain` and `implicit` in
`benchmarks/written/`, a language model wrote down whom each pronoun and each definite
description means: the fullest name that the article gives for them, or the words that
introduce them; nothing where the phrase itself is the fullest, where a thing is meant,
or where careful readers would not agree. `whom.jsonl.gz` holds this as offsets and
names, an article a line. Asked were the phrases that the rules of 28 November
2026 took for parties: a pronoun that they took for nobody's is not among them.

A phrase is right where one of the actors that the cast has for it also stands
where the article has one of the names; one that means nobody else where it is
joined to no name. The rules alone are measured. Those of `actors/antecedents.py` were
made with a look at 179 of the articles and at examples from the others, so for them
the figures are a little kind.

Run it: `python benchmarks/whom.py`.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from whowhom.actors import Cast, is_described, is_party
from whowhom.events.unnamed import ROLE
from whowhom.pipeline import Tools, load_tools, understood
from whowhom.records import Document, Mention

ROOT = Path(__file__).resolve().parents[1]
MARKS = ROOT / "benchmarks/whom.jsonl.gz"
TEXTS = ("training/articles.jsonl.gz", "benchmarks/written/plain.jsonl.gz", "benchmarks/written/implicit.jsonl.gz")
THIRD = frozenset("he she it they him her them his its their theirs hers himself herself itself themselves".split())
# From what share of common letters on a mention is what stands at a place.
ALIKE = 0.4
# How ids begin of people whom no table and no name tells.
PEOPLE = "people."


@cache
def tools() -> Tools:
    return load_tools(rules_only=True)


def rows(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines)


def judged(article: dict[str, Any], whom: Sequence[tuple[int, int, list[str]]]) -> Iterator[tuple[str, bool, bool]]:
    """Yield of each phrase what it is, whether it means somebody told elsewhere, and whether the cast is right."""
    document = Document(
        document_id=article["id"], text=article["text"], published=article["published"], publisher=article["publisher"]
    )
    cast = understood(document, tools()).cast
    for start, end, names in whom:
        here = [m for m in cast.mentions if (m.start, m.end) == (start, end) and is_party(m.actor_id)]
        others = [m for m in cast.mentions if (m.start, m.end) != (start, end)]
        own = {mention.actor_id for mention in here}
        kind = "pronouns" if document.text[start:end].lower() in THIRD else "descriptions"
        right = bool(own & _named(names, document.text, others)) if names else not any(_is_name(i, cast) for i in own)
        yield kind, bool(names), right


def _is_name(actor_id: str, cast: Cast) -> bool:
    return not (is_described(cast.actor(actor_id)) or actor_id.startswith((ROLE, PEOPLE)))


def _named(names: Iterable[str], text: str, mentions: Sequence[Mention]) -> frozenset[str]:
    """The actors that stand where the text has one of the names: of each place the mention that is most like it."""
    places = [found.span() for name in names for found in re.finditer(re.escape(name), text)]
    alike = [max(mentions, key=lambda mention: _alike(mention, place), default=None) for place in places]
    return frozenset(m.actor_id for m, place in zip(alike, places, strict=True) if m and _alike(m, place) >= ALIKE)


def _alike(mention: Mention, place: tuple[int, int]) -> float:
    """What share of the letters of either a mention and a place of the text have in common."""
    common = min(mention.end, place[1]) - max(mention.start, place[0])
    return max(0, common) / (max(mention.end, place[1]) - min(mention.start, place[0]))


def score(_shared: Path) -> dict[str, float]:
    articles = {row["id"]: row for name in TEXTS for row in rows(ROOT / name)}
    counted: Counter[tuple[str, bool, bool]] = Counter()
    for row in rows(MARKS):
        counted.update(judged(articles[row["id"]], row["whom"]))

    def share(kind: str, *, means: bool) -> float:
        return counted[kind, means, True] / (counted[kind, means, True] + counted[kind, means, False])

    return {
        "whom_pronouns": share("pronouns", means=True),
        "whom_descriptions": share("descriptions", means=True),
        "whom_descriptions_of_nobody_else": share("descriptions", means=False),
    }


if __name__ == "__main__":
    from run import alone

    sys.exit(alone(score))
