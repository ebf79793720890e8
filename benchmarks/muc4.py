"""Who attacked whom, where, when and how far it got, against the templates of MUC-4 (reports of 1988 to 1991).

Development material that is not part of the project: 200 texts in lower case with
the fills of five roles, 300 in capitals with templates. Both are put into the case of
a sentence first, so names have no capitals: the figures are a report, not a measure
of news as it is printed. A fill is right where it shares a word of meaning with one
of the answer's; of a text all events of force count together. Run alone:
`python benchmarks/muc4.py`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from articles import tools

from whowhom.pipeline import code_document
from whowhom.records import Document, Event, Status

FORCE = frozenset({"ASSAULT", "COERCE"})
SMALL = frozenset("the a an of and in its their his her to at on for by from with or some several".split())
# What MUC-4 calls the stage of execution, by our status.
STAGES = {
    Status.ACTUAL: "ACCOMPLISHED", Status.ONGOING: "ACCOMPLISHED", Status.HABITUAL: "ACCOMPLISHED",
    Status.ATTEMPTED: "ATTEMPTED", Status.PLANNED: "THREATENED", Status.PREDICTED: "THREATENED",
    Status.HYPOTHETICAL: "THREATENED", Status.DEMANDED: "THREATENED",
}  # fmt: skip
MONTHS = "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split()


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def in_sentence_case(text: str) -> str:
    return re.sub(r"(^|[.!?]\s+|\n\s*)(\w)", lambda m: m[1] + m[2].upper(), text.lower())


def words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.lower())) - SMALL


def events_of(row: dict[str, Any]) -> list[Event]:
    document = Document(document_id=row["id"], text=in_sentence_case(row["text"]), published=_day(row))
    return [event for event in code_document(document, tools()).events if event.event_type in FORCE]


def _day(row: dict[str, Any]) -> str | None:
    found = re.search(r"(\d{1,2}) ([A-Z]{3})[A-Z]* (\d{2})", row.get("dateline_date") or "")
    if found is None or found[2] not in MONTHS:
        return None
    return f"19{found[3]}-{MONTHS.index(found[2]) + 1:02}-{int(found[1]):02}"


class Counted:
    """Fills given and wanted, and how many of each are right."""

    def __init__(self) -> None:
        self.given = self.given_right = self.wanted = self.wanted_right = 0

    def add(self, given: Iterable[str], wanted: Iterable[Iterable[str]]) -> None:
        ours = [words(text) for text in dict.fromkeys(given)]
        gold = [set().union(*(words(alias) for alias in aliases)) for aliases in wanted]
        self.given += len(ours)
        self.wanted += len(gold)
        self.given_right += sum(any(one & other for other in gold) for one in ours)
        self.wanted_right += sum(any(one & other for other in ours) for one in gold)

    def f1(self) -> float:
        precision = self.given_right / self.given if self.given else 0.0
        recall = self.wanted_right / self.wanted if self.wanted else 0.0
        return round(2 * precision * recall / (precision + recall), 3) if precision + recall else 0.0


def _aliases(roles: dict[str, list[list[list[Any]]]], *names: str) -> list[list[str]]:
    return [[alias[0] for alias in entity] for name in names for entity in roles[name]]


def score(shared: Path) -> dict[str, float]:
    """The figures by name, from the folder of development data."""
    folder = shared / "data" / "events_muc4"
    perpetrators, targets, places = Counted(), Counted(), Counted()
    for row in read_lines(folder / "muc4_dev.jsonl"):
        events = events_of(row)
        perpetrators.add((p.text for e in events for p in e.sources), _aliases(row["roles"], "PerpInd", "PerpOrg"))
        targets.add((p.text for e in events for p in e.targets), _aliases(row["roles"], "Target", "Victim"))
    dated = right_day = staged = right_stage = 0
    for row in read_lines(folder / "muc4_templates_dev.jsonl"):
        templates = row["templates"]
        if not templates:
            continue
        events = events_of(row)
        places.add((e.place.name for e in events if e.place), (t.get("incident_location", []) for t in templates))
        stages = {STAGES.get(e.status) for e in events} - {None}
        for template in templates:
            days = set(filter(None, (_day({"dateline_date": d}) for d in template.get("incident_date", []))))
            if days and events:
                dated += 1
                right_day += any(e.date and e.date.start <= day <= e.date.end for e in events for day in days)
            wanted = set(template.get("incident_stage_of_execution", []))
            if wanted and events:
                staged += 1
                right_stage += bool(wanted & stages)
    return {
        "muc4_perpetrator_f1": perpetrators.f1(),
        "muc4_target_f1": targets.f1(),
        "muc4_place_f1": places.f1(),
        "muc4_date_right": round(right_day / max(1, dated), 3),
        "muc4_stage_right": round(right_stage / max(1, staged), 3),
    }


if __name__ == "__main__":
    from run import alone

    alone(score)
