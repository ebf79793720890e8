"""FollowTheMoney entities as actors: people, organisations and companies, with the offices that they hold.

Roles come from topics that name an office ("role.judge") and from positions
held. Whom somebody has put on a list is no role: topics of sanctions, crime and
debarment are not read.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import attrgetter
from typing import Any

import msgspec
from msgspec import Struct

from whowhom.knowledge.actor_file import ActorRow, fault_in, is_date
from whowhom.knowledge.dictionaries.imported import Countries, Imported, Note, Spelling
from whowhom.knowledge.spelling import slug
from whowhom.knowledge.tables import data_path, read_table
from whowhom.records import ActorKind

KINDS = {
    "Person": ActorKind.PERSON, "Organization": ActorKind.ORGANISATION, "PublicBody": ActorKind.GOVERNMENT,
    "Company": ActorKind.COMPANY, "LegalEntity": ActorKind.OTHER,
}  # fmt: skip
# The first of these topics that an entity has says its role.
TOPICS = {
    "gov.igo": "IGO", "gov": "GOV", "mil": "MIL", "pol.party": "PTY", "role.judge": "JUD", "role.spy": "SPY",
    "role.diplo": "GOV", "role.pol": "GOV", "role.journo": "MED", "role.act": "CVL", "role.lawyer": "JUD",
    "role.oligarch": "BUS", "pol.union": "LAB", "rel": "CVL", "fin.bank": "BUS",
}  # fmt: skip
# Words of a position that say its role; any other position is one of the government.
POSITIONS = {
    "judge": "JUD", "justice": "JUD", "prosecutor": "JUD", "general": "MIL", "commander": "MIL", "army": "MIL",
    "member of parliament": "LEG", "deputy": "LEG", "senator": "LEG", "parliament": "LEG", "congress": "LEG",
    "ambassador": "GOV", "police": "COP", "intelligence": "SPY", "opposition": "OPP",
}  # fmt: skip
ISO_COLUMNS = ("iso2", "iso3")
ALIASES = ("alias", "weakAlias", "previousName")


class _Entity(Struct, frozen=True):
    id: str
    schema: str
    properties: dict[str, list[Any]] = {}

    def all(self, name: str) -> list[str]:
        return [value for value in self.properties.get(name, []) if isinstance(value, str) and value.strip()]

    def one(self, name: str) -> str | None:
        return next(iter(self.all(name)), None)


def read(
    data: bytes, *, origin: str, countries: Countries, spelling: Spelling, before: Sequence[ActorRow] = ()
) -> Imported:
    """The rows of entities, one a line or in one array; ``entities``, and others by their schema, are counted."""
    notes: list[Note] = []
    entities: list[tuple[int, _Entity]] = []
    counts: Counter[str] = Counter()
    for line, item in _items(data, notes):
        try:
            entities.append((line, msgspec.convert(item, _Entity)))
        except msgspec.ValidationError as error:
            notes.append(Note(line=line, message=f"is no entity ({error})", lost="entity"))
    counts["entities"] = len(notes)
    positions = {entity.id: entity for _, entity in entities if entity.schema == "Position"}
    held: dict[str, list[_Entity]] = {}
    for _, entity in entities:
        for holder in entity.all("holder") if entity.schema == "Occupancy" else ():
            held.setdefault(holder, []).append(entity)
    iso3 = _iso3()
    rows: list[ActorRow] = []
    for line, entity in entities:
        if entity.schema not in KINDS:
            counts[entity.schema] += 1
            continue
        counts["entities"] += 1
        made = list(_rows(entity, held.get(entity.id, ()), positions, iso3, origin))
        fault = next((f for row in made if (f := fault_in(row))), None) if made else "it has no name"
        if fault is None:
            rows += made
        else:
            notes.append(Note(line=line, message=fault, lost="entity"))
    notes.sort(key=attrgetter("line"))
    return Imported(rows=tuple(rows), notes=tuple(notes), counts=counts)


def _items(data: bytes, notes: list[Note]) -> Iterator[tuple[int, Any]]:
    """Yield each object with its line."""
    text = data.decode("utf-8-sig", errors="replace")
    if text.lstrip()[:1] == "[":
        try:
            yield from ((1, item) for item in json.loads(text))
        except (ValueError, RecursionError) as error:
            notes.append(Note(line=1, message=f"is not JSON ({error})", lost="entity"))
        return
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                yield number, json.loads(line)
            except (ValueError, RecursionError) as error:
                notes.append(Note(line=number, message=f"is not JSON ({error})", lost="entity"))


def _iso3() -> dict[str, str]:
    """Three letters for a country's two."""
    table = read_table(data_path("actors", "iso.tsv"), ISO_COLUMNS)
    return {row.need("iso2").lower(): row.need("iso3") for row in table}


def _rows(
    entity: _Entity, held: Iterable[_Entity], positions: Mapping[str, _Entity], iso3: Mapping[str, str], origin: str
) -> Iterator[ActorRow]:
    names = list(dict.fromkeys(" ".join(name.split()) for name in entity.all("name")))
    if not names or not slug(names[0]):
        return
    country = _country(entity, iso3)
    role = next((TOPICS[topic] for topic in TOPICS if topic in entity.all("topics")), None)
    more = dict.fromkeys(" ".join(name.split()) for key in ALIASES for name in entity.all(key))
    base = ActorRow(
        actor_id=f"ftm.{entity.id}",
        name=names[0],
        aliases=tuple(name.replace("|", " ") for name in (*names[1:], *more) if name != names[0] and slug(name)),
        kind=KINDS[entity.schema],
        country=country,
        code=_code(country, role),
        origin=origin,
    )
    terms = sorted(_terms(base, held, positions, iso3), key=lambda row: row.start or "")
    yield from terms or [base]


def _terms(
    base: ActorRow, held: Iterable[_Entity], positions: Mapping[str, _Entity], iso3: Mapping[str, str]
) -> Iterator[ActorRow]:
    """Yield a row for each position that somebody has held."""
    for occupancy in held:
        post = next((positions[p] for p in occupancy.all("post") if p in positions), None)
        if post is None:
            continue
        country = _country(post, iso3) or base.country
        title = (post.one("name") or "").lower() or None
        yield msgspec.structs.replace(
            base,
            country=country,
            code=_code(country, _role(title or "")),
            title=title,
            start=_date(occupancy.one("startDate")),
            end=_date(occupancy.one("endDate")),
        )


def _role(title: str) -> str:
    return next((role for words, role in POSITIONS.items() if words in title), "GOV")


def _country(entity: _Entity, iso3: Mapping[str, str]) -> str | None:
    codes: Sequence[str] = [*entity.all("country"), *entity.all("jurisdiction"), *entity.all("nationality")]
    return next((iso3[code.lower()] for code in codes if code.lower() in iso3), None)


def _code(country: str | None, role: str | None) -> str | None:
    if role == "IGO":
        return role
    return (country or "---") + role if role else country


def _date(day: str | None) -> str | None:
    return day[:10] if day and is_date(day[:10]) else None
