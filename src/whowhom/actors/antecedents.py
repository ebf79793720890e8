"""Whom a definite description means that the text has named otherwise before: "the insurgents", "the fallen leader".

The last rules that `descriptions` asks, before it makes an actor of the words alone. Each says nothing where several
may be meant.
"""

from __future__ import annotations

from whowhom.actors import phrases
from whowhom.actors.cast import is_described
from whowhom.actors.composition import Description
from whowhom.actors.scene import Resolved, Scene
from whowhom.knowledge.actor_tables import state_id
from whowhom.records import Actor, ActorKind

# Nouns for those who fight without a state's leave, and by which a text calls the same unknown gunmen now one thing and
# now another. Who the first, and plurals of the second behind "the", are is known where a text names one armed group.
FIGHTERS = frozenset(
    "rebel paramilitary insurgent militant guerrilla guerilla mutineer fighter separatist jihadist".split()
)
GUNMEN = frozenset(
    """gunman attacker assailant hijacker kidnapper captor abductor raider militant insurgent extremist fighter rebel
    terrorist""".split()
)
ARMED = FIGHTERS | GUNMEN | {"militiaman"}
# What a text calls a state that it has named.
LANDS = frozenset("country nation republic kingdom".split())
# What a text calls somebody whom it has named, and words before that which say the same of any other noun.
EPITHETS = frozenset(
    """man woman leader ruler strongman veteran politician statesman dictator autocrat traveller visitor fugitive exile
    guest host mercenary""".split()
)
FALLEN = frozenset(
    """old young veteran deposed ousted fallen besieged exiled jailed defeated embattled fugitive toppled overthrown
    aging ageing elderly beleaguered disgraced dismissed sacked departing outgoing captured detained late
    former""".split()
)
# What nobody in particular is called before these, and who is somebody else.
ANY = frozenset("any every no each another".split())
OTHERS = frozenset("last first next new other second third".split())
# Sentences back in which somebody called by an epithet is named.
NEAR = 2


def antecedent(scene: Scene, description: Description, head: int) -> Resolved | None:
    """The actor of the text that a definite description without a country or owner means, if it is known."""
    own = _own_land(scene, description, head)
    if own is not None:
        return own
    if not _is_the(scene, head) or any(scene.country_at(j) is not None for j in description.modifiers):
        return None
    found = (
        _only_armed(scene, description, head)
        or _land(scene, description, head)
        or _called_so(scene, description, head)
        or _somebody(scene, description, head)
    )
    if found is None:
        return None
    actor, rule, detail = found
    first, last = phrases.extent(scene.sentence, head)
    return Resolved(actor=actor, rule=rule, detail=detail, first=first, last=last)


def fighters(scene: Scene, description: Description, head: int) -> Resolved | None:
    """The one armed group that the whole text names, or the only gunmen that it tells of, for bare "rebels"."""
    noun, (first, last) = description.agent.noun, phrases.extent(scene.sentence, head)
    only = scene.names.only_group
    if noun in FIGHTERS and not scene.sentence.tokens[head].is_name and only is not None:
        beside = [scene.known_at(j) for j in range(len(scene.sentence.tokens))]
        # "Boko Haram attacked the rebels": then these are others.
        if only not in beside and not (description.role == "REB" and _is_on_their_side(only)):
            detail = f"the only armed group named: {only.name}"
            return Resolved(actor=only, rule="actor.only-group", detail=detail, first=first, last=last)
    same = _same_gunmen(scene, noun, head)
    if same is None:
        return None
    detail = f"the only gunmen told of: {same.name}"
    return Resolved(actor=same, rule="actor.points-back", detail=detail, first=first, last=last)


def _same_gunmen(scene: Scene, noun: str, head: int) -> Actor | None:
    """The one armed group without a name that the text has told of, where it has told of no other one."""
    if noun not in GUNMEN or not phrases.is_plural(scene.sentence.tokens[head]):
        return None
    armed = [actor for actor in scene.actors.values() if actor.kind is ActorKind.ARMED_GROUP]
    return armed[0] if len(armed) == 1 and armed[0].actor_id.startswith("desc.") else None


def _is_on_their_side(group: Actor) -> bool:
    """Whether an armed group is on a government's side or on none: "the rebels" are others."""
    return (group.code or "").endswith("UAF")


def _is_the(scene: Scene, head: int) -> bool:
    """Whether a phrase begins with "the", "this" or "those", and nothing behind says whose or which it is."""
    before = {scene.sentence.tokens[j].text.lower() for j in scene.sentence.children[head] if j < head}
    behind = {scene.sentence.tokens[j].dep for j in scene.sentence.children[head] if j > head}
    if scene.sentence.tokens[head].lemma in LANDS:
        behind -= {"prep"}  # "admitted the country in New York"
    return bool(before & {"the", "this", "that", "these", "those"}) and not behind & {"relcl", "acl", "prep", "appos"}


def _own_land(scene: Scene, description: Description, head: int) -> Resolved | None:
    """The state of whoever says "his country", "our nation"."""
    if description.agent.noun not in LANDS or phrases.is_plural(scene.sentence.tokens[head]):
        return None
    owners = [a for j in phrases.possessors(scene.sentence, head) for a in scene.actors_at(j)]
    countries = {owner.country for owner in owners}
    country = countries.pop() if len(countries) == 1 else None
    state = scene.index.actors.get(state_id(country)) if country is not None else None
    if state is None:
        return None
    first, last = phrases.extent(scene.sentence, head)
    return Resolved(
        actor=state, rule="actor.points-back", detail=f"the country of {owners[0].name}", first=first, last=last
    )


def _only_armed(scene: Scene, description: Description, head: int) -> tuple[Actor, str, str] | None:
    """The one armed group that the text has named so far, for "the insurgents", "the kidnappers"."""
    many = phrases.is_plural(scene.sentence.tokens[head])
    if description.agent.noun not in ARMED or not many or description.qualifiers:
        return None
    named = {
        actor.actor_id: actor
        for actor in scene.actors.values()
        if actor.kind is ActorKind.ARMED_GROUP and not is_described(actor)
    }
    if len(named) != 1 or not _here(scene).isdisjoint(named):
        return None
    only = next(iter(named.values()))
    return only, "actor.only-group", f"the only armed group named so far: {only.name}"


def _land(scene: Scene, description: Description, head: int) -> tuple[Actor, str, str] | None:
    """The state that the text is about, else the one named last, for "the country", "the young republic"."""
    if description.agent.noun not in LANDS or phrases.is_plural(scene.sentence.tokens[head]):
        return None
    entry = scene.salience.state_meant(scene.topic, others_than=_here(scene))
    return None if entry is None else (entry.actor, "actor.points-back", f"means {entry.mention.text!r}")


def _called_so(scene: Scene, description: Description, head: int) -> tuple[Actor, str, str] | None:
    """Whoever was described before by the same noun and more: "the guard" after "the presidential guard"."""
    if description.modifiers:
        return None
    token = scene.sentence.tokens[head]
    for mention in reversed(scene.mentions):
        actor = scene.actors[mention.actor_id]
        words = mention.text.lower().split()
        known = is_described(actor) and len(words) > 1 and words[0] not in ANY
        if known and words[-1] == token.text.lower():
            return actor, "actor.points-back", f"means {mention.text!r}"
    return None


def _somebody(scene: Scene, description: Description, head: int) -> tuple[Actor, str, str] | None:
    """The person who was spoken of last, for "the old man", "the besieged leader"; who was so called, for others."""
    token, noun = scene.sentence.tokens[head], description.agent.noun
    before = {scene.sentence.tokens[j].text.lower() for j in scene.sentence.children[head] if j < head}
    one = description.kind in {ActorKind.PERSON, ActorKind.POPULATION} and not phrases.is_plural(token)
    if not one or before & OTHERS:
        return None
    entry = None
    if token.lemma in EPITHETS:
        entry = scene.salience.person_spoken_of(scene.sentence.number, furthest=NEAR, others_than=_here(scene))
    elif before & FALLEN:
        entry = scene.salience.titled(noun, scene.sentence.number, scene.topic)
    return None if entry is None else (entry.actor, "actor.points-back", f"means {entry.mention.text!r}")


def _here(scene: Scene) -> frozenset[str]:
    """The ids of those whom the sentence has named so far: a description beside them means somebody else."""
    return frozenset(m.actor_id for m in scene.mentions if m.sentence == scene.sentence.number)
