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
from msgspec.structs import replace

from whowhom.knowledge.places import Entry, Gazetteer, fold
from whowhom.qualifying.places.names import Name
from whowhom.records import Reason, Sentence

# A name found as another place's alternative name weighs as a town of a third of its size.
_ALIAS = math.log10(3)
_CAPITAL = 0.7
# Countries whose towns are named after others: news names these with their state, unless they are large.
_RENAMED = frozenset({"USA", "CAN", "AUS"})
_LARGE = 150_000
_OUTWEIGHS = 2.3
_REACH = 4
# A place of a tenth of the size or more is told as the runner-up.
_CLOSE = 1.0
# A town smaller than this is not meant by its bare name in a text about other countries.
_KNOWN_ABROAD = 100_000
_KNOWN_BY_ALIAS = 500_000
LANDS = frozenset({"country", "admin1"})
# "Diyala province", "Kaduna State": the province and not its town.
_PROVINCE = frozenset("province governorate state oblast county prefecture region department wilaya emirate".split())
ORDER = ("qualifier", "only", "sentence", "document", "neighbours", "size")


class Sense(Struct, frozen=True, kw_only=True):
    """A place chosen for a name, the rule by which, and the words that decided.

    Where no table holds the name, ``is_found`` is false and ``entry`` the land that the text says it lies in.
    """

    entry: Entry
    rule: str
    detail: str
    first: int
    last: int
    is_found: bool = True


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
        if name.entries and name.entries[0].kind == "country" and not _also_province(name):
            add(name.sentence, name.entries[0].country or "")
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
    """The sense of each name that has one; a name without own qualifier shares the best of its document."""
    found: dict[Name, Sense] = {}
    for name in names:
        sense = _qualified(sentences[name.sentence], name, gazetteer) or _only(name)
        if sense is not None:
            found[name] = sense
    sure = Counter(country for name in names if (country := _sure_country(name, found.get(name))) is not None)
    for name in names:
        if name.entries and name not in found:
            found[name] = _weighed(name, countries, sure)
    known = {*countries.of_document, *sure}
    near = {name: sense for name, sense in found.items() if not (known and _is_far(sense, known))}
    return _one_sense(names, near)


def _sure_country(name: Name, sense: Sense | None) -> str | None:
    """The country of a town or province that can hardly be another's, however its name is meant."""
    if sense is not None:
        return None if sense.entry.kind == "country" or _is_small(sense) else sense.entry.country
    if not name.entries or _also_province(name):
        return None
    largest = _weight(max(name.entries, key=_weight))
    rivals = {e.country for e in name.entries if largest - _weight(e) < _OUTWEIGHS}
    return rivals.pop() if len(rivals) == 1 else None


def _is_small(sense: Sense) -> bool:
    entry = sense.entry
    least = _KNOWN_BY_ALIAS if entry.alias else _KNOWN_ABROAD
    return sense.rule != "qualifier" and entry.geonameid is not None and entry.population < least


def _is_far(sense: Sense, known: set[str]) -> bool:
    """Whether a small town lies in none of the countries of the text: then it is another, which no table holds."""
    return _is_small(sense) and sense.entry.kind != "capital" and sense.entry.country not in known


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
    return replace(sense, first=name.first, last=name.last)


def _only(name: Name) -> Sense | None:
    is_country = bool(name.entries) and name.entries[0].kind == "country"
    one = name.entries[0] if is_country or len(name.entries) == 1 else None
    if one is None or _also_province(name):
        return None
    return Sense(entry=one, rule="only", detail=f"the one {one.kind} of this name", first=name.first, last=name.last)


def _also_province(name: Name) -> bool:
    """Whether a name is that of a country and of another country's province: Georgia."""
    return name.entries[0].kind == "country" and any(
        e.kind == "admin1" and e.country != name.entries[0].country for e in name.entries
    )


def _qualified(sentence: Sentence, name: Name, gazetteer: Gazetteer) -> Sense | None:
    """The sense that the words beside the name pick: after a comma, after "in", or before it."""
    if _is_province(sentence, name):
        sense = _province(name)
        if sense is not None:
            return sense
    for first, last in _beside(sentence, name, gazetteer):
        text = sentence.words(first, last).text
        lands = _lands(text, gazetteer)
        wanted = {(land.country, None if land.kind == "country" else land.admin1) for land in lands}
        fitting = [e for e in name.entries if e.kind != "country" and _lies_in(e, wanted)]
        if all(land.kind == "country" for land in lands):
            fitting = toward(fitting, _direction(sentence, first, gazetteer), gazetteer)
        detail = f"“{text}” beside it"
        if fitting:
            return Sense(entry=max(fitting, key=_weight), rule="qualifier", detail=detail, first=first, last=last)
        if len(lands) == 1 and (not name.entries or (first > name.last and _is_other(name, lands[0]))):
            return Sense(entry=lands[0], rule="qualifier", detail=detail, first=first, last=last, is_found=False)
    return None


def _direction(sentence: Sentence, land: int, gazetteer: Gazetteer) -> str | None:
    """The direction before a land's first token: "northern" of "in northern Lebanon"."""
    word = sentence.tokens[land - 1].text if land > 0 else ""
    return word if word and gazetteer.is_word(word.lower(), "direction") else None


def toward(entries: list[Entry], direction: str | None, gazetteer: Gazetteer) -> list[Entry]:
    """Those of several places that lie in the half of their country which the direction names; all where none does."""
    if direction is None or len(entries) < 2:
        return entries
    there = [
        e
        for e in entries
        if e.country is not None
        and e.latitude is not None
        and e.longitude is not None
        and gazetteer.outlines.lies_toward(e.country, direction, (e.latitude, e.longitude))
    ]
    return there or entries


def _is_other(name: Name, land: Entry) -> bool:
    """Whether no entry lies in the land that the text puts after the name, nor is a land itself."""
    return land.country is not None and not any(
        e.country in {None, land.country} or e.kind in LANDS for e in name.entries
    )


def _is_province(sentence: Sentence, name: Name) -> bool:
    after = name.last + 1
    return after < len(sentence.tokens) and sentence.tokens[after].lemma.lower() in _PROVINCE


def _province(name: Name) -> Sense | None:
    """The one province of that name, if it has no rival."""
    provinces = [e for e in name.entries if e.kind == "admin1"]
    if len(provinces) != 1:
        return None
    detail = "a province, by the word after it"
    return Sense(entry=provinces[0], rule="qualifier", detail=detail, first=name.first, last=name.last + 1)


def _beside(sentence: Sentence, name: Name, gazetteer: Gazetteer) -> Iterable[tuple[int, int]]:
    """Yield the stretches that may qualify the name, the nearest first."""
    yield from _after(sentence, name)
    tokens = sentence.tokens
    i = name.first - 1
    while i >= 0 and (tokens[i].tag == "POS" or gazetteer.is_word(tokens[i].text.lower(), "direction")):
        i -= 1
    if i > 0 and tokens[i].text == "of" and gazetteer.is_word(tokens[i - 1].lemma, "area", "site"):
        i -= 2
    elif i < 0 or not tokens[i].text[:1].isupper():
        return
    for j in range(i, max(i - _REACH, -1), -1):
        if not tokens[j].tag.startswith(("NN", "JJ", "POS", "VB", "RB")) or tokens[j].is_verb:
            return
        yield max(j - 1, 0), j
        yield j, j


def _after(sentence: Sentence, name: Name) -> Iterable[tuple[int, int]]:
    """ "Paris, Texas", "Tripoli (Lebanon)", "Tripoli in northern Lebanon": a land that does nothing itself."""
    tokens = sentence.tokens
    at = name.last + 1
    if at >= len(tokens) or tokens[at].text not in {",", "in", "("}:
        return
    at += 1
    while at < len(tokens) and at < name.last + _REACH and not tokens[at].text[:1].isupper():
        at += 1
    for last in range(min(at + _REACH, len(tokens)) - 1, at - 1, -1):
        ends = last + 1 == len(tokens) or not tokens[last + 1].tag.startswith(("NN", "VB", "MD", "POS", "JJ", "HYPH"))
        if ends and tokens[last].is_name:
            yield at, last


def _lands(text: str, gazetteer: Gazetteer) -> list[Entry]:
    """The countries, provinces and regions that a word names: Libya for "Libyan", Texas."""
    country = gazetteer.country(text)
    code = gazetteer.nationality(text)
    lands = [country] if country is not None else [land(code)] if code is not None else []
    regions = (e for e in gazetteer.find(text) if e.kind in {"region", "territory"} and e.country)
    return [*lands, *gazetteer.provinces(text), *(land(e.country or "") for e in regions)]


def land(country: str) -> Entry:
    """A country as an entry of which only the code matters."""
    return Entry(
        name=country, country=country, admin1=None, latitude=None, longitude=None, population=0, kind="country"
    )


def _lies_in(entry: Entry, lands: set[tuple[str | None, str | None]]) -> bool:
    return entry.country is not None and ((entry.country, None) in lands or (entry.country, entry.admin1) in lands)


def _weighed(name: Name, countries: Countries, sure: Mapping[str, int]) -> Sense:
    if _also_province(name):
        return _state_or_province(name, countries, sure)
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
            told = detail + _runner_up(name, entry)
            return Sense(entry=entry, rule=rule, detail=told, first=name.first, last=name.last)
    told = "the largest of this name" + _runner_up(name, largest)
    return Sense(entry=largest, rule="size", detail=told, first=name.first, last=name.last)


def _runner_up(name: Name, chosen: Entry) -> str:
    """The next likeliest place of that name in another province or country, in words, if it is no far smaller one."""
    others = [
        e
        for e in name.entries
        if (e.country, e.admin1) != (chosen.country, chosen.admin1) and _weight(e) > _weight(chosen) - _CLOSE
    ]
    if not others:
        return ""
    entry = max(others, key=_weight)
    where = ", ".join(dict.fromkeys(part for part in (entry.name, entry.admin1, entry.country) if part))
    return f"; next likeliest {where}"


def _state_or_province(name: Name, countries: Countries, sure: Mapping[str, int]) -> Sense:
    """The country, unless the text has other towns or provinces of the province's country and nothing of it."""
    state = name.entries[0]
    spoken = countries.of_document.get(state.country or "", 0) + sure.get(state.country or "", 0)
    provinces = [e for e in name.entries if e.kind == "admin1" and sure.get(e.country or "", 0)]
    if provinces and not spoken:
        detail = "other places of the text lie in its country"
        return Sense(entry=provinces[0], rule="neighbours", detail=detail, first=name.first, last=name.last)
    return Sense(entry=state, rule="size", detail="the country of this name", first=name.first, last=name.last)


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
        return 4.9
    size = math.log10(entry.population + 500) if entry.geonameid is not None else 5.6
    return size + (_CAPITAL if entry.kind == "capital" else 0) - (_ALIAS if entry.alias else 0)


def reason(sentence: Sentence, name: Name, sense: Sense | None) -> Reason:
    """Why a name means that place."""
    if sense is None:
        words = sentence.words(name.first, name.last)
        return Reason(
            rule="place.unlisted", text=words.text, start=words.start, end=words.end, detail="no table holds this name"
        )
    words = sentence.words(sense.first, sense.last)
    entry = sense.entry
    parts = (entry.name, entry.admin1, entry.country)
    where = ", ".join(dict.fromkeys(part for part in parts if part))
    if not sense.is_found:
        where = f"no table holds this name; it lies in {where}"
    return Reason(
        rule=f"place.{sense.rule}", text=words.text, start=words.start, end=words.end, detail=f"{where}: {sense.detail}"
    )
