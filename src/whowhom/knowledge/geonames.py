"""A gazetteer of the user's own from GeoNames' full table (`allCountries.txt`, a country's `LY.txt`, `cities500.txt`).

In:  GeoNames' table: 19 cells a line, parted by tabs, UTF-8, no header (geonames.org, "readme.txt").
Out: a folder with `cities.tsv.gz` and `names.tsv.gz`, which `load_gazetteer` takes in place of the shipped files.

The table has 13 million lines: names are sorted on disk by SQLite, and no more
than a block of lines is held in memory. Towns are kept from a number of people
on, of chosen countries every place that news may name, also camps, mountains
and villages of whose people nothing is known. What is shipped stays, and a place
of the table takes the stead of the shipped one of its number.
"""

from __future__ import annotations

import gzip
import sqlite3
import tempfile
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

from msgspec import Struct

from whowhom.errors import KnowledgeError
from whowhom.knowledge.places import PROVINCE_COLUMNS, fold
from whowhom.knowledge.tables import data_path, read_table

CELLS = 19
# GeoNames' classes and codes of what happens in news, by our kinds; other codes of a class are left out.
KINDS = {
    "PPLC": "capital", "AIRP": "airport", "AIRB": "base", "AIRF": "airport", "MILB": "base", "CMPRF": "camp",
    "CMP": "camp", "PRN": "prison", "PRT": "port", "ISL": "island", "ISLS": "island", "MT": "mountain",
    "MTS": "mountain",
    "PASS": "crossing", "VAL": "valley", "DSRT": "desert", "SEA": "sea", "STRT": "strait", "LK": "lake", "STM": "river",
    "CNL": "canal", "DAM": "site", "OILF": "site", "ADM2": "district", "RGN": "region",
}  # fmt: skip
LEAST_PEOPLE = 500
LONGEST_NAME = 40
BLOCK = 50_000
# So many wrong lines are named; after so many with none that is kept it is another kind of file.
NAMED, ANOTHER_FILE = 3, 100
SORTING = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
CREATE TABLE places (id INTEGER PRIMARY KEY, line TEXT);
CREATE TABLE names (name BLOB, id INTEGER, own INTEGER);
"""


class Imported(Struct, frozen=True, kw_only=True):
    """What became of a table: lines read, kept and wrong, and of the first wrong ones the number and why."""

    read: int
    kept: int
    names: int
    wrong: int
    named: tuple[str, ...]


class _Tables(Struct, frozen=True, kw_only=True):
    """What GeoNames gives as codes: countries by two letters, provinces by country and code."""

    countries: dict[str, str]
    provinces: dict[tuple[str, str], str]

    @classmethod
    def read(cls) -> _Tables:
        iso = read_table(data_path("actors", "iso.tsv"), ("iso2", "iso3"))
        admin1 = read_table(data_path("places", "admin1.tsv"), PROVINCE_COLUMNS)
        return cls(
            countries={row.need("iso2"): row.need("iso3") for row in iso},
            provinces={(row.need("country"), row.need("code")): row.need("name") for row in admin1},
        )


class _Wanted(Struct, frozen=True, kw_only=True):
    least_people: int
    countries: frozenset[str]


class _Line(Struct, frozen=True):
    number: int
    names: tuple[str, ...]
    own: str
    cells: str


def import_table(
    path: Path,
    folder: Path,
    *,
    least_people: int = LEAST_PEOPLE,
    countries: frozenset[str] = frozenset(),
    with_shipped: bool = True,
) -> Imported:
    """Build a gazetteer's two files from GeoNames' table.

    ``countries`` (ISO 3166-1 alpha-3) are those of which every place is kept,
    whatever its people; without ``with_shipped`` the towns that are shipped are
    left out. Lines that are not as GeoNames writes them are named and left out.
    Raises KnowledgeError where the file cannot be read, is not such a table at
    all, or keeps nothing.
    """
    is_new = not folder.exists()
    wanted = _Wanted(least_people=least_people, countries=countries)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return _imported(path, folder, wanted, with_shipped=with_shipped)
    except KnowledgeError:
        if is_new:
            folder.rmdir()  # nothing stands in it yet
        raise
    except OSError as error:
        raise KnowledgeError(f"{folder}: cannot be written ({error.strerror}). Name another folder.") from None


def _imported(path: Path, folder: Path, wanted: _Wanted, *, with_shipped: bool) -> Imported:
    counted = {"read": 0, "kept": 0, "wrong": 0}
    wrong: list[str] = []
    with tempfile.TemporaryDirectory(dir=folder) as scratch, closing(sqlite3.connect(Path(scratch) / "sort.db")) as db:
        db.executescript(SORTING)
        if with_shipped:
            _take_shipped(db)
        for block in _blocks(path, _Tables.read(), wanted, counted, wrong):
            db.executemany("INSERT OR REPLACE INTO places VALUES (?, ?)", ((line.number, line.cells) for line in block))
            db.executemany(
                "INSERT INTO names VALUES (?, ?, ?)",
                ((name.encode(), line.number, name == line.own) for line in block for name in line.names),
            )
        if not counted["kept"]:
            raise KnowledgeError(f"{path}: no place is kept of {counted['read']} lines. {_hint(wrong)}")
        _write(folder / "cities.tsv.gz", (line for (line,) in db.execute("SELECT line FROM places ORDER BY id")))
        names = _write(folder / "names.tsv.gz", _name_lines(db))
    return Imported(read=counted["read"], kept=counted["kept"], names=names, wrong=counted["wrong"], named=tuple(wrong))


def _take_shipped(db: sqlite3.Connection) -> None:
    """The shipped towns with their names: a table of one country leaves those of the others as they are."""
    with gzip.open(data_path("places", "cities.tsv.gz"), "rt", encoding="utf-8") as lines:
        db.executemany("INSERT INTO places VALUES (?, ?)", ((int(t.split("\t", 1)[0]), t.rstrip("\n")) for t in lines))
    with gzip.open(data_path("places", "names.tsv.gz"), "rt", encoding="utf-8") as lines:
        db.executemany("INSERT INTO names VALUES (?, ?, ?)", (row for text in lines for row in _name_rows(text)))


def _name_rows(text: str) -> Iterator[tuple[bytes, int, bool]]:
    name, own, other = text.rstrip("\n").split("\t")
    for numbers, is_own in ((own, True), (other, False)):
        yield from ((name.encode(), int(number), is_own) for number in numbers.split(",") if number)


def _hint(wrong: list[str]) -> str:
    if wrong:
        return (
            f"The first that is wrong: {wrong[0]}. Give GeoNames' own table, unpacked: 19 cells a line, parted by tabs."
        )
    return "Lower --least-people, or name the country with --country."


def _blocks(
    path: Path, tables: _Tables, wanted: _Wanted, counted: dict[str, int], wrong: list[str]
) -> Iterator[list[_Line]]:
    block: list[_Line] = []
    try:
        with path.open("rb") as lines:
            for number, raw in enumerate(lines, 1):
                counted["read"] += 1
                try:
                    line = _line(raw.decode(), tables, wanted)
                except ValueError as error:
                    counted["wrong"] += 1
                    told = "is not UTF-8" if isinstance(error, UnicodeDecodeError) else str(error)
                    if len(wrong) < NAMED:
                        wrong.append(f"{path.name}:{number}: {told}")
                    if counted["wrong"] > ANOTHER_FILE and counted["kept"] == 0:
                        return
                    continue
                if line is not None:
                    counted["kept"] += 1
                    block.append(line)
                if len(block) >= BLOCK:
                    yield block
                    block = []
    except OSError as error:
        raise KnowledgeError(f"{path}: cannot be read ({error.strerror}). Give GeoNames' table, unpacked.") from None
    yield block


def _line(text: str, tables: _Tables, wanted: _Wanted) -> _Line | None:
    """One place that is kept, None for one that is not. Raises ValueError for a line of another shape."""
    cells = text.rstrip("\r\n").split("\t")
    if len(cells) != CELLS:
        raise ValueError(f"{len(cells)} cells in place of {CELLS}")
    name, plain, others, latitude, longitude, sort, code, iso2 = cells[1:9]
    number, people = _whole(cells[0], "the number"), _whole(cells[14] or "0", "the population")
    position = f"{_degrees(latitude, 90, 'latitude'):.4f}\t{_degrees(longitude, 180, 'longitude'):.4f}"
    country = tables.countries.get(iso2)
    kind = KINDS.get(code) or ("city" if sort == "P" else None)
    if kind is None or country is None:
        return None
    near = country in wanted.countries
    if not (near or (sort == "P" and people >= wanted.least_people) or kind in {"sea", "strait", "capital"}):
        return None
    own = fold(name)
    names = {own, fold(plain), *_usable(others.split(","))}
    province = tables.provinces.get((country, cells[10]), "-")
    line = "\t".join((str(number), name, country, province, position, str(people), kind))
    return _Line(number, tuple(sorted(key for key in names if key)), own, line)


def _whole(cell: str, what: str) -> int:
    if not cell.isascii() or not cell.isdigit():
        raise ValueError(f"{what} is {cell!r}")
    return int(cell)


def _degrees(cell: str, limit: int, what: str) -> float:
    try:
        value = float(cell)
    except ValueError:
        raise ValueError(f"the {what} is {cell!r}") from None
    if not -limit <= value <= limit:  # also false for nan
        raise ValueError(f"the {what} is {cell!r}")
    return value


def _usable(names: Iterable[str]) -> Iterator[str]:
    """Other Latin names that may stand in English news, folded; codes of airports are left out."""
    for name in names:
        fits = len(name) <= LONGEST_NAME and name[:1].isupper() and not (name.isupper() and len(name) <= 4)
        if fits and is_latin(name) and not any(c.isdigit() or c in "()/" for c in name) and len(key := fold(name)) >= 3:
            yield key


def _name_lines(db: sqlite3.Connection) -> Iterator[str]:
    """Yield each name with the places called so and those with it as another name, sorted by its bytes."""
    rows = db.execute("SELECT name, id, max(own) FROM names GROUP BY name, id ORDER BY name, id")
    key, own, other = b"", list[str](), list[str]()
    for name, number, is_own in rows:
        if name != key and key:
            yield f"{key.decode()}\t{','.join(own)}\t{','.join(other)}"
            own, other = [], []
        key = name
        (own if is_own else other).append(str(number))
    if key:
        yield f"{key.decode()}\t{','.join(own)}\t{','.join(other)}"


def _write(path: Path, lines: Iterable[str]) -> int:
    """Compress lines with no time in the header, so that the bytes depend on them alone; their number."""
    count = 0
    with path.open("wb") as raw, gzip.GzipFile(filename="", mode="wb", fileobj=raw, compresslevel=6, mtime=0) as out:
        for line in lines:
            out.write(line.encode() + b"\n")
            count += 1
    return count


def is_latin(text: str) -> bool:
    """Whether each letter of a text is of the Latin script."""
    return all(unicodedata.name(char, "").startswith("LATIN") for char in text if char.isalpha())
