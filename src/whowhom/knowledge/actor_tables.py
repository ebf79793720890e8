"""The shipped tables of `data/actors/` as records; their columns are explained in the README there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from whowhom.knowledge.tables import Row, read_table
from whowhom.records import Actor, ActorKind, Role

STATE_COLUMNS = ("iso3", "names", "adjectives", "peoples", "capital", "metonyms", "start", "end", "note")
LEADER_COLUMNS = ("actor_id", "name", "aliases", "country", "role", "title", "start", "end", "origin")
GROUP_COLUMNS = ("actor_id", "name", "aliases", "kind", "country", "code", "start", "end", "parent", "origin")
GROUP_ROLE_COLUMNS = ("actor_id", "country", "role", "start", "end", "origin")
AGENT_COLUMNS = ("noun", "role", "kind", "number", "metaphor")
TITLE_COLUMNS = ("title", "role", "kind")
OFFICE_COUNTRY_COLUMNS = ("title", "country")
QUALIFIER_COLUMNS = ("word", "effect", "role", "note")
PEOPLE_COLUMNS = ("name", "adjective", "kind", "country", "religion")
THING_COLUMNS = ("noun", "role", "stands", "note")
GIVEN_COLUMNS = ("name", "gender")
MONARCHY_COLUMNS = ("noun", "country", "start", "end")


class Alias(Struct, frozen=True, kw_only=True):
    """One way to write an actor's name.

    ``sort`` is ``name``, ``adjective`` ("Libyan", for the state), ``people``
    ("Libyans") or ``metonym`` ("the Kremlin", for a government). ``country`` is
    the topic that a text must have for this alias to count, None for any.
    ``start`` and ``end`` (ISO 8601 days) are the life of the state that a
    metonym stands for, None where it is open.
    """

    actor_id: str
    text: str
    sort: str
    country: str | None = None
    start: str | None = None
    end: str | None = None


class Monarchy(Struct, frozen=True):
    """A state by the noun for its form, with the first and last year of it."""

    noun: str
    country: str
    start: str
    end: str


class Agent(Struct, frozen=True, kw_only=True):
    """A noun for who acts: ``role`` is None where it says none; ``number`` is one, group or many.

    ``stands_first`` is said of a role that comes before the country in a code.
    """

    noun: str
    role: str | None
    kind: ActorKind
    number: str
    is_place: bool
    stands_first: bool = False


class Qualifier(Struct, frozen=True, kw_only=True):
    """A word before a noun that changes its role ("rebel forces", "former minister")."""

    word: str
    effect: str
    role: str | None


class Thing(Struct, frozen=True, kw_only=True):
    """What is hit, closed or searched: the role of whoever owns it, and whether it stands in one place."""

    role: str | None
    stands: bool


class People(Struct, frozen=True, kw_only=True):
    """An ethnic, religious or regional population; ``country`` is None where it lives in several.

    ``faith`` is whether it is known by its religion: such people live in more countries than their own.
    """

    name: str
    adjective: bool
    country: str | None
    faith: bool


def rows_of(folder: Path, name: str, columns: Sequence[str]) -> Iterator[Row]:
    return read_table(folder / f"{name}.tsv", columns)


def all_actors(folder: Path) -> Iterator[tuple[Actor, list[Alias]]]:
    for row in rows_of(folder, "states", STATE_COLUMNS):
        yield from _state(row)
    yield from _leaders(folder)
    passing = _passing_roles(folder)
    for name in ("groups", "organisations"):
        for row in rows_of(folder, name, GROUP_COLUMNS):
            yield _group(row, passing.get(row.need("actor_id"), ()))


def state_id(iso3: str) -> str:
    return f"state.{iso3}"


def government_id(iso3: str) -> str:
    return f"role.{iso3}.GOV"


def people_id(iso3: str) -> str:
    return f"role.{iso3}.CVL"


def _state(row: Row) -> Iterator[tuple[Actor, list[Alias]]]:
    iso3, names = row.need("iso3"), row.many("names")
    state = Actor(actor_id=state_id(iso3), name=names[0], kind=ActorKind.STATE, country=iso3, code=iso3, aliases=names)
    yield (
        state,
        [
            *(Alias(actor_id=state.actor_id, text=text, sort="name") for text in names),
            *(Alias(actor_id=state.actor_id, text=text, sort="adjective") for text in row.many("adjectives")),
        ],
    )
    life = {"start": row.get("start") or None, "end": row.get("end") or None}
    seats = [Alias(actor_id=government_id(iso3), text=text, sort="metonym", **life) for text in row.many("metonyms")]
    yield body_of(state, "GOV"), seats
    peoples = [Alias(actor_id=people_id(iso3), text=text, sort="people") for text in row.many("peoples")]
    yield body_of(state, "CVL"), peoples


BODIES = {
    "GOV": ("Government", ActorKind.GOVERNMENT),
    "MIL": ("Armed forces", ActorKind.MILITARY),
    "COP": ("Police", ActorKind.POLICE),
    "LEG": ("Parliament", ActorKind.GOVERNMENT),
    "OPP": ("Opposition", ActorKind.MOVEMENT),
    "CVL": ("People", ActorKind.POPULATION),
}


def body_of(state: Actor, role: str) -> Actor:
    """The one body of a state that has this role: its government, armed forces, police, people."""
    words, kind = BODIES[role]
    iso3 = state.country or "---"
    return Actor(
        actor_id=f"role.{iso3}.{role}",
        name=f"{words} of {state.name}",
        kind=kind,
        country=state.country,
        roles=(Role(role=role, of=state.country),),
        code=iso3 + role,
    )


def _leaders(folder: Path) -> Iterator[tuple[Actor, list[Alias]]]:
    rows: dict[str, list[Row]] = {}
    for row in rows_of(folder, "leaders", LEADER_COLUMNS):
        rows.setdefault(row.need("actor_id"), []).append(row)
    for actor_id, terms in rows.items():
        cells = [cell.partition("@") for cell in terms[0].many("aliases")]
        texts = tuple(dict.fromkeys((terms[0].need("name"), *(text for text, _, _ in cells))))
        topics = {text: topic or None for text, _, topic in cells}
        roles = tuple(_term(row) for row in terms)
        last = terms[-1]
        actor = Actor(
            actor_id=actor_id,
            name=texts[0],
            kind=ActorKind.PERSON,
            country=last.get("country"),
            roles=roles,
            code=(last.get("country") or "") + last.need("role"),
            aliases=texts[1:],
        )
        yield (
            actor,
            [Alias(actor_id=actor_id, text=text, sort="name", country=topics.get(text)) for text in texts],
        )


def _term(row: Row) -> Role:
    return Role(
        role=row.need("role"),
        title=row.get("title"),
        start=row.get("start"),
        end=row.get("end"),
        of=row.get("country"),
    )


def _passing_roles(folder: Path) -> dict[str, list[Role]]:
    """What groups were for a part of their lives: rebels before they governed."""
    roles: dict[str, list[Role]] = {}
    for row in rows_of(folder, "group_roles", GROUP_ROLE_COLUMNS):
        role = Role(role=row.need("role"), start=row.get("start"), end=row.get("end"), of=row.get("country"))
        roles.setdefault(row.need("actor_id"), []).append(role)
    return roles


def _group(row: Row, passing: Sequence[Role]) -> tuple[Actor, list[Alias]]:
    """A group; its last role is that of its code, which holds whenever no passing one does."""
    actor_id, country, code = row.need("actor_id"), row.get("country"), row.get("code")
    rest = (code or "").removeprefix(country or "")
    lasting = Role(role=rest[:3], start=row.get("start"), end=row.get("end"), of=country)
    if passing:
        lasting = Role(role=rest, of=country)
    aliases = [Alias(actor_id=actor_id, text=row.need("name"), sort="name")]
    for cell in row.many("aliases"):
        text, _, topic = cell.partition("@")
        aliases.append(Alias(actor_id=actor_id, text=text, sort="name", country=topic or None))
    actor = Actor(
        actor_id=actor_id,
        name=row.need("name"),
        kind=ActorKind(row.need("kind")),
        country=country,
        roles=(*(replace(role, of=role.of or country) for role in passing), lasting) if rest else (),
        code=code,
        aliases=tuple(alias.text for alias in aliases[1:]),
    )
    return actor, aliases


def agents(folder: Path) -> Iterator[Agent]:
    for row in rows_of(folder, "agents", AGENT_COLUMNS):
        try:
            kind = ActorKind(row.need("kind"))
        except ValueError:
            raise row.error(f"unknown kind {row.get('kind')!r}. Use one of {', '.join(ActorKind)}.") from None
        if row.need("number") not in {"one", "group", "many"}:
            raise row.error(f"unknown number {row.get('number')!r}. Use one, group or many.")
        yield Agent(
            noun=row.need("noun"),
            role=row.get("role"),
            kind=kind,
            number=row.need("number"),
            is_place=row.get("metaphor") == "place",
        )


def qualifiers(folder: Path) -> Iterator[Qualifier]:
    for row in rows_of(folder, "qualifiers", QUALIFIER_COLUMNS):
        yield Qualifier(word=row.need("word").lower(), effect=row.need("effect"), role=row.get("role"))


def peoples(folder: Path) -> Iterator[People]:
    for row in rows_of(folder, "peoples", PEOPLE_COLUMNS):
        countries = row.many("country")
        yield People(
            name=row.need("name"),
            adjective=row.need("adjective") == "yes",
            country=countries[0] if len(countries) == 1 else None,
            faith=row.get("religion") is not None,
        )


def titles(folder: Path) -> dict[str, str | None]:
    """The role of each title that stands before names; None where it says none."""
    return {row.need("title").lower(): row.get("role") for row in rows_of(folder, "titles", TITLE_COLUMNS)}


def things(folder: Path) -> dict[str, Thing]:
    """What can be hit, closed or searched, by its noun."""
    return {row.need("noun"): _thing(row) for row in rows_of(folder, "things", THING_COLUMNS)}


def _thing(row: Row) -> Thing:
    stands = row.need("stands")
    if stands not in {"yes", "no"}:
        raise row.error(f"stands is yes or no, not {stands!r}")
    return Thing(role=row.get("role"), stands=stands == "yes")


def monarchies(folder: Path) -> tuple[Monarchy, ...]:
    """The states that are called kingdoms, emirates and so on, each for the years in which it was one."""
    return tuple(
        Monarchy(row.need("noun"), row.need("country"), row.get("start") or "", row.get("end") or "9999")
        for row in rows_of(folder, "monarchies", MONARCHY_COLUMNS)
    )


def office_countries(folder: Path) -> dict[str, str]:
    """The country of offices whose title alone says it, in lower case: "secretary of state"."""
    rows = rows_of(folder, "office_countries", OFFICE_COUNTRY_COLUMNS)
    return {row.need("title").lower(): row.need("country") for row in rows}


def given_names(folder: Path) -> dict[str, str]:
    """The gender of given names: m, f or u for both."""
    return {row.need("name"): row.need("gender") for row in rows_of(folder, "given_names", GIVEN_COLUMNS)}


def parents(folder: Path) -> dict[str, str]:
    """The body that each group or organisation is a part of, by their ids."""
    return {
        row.need("actor_id"): parent
        for name in ("groups", "organisations")
        for row in rows_of(folder, name, GROUP_COLUMNS)
        if (parent := row.get("parent"))
    }
