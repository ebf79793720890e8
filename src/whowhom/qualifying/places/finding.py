"""The places that a document names where something happens, is or goes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from whowhom.knowledge.places import Gazetteer
from whowhom.qualifying.places.extent import borders, parts, with_extent
from whowhom.qualifying.places.names import Name, find_names
from whowhom.qualifying.places.phrases import PlacePhrase
from whowhom.qualifying.places.position import Position, position
from whowhom.qualifying.places.senses import LANDS, Sense, choose_senses, countries_of, reason
from whowhom.records import Place, Reason, Sentence

# A town with the name of a word of the language is believed only after a preposition of place.
_FIRM = frozenset({Position.AT, Position.NEAR, Position.TO, Position.FROM})


def find_places(
    sentences: Sequence[Sentence], gazetteer: Gazetteer, *, taken: frozenset[tuple[int, int]]
) -> tuple[PlacePhrase, ...]:
    """Every place that a document names as such, in text order.

    ``taken`` are tokens (sentence number, token) of names of people and
    organisations. A name that acts or speaks ("Washington accused") is none.
    """
    by_number = {sentence.number: sentence for sentence in sentences}
    of_others: dict[int, set[int]] = {}
    for number, token in taken:
        of_others.setdefault(number, set()).add(token)
    names = [
        name
        for sentence in sentences
        for name in find_names(sentence, gazetteer, frozenset(of_others.get(sentence.number, ())))
    ]
    senses = choose_senses(by_number, names, countries_of(sentences, names, gazetteer), gazetteer)
    found = [*_phrases(by_number, names, senses, gazetteer), *_of_nationalities(sentences, gazetteer)]
    return tuple(sorted(found, key=lambda phrase: (phrase.sentence, phrase.first)))


def _phrases(
    sentences: dict[int, Sentence], names: Sequence[Name], senses: dict[Name, Sense], gazetteer: Gazetteer
) -> Iterator[PlacePhrase]:
    for name in names:
        sentence, sense = sentences[name.sentence], senses.get(name)
        is_town = bool(name.entries) and name.entries[0].kind not in LANDS
        where = position(sentence, name.first, name.last, gazetteer, is_town=is_town)
        if where is None or not _is_believed(name, where, gazetteer):
            continue
        why = (reason(sentence, name, sense),)
        kind = sense.entry.kind if sense is not None and sense.is_found else None
        place = with_extent(sentence, name, _place(sentence, name, sense), kind, gazetteer)
        yield PlacePhrase(
            sentence=name.sentence, first=name.first, last=name.last, place=place, position=where, why=why
        )


def _of_nationalities(sentences: Sequence[Sentence], gazetteer: Gazetteer) -> Iterator[PlacePhrase]:
    """The borders and parts of countries that no name of a country stands for: "the Turkish border"."""
    for sentence in sentences:
        found = (("place.border", borders(sentence, gazetteer)), ("place.direction", parts(sentence, gazetteer)))
        for rule, first, last, place in ((rule, *those) for rule, these in found for those in these):
            where = position(sentence, last, last, gazetteer, is_town=False)
            if where is not None:
                why = Reason(rule=rule, text=place.text, start=place.start, end=place.end)
                yield PlacePhrase(
                    sentence=sentence.number, first=first, last=last, place=place, position=where, why=(why,)
                )


def _is_believed(name: Name, where: Position, gazetteer: Gazetteer) -> bool:
    if gazetteer.is_word(name.text.lower(), "common"):
        return where in _FIRM
    if name.entries and name.entries[0].kind == "ocean":
        return False
    return bool(name.entries) or where in _FIRM or where is Position.TARGET


def _place(sentence: Sentence, name: Name, sense: Sense | None) -> Place:
    words = sentence.words(name.first, name.last)
    place = Place(name=words.text, text=words.text, start=words.start, end=words.end)
    if sense is None:
        return place
    entry = sense.entry
    if entry.kind == "continent":
        return replace(place, name=entry.name)
    if not sense.is_found:
        return replace(place, country=entry.country, admin1=entry.admin1)
    return replace(
        place,
        name=entry.name,
        country=entry.country,
        admin1=entry.admin1,
        latitude=entry.latitude,
        longitude=entry.longitude,
        geonameid=entry.geonameid,
    )
