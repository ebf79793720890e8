"""What a text names beside its events: every date, every place, and who tells what.

In:  a text and the tools.
Out: marks with their offsets, for whoever wants these alone (a fact-checker's list of quotations, a timeline).
"""

from __future__ import annotations

from msgspec import Struct

from whowhom.actors import find_cast
from whowhom.parsing import dateline_of, split
from whowhom.pipeline import Tools
from whowhom.qualifying.dates import printed_on, times_in_story
from whowhom.qualifying.places import Located, find_toponyms, locate
from whowhom.qualifying.tellers import find_attributions
from whowhom.records import Sentence, Span, Words


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
    sentences, day = _read(text, tools, published)
    found = []
    for sentence in sentences:
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
    sentences, day = _read(text, tools, published)
    cast = find_cast(text, sentences, tools.actors, tools.gazetteer, published=day)
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


def places_in(text: str, tools: Tools, *, published: str | None = None) -> tuple[Located, ...]:
    """Every place that a text names, in its order, also where it acts ("Washington said"), and what it means."""
    sentences, day = _read(text, tools, published)
    cast = find_cast(text, sentences, tools.actors, tools.gazetteer, published=day)
    names = find_toponyms(sentences, cast, tools.gazetteer)
    return locate(text, [Span(start=name.start, end=name.end) for name in names], tools.gazetteer)


def _read(text: str, tools: Tools, published: str | None) -> tuple[list[Sentence], str | None]:
    """The parsed sentences of a text, and its day: that given, else that of its dateline."""
    sentences = tools.parser.parse_spans(text, list(enumerate(split(text))))
    return sentences, published or printed_on(dateline_of(text))


def _words(text: str, span: Span) -> Words:
    return Words(text=text[span.start : span.end], start=span.start, end=span.end)
