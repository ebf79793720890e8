"""Parties that an event has from the sentences before its own: tables of short texts."""

from __future__ import annotations

from pathlib import Path

import pytest

from whowhom.actors import Cast, find_cast
from whowhom.events import find_events, with_discourse
from whowhom.parsing import split
from whowhom.pipeline import Tools
from whowhom.records import Draft, Mention

CASES = Path(__file__).parent / "cases"


def rows(name: str) -> list[list[str]]:
    return [line.split("\t") for line in (CASES / name).read_text(encoding="utf-8").splitlines()[1:]]


def drafts_of(text: str, tools: Tools) -> tuple[list[Draft], Cast]:
    """Every draft of a text in its order, and the cast."""
    sentences = tools.parser.parse_spans(text, list(enumerate(split(text))))
    cast = find_cast(text, sentences, tools.actors, tools.gazetteer, published="2014-05-20")
    found = [find_events(sentence, cast, tools.codebook) for sentence in sentences]
    return [draft for drafts in with_discourse(found, sentences, cast) for draft in drafts], cast


def words(mentions: tuple[Mention, ...]) -> str:
    return " ".join(mention.text for mention in mentions)


@pytest.mark.parametrize("row", rows("discourse.tsv"), ids=lambda row: row[0])
def test_parties_come_from_what_was_told_before(row: list[str], tools: Tools) -> None:
    """Each event is written SOURCE TYPE TARGET, a party by a word of its mention or - where there is none."""
    _, text, expected = row
    told = [(words(d.sources), d.event_type, words(d.targets)) for d in drafts_of(text, tools)[0]]
    wanted = [event.split() for event in expected.split(" | ")]
    for source, event_type, target in wanted:
        fits = [
            t
            for t in told
            if t[1] == event_type
            and (source in t[0] if source != "-" else not t[0])
            and bool(t[2]) == (target != "-")
            and (target == "-" or target in t[2])
        ]
        assert fits, (source, event_type, target, told)


def test_a_party_from_before_says_so(tools: Tools) -> None:
    text = "The council asked Norway to leave. Norway refused."
    answer = drafts_of(text, tools)[0][-1]
    why = answer.why[-1]
    assert (answer.event_type, why.rule) == ("REJECT", "event.answers")
    assert text[why.start : why.end] == why.text == "asked"
