"""Whom a description names: "the Libyan army", "M23 rebels", "the group", "dozens of protesters"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from whowhom.actors import phrases
from whowhom.actors.cast import is_held, role_on
from whowhom.actors.composition import Description, compose, describe
from whowhom.actors.coreference import BODIES, Entry
from whowhom.actors.listed import listed
from whowhom.actors.scene import Resolved, Scene
from whowhom.actors.strangers import resolve_stranger
from whowhom.knowledge.spelling import slug
from whowhom.records import Actor, ActorKind, Role, Sentence

# "the US-UK axis" is its members.
ALLIANCES = frozenset({"axis", "imperialism", "alliance", "coalition", "bloc", "duo", "camp", "side", "power"})
# Nouns that may act but name nobody when they stand alone.
NO_PARTY = frozenset({"side", "camp", "power", "world", "thing", "party", "front"})
# "the two countries" are states, or their governments; "both sides" may be anybody.
COUNTRIES = frozenset("country nation neighbour neighbor republic state government capital".split())
# Nouns that the country a text is about does not own when nothing says so.
NO_TOPIC = frozenset(
    {"world", "international community", "pope", "peacekeeper", "western power", "great power", "superpower"}
    | set("ally neighbour neighbor backer donor mediator guarantor creditor observer foreigner imperialist".split())
)
# Sentences back in which two that stand side by side are meant before the two that the whole text is about.
NEAR_PAIR = 2
# "The American ambassador to the United Nations" is America's.
SENT_TO = frozenset({"ambassador", "envoy", "representative", "delegate", "permanent representative", "special envoy"})
# "The Israeli leader", "the two leaders": whoever leads the state or its government.
LEADERS = frozenset({"leader", "head of state", "head of government"})
HEADS_OF_STATE = re.compile(
    r"(?:acting |interim |transitional )?(?:president|prime minister|premier|chancellor|king|queen|emir|sultan)"
    r"|supreme leader|head of state|head of the military government|de facto leader|leader of Libya"
)
# Other words for an office, by its title.
SAME_OFFICE = {
    "prime minister": ("premier",), "premier": ("prime minister",), "king": ("monarch",), "queen": ("monarch",),
    "defence minister": ("defense minister",), "foreign secretary": ("foreign minister",),
    "secretary of state": ("foreign minister", "chief diplomat"), "foreign minister": ("chief diplomat",),
    "defence secretary": ("defense secretary", "defence minister", "secretary of defense"),
}  # fmt: skip
OF, FOR = frozenset({"of", "from"}), frozenset({"for", "to"})
BELONGING = frozenset({"member", "supporter", "activist", "official"})
# Who these are is known where a text names one armed group alone.
FIGHTERS = frozenset(
    "rebel paramilitary insurgent militant guerrilla guerilla mutineer fighter separatist jihadist".split()
)
FIGHTING = frozenset({ActorKind.ARMED_GROUP, ActorKind.MILITARY, ActorKind.OTHER})


def resolve_description(scene: Scene, description: Description, head: int) -> list[Resolved]:
    """The actors that a described phrase names; a thing where the noun alone names nobody."""
    sentence, noun = scene.sentence, description.agent.noun
    first, last = phrases.extent(sentence, head)
    members = _members(scene, description)
    if members:
        return [_resolved(a, "actor.members", f"one of the {noun}", first, last) for a in members]
    those = listed(scene, noun, head) if phrases.is_plural(sentence.tokens[head]) else ()
    if those:
        return [
            _resolved(a, "actor.listed", f"one of the {len(those)} that the text lists", first, last) for a in those
        ]
    owner = _owner(scene, description, head)
    if owner is not None and _is_owner_itself(scene, owner, description, head):
        return [_resolved(owner, "actor.name", f"people of {owner.name}", first, last)]
    named = _named_after(scene, description, head)
    if named:
        return [_resolved(actor, "actor.name", "named after the office", first, end) for actor, end in named]
    apposed = _apposed_to(scene, description, head)
    if apposed is not None:
        return [_resolved(apposed, "actor.apposition", f"says who {apposed.name} is", first, last)]
    holder = _holder(scene, description, head)
    if holder is not None:
        return [_resolved(holder, "actor.holds-office", f"{noun} then: {holder.name}", first, last)]
    bare = not description.modifiers and not scene.homes(head) and not _is_for(sentence, head)
    pair = _pair(scene, noun) if bare and phrases.counts_two(sentence, head) else ()
    if pair:
        return _the_two(pair, first, last)
    if bare and phrases.is_definite(sentence, head) and not phrases.is_plural(sentence.tokens[head]):
        monarchies = scene.index.monarchies(noun, scene.published)
        entry = scene.salience.one_of(monarchies, scene.topic) if monarchies else scene.salience.pointed_to(noun)
        if entry is None and description.kind is ActorKind.PERSON:
            entry = scene.salience.titled(noun, sentence.number, scene.topic)
        if entry is not None:
            return [_resolved(entry.actor, "actor.points-back", f"means {entry.mention.text!r}", first, last)]
        body = _body_called(scene, head)
        if body is not None:
            return [_resolved(body, "actor.points-back", f"short for {body.name}", first, last)]
    if bare and noun in FIGHTERS and not sentence.tokens[head].is_name:
        only = scene.names.only_group
        beside = [scene.known_at(j) for j in range(len(sentence.tokens))]
        # "Boko Haram attacked the rebels": then these are others.
        if only is not None and only not in beside and not (description.role == "REB" and _is_on_their_side(only)):
            return [_resolved(only, "actor.only-group", f"the only armed group named: {only.name}", first, last)]
    if bare and noun == "party" and phrases.counts_all(sentence, head):
        # "All parties" are the sides of a quarrel.
        description = replace(description, role=None, kind=ActorKind.OTHER)
    if bare and noun in NO_PARTY and not phrases.counts_all(sentence, head):
        return [scene.thing(head, first, last)]
    several = _several_countries(scene, description, head)
    if several and owner is None:
        return [_composed(scene, description, head, None, country=country) for country in several]
    return [_composed(scene, description, head, owner)]


def both(scene: Scene, head: int) -> list[Resolved]:
    """Whom a bare "both" means: the two that the text last named side by side, else those whom it is about."""
    pair = _pair(scene, "side")
    return _the_two(pair, head, head) if pair else []


def _the_two(pair: Sequence[Entry], first: int, last: int) -> list[Resolved]:
    detail = f"{pair[0].mention.text!r} and {pair[1].mention.text!r}"
    return [_resolved(entry.actor, "actor.both", detail, first, last) for entry in pair]


def _body_called(scene: Scene, head: int) -> Actor | None:
    """The body of the text whose name ends in a capitalised noun: "the Union" after "the European Union"."""
    token = scene.sentence.tokens[head]
    if not token.text[:1].isupper() or head == 0:
        return None
    called = [
        mention.actor_id
        for mention in scene.mentions
        if mention.actor_id.startswith(("org.", "group.", "name."))
        and scene.actors[mention.actor_id].kind in BODIES
        and scene.actors[mention.actor_id].name.split()[-1] == token.text
        and len(scene.actors[mention.actor_id].name.split()) > 1
    ]
    return scene.actors[called[-1]] if called else None


def _is_on_their_side(group: Actor) -> bool:
    """Whether an armed group is on a government's side or on none: "the rebels" are others."""
    return (group.code or "").endswith("UAF")


def _apposed_to(scene: Scene, description: Description, head: int) -> Actor | None:
    """The person whom an apposition describes: "Hugh Gaitskell, the leader of the Labour Party, ..."."""
    token = scene.sentence.tokens[head]
    if (
        token.dep != "appos"
        or token.head > head
        or phrases.is_plural(token)
        or description.kind is not ActorKind.PERSON
    ):
        return None
    actor = scene.actor_at(token.head)
    named = actor is not None and actor.actor_id.startswith(("person.", "name.", "own."))
    return actor if named and actor is not None and actor.kind is ActorKind.PERSON else None


def _is_for(sentence: Sentence, head: int) -> bool:
    """Whether a capitalised noun is the middle of a name: "the Alliance for American Manufacturing"."""
    return sentence.tokens[head].is_name and any(
        True for _ in phrases.prepositional(sentence, head, frozenset({"for"}))
    )


def _pair(scene: Scene, noun: str) -> tuple[Entry, ...]:
    """The two that "both sides", "the two presidents" mean."""
    if noun in LEADERS or HEADS_OF_STATE.fullmatch(noun):
        return scene.salience.two_people(scene.sentence.number) or scene.salience.pair(countries=False)
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


def _holds(actor: Actor, noun: str, country: str, published: str | None) -> bool:
    """Whether a person named in the text is on that day what a noun says, in this country."""
    if not actor.actor_id.startswith(("person.", "name.")):
        return False
    held = [role for role in actor.roles if role.title and role.of == country and is_held(role, published)]
    if noun in LEADERS:
        return any(HEADS_OF_STATE.fullmatch(role.title or "") for role in held)
    return any(noun == role.title or noun in SAME_OFFICE.get(role.title or "", ()) for role in held)


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
    if owner is not None and _gives_code(owner, scene.published):
        words_of = scene.sentence.words(*phrases.extent(scene.sentence, head)).text
        actor = _of_owner(replace(actor, name=words_of), owner, description, scene.published)
    if phrases.is_indefinite(scene.sentence, head) and actor.actor_id.startswith("desc."):
        actor = _numbered(scene, actor)
    words = " + ".join(part for part in (country, description.agent.noun, description.role) if part)
    first, last = phrases.extent(scene.sentence, head)
    return _resolved(actor, "actor.composed", f"{words}{f' ({basis})' if basis else ''}", first, last)


def _country(scene: Scene, description: Description, head: int, owner: Actor | None) -> tuple[str | None, str]:
    """The country that a description speaks of, and on what basis where the words do not say it themselves."""
    said = [found for j in (*description.modifiers, *scene.homes(head)) if (found := scene.country_at(j)) is not None]
    if said:
        # A country that is named comes before one in which a place lies: "Dock workers in Chile".
        return next((found for found in said if not found[1]), said[0])
    if owner is not None:
        return owner.country, f"of {owner.name}"
    earlier = scene.salience.described(scene.sentence.tokens[head].text.lower())
    if earlier is not None and earlier.actor.country:
        return earlier.actor.country, f"as in {earlier.mention.text!r}"
    if scene.topic is not None and description.agent.noun not in NO_TOPIC:
        return scene.topic, "the country that the text is about"
    return None, ""


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
    speaks_for = FOR if description.kind is ActorKind.PERSON and description.agent.noun not in SENT_TO else frozenset()
    behind = phrases.prepositional(sentence, head, OF | speaks_for)
    for j in (*phrases.possessors(sentence, head), *behind, *phrases.loyal_to(sentence, head)):
        for k in (j, *phrases.left_modifiers(sentence, j)):
            # "a spokesman for the United Nations secretary-general" speaks for the United Nations.
            actor = scene.actor_at(k) if k == j else scene.known_at(k)
            if actor is not None and actor.kind not in {ActorKind.STATE, ActorKind.POPULATION}:
                return actor
    return None


def _is_owner_itself(scene: Scene, owner: Actor, description: Description, head: int) -> bool:
    """Whether "M23 rebels" is M23: those who fight for it or belong to it, not one who leads or speaks for it."""
    if owner.kind is ActorKind.PERSON:
        return False
    many = description.agent.number in {"many", "group"} or phrases.is_plural(scene.sentence.tokens[head])
    return many and (description.kind in FIGHTING or description.agent.noun in BELONGING)


def _named_after(scene: Scene, description: Description, head: int) -> list[tuple[Actor, int]]:
    """Who stands in apposition ("the foreign minister, Mohammad Zarif"), and the last token of each name."""
    sentence, tokens = scene.sentence, scene.sentence.tokens
    after = list(_appositions(scene, head))
    for j in after:
        after += [k for k in sentence.children[j] if tokens[k].dep == "conj"]
    named = [(scene.known_at(j), j) for j in after]
    if description.kind is not ActorKind.PERSON:
        return [(actor, j) for actor, j in named if actor is not None and actor.kind is description.kind]
    known = [(actor, j) for actor, j in named if actor is not None and actor.kind is ActorKind.PERSON]
    if known or len(after) != 1 or not _is_full_name(scene, after[0]) or phrases.is_plural(tokens[head]):
        return known
    stranger = resolve_stranger(scene, after[0])
    if stranger.actor.kind is not ActorKind.PERSON:
        return []
    return [(_with_office(scene, stranger.actor, description, head), stranger.last)]


def _appositions(scene: Scene, head: int) -> Iterator[int]:
    """Yield the heads of names right after a description, behind a comma or "known as"."""
    sentence, tokens = scene.sentence, scene.sentence.tokens
    inside = set(sentence.subtree(head))
    for j in (*sentence.children[head], *sentence.children[tokens[head].head]):
        token = tokens[j]
        if j <= head or not token.is_name:
            continue
        if token.dep == "appos" and token.head == head:
            yield j
        elif token.dep in {"appos", "npadvmod", "oprd"}:
            comma = phrases.extent(sentence, j)[0] - 1
            if tokens[comma].text == "," and all(k in inside for k in range(head + 1, comma)):
                yield j
    for j in sentence.children[head]:
        if tokens[j].dep in {"acl", "relcl"} and tokens[j].lemma in {"know", "call", "dub", "name"}:
            yield from phrases.prepositional(sentence, j, frozenset({"as"}))
            yield from (k for k in sentence.children[j] if tokens[k].dep == "oprd")


def _is_full_name(scene: Scene, j: int) -> bool:
    first = phrases.extent(scene.sentence, j)[0]
    return first < j and all(t.is_name for t in scene.sentence.tokens[first : j + 1] if t.text not in phrases.HYPHENS)


def with_office_behind(scene: Scene, resolved: Resolved, head: int) -> Resolved:
    """Somebody unknown with the office that an apposition teaches: "Umar Sahbun, a militia leader in Zawiya"."""
    actor, sentence = resolved.actor, scene.sentence
    if resolved.rule != "actor.unknown" or actor.kind is not ActorKind.PERSON or actor.roles:
        return resolved
    for j in sentence.children[head]:
        description = describe(sentence, j, scene.index) if sentence.tokens[j].dep == "appos" and j > head else None
        if description is not None and description.kind in {ActorKind.PERSON, *FIGHTING}:
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
    if owner is not None and _gives_code(owner, scene.published) and (held := role_on(owner, None)) is not None:
        role = held.role  # who leads rebels is one of them
    if description.is_former and role == "GOV":
        role = "ELI"
    roles = (Role(role=role, title=description.agent.noun, of=country),) if role else ()
    return replace(person, country=country, roles=roles, code=(country or "") + (role or "") or None)


def _gives_code(owner: Actor, published: str | None) -> bool:
    """Whether those of an owner have the owner's code; a government and a people are their country's."""
    if owner.code is None or (owner.actor_id.startswith("role.") and owner.code[-3:] not in {"MIL", "COP", "LEG"}):
        return False
    if owner.kind is not ActorKind.PERSON:
        return True
    held = role_on(owner, published)
    return held is not None and held.role in {"REB", "SEP", "INS", "UAF", "OPP"}


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


def _numbered(scene: Scene, actor: Actor) -> Actor:
    """The actor under an id of its own: "a soldier" is another one than the soldier before."""
    number = sum(1 for known in scene.actors if known.split("#")[0] == actor.actor_id)
    return actor if number == 0 else replace(actor, actor_id=f"{actor.actor_id}#{number + 1}")


def _resolved(actor: Actor, rule: str, detail: str, first: int, last: int) -> Resolved:
    return Resolved(actor=actor, rule=rule, detail=detail, first=first, last=last)
