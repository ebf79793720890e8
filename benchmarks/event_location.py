"""Which place a verb's event has, against readers who marked it in single sentences.

Development material that is not part of the project: 3,000 sentences with a
verb and the words for the place of its event, none for more than half. Right is
a place whose words meet the marked ones, and none where none is marked. Run
alone, `python benchmarks/event_location.py` prints what is wrong as well.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from whowhom.events import grammar
from whowhom.knowledge.places import Gazetteer, load_gazetteer
from whowhom.parsing import Parser, load_parser
from whowhom.qualifying.places import find_places, place_of
from whowhom.records import Draft, Place, Sentence

# Verbs that speak of what others do; the rest is taken for something that is done in a place.
SPEAKING = frozenset("say tell accuse claim announce report deny warn call ask urge demand agree believe".split())


@cache
def tools() -> tuple[Parser, Gazetteer]:
    return load_parser(), load_gazetteer()


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def place_at(text: str, start: int, end: int) -> Place | None:
    """The place of the event whose verb stands at these offsets."""
    parser, gazetteer = tools()
    sentences = parser.parse(text)
    places = find_places(sentences, gazetteer, taken=frozenset())
    for sentence in sentences:
        heads = [t.i for t in sentence.tokens if t.start < end and start < t.end]
        if heads:
            return place_of(sentence, _draft(sentence, heads[-1]), places)[0]
    return None


def _draft(sentence: Sentence, head: int) -> Draft:
    kind = "CONSULT" if sentence.tokens[head].lemma in SPEAKING else "ASSAULT"
    objects = grammar.children(sentence, head, "dobj") if sentence.tokens[head].is_verb else []
    return Draft(sentence=sentence.number, head=head, trigger=(head, *objects[:1]), event_type=kind, cameo="")


def verdict(row: dict[str, Any], place: Place | None) -> str:
    if place is None:
        return "missed" if row["location"] else "none, rightly"
    if not row["location"]:
        return "extra"
    meets = any(place.start < end and start < place.end for start, end, _ in row["location"])
    return "right" if meets else "wrong"


def score(shared: Path, *, show: bool = False) -> dict[str, float]:
    """The figures by name, from the folder of development data."""
    verdicts: Counter[str] = Counter()
    for row in read_lines(shared / "data" / "event_location" / "event_location_dev.jsonl"):
        start, end, _ = row["verb"][0]
        place = place_at(row["text"], start, end)
        said = verdict(row, place)
        verdicts[said] += 1
        if show and said in {"missed", "wrong", "extra"}:
            wanted = [words for _, _, words in row["location"]]
            print(
                f"{said}: {place.text if place else None!r}, not {wanted}: {row['verb'][0][2]} in {row['text'][:300]!r}"
            )
    total = sum(verdicts.values())
    given = verdicts["right"] + verdicts["wrong"] + verdicts["extra"]
    wanted = verdicts["right"] + verdicts["wrong"] + verdicts["missed"]
    return {
        "event_location_accuracy": round((verdicts["right"] + verdicts["none, rightly"]) / total, 3),
        "event_location_none_alone": round((verdicts["none, rightly"] + verdicts["extra"]) / total, 3),
        "event_location_precision": round(verdicts["right"] / max(1, given), 3),
        "event_location_recall": round(verdicts["right"] / max(1, wanted), 3),
    }


if __name__ == "__main__":
    from run import alone

    alone(lambda shared: score(shared, show="--show" in sys.argv))
