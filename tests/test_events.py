"""The codebook's examples are coded as marked; operators show as steps; near misses give nothing."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest

from whowhom.actors import Cast
from whowhom.actors.cast import cast_of_spans
from whowhom.cli.checking import unmarked
from whowhom.events import find_events
from whowhom.events.finding import all_drafts
from whowhom.knowledge.codebook import Codebook, Cue, load_codebook
from whowhom.parsing import Parser, load_parser
from whowhom.records import Actor, ActorKind, Draft, Mention, Sentence, Span

CASES = Path(__file__).parent / "cases"


@cache
def tools() -> tuple[Parser, Codebook]:
    return load_parser(), load_codebook()


def parsed(text: str) -> Sentence:
    return tools()[0].parse_spans(text, [(0, Span(start=0, end=len(text)))])[0]


def coded(marked: str) -> tuple[tuple[Draft, ...], set[str], set[str]]:
    """The events of a marked sentence with the marked parties as its cast, and the ids of sources and targets."""
    text, spans = unmarked(marked)
    sentence = parsed(text)
    cast = cast_of_spans(sentence, spans, [Actor(actor_id=i, name=i, kind=ActorKind.OTHER) for i in spans])
    drafts = find_events(sentence, cast, tools()[1]).drafts
    return drafts, {i for i in spans if i[0] == "s"}, {i for i in spans if i[0] == "t"}


def ids_of(draft: Draft) -> tuple[set[str], set[str]]:
    return {m.actor_id for m in draft.sources}, {m.actor_id for m in draft.targets}


def cues(*, events: bool) -> list[Cue]:
    return [cue for cue in load_codebook().all_cues() if (cue.event_type is not None) == events]


@pytest.mark.parametrize("cue", cues(events=True), ids=lambda cue: cue.id)
def test_a_cues_example_is_coded_as_marked(cue: Cue) -> None:
    drafts, sources, targets = coded(cue.example)
    told = [(d.event_type, *ids_of(d)) for d in drafts if d.why[0].rule == cue.id]
    assert (cue.event_type, sources, targets) in told, [(d.event_type, *ids_of(d), d.why[0].rule) for d in drafts]


@pytest.mark.parametrize("operator", cues(events=False), ids=lambda cue: cue.id)
def test_an_operators_example_shows_it_as_a_step(operator: Cue) -> None:
    drafts = all_drafts(parsed(operator.example), Cast([], []), tools()[1])
    assert operator.id in [step.rule for draft in drafts for step in draft.steps]


def case_rows(name: str) -> list[list[str]]:
    lines = (CASES / name).read_text(encoding="utf-8").splitlines()[1:]
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


@pytest.mark.parametrize("row", case_rows("events.tsv"), ids=lambda row: row[1][:50])
def test_a_sentence_tells_its_events(row: list[str]) -> None:
    """Each event is written SOURCES TYPE TARGETS with ids of the marks; those not listed are not told."""
    _, marked, events = row
    drafts, _, _ = coded(marked)
    told = sorted(f"{names(d.sources)} {d.event_type} {names(d.targets)}" for d in drafts)
    assert told == sorted(events.split(" | ")) if events != "-" else told == []


def names(mentions: Iterable[Mention]) -> str:
    return "+".join(sorted(mention.actor_id for mention in mentions)) or "-"
