"""Whom news speaks of: states, people in office, groups, organisations, and the nouns that name who acts.

Everything is read from `data/actors/`; the columns are explained in the README there. Names go into one
automaton, so that a text is searched for all of them at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from ahocorasick_rs import AhoCorasick, MatchKind
from msgspec import Struct

from whowhom.knowledge.likeness import SAME, likeness
from whowhom.knowledge.spelling import fold, fold_in_place, skeleton
from whowhom.knowledge.tables import Row, data_path, read_table
from whowhom.records import Actor, ActorKind, Role

STATE_COLUMNS = ("iso3", "names", "adjectives", "peoples", "capital", "metonyms", "start", "end", "note")
LEADER_COLUMNS = ("actor_id", "name", "aliases", "country", "role", "title", "start", "end", "origin")
GROUP_COLUMNS = ("actor_id", "name", "aliases", "kind", "country", "code", "start", "end", "parent", "origin")
AGENT_COLUMNS = ("noun", "role", "kind", "number", "metaphor")
TITLE_COLUMNS = ("title", "role", "kind")
QUALIFIER_COLUMNS = ("word", "effect", "role", "note")
PEOPLE_COLUMNS = ("name", "adjective", "kind", "country", "religion")
THING_COLUMNS = ("noun", "role", "note")
GIVEN_COLUMNS = ("name", "gender")

# An acronym is meant as it is written: "IS" is no "is". Longer names may stand in capitals in a headline.
LONGEST_ACRONYM = 6
SMALL_PART = re.compile(r"(?:al|el|as|ash|an|ar|at|anti|bin|ibn)[-‑ ](?=\w)")


class Alias(Struct, frozen=True, kw_only=True):
    """One way to write an actor's name.

    ``sort`` is ``name``, ``adjective`` ("Libyan", for the state), ``people``
    ("Libyans") or ``metonym`` ("the Kremlin", for a government). ``country`` is
    the topic that a text must have for this alias to count, None for any.
    """

    actor_id: str
    text: str
    sort: str
    country: str | None = None


class Agent(Struct, frozen=True, kw_only=True):
    """A noun for who acts: ``role`` is None where it says none; ``number`` is one, group or many."""

    noun: str
    role: str | None
    kind: ActorKind
    number: str
    is_place: bool


class Qualifier(Struct, frozen=True, kw_only=True):
    """A word before a noun that changes its role ("rebel forces", "former minister")."""

    word: str
    effect: str
    role: str | None


class People(Struct, frozen=True, kw_only=True):
    """An ethnic, religious or regional population; ``country`` is None where it lives in several.

    ``faith`` is whether it is known by its religion: such people live in more countries than their own.
    """

    name: str
    adjective: bool
    country: str | None
    faith: bool


class Found(Struct, frozen=True, kw_only=True):
    """A stretch of a text that is written like known names: offsets, and the aliases that fit."""

    start: int
    end: int
    aliases: tuple[Alias, ...]


class ActorIndex:
    """All known actors and all words for who acts; one a process."""

    def __init__(self, folder: Path) -> None:
        self.actors: dict[str, Actor] = {}
        self.state_of_capital: dict[str, str] = {}
        self._aliases: dict[str, list[Alias]] = {}
        for actor, aliases in _all_actors(folder):
            self.actors[actor.actor_id] = actor
            for alias in aliases:
                self._aliases.setdefault(fold_in_place(alias.text).strip(), []).append(alias)
        self._patterns = sorted(self._aliases)
        self._automaton = AhoCorasick(self._patterns, matchkind=MatchKind.Standard)
        self.agents = {agent.noun: agent for agent in _agents(folder / "agents.tsv")}
        self.agent_heads = frozenset(word for noun in self.agents for word in (noun.split()[-1], noun.split(" of ")[0]))
        self.titles = {row.need("title").lower(): row.get("role") for row in _rows(folder, "titles", TITLE_COLUMNS)}
        self.qualifiers = {q.word: q for q in _qualifiers(folder / "qualifiers.tsv")}
        self.peoples = {people.name: people for people in _peoples(folder / "peoples.tsv")}
        self.things = {row.need("noun"): row.get("role") for row in _rows(folder, "things", THING_COLUMNS)}
        self.genders = {row.need("name"): row.need("gender") for row in _rows(folder, "given_names", GIVEN_COLUMNS)}
        self._near = _near_index(self.actors.values())

    def find(self, text: str, folded: str) -> list[Found]:
        """The known names in a text, leftmost and longest first, none overlapping.

        ``folded`` is `fold_in_place` of ``text``. A name begins with a capital
        or a digit and stands between words' borders; acronyms count as written.
        """
        hits = [
            (start, end, self._patterns[number])
            for number, start, end in self._automaton.find_matches_as_indexes(folded, overlapping=True)
            if _is_whole(folded, start, end) and _looks_like_name(text, start, end)
        ]
        hits.sort(key=lambda hit: (hit[0], -hit[1]))
        found: list[Found] = []
        reached = 0
        for start, end, pattern in hits:
            if start < reached:
                continue
            fitting = tuple(a for a in self._aliases[pattern] if _is_written(a.text, text[start:end]))
            if fitting:
                found.append(Found(start=start, end=end, aliases=fitting))
                reached = end
        return found

    def named(self, name: str) -> tuple[Alias, ...]:
        """The aliases written like this name, case and accents aside."""
        return tuple(self._aliases.get(fold_in_place(name).strip(), ()))

    def near(self, word: str) -> tuple[str, ...]:
        """Ids of people whose family name may be another spelling of this folded word; hints, not proofs."""
        keys = _keys(skeleton(word))
        return tuple(sorted({actor_id for key in keys for actor_id in self._near.get(key, ())}))

    def search(self, name: str, *, limit: int = 20) -> list[Actor]:
        """Actors with a name that holds all words of ``name``, exact ones first; where none does, one spelt alike."""
        wanted = fold(name).split()
        if not wanted:
            return []
        hits: dict[str, tuple[bool, int, str]] = {}
        for pattern, aliases in self._aliases.items():
            words = pattern.split()
            if all(any(word.startswith(want) for word in words) for want in wanted):
                for alias in aliases:
                    rank = (words != wanted, len(words), alias.actor_id)
                    hits[alias.actor_id] = min(rank, hits.get(alias.actor_id, rank))
        found = sorted(hits, key=lambda a: hits[a]) or self._alike(name)
        return [self.actors[actor_id] for actor_id in found[:limit]]

    def _alike(self, name: str) -> list[str]:
        """The ids of actors with a name that may be another spelling of this one, the likeliest first."""
        best: dict[str, float] = {}
        for actor in self.actors.values():
            best[actor.actor_id] = max(likeness(name, known) for known in (actor.name, *actor.aliases))
        return sorted((i for i, share in best.items() if share >= SAME), key=lambda i: (-best[i], i))


def load_actors(folder: Path | None = None) -> ActorIndex:
    """Read the tables of actors, the shipped ones if no folder is given.

    Raises KnowledgeError, naming file and line, for a wrong line.
    """
    return ActorIndex(folder or data_path("actors"))


# --- rows to records ----------------------------------------------------------


def _rows(folder: Path, name: str, columns: Sequence[str]) -> Iterator[Row]:
    return read_table(folder / f"{name}.tsv", columns)


def _all_actors(folder: Path) -> Iterator[tuple[Actor, list[Alias]]]:
    for row in _rows(folder, "states", STATE_COLUMNS):
        yield from _state(row)
    yield from _leaders(folder)
    for name in ("groups", "organisations"):
        for row in _rows(folder, name, GROUP_COLUMNS):
            yield _group(row)


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
    yield body_of(state, "GOV"), _sorted_aliases(government_id(iso3), row.many("metonyms"), "metonym")
    yield body_of(state, "CVL"), _sorted_aliases(people_id(iso3), row.many("peoples"), "people")


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


def _sorted_aliases(actor_id: str, texts: Sequence[str], sort: str) -> list[Alias]:
    return [Alias(actor_id=actor_id, text=text, sort=sort) for text in texts]


def _leaders(folder: Path) -> Iterator[tuple[Actor, list[Alias]]]:
    rows: dict[str, list[Row]] = {}
    for row in _rows(folder, "leaders", LEADER_COLUMNS):
        rows.setdefault(row.need("actor_id"), []).append(row)
    for actor_id, terms in rows.items():
        texts = (terms[0].need("name"), *terms[0].many("aliases"))
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
        yield actor, _sorted_aliases(actor_id, texts, "name")


def _term(row: Row) -> Role:
    return Role(
        role=row.need("role"),
        title=row.get("title"),
        start=row.get("start"),
        end=row.get("end"),
        of=row.get("country"),
    )


def _group(row: Row) -> tuple[Actor, list[Alias]]:
    actor_id, country, code = row.need("actor_id"), row.get("country"), row.get("code")
    role = (code or "").removeprefix(country or "")[:3]
    aliases = [Alias(actor_id=actor_id, text=row.need("name"), sort="name")]
    for cell in row.many("aliases"):
        text, _, topic = cell.partition("@")
        aliases.append(Alias(actor_id=actor_id, text=text, sort="name", country=topic or None))
    actor = Actor(
        actor_id=actor_id,
        name=row.need("name"),
        kind=ActorKind(row.need("kind")),
        country=country,
        roles=(Role(role=role, start=row.get("start"), end=row.get("end"), of=country),) if role else (),
        code=code,
        aliases=tuple(alias.text for alias in aliases[1:]),
    )
    return actor, aliases


def _agents(path: Path) -> Iterator[Agent]:
    for row in read_table(path, AGENT_COLUMNS):
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


def _qualifiers(path: Path) -> Iterator[Qualifier]:
    for row in read_table(path, QUALIFIER_COLUMNS):
        yield Qualifier(word=row.need("word").lower(), effect=row.need("effect"), role=row.get("role"))


def _peoples(path: Path) -> Iterator[People]:
    for row in read_table(path, PEOPLE_COLUMNS):
        countries = row.many("country")
        yield People(
            name=row.need("name"),
            adjective=row.need("adjective") == "yes",
            country=countries[0] if len(countries) == 1 else None,
            faith=row.get("religion") is not None,
        )


# --- how names are compared ---------------------------------------------------


def _is_whole(folded: str, start: int, end: int) -> bool:
    before = start == 0 or not folded[start - 1].isalnum()
    return before and (end == len(folded) or not folded[end].isalnum())


def _looks_like_name(text: str, start: int, end: int) -> bool:
    """Whether a stretch begins as names do, also "al-Shabaab", "anti-Balaka" with their small first parts."""
    if text[start].isupper() or text[start].isdigit() or not text[start].isalpha():
        return True
    small = SMALL_PART.match(text, start, end)
    return small is not None and text[small.end()].isupper()


def _is_written(alias: str, text: str) -> bool:
    """Whether a text writes an alias in its own way; only acronyms care for capitals."""
    if len(alias) > LONGEST_ACRONYM or alias == alias.lower() or alias == alias.capitalize():
        return True
    return alias == text


def _keys(key: str) -> list[str]:
    """A consonant key and the keys with one letter less: keys one letter off share one of them."""
    return [key, *(key[:i] + key[i + 1 :] for i in range(1, len(key)))] if len(key) >= 3 else [key]


def _near_index(actors: Iterable[Actor]) -> dict[str, set[str]]:
    near: dict[str, set[str]] = {}
    for actor in actors:
        if actor.kind is not ActorKind.PERSON:
            continue
        for name in (actor.name, *actor.aliases):
            for key in _keys(skeleton(fold(name).split()[-1])):
                near.setdefault(key, set()).add(actor.actor_id)
    return near
