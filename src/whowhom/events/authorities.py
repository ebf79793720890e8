"""Who did what only a state's authorities do, where a clause leaves them out: "Sixty people were arrested".

The police or government of the country, where the text names them. An inference, like those for targets.
"""

from __future__ import annotations

from msgspec.structs import replace

from whowhom.actors import Cast
from whowhom.events.inferring import DOERS_RULE, Context
from whowhom.events.sides import Side, Told
from whowhom.records import Actor, ActorKind, Draft, Reason

# CAMEO's codes of bans and curfews, arrests, expulsions, repression; of trials.
BY_AUTHORITIES = ("172", "173", "174", "175", "116")
ARRESTS = ("173", "175")
DETAIL = "the authorities of the country, named in the text"


def with_authorities(told: Told, context: Context) -> Draft:
    """The draft, done by the authorities that the text names where only they do such a thing and nobody is told."""
    draft, cast = told.draft, context.cast
    told_of = told.sentence.tokens[draft.head]
    if draft.sources or not draft.targets or not told_of.is_verb or not draft.cameo.startswith(BY_AUTHORITIES):
        return draft
    country = _country(draft, cast)
    if country is None:
        return draft
    targets = {mention.actor_id for mention in draft.targets}
    able = [m for m in cast.mentions if m.actor_id not in targets and _governs(cast.actor(m.actor_id), country)]
    police = [m for m in able if cast.actor(m.actor_id).kind is ActorKind.POLICE]
    meant = police if police and draft.cameo.startswith(ARRESTS) else able
    if not meant:
        return draft
    mention = Side(key=country, mentions=tuple(meant)).nearest(told)
    why = Reason(rule=DOERS_RULE, text=mention.text, start=mention.start, end=mention.end, detail=DETAIL)
    return replace(draft, sources=(mention,), why=(*draft.why, why))


def _country(draft: Draft, cast: Cast) -> str | None:
    """The country where it is done: that of the text, unless those it befalls are of one other country."""
    countries = {cast.actor(mention.actor_id).country for mention in draft.targets} - {None}
    return cast.topic if cast.topic in countries or not countries else None


def _governs(actor: Actor, country: str) -> bool:
    """Whether an actor is police, the government or the army of a country, or somebody named who governs."""
    if actor.country != country or actor.kind is ActorKind.POLICE:
        return actor.country == country
    role = actor.roles[-1].role[:3] if actor.roles else ""
    described = actor.actor_id.startswith("desc.")  # an embassy, bodyguards
    body = actor.kind in {ActorKind.GOVERNMENT, ActorKind.MILITARY}
    return not described and ((body and role in {"GOV", "MIL"}) or (actor.kind is ActorKind.PERSON and role == "GOV"))
