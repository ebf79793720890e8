"""Every place that a stretch of text may name, and how likely each is before the text is read.

"Cook County" is a county, "Calif." a state, "eastern Libya" a third of its country,
"the northern city of Kano" may be Kano; a stretch that no table holds as it stands is
looked up without its common words.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from whowhom.knowledge.places import Entry, Gazetteer, fold
from whowhom.qualifying.places.names import entries_of

# A prior is about the tenth logarithm of the people that a place has; lands are put at a fixed one.
# Swept on the development halves of two corpora; sweep again when the gazetteer grows.
_PRIORS = {
    "continent": 8.0,
    "ocean": 8.0,
    "country": 8.0,
    "region": 7.0,
    "territory": 6.5,
    "sea": 6.5,
    "admin1": 5.5,
    "county": 4.2,
}
_STATES = 6.4
_STATED = frozenset({"USA", "CAN", "AUS", "GBR", "IND", "DEU"})
_NEWSPLACE = 5.6
_CAPITAL = 1.0
_ALIAS = 1.0
_OF_A_CAPITAL = 2.0
# What is left of a stretch when words are taken off it is less sure the more are gone.
_SHORTENED = 0.5

_COUNTY = re.compile(r"^(.+?),? (?:County|Parish|Borough|Co\.)$")
_POSSESSIVE = re.compile(r"['’]s$|(?<=s)['’]$")
_ARTICLE = re.compile(r"^the ", re.IGNORECASE)
_SPELT = ((re.compile(r"^St\.? "), "Saint "), (re.compile(r"^Saint "), "St. "), (re.compile(r"^Ft\.? "), "Fort "),
          (re.compile(r"^Mt\.? "), "Mount "), (re.compile(r" (?:City|Township|Twp\.?|Town|Village)$"), ""))  # fmt: skip
_CONTINENTAL = {"African": "Africa", "Asian": "Asia", "European": "Europe", "Middle Eastern": "Middle East"}
_CONTINENTAL |= {"Latin American": "Latin America", "Scandinavian": "Scandinavia", "Caribbean": "Caribbean"}
_COMMON = ("area", "site", "direction")
# "northern Mali", "the far north of Mali"; "Mali's north", "the Malian north". "North of Mali" is outside it.
_PART_BEFORE = re.compile(
    r"(?:the )?(?:far )?((?:north|south|east|west)\S*ern|central) (.+)"
    r"|the (?:far )?((?:north|south|east|west)\S*) of (?:the )?(.+)", re.IGNORECASE,
)  # fmt: skip
_PART_BEHIND = re.compile(r"(?:the )?(.+?)(?:['’]s?)? (?:far )?((?:north|south|east|west)\S*)", re.IGNORECASE)
_WORD = re.compile(r"[^\s,()/]+")


class Candidate(Struct, frozen=True, kw_only=True):
    """A place that a stretch may name, where it lies (degrees), and its prior: 3 for a village, 8 for a country."""

    entry: Entry
    latitude: float
    longitude: float
    prior: float


def candidates_of(written: str, gazetteer: Gazetteer) -> tuple[Candidate, ...]:
    """The places that ``written`` may name, the likeliest first; empty where the gazetteer has none with a position."""
    part = part_of_country(" ".join(written.split()), gazetteer)
    if part is not None:
        return (part,)
    for text, penalty in _variants(written, gazetteer):
        found = _placed(text, penalty, gazetteer)
        if found:
            return found
    return ()


def part_of_country(written: str, gazetteer: Gazetteer) -> Candidate | None:
    """The part of a country that words with a direction name, put into its middle: "eastern Libya", "Mali's north".

    None for any other words: South Africa, and West Germany while it is a name of the tables.
    """
    plain = _ARTICLE.sub("", written)
    if any(entries_of(name, gazetteer) or gazetteer.nationality(name) for name in (written, plain)):
        return None
    before, behind = _PART_BEFORE.fullmatch(written), _PART_BEHIND.fullmatch(written)
    told = (before[1] or before[3], before[2] or before[4]) if before else ("", "")
    for direction, name in (told, (behind[2], behind[1]) if behind else ("", "")):
        land = gazetteer.country(name)
        code = land.country if land is not None else gazetteer.nationality(name)
        middle = gazetteer.outlines.part(code, direction) if code is not None else None
        if code is not None and middle is not None:
            entry = replace(country_of(code), name=written.removeprefix("the "), kind="region")
            return Candidate(entry=entry, latitude=middle[0], longitude=middle[1], prior=_PRIORS["country"])
    return None


def _placed(text: str, penalty: float, gazetteer: Gazetteer) -> tuple[Candidate, ...]:
    found = []
    for entry in dict.fromkeys(_entries(text, gazetteer)):
        middle = gazetteer.middle(entry)
        if middle is not None:
            prior = prior_of(entry) - penalty
            found.append(Candidate(entry=entry, latitude=middle[0], longitude=middle[1], prior=prior))
    found = [replace(c, prior=c.prior - _OF_A_CAPITAL) if _is_second(c, found) else c for c in found]
    return tuple(sorted(found, key=lambda c: (-c.prior, c.entry.geonameid or 0, c.entry.country or "")))


def _is_second(candidate: Candidate, found: Sequence[Candidate]) -> bool:
    """Whether a place is called like the capital of its own country: it is told with its province."""
    entry = candidate.entry
    return entry.kind in {"city", "county"} and any(
        c.entry.kind == "capital" and c.entry.country == entry.country for c in found
    )


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
    found = entries_of(text, gazetteer)
    yield from found
    yield from gazetteer.counties(text)
    code = gazetteer.nationality(text) if not found or found[0].kind != "country" else None
    if code is not None:
        yield country_of(code)
    elif text in _CONTINENTAL:
        yield from entries_of(_CONTINENTAL[text], gazetteer)


def country_of(code: str) -> Entry:
    """A country as an entry, by its ISO 3166-1 alpha-3 code."""
    return Entry(name=code, country=code, admin1=None, latitude=None, longitude=None, population=0, kind="country")


def _variants(written: str, gazetteer: Gazetteer) -> Iterator[tuple[str, float]]:
    """The stretch as it stands, then in other spellings, then without its common words, each with what it costs."""
    text = " ".join(written.split())
    yield text, 0.0
    bare = _POSSESSIVE.sub("", text).strip(" ,.;:“”\"'()[]")
    for other in (bare, f"{bare}.", _ARTICLE.sub("", bare), f"the {bare}"):
        yield other, 0.0
    for pattern, instead in _SPELT:
        if pattern.search(bare):
            yield pattern.sub(instead, bare), 0.1
    words = _WORD.findall(bare)
    kept = [word for word in words if word[:1].isupper() and not gazetteer.is_word(word.lower(), *_COMMON)]
    if kept and len(kept) < len(words):
        yield " ".join(kept), _SHORTENED


def in_part(written: str, gazetteer: Gazetteer) -> tuple[Candidate, ...]:
    """The places that the longest known part of ``written`` may name: the last hope."""
    words = written.split()
    for length in range(len(words) - 1, 0, -1):
        for first in range(len(words) - length + 1):
            part = " ".join(words[first : first + length])
            found = _placed(part, _SHORTENED * 2, gazetteer) if part[:1].isupper() and len(fold(part)) > 2 else ()
            if found:
                return found
    return ()
