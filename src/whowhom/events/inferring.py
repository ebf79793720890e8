"""What a rule of discourse reads, and how it aims an event at a party of another one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from whowhom.actors import Cast, is_party
from whowhom.events.finding import Found
from whowhom.events.sides import Sides, Told, is_among
from whowhom.records import Draft, Mention, Reason, Sentence

# What always has somebody at whom it is aimed, be it in another clause.
AIMED = frozenset({"ACCUSE", "REQUEST", "THREATEN", "SANCTION", "ASSAULT"})
FURTHEST_DEED = 4
# One deed may be told as either: a raid, and then "the attack".
ONE_DEED = frozenset({"ASSAULT", "COERCE"})
# "Each side", "both camps": nobody to aim at.
SHARING = frozenset({"each", "both", "all", "either"})
POINTING = frozenset({"the", "this", "that", "these", "those"})


# How the rules begin by which a draft has its parties from another event.
INFERRED = "event."
# Those of them that say who did it, and the one that says that nobody is meant; the others say whom it hits.
AUTHORITIES, READ_DOER = "event.authorities", "event.reader-doer"
OF_DOERS = frozenset({AUTHORITIES, READ_DOER})
READ_NOBODY = "event.reader-nobody"
# Those by which a deed is told again ("condemned the raid"), and a charge rebutted by whom it was made against.
POINTS_BACK, REBUTS = "event.points-back", "event.rebuts"
# Those of `nearby`, which rest on who is named where.
ABROAD, RULERS, ONLY_OTHER = "event.abroad", "event.rulers", "event.only-other"
# Those that rest on that, or on some other event's parties, and are wrong about as often as right. What a kind of event
# says itself (whom a coup is against, between whom a mediator stands) is surer.
GUESSES = frozenset({ABROAD, RULERS, ONLY_OTHER, "event.answers", "event.other-side", "event.next", "event.aimed-at"})


class Context(Struct, frozen=True, kw_only=True):
    """What was found in the sentence at hand, what was told before it, the sides of the text, and its cast.

    ``sentences`` are those of the text that were parsed, by number.
    """

    here: Found
    earlier: list[Told]
    sides: Sides
    cast: Cast
    sentences: Mapping[int, Sentence]


def lacks_a_target(draft: Draft) -> bool:
    """Whether it is aimed at somebody and does not say whom; those who clash with one another have no target."""
    return draft.event_type in AIMED and not draft.targets and len(draft.sources) == 1


def apart(mentions: Sequence[Mention], draft: Draft, cast: Cast) -> tuple[Mention, ...]:
    """Those of some parties that are not on the side of a draft's sources."""
    return tuple(
        mention
        for mention in mentions
        if is_party(mention.actor_id)
        and mention.text.split()[0].lower() not in SHARING
        and not is_among((mention,), draft.sources, cast)
    )


def is_inferred(draft: Draft) -> bool:
    """Whether a draft has its parties from another event: then it is no ground for further ones."""
    return any(reason.rule.startswith(INFERRED) for reason in draft.why)


def target_is_inferred(why: Iterable[Reason]) -> bool:
    """Whether these reasons say that another event, or the reader, told at whom it is aimed."""
    return any(reason.rule.startswith(INFERRED) and reason.rule not in OF_DOERS for reason in why)


def back(told: Told, earlier: Sequence[Told], furthest: int) -> Iterator[Told]:
    """Yield what was told before, the latest first, at most so many sentences back."""
    for before in reversed(earlier):
        if told.sentence.number - before.sentence.number > furthest:
            return
        yield before


def shares(mentions: Sequence[Mention], others: Sequence[Mention]) -> bool:
    return bool({m.actor_id for m in mentions} & {m.actor_id for m in others})


def aimed(draft: Draft, at: Told, rule: str, detail: str) -> Draft:
    return aimed_at(draft, at.draft.sources, at, rule, detail)


def named_elsewhere(draft: Draft, targets: tuple[Mention, ...], rule: str, detail: str) -> Draft:
    """A draft aimed at parties of other sentences, with their words as the reason."""
    why = tuple(Reason(rule=rule, text=m.text, start=m.start, end=m.end, detail=detail) for m in targets)
    return replace(draft, targets=targets, why=(*draft.why, *why))


def aimed_at(draft: Draft, targets: tuple[Mention, ...], at: Told, rule: str, detail: str) -> Draft:
    words = at.sentence.words(at.draft.head, at.draft.head)
    reason = Reason(rule=rule, text=words.text, start=words.start, end=words.end, detail=detail)
    return replace(draft, targets=targets, why=(*draft.why, reason))
