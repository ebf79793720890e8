"""The whole way of a document: laws that hold for every text, and what was once wrong."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whowhom.pipeline import Tools, code_document
from whowhom.records import Document, Event, Status

CASES = Path(__file__).parent / "cases" / "records.tsv"
STATUSES = CASES.with_name("statuses.tsv")
PUBLISHED = "2014-05-20"
WORDS = """the army rebels of Chad attacked Mali on Monday said that "we will not" leave ; killed 12 , President Haftar
denied it He they condemned raid -backed 3 May . !""".split()


def events_of(text: str, tools: Tools, published: str | None = PUBLISHED) -> tuple[Event, ...]:
    return code_document(Document(document_id="any", text=text, published=published), tools).events


def told(event: Event) -> str:
    """An event in short: SOURCES TYPE TARGETS status stance."""
    sources, targets = ("+".join(sorted(p.mention.text for p in ps)) or "-" for ps in (event.sources, event.targets))
    return f"{sources} | {event.event_type} | {targets} | {event.status.value} | {event.stance.value}"


def rows() -> list[list[str]]:
    return [line.split("\t") for line in CASES.read_text(encoding="utf-8").splitlines()[1:]]


@pytest.mark.parametrize("row", rows(), ids=lambda row: row[0][:60])
def test_a_text_gives_this_record(row: list[str], tools: Tools) -> None:
    """The record is among those of the text; after ! it must not be."""
    text, *records = row
    found = [told(event) for event in events_of(text, tools)]
    for record in records:
        assert (record.removeprefix("! ") in found) != record.startswith("! "), found


def statuses() -> list[list[str]]:
    return [line.split("\t") for line in STATUSES.read_text(encoding="utf-8").splitlines()[1:]]


@pytest.mark.parametrize(("text", "event_type", "told"), statuses())
def test_a_text_tells_events_of_a_type_with_these_statuses(text: str, event_type: str, told: str, tools: Tools) -> None:
    """All statuses of the type's events: a second record that tells the same as a fact would show."""
    found = {event.status.value for event in events_of(text, tools) if event.event_type == event_type}
    assert "|".join(sorted(found)) == told


def test_what_has_happened_has_no_day_after_that_of_printing(tools: Tools) -> None:
    text = "The mayor was arrested on Good Friday and released a week later. He will meet the premier next Monday."
    arrested, *others = events_of(text, tools, published="1963-05-04")
    assert (arrested.event_type, arrested.date) == ("COERCE", None)
    assert [reason.rule for reason in arrested.why if reason.rule.startswith("date.")] == ["date.after-printing"]
    assert [event.date.start for event in others if event.date and event.status is Status.PLANNED] == ["1963-05-06"]


def chain_of(event: Event) -> str:
    """Its tellers in short: those of one cue are joined by +, the one whom they cite stands behind >."""
    cues = list(dict.fromkeys(teller.cue.start for teller in event.according_to if teller.cue))
    return " > ".join(
        " + ".join(t.name for t in event.according_to if t.cue is not None and t.cue.start == cue) for cue in cues
    )


TELLERS = [line.split("\t") for line in (CASES.parent / "tellers.tsv").read_text(encoding="utf-8").splitlines()[1:]]


@pytest.mark.parametrize(("text", "tellers"), TELLERS, ids=[text[:60] for text, _ in TELLERS])
def test_a_text_has_these_tellers(text: str, tellers: str, tools: Tools) -> None:
    """Of the last event that somebody tells of, if somebody does."""
    told = [event for event in events_of(text, tools) if event.according_to]
    assert (chain_of(told[-1]) if told else "") == tellers


@given(st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join) | st.text(max_size=80))
def test_every_reason_and_span_stands_in_the_text(tools: Tools, text: str) -> None:
    for event in events_of(text, tools):
        spans = [*event.why, event.trigger, event.sentence, *(p.mention for p in (*event.sources, *event.targets))]
        for span in spans:
            assert text[span.start : span.end] == span.text != ""
        assert 0 <= event.probability <= 1 and (event.sources or event.targets)


@given(st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join))
def test_the_same_text_gives_the_same_records(tools: Tools, text: str) -> None:
    assert events_of(text, tools) == events_of(text, tools)


@pytest.mark.parametrize("published", ["", "abc", "2014-13", "1850-02-30", None])
def test_what_is_no_date_dates_nothing(published: str | None, tools: Tools) -> None:
    [event] = events_of("Chad attacked Mali.", tools, published)
    assert event.date is None


def test_a_day_that_cannot_be_reckoned_is_not_the_day_of_printing(tools: Tools) -> None:
    [event] = events_of("Rebels attacked the army on 29 February 2015.", tools, "2015-03-05")
    assert event.date is None
    assert "date.unread" in [reason.rule for reason in event.why]


PARTIES = (
    "Russia",
    "Ukraine",
    "Israel",
    "Hamas",
    "the Taliban",
    "NATO",
    "Boko Haram",
    "the Red Cross",
    "Kenya",
    "ZANU-PF",
)
TEMPLATES = (
    "{} attacked a village.",
    "{} backed the rebels in Chad.",
    "Villagers were killed by {}.",
    "{} denied that it had shelled a market.",
    "The mayor accused {} of arming the rebels.",
    "{} promised to withdraw from the town.",
    "If {} attacks the town, the mayor will flee.",
)


@pytest.mark.parametrize("template", TEMPLATES)
def test_no_party_is_told_of_otherwise_than_another(template: str, tools: Tools) -> None:
    """Type, status, stance and the number of parties are the same whoever it is."""
    shapes = set()
    for party in PARTIES:
        text = template.format(party)
        text = text[0].upper() + text[1:]
        events = events_of(text, tools)
        shapes.add(tuple((e.event_type, e.status, e.stance, len(e.sources), len(e.targets), e.cameo) for e in events))
    assert len(shapes) == 1


def test_time_grows_with_the_text_and_no_faster(tools: Tools) -> None:
    """Four times the text takes less than seven times as long."""

    def seconds(times: int) -> float:
        start = time.process_time()
        events_of("Russian troops shelled Aleppo on Monday. He said they killed rebels. " * times, tools)
        return time.process_time() - start

    seconds(20)
    assert seconds(800) < 7 * max(seconds(200), 0.05)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("On 26 July 1956 Egypt seized the canal. On 29 October Israel attacked Egypt.", "1956-10-29"),
        ("In November 1956 Chad attacked Mali. Kenya attacked Mali in January.", "1957-01-01"),
        ("In March 1957 Chad attacked Mali. Kenya attacked Mali in January.", "1957-01-01"),
        ("In May 1956 Chad attacked Mali. Chad attacked Kenya on 3 May 2013.", "2013-05-03"),
        ("In May 2014 Chad met Mali. Chad attacked Kenya on 3 January.", "2014-01-03"),
        ("Chad attacked Kenya on 3 January.", "2014-01-03"),
    ],
)
def test_a_story_goes_on_in_its_year(text: str, day: str, tools: Tools) -> None:
    last = events_of(text, tools)[-1]
    assert last.date is not None and last.date.start == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("LIMA, March 12, 2019 (Wire) - Peru accused Chile.", "2019-03-12"),
        ("GENEVA, Jan 22 1998 - Iran accused Iraq.", "1998-01-22"),
        ("Nairobi, 31 December 2007: Peru accused Chile.", "2007-12-31"),
        ("WARSAW, Dec. 14, 1981. Peru accused Chile.", "1981-12-14"),
        ("Tripoli, May 20, 2014 - Peru accused Chile on Monday.", "2014-05-19"),
        (
            "A long quarrel of two governments over a border\nLIMA, March 12, 2019 (Wire) - Peru accused Chile.",
            "2019-03-12",
        ),
        ("In Paris, May 20, 2014 is remembered: Peru accused Chile.", None),
        ("Peru accused Chile.", None),
    ],
)
def test_a_dateline_dates_what_nobody_dates(text: str, day: str | None, tools: Tools) -> None:
    [event] = events_of(text, tools, None)
    assert (event.date.start if event.date else None) == day
