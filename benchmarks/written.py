"""Articles written for this project, against what their writers took from them.

Six sets in `written/`, a line of JSON an article: its text, when it was
printed, and its events in the form that the scorer beside the development data
reads. `plain` (60 articles) and `implicit` (84, whose writers were asked to
leave parties to be understood from the sentences around) may be read and
learnt from. `closed` (12, each read by two annotators who did not know of one
another; a party is right that one of them has) is only to be measured: whoever
reads it spoils it. Between these two annotators 0.98 of the sources and 0.93
of the targets of shared events agree. `kept` (18) was written and read later,
by the writers of the articles that the reader learns from
(`training/articles.jsonl.gz`), and kept back from its lessons; two readers said
whom each event is aimed at, the second of whom had seen the first one's events and
sources. It is only to be measured, too. `fresh` (43) is of the writers of 28 November 2026, whose
other articles the reader learns from; a second annotator, who saw events and
sources but no targets, said whom each is aimed at (a party is right that one of
them has). It is only to be measured. `late` (36) was made in the same way by the
writers of the articles that were added afterwards, who were told no share of
events to leave without a target, as the earlier ones were. It is only to be measured.

`python benchmarks/written.py` prints the figures of all six.
"""

from __future__ import annotations

import gzip
import json
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from articles import REAL, gold, scored

from whowhom.records import Event

SETS = ("plain", "implicit", "closed", "kept", "fresh", "late")
HERE = Path(__file__).resolve().parent / "written"
# The scorer's figures that are taken over: shares of the events whose type is right, and recall of what must be found.
FIGURES = ("source", "target", "status", "attribution")
FACTS = frozenset({"actual", "ongoing", "habitual"})


def unpacked(name: str, folder: Path) -> None:
    """Write a set as the scorer wants it: each article with its side file, and all events in `gold.jsonl`."""
    rows: list[dict[str, Any]] = []
    for line in gzip.decompress((HERE / f"{name}.jsonl.gz").read_bytes()).decode().splitlines():
        article = json.loads(line)
        (folder / f"{article['id']}.txt").write_text(article["text"], encoding="utf-8")
        side = {key: article[key] for key in ("published", "publisher")}
        (folder / f"{article['id']}.json").write_text(json.dumps(side), encoding="utf-8")
        rows += [{"doc": article["id"], **event} for event in article["gold"]]
    (folder / "gold.jsonl").write_text("".join(json.dumps(event) + "\n" for event in rows), encoding="utf-8")


def facts_taken_back(events: Sequence[Event], rows: Sequence[dict[str, Any]]) -> float:
    """Of the facts of the gold on whose words an event of ours stands, the share that we tell as no fact."""
    facts = taken_back = 0
    for row in rows:
        if not set(row["status"]) <= FACTS:
            continue
        on_it = [
            event.status
            for event in events
            for start, end in row["triggers"]
            if event.document_id == row["doc"] and event.trigger.start < end and start < event.trigger.end
        ]
        facts += bool(on_it)
        taken_back += bool(on_it) and not REAL & set(on_it)
    return taken_back / max(1, facts)


def score(shared: Path) -> dict[str, float]:
    """The figures by name; ``shared`` is the folder of development data, which holds the scorer."""
    found: dict[str, float] = {}
    for name in SETS:
        with tempfile.TemporaryDirectory() as temporary:
            unpacked(name, Path(temporary))
            told, events = scored(shared, Path(temporary))
            found[f"written_{name}_facts_taken_back"] = facts_taken_back(events, gold(Path(temporary)))
        found |= {f"written_{name}_{figure}": told[figure] for figure in FIGURES}
        found[f"written_{name}_type_recall"] = told["type"]["r"]
        found[f"written_{name}_unreal_told_as_fact"] = told["false_assertions"] / max(1, told["unreal"])
    return found


if __name__ == "__main__":
    from run import alone

    sys.exit(alone(score))
