"""Outlines of countries: which part of a country is its east, where the middle of that part lies, what lies in it.

`data/places/outlines.tsv` draws countries coarsely (Natural Earth). A part is told from the
mainland and from land along it or of a like size: Alaska says nothing of the west of the
United States, the peninsula something of that of Malaysia. The east is the third of the
land that lies farthest east, the middle the third between; a town counts to the east from
about the half of the land on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from math import cos, radians
from pathlib import Path

from msgspec import Struct

from whowhom.knowledge.tables import read_table

OUTLINE_COLUMNS = ("country", "ring")
# Points to a side of the lattice that is laid over a country.
LATTICE = 40
# Degrees within which a ring belongs to the mainland, or to an island that does; a ring of so much of the largest
# one's area does anyway. Alaska has 0.2 of the rest, peninsular Malaysia 0.7 of Sarawak and Sabah.
ALONG, ALIKE = 4.0, 0.3
# What news calls the south of Libya begins a little north of its middle: by so much of the land.
SLACK = 0.1
# Ways to look, as (north, east): 1, -1, or 0 for neither.
SIDES = {"north": (1, 0), "south": (-1, 0), "east": (0, 1), "west": (0, -1)}
MIDDLE = frozenset({"central", "middle", "mid"})

Point = tuple[float, float]
Ring = tuple[Point, ...]


class Outlines(Struct, frozen=True, kw_only=True):
    """The rings of each country (ISO 3166-1 alpha-3), the largest first, each of (latitude, longitude) in degrees."""

    rings: Mapping[str, tuple[Ring, ...]]

    def holds(self, country: str, at: Point) -> bool | None:
        """Whether a point lies in the country; None where the country has no outline."""
        rings = self.rings.get(country)
        return None if rings is None else any(_is_inside(ring, at) for ring in rings)

    def part(self, country: str, direction: str) -> Point | None:
        """The middle of the part that a word names ("eastern", "north-west", "central").

        None for a word that names no part, and where the country has no outline.
        """
        sides = sides_of(direction)
        rings = self.rings.get(country)
        if sides is None or rings is None:
            return None
        points = _lattice(rings)
        axes = _axes(points)
        chosen = [p for p in points if all(map(_is_outer, p, sides, axes))]
        # Of a slanting land the north-east may hold no point that is in both thirds.
        chosen = chosen or [p for p in points if _lies_toward(p, sides, axes)]
        return _midmost(chosen) if chosen else None

    def lies_toward(self, country: str, direction: str, at: Point) -> bool | None:
        """Whether a point lies in the half that a word names; None where `part` gives none."""
        sides = sides_of(direction)
        rings = self.rings.get(country)
        return None if sides is None or rings is None else _lies_toward(at, sides, _axes(_lattice(rings)))


def sides_of(direction: str) -> Point | None:
    """(north, east) of a word: (1, 0) for "northern", (-1, 1) for "south-east", (0, 0) for "central"; else None."""
    word = direction.lower().replace("-", "").removesuffix("ern")
    if word in MIDDLE:
        return 0, 0
    first, second = SIDES.get(word[:5]), SIDES.get(word[5:])
    if first is not None and first[0] and second is not None and not second[0]:
        return first[0], second[1]
    return SIDES.get(word)


def load_outlines(path: Path) -> Outlines:
    """Read the outlines. Raises KnowledgeError for a missing or broken file or line."""
    rings: dict[str, list[Ring]] = {}
    for row in read_table(path, OUTLINE_COLUMNS):
        try:
            ring = tuple((float(a), float(b)) for a, b in (corner.split(",") for corner in row.need("ring").split(" ")))
        except ValueError:
            raise row.error("the ring is broken. Write its corners as latitude,longitude, parted by blanks.") from None
        rings.setdefault(row.need("country"), []).append(ring)
    return Outlines(rings={code: tuple(sorted(those, key=_size, reverse=True)) for code, those in rings.items()})


def _is_inside(ring: Ring, at: Point) -> bool:
    """Whether a line from the point to the east crosses the ring an odd number of times."""
    lat, lon = at
    inside = False
    for (a, b), (c, d) in zip(ring, ring[1:] + ring[:1], strict=True):
        if (a > lat) != (c > lat) and lon < (d - b) * (lat - a) / (c - a) + b:
            inside = not inside
    return inside


def _size(ring: Ring) -> float:
    """The area of a ring, in square degrees at the equator."""
    area = abs(sum(a * d - c * b for (a, b), (c, d) in zip(ring, ring[1:] + ring[:1], strict=True))) / 2
    return area * cos(radians(sum(lat for lat, _ in ring) / len(ring)))


@cache
def _lattice(rings: tuple[Ring, ...]) -> tuple[Point, ...]:
    """Points spread evenly over the mainland and what belongs to it: fewer to a degree in the north."""
    land = _along(rings)
    corners = [corner for ring in land for corner in ring]
    south, north = min(p[0] for p in corners), max(p[0] for p in corners)
    west, east = min(p[1] for p in corners), max(p[1] for p in corners)
    widest = cos(radians(min(abs(south), abs(north))))
    points = []
    for i in range(LATTICE):
        lat = south + (north - south) * (i + 0.5) / LATTICE
        across = max(1, round(LATTICE * cos(radians(lat)) / widest))
        points += [(lat, west + (east - west) * (j + 0.5) / across) for j in range(across)]
    return tuple(point for point in points if any(_is_inside(ring, point) for ring in land))


def _along(rings: Sequence[Ring]) -> list[Ring]:
    """The largest ring, those of a like size, and those that lie near one of these."""
    least = ALIKE * _size(rings[0])
    found = [ring for ring in rings if _size(ring) >= least]
    left = [ring for ring in rings if ring not in found]
    for ring in found:
        near = [other for other in left if any(_is_near(a, b) for a in ring for b in other)]
        found += near
        left = [other for other in left if other not in near]
    return found


def _is_near(a: Point, b: Point) -> bool:
    return abs(a[0] - b[0]) < ALONG and abs(a[1] - b[1]) < ALONG


@cache
def _axes(points: tuple[Point, ...]) -> tuple[list[float], list[float]]:
    """The latitudes and the longitudes of points, sorted."""
    return sorted(point[0] for point in points), sorted(point[1] for point in points)


def _is_outer(value: float, side: float, axis: Sequence[float]) -> bool:
    """Whether a coordinate is in the outer third of the land to that side; for no side, in the third between."""
    low, high = axis[len(axis) // 3], axis[-(len(axis) // 3) - 1]
    if side == 0:
        return low <= value <= high
    return value >= high if side > 0 else value <= low


def _lies_toward(at: Point, sides: Point, axes: Sequence[Sequence[float]]) -> bool:
    """Whether a point lies beyond the middle of the land to each side, or near it; for no side, in the inner half."""
    if not any(sides):
        quarters = [(axis[len(axis) // 4], axis[-(len(axis) // 4) - 1]) for axis in axes]
        return all(low <= value <= high for value, (low, high) in zip(at, quarters, strict=True))
    bounds = [axis[int(len(axis) * (0.5 - SLACK * side))] for axis, side in zip(axes, sides, strict=True)]
    return all((value - bound) * side >= 0 for value, bound, side in zip(at, bounds, sides, strict=True))


def _midmost(points: Sequence[Point]) -> Point:
    """The point nearest to the mean of all: of a bent land the mean itself may lie at sea."""
    lat, lon = (sum(point[axis] for point in points) / len(points) for axis in (0, 1))
    nearest = min(points, key=lambda point: (point[0] - lat) ** 2 + (point[1] - lon) ** 2)
    return round(nearest[0], 4), round(nearest[1], 4)
