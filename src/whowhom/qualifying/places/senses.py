"""Which of the places of one name is meant.

In order: what the text puts beside the name ("Paris, Texas", "in northern
Lebanon", "the Libyan city of"), the countries that the sentence names, those of
the document, the countries of places already sure, and at last how large each
is. A name has one sense in a document, unless the text says otherwise.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from whowhom.knowledge.places import Entry, Gazetteer, fold
from whowhom.qualifying.places.names import Name, entries_of
from whowhom.records import Reason, Sentence

# A name found as another place's alternative name weighs as a town of a third of its size.
_ALIAS = math.log10(3)
_CAPITAL = 0.7
# Countries whose towns are named after others: news names these with their state, unless they are large.
_RENAMED = frozenset({"USA", "CAN", "AUS"})
_LARGE = 150_000
_OUTWEIGHS = 1.5
_REACH = 4
_SORTS = ("country", "region", "territory", "sea", "strait")
ORDER = ("qualifier", "only", "sentence", "document", "neighbours", "size")


class Sense(Struct, frozen=True, kw_only=True):
    """A place chosen for a name, the rule by which, and the words that decided."""

    entry: Entry
    rule: str
    detail: str
    first: int
    last: int


class Countries(Struct, frozen=True, kw_only=True):
    """The countries that a document names, by sentence and in all."""

    of_sentence: Mapping[int, frozenset[str]]
    of_document: Mapping[str, int]


def countries_of(sentences: Sequence[Sentence], names: Iterable[Name], gazetteer: Gazetteer) -> Countries:
    """Count the countries named by name, nationality or people."""
    of_sentence: dict[int, set[str]] = {sentence.number: set() for sentence in sentences}
    counted: Counter[str] = Counter()

    def add(number: int, country: str) -> None:
        of_sentence[number].add(country)
        counted[country] += 1

    for name in names:
        country = next((e.country for e in name.entries if e.kind == "country"), None)
        if country is not None:
            add(name.sentence, country)
    for sentence in sentences:
        for token in sentence.tokens:
            code = gazetteer.nationality(token.text) if token.text[:1].isupper() else None
            if code is not None:
                add(sentence.number, code)
    return Countries(
        of_sentence={number: frozenset(found) for number, found in of_sentence.items()}, of_document=dict(counted)
    )


def choose_senses(
    sentences: Mapping[int, Sentence], names: Sequence[Name], countries: Countries, gazetteer: Gazetteer
) -> dict[Name, Sense]:
    """The sense of each name that has entries; a name without own qualifier shares the best of its document."""
    found: dict[Name, Sense] = {}
    for name in names:
        sense = _qualified(sentences[name.sentence], name, gazetteer) or _only(name)
        if sense is not None:
            found[name] = sense
    sure = Counter(s.entry.country for s in found.values() if s.entry.country and s.entry.kind != "country")
    for name in names:
        if name.entries and name not in found:
            found[name] = _weighed(name, countries, sure)
    return _one_sense(names, found)


def _one_sense(names: Sequence[Name], found: Mapping[Name, Sense]) -> dict[Name, Sense]:
    best: dict[str, Sense] = {}
    for name in names:
        sense = found.get(name)
        known = best.get(fold(name.text))
        if sense is not None and (known is None or ORDER.index(sense.rule) < ORDER.index(known.rule)):
            best[fold(name.text)] = sense
    return {
        name: found[name] if found[name].rule == "qualifier" else _again(best[fold(name.text)], name)
        for name in names
        if name in found
    }


def _again(sense: Sense, name: Name) -> Sense:
    return Sense(entry=sense.entry, rule=sense.rule, detail=sense.detail, first=name.first, last=name.last)


def _only(name: Name) -> Sense | None:
    countries = [e for e in name.entries if e.kind == "country"]
    one = countries[0] if countries else name.entries[0] if len(name.entries) == 1 else None
    if one is None or (countries and any(e.kind == "admin1" for e in name.entries)):
        return None
    return Sense(entry=one, rule="only", detail=f"the one {one.kind} of this name", first=name.first, last=name.last)


def _qualified(sentence: Sentence, name: Name, gazetteer: Gazetteer) -> Sense | None:
    """The sense that the words beside the name pick: after a comma, after "in", or before it."""
    for first, last in _beside(sentence, name):
        text = sentence.words(first, last).text
        wanted = _lands(text, gazetteer)
        fitting = [e for e in name.entries if e.kind != "country" and _lies_in(e, wanted)]
        if fitting:
            entry = max(fitting, key=_weight)
            return Sense(entry=entry, rule="qualifier", detail=f"“{text}” beside it", first=first, last=last)
    return None


def _beside(sentence: Sentence, name: Name) -> Iterable[tuple[int, int]]:
    """Yield the stretches that may qualify the name, the nearest first."""
    tokens = sentence.tokens
    at = name.last + 1
    if at < len(tokens) and tokens[at].text in {",", "in", "("}:
        at += 1
        while at < len(tokens) and at < name.last + _REACH and not tokens[at].text[:1].isupper():
            at += 1
        for last in range(min(at + _REACH, len(tokens)) - 1, at - 1, -1):
            yield at, last
    for i in range(name.first - 1, max(name.first - 1 - _REACH, -1), -1):
        if tokens[i].tag in {",", ".", ":"} or tokens[i].is_verb:
            return
        yield i, i


def _lands(text: str, gazetteer: Gazetteer) -> set[tuple[str | None, str | None]]:
    """Country and province that a word names: ("LBY", None), ("USA", "Texas")."""
    found: set[tuple[str | None, str | None]] = set()
    country = gazetteer.country(text)
    code = country.country if country else gazetteer.nationality(text)
    if code is not None:
        found.add((code, None))
    found.update((e.country, e.admin1) for e in gazetteer.provinces(text))
    found.update((e.country, None) for e in gazetteer.find(text) if e.kind in {"region", "territory"})
    return found


def _lies_in(entry: Entry, lands: set[tuple[str | None, str | None]]) -> bool:
    return entry.country is not None and ((entry.country, None) in lands or (entry.country, entry.admin1) in lands)


def _weighed(name: Name, countries: Countries, sure: Mapping[str, int]) -> Sense:
    near = countries.of_sentence.get(name.sentence, frozenset())
    largest = max(name.entries, key=_weight)
    for rule, counts, detail in (
        ("sentence", {code: countries.of_document.get(code, 1) for code in near}, "its country stands in the sentence"),
        ("document", countries.of_document, "its country stands in the text"),
        ("neighbours", sure, "other places of the text lie in its country"),
    ):
        fitting = [e for e in name.entries if counts.get(e.country or "", 0) and _is_meant(e, largest)]
        if fitting:
            entry = max(fitting, key=lambda e: (counts.get(e.country or "", 0), _weight(e)))
            return Sense(entry=entry, rule=rule, detail=detail, first=name.first, last=name.last)
    return Sense(entry=largest, rule="size", detail="the largest of this name", first=name.first, last=name.last)


def _is_meant(entry: Entry, largest: Entry) -> bool:
    """Whether a place may be meant by its bare name although a far larger one is called so."""
    if entry is largest:
        return True
    if entry.country in _RENAMED and entry.population < _LARGE and entry.kind != "admin1":
        return False
    return _weight(largest) - _weight(entry) < _OUTWEIGHS


def _weight(entry: Entry) -> float:
    """How likely a place is meant, all else unknown: by its population; lands and sites are put at a fixed one."""
    if entry.kind == "country":
        return 8.0
    if entry.kind == "admin1":
        return 5.3
    size = math.log10(entry.population + 500) if entry.geonameid is not None else 5.0
    return size + (_CAPITAL if entry.kind == "capital" else 0) - (_ALIAS if entry.alias else 0)


def reason(sentence: Sentence, name: Name, sense: Sense | None) -> Reason:
    """Why a name means that place."""
    if sense is None:
        words = sentence.words(name.first, name.last)
        return Reason(
            rule="place.unlisted", text=words.text, start=words.start, end=words.end, detail="no table holds this name"
        )
    words = sentence.words(sense.first, sense.last)
    where = ", ".join(part for part in (sense.entry.name, sense.entry.admin1, sense.entry.country) if part)
    return Reason(
        rule=f"place.{sense.rule}", text=words.text, start=words.start, end=words.end, detail=f"{where}: {sense.detail}"
    )


__all__ = ["Countries", "Sense", "choose_senses", "countries_of", "entries_of", "reason"]
