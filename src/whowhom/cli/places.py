"""`whowhom places`: what places are known, and a folder of one's own from GeoNames."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec
from rich.table import Table

from whowhom.cli.manual import write_rows
from whowhom.cli.output import Format, console, number_of, safe, say
from whowhom.errors import KnowledgeError
from whowhom.knowledge.geonames import import_table
from whowhom.knowledge.places import Entry, load_gazetteer
from whowhom.knowledge.tables import data_path, read_table
from whowhom.store.rows import Cell


def show_places(name: str, form: Format, folder: Path | None) -> None:
    """Print the places of a name: countries, provinces, then towns and others by their people."""
    gazetteer = load_gazetteer(folder)
    country = gazetteer.country(name)
    towns = sorted(gazetteer.find(name), key=lambda e: (-e.population, e.name, e.country or "", e.geonameid or 0))
    found = [*([country] if country is not None else []), *gazetteer.provinces(name), *towns]
    if not found:
        raise KnowledgeError(f"no place is called {name!r}. `whowhom places import` takes more from GeoNames.")
    if form is not Format.TABLE:
        write_rows([_row(entry) for entry in found], form)
        return
    table = Table("name", "kind", "country", "province", "latitude", "longitude", "people", "GeoNames", box=None)
    for entry in found:
        table.add_row(*_cells(entry))
    console().print(table)


def _row(entry: Entry) -> dict[str, Cell]:
    row: dict[str, Cell] = msgspec.to_builtins(entry)
    return {name: value for name, value in row.items() if name != "alias"}


def _cells(entry: Entry) -> tuple[str, ...]:
    position = ("" if degrees is None else f"{degrees:.2f}" for degrees in (entry.latitude, entry.longitude))
    people = f"{entry.population:,}" if entry.population else ""
    number = str(entry.geonameid or "")
    return safe(entry.name), entry.kind, entry.country or "", safe(entry.admin1 or ""), *position, people, number


def import_geonames(table: Path, folder: Path, *, countries: Sequence[str], least_people: int) -> None:
    """Build a folder of places and say what was kept. Raises KnowledgeError for countries that are none."""
    codes = frozenset(code.upper() for code in countries)
    known = {row.need("iso3") for row in read_table(data_path("actors", "iso.tsv"), ("iso2", "iso3"))}
    if codes - known:
        raise KnowledgeError(f"{sorted(codes - known)[0]!r} is no country. Give ISO 3166-1 alpha-3, as LBY.")
    done = import_table(table, folder, least_people=least_people, countries=codes)
    for line in done.named:
        say(f"left out {line}")
    if done.wrong > len(done.named):
        say(f"left out {number_of(done.wrong - len(done.named), 'more line')} not as GeoNames writes them")
    say(f"{done.read:,} lines read, {done.kept:,} places kept under {done.names:,} names in {folder}")
