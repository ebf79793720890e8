"""Where named places lie: given stretches of a text, each with the place it means, also lands.

In:  a text, the spans of its toponyms, the gazetteer. No parse is needed.
Out: a `Located` for each span, with a position even for "Libya" and "Texas" (a
rough middle). An event's place is chosen elsewhere, and has none for lands.

`candidates` says what a name may mean, `weighing` which of it fits the text. A
name has one sense in a text, unless the words beside it say otherwise.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from whowhom.knowledge.places import Entry, Gazetteer, fold
from whowhom.qualifying.places.candidates import Candidate, candidates_of, country_of, in_part
from whowhom.qualifying.places.extent import KINDS
from whowhom.qualifying.places.weighing import Group, Key, Ranking, Weights, distance_km, weigh
from whowhom.records import Place, Reason, Span

# Places nearer to each other than this are one and the same for a reader.
_SAME_KM = 50.0
# A runner-up is told where it is not far behind: a tenth as likely by size alone.
_CLOSE = 1.0

# After a name: ", Texas", ", Tex.", " (Texas)", " in northern Lebanon", ", a city in Texas".
_AFTER = re.compile(r",? ?(?:\(|in (?:the )?(?:(?P<side>(?:north|south|east|west|central)[\w-]*) )?|, )")
_WORD = r"[A-Z](?:\.(?:[A-Z]\.)+|[\w’'-]*\.?)"
_NAME = re.compile(rf"{_WORD}(?: (?:of |and |the )?{_WORD})*")
_BEFORE = re.compile(r"([\w.’' -]+), ?$")
_COUNTY = re.compile(r"(.+) (?:County|Parish|Borough)")
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


def locate(text: str, spans: Sequence[Span], gazetteer: Gazetteer) -> tuple[Located, ...]:
    """The place that each span of the text means, in the order of the spans.

    Answers wherever the gazetteer can: a guess is better here than none, and
    ``runner_up`` says what else it may be. A name that no table holds is put
    beside the text's other places (rule `place.nearby`).
    """
    groups, members = _grouped(text, spans, gazetteer)
    ranked = weigh(groups, _lands_named(text, gazetteer))
    focus = _focus(groups, ranked)
    found: dict[Span, Located] = {}
    for group in groups:
        for span in members[group.key]:
            found[span] = _located(text, span, ranked[group.key], focus, gazetteer)
    return tuple(found[span] for span in spans)


def _grouped(text: str, spans: Sequence[Span], gazetteer: Gazetteer) -> tuple[list[Group], dict[Key, list[Span]]]:
    """The spans by what they must mean together: the same name with the same land beside it, or none."""
    beside: dict[Span, tuple[Entry, ...]] = {}
    named: dict[str, list[Entry]] = {}
    members: dict[Key, list[Span]] = {}
    for span in dict.fromkeys(spans):
        name = fold(text[span.start : span.end])
        beside[span] = lands = tuple(_beside(text, span, gazetteer))
        named.setdefault(name, []).extend(lands)
        labels = [*sorted(map(_label, lands)), *filter(None, [_side(text, span)])]
        mark = "as land" if _is_after_town(text, span, gazetteer) else "|".join(labels)
        members.setdefault((name, mark), []).append(span)
    groups = []
    for (name, mark), group in members.items():
        first = group[0]
        candidates = candidates_of(text[first.start : first.end], gazetteer)
        there = _there(candidates, beside[first], _side(text, first), gazetteer)
        groups.append(
            Group((name, mark), len(group), candidates, beside[first], tuple(named[name]), mark == "as land", there)
        )
    return groups, members


def _side(text: str, span: Span) -> str | None:
    """The direction that stands right after a name with its land: "northern" of "Tripoli in northern Lebanon"."""
    after = _AFTER.match(text, span.end)
    return after["side"] if after is not None else None


def _there(
    candidates: Sequence[Candidate], lands: Sequence[Entry], side: str | None, gazetteer: Gazetteer
) -> frozenset[Entry]:
    """The places that lie in that part of the land beside the name: north of its middle."""
    countries = {land.country for land in lands if land.kind == "country"}
    return frozenset(
        c.entry
        for c in candidates
        if side is not None
        and c.entry.country in countries
        and gazetteer.outlines.lies_toward(c.entry.country or "", side, (c.latitude, c.longitude))
    )


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
    plain = words.removesuffix("’s").removesuffix("'s")
    plain = plain if re.search(r"\.[A-Z]\.$", plain) else plain.rstrip(".")
    county = _COUNTY.fullmatch(plain)
    if county is not None:
        return gazetteer.counties(county[1])
    country, code = gazetteer.country(plain), gazetteer.nationality(plain)
    if country is None and code is not None:
        return (country_of(code),)
    return (*((country,) if country is not None else ()), *gazetteer.provinces(plain))


def _is_after_town(text: str, span: Span, gazetteer: Gazetteer) -> bool:
    """Whether a name stands after a town and a comma, and is a land of that town: "Albany, New York"."""
    before = _BEFORE.search(text, max(0, span.start - 40), span.start)
    if before is None:
        return False
    lands = {(e.country, e.admin1) for e in _land_entries(text[span.start : span.end], gazetteer, after_comma=True)}
    words = before[1].split(" ")
    for length in range(min(len(words), _LONGEST_LAND) if lands else 0, 0, -1):
        towns = gazetteer.find(" ".join(words[-length:]))
        if any((t.country, t.admin1) in lands or (t.country, None) in lands for t in towns):
            return True
    return False


def _lands_named(text: str, gazetteer: Gazetteer) -> Mapping[str, Mapping[tuple[str, str | None], float]]:
    """How often the text names each country, and each province or a county of it, by the folded name."""
    counted: defaultdict[str, defaultdict[tuple[str, str | None], float]] = defaultdict(lambda: defaultdict(float))
    for name in _NAME.finditer(text):
        after_comma = text[max(0, name.start() - 2) : name.start()].startswith(",")
        words = name[0].split(" ")
        i = 0
        while i < len(words):
            for length in range(min(len(words) - i, _LONGEST_LAND), 0, -1):
                stretch = " ".join(words[i : i + length])
                lands = {
                    (e.country or "", e.admin1) for e in _land_entries(stretch, gazetteer, after_comma=after_comma)
                }
                if lands:
                    for land in lands:
                        # A name of many counties speaks a little for each.
                        counted[fold(stretch)][land] += 1 / len(lands)
                    i += length - 1
                    break
            i += 1
    return counted


def _focus(groups: Sequence[Group], ranked: Mapping[Key, Ranking]) -> Candidate | None:
    """The place that a text names most often, rather a town than a land: where what no table holds may be."""
    named: Counter[int] = Counter()
    places: dict[int, Candidate] = {}
    for number, group in enumerate(groups):
        if ranked[group.key]:
            places[number] = ranked[group.key][0][0]
            named[number] = group.count
    if not places:
        return None
    ranks = {"county": 3, "admin1": 1, "country": 0}
    best = max(places, key=lambda n: (min(ranks.get(places[n].entry.kind, 4), 3), named[n], -n))
    return places[best]


def _located(text: str, span: Span, ranked: Ranking, focus: Candidate | None, gazetteer: Gazetteer) -> Located:
    written = text[span.start : span.end]
    blank = Located(start=span.start, end=span.end, place=None, runner_up=None, why=())
    if not ranked:
        return _unlisted(blank, written, span, focus, gazetteer)
    best, weights = ranked[0]
    other = next(((c, w) for c, w in ranked[1:] if _is_elsewhere(best, c)), None)
    rule, detail = _decided(best, weights, other)
    detail = f"{_name_of(best.entry)}: {detail}"
    runner_up = None
    if other is not None and weights.total - other[1].total < _CLOSE:
        runner_up = _place(written, span, other[0])
        detail += f"; next likeliest {_name_of(other[0].entry)}"
    return replace(
        blank, place=_place(written, span, best), runner_up=runner_up, why=(_reason(rule, written, span, detail),)
    )


def _unlisted(blank: Located, written: str, span: Span, focus: Candidate | None, gazetteer: Gazetteer) -> Located:
    """A name that no table holds: beside the other places of the text, or else the part of it that one holds."""
    if focus is not None:
        detail = f"no table holds this name; put beside {_name_of(focus.entry)}, which the text names"
        place = replace(_place(written, span, focus), name=written, geonameid=None)
        return replace(blank, place=place, why=(_reason("place.nearby", written, span, detail),))
    part = in_part(written, gazetteer)
    if part:
        detail = f"{_name_of(part[0].entry)}: no table holds the whole name"
        return replace(blank, place=_place(written, span, part[0]), why=(_reason("place.part", written, span, detail),))
    return replace(blank, why=(_reason("place.unlisted", written, span, "no table holds this name"),))


def _reason(rule: str, written: str, span: Span, detail: str) -> Reason:
    return Reason(rule=rule, text=written, start=span.start, end=span.end, detail=detail)


def _is_elsewhere(best: Candidate, other: Candidate) -> bool:
    return distance_km((best.latitude, best.longitude), (other.latitude, other.longitude)) > _SAME_KM


def _decided(best: Candidate, weights: Weights, other: tuple[Candidate, Weights] | None) -> tuple[str, str]:
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
        precision=KINDS.get(entry.kind),
        text=written,
        start=span.start,
        end=span.end,
    )
