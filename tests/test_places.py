"""Places of events: a table of short texts, the gazetteer's tables, and laws."""

from __future__ import annotations

import csv
import gzip
import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whowhom.actors import find_cast
from whowhom.errors import KnowledgeError
from whowhom.knowledge.places import (
    LAND_COLUMNS,
    NEWSPLACE_COLUMNS,
    PROVINCE_COLUMNS,
    SHORT_COLUMNS,
    STATE_COLUMNS,
    Entry,
    Gazetteer,
    fold,
    load_gazetteer,
)
from whowhom.knowledge.tables import Row, data_path, read_table
from whowhom.parsing import split
from whowhom.pipeline import Tools
from whowhom.qualifying.places import PlacePhrase, distance_km, find_places, find_toponyms, locate, place_of
from whowhom.records import Draft, Place, Reason, Sentence, Span

CASES = Path(__file__).parent / "cases"


def cases(name: str = "places") -> list[dict[str, str]]:
    with (CASES / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_gazetteer()


def read(text: str, tools: Tools) -> tuple[list[Sentence], tuple[PlacePhrase, ...]]:
    """The sentences of a text and its places, with the names of people and organisations left out."""
    sentences = tools.parser.parse(text)
    cast = find_cast(text, sentences, tools.actors, tools.gazetteer, published="2014-05-20")
    taken = frozenset(
        (m.sentence, i)
        for m in cast.mentions
        if m.actor_id.startswith(("person.", "org.", "group."))
        for i in range(m.first, m.last + 1)
    )
    return sentences, find_places(sentences, tools.gazetteer, taken=taken)


def draft_on(sentences: list[Sentence], trigger: str, event_type: str) -> tuple[Sentence, Draft]:
    """An event on the last token that is written like ``trigger``."""
    sentence, i = [(s, t.i) for s in sentences for t in s.tokens if t.text == trigger][-1]
    return sentence, Draft(sentence=sentence.number, head=i, trigger=(i,), event_type=event_type, cameo="010")


def placed(text: str, trigger: str, event_type: str, tools: Tools) -> tuple[Place | None, tuple[Reason, ...]]:
    sentences, places = read(text, tools)
    sentence, draft = draft_on(sentences, trigger, event_type)
    return place_of(sentence, draft, places)


@pytest.mark.parametrize("case", cases(), ids=lambda case: case["about"])
def test_events_take_the_place_that_their_clause_names(case: dict[str, str], tools: Tools) -> None:
    place, why = placed(case["text"], case["trigger"], case["type"], tools)
    told = ("-", "-") if place is None else (place.name, place.country or "-")
    assert told == (case["place"], case["country"])
    assert bool(why) == (place is not None)
    if place is not None:
        assert case["text"][place.start : place.end] == place.text


def test_there_are_many_cases_and_none_twice() -> None:
    texts = [(case["text"], case["trigger"]) for case in cases()]
    assert len(texts) == len(set(texts)) >= 120


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Gunmen shot a sheikh in Tripoli, Lebanon.", "place.qualifier"),
        ("Lebanese gunmen shot a sheikh in Tripoli.", "place.sentence"),
        ("Lebanon mourned. Gunmen shot a sheikh in Tripoli.", "place.document"),
        ("Crowds filled Beirut. Gunmen shot a sheikh in Tripoli.", "place.neighbours"),
        ("Gunmen shot a sheikh in Tripoli.", "place.size"),
        ("Gunmen shot a sheikh in Benghazi.", "place.only"),
        ("Gunmen shot a sheikh near the village of Tel Zabur.", "place.unlisted"),
    ],
)
def test_the_reason_says_how_a_name_was_resolved(text: str, rule: str, tools: Tools) -> None:
    assert rule in [reason.rule for reason in placed(text, "shot", "ASSAULT", tools)[1]]


def test_the_reason_names_a_close_second(tools: Tools) -> None:
    _, why = placed("Gunmen shot a banker in Birmingham.", "shot", "ASSAULT", tools)
    assert [r.detail for r in why if r.rule == "place.size"] == [
        "Birmingham, England, GBR: the largest of this name; next likeliest Birmingham, Alabama, USA"
    ]


SWAPS = [
    ("Russian troops attacked a depot in Sumy.", "Ukrainian troops attacked a depot in Sumy."),
    ("The army killed rebels near Sirte.", "Rebels killed the army near Sirte."),
    ("Hamas fired on Israel's army in Jenin.", "Israel's army fired on Hamas in Jenin."),
]


@pytest.mark.parametrize("pair", SWAPS)
def test_swapping_the_parties_leaves_the_place(pair: tuple[str, str], tools: Tools) -> None:
    places = []
    for text in pair:
        trigger = next(word for word in ("attacked", "killed", "fired") if word in text)
        place, _ = placed(text, trigger, "ASSAULT", tools)
        places.append((place.name, place.country) if place else None)
    assert places[0] == places[1] is not None


NAMES = st.lists(
    st.sampled_from(
        "In at near Tripoli Georgia the town of Aleppo , . - Ras Lanuf al Most rebels attacked said US Lake".split()
    ),
    max_size=14,
)


@given(words=NAMES)
def test_any_text_gives_places_that_stand_in_it(words: list[str], tools: Tools) -> None:
    text = " ".join(words)
    sentences = tools.parser.parse_spans(text, list(enumerate(split(text))))
    found = find_places(sentences, tools.gazetteer, taken=frozenset())
    assert found == find_places(sentences, tools.gazetteer, taken=frozenset())
    for phrase in found:
        assert text[phrase.place.start : phrase.place.end] == phrase.place.text != ""
        assert phrase.why
    ends = [(p.sentence, p.first, p.last) for p in found]
    assert ends == sorted(ends)
    assert all(a[0] < b[0] or a[2] < b[1] for a, b in pairwise(ends))


def test_names_of_people_and_organisations_are_no_places(tools: Tools) -> None:
    text = "Rebels attacked Paris."
    sentences = tools.parser.parse(text)
    assert [p.place.name for p in find_places(sentences, tools.gazetteer, taken=frozenset())] == ["Paris"]
    assert find_places(sentences, tools.gazetteer, taken=frozenset({(0, 2)})) == ()


# --- all names of places, and where they lie --------------------------------


@pytest.mark.parametrize("case", cases("toponyms"), ids=lambda case: case["about"])
def test_names_of_places_in_any_role(case: dict[str, str], tools: Tools) -> None:
    text = case["text"]
    sentences = tools.parser.parse(text)
    cast = find_cast(text, sentences, tools.actors, tools.gazetteer, published=None)
    found = find_toponyms(sentences, cast, tools.gazetteer)
    assert [words.text for words in found] == [name for name in case["names"].split("|") if name]
    assert all(text[words.start : words.end] == words.text for words in found)


def spans_of(text: str, name: str, tools: Tools) -> list[Span]:
    """The span of ``name`` first, then those of the other places of the text."""
    sentences = tools.parser.parse(text)
    cast = find_cast(text, sentences, tools.actors, tools.gazetteer, published=None)
    start = text.index(name)
    own = Span(start=start, end=start + len(name))
    others = (Span(start=w.start, end=w.end) for w in find_toponyms(sentences, cast, tools.gazetteer))
    return [own, *(s for s in others if s.end <= own.start or own.end <= s.start)]


@pytest.mark.parametrize("case", cases("located"), ids=lambda case: case["about"])
def test_a_name_is_located(case: dict[str, str], tools: Tools) -> None:
    found = locate(case["text"], spans_of(case["text"], case["name"], tools), tools.gazetteer)[0]
    assert found.place is not None
    assert (found.place.name, found.place.country or "-") == (case["place"], case["country"])
    assert case["admin1"] in {"-", found.place.admin1}
    assert case["rule"] in {"-", found.why[0].rule}
    assert found.place.latitude is not None
    assert found.place.longitude is not None


def test_a_close_second_is_told(tools: Tools) -> None:
    text = "A fire broke out in Springfield."
    (found,) = locate(text, [Span(start=20, end=31)], tools.gazetteer)
    assert found.runner_up is not None
    assert found.runner_up.admin1 != found.place.admin1 if found.place is not None else False
    assert "next likeliest Springfield" in found.why[0].detail


def test_a_far_second_is_not_told(tools: Tools) -> None:
    (found,) = locate("He flew to Paris.", [Span(start=11, end=16)], tools.gazetteer)
    assert found.place is not None
    assert (found.place.country, found.runner_up) == ("FRA", None)


def test_a_name_that_no_table_holds_has_no_place(tools: Tools) -> None:
    (found,) = locate("He saw Qzyxxa.", [Span(start=7, end=13)], tools.gazetteer)
    assert found.place is None
    assert [reason.rule for reason in found.why] == ["place.unlisted"]


def test_an_event_in_a_land_has_no_pin(tools: Tools) -> None:
    for text in ("Gunmen killed a judge in eastern Libya.", "Gunmen killed a judge in Africa."):
        place, _ = placed(text, "killed", "ASSAULT", tools)
        assert place is not None
        assert (place.latitude, place.longitude) == (None, None)


@given(words=NAMES)
def test_each_span_has_an_answer_in_its_order(words: list[str], tools: Tools) -> None:
    text = " ".join(words)
    spans = [Span(start=m.start(), end=m.end()) for m in re.finditer(r"\S+", text)]
    found = locate(text, spans, tools.gazetteer)
    assert [(f.start, f.end) for f in found] == [(s.start, s.end) for s in spans]
    assert found == locate(text, spans, tools.gazetteer)
    assert all(f.why for f in found)


@pytest.mark.parametrize(
    ("a", "b", "km"),
    [((0, 0), (0, 0), 0), ((0, 0), (0, 1), 111), ((90, 0), (-90, 0), 20015), ((48.86, 2.35), (51.51, -0.13), 344)],
)
def test_distances(a: tuple[float, float], b: tuple[float, float], km: float) -> None:
    assert distance_km(a, b) == pytest.approx(km, abs=1)


def test_every_country_and_province_has_a_middle(gazetteer: Gazetteer) -> None:
    for row in read_table(data_path("actors", "states.tsv"), STATE_COLUMNS):
        if row.get("end") is None:
            country = gazetteer.country(row.many("names")[0])
            assert country is not None
            assert gazetteer.middle(country) is not None, row.error("lands.tsv has no middle for it")
    provinces = list(read_table(data_path("places", "admin1.tsv"), PROVINCE_COLUMNS))
    placed = [any(map(gazetteer.middle, gazetteer.provinces(row.need("name")))) for row in provinces]
    # The rest has no town of 500 people.
    assert sum(placed) / len(placed) > 0.97


def test_lands_are_sorted_and_lie_in_their_country() -> None:
    rows = list(read_table(data_path("places", "lands.tsv"), LAND_COLUMNS))
    keys = [(row.need("country"), row.get("admin1") or "", row.get("county") or "") for row in rows]
    assert keys == sorted(set(keys))
    bounds = _bounds()
    for row in rows:
        if row.need("country") in bounds:
            south, north, west, east = bounds[row.need("country")]
            assert south - 6 <= float(row.need("latitude")) <= north + 6, row.error("not its country's latitude")
            assert west - 6 <= float(row.need("longitude")) <= east + 6, row.error("not its country's longitude")


def test_short_forms_are_provinces(gazetteer: Gazetteer) -> None:
    rows = list(read_table(data_path("places", "abbreviations.tsv"), SHORT_COLUMNS))
    keys = [row.need("short") for row in rows]
    assert keys == sorted(set(keys))
    for row in rows:
        assert row.need("country") in {e.country for e in gazetteer.provinces(row.need("admin1"))}
    assert gazetteer.short("calif.") is None


def test_counties_have_their_states(gazetteer: Gazetteer) -> None:
    assert {e.admin1 for e in gazetteer.counties("Cook")} == {"Georgia", "Illinois", "Minnesota"}


# --- the gazetteer ------------------------------------------------------------


def newsplaces() -> list[Row]:
    return list(read_table(data_path("places", "newsplaces.tsv"), NEWSPLACE_COLUMNS))


@pytest.fixture(scope="module")
def cities(tmp_path_factory: pytest.TempPathFactory) -> Gazetteer:
    """The gazetteer without the places written by hand."""
    folder = tmp_path_factory.mktemp("places")
    for name in ("cities.tsv.gz", "names.tsv.gz", "admin1.tsv", "words.tsv"):
        (folder / name).write_bytes(data_path("places", name).read_bytes())
    (folder / "newsplaces.tsv").write_text("\t".join(NEWSPLACE_COLUMNS) + "\n", encoding="utf-8")
    return load_gazetteer(folder)


def test_news_places_are_many_sorted_and_none_twice() -> None:
    keys = [(row.need("name"), row.get("country") or "-") for row in newsplaces()]
    assert len(keys) >= 500
    assert keys == sorted(set(keys))


def test_no_news_place_is_in_the_city_list(cities: Gazetteer) -> None:
    for row in newsplaces():
        country = row.get("country")
        known = [e.name for e in cities.find(row.need("name")) if e.country == country]
        assert not known, row.error("the city list has this place")


def _bounds() -> dict[str, tuple[float, float, float, float]]:
    points: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for line in gzip.decompress(data_path("places", "cities.tsv.gz").read_bytes()).decode().splitlines():
        cells = line.split("\t")
        points[cells[2]].append((float(cells[4]), float(cells[5])))
    return {
        country: (min(a for a, _ in at), max(a for a, _ in at), min(o for _, o in at), max(o for _, o in at))
        for country, at in points.items()
    }


# These lie far from every town of their country.
REMOTE = frozenset({"Aleutian Islands", "Isla Aves"})


def test_news_places_lie_in_or_beside_their_country() -> None:
    bounds = _bounds()
    for row in newsplaces():
        country = row.get("country")
        if country not in bounds or row.need("name") in REMOTE:
            continue
        south, north, west, east = bounds[country]
        latitude, longitude = float(row.need("latitude")), float(row.need("longitude"))
        assert south - 3 <= latitude <= north + 3, row.error("its latitude is not its country's")
        assert west - 3 <= longitude <= east + 3, row.error("its longitude is not its country's")


def test_land_without_a_country_that_states_contest_has_a_note() -> None:
    for row in newsplaces():
        if row.get("country") is None and row.need("kind") in {"territory", "island"} and row.need("name") not in WIDE:
            assert row.get("note"), row.error("two countries claim it; say in note who calls it what")


WIDE = frozenset({"Borneo"})


def test_every_hand_written_place_has_two_decimals() -> None:
    for row in newsplaces():
        assert re.fullmatch(r"-?\d+\.\d\d", row.need("latitude"))
        assert re.fullmatch(r"-?\d+\.\d\d", row.need("longitude"))


def lines(name: str) -> Iterator[str]:
    yield from gzip.decompress(data_path("places", name).read_bytes()).decode().splitlines()


def test_every_name_of_the_city_list_is_found(gazetteer: Gazetteer) -> None:
    """First, last and every thousandth line, so that no border of the search is missed."""
    listed = list(lines("names.tsv.gz"))
    for line in (*listed[::1000], listed[-1]):
        name, own, other = line.split("\t")
        wanted = {int(number) for cell in (own, other) for number in cell.split(",") if number}
        assert {e.geonameid for e in gazetteer.find(name)} >= wanted


def test_what_is_not_listed_is_not_found(gazetteer: Gazetteer) -> None:
    for name in ("", " ", "-", "\t", "Zzzyqx", "\x00", "1 arm"):
        assert gazetteer.find(name) == ()


@pytest.mark.parametrize(
    ("name", "country"), [("Libya", "LBY"), ("US", "USA"), ("U.S.", "USA"), ("DR Congo", "COD"), ("us", None)]
)
def test_countries_by_name(name: str, country: str | None, gazetteer: Gazetteer) -> None:
    found = gazetteer.country(name)
    assert (found.country if found else None) == country


@pytest.mark.parametrize(("word", "country"), [("Libyan", "LBY"), ("Syrians", "SYR"), ("Aleppo", None)])
def test_countries_by_adjective_and_people(word: str, country: str | None, gazetteer: Gazetteer) -> None:
    assert gazetteer.nationality(word) == country


def test_provinces_by_name(gazetteer: Gazetteer) -> None:
    assert [(e.country, e.kind) for e in gazetteer.provinces("Texas")] == [("USA", "admin1")]


@pytest.mark.parametrize(
    ("file", "line", "message"),
    [
        ("newsplaces.tsv", "X\t-\tLBY\t-\t31.00\t20.00\thole\town\t-", "unknown kind"),
        ("newsplaces.tsv", "X\t-\tLBY\t-\t91.00\t20.00\tcity\town\t-", "must lie between"),
        ("newsplaces.tsv", "X\t-\tLBY\t-\tnorth\t20.00\tcity\town\t-", "decimal degrees"),
        ("words.tsv", "barn\thouse", "unknown sort"),
        ("admin1.tsv", "LBY\t01", "cells"),
    ],
)
def test_a_wrong_line_is_named(file: str, line: str, message: str, tmp_path: Path) -> None:
    for name in ("cities.tsv.gz", "names.tsv.gz", "admin1.tsv", "words.tsv", "newsplaces.tsv"):
        (tmp_path / name).write_bytes(data_path("places", name).read_bytes())
    path = tmp_path / file
    path.write_text(path.read_text(encoding="utf-8") + line + "\n", encoding="utf-8")
    with pytest.raises(KnowledgeError, match=rf"{file}:\d+: .*{message}"):
        load_gazetteer(tmp_path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match=r"cities\.tsv\.gz"):
        load_gazetteer(tmp_path)


@given(st.text(max_size=40))
def test_folding_twice_is_folding_once(name: str) -> None:
    assert fold(fold(name)) == fold(name)


def test_an_entry_found_by_another_name_says_so(gazetteer: Gazetteer) -> None:
    (kyiv,) = [e for e in gazetteer.find("Kiev") if e.country == "UKR"]
    assert isinstance(kyiv, Entry)
    assert kyiv.alias
