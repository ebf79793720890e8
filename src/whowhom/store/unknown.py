"""Actors of a store that no table knows, the most frequent first, with what speaks for a code.

A country counts only where the words say it: in the name, before it ("Kenyan
prosecutor Obi") or in apposition ("Gando, the foreign minister of Ghana").
Whoever merely stands near a country may be of any.
"""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import takewhile

import msgspec
from msgspec import Struct

from whowhom.knowledge.actor_codes import split_code
from whowhom.knowledge.actors import ActorIndex
from whowhom.knowledge.spelling import fold_in_place
from whowhom.records import Actor, ActorKind
from whowhom.store import queries


class Seen(Struct, frozen=True, kw_only=True):
    """A sentence that names an actor, and its document."""

    document_id: str
    sentence: str


class Unknown(Struct, frozen=True, kw_only=True):
    """An actor that no table holds: how often it is named in events, where, and what a code could be.

    ``code`` is a CAMEO actor code, None where nothing speaks for one; ``reason``
    says what does.
    """

    actor_id: str
    name: str
    kind: str
    mentions: int
    documents: int
    code: str | None
    reason: str
    seen: tuple[Seen, ...]


# Sentences that show what an actor is, documents that are looked through for its country.
SHOWN, LOOKED_AT = 3, 20
# "Gando, the foreign minister of Ghana," and "Gando of Ghana"; no relative clause, and no list.
APPOSITION = re.compile(
    r"(?:, (?=(?:the|an?|[A-Z]\w+(?:['’]s)?) \w)|,? (?=(?:of|from)\b)| \()(?P<words>[^,.;:()—\n]{1,80})"
)
RELATIVE = re.compile(r"\b(?:who|which|that|whom|whose|and|or|said|says)\b")
OF = re.compile(r"(?:of|from) (?:the )?")
# How far before a name its title may begin.
BEFORE = 60
# Ends of what is said before: the dot of "Gen." is none.
END = re.compile(r"(?<=\w{5})\.\s|[;:!?(\n]")
# Roles of those who have a rank, and who hold an office no longer; so many words before a name may say so.
RANKS = frozenset({"MIL", "COP"})
FORMER = frozenset("former ex late deposed ousted".split())
BEFORE_OFFICE = 6
COUNTRY_UNKNOWN = "country unknown"


def unknown_actors(db: sqlite3.Connection, index: ActorIndex, *, limit: int) -> Iterator[Unknown]:
    """Yield the unknown actors of a store, the most frequent first, then by id."""
    for actor_id, mentions, documents in db.execute(queries.UNKNOWN_ACTORS, {"limit": limit}).fetchall():
        at = {"actor_id": actor_id}
        records = [msgspec.json.decode(r, type=Actor) for (r,) in db.execute(queries.RECORDS_OF_ACTOR, at)]
        seen = db.execute(queries.SENTENCES_OF_ACTOR, {**at, "limit": SHOWN}).fetchall()
        name = max(records, key=lambda a: (len(a.name), a.name)).name if records else actor_id.partition(".")[2]
        texts = [text for (text,) in db.execute(queries.TEXTS_OF_ACTOR, {**at, "limit": LOOKED_AT})]
        office = _office_told(name, texts, index)
        code, reason = _suggested(records, _country_told(name, texts, index), office, index)
        kinds = Counter(actor.kind for actor in records)
        yield Unknown(
            actor_id=actor_id,
            name=name,
            kind=(kinds.most_common(1)[0][0] if kinds else ActorKind.OTHER).value,
            mentions=mentions,
            documents=documents,
            code=code,
            reason=reason,
            seen=tuple(Seen(document_id=d, sentence=s) for d, s in seen),
        )


def _suggested(
    records: list[Actor], country: str | None, office: str | None, index: ActorIndex
) -> tuple[str | None, str]:
    """A code, and what speaks for it: the country that the words tell, and the role that the texts give.

    An ``office`` goes before a rank: a general who is minister is of the government.
    """
    roles = Counter(rest for actor in records if actor.code and (rest := split_code(actor.code, index.countries)[1]))
    role, times = min(roles.items(), key=lambda item: (-item[1], -len(item[0]), item[0])) if roles else ("", 0)
    whose = f"the words say {country}" if country else COUNTRY_UNKNOWN
    if office is not None and role in RANKS:
        return f"{country or ''}GOV", f"the words call it {office}, which counts before a rank; {whose}"
    if not role:
        return country, f"{whose}; add its role" if country else f"{whose}, and no word says what it is"
    title = next((r.title for a in records for r in a.roles if r.role == role and r.title), None)
    words = f" ({title})" if title else ""
    return (country or "") + role, f"what {times} of {len(records)} documents call it{words}; {whose}"


def _country_told(name: str, texts: Iterable[str], index: ActorIndex) -> str | None:
    """The country that a name itself says, or the words before it or in apposition to it; None where none does."""
    told = _countries(name, index)
    for text in () if told else texts:
        for found in re.finditer(rf"\b{re.escape(name)}\b", text):
            told = _before(text[max(0, found.start() - BEFORE) : found.start()], index) or _after(
                text, found.end(), index
            )
            if told:
                return told[0]
    return told[0] if told else None


def _office_told(name: str, texts: Iterable[str], index: ActorIndex) -> str | None:
    """The office of government that words beside a name give it: "the interior minister, General", ", the minister"."""
    for text in texts:
        for found in re.finditer(rf"\b{re.escape(name)}\b", text):
            clause = END.split(text[max(0, found.start() - BEFORE) : found.start()])[-1]
            before = [word.strip(",.").lower() for word in clause.split()]
            titles = list(takewhile(lambda word: word in index.titles or word in index.agents, reversed(before)))
            behind = APPOSITION.match(text, found.end())
            words = RELATIVE.split(behind["words"])[0].lower().split() if behind is not None else []
            office: str | None = next((word for word in (*titles, *words) if _is_office(word, index)), None)
            if office is not None and FORMER.isdisjoint([*before[-BEFORE_OFFICE:], *words]):
                return office
    return None


def _is_office(word: str, index: ActorIndex) -> bool:
    agent = index.agents.get(word)
    return agent is not None and agent.role == "GOV" and agent.number == "one"


def _before(words: str, index: ActorIndex) -> list[str]:
    """The country in "Kenyan prosecutor": of the last one named, where only nouns for who acts stand behind it."""
    hits = index.find(words, fold_in_place(words))
    if not hits:
        return []
    behind = words[hits[-1].end :].lower()
    is_whose = hits[-1].aliases[0].sort == "adjective" or behind.startswith(("'s ", "’s "))
    between = behind[2:].split() if behind[:2] in ("'s", "’s") else behind.split()
    is_title = words[-1:] == " " and all(_is_title(word, index) for word in between)
    return _countries(words[hits[-1].start : hits[-1].end], index) if is_title and is_whose else []


def _is_title(word: str, index: ActorIndex) -> bool:
    """Whether a word says what somebody is; "accused" before a name is a deed."""
    return not word.endswith("ed") and any(word in known for known in (index.agents, index.titles, index.qualifiers))


def _after(text: str, end: int, index: ActorIndex) -> list[str]:
    """The country in ", the foreign minister of Ghana," or "of Ghana" right behind a name."""
    found = APPOSITION.match(text, end)
    if found is None:
        return []
    words = RELATIVE.split(found["words"])[0]
    rest = OF.sub("", words, count=1) if OF.match(words) else None
    if rest is not None:
        hits = index.find(rest, fold_in_place(rest))
        return _countries(rest[: hits[0].end], index) if hits and hits[0].start == 0 else []
    is_list = found["words"][len(words) :].startswith("and ")
    return [] if is_list else _countries(words, index)


def _countries(words: str, index: ActorIndex) -> list[str]:
    """The countries that some words name, in their order."""
    actors = (
        index.actors.get(alias.actor_id) for hit in index.find(words, fold_in_place(words)) for alias in hit.aliases
    )
    return [actor.country for actor in actors if actor is not None and actor.country]
