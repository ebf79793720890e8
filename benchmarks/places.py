"""Places of events against what careful readers took from whole articles.

Development material that is not part of the project: the places of
`news_dev/annotations.jsonl` (names as the text has them, without coordinates).
Counted are our events that lie on an annotated trigger. Alone, this prints the
errors as well: `python benchmarks/places.py`. The readers also put a place on
events that do not name it in their own sentence; those are counted apart.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from articles import documents, tools

from whowhom.knowledge.places import fold
from whowhom.pipeline import code_document
from whowhom.records import Event

Row = dict[str, Any]


def pairs(shared: Path) -> list[tuple[Row, Event, bool]]:
    """Annotated events with ours on the same words, and whether the place is named in the event's sentence."""
    folder = shared / "data" / "news_dev"
    lines = (folder / "annotations.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    found = []
    for document in documents(folder):
        events = code_document(document, tools()).events
        for row in (row for row in rows if row["doc"] == document.document_id):
            start = document.text.index(row["quote"]) + row["quote"].index(row["trigger"])
            end = start + len(row["trigger"])
            event = next((e for e in events if e.trigger.start < end and start < e.trigger.end), None)
            if event is not None:
                named = row["place"] is not None and fold(row["place"]) in fold(event.sentence.text)
                found.append((row, event, named))
    return found


def is_right(row: Row, event: Event) -> bool:
    """Whether our place is the annotated one, as the text has it or by the gazetteer's name."""
    if event.place is None or row["place"] is None:
        return event.place is None and row["place"] is None
    wanted, names = fold(row["place"]), {fold(event.place.text), fold(event.place.name)}
    return any(wanted in name or name in wanted for name in names)


def verdict(row: Row, event: Event, named: bool) -> str:
    if is_right(row, event):
        return "right" if event.place is not None else "none, rightly"
    if event.place is None:
        return "missed" if named else "told elsewhere"
    return "wrong" if row["place"] is not None else "extra"


def score(shared: Path) -> dict[str, float]:
    """Precision of the places given, recall of those that the event's own sentence names, and the counts."""
    verdicts = [verdict(*pair) for pair in pairs(shared)]
    right, missed = verdicts.count("right"), verdicts.count("missed")
    wrong, extra = verdicts.count("wrong"), verdicts.count("extra")
    return {
        "places_given": right + wrong + extra,
        "places_right": right,
        "places_precision": right / max(right + wrong + extra, 1),
        "places_recall_in_sentence": right / max(right + missed + wrong, 1),
        "places_told_elsewhere": verdicts.count("told elsewhere"),
    }


def main() -> int:
    from run import shared_folder

    shared = shared_folder()
    if shared is None:
        return 0
    for row, event, named in pairs(shared):
        said = verdict(row, event, named)
        if said in {"missed", "wrong", "extra"}:
            ours = f"{event.place.text} ({event.place.country})" if event.place is not None else "-"
            print(f"{said:7} {event.event_type:9} ours: {ours}; gold: {row['place'] or '-'}; {row['quote']}")
    for name, value in score(shared).items():
        print(f"{name:28} {value:g}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
