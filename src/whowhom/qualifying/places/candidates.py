"""Every place that a stretch of text may name, and how likely each is before the text is read.

"Cook County" is a county, "Calif." a state, "the northern city of Kano" may be Kano;
a stretch that no table holds as it stands is looked up without its common words.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from msgspec import Struct

from whowhom.knowledge.places import Entry, Gazetteer, fold
from whowhom.qualifying.places.names import entries_of

# A prior is about the tenth logarithm of the people that a place has; lands are put at a fixed one.
# Swept on the development halves of two corpora; sweep again when the gazetteer grows.
_PRIORS = {"country": 7.5, "region": 6.5, "territory": 6.5, "sea": 6.5, "admin1": 6.0, "county": 4.2}
_STATES = 6.4
_STATED = frozenset({"USA", "CAN", "AUS", "GBR", "IND", "DEU"})
_NEWSPLACE = 5.6
_CAPITAL = 0.7
_ALIAS = math.log10(3)
# What is left of a stretch when words are taken off it is less sure the more are gone.
_SHORTENED = 0.5

_COUNTY = re.compile(r"^(.+?),? (?:County|Parish|Borough|Co\.)$")
_POSSESSIVE = re.compile(r"['’]s$|(?<=s)['’]$")
_ARTICLE = re.compile(r"^the ", re.IGNORECASE)
_SPELT = ((re.compile(r"^St\.? "), "Saint "), (re.compile(r"^Saint "), "St. "), (re.compile(r"^Ft\.? "), "Fort "),
          (re.compile(r"^Mt\.? "), "Mount "), (re.compile(r" (?:City|Township|Twp\.?|Town|Village)$"), ""))  # fmt: skip
_WORD = re.compile(r"[^\s,()/]+")


class Candidate(Struct, frozen=True, kw_only=True):
    """A place that a stretch may name, where it lies (degrees), and its prior: about 3 for a village, 7 for a country."""

    entry: Entry
    latitude: float
    longitude: float
    prior: float


def candidates_of(written: str, gazetteer: Gazetteer) -> tuple[Candidate, ...]:
    """The places that ``written`` may name, the likeliest first; empty where the gazetteer has none with a position."""
    for text, penalty in _variants(written):
        found = _placed(text, penalty, gazetteer)
        if found:
            return found
    return ()


def _placed(text: str, penalty: float, gazetteer: Gazetteer) -> tuple[Candidate, ...]:
    found = []
    for entry in dict.fromkeys(_entries(text, gazetteer)):
        middle = gazetteer.middle(entry)
        if middle is not None:
            prior = prior_of(entry) - penalty
            found.append(Candidate(entry=entry, latitude=middle[0], longitude=middle[1], prior=prior))
    return tuple(sorted(found, key=lambda c: (-c.prior, c.entry.geonameid or 0, c.entry.country or "")))


def prior_of(entry: Entry) -> float:
    """How likely a place is meant, all else unknown."""
    if entry.kind in _PRIORS:
        return _STATES if entry.kind == "admin1" and entry.country in _STATED else _PRIORS[entry.kind]
    if entry.geonameid is None:
        return _NEWSPLACE
    size = math.log10(entry.population + 500)
    return size + (_CAPITAL if entry.kind == "capital" else 0) - (_ALIAS if entry.alias else 0)


def _entries(text: str, gazetteer: Gazetteer) -> Iterator[Entry]:
    county = _COUNTY.match(text)
    if county is not None:
        counties = gazetteer.counties(county[1])
        if counties:
            yield from counties
            return
    short = gazetteer.short(text)
    if short is not None:
        yield short
    yield from entries_of(text, gazetteer)
    yield from gazetteer.counties(text)


def _variants(written: str) -> Iterator[tuple[str, float]]:
    """The stretch as it stands, then in other spellings, then ever less of it, each with what it costs."""
    text = " ".join(written.split())
    yield text, 0.0
    bare = _POSSESSIVE.sub("", text).strip(" ,.;:“”\"'()[]")
    for other in (bare, _ARTICLE.sub("", bare), f"the {bare}"):
        yield other, 0.0
    for pattern, instead in _SPELT:
        if pattern.search(bare):
            yield pattern.sub(instead, bare), 0.1
    words = [(m.start(), m.end()) for m in _WORD.finditer(bare)]
    for length in range(len(words) - 1, 0, -1):
        # Its last words first: the name stands there in "the city of Kano" and "northern Kano".
        for first in range(len(words) - length, -1, -1):
            part = bare[words[first][0] : words[first + length - 1][1]]
            if part[:1].isupper() and len(fold(part)) > 2:
                yield part, _SHORTENED * (len(words) - length)
