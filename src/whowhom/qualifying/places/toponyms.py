"""Every place that a text names, whatever it does there: "Washington said", "the Syrian city of Homs", "in Libya".

In:  the parsed sentences, the cast of the document, the gazetteer.
Out: the words of each name, in text order.

`find_places` asks where things happen and leaves out what acts; this asks only
what is named. Names of people, organisations and buildings are left out, and a
small town's name that could as well be somebody's must stand where places do.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from whowhom.actors import Cast
from whowhom.knowledge.places import Entry, Gazetteer, fold
from whowhom.qualifying.places.names import Name, find_names
from whowhom.qualifying.places.position import Position, position
from whowhom.records import ActorKind, Sentence, Token, Words

_TAKEN = ("person.", "org.", "group.")
_PLACED = frozenset({Position.AT, Position.NEAR, Position.TO, Position.FROM})
# Smaller than this, a town's bare name may be a person's.
_WELL_KNOWN = 150_000
# With a capital, these belong to the name before: "Dallas County", "Ural Mountains".
_PART_OF_NAME = frozenset(
    """County Parish Prefecture Province Governorate Oblast Region District Township Valley Mountains Mountain Islands
    Island Peninsula Desert Delta Basin Bay Gulf Sea Ocean Strait Territory City Coast Canyon Lake River Hills""".split()
)
# "University of Rouen", "Bank of England": the body and not the place.
_BODIES = frozenset(
    """University College School Institute Academy Hospital Bank Church Diocese Archdiocese Bishop Archbishop Museum Duke
    Duchess Earl Prince Princess Journal Times Post Herald Party Battle Treaty Museum Library Airport Congress House
    Agency Association Federation Union League Cup""".split()
)


class _Found(Struct, frozen=True):
    name: Name
    where: Position | None


def find_toponyms(sentences: Sequence[Sentence], cast: Cast, gazetteer: Gazetteer) -> tuple[Words, ...]:
    """The names of places in a text, in any role and in text order, none overlapping.

    Countries, provinces, continents and seas too; not people, organisations,
    buildings, nationalities, nor adjectives ("French").
    """
    by_number = {sentence.number: sentence for sentence in sentences}
    persons = _parts_of_persons(cast)
    found = [
        _Found(name, _position(sentence, name, gazetteer))
        for sentence in sentences
        for name in _names(sentence, cast, gazetteer)
    ]
    sure = {fold(f.name.text) for f in found if f.where in _PLACED and fold(f.name.text) not in persons}
    return tuple(
        _words(by_number[f.name.sentence], f.name)
        for f in found
        if _is_place(by_number[f.name.sentence], f, sure, persons, gazetteer)
    )


def _names(sentence: Sentence, cast: Cast, gazetteer: Gazetteer) -> Iterator[Name]:
    taken = {
        i
        for m in cast.mentions
        if m.sentence == sentence.number and m.actor_id.startswith(_TAKEN)
        for i in range(m.first, m.last + 1)
    }
    return find_names(sentence, gazetteer, frozenset(taken))


def _parts_of_persons(cast: Cast) -> frozenset[str]:
    """The folded words of full names of people: a word of them alone is the person."""
    return frozenset(
        fold(word)
        for m in cast.mentions
        if m.first < m.last and cast.actor(m.actor_id).kind is ActorKind.PERSON
        for word in m.text.split()
    )


def _position(sentence: Sentence, name: Name, gazetteer: Gazetteer) -> Position | None:
    return position(sentence, name.first, name.last, gazetteer, is_town=bool(name.entries))


def _is_place(
    sentence: Sentence, found: _Found, sure: set[str], persons: frozenset[str], gazetteer: Gazetteer
) -> bool:
    name = found.name
    tokens = sentence.tokens[name.first : name.last + 1]
    if not any(token.is_name for token in tokens) or _is_of_body(sentence, name.first):
        return False
    if not name.entries:
        return found.where in _PLACED and not gazetteer.is_word(tokens[-1].text.lower(), "site")
    if any(map(_is_well_known, name.entries)):
        return True
    if fold(name.text) in persons:
        return False
    return found.where in _PLACED or fold(name.text) in sure or _has_land_after(sentence, name, gazetteer)


def _is_well_known(entry: Entry) -> bool:
    if entry.geonameid is None or entry.kind == "capital":
        return True
    return entry.population >= (_WELL_KNOWN * 5 if entry.alias else _WELL_KNOWN)


def _is_of_body(sentence: Sentence, first: int) -> bool:
    return first > 1 and sentence.tokens[first - 1].text == "of" and sentence.tokens[first - 2].text in _BODIES


def _has_land_after(sentence: Sentence, name: Name, gazetteer: Gazetteer) -> bool:
    """ "Philmont, New Mexico" """
    tokens = sentence.tokens[name.last + 1 : name.last + 5]
    if len(tokens) < 2 or tokens[0].text != ",":
        return False
    for last in range(len(tokens), 1, -1):
        text = sentence.words(tokens[1].i, tokens[last - 1].i).text
        if gazetteer.country(text) or gazetteer.provinces(text) or gazetteer.short(text):
            return True
    return False


def _words(sentence: Sentence, name: Name) -> Words:
    """The name with a capitalised noun of land after it: "Dallas County"."""
    last = name.last
    if last + 1 < len(sentence.tokens) and sentence.tokens[last + 1].text in _PART_OF_NAME:
        last += 1
    return sentence.words(name.first, last)
