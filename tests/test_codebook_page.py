"""docs/codebook.md: each sentence of its tables is coded as the table says."""

from __future__ import annotations

import re
import runpy
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from whowhom.events import classify
from whowhom.knowledge.codebook import load_codebook
from whowhom.pipeline import code_document
from whowhom.records import Document, Event, Span, Stance

if TYPE_CHECKING:
    from whowhom.pipeline import Tools

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "docs" / "codebook.md").read_text(encoding="utf-8")
Row = tuple[str, str | None, str]
# What shows an operator where no word of its own stands in `why`: a stance, a rule, or the type that it makes.
STANCES = {"deny": Stance.DENIED, "allege": Stance.ALLEGED, "doubt": Stance.DOUBTED}
RULES = {"future": "algebra.future", "harm": "algebra.harm", "negate": "status.negated"}
MARKED = re.compile(r'^\| [^|]*"([A-Z][^"]*\.)" \| ([^|]*) \| ([^|]*) \|$', re.MULTILINE)


@cache
def examples() -> tuple[Row, ...]:
    return tuple(runpy.run_path(str(ROOT / "tools" / "codebook_page.py"))["examples"](load_codebook()))


def events_of(sentence: str, tools: Tools) -> tuple[Event, ...]:
    return code_document(Document(document_id="page", text=sentence), tools).events


def shows(event: Event, operator: str) -> bool:
    """Whether an event's reasons, stance or type show that the operator stands over it."""
    reasons = [(reason.rule, (reason.detail or "").partition(",")[0]) for reason in event.why]
    if operator == "drop":  # "abandoned" is `cease`; over a plan to invade it makes CONCEDE, over an invasion RETREAT
        return ("cease.abandon", "operator cease") in reasons and event.event_type == "CONCEDE"
    if operator in STANCES:
        return event.stance == STANCES[operator]
    if operator in RULES:
        return RULES[operator] in [rule for rule, _ in reasons]
    return f"operator {operator}" in [detail for _, detail in reasons]


@pytest.mark.parametrize("row", examples(), ids=lambda row: f"{row[0]}-{row[1]}")
def test_an_operators_sentence_shows_it_with_its_status(row: Row, tools: Tools) -> None:
    operator, status, sentence = row
    events = events_of(sentence, tools)
    told = [event for event in events if shows(event, operator)]
    assert told, [(event.event_type, event.status, event.why) for event in events]
    assert any(event.status == (status or "actual") for event in told)


def test_every_status_of_the_algebra_has_a_row() -> None:
    algebra = load_codebook().algebra.items()
    assert {(operator, rule.status) for (operator, _), rule in algebra} == {row[:2] for row in examples()}
    assert all(f"| {sentence} |" in PAGE for _, _, sentence in examples())


def test_the_types_of_a_row_are_those_that_get_its_status() -> None:
    codebook = load_codebook()
    lines = PAGE.partition("<!-- operators -->")[2].partition("<!-- end")[0].splitlines()
    for operator, over, status in ([c.strip(" `") for c in line.split("|")[1:4]] for line in lines[3:]):
        rules = {name: codebook.rule(operator, name) for name in codebook.types}
        given = {name for name, rule in rules.items() if rule is not None and (rule.status or "as it is") == status}
        named = set(over.split(", "))
        assert given == (named if named <= codebook.types.keys() else given) != set(), operator
        assert (over == "any") == (given == codebook.types.keys()), operator


def between() -> list[tuple[str, str, str]]:
    """The sentences of "Between two marked parties", with what the page says of article and marked pair."""
    found = PAGE.partition("## Between two marked parties")[2].partition("\n## ")[0]
    return [(row[1], row[2], row[3]) for row in MARKED.finditer(found)]


@pytest.mark.parametrize("row", between(), ids=lambda row: row[0])
def test_between_two_marked_parties_the_type_holds_the_status(row: tuple[str, str, str], tools: Tools) -> None:
    sentence, in_article, in_pair = row
    (event,) = events_of(sentence, tools)
    assert f"`{event.status}`" in in_article
    spans = [party.mention for party in (event.sources[0], event.targets[0])]
    source, target = (Span(start=span.start, end=span.end) for span in spans)
    found = classify(sentence, tools.parser.parse(sentence), source, target, tools.codebook).event_type
    assert found == (event.event_type if in_pair.startswith("the type") else in_pair)


def test_the_page_names_the_types_that_are_told_ahead_and_denied(tools: Tools) -> None:
    assert len(between()) == 4
    rows = tools.codebook.between.items()
    for told in ({name: row.ahead for name, row in rows}, {name: row.denied for name, row in rows}):
        for result in {event_type for event_type in told.values() if event_type is not None}:
            assert f"({', '.join(sorted(name for name, to in told.items() if to == result))}, " in PAGE
