"""Parties that an event has from the sentences before its own.

In:  what was found in each sentence of a document, and its cast.
Out: the drafts of each sentence; an answer is aimed at whoever called for it
("The council asked Moscow to leave. Moscow refused."), blame or praise for a deed
at whoever did it ("Gunmen raided the camp. The mayor condemned the raid."), and
a hostile word or deed that names nobody at whoever stands against its source
elsewhere ("Chad banned exports to Mali and cancelled visas.").
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from whowhom.actors import Cast, is_party
from whowhom.events import grammar
from whowhom.events.finding import Found
from whowhom.events.parties import JUDGING
from whowhom.records import Actor, ActorKind, Draft, Mention, Reason, Sentence

# What calls for an answer, by the type of the answer.
CALLS = {
    "REJECT": frozenset({"REQUEST", "ACCUSE", "THREATEN"}),
    "CONCEDE": frozenset({"REQUEST", "THREATEN", "COERCE", "PROTEST", "ASSAULT"}),
    "AGREE": frozenset({"REQUEST", "THREATEN"}),
}
# An answer further away than this from what it answers is told with its addressee; a deed is remembered longer.
FURTHEST_CALL = 2
FURTHEST_DEED = 4
# One deed may be told as either: a raid, and then "the attack".
ONE_DEED = frozenset({"ASSAULT", "COERCE"})
# What always has somebody at whom it is aimed, be it in another clause; and what sets two sides against one another.
AIMED = frozenset({"ACCUSE", "REQUEST", "THREATEN", "SANCTION", "ASSAULT"})
HOSTILE = frozenset({"ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"})
FURTHEST_SIDE = 3
# "Each side", "both camps": nobody to aim at.
FACING = "the other side of this event"
SHARING = frozenset({"each", "both", "all", "either"})
POINTING = frozenset({"the", "this", "that", "these", "those"})
# Between a verb of judging and the deed judged: "condemned the raid", "voiced horror at the killing".
TOWARDS_VERB = frozenset({"dobj", "pobj", "prep", "nsubjpass", "conj", "dative"})


class Told(Struct, frozen=True, kw_only=True):
    """A draft and the sentence that it stands in."""

    sentence: Sentence
    draft: Draft


def with_discourse(found: Sequence[Found], sentences: Sequence[Sentence], cast: Cast) -> list[tuple[Draft, ...]]:
    """The drafts of each sentence, with the parties that earlier sentences give them."""
    earlier: list[Told] = []
    completed: list[tuple[Draft, ...]] = []
    for sentence, here in zip(sentences, found, strict=True):
        now: list[Draft] = []
        for draft in here.drafts:
            told = Told(sentence=sentence, draft=draft)
            aimed = (
                _answering(told, earlier, cast)
                or _judging(told, here, earlier)
                or _facing(told, here, earlier, cast)
                or _answering_fire(told, earlier, cast)
                or draft
            )
            now.append(aimed)
            earlier.append(Told(sentence=sentence, draft=aimed))
        completed.append(tuple(now))
    return completed


def _answering(told: Told, earlier: Sequence[Told], cast: Cast) -> Draft | None:
    """An answer without an addressee, aimed at whoever asked, threatened or accused its source last."""
    draft = told.draft
    calls = CALLS.get(draft.event_type)
    if draft.targets or not draft.sources or calls is None:
        return None
    for call in _back(told, earlier, FURTHEST_CALL):
        others = {m.actor_id for m in call.draft.sources} - {m.actor_id for m in draft.sources}
        if call.draft.event_type in calls and others and _is_among(draft.sources, call.draft.targets, cast):
            return _aimed(draft, call, "event.answers", f"answers this {call.draft.event_type}")
    return None


def _judging(told: Told, here: Found, earlier: Sequence[Told]) -> Draft | None:
    """Blame or praise for "the raid", aimed at whoever was last told to have raided."""
    draft = told.draft
    if draft.targets or not draft.sources or draft.event_type not in JUDGING:
        return None
    for deed in (*here.drafts, *here.bare):
        if deed.sources or not _is_judged(told, deed.head):
            continue
        for done in _back(told, earlier, FURTHEST_DEED):
            same = done.draft.event_type == deed.event_type or {done.draft.event_type, deed.event_type} <= ONE_DEED
            if same and done.draft.sources and not _shares(draft.sources, done.draft.sources):
                return _aimed(draft, done, "event.points-back", "means this deed, told before")
    return None


def _facing(told: Told, here: Found, earlier: Sequence[Told], cast: Cast) -> Draft | None:
    """What names nobody that it is aimed at, aimed at whoever stands on the other side of the nearest hostile event.

    That of the same sentence first, then of those before it. A request in a sentence is aimed at whoever it says did
    anything to or for its source.
    """
    draft = told.draft
    if not _lacks_a_target(draft):
        return None
    beside = sorted((other for other in here.drafts if other is not draft), key=lambda d: abs(d.head - draft.head))
    for other in beside:
        if other.event_type in HOSTILE or draft.event_type == "REQUEST":
            side = _other_side(draft, other, cast) or _below(told, other, cast)
            if side:
                return _aimed_at(draft, side, Told(sentence=told.sentence, draft=other), "event.other-side", FACING)
    for before in _back(told, earlier, FURTHEST_SIDE):
        if before.draft.event_type in HOSTILE and (side := _other_side(draft, before.draft, cast)):
            return _aimed_at(draft, side, before, "event.other-side", FACING)
    return None


def _answering_fire(told: Told, earlier: Sequence[Told], cast: Cast) -> Draft | None:
    """Violence that names nobody, aimed at whoever used it last: "Gunmen opened fire. The guards fired back." """
    draft = told.draft
    if draft.event_type != "ASSAULT" or draft.steps or not _lacks_a_target(draft):
        return None
    for before in _back(told, earlier, FURTHEST_CALL):
        if before.draft.event_type == "ASSAULT" and (side := _apart(before.draft.sources, draft, cast)):
            return _aimed_at(draft, side, before, "event.answers", "answers this ASSAULT")
    return None


def _lacks_a_target(draft: Draft) -> bool:
    """Whether it is aimed at somebody and does not say whom; those who clash with one another have no target."""
    return draft.event_type in AIMED and not draft.targets and len(draft.sources) == 1


def _other_side(draft: Draft, other: Draft, cast: Cast) -> tuple[Mention, ...]:
    """Who stands on the other side of an event of the same source."""
    if _is_among(draft.sources, other.sources, cast):
        return _apart(other.targets, draft, cast)
    if _is_among(draft.sources, other.targets, cast):
        return _apart(other.sources, draft, cast)
    return ()


def _below(told: Told, other: Draft, cast: Cast) -> tuple[Mention, ...]:
    """Who does what a word speaks of: "called for an inquiry, which the president is unlikely to allow"."""
    is_below = told.draft.head in told.sentence.ancestors(other.head)
    return _apart(other.sources, told.draft, cast) if is_below else ()


def _apart(mentions: Sequence[Mention], draft: Draft, cast: Cast) -> tuple[Mention, ...]:
    """Those of some parties that are not on the side of a draft's sources."""
    return tuple(
        mention
        for mention in mentions
        if is_party(mention.actor_id)
        and mention.text.split()[0].lower() not in SHARING
        and not _is_among((mention,), draft.sources, cast)
    )


def _is_judged(told: Told, deed: int) -> bool:
    """Whether a deed is a noun that points back and hangs on the draft's verb."""
    sentence = told.sentence
    if not grammar.is_nominal(sentence, deed):
        return False
    if not any(sentence.tokens[j].text.lower() in POINTING for j in grammar.children(sentence, deed, "det")):
        return False
    i = deed
    while i != told.draft.head and sentence.tokens[i].dep in TOWARDS_VERB and sentence.tokens[i].head != i:
        i = sentence.tokens[i].head
    return i == told.draft.head and i != deed


def _back(told: Told, earlier: Sequence[Told], furthest: int) -> Iterator[Told]:
    """Yield what was told before, the latest first, at most so many sentences back."""
    for before in reversed(earlier):
        if told.sentence.number - before.sentence.number > furthest:
            return
        yield before


def _is_among(mentions: Sequence[Mention], others: Sequence[Mention], cast: Cast) -> bool:
    """Whether one of some parties is one of others, or speaks for the same state as one of them."""
    ids = {mention.actor_id for mention in others}
    states = {_state_of(cast.actor(i)) for i in ids} - {None}
    return any(m.actor_id in ids or _state_of(cast.actor(m.actor_id)) in states for m in mentions)


def _state_of(actor: Actor) -> str | None:
    """The country of a state, its government or its army; None for everybody else of it."""
    official = actor.kind is ActorKind.STATE or any(role.role[:3] in {"GOV", "MIL"} for role in actor.roles[-1:])
    return actor.country if official else None


def _shares(mentions: Sequence[Mention], others: Sequence[Mention]) -> bool:
    return bool({m.actor_id for m in mentions} & {m.actor_id for m in others})


def _aimed(draft: Draft, at: Told, rule: str, detail: str) -> Draft:
    return _aimed_at(draft, at.draft.sources, at, rule, detail)


def _aimed_at(draft: Draft, targets: tuple[Mention, ...], at: Told, rule: str, detail: str) -> Draft:
    words = at.sentence.words(at.draft.head, at.draft.head)
    reason = Reason(rule=rule, text=words.text, start=words.start, end=words.end, detail=detail)
    return replace(draft, targets=targets, why=(*draft.why, reason))
