"""What a text names beside its events: every date, every place, and who tells what.

In:  a text and the tools.
Out: marks with their offsets, for whoever wants these alone (a fact-checker's list of quotations, a timeline).
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from whowhom.actors import find_cast
from whowhom.parsing import dateline_of, split
from whowhom.pipeline import Tools
from whowhom.qualifying.dates import printed_on, times_in_story
from whowhom.qualifying.places import find_toponyms, locate
from whowhom.qualifying.tellers import find_attributions
from whowhom.records import Place, Reason, Span, Words


class MarkedDate(Struct, frozen=True, kw_only=True):
    """A phrase of time: its words, the first and last day it means (ISO 8601), how precise, and on what basis."""

    text: str
    start: int
    end: int
    first_day: str
    last_day: str
    precision: str
    basis: str


class MarkedAttribution(Struct, frozen=True, kw_only=True):
    """Something told: who, by which words, what; ``within`` is the place of the outer one in the tuple returned."""

    source: Words | None
    actor_id: str | None
    cue: Words
    content: tuple[Words, ...]
    depth: int
    within: int | None


def dates_in(text: str, tools: Tools, *, published: str | None = None) -> tuple[MarkedDate, ...]:
    """Every phrase of time with a date, in text order; ``published`` is what "on Sunday" is reckoned from."""
    day = published or printed_on(dateline_of(text))
    found = []
    for sentence in tools.parser.parse_spans(text, list(enumerate(split(text)))):
        for phrase in times_in_story(text, sentence, published=day):
            words, date = sentence.words(phrase.first, phrase.last), phrase.date
            found.append(
                MarkedDate(
                    text=words.text,
                    start=words.start,
                    end=words.end,
                    first_day=date.start,
                    last_day=date.end,
                    precision=date.precision,
                    basis=date.basis,
                )
            )
    return tuple(found)


def attributions_in(text: str, tools: Tools, *, published: str | None = None) -> tuple[MarkedAttribution, ...]:
    """Every attribution of a text in its order, with sources resolved to actors."""
    sentences = tools.parser.parse_spans(text, list(enumerate(split(text))))
    cast = find_cast(text, sentences, tools.actors, tools.gazetteer, published=published)
    return tuple(
        MarkedAttribution(
            source=None if each.source is None else _words(text, each.source),
            actor_id=None if each.teller is None else each.teller.actor_id,
            cue=_words(text, each.cue),
            content=tuple(_words(text, span) for span in each.content),
            depth=each.depth,
            within=each.within,
        )
        for each in find_attributions(text, sentences, tools.words, cast=cast)
    )


class MarkedPlace(Struct, frozen=True, kw_only=True):
    """A name of a place, what it means with a position (of a land its middle), and what else it may mean."""

    text: str
    start: int
    end: int
    place: Place | None
    runner_up: Place | None
    why: tuple[Reason, ...]


def places_in(text: str, tools: Tools) -> tuple[MarkedPlace, ...]:
    """Every place that a text names, in its order, also where it acts ("Washington said")."""
    sentences = tools.parser.parse_spans(text, list(enumerate(split(text))))
    cast = find_cast(text, sentences, tools.actors, tools.gazetteer, published=None)
    names = find_toponyms(sentences, cast, tools.gazetteer)
    return places_at(text, [Span(start=name.start, end=name.end) for name in names], tools)


def places_at(text: str, spans: Sequence[Span], tools: Tools) -> tuple[MarkedPlace, ...]:
    """The places that given stretches of a text mean, in the order of the stretches."""
    return tuple(
        MarkedPlace(
            text=text[each.start : each.end],
            start=each.start,
            end=each.end,
            place=each.place,
            runner_up=each.runner_up,
            why=each.why,
        )
        for each in locate(text, spans, tools.gazetteer)
    )


def _words(text: str, span: Span) -> Words:
    return Words(text=text[span.start : span.end], start=span.start, end=span.end)
