"""Which of its places each name of a text means, all names weighed together.

A place gains by its size, by the land that stands beside its name, by the lands
that the text names at all, and by likely places of other names near it or in its
state: "Athens" and "Henderson" are near each other in Texas alone.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TypeVar

from msgspec import Struct

from whowhom.knowledge.places import Entry
from whowhom.qualifying.places.candidates import Candidate

# Weights in units of a prior, which is a tenth logarithm of people: 1 makes up for a tenth of the size. Swept on the
# first halves of the development lines of `benchmarks/geoparsing.py`; sweep again when priors or tables change.
BESIDE = 5.0
ELSEWHERE_BESIDE = 4.0
IN_PART = 3.0
IN_STATE = 2.0
IN_COUNTRY = 2.5
NEAR = 5.0
SAME_STATE = 0.08
SAME_COUNTRY = 0.08
# Kilometres within which other names of the text speak for a place.
NEAR_KM = 100.0
# How sharply the likeliest place of a name stands out when it speaks for others.
SHARPNESS = 0.5
ROUNDS = 3
MOST_CANDIDATES = 40
MOST_SPEAKING = 8
T = TypeVar("T")
_EARTH_KM = 6371.0
_WIDE = frozenset({"continent", "ocean", "country", "region", "sea"})

Key = tuple[str, str]
# How often something is named; less than once where a name may stand for several.
Counts = defaultdict[T, float]
Lands = Mapping[str, Mapping[tuple[str, str | None], float]]


class Group(Struct, frozen=True, eq=False):
    """A name with the land beside it (``key``: folded name and mark), what it may mean, and what stands beside it.

    ``elsewhere`` are the lands beside the same name at other places of the text;
    ``as_land`` says that it stands after a town that lies in it; ``there`` are the places that lie
    in the part of the land beside it that the text tells ("in northern Lebanon").
    """

    key: Key
    count: int
    candidates: tuple[Candidate, ...]
    beside: tuple[Entry, ...]
    elsewhere: tuple[Entry, ...]
    as_land: bool
    there: frozenset[Entry] = frozenset()


class Weights(Struct, frozen=True):
    """What speaks for one candidate."""

    size: float
    qualifier: float
    document: float
    neighbours: float = 0.0

    @property
    def total(self) -> float:
        return self.size + self.qualifier + self.document + self.neighbours


Ranking = list[tuple[Candidate, Weights]]


def weigh(groups: Sequence[Group], lands: Lands) -> dict[Key, Ranking]:
    """The candidates of each group with what speaks for them, the likeliest first.

    ``lands`` counts for each name of a land (folded) the countries and provinces it stands for.
    """
    static = {group.key: _static(group, lands) for group in groups}
    ranked = static
    for _ in range(ROUNDS):
        speaking = {group.key: _speaking(ranked[group.key]) for group in groups}
        ranked = {group.key: _with_neighbours(group, static[group.key], groups, speaking) for group in groups}
    return ranked


def _static(group: Group, lands: Lands) -> Ranking:
    states: Counts[tuple[str, str]] = defaultdict(float)
    countries: Counts[str] = defaultdict(float)
    for name, counted in lands.items():
        # A name says nothing of itself: "Georgia" does not speak for Georgia.
        if name == group.key[0]:
            continue
        for (country, province), count in counted.items():
            countries[country] += count
            if province is not None:
                states[country, province] += count
    found = [
        (c, Weights(c.prior, _by_qualifier(group, c.entry), _by_lands(c.entry, states, countries)))
        for c in group.candidates
    ]
    return _ranked(found)[:MOST_CANDIDATES]


def _ranked(found: Ranking) -> Ranking:
    return sorted(found, key=lambda pair: -pair[1].total)


def _by_qualifier(group: Group, entry: Entry) -> float:
    if group.as_land:
        return BESIDE if entry.kind in {"admin1", "country"} else 0.0
    # "China, Japan and Korea" is a list.
    listed = any(c.entry.kind == "country" for c in group.candidates)
    if any(_lies_in(entry, land, listed=listed) for land in group.beside):
        return BESIDE + (IN_PART if entry in group.there else 0.0)
    if not group.beside and any(_lies_in(entry, land, listed=listed) for land in group.elsewhere):
        return ELSEWHERE_BESIDE
    return 0.0


def _lies_in(entry: Entry, land: Entry, *, listed: bool) -> bool:
    if entry.country is None or entry.country != land.country or entry.kind == "country":
        return False
    if land.kind == "country":
        return not listed or entry.kind == "admin1"
    return land.admin1 == entry.admin1 and entry.kind != "admin1" and not (land.kind == entry.kind == "county")


def _by_lands(entry: Entry, states: Counts[tuple[str, str]], countries: Counts[str]) -> float:
    """What the other lands that the text names say."""
    if entry.country is None:
        return 0.0
    weight = IN_COUNTRY * saturated(countries[entry.country])
    return weight + IN_STATE * saturated(states[entry.country, entry.admin1]) if entry.admin1 is not None else weight


def saturated(count: float) -> float:
    """0 for none, a half for one, nearing 1."""
    return count / (count + 1)


def _speaking(ranking: Ranking) -> list[tuple[Candidate, float]]:
    """The likeliest candidates of a name, each with how likely it is as against the others (square root)."""
    if not ranking:
        return []
    # China, Mexico and Norway are towns of Maine too, and near each other there: a land's name speaks for none.
    if any(c.entry.kind in _WIDE for c, _ in ranking) and not ranking[0][1].qualifier:
        return []
    best = ranking[0][1].total
    odds = [(c, math.exp(SHARPNESS * (w.total - best) * math.log(10))) for c, w in ranking[:MOST_SPEAKING]]
    total = sum(odd for _, odd in odds)
    return [(c, math.sqrt(odd / total)) for c, odd in odds if c.entry.kind not in _WIDE]


def _with_neighbours(
    group: Group, static: Ranking, groups: Sequence[Group], speaking: Mapping[Key, list[tuple[Candidate, float]]]
) -> Ranking:
    others = [speaking[g.key] for g in groups if g.key[0] != group.key[0]]
    found = []
    for candidate, weights in static:
        near = sum(_said_by(other, candidate) for other in others)
        found.append((candidate, Weights(weights.size, weights.qualifier, weights.document, NEAR * saturated(near))))
    return _ranked(found)


def _said_by(other: Sequence[tuple[Candidate, float]], candidate: Candidate) -> float:
    """How much another name speaks for a place: the most that one of its own places does."""
    said = 0.0
    for place, share in other:
        weight = 0.0
        if place.entry.country == candidate.entry.country is not None:
            weight = SAME_COUNTRY
            if place.entry.admin1 == candidate.entry.admin1 is not None:
                weight = SAME_STATE
        # Farther than some degrees nothing is left, and a distance takes time.
        if abs(place.latitude - candidate.latitude) < 6:
            km = distance_km((candidate.latitude, candidate.longitude), (place.latitude, place.longitude))
            weight += math.exp(-km / NEAR_KM)
        said = max(said, share * weight)
    return said


def distance_km(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Great-circle distance in kilometres of two points (latitude, longitude) in degrees."""
    lat, other = math.radians(a[0]), math.radians(b[0])
    half = math.sin((other - lat) / 2) ** 2
    half += math.cos(lat) * math.cos(other) * math.sin(math.radians(b[1] - a[1]) / 2) ** 2
    return 2 * _EARTH_KM * math.asin(min(1.0, math.sqrt(half)))
