"""Whom a description names: "the Libyan army", "M23 rebels", "the group", "dozens of protesters"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from whowhom.actors import phrases
from whowhom.actors.antecedents import FALLEN, antecedent, fighters
from whowhom.actors.appositions import is_full_name, names_behind, person_right_behind
from whowhom.actors.cast import governs, is_described, is_held, is_party, role_on
from whowhom.actors.composition import Description, compose, describe
from whowhom.actors.coreference import BODIES, Entry
from whowhom.actors.listed import TOGETHER, listed
from whowhom.actors.scene import Resolved, Scene
from whowhom.actors.strangers import resolve_stranger
from whowhom.knowledge.spelling import fold, slug
from whowhom.records import Actor, ActorKind, Role, Sentence

# "the US-UK axis" is its members.
ALLIANCES = frozenset({"axis", "imperialism", "alliance", "coalition", "bloc", "duo", "camp", "side", "power"})
# Nouns that may act but name nobody when they stand alone.
NO_PARTY = frozenset({"side", "camp", "power", "world", "thing", "party", "front"})
HUMANS = frozenset({"man", "woman", "rival", "politician"})
# "the two countries" are states, or their governments; "both sides" may be anybody.
COUNTRIES = frozenset("country nation neighbour neighbor republic state government capital".split())
COUNTERPART = "counterpart"
# What a state's own statement calls so is its own.
OWN_OFFICES = frozenset("ministry minister government spokesperson spokesman spokeswoman".split())
# Nouns that the country a text is about does not own when nothing says so.
NO_TOPIC = frozenset(
    {
        COUNTERPART,
        "world",
        "international community",
        "pope",
        "peacekeeper",
        "western power",
        "great power",
        "superpower",
    }
    | set("ally neighbour neighbor backer donor mediator guarantor creditor observer foreigner imperialist".split())
)
# Who is of the country in whose towns a text tells of him; soldiers and rebels may have come from elsewhere.
OF_THE_TOWN = frozenset({"COP", "JUD", "LEG", "OPP", "GOV", "CVL", "LAB", "EDU", "HLH"})
# Of a state these are others: "its neighbour", "Iran's backers"; of two at odds the other one is a neighbour or rival.
AGAINST_A_STATE = frozenset("neighbour neighbor rival enemy foe adversary".split())
BESIDE_A_STATE = AGAINST_A_STATE | frozenset("ally backer partner creditor donor".split())
LANDS_OF_ANOTHER = frozenset({"colony", "former colony", "protectorate"})
RULING = frozenset({ActorKind.STATE, ActorKind.GOVERNMENT})
# Sentences back in which two that stand side by side are meant before the two that the whole text is about.
NEAR_PAIR = 2
# Who is so called is not of the country that a text is about; of the second, states and those who lead them.
ABROAD = frozenset("foreign western international overseas neighbouring neighboring multinational".split())
CONTINENTAL = frozenset("regional european african arab asian american latin caribbean".split())
OF_STATES = frozenset(
    """government leader state power capital country nation diplomat envoy minister foreign-minister ambassador
    mediator bloc peacekeeper force president""".split()
)
# Who speaks for a person in office, or is sent by him, is of that office.
VOICES = frozenset("spokesman spokeswoman spokesperson aide adviser advisor envoy deputy emissary".split())
# Sentences back in which "officers" have the role of the force named there.
NEAR_FORCE = 3
OFFICER = "officer"
# "The American ambassador to the United Nations" is America's.
SENT_TO = frozenset({"ambassador", "envoy", "representative", "delegate", "permanent representative", "special envoy"})
# "The Israeli leader", "the two leaders": whoever leads the state or its government.
LEADERS = frozenset({"leader", "head of state", "head of government"})
HEADS_OF_STATE = re.compile(
    r"(?:acting |interim |transitional )?(?:president|prime minister|premier|chancellor|king|queen|emir|sultan)"
    r"|supreme leader|head of state|head of the military government|de facto leader|leader of Libya"
)
# Offices that so few states have that a text seldom names two who hold them.
MONARCHS = frozenset("king queen emir sultan monarch shah".split())
# Other words for an office, by its title.
SAME_OFFICE = {
    "prime minister": ("premier",), "premier": ("prime minister",), "king": ("monarch",), "queen": ("monarch",),
    "defence minister": ("defense minister",), "foreign secretary": ("foreign minister",),
    "secretary of state": ("foreign minister", "chief diplomat"), "foreign minister": ("chief diplomat",),
    "defence secretary": ("defense secretary", "defence minister", "secretary of defense"),
}  # fmt: skip
OF, FOR = frozenset({"of", "from"}), frozenset({"for", "to"})
BELONGING = frozenset({"member", "supporter", "activist", "official", "staff"})
BODIES_NAMED = frozenset({ActorKind.ORGANISATION, ActorKind.ARMED_GROUP, ActorKind.PARTY, ActorKind.MOVEMENT})
FIGHTING = frozenset({ActorKind.ARMED_GROUP, ActorKind.MILITARY, ActorKind.OTHER})


def resolve_description(scene: Scene, description: Description, head: int) -> list[Resolved]:
    """The actors that a described phrase names; a thing where the noun alone names nobody."""
    sentence, noun = scene.sentence, description.agent.noun
    if noun == COUNTERPART:
        description = _as_counterpart(scene, description, head)
    first, last = phrases.extent(sentence, head)
    members = _members(scene, description)
    if members:
        return [_resolved(a, "actor.members", f"one of the {noun}", first, last) for a in members]
    many = phrases.is_plural(sentence.tokens[head]) or noun in TOGETHER
    those = listed(scene, noun, head) if many else ()
    if those:
        return [
            _resolved(a, "actor.listed", f"one of the {len(those)} that the text lists", first, last) for a in those
        ]
    owner = _owner(scene, description, head) if noun != COUNTERPART else None
    if owner is not None and _is_owner_itself(scene, owner, description, head):
        return [_resolved(owner, "actor.name", f"people of {owner.name}", first, last)]
    named = _named_after(scene, description, head)
    if named:
        return [_resolved(actor, "actor.name", "named after the office", first, end) for actor, end in named]
    apposed = _apposed_to(scene, description, head)
    if apposed:
        return apposed
    other = _beside_a_state(scene, description, head)
    if other is not None:
        return [_resolved(other, "actor.points-back", f"the other state told of: {other.name}", first, last)]
    holder = _holder(scene, description, head)
    if holder is not None:
        return [_resolved(holder, "actor.holds-office", f"{noun} then: {holder.name}", first, last)]
    told = any(sentence.tokens[j].dep in {"relcl", "acl"} for j in sentence.children[head])
    bare = not description.modifiers and not scene.homes(head) and not _is_for(sentence, head)
    pair = _pair(scene, noun, description.kind) if bare and phrases.counts_two(sentence, head) else ()
    if pair:
        return _the_two(pair, first, last)
    if bare and noun == OFFICER and _is_of_police(scene):
        description = replace(description, role="COP", kind=ActorKind.POLICE)
    epithet = noun in HUMANS and told  # "the man who had helped": nobody who is known yet
    if bare and phrases.is_definite(sentence, head) and not (phrases.is_plural(sentence.tokens[head]) or epithet):
        before = _named_before(scene, description, head)
        if before is not None:
            return [before]
    armed = fighters(scene, description, head) if bare else None
    if armed is not None:
        return [armed]
    if bare and noun == "party" and phrases.counts_all(sentence, head):
        # "All parties" are the sides of a quarrel.
        description = replace(description, role=None, kind=ActorKind.OTHER)
    if bare and noun in NO_PARTY and not phrases.counts_all(sentence, head):
        return [scene.thing(head, first, last)]
    known = antecedent(scene, description, head) if owner is None or noun in COUNTRIES else None
    known = known or _who_held(scene, description, head)
    if known is not None:
        return [known]
    several = _several_countries(scene, description, head)
    if several and owner is None:
        return [_composed(scene, description, head, None, country=country) for country in several]
    return [_composed(scene, description, head, owner)]


def _named_before(scene: Scene, description: Description, head: int) -> Resolved | None:
    """Whom a bare "the group", "the president", "the council" means that the text has named before."""
    noun, (first, last) = description.agent.noun, phrases.extent(scene.sentence, head)
    monarchies = scene.index.monarchies(noun, scene.published)
    entry = (
        scene.salience.one_of(monarchies, scene.topic) if monarchies else scene.salience.pointed_to(noun, scene.topic)
    )
    if entry is None and description.kind is ActorKind.PERSON:
        entry = scene.salience.titled(noun, scene.sentence.number, scene.topic)
    if entry is not None:
        return _resolved(entry.actor, "actor.points-back", f"means {entry.mention.text!r}", first, last)
    holder = _only_holder(scene, noun) if description.kind is ActorKind.PERSON else None
    if holder is not None:
        return _resolved(holder, "actor.holds-office", f"{noun} then: {holder.name}", first, last)
    body = body_called(scene, head)
    return None if body is None else _resolved(body, "actor.points-back", f"short for {body.name}", first, last)


def _beside_a_state(scene: Scene, description: Description, head: int) -> Actor | None:
    """The state that another calls "its neighbour", "its rival": the other one of the two that the text is about."""
    noun, one = description.agent.noun, not phrases.is_plural(scene.sentence.tokens[head])
    if noun not in AGAINST_A_STATE or not one or description.modifiers:
        return None
    owning = [a for j in phrases.possessors(scene.sentence, head) for a in scene.actors_at(j)]
    owners = {a.country for a in owning if _rules(a) or governs(a, scene.published)}
    if len(owners) != 1 or None in owners:
        return None
    pair = [e.actor for e in scene.salience.main_pair(countries=True) if _rules(e.actor)]
    others = [actor for actor in pair if actor.country not in owners]
    return others[0] if len(others) == 1 else None


def _rules(actor: Actor) -> bool:
    return actor.kind in RULING


def both(scene: Scene, head: int) -> list[Resolved]:
    """Whom a bare "both", "neither", "the pair" means: the two last named side by side, else whom the text is about."""
    of_people = scene.sentence.tokens[head].text.lower() in {"pair", "duo"}
    pair = scene.salience.two_people(scene.sentence.number) if of_people else _pair(scene, "side", ActorKind.OTHER)
    return _the_two(pair, head, head) if pair else []


def _the_two(pair: Sequence[Entry], first: int, last: int) -> list[Resolved]:
    detail = f"{pair[0].mention.text!r} and {pair[1].mention.text!r}"
    return [_resolved(entry.actor, "actor.both", detail, first, last) for entry in pair]


def body_called(scene: Scene, head: int) -> Actor | None:
    """The body of the text whose name is led by a noun: "the Union" after "the European Union", "the council"."""
    noun = scene.sentence.tokens[head].text.capitalize()
    if head == 0:
        return None
    called = [
        mention.actor_id
        for mention in scene.mentions
        if mention.actor_id.startswith(("org.", "group.", "name."))
        and scene.actors[mention.actor_id].kind in BODIES
        and not (noun in {"Army", "Police"} and scene.actors[mention.actor_id].kind is ActorKind.ARMED_GROUP)
        and noun in _leading_nouns(scene.actors[mention.actor_id].name)
        and len(scene.actors[mention.actor_id].name.split()) > 1
    ]
    return scene.actors[called[-1]] if called else None


def _leading_nouns(name: str) -> set[str]:
    """The last word of a name, and of what stands before its "of": "Tigers" of "Liberation Tigers of Tamil Eelam"."""
    return {part.split()[-1] for part in (name, re.split(r" (?:of|for) ", name)[0]) if part.split()}


def _is_of_police(scene: Scene) -> bool:
    """Whether "officers" are of the police, whom the text named last, and not of an army."""
    for mention in reversed(scene.mentions):
        if mention.sentence < scene.sentence.number - NEAR_FORCE:
            break
        actor = scene.actors[mention.actor_id]
        if is_party(actor.actor_id) and any(role.role in {"COP", "MIL"} for role in actor.roles):
            return any(role.role == "COP" for role in actor.roles)
    return False


def _apposed_to(scene: Scene, description: Description, head: int) -> list[Resolved]:
    """Whom an apposition describes: "Ada Obi, the leader of the party", "Cuba and Norway, the guarantors"."""
    token, tokens = scene.sentence.tokens[head], scene.sentence.tokens
    beside = any(tokens[j].dep == "conj" for j in scene.sentence.children[head])
    if token.dep != "appos" or token.head > head or beside:
        return []
    first = token.head
    while phrases.is_plural(token) and tokens[first].dep == "conj":
        first = tokens[first].head
    described = [first, *phrases.coordinated(scene.sentence, first)] if phrases.is_plural(token) else [first]
    named = [(actor, j) for j in described if (actor := scene.actor_at(j)) is not None]
    if phrases.is_plural(token) and (len(named) < 2 or len(named) < len(described)):
        return []
    if not all(_may_describe(description, actor) for actor, _ in named):
        return []
    return [
        _resolved(actor, "actor.apposition", f"says who {actor.name} is", *phrases.extent(scene.sentence, j))
        for actor, j in named
    ]


def _may_describe(description: Description, actor: Actor) -> bool:
    """Whether a noun may say what somebody named is: a person's office, or what a state or group is."""
    named = actor.actor_id.startswith(("person.", "name.", "own.", "state.", "group.", "org."))
    one = description.kind in {ActorKind.PERSON, *FIGHTING, ActorKind.POPULATION}
    return named and (one if actor.kind is ActorKind.PERSON else description.kind is not ActorKind.PERSON)


def _is_for(sentence: Sentence, head: int) -> bool:
    """Whether a capitalised noun is the middle of a name: "the Alliance for American Manufacturing"."""
    return sentence.tokens[head].is_name and any(
        True for _ in phrases.prepositional(sentence, head, frozenset({"for"}))
    )


def _pair(scene: Scene, noun: str, kind: ActorKind) -> tuple[Entry, ...]:
    """The two that "both sides", "the two presidents" mean."""
    if noun in HUMANS:
        return scene.salience.two_people(scene.sentence.number)
    if noun in LEADERS or HEADS_OF_STATE.fullmatch(noun):
        return scene.salience.two_people(scene.sentence.number) or scene.salience.pair(countries=False)
    if kind in {ActorKind.POPULATION, ActorKind.PERSON}:
        return ()  # "the two drivers"
    countries = noun in COUNTRIES
    near = scene.sentence.number - NEAR_PAIR
    return (
        scene.salience.pair(countries=countries, since=near)
        or (scene.salience.two_states(scene.sentence.number) if countries else ())
        or scene.salience.main_pair(countries=countries)
        or scene.salience.pair(countries=countries)
    )


def _holder(scene: Scene, description: Description, head: int) -> Actor | None:
    """Who of the text's people held an office on its day: "the Israeli leader", "Chad's oil minister"."""
    sentence, noun = scene.sentence, description.agent.noun
    if description.kind is not ActorKind.PERSON or phrases.is_plural(sentence.tokens[head]):
        return None
    if description.qualifiers or phrases.is_indefinite(sentence, head) or sentence.tokens[head].dep == "appos":
        return None
    said = [found for j in (*description.modifiers, *scene.homes(head)) if (found := scene.country_at(j)) is not None]
    country = said[0][0] if said and not said[0][1] else None
    if country is None or any(scene.known_at(j) is None for j in description.modifiers):
        return None
    holders = {
        actor.actor_id: actor
        for actor in (*scene.names.people, *scene.actors.values())
        if actor.kind is ActorKind.PERSON and _holds(actor, noun, country, scene.published)
    }
    return next(iter(holders.values())) if len(holders) == 1 else None


def _only_holder(scene: Scene, noun: str) -> Actor | None:
    """The one person of the whole text who held an office of its country on its day, also where he is named further on.

    An office that only one country has ("foreign secretary") is that country's. Who condemns from abroad is not "the
    president" of a text: without a country nobody is meant.
    """
    home = scene.index.office_countries.get(noun) or scene.topic
    countries = {home} if home is not None else _main_countries(scene)
    found = {
        actor.actor_id: actor
        for actor in (*scene.names.people, *scene.actors.values())
        if actor.kind is ActorKind.PERSON
        for country in countries
        if _holds(actor, noun, country, scene.published)
    }
    return next(iter(found.values())) if len(found) == 1 else None


def _who_held(scene: Scene, description: Description, head: int) -> Resolved | None:
    """The one person of the text who has held an office by then: "the deposed president", "the king".

    Of an office that many states have, only behind words that say what became of him.
    """
    sentence, noun = scene.sentence, description.agent.noun
    before = {sentence.tokens[j].text.lower() for j in sentence.children[head] if j < head}
    one = description.kind is ActorKind.PERSON and not phrases.is_plural(sentence.tokens[head])
    if not one or not phrases.is_definite(sentence, head) or scene.homes(head):
        return None
    if not (before & FALLEN or (noun in MONARCHS and not description.modifiers)):
        return None
    said = {found[0] for j in description.modifiers if (found := scene.country_at(j)) is not None}
    held = [
        (actor, role)
        for actor in (*scene.names.people, *scene.actors.values())
        if not is_described(actor)
        for role in actor.roles
        if _is_called(noun, role) and _has_begun(role, scene.published) and (not said or role.of in said)
    ]
    at_home = [(actor, role) for actor, role in held if role.of == scene.topic]
    people = {actor.actor_id: actor for actor, _ in at_home or held}
    if len(people) != 1:
        return None
    (person,) = people.values()
    first, last = phrases.extent(sentence, head)
    return _resolved(person, "actor.holds-office", f"{noun} by then: {person.name}", first, last)


def _is_called(noun: str, role: Role) -> bool:
    return noun == role.title or noun in SAME_OFFICE.get(role.title or "", ())


def _has_begun(role: Role, day: str | None) -> bool:
    return role.start is None or day is None or role.start <= day


def _main_countries(scene: Scene) -> set[str]:
    """The countries of the two states that a text names most so far; none where a third comes near."""
    return {e.actor.country for e in scene.salience.main_pair(countries=True) if e.actor.country is not None}


def _holds(actor: Actor, noun: str, country: str, published: str | None) -> bool:
    """Whether a person named in the text is on that day what a noun says, in this country."""
    if not actor.actor_id.startswith(("person.", "name.")):
        return False
    held = [role for role in actor.roles if role.title and role.of == country and is_held(role, published)]
    if noun in LEADERS:
        return any(HEADS_OF_STATE.fullmatch(role.title or "") for role in held)
    return any(_is_called(noun, role) for role in held)


def _several_countries(scene: Scene, description: Description, head: int) -> list[str]:
    """The countries of "French and Malian troops", "foreign ministers of Iran and Iraq"; none of one alone."""
    sentence = scene.sentence
    if not phrases.is_plural(sentence.tokens[head]):
        return []
    behind = [k for j in scene.homes(head) for k in (j, *phrases.coordinated(sentence, j))]
    # "Syrian refugees in Lebanon" are Syria's alone.
    countries = _states_at(scene, description.modifiers) or _states_at(scene, behind)
    return list(dict.fromkeys(countries)) if len(set(countries)) > 1 else []


def _states_at(scene: Scene, tokens: Iterable[int]) -> list[str]:
    actors = [actor for j in tokens for actor in scene.actors_at(j)]
    return [actor.country for actor in actors if actor.kind is ActorKind.STATE and actor.country is not None]


def resolve_behind(scene: Scene, head: int, inner: list[Resolved]) -> list[Resolved]:
    """Whom "dozens of protesters" means: those behind the "of", with the whole phrase as their words."""
    first, _ = phrases.extent(scene.sentence, head)
    return [replace(r, first=first, last=max(r.last, head)) for r in inner]


def is_quantity(scene: Scene, head: int) -> bool:
    token = scene.sentence.tokens[head]
    return token.tag == "CD" or token.lemma in phrases.TRANSPARENT or token.text.lower() in phrases.TRANSPARENT


def _composed(
    scene: Scene, description: Description, head: int, owner: Actor | None, *, country: str | None = None
) -> Resolved:
    basis = ""
    if country is None:
        country, basis = _country(scene, description, head, owner)
    named = frozenset(j for j in description.modifiers if scene.known_at(j) is not None)
    others = (scene.sentence.tokens[j].text for j in description.modifiers if j not in named)
    ethnic = any(word in scene.index.peoples for word in others)
    actor = compose(description, scene.sentence, head, country, scene.index, named=named, ethnic=ethnic)
    apart = description.agent.noun in {
        COUNTERPART,
        *BESIDE_A_STATE,
        *LANDS_OF_ANOTHER,
    }  # "its neighbour" is another state
    if owner is not None and not apart and _gives_code(owner, description, scene.published):
        words_of = scene.sentence.words(*phrases.extent(scene.sentence, head)).text
        actor = _of_owner(replace(actor, name=words_of), owner, description, scene.published)
    if phrases.is_indefinite(scene.sentence, head) and actor.actor_id.startswith("desc."):
        actor = numbered(scene, actor)
    words = " + ".join(part for part in (country, description.agent.noun, description.role) if part)
    first, last = phrases.extent(scene.sentence, head)
    return _resolved(actor, "actor.composed", f"{words}{f' ({basis})' if basis else ''}", first, last)


def _country(scene: Scene, description: Description, head: int, owner: Actor | None) -> tuple[str | None, str]:
    """The country that a description speaks of, and on what basis where the words do not say it themselves."""
    homes = [] if description.agent.noun in BESIDE_A_STATE | LANDS_OF_ANOTHER else scene.homes(head)
    said = [found for j in (*description.modifiers, *homes) if (found := scene.country_at(j)) is not None]
    if description.agent.noun == COUNTERPART:  # never of the country of him whose counterpart it is
        his = {a.country for j in phrases.possessors(scene.sentence, head) for a in scene.actors_at(j)}
        return next((found for found in said if found[0] not in his), (None, ""))
    if said:
        # A country that is named comes before one in which a place lies: "Dock workers in Chile".
        return next((found for found in said if not found[1]), said[0])
    if owner is not None and not (description.agent.noun in BESIDE_A_STATE | LANDS_OF_ANOTHER and _rules(owner)):
        return owner.country, f"of {owner.name}"
    of_office = scene.index.office_countries.get(description.agent.noun)
    if (
        of_office is not None
        and scene.topic in {None, of_office}
        and not any(phrases.prepositional(scene.sentence, head, FOR))
    ):
        return of_office, ""
    earlier = scene.salience.described(scene.sentence.tokens[head].text.lower())
    if earlier is not None and earlier.actor.country:
        return earlier.actor.country, f"as in {earlier.mention.text!r}"
    if scene.home is not None and description.agent.noun in OWN_OFFICES:
        return scene.home, "the country whose state published the text"
    if scene.topic is not None and description.agent.noun not in NO_TOPIC and not _is_foreign(scene, description):
        return scene.topic, "the country that the text is about"
    by_towns = scene.names.topic_by_towns
    if by_towns is not None and description.role in OF_THE_TOWN and not _is_foreign(scene, description):
        return by_towns, "the country of the text's towns"
    return None, ""


def _as_counterpart(scene: Scene, description: Description, head: int) -> Description:
    """What "his Turkish counterpart" says: the office of him whose counterpart it is, in another country."""
    owners = [a for j in phrases.possessors(scene.sentence, head) if (a := scene.actor_at(j)) is not None]
    held = next((role for owner in owners if (role := role_on(owner, scene.published)) is not None), None)
    owner = owners[0] if owners else None
    return replace(description, role=held.role if held else None, kind=owner.kind if owner else ActorKind.PERSON)


def _is_foreign(scene: Scene, description: Description) -> bool:
    """Whether somebody is not of the country that a text is about: "Western governments", "foreign journalists"."""
    words = {scene.sentence.tokens[j].text.lower() for j in description.modifiers}
    return bool(words & ABROAD) or (bool(words & CONTINENTAL) and description.agent.noun in OF_STATES)


def _members(scene: Scene, description: Description) -> list[Actor]:
    """The states of "the US-UK axis", "French imperialism"; none of an alliance where fewer than two are named."""
    noun = description.agent.noun
    if noun not in ALLIANCES:
        return []
    members = {a.actor_id: a for j in description.modifiers if (a := scene.known_at(j)) is not None}
    return list(members.values()) if len(members) >= (1 if noun == "imperialism" else 2) else []


def _owner(scene: Scene, description: Description, head: int) -> Actor | None:
    """The named group or body that a noun belongs to: "Taliban fighters", "leader of Hamas", "its troops"."""
    sentence = scene.sentence
    inside = [j for j in phrases.left_modifiers(sentence, head) if description.first <= j < head]
    for j in (*description.modifiers, *inside):
        name, actor = scene.named.get(j), scene.known_at(j)
        if name is not None and actor is not None and actor.kind is not ActorKind.STATE and name.alias.sort != "people":
            return actor
    ruler = next((r for j in description.modifiers if (r := _ruler(scene, description, j)) is not None), None)
    if ruler is not None:
        return ruler
    speaks_for = FOR if description.kind is ActorKind.PERSON and description.agent.noun not in SENT_TO else frozenset()
    behind = phrases.prepositional(sentence, head, OF | speaks_for)
    for j in (*phrases.possessors(sentence, head), *behind, *phrases.loyal_to(sentence, head)):
        for k in (j, *phrases.left_modifiers(sentence, j)):
            # "a spokesman for the United Nations secretary-general" speaks for the United Nations.
            actor = scene.actor_at(k) if k == j else scene.known_at(k)
            if actor is not None and actor.kind not in {ActorKind.STATE, ActorKind.POPULATION}:
                return actor
    return _described_owner(scene, head, speaks_for) if description.role is None else None


def _described_owner(scene: Scene, head: int, speaks_for: frozenset[str]) -> Actor | None:
    """Whom somebody leads or speaks for, where words describe it: "the leader of a Tuareg rebel group"."""
    for j in phrases.prepositional(scene.sentence, head, OF | speaks_for if speaks_for else frozenset()):
        description = describe(scene.sentence, j, scene.index)
        if description is not None and description.role is not None:
            found = resolve_description(scene, description, j)
            return found[0].actor if len(found) == 1 and is_party(found[0].actor.actor_id) else None
    return None


def _ruler(scene: Scene, description: Description, i: int) -> Actor | None:
    """The head of a state after whom its government is called: "the Reagan administration"."""
    token = scene.sentence.tokens[i]
    if description.kind is not ActorKind.GOVERNMENT or not token.is_name or scene.known_at(i) is not None:
        return None
    family = fold(token.text)
    ruled = [
        (actor, role)
        for actor_id in scene.index.near(family)
        if family in fold((actor := scene.index.actors[actor_id]).name).split()
        for role in actor.roles
        if HEADS_OF_STATE.fullmatch(role.title or "")
    ]
    now = [(actor, role) for actor, role in ruled if is_held(role, scene.published)]
    of_topic = [(actor, role) for actor, role in now or ruled if role.of == scene.topic]
    found = {actor.actor_id: actor for actor, _ in of_topic or now or ruled}
    return next(iter(found.values())) if len(found) == 1 else None


def _is_owner_itself(scene: Scene, owner: Actor, description: Description, head: int) -> bool:
    """Whether "M23 rebels" is M23: those who fight for it or belong to it, not one who leads or speaks for it."""
    if owner.kind is ActorKind.PERSON:
        return False
    many = description.agent.number in {"many", "group"} or phrases.is_plural(scene.sentence.tokens[head])
    return many and (description.kind in FIGHTING or description.agent.noun in BELONGING)


def _named_after(scene: Scene, description: Description, head: int) -> list[tuple[Actor, int]]:
    """Who stands in apposition ("the foreign minister, Mohammad Zarif"), and the last token of each name."""
    sentence, tokens = scene.sentence, scene.sentence.tokens
    after = list(names_behind(scene, head))
    for j in after:
        after += [k for k in sentence.children[j] if tokens[k].dep == "conj"]
    named = [(scene.known_at(j), j) for j in after]
    close = person_right_behind(scene, head, after)
    if close is not None:
        return [close]
    if description.agent.noun in BESIDE_A_STATE and not phrases.is_plural(tokens[head]):
        beside = [(actor, j) for actor, j in named if actor is not None]
        if beside:
            return beside[:1]
    if description.kind is not ActorKind.PERSON:
        kinds = BODIES_NAMED | {description.kind} if description.agent.number == "group" else {description.kind}
        alike = [(actor, j) for actor, j in named if actor is not None and actor.kind in kinds]
        if alike or description.agent.number != "one":
            return alike or _bodies_called(scene, description, head, after)
    known = [(actor, j) for actor, j in named if actor is not None and actor.kind is ActorKind.PERSON]
    many = phrases.is_plural(tokens[head])
    if len(known) == len(named) or many != (len(after) > 1) or not all(is_full_name(scene, j) for j in after):
        return known
    called = [resolve_stranger(scene, j) if actor is None else None for actor, j in named]
    people = [
        (actor if stranger is None else _with_office(scene, stranger.actor, description, head), j)
        for (actor, j), stranger in zip(named, called, strict=True)
    ]
    return [(actor, j) for actor, j in people if actor is not None and actor.kind is ActorKind.PERSON]


def _bodies_called(scene: Scene, description: Description, head: int, after: Sequence[int]) -> list[tuple[Actor, int]]:
    """The unknown body that is called so right behind what it is: "a rights group, Liberty Watch"."""
    if len(after) != 1 or phrases.is_plural(scene.sentence.tokens[head]) or scene.known_at(after[0]) is not None:
        return []
    called = resolve_stranger(scene, after[0])
    if called.rule != "actor.unknown" or called.actor.roles:
        return []
    return [(_as_body(scene, called.actor, description, head), after[0])]


def _as_body(scene: Scene, actor: Actor, description: Description, head: int) -> Actor:
    """Somebody whom only the text knows, as the kind of body that its description names."""
    country, _ = _country(scene, description, head, None)
    roles = (Role(role=description.role, of=country),) if description.role else ()
    code = (country or "") + (description.role or "") or None
    return replace(actor, kind=description.kind, country=country, roles=roles, code=code)


def with_office_behind(scene: Scene, resolved: Resolved, head: int) -> Resolved:
    """Somebody unknown as an apposition says: "Umar Sahbun, a militia leader", "the Mahdist Front, a party"."""
    actor, sentence = resolved.actor, scene.sentence
    if resolved.rule != "actor.unknown" or actor.kind is not ActorKind.PERSON or actor.roles:
        return resolved
    for j in sentence.children[head]:
        description = describe(sentence, j, scene.index) if sentence.tokens[j].dep == "appos" and j > head else None
        if description is None:
            continue
        if description.agent.number == "group" and not phrases.is_plural(sentence.tokens[j]):
            return replace(resolved, actor=_as_body(scene, actor, description, j))
        if description.kind in {ActorKind.PERSON, *FIGHTING}:
            taught = _with_office(scene, actor, description, j)
            return replace(resolved, actor=taught) if taught != actor else resolved
    return resolved


def _with_office(scene: Scene, person: Actor, description: Description, head: int) -> Actor:
    """A person whom only the text knows, with the office and country that the description gives."""
    if not person.actor_id.startswith("name.") or person.roles:
        return person
    owner = _owner(scene, description, head)
    country, _ = _country(scene, description, head, owner)
    country = person.country or country
    role = description.role
    held = role_on(owner, scene.published if owner.kind is ActorKind.PERSON else None) if owner is not None else None
    if owner is not None and held is not None and _gives_code(owner, description, scene.published):
        role = held.role  # who leads rebels is one of them
    if description.is_former and role == "GOV":
        role = "ELI"
    roles = (Role(role=role, title=description.agent.noun, of=country),) if role else ()
    return replace(person, country=country, roles=roles, code=(country or "") + (role or "") or None)


def _gives_code(owner: Actor, description: Description, published: str | None) -> bool:
    """Whether those of an owner have the owner's code; who has an office of his own has it in a government too."""
    of_state = owner.actor_id.startswith("role.") and (owner.code or "")[-3:] not in {"MIL", "COP", "LEG"}
    if owner.code is None or (of_state and description.role is not None):
        return False
    if owner.kind is not ActorKind.PERSON:
        return True
    held = role_on(owner, published)
    speaks = description.role is None and description.agent.noun in VOICES
    return held is not None and (speaks or held.role in {"REB", "SEP", "INS", "UAF", "OPP"})


def _of_owner(actor: Actor, owner: Actor, description: Description, day: str | None) -> Actor:
    """An actor with the code and country of whom it belongs to: "the M23 leader" is M23's, and his own person."""
    is_person = owner.kind is ActorKind.PERSON
    held = role_on(owner, day if is_person else None)
    code = (held.of or "") + held.role if is_person and held is not None else owner.code
    return Actor(
        actor_id=f"desc.{slug(owner.actor_id)}.{slug(description.agent.noun)}",
        name=_named_by_owner(actor.name, owner),
        kind=actor.kind,
        country=owner.country or actor.country,
        roles=(Role(role=held.role, of=owner.country),) if held else actor.roles,
        code=code,
    )


def _named_by_owner(words: str, owner: Actor) -> str:
    """ "men of Khalifa Haftar" for "his men"; what names its owner already stays as it is written."""
    known = {word for name in (owner.name, *owner.aliases) for word in slug(name).split("-")}
    if known & set(slug(words).split("-")) - {"the", "of"}:
        return words
    first, _, rest = words.partition(" ")
    noun = rest if first.lower() in {"his", "her", "its", "their", "the", "a", "an"} and rest else words
    name = owner.name
    return f"{noun} of {name[:1].lower() + name[1:] if name.startswith(('The ', 'A ')) else name}"


def numbered(scene: Scene, actor: Actor) -> Actor:
    """The actor under an id of its own: "a soldier" is another one than the soldier before."""
    number = sum(1 for known in scene.actors if known.split("#")[0] == actor.actor_id)
    return actor if number == 0 else replace(actor, actor_id=f"{actor.actor_id}#{number + 1}")


def _resolved(actor: Actor, rule: str, detail: str, first: int, last: int) -> Resolved:
    return Resolved(actor=actor, rule=rule, detail=detail, first=first, last=last)
