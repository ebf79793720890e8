"""Whole articles against what careful readers took from them.

Development material that is not part of the project. The twelve articles of
`news_dev` and the seed article are coded by the whole pipeline and scored by
the scorer that stands beside them; run alone, `python benchmarks/articles.py`
prints the figures.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from whowhom.actors import find_cast, is_party
from whowhom.parsing import split
from whowhom.pipeline import Tools, code_document, load_tools
from whowhom.records import Document, Event, Mention, Stance, Status

# What the seed's author wrote on is not dated; it was printed in this month.
SEED_PUBLISHED = "2014-05-20"
REAL = frozenset({Status.ACTUAL, Status.ONGOING, Status.HABITUAL})


@cache
def tools() -> Tools:
    return load_tools()


def documents(folder: Path) -> list[Document]:
    """The articles of a folder, in the order of their names, with what their side files say."""
    found = []
    for path in sorted(folder.glob("*.txt")):
        side = path.with_suffix(".json")
        known: dict[str, Any] = json.loads(side.read_text(encoding="utf-8")) if side.is_file() else {}
        found.append(
            Document(
                document_id=path.stem,
                text=path.read_text(encoding="utf-8"),
                published=known.get("published", SEED_PUBLISHED),
                publisher=known.get("publisher"),
            )
        )
    return found


def gold(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "gold.jsonl").read_text(encoding="utf-8").splitlines()]


def scored(shared: Path, folder: Path) -> tuple[dict[str, Any], list[Event]]:
    """What the scorer says of one folder of articles with gold, and the events that it scored."""
    events = [event for document in documents(folder) for event in code_document(document, tools()).events]
    with tempfile.TemporaryDirectory() as temporary:
        ours = Path(temporary) / "events.jsonl"
        ours.write_bytes(b"".join(msgspec.json.encode(event) + b"\n" for event in events))
        scorer = [sys.executable, str(shared / "tools" / "score_events.py")]
        command = [*scorer, str(folder / "gold.jsonl"), str(ours), str(folder)]
        answer = subprocess.run(command, capture_output=True, text=True, check=True)
    return json.loads(answer.stdout), events


def told_as_fact(events: list[Event], rows: list[dict[str, Any]]) -> int:
    """Events of ours on words of the gold that did not happen by any reading, told as if they had."""
    count = 0
    for row in rows:
        if {"actual", "ongoing", "habitual"} & set(row["status"]):
            continue
        start, end = row["trigger"]
        for event in events:
            on_it = event.document_id == row["doc"] and event.trigger.start < end and start < event.trigger.end
            if on_it and event.status in REAL and event.stance is Stance.ASSERTED:
                count += 1
    return count


def entities_joined(shared: Path) -> int:
    """Actors of the seed article that are one actor under all their names, and no other's."""
    folder = shared / "data" / "seed"
    document = documents(folder)[0]
    coder = tools()
    sentences = coder.parser.parse_spans(document.text, list(enumerate(split(document.text))))
    cast = find_cast(document.text, sentences, coder.actors, coder.gazetteer, published=document.published)
    lines = (folder / "entities.jsonl").read_text(encoding="utf-8").splitlines()
    ids = [
        {_actor_of(name, document.text, cast.mentions) for name in json.loads(line)["names"]} for line in lines if line
    ]
    owners = [next(iter(found)) for found in ids if len(found) == 1]
    return sum(len(found) == 1 and None not in found and owners.count(next(iter(found))) == 1 for found in ids)


def _actor_of(name: str, text: str, mentions: tuple[Mention, ...]) -> str | None:
    """The actor whose mention ends where a name first ends in the text: its head word is the name's."""
    found = re.search(rf"\b{re.escape(name.rstrip('’”'))}\b", text)
    if found is None:
        return None
    start, end = found.span()
    for mention in mentions:
        if mention.end == end and is_party(mention.actor_id):
            return mention.actor_id
    inside = [m for m in mentions if start <= m.start and m.end <= end and is_party(m.actor_id)]
    return inside[-1].actor_id if inside else None


def score(shared: Path) -> dict[str, float]:
    """The figures by name, from the folder of development data."""
    news, news_events = scored(shared, shared / "data" / "news_dev")
    seed, seed_events = scored(shared, shared / "data" / "seed")
    musts = sum(row["must"] for row in gold(shared / "data" / "seed"))
    return {
        "news_detection_f1": news["detection"]["f1"],
        "news_type_f1": news["type"]["f1"],
        "news_type_precision": news["type"]["p"],
        "news_type_recall": news["type"]["r"],
        "news_strict_f1": news["strict"]["f1"],
        "news_source": news["source"],
        "news_target": news["target"],
        "news_status": news["status"],
        "news_attribution": news["attribution"],
        "news_unreal_told_as_fact": told_as_fact(news_events, gold(shared / "data" / "news_dev")),
        "news_bad_offsets": news["bad_offsets"],
        "seed_must_right": round(seed["strict"]["r"] * musts),
        "seed_must_of": musts,
        "seed_type_f1": seed["type"]["f1"],
        "seed_unreal_told_as_fact": told_as_fact(seed_events, gold(shared / "data" / "seed")),
        "seed_entities_joined": entities_joined(shared),
    }


if __name__ == "__main__":
    from run import alone

    sys.exit(alone(score))
