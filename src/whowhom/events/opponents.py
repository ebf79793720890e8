"""Targets by who stands against whom: in the same sentence, in those before, in the whole text."""

from __future__ import annotations

from whowhom.actors import Cast, governs, is_cabinet, is_party
from whowhom.events.inferring import (
    AIMED,
    SHARING,
    Context,
    aimed_at,
    apart,
    back,
    is_inferred,
    lacks_a_target,
    named_elsewhere,
)
from whowhom.events.sides import DEED, FORCE, WORDS, Side, Told, is_among, is_hostile, side_of
from whowhom.records import Actor, ActorKind, Draft, Mention, Sentence

# Who fights whom within a country, by CAMEO role; how far back those who are helped are named.
ARMED_STATE, REBELS = frozenset({"MIL"}), frozenset({"REB", "SEP", "INS"})
FURTHEST_HELPED = 2
# Three to six sentences gave the same targets on the development articles.
FURTHEST_SIDE = 3
# What speaks of what others do or should do.
SPEAKING = frozenset({"REQUEST", "ACCUSE"})
# CAMEO's code of mediation.
MEDIATION = "045"
# What a text aims at one party throughout; whom one attacks or asks differs from deed to deed.
OF_THE_TEXT = AIMED - {"ASSAULT", "REQUEST"}
FACING_RULE, FACING = "event.other-side", "the other side of this event"


def facing(told: Told, context: Context) -> Draft | None:
    """What names nobody that it is aimed at, aimed at whoever stands on the other side of the nearest hostile event.

    That of the same sentence first, then of those before it. A request or charge is also aimed at whoever does what it
    speaks of.
    What has its own target from such an event gives none on.
    """
    draft = told.draft
    if not lacks_a_target(draft):
        return None
    others = (other for other in context.here.drafts if other is not draft)
    for other in sorted(others, key=lambda other: abs(other.head - draft.head)):
        set_against = _sets_against(told.sentence, other, draft) and not _is_refused(told, other)
        side = _other_side(draft, other, context.cast) if set_against else ()
        side = side or (_below(told, other, context.cast) if draft.event_type in SPEAKING else ())
        if side:
            return aimed_at(draft, side, Told(sentence=told.sentence, draft=other), FACING_RULE, FACING)
    for before in back(told, context.earlier, FURTHEST_SIDE):
        side = _other_side(draft, before.draft, context.cast)
        if side and _sets_against(before.sentence, before.draft, draft):
            return aimed_at(draft, side, before, FACING_RULE, FACING)
    return None


def _is_refused(told: Told, other: Draft) -> bool:
    """Whether another event turns down this one: who vetoes sanctions is not whom they would have hit."""
    return other.event_type == "REJECT" and other.head in told.sentence.ancestors(told.draft.head)


def _sets_against(sentence: Sentence, other: Draft, draft: Draft) -> bool:
    """Whether a hostile event says at whom another is aimed: who only accused somebody is not whom he shot at."""
    only_said = draft.event_type == "ASSAULT" and other.event_type in WORDS
    return is_hostile(sentence, other) and not (is_inferred(other) or only_said)


def _other_side(draft: Draft, other: Draft, cast: Cast) -> tuple[Mention, ...]:
    """Who stands on the other side of an event of the same source."""
    if is_among(draft.sources, other.sources, cast):
        return apart(other.targets, draft, cast)
    together = any(mention.text.split()[0].lower() in SHARING for mention in other.targets)
    if is_among(draft.sources, other.targets, cast) and not together:
        return apart(other.sources, draft, cast)
    return ()


def _below(told: Told, other: Draft, cast: Cast) -> tuple[Mention, ...]:
    """Who does what a word speaks of: "looks into claims that soldiers tortured the miners"."""
    is_below = told.draft.head in told.sentence.ancestors(other.head)
    return apart(other.sources, told.draft, cast) if is_below else ()


def against_government(told: Told, context: Context) -> Draft | None:
    """A coup, aimed at the government that the text speaks of."""
    draft = told.draft
    is_coup = draft.event_type == "ASSAULT" and told.sentence.tokens[draft.head].lemma == "coup"
    if not is_coup or draft.targets or len(draft.sources) != 1:
        return None
    source = context.cast.actor(draft.sources[0].actor_id)
    country = source.country or _only_government(context.cast)
    if country is None:
        return None
    governing = context.cast.of_country(country, _governs)
    others = tuple(mention for mention in governing if mention.actor_id != source.actor_id)
    if not others:
        return None
    nearest = Side(key=country, mentions=others).nearest(told)
    return named_elsewhere(draft, (nearest,), "event.government", "whom it turns against, by its country")


def _governs(actor: Actor, day: str | None) -> bool:
    """Whether a coup may be aimed at an actor: a government, or who is in office."""
    return is_cabinet(actor) or governs(actor, day)


def _only_government(cast: Cast) -> str | None:
    """The country of the one government that a text names; None where it names none or several."""
    actors = {m.actor_id: cast.actor(m.actor_id) for m in cast.mentions if is_party(m.actor_id)}
    countries = {a.country for a in actors.values() if a.kind is ActorKind.GOVERNMENT}
    return countries.pop() if len(countries) == 1 else None


def of_the_two(told: Told, context: Context) -> Draft | None:
    """What the whole text is about: who mediates does so between the two sides, and force of the one hits the other."""
    draft = told.draft
    if draft.targets or len(context.sides.two) != 2 or len(draft.sources) != 1:
        return None
    own = side_of(context.cast.actor(draft.sources[0].actor_id))
    keys = [side.key for side in context.sides.two]
    if own not in keys and draft.cameo.startswith(MEDIATION):
        mentions = tuple(side.nearest(told) for side in context.sides.two)
        return named_elsewhere(draft, mentions, "event.two-sides", "the two whom the text is about")
    if context.sides.opposed and own in keys and draft.event_type in FORCE:
        other = context.sides.two[1 - keys.index(own)].nearest(told)
        return named_elsewhere(draft, (other,), "event.two-sides", "the other of the two whom the text is about")
    return None


def against_rebels(told: Told, context: Context) -> Draft | None:
    """Violence of an army without a target, aimed at the rebels of its country named near, and theirs at the army.

    Each of the two has one opponent, or the rule says nothing.
    """
    draft = told.draft
    if draft.event_type != "ASSAULT" or not lacks_a_target(draft):
        return None
    source = context.cast.actor(draft.sources[0].actor_id)
    role = source.roles[-1].role if source.roles else None
    wanted = REBELS if role in ARMED_STATE else ARMED_STATE if role in REBELS else None
    if wanted is None or source.country is None:
        return None
    near = [
        mention
        for mention in context.cast.mentions
        if told.sentence.number - FURTHEST_SIDE <= mention.sentence <= told.sentence.number
        and (actor := context.cast.actor(mention.actor_id)).country == source.country
        and actor.roles
        and actor.roles[-1].role in wanted
    ]
    actors = {mention.actor_id: context.cast.actor(mention.actor_id) for mention in near}
    if len({side_of(actor) for actor in actors.values()}) != 1:
        return None
    return named_elsewhere(draft, tuple(near[-1:]), "event.opponent", "the army and the rebels of one country")


def helping(told: Told, context: Context) -> Draft | None:
    """Help that does not say for whom, for the people last spoken of."""
    draft = told.draft
    if draft.event_type != "AID" or draft.targets or not draft.sources:
        return None
    own = {mention.actor_id for mention in draft.sources}
    people = [
        mention
        for mention in context.cast.mentions
        if told.sentence.number - FURTHEST_HELPED <= mention.sentence <= told.sentence.number
        and mention.actor_id not in own
        and context.cast.actor(mention.actor_id).kind is ActorKind.POPULATION
    ]
    if not people:
        return None
    return named_elsewhere(draft, tuple(people[-1:]), "event.helped", "the people last spoken of")


def of_the_text(told: Told, context: Context) -> Draft | None:
    """What always hits somebody, aimed at whom its source fights in this text, else at whom most like it is aimed."""
    draft = told.draft
    own = context.sides.keys(draft.sources)
    if draft.event_type not in OF_THE_TEXT or draft.targets or not own:
        return None
    least = DEED if draft.event_type in WORDS else 2 * DEED
    opponent = context.sides.opponent(min(own), least=least) if len(own) == 1 else None
    side = opponent or (context.sides.aimed_at(draft.event_type, own))
    if side is None:
        return None
    rule, detail = (
        ("event.opponent", "against whom its source stands in this text")
        if opponent
        else ("event.aimed-at", f"at whom most of {draft.event_type} in this text is aimed")
    )
    return named_elsewhere(draft, (side.nearest(told),), rule, detail)
