"""What country a text is about: whose "the police" and "the opposition" are.

In:  the known names found in a document, its text, the gazetteer.
Out: the country (ISO 3166-1 alpha-3), or None where a text is about none, or about two.

Names that speak for a country count first. A text that names hardly any country is known by
the towns in which things happen ("in Memphis", "MANAMA -"): for its police, courts and
parliament, not for soldiers and rebels, who may be anybody's there.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from whowhom.knowledge.actors import ActorIndex, Found
from whowhom.knowledge.places import Gazetteer

# The topic is the country of three names in a text at least, and of half as many again as the next country.
LEAST = 3
LEAD = 1.5
# The place where an article was written counts as so many names: it is more often news of there.
DATELINE = re.compile(r"^\s*([A-Z][\w.’' -]{1,30})(?:,| \(| ?[-–—] )", re.MULTILINE)
DATELINE_WITHIN = 400
DATELINE_COUNTS = 3
# So often a text may name a country and still be known by its towns.
MOST = 2
# Where something is; who is called like a town ("Charlotte", "Lagos, a lawyer") mostly stands elsewhere.
PLACED = re.compile(r"(?:\b(?:in|at|near|outside|across|around|from|through) |^\s*)$", re.MULTILINE)
# Whose police these are is what the quarrel is about: provinces and towns as the gazetteer calls them.
CONTESTED = frozenset(
    {"Crimea", "Misto Sevastopol'", "Donetsk", "Luhansk", "Abkhazia", "Ts’khinvali", "Xankandi Sahari", "Katzrin"}
    | {"Srinagar", "Jammu", "Leh", "Kargil", "Muzaffarabad", "Quneitra"}
)
CONTESTED_COUNTRIES = frozenset({"PSE", "ESH", "XKX", "TWN"})
NAME = re.compile(r"[A-Z][\w’'-]+(?: [A-Z][\w’'-]+){0,2}")
POSSESSIVE = re.compile(r"['’]s$")
# A town speaks for its country if it has so many people, and ten times as many as its namesakes abroad.
TOWN, OUTWEIGHS = 20_000, 10


def topic_of(found: Sequence[Found], text: str, index: ActorIndex) -> str | None:
    """The country that a text is about; ``found`` are the known names in it."""
    return _leading(_of_names(found, index, datelines=_datelines(text)))


def topic_by_towns(found: Sequence[Found], text: str, index: ActorIndex, gazetteer: Gazetteer) -> str | None:
    """The country of the towns that a text names, which names that country once or twice at most and no other more."""
    named = _of_names(found, index, datelines=frozenset())
    country = _leading(Counter(_of_towns(found, text, gazetteer)))
    others = [count for other, count in named.items() if other != country]
    return country if named[country or ""] <= MOST and max(others, default=0) <= MOST else None


def _leading(counts: Counter[str]) -> str | None:
    first, second = [*counts.most_common(2), ("", 0), ("", 0)][:2]
    return first[0] if first[1] >= LEAST and first[1] >= LEAD * second[1] else None


def _of_names(found: Sequence[Found], index: ActorIndex, *, datelines: frozenset[int]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for hit in found:
        countries = {index.actors[a.actor_id].country for a in hit.aliases if a.country is None}
        if len(countries) == 1 and (country := countries.pop()):
            counts[country] += DATELINE_COUNTS if hit.start in datelines else 1
    return counts


def _datelines(text: str) -> frozenset[int]:
    """Where in a text's begin a line opens with what may be the place of writing: "Lima, 27 October 1998."."""
    return frozenset(match.start(1) for match in DATELINE.finditer(text, 0, DATELINE_WITHIN))


def _of_towns(found: Sequence[Found], text: str, gazetteer: Gazetteer) -> Iterator[str]:
    """Yield the countries of towns that a text names, once a mention; ``found`` are names of others."""
    taken = {position for hit in found for position in range(hit.start, hit.end)}
    for match in NAME.finditer(text):
        if match.start() in taken or not PLACED.search(text, max(0, match.start() - 12), match.start()):
            continue
        country = _of_town(POSSESSIVE.sub("", match[0]), gazetteer)
        if country is not None:
            yield country


def _of_town(name: str, gazetteer: Gazetteer) -> str | None:
    if gazetteer.is_word(name.lower(), "common", "never", "area", "site", "direction"):
        return None
    people: dict[str, int] = {}
    for entry in gazetteer.find(name):
        if entry.name in CONTESTED or entry.admin1 in CONTESTED or entry.country in CONTESTED_COUNTRIES:
            return None
        if entry.country is not None and entry.population >= TOWN:
            people[entry.country] = max(people.get(entry.country, 0), entry.population)
    largest = max(people, key=lambda country: people[country], default=None)
    if largest is None or any(people[largest] < OUTWEIGHS * n for other, n in people.items() if other != largest):
        return None
    return largest
