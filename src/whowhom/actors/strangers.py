"""Whom a capitalised name means that no table holds as it is written.

Somebody named more fully before, a known person in another spelling, a place,
or an actor of which only the text knows: what it says of him is kept.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace
from rapidfuzz.distance import OSA

from whowhom.actors import phrases
from whowhom.actors.cast import role_on
from whowhom.actors.names import Introduced, Named
from whowhom.actors.people import join_person
from whowhom.actors.scene import SUBJECT, Resolved, Scene
from whowhom.knowledge.likeness import BUILT, may_be_one
from whowhom.knowledge.spelling import is_near, skeleton, slug
from whowhom.records import Actor, ActorKind, Role

OFFICE_WORDS = frozenset(
    """prime foreign defence defense interior finance deputy vice chief senior former acting president general
    minister""".split()
)
# Titles of bodies that are more often of no country.
TITLES_OF_BODIES = frozenset("director director-general envoy coordinator representative commissioner".split())
# A shorter name is near too many others.
LONG_NAME = 5
# Of a name so long so great a share of letters says that it is another spelling.
LONGEST_NAME, ALIKE = 8, 0.75
TITLE_GENDERS = {"mr": "m", "mrs": "f", "ms": "f", "miss": "f"}
FILLED = frozenset("fill occupy clear block storm pack cross".split())
GROUNDS = frozenset(
    """avenue street square bridge airport stadium road boulevard park plaza station roundabout highway river lake
    valley hill hills beach bay island mountain mountains""".split()
)
# What laws and papers are called, with a number or a name behind: "Law 25", "Plan Colombia"; and without either.
PAPERS = frozenset("act bill decree law order ordinance plan".split())
PAPERS_ALONE = frozenset({"decree", "ordinance"})
# What names of bodies end in, and a person's name does not behind "the".
BODIES = {
    **dict.fromkeys(
        "campaign collective forum fund initiative network pact platform trust watch".split(), ActorKind.ORGANISATION
    ),
    **dict.fromkeys(
        "bloc brotherhood column command front legion path rally vanguard wing".split(), ActorKind.MOVEMENT
    ),
}
# A town this big is known by its name alone; smaller ones need a preposition or the topic's country.
BIG_TOWN = 100_000


def resolve_stranger(scene: Scene, head: int) -> Resolved:
    """The actor, place or newly made actor that a name ending at ``head`` stands for."""
    sentence = scene.sentence
    first, last = phrases.extent(sentence, head)
    start = _after_titles(scene, phrases.name_start(sentence, head), head)
    words = [t.text for t in sentence.tokens[start : head + 1] if t.text not in phrases.HYPHENS]
    title = " ".join(t.text for t in sentence.tokens[first:start] if t.tag != "DT") or None
    short = _named_before(scene, words)
    if short is not None and not _is_another(scene, short, title):
        return _resolved(short, "actor.short-name", f"named before as {short.name}", first, last)
    respelt = _named_before_otherwise(scene, words, titled=title is not None) if short is None else None
    if respelt is not None:
        detail = f"another spelling of {respelt.name}, named before"
        return _resolved(respelt, "actor.near-name", detail, first, last)
    country = _country_beside(scene, head, range(first, start)) or _country_of_office(scene, title)
    joined = join_person(
        words, title=title, country=country or scene.topic, published=scene.published, index=scene.index
    )
    if joined is not None:
        return _resolved(joined.actor, "actor.near-name", f"{joined.detail}: {joined.actor.name}", first, last)
    text = sentence.words(start, head).text
    if title is None and (_is_place(scene, text, head) or _is_ground(scene, words, head)):
        return scene.place(text, first, last)
    if title is None and _is_paper(scene, words, head):
        return scene.thing(head, first, last)
    actor = _new_actor(scene, text, words, title, country)
    if title is None and first < start and len(words) > 1:  # "the Blue Shield Front"
        actor = replace(actor, kind=BODIES.get(words[-1].lower(), actor.kind))
    if short is not None:
        actor = replace(actor, actor_id=f"{actor.actor_id}-{slug(title or '')}", name=f"{title} {text}")
    return _resolved(actor, "actor.unknown", "a name that no table holds", first, last)


def as_told(scene: Scene, actor: Actor, name: Named, head: int) -> Actor:
    """An actor of the project's table without a code there, with the country and role that the words beside it say."""
    before, title = _titles_of(scene, name, head)
    country = _country_beside(scene, head, before) or _country_of_office(scene, title)
    told = _new_actor(scene, actor.name, actor.name.split(), title, country)
    return replace(actor, country=told.country, roles=told.roles, code=told.code)


def _titles_of(scene: Scene, name: Named, head: int) -> tuple[range, str | None]:
    """The tokens before a known name that say what he is, and their words without an article."""
    tokens = scene.sentence.tokens
    first = min(name.first, phrases.extent(scene.sentence, head)[0])
    is_titled = name.first < name.last and tokens[name.first].text.lower().strip(".") in scene.index.titles
    before = range(first, name.first + is_titled)
    return before, " ".join(tokens[i].text for i in before if tokens[i].tag != "DT") or None


def in_office_told(scene: Scene, actor: Actor, name: Named, head: int) -> Actor:
    """A known person with the role that his title says, where the table has none that day: "Archbishop Tutu" in 1985.

    The table's own terms count before it on their days; a title of one of them that is over is told of then.
    """
    day = scene.published
    if not actor.roles or role_on(actor, day) is not None:
        return actor
    before, title = _titles_of(scene, name, head)
    words = (title or "").lower().split()
    past = any((q := scene.index.qualifiers.get(word)) is not None and q.effect == "time" for word in words)
    role = None if past else _role_of(scene, title)
    if role == "CVL" and any(known.role == "REL" for known in actor.roles):
        role = "REL"  # what the table has for its bishops
    # A rank is kept for life and says no office of somebody who has left his.
    begun = any(role in {known.role, "MIL"} and (known.start or "") <= (day or "") for known in actor.roles)
    if role in {None, "CVL"} or begun:
        return actor
    country = _country_beside(scene, head, before) or actor.country
    return replace(actor, roles=(Role(role=role or "", title=title, of=country), *actor.roles))


def resolve_introduced(scene: Scene, name: Introduced, head: int) -> list[Resolved]:
    """The body that a text introduces with an acronym, at the head of its name; nobody at the name's other words."""
    sentence = scene.sentence
    inside = [t.i for t in sentence.tokens if name.start <= t.start < name.end]
    if sentence.tokens[head].head in inside and sentence.tokens[head].head != head:
        return []
    agent = next((a for i in inside if (a := scene.index.agents.get(sentence.tokens[i].lemma.lower()))), None)
    named = (scene.known_at(i) for i in inside)  # and no towns: "Front" is one in Italy
    country = next((actor.country for actor in named if actor is not None and actor.country), None) or scene.topic
    role = agent.role if agent is not None else None
    actor = Actor(
        actor_id=f"name.{slug(name.name)}",
        name=name.name,
        kind=agent.kind if agent is not None and agent.number == "group" else ActorKind.ORGANISATION,
        country=country,
        roles=(Role(role=role, of=country),) if role else (),
        code=(country or "") + (role or "") or None,
    )
    detail = f"the text calls it {name.acronym} too"
    return [_resolved(actor, "actor.unknown", detail, min(inside), max(inside))]


def _named_before(scene: Scene, words: Sequence[str]) -> Actor | None:
    """The person or body that the text has named more fully before, or for which it gave this acronym."""
    full = scene.names.acronyms.get("".join(words))
    if full is not None:
        alias = scene.names.choose(scene.index.named(full))
        return scene.index.actors[alias.actor_id] if alias else scene.actors.get(f"name.{slug(full)}")
    if len(words) > 1:
        return None
    name = slug(words[0])
    others = scene.by_other_name.get(name, {})
    return scene.called(name) or (next(iter(others.values())) if len(others) == 1 else None)


def _is_another(scene: Scene, known: Actor, title: str | None) -> bool:
    """Whether a title says that somebody else of that name is meant: "Mrs Obote" after "Mr Obote"."""
    gender = TITLE_GENDERS.get((title or "").lower().strip("."))
    other = scene.genders.get(known.actor_id)
    return None not in (gender, other) and gender != other


def _is_misspelt(name: str, known: str) -> bool:
    """Whether one is spelt nearly as the other, or is a long name of which a letter or two differ."""
    return is_near(name, known) or (len(name) >= LONGEST_NAME and OSA.normalized_similarity(name, known) >= ALIKE)


def _named_before_otherwise(scene: Scene, words: Sequence[str], *, titled: bool) -> Actor | None:
    """The one person of this text whose name is spelt nearly so: "Haftat" and then "Haftata"."""
    if len(words) > 1:
        text = " ".join(words)
        persons = (actor for actor in scene.actors.values() if actor.kind is ActorKind.PERSON)
        alike = [person for person in persons if _is_name(person) and _may_be(scene, text, person)]
        return alike[0] if len(alike) == 1 else None
    name = slug(words[0]) if len(words) == 1 else ""
    if len(name) < LONG_NAME or (name in scene.index.genders and not titled):
        return None
    near = {
        actor.actor_id: actor
        for known, actor in scene.by_short_name.items()
        if _is_misspelt(name, known) or (titled and OSA.distance(name, known) == 1)
    }
    for known, others in scene.by_other_name.items():
        if known not in scene.index.genders and _is_misspelt(name, known):
            near |= others
    return next(iter(near.values())) if len(near) == 1 else None


def _may_be(scene: Scene, text: str, person: Actor) -> bool:
    """Whether a full name may be a spelling of a person's; two given names that are not spelt alike are two people."""
    if not may_be_one(text, person.name):
        return False
    one, other = (slug(name.split()[0]) for name in (text, person.name))
    genders = {scene.index.genders.get(one), scene.index.genders.get(other)}
    if one == other or None in genders:
        return True
    return len(genders - {"u"}) < 2 and _key(one) == _key(other)


def _key(given: str) -> str:
    """The consonants of a given name, those of "Lucas" being those of "Lukas"."""
    return skeleton(given.replace("ch", "h").replace("c", "k"))


def _is_name(person: Actor) -> bool:
    """Whether a person is known by name, and not as "a soldier"."""
    return person.actor_id.startswith(("name.", "person."))


def _after_titles(scene: Scene, start: int, head: int) -> int:
    """Past titles, offices and nationalities before a name: "Prosecutor-General", "Libyan Foreign Minister"."""
    tokens, index = scene.sentence.tokens, scene.index
    begun = start
    while start < head:
        word = tokens[start].text.lower().strip(".")
        if start + 2 < head and tokens[start + 1].text in phrases.HYPHENS:
            joined = f"{word}-{tokens[start + 2].text.lower()}"
            if joined in index.titles or word in index.titles:
                start += 3
                continue
        of_role = word in index.qualifiers and index.qualifiers[word].effect != "none"
        known = not word  # the dot of "Lt. Gen."
        known = known or word in index.titles or word in index.agents or of_role or word in OFFICE_WORDS
        if not known and tokens[start].text.isupper() and len(word) > 1 and start + 1 < head:
            following = tokens[start + 1].text.lower()
            known = following in index.titles or following in index.agents  # "DNC Chair Tom Perez"
        if not known and start not in scene.named:
            break
        start += 1
    last = index.agents.get(tokens[start - 1].text.lower()) if start > begun else None
    is_building = last is not None and last.number == "group" and last.noun not in index.titles
    return begun if is_building else start  # "Camp David" is nobody called David


def _country_beside(scene: Scene, head: int, before: range) -> str | None:
    """The country in "Kenyan prosecutor Obi" or "Ato Gando, the foreign minister of Ghana"."""
    sentence = scene.sentence
    beside, bracketed = [*before], []
    for j in sentence.children[head]:
        if sentence.tokens[j].dep == "appos":
            beside += [*phrases.left_modifiers(sentence, j), *scene.homes(j)]
            opens = max(min(sentence.subtree(j)) - 1, 0)
            if any(token.text == "(" for token in sentence.tokens[opens:j]):
                bracketed.append(j)  # "Elisio de Figueiredo (Angola)"; an agency in brackets says nothing of him
    for j in (*beside, *bracketed):
        actor = scene.known_at(j)
        if actor is not None and actor.country and (j not in bracketed or actor.kind is ActorKind.STATE):
            return actor.country
    return None


def _country_of_office(scene: Scene, title: str | None) -> str | None:
    """Whose an office is that needs no country told: the United States' of "Secretary of State John Dulles"."""
    country = scene.index.office_countries.get((title or "").lower().removeprefix("former "))
    if scene.home is not None and "minister" in (title or "").lower().split():
        return scene.home  # its own statement needs not say whose "Minister Popescu" is
    return country if scene.topic in {None, country} else None  # "Defense Secretary" in a text on the Philippines


def _is_place(scene: Scene, text: str, head: int) -> bool:
    entries = scene.gazetteer.find(text)
    known = any(e.population >= BIG_TOWN or e.geonameid is None or e.country == scene.topic for e in entries)
    subject = scene.sentence.tokens[head].dep in SUBJECT
    given = slug(text) in scene.index.genders  # Tim is a town, too
    return known or (bool(entries) and scene.stands_in_place(head) and not subject and not given)


def _is_ground(scene: Scene, words: Sequence[str], head: int) -> bool:
    """Whether a name is of a street or square, where people stand and which says nothing: "Lukiskes Square"."""
    tokens = scene.sentence.tokens
    verb = tokens[tokens[head].head]
    stands = scene.stands_in_place(head) and tokens[head].dep == "pobj"
    filled = tokens[head].dep == "dobj" and verb.lemma in FILLED
    return len(words) > 1 and words[-1].lower() in GROUNDS and (stands or filled)


def _is_paper(scene: Scene, words: Sequence[str], head: int) -> bool:
    """Whether a name is of a law or plan, which does nothing itself."""
    behind = scene.sentence.tokens[head + 1 : head + 2]
    numbered = len(words) == 1 and any(token.tag == "CD" for token in behind)
    first = words[0].lower()
    return (first in PAPERS and (numbered or (first == "plan" and len(words) > 1))) or first in PAPERS_ALONE


def _new_actor(scene: Scene, text: str, words: Sequence[str], title: str | None, country: str | None) -> Actor:
    role = _role_of(scene, title)
    acronym = len(words) == 1 and text.isupper() and len(text) > 1
    named = title is not None or len(words) > 1 or slug(words[0]) in scene.index.genders
    person = named and slug(words[-1]) not in BUILT
    kind = ActorKind.ORGANISATION if acronym else ActorKind.PERSON if person else ActorKind.OTHER
    if country is None and title is not None and not TITLES_OF_BODIES & set(title.lower().split()):
        country = scene.topic
    return Actor(
        actor_id=f"name.{slug(text) or 'unnamed'}",
        name=text,
        kind=kind,
        country=country,
        roles=(Role(role=role, of=country),) if role else (),
        code=(country or "") + (role or "") or None,
    )


def _role_of(scene: Scene, title: str | None) -> str | None:
    """The role of the first word of a title that has one."""
    for word in (title or "").lower().replace("-", " ").split():
        agent = scene.index.agents.get(word)
        role = scene.index.titles.get(word.strip(".")) or (agent.role if agent else None)
        if role:
            return role
    return None


def _resolved(actor: Actor, rule: str, detail: str, first: int, last: int) -> Resolved:
    return Resolved(actor=actor, rule=rule, detail=detail, first=first, last=last)
