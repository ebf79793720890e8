"""Whom news speaks of: states, people in office, groups, organisations, and the nouns that name who acts.

What is shipped is read from `data/actors/`, what a project knows better from a
table of its own. Names are looked up in one dictionary, longest first.
"""

from __future__ import annotations

import gc
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from whowhom.knowledge.actor_codes import kind_of
from whowhom.knowledge.actor_file import AGENT, ActorRow
from whowhom.knowledge.actor_tables import (
    Agent,
    Alias,
    agents,
    all_actors,
    given_names,
    monarchies,
    office_countries,
    peoples,
    qualifiers,
    things,
    titles,
)
from whowhom.knowledge.likeness import SAME, likeness
from whowhom.knowledge.own_actors import Own, OwnActors, key_of, load_own_actors
from whowhom.knowledge.spelling import fold, skeleton
from whowhom.knowledge.tables import data_path
from whowhom.records import Actor, ActorKind

# An acronym is meant as it is written: "IS" is no "is". Longer names may stand in capitals in a headline.
LONGEST_ACRONYM = 6
WORD = re.compile(r"[^\W_]+")
# "P.L.O.": an acronym may be written with dots; two letters may be somebody's initials.
DOTTED = re.compile(r"(?:[A-Z]\.){3,6}")
# Names of a project up to which other spellings of them are looked for.
MOST_NEAR = 20_000
SMALL_PART = re.compile(r"(?:al|el|as|ash|an|ar|at|anti|bin|ibn)[-‑ ](?=\w)")


class Found(Struct, frozen=True, kw_only=True):
    """A stretch of a text that is written like known names: offsets, and the aliases that fit."""

    start: int
    end: int
    aliases: tuple[Alias, ...]


class Recoding(Struct, frozen=True, kw_only=True):
    """What a project has chosen for a contested country: the country that it counts to, and the code there."""

    country: str | None
    code: str


class ActorIndex:
    """All known actors and all words for who acts; one a process."""

    def __init__(self, folder: Path, own: Path | None = None) -> None:
        self.actors: dict[str, Actor] = {}
        self._aliases: dict[str, list[Alias]] = {}
        for actor, aliases in all_actors(folder):
            self.actors[actor.actor_id] = actor
            for alias in aliases:
                self._aliases.setdefault(key_of(alias.text), []).append(alias)
        self.countries = frozenset(a.country for a in self.actors.values() if a.kind is ActorKind.STATE and a.country)
        self.agents = {agent.noun: agent for agent in agents(folder)}
        self.recodings: dict[str, Recoding] = {}
        # Which id stands for which other one: the project's for a shipped actor, a shipped state's for the project's.
        self._stands_for: dict[str, str] = {}
        # The project's actors among `actors`: every one as soon as it stands there, however it was asked for.
        self._own_ids: set[str] = set()
        # Those of them whose rows leave code and country to the texts: the names that `actors apart` keeps apart.
        self.uncoded: set[str] = set()
        self._own = load_own_actors(own, self.countries, self.actors) if own else OwnActors((), self.countries)
        self._take_over()
        self._longest = _longest(self._aliases)
        self.agent_heads = frozenset(word for noun in self.agents for word in (noun.split()[-1], noun.split(" of ")[0]))
        self.titles = titles(folder)
        self.office_countries = office_countries(folder)
        self.qualifiers = {q.word: q for q in qualifiers(folder)}
        self.peoples = {people.name: people for people in peoples(folder)}
        self.things = things(folder)
        self.genders = given_names(folder)
        self._monarchies = monarchies(folder)
        # For names spelt alike; in a large dictionary they lie too near one another.
        known = self.everybody() if len(self._own) <= MOST_NEAR else self.actors
        self._near = _near_index(known.values())

    def monarchies(self, noun: str, day: str | None) -> frozenset[str]:
        """The countries that a noun ("kingdom") may mean on a day (ISO 8601, None for any); empty for other nouns."""
        of_noun = (m for m in self._monarchies if m.noun == noun)
        return frozenset(m.country for m in of_noun if day is None or m.start <= day[:4] <= m.end)

    def _take_over(self) -> None:
        """Let the project's rows change what is shipped: nouns, codes of countries, actors of the same name."""
        for row in self._own.agents:
            self.agents |= {agent.noun: agent for agent in _own_agents(row, self.agents)}
        common = sorted(self._aliases.keys() & self._own.keys)
        for shipped_id, own in self._same(common).items():
            shipped, actor = self.actors[shipped_id], own.actor
            if shipped.kind is ActorKind.STATE and shipped.country and _is_plain_country(actor):
                continue  # "Georgia" as USA: a place of that name, and no choice on the state
            if shipped.kind is ActorKind.STATE and shipped.country:
                # Its government, army and people are made from its id: the state keeps it, and is coded as chosen.
                self._stands_for[actor.actor_id] = shipped_id
                if actor.code not in (None, shipped.code):
                    self.recodings[shipped.country] = Recoding(country=actor.country, code=actor.code or "")
                continue
            names = dict.fromkeys((actor.name, *actor.aliases, shipped.name, *shipped.aliases))
            self._own_ids.add(actor.actor_id)
            del self.actors[shipped_id]
            kind = actor.kind if own.says_kind else shipped.kind
            # A role of some days leaves the others as they are shipped.
            dated = all(role.start or role.end for role in actor.roles)
            roles = (*actor.roles, *shipped.roles) if actor.roles and dated else actor.roles
            self.actors[actor.actor_id] = replace(actor, kind=kind, roles=roles, aliases=tuple(names)[1:])
            self._stands_for[shipped_id] = actor.actor_id
        for key, aliases in self._aliases.items():
            if any(alias.actor_id in self._stands_for for alias in aliases):
                self._aliases[key] = [self._standing(alias) for alias in aliases]
        for key in common:
            aliases = self._own_aliases(key)
            if not {a.actor_id for a in aliases} <= {a.actor_id for a in self._aliases[key]}:
                self._aliases[key] = aliases

    def _same(self, names: Iterable[str]) -> dict[str, Own]:
        """The project's actor for each shipped one that bears its id, or a name that nobody else has."""
        same = {own.actor.actor_id: own for own in self._own.overriding}
        taken = set(same)
        for key in names:
            shipped = {a.actor_id for a in self._aliases[key] if a.sort == "name" and a.country is None}
            bearers = list(self._own.named(key))
            if len(shipped) == len(bearers) == 1 and bearers[0].actor.actor_id not in taken:
                taken.add(bearers[0].actor.actor_id)
                same.setdefault(shipped.pop(), bearers[0])
        return same

    def _standing(self, alias: Alias) -> Alias:
        return replace(alias, actor_id=self._stands_for.get(alias.actor_id, alias.actor_id))

    def recoded(self, actor_id: str, country: str | None, code: str | None) -> tuple[str | None, str | None]:
        """An actor's country and code as the project has chosen for that country; what it codes itself stays."""
        chosen = self.recodings.get(country or "")
        if chosen is None or country is None or actor_id in self._own_ids:
            return country, code
        begins = code is not None and code.startswith(country)
        return chosen.country, chosen.code + (code or "").removeprefix(country) if begins else code

    def as_chosen(self, actor: Actor) -> Actor:
        """The actor with its country and code as the project has chosen."""
        country, code = self.recoded(actor.actor_id, actor.country, actor.code)
        return actor if (actor.country, actor.code) == (country, code) else replace(actor, country=country, code=code)

    def find(self, text: str, folded: str) -> list[Found]:
        """The known names in a text, leftmost and longest first, none overlapping.

        ``folded`` is `fold_in_place` of ``text``. A name begins with a capital
        or a digit and stands between words' borders; acronyms count as written.
        """
        words = [match.span() for match in WORD.finditer(folded)]
        found: list[Found] = []
        reached = 0
        for i, (start, first) in enumerate(words):
            if start < reached or not _looks_like_name(text, start):
                continue
            longest = max(self._longest.get(folded[start:first], 0), self._own.longest)
            for end in _ends(folded, words, i, start + longest):
                key = folded[start:end]
                if key not in self._aliases and key not in self._own.keys:
                    continue
                fitting = tuple(a for a in self._known(key) if _is_written(a.text, text[start:end]))
                if fitting:
                    found.append(Found(start=start, end=end, aliases=fitting))
                    reached = end
                    break
            else:
                dotted = self._dotted(text, start)
                if dotted is not None:
                    found.append(dotted)
                    reached = dotted.end
        return found

    def _dotted(self, text: str, start: int) -> Found | None:
        """The acronym that stands there with dots between its letters: "P.L.O."."""
        match = DOTTED.match(text, start)
        if match is None:
            return None
        letters = match[0].replace(".", "")
        fitting = tuple(a for a in self._known(letters.lower()) if a.text == letters)
        return Found(start=start, end=match.end(), aliases=fitting) if fitting else None

    def named(self, name: str) -> tuple[Alias, ...]:
        """The aliases written like this name, case and accents aside."""
        return tuple(self._known(key_of(name)))

    def _known(self, key: str) -> list[Alias]:
        """The aliases of a folded name."""
        return self._aliases.get(key) or self._own_aliases(key)

    def _own_aliases(self, key: str) -> list[Alias]:
        """The project's aliases of a folded name; their actors are made when first asked for."""
        aliases = []
        for own in self._own.named(key):
            actor_id = own.actor.actor_id
            self._make_known(own)
            for name in own.names:
                text, _, topic = name.partition("@")
                if key_of(text) == key:
                    alias = Alias(actor_id=actor_id, text=text, sort="name", country=topic or None)
                    aliases.append(self._standing(alias))
        return aliases

    def spelling(self, name: str) -> str | None:
        """A known name in the capitals that texts write it in ("NATO" for any of "Nato", "NATO"); None if unknown."""
        return next((alias.text for alias in self.named(name) if alias.text.lower() == name.lower()), None)

    def everybody(self) -> dict[str, Actor]:
        """Every actor by its id, the project's too."""
        for own in self._own.all():
            self._make_known(own)
        return self.actors

    def _make_known(self, own: Own) -> None:
        """Put an actor of the project among all, unless a shipped state keeps its place."""
        actor = own.actor
        if actor.actor_id not in self._stands_for:
            self._own_ids.add(actor.actor_id)
            known = self.actors.setdefault(actor.actor_id, actor)
            if known is actor and not own.says_code:
                self.uncoded.add(actor.actor_id)

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
        for key in dict.fromkeys(chain(self._aliases, self._own.keys)):
            words = key.split()
            if all(any(word.startswith(want) for word in words) for want in wanted):
                for alias in self._known(key):
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


def load_actors(own: Path | None = None) -> ActorIndex:
    """Read the shipped tables of actors, and a project's own.

    Raises KnowledgeError, naming file and line, for a wrong line.
    """
    is_on = gc.isenabled()
    gc.disable()  # what is read stays: to look for garbage among it takes a tenth of the time
    try:
        return ActorIndex(data_path("actors"), own)
    finally:
        if is_on:
            gc.enable()


def _is_plain_country(actor: Actor) -> bool:
    """Whether a code says a country and nothing else, for an actor with an id of the project's own."""
    return actor.code == actor.country and not actor.actor_id.startswith("state.")


def _own_agents(row: ActorRow, shipped: Mapping[str, Agent]) -> Iterator[Agent]:
    """Yield the noun of a project's row and its plurals that no rule forms."""
    role = (row.code or "").replace(AGENT, "")
    for name in (row.name, *row.aliases):
        noun = name.lower()
        known = shipped.get(noun) or shipped.get(row.name.lower())
        yield Agent(
            noun=noun,
            role=role,
            kind=ActorKind(row.kind) if row.kind else known.kind if known else kind_of(role, country=None),
            number=known.number if known else "one",
            is_place=False,
            stands_first=(row.code or "").endswith(AGENT),
        )


# --- how names are compared ---------------------------------------------------


def _ends(folded: str, words: Sequence[tuple[int, int]], i: int, limit: int) -> list[int]:
    """Where a name that begins with word ``i`` may end, up to ``limit``, the furthest first.

    A name may end in one sign more than its last word: "U.N.", "Congo (Kinshasa)".
    """
    ends: list[int] = []
    for j in range(i, len(words)):
        end = words[j][1]
        if end > limit:
            break
        ends.append(end)
        sign = folded[end : end + 1]
        if sign and not sign.isspace() and not folded[end + 1 : end + 2].isalnum():
            ends.append(end + 1)
    ends.reverse()
    return ends


def _longest(names: Iterable[str]) -> dict[str, int]:
    """How many characters a name has at most that begins with each word."""
    longest: dict[str, int] = {}
    for name in names:
        first = WORD.search(name)
        if first is not None:
            longest[first[0]] = max(len(name), longest.get(first[0], 0))
    return longest


def _looks_like_name(text: str, start: int) -> bool:
    """Whether a stretch begins as names do, also "al-Shabaab", "anti-Balaka" with their small first parts."""
    if text[start].isupper() or text[start].isdigit() or not text[start].isalpha():
        return True
    small = SMALL_PART.match(text, start)
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
            words = fold(name).split()
            for key in _keys(skeleton(words[-1])) if words else ():
                near.setdefault(key, set()).add(actor.actor_id)
    return near
