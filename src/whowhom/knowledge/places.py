"""The gazetteer: place names and what is known of each.

Files of `data/places/`: `cities.tsv.gz`, `names.tsv.gz` and `admin1.tsv` from
GeoNames (built by `tools/build_gazetteer.py`), `newsplaces.tsv` written for this
project: regions, seas, camps, crossings and the towns that GeoNames' city list
lacks. `lands.tsv` and `middles.tsv` say where lands lie as a whole, `outlines.tsv` which part of
one is its east, and `abbreviations.tsv` how news shortens states; they are read when first asked for.
Names of countries and nationalities are those of `data/actors/states.tsv`.
The two large files are kept as the sorted bytes they are and searched by
bisection: reading them into objects would take ten times the memory and a second
at each start, and a document asks for a few dozen names.
"""

from __future__ import annotations

import gzip
import hashlib
import re
from bisect import bisect_right
from collections.abc import Callable, Mapping
from functools import cached_property, lru_cache
from itertools import chain
from pathlib import Path
from typing import Any

from anyascii import anyascii
from msgspec import Struct
from msgspec.structs import replace

from whowhom.errors import KnowledgeError
from whowhom.knowledge.outlines import Outlines, load_outlines
from whowhom.knowledge.tables import Row, data_path, read_table

NEWSPLACE_COLUMNS = (
    "name",
    "aliases",
    "country",
    "admin1",
    "latitude",
    "longitude",
    "kind",
    "origin",
    "note",
)
STATE_COLUMNS = ("iso3", "names", "adjectives", "peoples", "capital", "metonyms", "start", "end", "note")
PROVINCE_COLUMNS = ("country", "code", "name")
LAND_COLUMNS = ("country", "admin1", "county", "latitude", "longitude")
SHORT_COLUMNS = ("short", "country", "admin1")
SORTS = frozenset({"area", "site", "direction", "common", "never"})
_NO_SORTS: frozenset[str] = frozenset()
KINDS = frozenset(
    "continent ocean country territory region admin1 city capital village district island sea strait canal river "
    "lake mountain valley desert border crossing camp base prison port airport square building site".split()
)

_DROPPED = re.compile(r"['’‘`ʼʻ′.\"]")
# What the tables add to a province's name in its own language.
_PROVINCE_WORDS = re.compile(
    r"^(?:Muhafazat(?: al| ash| ad)?|Wilayat-e|Huyen|Changwat|Daerah Istimewa|Opstina) "
    r"| (?:Zhuangzu|Huizu|Uygur) Zizhiqu$"
    r"| (?:Sheng|Shi|Fylke|Rayon|Voivodeship|Rajons|apskritis|District|Province|Raya|Area|Lan)$"
)
_SPACES = re.compile(r"[\s\-‐‑–—_/]+")


def fold(name: str) -> str:
    """The form under which a name is looked up: ASCII, lower case, no apostrophes, blanks for hyphens."""
    if name.isascii() and name.isalpha():
        return name.lower()
    plain = name if name.isascii() else anyascii(_DROPPED.sub("", _SPACES.sub(" ", name)))
    return _SPACES.sub(" ", _DROPPED.sub("", plain)).strip().lower()


class Entry(Struct, frozen=True, kw_only=True):
    """One place of the gazetteer.

    ``country`` is ISO 3166-1 alpha-3, or None for a sea, or land that more
    than one country claims. ``population`` is 0 where it is not known. ``alias``
    says that the place was found under another name than its own.
    """

    name: str
    country: str | None
    admin1: str | None
    latitude: float | None
    longitude: float | None
    population: int
    kind: str
    geonameid: int | None = None
    alias: bool = False


class Lands(Struct, frozen=True, kw_only=True):
    """Countries and provinces by folded name, and what nationalities and peoples are called.

    ``adjectives`` ("Libyan", "Libyans") and ``names`` give ISO 3166-1 alpha-3;
    acronyms ("US", "UK", "DRC") are keys as they are written.
    """

    countries: Mapping[str, Entry]
    provinces: Mapping[str, tuple[tuple[str, str], ...]]
    adjectives: Mapping[str, str]


class Middles(Struct, frozen=True, kw_only=True):
    """Where lands lie as a whole: (latitude, longitude) by country and by (country, province); counties by folded name.

    ``shorts`` are provinces by how news shortens them, as written ("Calif.", "CA").
    """

    countries: Mapping[str, tuple[float, float]]
    provinces: Mapping[tuple[str, str], tuple[float, float]]
    counties: Mapping[str, tuple[Entry, ...]]
    shorts: Mapping[str, Entry]


class Gazetteer:
    """Names of places, searched by their folded form."""

    def __init__(
        self,
        cities: bytes,
        names: bytes,
        newsplaces: Mapping[str, tuple[Entry, ...]],
        *,
        lands: Lands,
        words: Mapping[str, frozenset[str]],
        folder: Path,
    ) -> None:
        self._cities = _Sorted(cities, int)
        self._names = _Sorted(names, bytes)
        self._newsplaces = newsplaces
        self._lands = lands
        self._words = words
        self._folder = folder
        self._cached = lru_cache(maxsize=20_000)(self._find)

    def find(self, name: str) -> tuple[Entry, ...]:
        """All towns and hand-written places of that name or other name, the latter first; empty if there is none."""
        return self._cached(fold(name))

    def country(self, name: str) -> Entry | None:
        """The country of that name ("Libya", "the US" without its article), or None."""
        return self._lands.countries.get(_land_key(name))

    def name_of(self, country: str) -> str | None:
        """The name of a country by its code (ISO 3166-1 alpha-3), or None."""
        return self._names_of_countries.get(country)

    def provinces(self, name: str) -> tuple[Entry, ...]:
        """The provinces and states of that name ("Texas", "Diyala"), of any country."""
        found = self._lands.provinces.get(fold(name), ())
        return tuple(_land(name, country, name, "admin1") for country, name in found)

    def nationality(self, word: str) -> str | None:
        """The country (ISO 3166-1 alpha-3) of an adjective or a people ("Libyan", "Libyans"), or None."""
        return self._lands.adjectives.get(_land_key(word))

    def is_word(self, word: str, *sorts: str) -> bool:
        """Whether `words.tsv` has a lower-case word under one of these sorts (area, site, direction, common, never)."""
        return not self._words.get(word, _NO_SORTS).isdisjoint(sorts)

    def counties(self, name: str) -> tuple[Entry, ...]:
        """The counties of the United States of that name without its "County" ("Orange"), with their states."""
        return self._middles.counties.get(fold(name), ())

    def short(self, name: str) -> Entry | None:
        """The state or province that news shortens so ("Calif.", "CA"), written just like that; or None."""
        return self._middles.shorts.get(name)

    def middle(self, entry: Entry) -> tuple[float, float] | None:
        """Latitude and longitude of a place, of a land its rough middle; None where it is not known."""
        if entry.latitude is not None and entry.longitude is not None:
            return entry.latitude, entry.longitude
        if entry.kind == "country":
            return self._middles.countries.get(entry.country or "")
        return self._middles.provinces.get((entry.country or "", entry.admin1 or ""))

    @cached_property
    def _names_of_countries(self) -> Mapping[str, str]:
        return {entry.country: entry.name for entry in self._lands.countries.values() if entry.country is not None}

    @cached_property
    def outlines(self) -> Outlines:
        """Outlines of countries, which say what "eastern Libya" is."""
        return load_outlines(_own_or_shipped(self._folder, "outlines.tsv"))

    @cached_property
    def _middles(self) -> Middles:
        return _read_middles(self._folder)

    def _find(self, key: str) -> tuple[Entry, ...]:
        if not key:
            return ()
        found = list(self._newsplaces.get(key, ()))
        line = self._names.line(key.encode("utf-8"))
        if line is not None:
            own, other = line.decode("utf-8").split("\t")[1:3]
            for numbers, alias in ((own, False), (other, True)):
                found.extend(self._city(int(number), alias) for number in numbers.split(",") if number)
        return tuple(found)

    def _city(self, number: int, alias: bool) -> Entry:
        line = self._cities.line(b"%d" % number)
        if line is None:
            raise KnowledgeError(
                f"cities.tsv.gz: no place {number}, which names.tsv.gz names. Run tools/build_gazetteer.py."
            )
        _, name, country, admin1, latitude, longitude, population, kind = line.decode("utf-8").split("\t")
        return Entry(
            name=name,
            country=country,
            admin1=None if admin1 == "-" else admin1,
            latitude=float(latitude),
            longitude=float(longitude),
            population=int(population),
            kind=kind,
            geonameid=number,
            alias=alias,
        )


class _Sorted:
    """Lines sorted by their first cell, found by it: a bisection over every thousandth line, then a search of bytes."""

    STRIDE = 16_384

    def __init__(self, blob: bytes, order: Callable[[bytes], Any]) -> None:
        self._blob = blob
        self._order = order
        starts = {0, *(blob.find(b"\n", at) + 1 for at in range(self.STRIDE, len(blob), self.STRIDE))}
        self._starts = sorted(start for start in starts if blob.find(b"\t", start) > 0)
        self._keys = [order(blob[start : blob.find(b"\t", start)]) for start in self._starts]

    def line(self, key: bytes) -> bytes | None:
        """The line whose first cell is ``key``, or None."""
        at = bisect_right(self._keys, self._order(key)) - 1
        if at < 0:
            return None
        first = self._starts[at]
        last = self._starts[at + 1] if at + 1 < len(self._starts) else len(self._blob)
        if not self._blob.startswith(key + b"\t", first):
            first = self._blob.find(b"\n" + key + b"\t", first, last) + 1
            if first == 0:
                return None
        end = self._blob.find(b"\n", first)
        return self._blob[first : len(self._blob) if end < 0 else end]


def _land_key(name: str) -> str:
    """Acronyms count as they are written: "US" is not "us"."""
    plain = name.replace(".", "")
    return plain if plain.isupper() and len(plain) <= 4 else fold(name)


def load_gazetteer(path: Path | None = None) -> Gazetteer:
    """Read the gazetteer from a folder, as `places import` makes it (the shipped one if None).

    Raises KnowledgeError for a missing or broken file or line.
    """
    folder = data_path("places") if path is None else path
    return Gazetteer(
        cities=_unpack(folder / "cities.tsv.gz"),
        names=_unpack(folder / "names.tsv.gz"),
        newsplaces=_read_newsplaces(_own_or_shipped(folder, "newsplaces.tsv")),
        words=_read_words(_own_or_shipped(folder, "words.tsv")),
        lands=_read_lands(data_path("actors", "states.tsv"), _own_or_shipped(folder, "admin1.tsv")),
        folder=folder,
    )


def _own_or_shipped(folder: Path, name: str) -> Path:
    """A folder's own file of that name, the shipped one where it has none."""
    return folder / name if (folder / name).is_file() else data_path("places", name)


OWN_FILES = ("cities.tsv.gz", "names.tsv.gz")
OPTIONAL_FILES = (
    "newsplaces.tsv", "words.tsv", "admin1.tsv", "middles.tsv", "lands.tsv", "abbreviations.tsv", "outlines.tsv",
)  # fmt: skip


def places_digest(folder: Path) -> str:
    """Eight hex digits that change with a gazetteer of one's own. Raises KnowledgeError for a folder that is none."""
    if folder.is_file():
        raise KnowledgeError(f"{folder}: is a file. Name the folder that `whowhom places import` has made.")
    digest = hashlib.sha256()
    for name in (*OWN_FILES, *OPTIONAL_FILES):
        path = folder / name
        try:
            digest.update(name.encode() + path.read_bytes())
        except FileNotFoundError:
            if name in OWN_FILES:
                raise KnowledgeError(f"{path}: is not there. Make it with `whowhom places import`.") from None
        except OSError as error:
            raise KnowledgeError(f"{path}: cannot be read ({error.strerror}).") from None
    return digest.hexdigest()[:8]


def _unpack(path: Path) -> bytes:
    """The bytes of a file, unpacked where its name says that it is packed."""
    try:
        packed = path.read_bytes()
        return gzip.decompress(packed) if path.suffix == ".gz" else packed
    except (OSError, EOFError) as error:
        raise KnowledgeError(f"{path.name}: cannot be read ({error}). Run tools/build_gazetteer.py.") from None


def _read_newsplaces(path: Path) -> dict[str, tuple[Entry, ...]]:
    places: dict[str, tuple[Entry, ...]] = {}
    for row in read_table(path, NEWSPLACE_COLUMNS):
        entry = _newsplace(row)
        for key in {fold(name) for name in (entry.name, *row.many("aliases"))}:
            places[key] = (*places.get(key, ()), entry)
    return places


def _read_words(path: Path) -> dict[str, frozenset[str]]:
    words: dict[str, frozenset[str]] = {}
    for row in read_table(path, ("word", "sort")):
        sort = row.need("sort")
        if sort not in SORTS:
            raise row.error(f"unknown sort {sort!r}. Use one of {', '.join(sorted(SORTS))}.")
        word = row.need("word")
        words[word] = words.get(word, _NO_SORTS) | {sort}
    return words


def _read_lands(states: Path, provinces: Path) -> Lands:
    """The countries of today; of a state that has ended, what lies there now has its own name."""
    countries: dict[str, Entry] = {}
    adjectives: dict[str, str] = {}
    for row in read_table(states, STATE_COLUMNS):
        code = row.need("iso3")
        if row.get("end") is not None:
            continue
        names = row.many("names")
        entry = _land(names[0], code, None, "country")
        countries.update((_land_key(name), entry) for name in names)
        adjectives.update((_land_key(word), code) for word in (*row.many("adjectives"), *row.many("peoples")))
    return Lands(countries=countries, provinces=_read_provinces(provinces), adjectives=adjectives)


def _read_provinces(path: Path) -> dict[str, tuple[tuple[str, str], ...]]:
    """Country and name of each province by its folded name; read by hand, as rows would take most of the start."""
    header, *lines = _unpack(path).decode("utf-8").splitlines()
    if header != "\t".join(PROVINCE_COLUMNS):
        raise KnowledgeError(f"{path.name}:1: the columns are {header!r}. They must be {list(PROVINCE_COLUMNS)}.")
    by_name: dict[str, tuple[tuple[str, str], ...]] = {}
    for number, line in enumerate(lines, 2):
        cells = line.split("\t")
        if len(cells) != len(PROVINCE_COLUMNS):
            raise KnowledgeError(f"{path.name}:{number}: {len(cells)} cells. Put one tab between the three cells.")
        country, _, name = cells
        # "Jiangsu Sheng" is "Jiangsu" in the news.
        for key in dict.fromkeys((fold(name), fold(_PROVINCE_WORDS.sub("", name)))):
            by_name[key] = (*by_name.get(key, ()), (country, name))
    return by_name


def _read_middles(folder: Path) -> Middles:
    countries: dict[str, tuple[float, float]] = {}
    provinces: dict[tuple[str, str], tuple[float, float]] = {}
    counties: dict[str, tuple[Entry, ...]] = {}
    rows = chain(*(read_table(_own_or_shipped(folder, name), LAND_COLUMNS) for name in ("middles.tsv", "lands.tsv")))
    for row in rows:
        country, province, name = row.need("country"), row.get("admin1"), row.get("county")
        middle = _need_degrees(row, "latitude", 90), _need_degrees(row, "longitude", 180)
        if province is None:
            countries[country] = middle
        elif name is None:
            provinces[country, province] = middle
        else:
            county = replace(_land(name, country, province, "county"), latitude=middle[0], longitude=middle[1])
            counties[fold(name)] = (*counties.get(fold(name), ()), county)
    shorts = {
        row.need("short"): _land(row.need("admin1"), row.need("country"), row.need("admin1"), "admin1")
        for row in read_table(_own_or_shipped(folder, "abbreviations.tsv"), SHORT_COLUMNS)
    }
    return Middles(countries=countries, provinces=provinces, counties=counties, shorts=shorts)


def _need_degrees(row: Row, column: str, limit: int) -> float:
    row.need(column)
    return _degrees(row, column, limit) or 0.0


def _land(name: str, country: str, admin1: str | None, kind: str) -> Entry:
    return Entry(name=name, country=country, admin1=admin1, latitude=None, longitude=None, population=0, kind=kind)


def _newsplace(row: Row) -> Entry:
    kind = row.need("kind")
    if kind not in KINDS:
        raise row.error(f"unknown kind {kind!r}. Use one of {', '.join(sorted(KINDS))}.")
    return Entry(
        name=row.need("name"),
        country=row.get("country"),
        admin1=row.get("admin1"),
        latitude=_degrees(row, "latitude", 90),
        longitude=_degrees(row, "longitude", 180),
        population=0,
        kind=kind,
    )


def _degrees(row: Row, column: str, limit: int) -> float | None:
    cell = row.get(column)
    if cell is None:
        return None
    try:
        value = float(cell)
    except ValueError:
        raise row.error(f"{column} is {cell!r}. Write decimal degrees, as 31.2.") from None
    if not -limit <= value <= limit:
        raise row.error(f"{column} is {value}. It must lie between -{limit} and {limit}.")
    return value
