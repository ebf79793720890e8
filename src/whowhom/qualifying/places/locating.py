"""Where named places lie: given stretches of a text, each with the place it means, also lands.

In:  a text, the spans of its toponyms, the gazetteer. No parse is needed.
Out: a `Located` for each span, with a position even for "Libya" and "Texas" (a
rough middle). An event's place is chosen elsewhere, and has none for lands.

Each name's places are weighed by how large they are, by the land that stands
beside the name ("Paris, Texas"), by the lands that the text names at all, and by
how near they lie to the likeliest places of the text's other names. A name has
one sense in a text, unless the words beside it say otherwise.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from whowhom.knowledge.places import Entry, Gazetteer, fold
from whowhom.qualifying.places.candidates import Candidate, candidates_of
from whowhom.records import Place, Reason, Span

# Weights in units of a prior, which is a tenth logarithm of people: 1 makes up for a tenth of the size.
# Swept on the first half of two corpora's development lines; sweep again when priors or tables change.
_BESIDE = 5.0
_ELSEWHERE_BESIDE = 4.0
_IN_STATE = 1.6
_IN_COUNTRY = 1.0
_NEAR = 2.0
# Kilometres within which other names of the text speak for a place.
_NEAR_KM = 150.0
_ROUNDS = 3
# Places nearer to each other than this are one and the same for a reader.
_SAME_KM = 50.0
# A runner-up is told where it is not far behind.
_CLOSE = 2.0
_EARTH_KM = 6371.0
LANDS = frozenset({"country", "admin1", "county", "region", "territory", "sea"})

# After a name: ", Texas", ", Tex.", " (Texas)", " in northern Lebanon", ", a city in Texas".
_AFTER = re.compile(r",? ?(?:\(|in (?:the )?(?:(?:north|south|east|west|central)\w* )?|, )")
_NAME = re.compile(r"[A-Z][\w’'-]*\.?(?:[A-Z]\.)*(?: (?:of |and |the )?[A-Z][\w’'-]*\.?(?:[A-Z]\.)*)*")
_BEFORE = re.compile(r"([\w.’' -]+), ?$")
_LONGEST_LAND = 4
_POST = re.compile(r"[A-Z]{2}")


class Located(Struct, frozen=True, kw_only=True):
    """A span with the place it means, and the next likeliest where that is close; None where no table has any.

    Both carry a position, of a land its rough middle (degrees). ``start`` and ``end``
    are those asked for; ``why`` says which rule (`place.*`) decided, and the runner-up.
    """

    start: int
    end: int
    place: Place | None
    runner_up: Place | None
    why: tuple[Reason, ...]


class _Group(Struct, frozen=True, eq=False):
    """Spans that mean one place: the same name with the same land beside it, or none."""

    key: tuple[str, str]
    spans: tuple[Span, ...]
    candidates: tuple[Candidate, ...]
    beside: tuple[Entry, ...]
    elsewhere: tuple[Entry, ...]
    as_land: bool


class _Weights(Struct, frozen=True):
    """What speaks for one candidate."""

    size: float
    qualifier: float
    document: float
    neighbours: float

    @property
    def total(self) -> float:
        return self.size + self.qualifier + self.document + self.neighbours


def locate(text: str, spans: Sequence[Span], gazetteer: Gazetteer) -> tuple[Located, ...]:
    """The place that each span of the text means, in the order of the spans.

    Answers wherever the gazetteer has any place of that name: a guess is
    better here than none, and ``runner_up`` says what else it may be.
    """
    lands = _lands_named(text, gazetteer)
    groups = _grouped(text, spans, gazetteer)
    weighed = _weigh(groups, lands)
    found: dict[Span, Located] = {}
    for group in groups:
        for span in group.spans:
            found[span] = _located(text, span, group, weighed[group.key])
    return tuple(found[span] for span in spans)


def _grouped(text: str, spans: Sequence[Span], gazetteer: Gazetteer) -> list[_Group]:
    beside: dict[Span, tuple[Entry, ...]] = {}
    named: dict[str, list[Entry]] = {}
    members: dict[tuple[str, str], list[Span]] = {}
    for span in dict.fromkeys(spans):
        name = fold(text[span.start : span.end])
        beside[span] = lands = tuple(_beside(text, span, gazetteer))
        named.setdefault(name, []).extend(lands)
        mark = "as land" if _is_after_town(text, span, gazetteer) else "|".join(sorted(map(_label, lands)))
        members.setdefault((name, mark), []).append(span)
    groups = []
    for (name, mark), group in members.items():
        first = group[0]
        candidates = candidates_of(text[first.start : first.end], gazetteer)
        groups.append(
            _Group((name, mark), tuple(group), candidates, beside[first], tuple(named[name]), mark == "as land")
        )
    return groups


def _label(land: Entry) -> str:
    return f"{land.country}/{land.admin1}"


def _beside(text: str, span: Span, gazetteer: Gazetteer) -> Iterator[Entry]:
    """The lands that stand right after a name and say where it lies."""
    after = _AFTER.match(text, span.end)
    name = _NAME.match(text, after.end()) if after is not None else None
    if name is None:
        return
    words = name[0].split(" ")
    for length in range(min(len(words), _LONGEST_LAND), 0, -1):
        lands = _land_entries(" ".join(words[:length]), gazetteer, after_comma=True)
        if lands:
            yield from lands
            return


def _land_entries(words: str, gazetteer: Gazetteer, *, after_comma: bool) -> tuple[Entry, ...]:
    """The countries, provinces and counties that the words name, by name, nationality or short form."""
    short = gazetteer.short(words) or gazetteer.short(words.removesuffix("."))
    if short is not None and (after_comma or not _POST.fullmatch(words)):
        return (short,)
    plain = words.removesuffix("’s").removesuffix("'s").rstrip(".") if not words.endswith((".S.", ".K.")) else words
    county = re.fullmatch(r"(.+) (?:County|Parish|Borough)", plain)
    if county is not None:
        return gazetteer.counties(county[1])
    country = gazetteer.country(plain)
    if country is not None:
        return (country, *gazetteer.provinces(plain))
    code = gazetteer.nationality(plain)
    if code is not None:
        return (Entry(name=plain, country=code, admin1=None, latitude=None, longitude=None, population=0, kind="country"),)
    return gazetteer.provinces(plain)


def _is_after_town(text: str, span: Span, gazetteer: Gazetteer) -> bool:
    """Whether a name stands after a town and a comma, and is a land of that town: "Albany, New York"."""
    before = _BEFORE.search(text, max(0, span.start - 40), span.start)
    if before is None:
        return False
    lands = {(e.country, e.admin1) for e in _land_entries(text[span.start : span.end], gazetteer, after_comma=True)}
    words = before[1].split(" ")
    for length in range(min(len(words), _LONGEST_LAND), 0, -1):
        towns = gazetteer.find(" ".join(words[-length:]))
        if any((t.country, t.admin1) in lands or (t.country, None) in lands for t in towns):
            return True
    return False


def _lands_named(text: str, gazetteer: Gazetteer) -> Counter[tuple[str, str | None]]:
    """How often the text names each country, and each province or a county of it."""
    counted: Counter[tuple[str, str | None]] = Counter()
    for name in _NAME.finditer(text):
        after_comma = text[max(0, name.start() - 2) : name.start()].startswith(",")
        words = name[0].split(" ")
        i = 0
        while i < len(words):
            for length in range(min(len(words) - i, _LONGEST_LAND), 0, -1):
                lands = _land_entries(" ".join(words[i : i + length]), gazetteer, after_comma=after_comma)
                if lands:
                    share = {(e.country or "", e.admin1) for e in lands}
                    for land in share:
                        counted[land] += 1 if len(share) == 1 else 1 / len(share)  # type: ignore[assignment]
                    i += length - 1
                    break
            i += 1
    return counted


def _weigh(
    groups: Sequence[_Group], lands: Mapping[tuple[str, str | None], float]
) -> dict[tuple[str, str], list[tuple[Candidate, _Weights]]]:
    """The candidates of each group with what speaks for them, the likeliest first."""
    states: Counter[tuple[str, str]] = Counter()
    countries: Counter[str] = Counter()
    for (country, province), count in lands.items():
        countries[country] += count  # type: ignore[assignment]
        if province is not None:
            states[country, province] += count  # type: ignore[assignment]
    static = {
        group.key: [
            (c, _Weights(c.prior, _by_qualifier(group, c), _by_lands(c, states, countries), 0.0))
            for c in group.candidates
        ]
        for group in groups
    }
    ranked = {key: _ranked(found) for key, found in static.items()}
    for _ in range(_ROUNDS):
        best = [(group, ranked[group.key][0][0]) for group in groups if ranked[group.key]]
        ranked = {
            group.key: _ranked(
                [
                    (c, _Weights(w.size, w.qualifier, w.document, _by_neighbours(group, c, best)))
                    for c, w in static[group.key]
                ]
            )
            for group in groups
        }
    return ranked


def _ranked(found: list[tuple[Candidate, _Weights]]) -> list[tuple[Candidate, _Weights]]:
    return sorted(found, key=lambda pair: -pair[1].total)


def _by_qualifier(group: _Group, candidate: Candidate) -> float:
    entry = candidate.entry
    if group.as_land:
        return _BESIDE if entry.kind in {"admin1", "country"} else 0.0
    if any(_lies_in(entry, land) for land in group.beside):
        return _BESIDE
    if not group.beside and any(_lies_in(entry, land) for land in group.elsewhere):
        return _ELSEWHERE_BESIDE
    return 0.0


def _lies_in(entry: Entry, land: Entry) -> bool:
    if entry.country is None or entry.country != land.country or entry.kind == "country":
        return False
    return land.admin1 is None or (land.admin1 == entry.admin1 and entry.kind != "admin1")


def _by_lands(candidate: Candidate, states: Counter[tuple[str, str]], countries: Counter[str]) -> float:
    """What the lands that the text names say; a land's own name says nothing of itself."""
    entry = candidate.entry
    if entry.country is None:
        return 0.0
    own = 1 if entry.kind == "country" else 0
    spoken = max(countries[entry.country] - own, 0)
    weight = _IN_COUNTRY * _saturated(spoken)
    if entry.admin1 is not None and entry.kind != "admin1":
        weight += _IN_STATE * _saturated(states[entry.country, entry.admin1])
    return weight


def _saturated(count: float) -> float:
    """0 for none, a half for one, nearing 1."""
    return count / (count + 1)


def _by_neighbours(group: _Group, candidate: Candidate, best: Sequence[tuple[_Group, Candidate]]) -> float:
    near = 0.0
    for other, place in best:
        if other is group or other.key[0] == group.key[0] or place.entry.kind in {"country", "region", "sea"}:
            continue
        km = distance_km((candidate.latitude, candidate.longitude), (place.latitude, place.longitude))
        near += math.exp(-km / _NEAR_KM)
    return _NEAR * _saturated(near)


def distance_km(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Great-circle distance in kilometres of two points (latitude, longitude) in degrees."""
    lat, other = math.radians(a[0]), math.radians(b[0])
    half = math.sin((other - lat) / 2) ** 2
    half += math.cos(lat) * math.cos(other) * math.sin(math.radians(b[1] - a[1]) / 2) ** 2
    return 2 * _EARTH_KM * math.asin(min(1.0, math.sqrt(half)))


def _located(text: str, span: Span, group: _Group, ranked: list[tuple[Candidate, _Weights]]) -> Located:
    written = text[span.start : span.end]
    if not ranked:
        why = Reason(
            rule="place.unlisted", text=written, start=span.start, end=span.end, detail="no table holds this name"
        )
        return Located(start=span.start, end=span.end, place=None, runner_up=None, why=(why,))
    best, weights = ranked[0]
    other = next(((c, w) for c, w in ranked[1:] if _is_elsewhere(best, c)), None)
    rule, detail = _decided(best, weights, other)
    detail = f"{_name_of(best.entry)}: {detail}"
    runner_up = None
    if other is not None and weights.total - other[1].total < _CLOSE:
        runner_up = _place(written, span, other[0])
        detail += f"; next likeliest {_name_of(other[0].entry)}"
    why = Reason(rule=rule, text=written, start=span.start, end=span.end, detail=detail)
    return Located(
        start=span.start, end=span.end, place=_place(written, span, best), runner_up=runner_up, why=(why,)
    )


def _is_elsewhere(best: Candidate, other: Candidate) -> bool:
    return distance_km((best.latitude, best.longitude), (other.latitude, other.longitude)) > _SAME_KM


def _decided(best: Candidate, weights: _Weights, other: tuple[Candidate, _Weights] | None) -> tuple[str, str]:
    """The rule that sets the chosen place apart from the next one most."""
    if other is None:
        return "place.only", f"the one {best.entry.kind} of this name"
    rival = other[1]
    gains = (
        (weights.qualifier - rival.qualifier, "place.qualifier", "the land that stands beside it"),
        (weights.document - rival.document, "place.document", "the text names its country or state"),
        (weights.neighbours - rival.neighbours, "place.neighbours", "other places of the text lie near it"),
        (weights.size - rival.size, "place.size", "the best known of this name"),
    )
    gain = max(gains, key=lambda g: g[0])
    return gain[1], gain[2]


def _name_of(entry: Entry) -> str:
    return ", ".join(dict.fromkeys(part for part in (entry.name, entry.admin1, entry.country) if part))


def _place(written: str, span: Span, candidate: Candidate) -> Place:
    entry = candidate.entry
    return Place(
        name=entry.name,
        country=entry.country,
        admin1=entry.admin1,
        latitude=round(candidate.latitude, 4),
        longitude=round(candidate.longitude, 4),
        geonameid=entry.geonameid,
        text=written,
        start=span.start,
        end=span.end,
    )
