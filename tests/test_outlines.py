"""Outlines of countries: their parts and what lies in them."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest

from whowhom.errors import KnowledgeError
from whowhom.knowledge.outlines import Outlines, load_outlines, sides_of
from whowhom.knowledge.places import STATE_COLUMNS
from whowhom.knowledge.tables import data_path, read_table
from whowhom.pipeline import Tools

DIRECTIONS = (
    *("northern", "southern", "eastern", "western", "central"),
    *("north-eastern", "northwestern", "south-east", "southwest"),
)
BENGHAZI, TOBRUK, TRIPOLI, SABHA = (32.12, 20.07), (32.08, 23.96), (32.89, 13.18), (27.04, 14.43)

# Their islands are too small for the map.
ON_SMALL_ISLANDS = frozenset({"BHS", "GNQ", "VUT"})


@pytest.fixture(scope="module")
def outlines(tools: Tools) -> Outlines:
    return tools.gazetteer.outlines


@pytest.mark.parametrize(
    ("word", "sides"),
    [
        ("northern", (1, 0)),
        ("North", (1, 0)),
        ("south-eastern", (-1, 1)),
        ("northwest", (1, -1)),
        ("central", (0, 0)),
        ("occupied", None),
        ("eastwest", None),
        ("northsouth", None),
        ("", None),
    ],
)
def test_a_word_names_sides(word: str, sides: tuple[int, int] | None) -> None:
    assert sides_of(word) == sides


def test_every_part_of_every_country_lies_in_it(outlines: Outlines) -> None:
    for country, direction in product(outlines.rings, DIRECTIONS):
        middle = outlines.part(country, direction)
        assert middle is None or outlines.holds(country, middle), (country, direction)


def test_north_lies_north_of_south_and_east_east_of_west(outlines: Outlines) -> None:
    for country in outlines.rings:
        north, south, east, west = (outlines.part(country, word) for word in ("north", "south", "east", "west"))
        assert north is not None
        assert south is not None
        assert east is not None
        assert west is not None
        assert north[0] > south[0], country
        assert east[1] > west[1], country


@pytest.mark.parametrize(
    ("direction", "at", "expected"),
    [
        ("eastern", BENGHAZI, True),
        ("western", TOBRUK, False),
        ("northern", TRIPOLI, True),
        ("north-west", TRIPOLI, True),
        ("southern", SABHA, True),
        ("south-eastern", SABHA, False),
        ("occupied", SABHA, None),
    ],
)
def test_a_town_lies_toward_a_side(
    direction: str, at: tuple[float, float], expected: bool | None, outlines: Outlines
) -> None:
    assert outlines.lies_toward("LBY", direction, at) is expected


def test_two_lands_of_a_like_size_count_both(outlines: Outlines) -> None:
    """Of Malaysia the west is the peninsula's, and not that of Sarawak."""
    west, east = outlines.part("MYS", "western"), outlines.part("MYS", "eastern")
    assert west is not None
    assert west[1] < 104.5
    assert east is not None
    assert east[1] > 112


def test_islands_count_with_the_mainland_and_far_land_does_not(outlines: Outlines) -> None:
    """Of the Philippines the south is not that of Luzon, of the United States the west is not Alaska."""
    philippines, states = outlines.part("PHL", "southern"), outlines.part("USA", "western")
    assert philippines is not None
    assert philippines[0] < 9
    assert states is not None
    assert states[0] < 49


def test_a_small_state_has_no_outline(outlines: Outlines) -> None:
    assert outlines.part("SGP", "eastern") is None
    assert outlines.holds("SGP", (1.35, 103.82)) is None


def test_capitals_lie_in_or_beside_their_outline(outlines: Outlines, tools: Tools) -> None:
    """Coasts are drawn coarsely: a third of a degree off is near enough."""
    near = (-0.35, 0.0, 0.35)
    asked, away = 0, []
    for row in read_table(data_path("actors", "states.tsv"), STATE_COLUMNS):
        code, capital = row.need("iso3"), row.get("capital")
        if capital is None or row.get("end") is not None or code not in outlines.rings or code in ON_SMALL_ISLANDS:
            continue
        towns = [e for e in tools.gazetteer.find(capital) if e.country == code and e.latitude is not None]
        for town in towns[:1]:
            asked += 1
            around = (((town.latitude or 0) + a, (town.longitude or 0) + b) for a, b in product(near, near))
            if not any(outlines.holds(code, at) for at in around):
                away.append((code, capital))
    assert asked > 150
    assert away == []


@pytest.mark.parametrize(
    ("line", "message"),
    [("LBY\t1.0;2.0", "the ring is broken"), ("LBY\t-", "ring is empty"), ("-\t1.0,2.0", "country is empty")],
)
def test_a_broken_line_is_named(line: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "outlines.tsv"
    path.write_text(f"country\tring\n{line}\n", encoding="utf-8")
    with pytest.raises(KnowledgeError, match=message):
        load_outlines(path)
