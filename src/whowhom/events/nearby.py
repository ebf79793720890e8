"""Targets of what is always aimed at somebody: the other side named near, the country of the text, who rules there.

The last rules that are asked: what they say rests on who is named where, and not on what others did. Each is marked
in the record, and says nothing where several may be meant.
"""

from __future__ import annotations

from collections.abc import Sequence

from whowhom.actors import governs, is_cabinet, is_described, is_party
from whowhom.events import grammar
from whowhom.events.inferring import ABROAD, ONLY_OTHER, RULERS, Context, named_elsewhere
from whowhom.events.sides import CAN_BE_SIDE, Side, Told, state_of
from whowhom.records import Actor, ActorKind, Draft, Mention, Sentence

# What is always said to somebody. In how many sentences, its own among them, the other side is looked for.
NEEDING = frozenset({"THREATEN", "REQUEST"})
FURTHEST_OTHER = 3
NOBODY = frozenset("nobody anybody anyone everybody everyone somebody someone one crew".split())
# What is asked of everybody, and what of one's own.
FOR_ALL = frozenset("calm restraint unity peace patience prayer moderation solidarity reconciliation".split())
FOR_FOLLOWERS = frozenset("protest rally march demonstration strike boycott uprising sit-in vigil turnout".split())
# Whom the same sentence speaks of otherwise: who is helped, asked or blamed there is not whom this is aimed at.
SPOKEN_OF = frozenset({"SUPPORT", "AID", "AGREE", "CONSULT", "COOPERATE", "REQUEST", "ACCUSE"})
WHEREABOUTS = frozenset("to in into from at near through across towards toward outside inside".split())
# CAMEO's code of lifting sanctions.
LIFTING = "085"
# Who so called gathers for somebody, and not against him.
FOLLOWERS = frozenset("supporter loyalist follower ally backer admirer fan well-wisher mourner worshipper".split())


def only_other(told: Told, context: Context) -> Draft | None:
    """What is always said to somebody, aimed at the other side that is named nearest, in its sentence or before.

    Of several in one sentence at the one that the text names at least twice as often as the next. Who threatens what
    is no party ("threatened nobody") does so to nobody who is told.
    """
    draft, sides = told.draft, context.sides
    if draft.targets or len(draft.sources) != 1 or draft.event_type not in NEEDING or _threatens_nobody(told):
        return None
    if any(step.kind == "demand" for step in draft.steps):
        return None  # "called on them to repeal the law": for whom they should, nobody says
    own = sides.keys(draft.sources)
    for number in range(told.sentence.number, told.sentence.number - FURTHEST_OTHER, -1):
        others = _others_in(number, told, context)
        keys = sides.keys(others) - own
        if keys:
            key = sides.foremost_of(keys)
            meant = [mention for mention in others if sides.keys((mention,)) == {key}]
            return named_elsewhere(draft, tuple(meant[-1:]), ONLY_OTHER, "the other side named nearest")
    return None


def _threatens_nobody(told: Told) -> bool:
    """Whether what is threatened is named and is nobody: "threatened nobody"."""
    sentence, draft = told.sentence, told.draft
    objects = grammar.children(sentence, draft.head, "dobj") if draft.event_type == "THREATEN" else []
    return any(sentence.tokens[j].lemma in NOBODY for j in objects)


def is_for_no_rival(told: Told) -> bool:
    """Whether what is asked is for all or for one's own to do: "appealed for calm", "called for peaceful protests"."""
    sentence, draft = told.sentence, told.draft
    if draft.event_type != "REQUEST" or draft.targets:
        return False
    wanted = grammar.prepositional(sentence, draft.head, ("for",))
    return any(sentence.tokens[j].lemma in FOR_ALL | FOR_FOLLOWERS for j in wanted)


def _others_in(number: int, told: Told, context: Context) -> list[Mention]:
    """Who of a sentence may be meant: nobody who says it, stands within the source or is spoken of otherwise."""
    sentence, draft = context.sentences.get(number), told.draft
    if sentence is None:
        return []
    here = told.sentence.number == number
    spoken_of = {m.actor_id for d in context.here.drafts if d.event_type in SPOKEN_OF for m in d.targets}
    tellers = set(grammar.tellers(sentence, draft.head)) if here else set()
    return [
        mention
        for mention in context.cast.in_sentence(number)
        if _can_be_meant(context.cast.actor(mention.actor_id), mention)
        and mention.head not in tellers
        and mention.actor_id not in spoken_of
        and not _is_whereabouts(sentence, mention)
        and not (here and any(is_within(sentence, mention, source) for source in draft.sources))
    ]


def is_within(sentence: Sentence, mention: Mention, source: Mention) -> bool:
    """Whether a mention says who the source is: "its leaders", "his aunt Zainab", "supporters of Maduro"."""
    beside = source.first <= mention.head and mention.first <= source.last + 1
    return mention.sentence == source.sentence and (beside or mention.head in sentence.subtree(source.head))


def _can_be_meant(actor: Actor, mention: Mention) -> bool:
    """Whether somebody can be refused or threatened: a side, the police, a body of states, "the students"."""
    if not is_party(actor.actor_id) or mention.text.lower() in {"it", "its"}:
        return False  # more often a deed or the weather
    if is_described(actor) and not actor.code:
        return False  # "members"
    if actor.kind is ActorKind.POPULATION:
        return mention.text.lower().startswith("the ")
    return actor.kind in CAN_BE_SIDE | {ActorKind.POLICE} or _is_of_states(actor)


def _is_whereabouts(sentence: Sentence, mention: Mention) -> bool:
    """Whether a mention says where something is: "the road to Mauritania"."""
    token = sentence.tokens[mention.head]
    return token.dep == "pobj" and sentence.tokens[token.head].text.lower() in WHEREABOUTS


def abroad(told: Told, context: Context) -> Draft | None:
    """A sanction of another state or body of states that names nobody, aimed at the country that the text is about.

    "The UN lifted its embargo" in a text on Libya.
    """
    draft, cast = told.draft, context.cast
    sanctions = draft.event_type == "SANCTION" or draft.cameo.startswith(LIFTING)
    if not sanctions or draft.targets or len(draft.sources) not in {1, 2} or cast.topic is None:
        return None
    if not all(_is_foreign(cast.actor(mention.actor_id), cast.topic) for mention in draft.sources):
        return None
    state = cast.of_country(cast.topic, _is_state)
    return _aimed_at(told, _nearest(told, state), ABROAD, "the country that the text is about")


def _is_state(actor: Actor, _day: str | None) -> bool:
    return actor.kind in {ActorKind.STATE, ActorKind.GOVERNMENT}


def _is_foreign(actor: Actor, topic: str) -> bool:
    """Whether an actor speaks for another state than the one that a text is about, or for a body of states."""
    return _is_of_states(actor) if actor.country is None else actor.country != topic and state_of(actor) is not None


def _is_of_states(actor: Actor) -> bool:
    return actor.kind is ActorKind.ORGANISATION and (actor.code or "").startswith("IGO")


def protesting(told: Told, context: Context) -> Draft | None:
    """A protest that does not say against whom, aimed at those who rule its country and whom the text names."""
    draft, cast = told.draft, context.cast
    if draft.event_type != "PROTEST" or draft.targets or not draft.sources:
        return None
    if told.sentence.tokens[draft.head].lemma == "boycott":
        return None  # of a vote, goods, a meeting
    actors = [cast.actor(mention.actor_id) for mention in draft.sources]
    countries = {actor.country or cast.topic for actor in actors}
    if len(countries) != 1 or any(state_of(actor) is not None for actor in actors):
        return None
    followers = any(told.sentence.tokens[m.head].lemma in FOLLOWERS for m in draft.sources)
    country = countries.pop()
    if country is None or followers:
        return None
    nearest = _nearest(told, cast.of_country(country, _rules))
    if nearest is None or any(is_within(told.sentence, nearest, source) for source in draft.sources):
        return None
    if _support_each_other(context, nearest, draft.sources):
        return None
    return _aimed_at(told, nearest, RULERS, "who rules where they protest")


def _rules(actor: Actor, day: str | None) -> bool:
    """Whether an actor is a government or somebody named who is in office; one does not protest against "officials"."""
    named = actor.kind is ActorKind.PERSON and not is_described(actor)
    return is_cabinet(actor) or (named and governs(actor, day))


def _support_each_other(context: Context, mention: Mention, others: Sequence[Mention]) -> bool:
    """Whether the text tells that the one praises, helps or thanks the other."""
    one, other = context.sides.keys((mention,)), context.sides.keys(others)
    told = [
        d for d in (*context.here.drafts, *(t.draft for t in context.earlier)) if d.event_type in {"SUPPORT", "AID"}
    ]
    return any(
        (one & context.sides.keys(d.sources) and other & context.sides.keys(d.targets))
        or (other & context.sides.keys(d.sources) and one & context.sides.keys(d.targets))
        for d in told
    )


def _nearest(told: Told, mentions: tuple[Mention, ...]) -> Mention | None:
    return Side(key="", mentions=mentions).nearest(told) if mentions else None


def _aimed_at(told: Told, mention: Mention | None, rule: str, detail: str) -> Draft | None:
    return None if mention is None else named_elsewhere(told.draft, (mention,), rule, detail)
