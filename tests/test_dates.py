"""Dates: a table of sentences with the days that they mean, and laws that hold for any day of publication."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whowhom.parsing import Parser, load_parser, make_sentence
from whowhom.pipeline import Tools, code_document
from whowhom.qualifying.dates import date_of, find_times, times_in_story, unread_in_story
from whowhom.qualifying.dates.expressions import readings
from whowhom.qualifying.dates.intervals import Anchor, interval_of
from whowhom.records import Document, Draft, EventDate, Sentence, Span, Token

CASES = Path(__file__).parent / "cases" / "dates.tsv"
DAYS = st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31))
PRECISIONS = {"day", "week", "month", "season", "year", "decade", "range"}
EXPRESSIONS = (
    "yesterday", "today", "tomorrow", "last night", "on Monday", "last Friday", "next Sunday", "this week",
    "last month", "next year", "two days ago", "three weeks ago", "a month ago", "four years ago",
    "in recent weeks", "over the past year", "in May", "in late November", "on 29 February", "on 18 May",
    "since March", "since 2011", "in 1969", "in the 1990s", "between 2011 and 2014", "from 3 to 7 May",
    "from Friday to Sunday", "in the spring of 2011", "last summer", "this winter", "the weekend",
    "overnight", "a few days ago", "on Christmas Eve", "last Christmas", "in March last year", "this weekend",
    "in the last week of March", "on 13/04/2014", "on 03/04/2014", "earlier in the week", "in the 19th century",
    "in the late eighties", "on 12 September next year", "in the next five years", "in the winter of 1939-40",
    "on 12 March 1999", "earlier this month", "from November to January", "from 2014 to 2011",
)  # fmt: skip


@cache
def parser() -> Parser:
    return load_parser()


def cases() -> list[dict[str, str]]:
    with CASES.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def told(found: EventDate | None) -> str:
    if found is None:
        return "-"
    days = found.start if found.start == found.end else f"{found.start}/{found.end}"
    return f"{days} {found.precision} {found.basis}"


def marked_event(marked: str) -> tuple[Sentence, Draft]:
    """The sentence, and in it the event whose words stand between braces."""
    first, last = marked.index("{"), marked.index("}") - 1
    sentences = parser().parse(marked.replace("{", "").replace("}", ""))
    sentence = next(s for s in sentences if s.start <= first < s.end)
    inside = [t.i for t in sentence.tokens if first <= t.start and t.end <= last]
    head = next(i for i in inside if sentence.tokens[i].head == i or sentence.tokens[i].head not in inside)
    draft = Draft(sentence=sentence.number, head=head, trigger=tuple(inside), event_type="ASSAULT", cameo="190")
    return sentence, draft


@pytest.mark.parametrize("case", cases(), ids=lambda case: f"{case['published']} {case['marked'][:60]}")
def test_the_days_that_a_sentence_means(case: dict[str, str]) -> None:
    published = None if case["published"] == "-" else case["published"]
    if "{" in case["marked"]:
        sentence, draft = marked_event(case["marked"])
        text = case["marked"].replace("{", "").replace("}", "")
        times = times_in_story(text, sentence, published=published)
        found, why = date_of(sentence, draft, times, published=published)
        assert told(found) == case["date"]
        assert len(why) == (found is not None)
    else:
        text = case["marked"]
        phrases = [p for s in parser().parse(text) for p in times_in_story(text, s, published=published)]
        assert (" | ".join(told(phrase.date) for phrase in phrases) or "-") == case["date"]


def test_the_table_is_long_and_has_no_sentence_twice() -> None:
    rows = [(case["published"], case["marked"]) for case in cases()]
    assert len(rows) >= 320
    assert len(set(rows)) == len(rows)


def flat_sentence(text: str) -> Sentence:
    """A sentence whose words all hang on the first: what counts here are the expressions alone."""
    tokens, start = [], 0
    for i, word in enumerate(text.split(" ")):
        tag, dep = ("VBD", "ROOT") if i == 0 else ("NN", "dep")
        tokens.append(
            Token(i=i, text=word, lemma=word.lower(), tag=tag, dep=dep, head=0, start=start, end=start + len(word))
        )
        start += len(word) + 1
    return make_sentence(0, Span(start=0, end=len(text)), text, tuple(tokens))


def dates_in(text: str, published: str | None) -> list[EventDate]:
    return [phrase.date for phrase in find_times([flat_sentence(text)], published=published)]


@given(DAYS)
def test_yesterday_is_one_day_before(published: date) -> None:
    (found,) = dates_in("fled yesterday", published.isoformat())
    assert found.start == found.end == (published - timedelta(days=1)).isoformat()


@given(DAYS, st.sampled_from(("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")))
def test_a_weekday_is_the_day_itself_or_one_of_the_six_before(published: date, name: str) -> None:
    (found,) = dates_in(f"fled on {name}", published.isoformat())
    day = date.fromisoformat(found.start)
    assert day.strftime("%A") == name
    assert 0 <= (published - day).days <= 6
    (last,) = dates_in(f"fled last {name}", published.isoformat())
    assert 1 <= (published - date.fromisoformat(last.start)).days <= 7


@given(DAYS, DAYS)
def test_a_day_without_its_year_lies_within_a_year_of_publication(published: date, day: date) -> None:
    name = f"{day.day} {day.strftime('%B')}"
    for found in dates_in(f"fled on {name}", published.isoformat()):
        there = date.fromisoformat(found.start)
        assert (there.month, there.day) == (day.month, day.day)
        assert -31 <= (published - there).days <= 366 * 8


@given(DAYS, st.sampled_from(EXPRESSIONS))
def test_no_interval_runs_backwards(published: date, expression: str) -> None:
    for found in dates_in(f"fled {expression}", published.isoformat()):
        assert date.fromisoformat(found.start) <= date.fromisoformat(found.end)
        assert found.precision in PRECISIONS
        assert found.basis in {"stated", "relative"}
        assert (found.precision == "day") == (found.start == found.end) or found.precision in {"range", "week"}


@given(DAYS, st.sampled_from(EXPRESSIONS))
def test_what_is_stated_needs_no_publication_and_what_is_relative_has_none_without(
    published: date, expression: str
) -> None:
    without = dates_in(f"fled {expression}", None)
    assert all(found.basis == "stated" for found in without)
    with_day = dates_in(f"fled {expression}", published.isoformat())
    closed = [found for found in with_day if found.basis == "stated" and "since" not in (found.text or "")]
    assert closed == without


@given(DAYS, st.sampled_from(EXPRESSIONS))
def test_less_known_of_the_publication_never_gives_another_date(published: date, expression: str) -> None:
    """With the month or year alone of the publication known, the phrase is unknown or holds what the day gives."""
    exact = dates_in(f"fled {expression}", published.isoformat())
    for coarse in (published.isoformat()[:7], published.isoformat()[:4]):
        for found in dates_in(f"fled {expression}", coarse):
            match = next((e for e in exact if e.span == found.span), None)
            assert match is not None
            assert found.start <= match.end
            assert match.start <= found.end


@given(st.text(max_size=60))
def test_any_text_is_read_without_fail_and_within_itself(text: str) -> None:
    for found in readings(text):
        for reading in found:
            assert 0 <= reading.start < reading.end <= len(text)
            interval = reading.reckon(Anchor(published=interval_of("2014-05-20")))
            assert interval is None or interval.start <= interval.end


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("He was shot on 05/06/2013.", "date.ambiguous"),
        ("The talks will be held on 05/06/2014.", "date.ambiguous"),
        ("He was shot on 31/02/2013.", "date.unread"),
        ("He was shot two days later.", "date.unread"),
        ("He fled on 25/12/2012. He was shot on 05/06/2013.", None),
        ("He fled on 3 May 2013. He was shot two days later.", None),
        ("He was shot for two weeks.", None),
    ],
)
def test_a_day_that_cannot_be_reckoned_leaves_a_hint(text: str, rule: str | None) -> None:
    sentence = parser().parse(text)[-1]
    unread = unread_in_story(text, sentence, published="2014-05-20")
    assert (unread.rule if unread else None) == rule
    assert unread is None or text[unread.start : unread.end] == unread.text


def test_an_event_of_an_ambiguous_day_says_so(tools: Tools) -> None:
    text = "Rebels attacked the city of Homs on 05/06/2013, the army said."
    document = Document(document_id="any", text=text, published="2014-05-20")
    attacks = [event for event in code_document(document, tools).events if event.event_type == "ASSAULT"]
    assert attacks
    for event in attacks:
        assert event.date is None
        assert "date.ambiguous" in {reason.rule for reason in event.why}


@given(st.text(max_size=12))
def test_a_day_of_publication_that_is_no_date_is_unknown(text: str) -> None:
    interval = interval_of(text)
    assert interval is None or interval.start <= interval.end


def test_the_span_quotes_the_document() -> None:
    text = "Nothing happened.\n\nRebels shelled the port on Sunday, 18 May 2014, at dawn."
    (phrase,) = find_times(parser().parse(text), published="2014-05-20")
    span = phrase.date.span
    assert span is not None
    assert text[span.start : span.end] == phrase.date.text == "Sunday, 18 May 2014"
