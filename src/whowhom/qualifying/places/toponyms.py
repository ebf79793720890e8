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
    """County Parish Prefecture Province Governorate Oblast Region District Township Valley Mountains Mountain
    Islands Island Peninsula Desert Delta Basin Bay Gulf Sea Ocean Strait Territory City Coast Canyon Lake River
    Hills""".split()
)
_COMPASS = frozenset("North South East West Central Northern Southern Eastern Western Upper Lower Greater".split())
# "University of Rouen", "Bank of England": the body and not the place.
_BODIES = frozenset(
    """University College School Institute Academy Hospital Bank Church Diocese Archdiocese Bishop Archbishop Museum
    Duke Duchess Earl Prince Princess Journal Times Post Herald Voice Party Battle Treaty Library Airport Congress
    House Agency Association Federation Union League Cup""".split()
)
# "Mount Ararat", "Benson County", "the Ain Zara camp": places, whether or not a table holds them.
_PREFIXES = frozenset("Fort Ft. Mount Mt. Lake Cape Camp".split())
_LAND_NOUNS = frozenset(
    """County Parish Prefecture Province Governorate Oblast Township county parish prefecture province governorate
    oblast township district village town state region slum slums camp""".split()
)
# Words of a name that no table holds or of a country, at most.
_LONGEST = 4
# "UN", "CAT": as long as this and all capitals, a name is no town's.
_ACRONYM = 4
_HYPHENS = frozenset("-‐‑–")
# Countries whose names people and places bear as well: "Michael Jordan".
_ALSO_NAMES = frozenset({"Jordan", "Chad", "Georgia", "Guinea", "Israel", "Cuba"})


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
        for name in (*_names(sentence, cast, gazetteer), *_by_their_words(sentence, gazetteer))
    ]
    sure = {fold(f.name.text) for f in found if _is_sure(by_number[f.name.sentence], f, persons, gazetteer)}
    words = {
        _words(by_number[f.name.sentence], f.name)
        for f in found
        if _is_place(by_number[f.name.sentence], f, sure, gazetteer)
    }
    return tuple(_apart(sorted(words, key=lambda w: (w.start, -w.end))))


def _apart(words: Sequence[Words]) -> Iterator[Words]:
    reached = -1
    for found in words:
        if found.start >= reached:
            yield found
            reached = found.end


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


def _is_place(sentence: Sentence, found: _Found, sure: set[str], gazetteer: Gazetteer) -> bool:
    name = found.name
    tokens = sentence.tokens[name.first : name.last + 1]
    # "Homs" looks like a plural noun; "Most" at the start of a sentence is no name.
    if not any(token.is_name or (token.i > 0 and token.is_noun) for token in tokens):
        return False
    if _is_of_body(sentence, name.first):
        return False
    if not name.entries:
        return _is_by_words(sentence, name, gazetteer) or (
            found.where in _PLACED and not gazetteer.is_word(tokens[-1].text.lower(), "site")
        )
    if len(tokens) == 1 and name.text.isupper() and len(name.text) <= _ACRONYM and name.entries[0].kind == "city":
        return False
    if any(map(_is_well_known, name.entries)):
        return True
    return fold(name.text) in sure


def _is_sure(sentence: Sentence, found: _Found, persons: frozenset[str], gazetteer: Gazetteer) -> bool:
    """Whether a name stands where only places do: before its land, or after "in" and the like and no person's."""
    return _has_land_after(sentence, found.name, gazetteer) or (
        found.where in _PLACED and fold(found.name.text) not in persons
    )


def _by_their_words(sentence: Sentence, gazetteer: Gazetteer) -> Iterator[Name]:
    """Names that are places by a word of theirs or beside them, and countries within any other name.

    "Fort Lorrimer, Maryland", "a Benson County jury", "the Ain Zara camp", "Mount Ararat", "the US Treasury".
    """
    tokens = sentence.tokens
    for token in tokens:
        if not _is_proper(token):
            continue
        i = token.i
        yield from _country_at(sentence, i, gazetteer)
        if _is_short(sentence, i, gazetteer):
            yield _name(sentence, i, i)
        following = tokens[i + 1] if i + 1 < len(tokens) else None
        if token.text in _PREFIXES and following is not None and _is_proper(following):
            yield _name(sentence, i, i + 1)
        if following is None or gazetteer.is_word(token.text.lower(), "never", "common", "site"):
            continue
        first = _first_of_name(sentence, i)
        if following.text == "," and _has_land_after(sentence, _name(sentence, first, i), gazetteer):
            yield _name(sentence, first, i)
        elif following.text in _LAND_NOUNS and following.text[:1].isupper() and i - first < 2:
            yield _name(sentence, first, i + 1)
        elif following.text in _LAND_NOUNS and token.head == following.i and i - first < 2:
            yield _name(sentence, first, i)


def _is_proper(token: Token) -> bool:
    return token.text[:1].isupper() and token.is_name


def _is_short(sentence: Sentence, i: int, gazetteer: Gazetteer) -> bool:
    """ "Salem, Ore.", "police in NSW": after a comma, or three capitals, as "Man." and "IN" are words too."""
    tokens = sentence.tokens
    word = tokens[i].text
    after_name = i > 1 and tokens[i - 1].text == "," and _is_proper(tokens[i - 2])
    return (after_name or (len(word) >= 3 and word.isupper() and word.isalpha())) and gazetteer.short(word) is not None


def _first_of_name(sentence: Sentence, last: int) -> int:
    first = last
    while first > 0 and last - first < _LONGEST and _is_proper(sentence.tokens[first - 1]):
        first -= 1
    return first


def _name(sentence: Sentence, first: int, last: int) -> Name:
    return Name(sentence=sentence.number, first=first, last=last, text=sentence.words(first, last).text, entries=())


def _country_at(sentence: Sentence, first: int, gazetteer: Gazetteer) -> Iterator[Name]:
    """The longest country that begins at a token, whatever name it is a part of; but not "US-led"."""
    tokens = sentence.tokens
    for last in range(min(first + _LONGEST, len(tokens)) - 1, first - 1, -1):
        country = gazetteer.country(sentence.words(first, last).text) if _is_proper(tokens[last]) else None
        if country is None:
            continue
        tied = last + 2 < len(tokens) and tokens[last + 1].text in _HYPHENS and tokens[last + 2].text != "based"
        before = first > 0 and tokens[first - 1].text in _HYPHENS
        if (
            not tied
            and not before
            and not (first > 0 and _is_proper(tokens[first - 1]) and country.name in _ALSO_NAMES)
        ):
            yield replace(_name(sentence, first, last), entries=(country,))
        return


def _is_by_words(sentence: Sentence, name: Name, gazetteer: Gazetteer) -> bool:
    """Whether a name that no table holds is a place's by its first or last word, or the one after it."""
    tokens = sentence.tokens
    first, last = tokens[name.first], tokens[name.last]
    after = tokens[name.last + 1].text if name.last + 1 < len(tokens) else ""
    named = first.text in _PREFIXES and name.first < name.last
    short = name.first == name.last and _is_short(sentence, name.first, gazetteer)
    return named or short or {last.text, after} & _LAND_NOUNS != set() or _has_land_after(sentence, name, gazetteer)


def _is_well_known(entry: Entry) -> bool:
    if entry.geonameid is None or entry.kind == "capital":
        return True
    return entry.population >= _WELL_KNOWN


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
    """The name with the capitalised words that belong to it: "Dallas County", "West Darfur"."""
    tokens = sentence.tokens
    first, last = name.first, name.last
    if last + 1 < len(tokens) and tokens[last + 1].text in _PART_OF_NAME:
        last += 1
    if first > 0 and tokens[first - 1].text in _COMPASS and _is_proper(tokens[first - 1]):
        first -= 1
    return sentence.words(first, last)
