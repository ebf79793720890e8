"""Who did what only a state's authorities do, where a clause leaves them out: "Sixty people were arrested".

The police, government or army of the country, where the text names them. An inference, like those for targets.
"""

from __future__ import annotations

from msgspec.structs import replace

from whowhom.actors import PLACE, Cast, is_cabinet, is_described
from whowhom.events.inferring import AUTHORITIES, Context
from whowhom.events.sides import Side, Told
from whowhom.records import Actor, ActorKind, Draft, Reason

# CAMEO's codes of bans and curfews, arrests, expulsions, repression; of trials.
BY_AUTHORITIES = ("172", "173", "174", "175", "116")
# Who is held or behind bars somewhere may have been taken by anybody, and long ago.
BY_ANYBODY = frozenset({"hold", "be"})
ARRESTS = ("173", "175")
# Sentences back in which an armed group is named near.
NEAR = 2
WHERE = frozenset("in inside across near at".split())
DETAIL = "the authorities of the country, named in the text"


def with_authorities(told: Told, context: Context) -> Draft:
    """The draft, done by the authorities that the text names where only they do such a thing and nobody is told.

    Where an armed group is named near, it may be that which arrests and bans: nobody is said to have done it.
    """
    draft, cast = told.draft, context.cast
    token = told.sentence.tokens[draft.head]
    verb = token.is_verb and token.lemma not in BY_ANYBODY
    if draft.sources or not draft.targets or not verb or not draft.cameo.startswith(BY_AUTHORITIES):
        return draft
    country = _country(told, cast)
    if country is None or _is_armed_group_near(told, cast):
        return draft
    police = cast.of_country(country, _is_police)
    meant = police if police and draft.cameo.startswith(ARRESTS) else cast.of_country(country, _is_authority)
    mention = Side(key=country, mentions=meant).nearest(told) if meant else None
    if mention is None or mention.actor_id in {target.actor_id for target in draft.targets}:
        return draft
    why = Reason(rule=AUTHORITIES, text=mention.text, start=mention.start, end=mention.end, detail=DETAIL)
    return replace(draft, sources=(mention,), why=(*draft.why, why))


def _is_armed_group_near(told: Told, cast: Cast) -> bool:
    near = range(told.sentence.number - NEAR, told.sentence.number + 1)
    return any(
        cast.actor(mention.actor_id).kind is ActorKind.ARMED_GROUP for n in near for mention in cast.in_sentence(n)
    )


def _country(told: Told, cast: Cast) -> str | None:
    """The country where it is done: that of the text, unless those it befalls or a place named are of another."""
    tokens = told.sentence.tokens
    places = (
        mention
        for mention in cast.in_sentence(told.sentence.number)
        if mention.actor_id.startswith(PLACE)
        or (tokens[mention.head].dep == "pobj" and tokens[tokens[mention.head].head].text.lower() in WHERE)
    )
    countries = {cast.actor(mention.actor_id).country for mention in (*told.draft.targets, *places)} - {None}
    return cast.topic if countries <= {cast.topic} else None


def _is_police(actor: Actor, _day: str | None) -> bool:
    return actor.kind is ActorKind.POLICE


def _is_authority(actor: Actor, _day: str | None) -> bool:
    """Whether an actor is police, or the government or army itself; an embassy or bodyguards are not."""
    army = actor.kind is ActorKind.MILITARY and not is_described(actor)
    return actor.kind is ActorKind.POLICE or army or (is_cabinet(actor) and not is_described(actor))
