"""Operators over operators: what an event becomes, and whether it happened; and the page that explains the algebra."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from test_events import case_rows

from whowhom.knowledge.codebook import load_codebook
from whowhom.knowledge.codebook_rows import OPERATORS
from whowhom.pipeline import code_document
from whowhom.records import Document, Stance

if TYPE_CHECKING:
    from whowhom.pipeline import Tools

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "codebook.md"
# Operators that make another event of every type that they govern.
CHANGE_ALL = ("cease", "reverse", "drop")
NOT_BELIEVED = frozenset({Stance.DENIED, Stance.ALLEGED, Stance.DOUBTED})


@pytest.mark.parametrize("row", case_rows("nested.tsv"), ids=lambda row: row[0][:60])
def test_nested_operators_tell_type_and_status(row: list[str], tools: Tools) -> None:
    """Events in text order, each with its status, and its stance where it is not simply told."""
    sentence, expected = row
    events = code_document(Document(document_id="nested", text=sentence), tools).events
    told = [
        " ".join((e.event_type, e.status.value, *([e.stance.value] if e.stance in NOT_BELIEVED else [])))
        for e in events
    ]
    assert " | ".join(told) == expected


def test_there_are_enough_nested_cases() -> None:
    assert len(case_rows("nested.tsv")) >= 40


@pytest.mark.parametrize("operator", OPERATORS)
def test_the_algebra_knows_every_operator(operator: str) -> None:
    """Each has rows; one that changes types says of all of them what they become, or of the rest that they stay."""
    codebook = load_codebook()
    governed = {inner for name, inner in codebook.algebra if name == operator}
    assert governed
    if operator in CHANGE_ALL:
        assert governed == codebook.types.keys()


def test_undoing_twice_is_no_third_thing() -> None:
    """What ends an event is itself an event that the algebra knows how to end."""
    codebook = load_codebook()
    for operator in CHANGE_ALL:
        for event_type in codebook.types:
            rule = codebook.rule(operator, event_type)
            assert rule is not None
            assert rule.result is not None
            again = codebook.rule(operator, rule.result)
            assert again is not None
            assert again.result in codebook.types


def test_the_page_states_the_algebra_as_it_is() -> None:
    tables = runpy.run_path(str(ROOT / "tools" / "codebook_page.py"))["tables"](load_codebook())
    page = PAGE.read_text(encoding="utf-8")
    for name, rows in tables.items():
        begin, end = f"<!-- {name} -->\n", f"\n<!-- end of {name} -->"
        assert page.count(begin) == 1
        assert page.partition(begin)[2].partition(end)[0] == "\n".join(rows), f"run tools/codebook_page.py ({name})"


def test_the_nested_examples_of_the_page_are_cases() -> None:
    cases = dict(case_rows("nested.tsv"))
    lines = PAGE.read_text(encoding="utf-8").partition("## Operators nest")[2].partition("\n## ")[0].splitlines()
    shown = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| ")][1:]
    assert len(shown) >= 4
    for sentence, events, _ in shown:
        assert cases[sentence] == events.replace(", ", " | ")
