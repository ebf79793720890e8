"""The gazetteer: place names and what is known of each.

Three files of `data/places/`: `cities.tsv.gz` and `names.tsv.gz` from GeoNames
(built by `tools/build_gazetteer.py`), `newsplaces.tsv` written for this project:
countries, regions, seas, camps, crossings and the towns that GeoNames' city list
lacks. The two large files are kept as the sorted bytes they are and searched by
bisection: reading them into objects would take ten times the memory and a second
at each start, and a document asks for a few dozen names.
"""

from __future__ import annotations

import gzip
import re
from functools import lru_cache
from pathlib import Path

from anyascii import anyascii
from msgspec import Struct

from whowhom.errors import KnowledgeError
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
KINDS = frozenset(
    "country territory region admin1 city capital village district island sea strait canal river lake mountain "
    "valley desert border crossing camp base prison port airport square building site".split()
)

_DROPPED = re.compile(r"['’‘`ʼʻ′.\"]")
_SPACES = re.compile(r"[\s\-‐‑–—_/]+")


def fold(name: str) -> str:
    """The form under which a name is looked up: ASCII, lower case, no apostrophes, blanks for hyphens."""
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


class Gazetteer:
    """Names of places, searched by their folded form."""

    def __init__(self, cities: bytes, names: bytes, newsplaces: dict[str, tuple[Entry, ...]]) -> None:
        self._cities = cities
        self._names = names
        self._newsplaces = newsplaces
        self._cached = lru_cache(maxsize=20_000)(self._find)

    def find(self, name: str) -> tuple[Entry, ...]:
        """All places of that name or other name, the hand-written ones first; empty if there is none."""
        return self._cached(fold(name))

    def _find(self, key: str) -> tuple[Entry, ...]:
        if not key:
            return ()
        found = list(self._newsplaces.get(key, ()))
        line = _search(self._names, key.encode("utf-8"))
        if line is not None:
            own, other = line.decode("utf-8").split("\t")[1:3]
            for numbers, alias in ((own, False), (other, True)):
                found.extend(self._city(int(number), alias) for number in numbers.split(",") if number)
        return tuple(found)

    def _city(self, number: int, alias: bool) -> Entry:
        line = _search_number(self._cities, number)
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


def _line_at(blob: bytes, position: int) -> tuple[int, int]:
    """Start and end of the line that holds ``position``."""
    start = blob.rfind(b"\n", 0, position) + 1
    end = blob.find(b"\n", position)
    return start, len(blob) if end < 0 else end


def _search(blob: bytes, key: bytes) -> bytes | None:
    """The line that starts with ``key`` and a tab, or None; the lines are sorted by their first cell."""
    low, high = 0, len(blob)
    while low < high:
        start, end = _line_at(blob, (low + high) // 2)
        found = blob[start : blob.find(b"\t", start)]
        if found == key:
            return blob[start:end]
        if found < key:
            low = end + 1
        else:
            high = start
    return None


def _search_number(blob: bytes, number: int) -> bytes:
    low, high = 0, len(blob)
    while low < high:
        start, end = _line_at(blob, (low + high) // 2)
        found = int(blob[start : blob.find(b"\t", start)])
        if found == number:
            return blob[start:end]
        if found < number:
            low = end + 1
        else:
            high = start
    raise KnowledgeError(f"cities.tsv.gz: no place {number}, which names.tsv.gz names. Run tools/build_gazetteer.py.")


def load_gazetteer(path: Path | None = None) -> Gazetteer:
    """Read the gazetteer from a folder with its three files (the shipped one if None).

    Raises KnowledgeError for a missing or broken file or line.
    """
    folder = data_path("places") if path is None else path
    return Gazetteer(
        cities=_unpack(folder / "cities.tsv.gz"),
        names=_unpack(folder / "names.tsv.gz"),
        newsplaces=_read_newsplaces(folder / "newsplaces.tsv"),
    )


def _unpack(path: Path) -> bytes:
    try:
        return gzip.decompress(path.read_bytes())
    except (OSError, EOFError) as error:
        raise KnowledgeError(f"{path.name}: cannot be read ({error}). Run tools/build_gazetteer.py.") from None


def _read_newsplaces(path: Path) -> dict[str, tuple[Entry, ...]]:
    places: dict[str, tuple[Entry, ...]] = {}
    for row in read_table(path, NEWSPLACE_COLUMNS):
        entry = _newsplace(row)
        for key in {fold(name) for name in (entry.name, *row.many("aliases"))}:
            places[key] = (*places.get(key, ()), entry)
    return places


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
