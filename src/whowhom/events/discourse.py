"""Parties that an event has from other events, of the sentences before its own or of its own.

In:  what was found in each sentence of a document, and its cast.
Out: the drafts of each sentence; an answer is aimed at whoever called for it
("The council asked Moscow to leave. Moscow refused."), blame or praise for a deed
at whoever did it ("Gunmen raided the camp. The mayor condemned the raid."), and
a hostile word or deed that names nobody at whoever stands against its source
elsewhere ("Chad banned exports to Mali and cancelled visas.").
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from whowhom.actors import Cast, is_party
from whowhom.events import grammar
from whowhom.events.finding import Found
from whowhom.events.parties import JUDGING
from whowhom.events.sides import FORCE, WORDS, Sides, Told, is_among, is_hostile, side_of
from whowhom.records import ActorKind, Draft, Mention, Reason, Sentence

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
# What always has somebody at whom it is aimed, be it in another clause.
AIMED = frozenset({"ACCUSE", "REQUEST", "THREATEN", "SANCTION", "ASSAULT"})
# Three to six sentences gave the same targets on the development articles.
FURTHEST_SIDE = 3
# What speaks of what others do or should do.
SPEAKING = frozenset({"REQUEST", "ACCUSE"})
# Words by which fire answers fire.
RETURNING = frozenset({"return", "back", "retaliate", "retaliation", "respond", "response", "reply", "answer"})
# Why somebody resigns; CAMEO's code of mediation.
GROUNDS = frozenset({"over", "because", "protest", "disgust"})
MEDIATION = "045"
FACING_RULE, FACING = "event.other-side", "the other side of this event"
# "Each side", "both camps": nobody to aim at.
SHARING = frozenset({"each", "both", "all", "either"})
# Words for any deed; whose it is stands in the sentences before.
DECISIONS = frozenset(
    "decision move step measure announcement action order ruling verdict decree plan act offer".split()
)
POINTING = frozenset({"the", "this", "that", "these", "those"})
# Between a verb of judging and the deed judged: "condemned the raid", "voiced horror at the killing".
TOWARDS_VERB = frozenset({"dobj", "pobj", "prep", "nsubjpass", "conj", "dative"})


def with_discourse(found: Sequence[Found], sentences: Sequence[Sentence], cast: Cast) -> list[tuple[Draft, ...]]:
    """The drafts of each sentence, with the parties that earlier sentences give them."""
    earlier: list[Told] = []
    told_at_all = [
        Told(sentence=sentence, draft=draft)
        for sentence, here in zip(sentences, found, strict=True)
        for draft in here.drafts
    ]
    sides = Sides(told_at_all, cast)
    completed: list[tuple[Draft, ...]] = []
    for sentence, here in zip(sentences, found, strict=True):
        now: list[Draft] = []
        for draft in here.drafts:
            told = Told(sentence=sentence, draft=draft)
            aimed = (
                _answering(told, earlier, cast)
                or _judging(told, here, earlier)
                or _judging_decision(told, earlier, cast)
                or _facing(told, here, earlier, cast)
                or _answering_fire(told, earlier, cast)
                or _answering_words(told, earlier)
                or _against_government(told, cast)
                or _of_the_two(told, sides, cast)
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
        if call.draft.event_type in calls and others and is_among(draft.sources, call.draft.targets, cast):
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


def _judging_decision(told: Told, earlier: Sequence[Told], cast: Cast) -> Draft | None:
    """Blame or praise for "the decision", "this move", aimed at whoever did what was told last."""
    draft, sentence = told.draft, told.sentence
    if draft.targets or not draft.sources or draft.event_type not in JUDGING:
        return None
    objects = grammar.children(sentence, draft.head, "dobj", "nsubjpass")
    generic = [
        j
        for j in objects
        if sentence.tokens[j].lemma in DECISIONS
        and any(sentence.tokens[k].text.lower() in POINTING for k in grammar.children(sentence, j, "det"))
        and not grammar.children(sentence, j, "prep", "acl", "relcl", "poss")
    ]
    for before in _back(told, earlier, FURTHEST_CALL) if generic else ():
        deed = before.draft
        if deed.event_type not in JUDGING and (doers := _apart(deed.sources, draft, cast)):
            detail = f"means this {deed.event_type}, told before"
            return _aimed_at(draft, doers, before, "event.points-back", detail)
    return None


def _facing(told: Told, here: Found, earlier: Sequence[Told], cast: Cast) -> Draft | None:
    """What names nobody that it is aimed at, aimed at whoever stands on the other side of the nearest hostile event.

    That of the same sentence first, then of those before it. A request or charge is also aimed at whoever does what it
    speaks of.
    What has its own target from such an event gives none on.
    """
    draft = told.draft
    if not _lacks_a_target(draft):
        return None
    beside = sorted((other for other in here.drafts if other is not draft), key=lambda d: abs(d.head - draft.head))
    for other in beside:
        side = _other_side(draft, other, cast) if _sets_against(told.sentence, other, draft) else ()
        side = side or (_below(told, other, cast) if draft.event_type in SPEAKING else ())
        if side:
            return _aimed_at(draft, side, Told(sentence=told.sentence, draft=other), FACING_RULE, FACING)
    for before in _back(told, earlier, FURTHEST_SIDE):
        if _sets_against(before.sentence, before.draft, draft) and (side := _other_side(draft, before.draft, cast)):
            return _aimed_at(draft, side, before, FACING_RULE, FACING)
    return None


def _sets_against(sentence: Sentence, other: Draft, draft: Draft) -> bool:
    """Whether a hostile event says at whom another is aimed: who only accused somebody is not whom he shot at."""
    inferred = any(reason.rule == FACING_RULE for reason in other.why)
    only_said = draft.event_type == "ASSAULT" and other.event_type in WORDS
    return is_hostile(sentence, other) and not (inferred or only_said)


def _answering_fire(told: Told, earlier: Sequence[Told], cast: Cast) -> Draft | None:
    """Violence that answers, aimed at whoever used it last: "Gunmen opened fire. Guards fired back." """
    draft, tokens = told.draft, told.sentence.tokens
    beside = (draft.head, *draft.trigger, *grammar.children(told.sentence, draft.head, "advmod", "prt"))
    answers = any(tokens[i].lemma in RETURNING for i in beside)
    if draft.event_type != "ASSAULT" or not answers or not _lacks_a_target(draft):
        return None
    for before in _back(told, earlier, FURTHEST_CALL):
        if before.draft.event_type == "ASSAULT" and (side := _apart(before.draft.sources, draft, cast)):
            return _aimed_at(draft, side, before, "event.answers", "answers this ASSAULT")
    return None


def _answering_words(told: Told, earlier: Sequence[Told]) -> Draft | None:
    """Words thrown back, aimed at whoever had the last ones: "Oman accused Kenya. Kenya hit back." """
    draft, tokens = told.draft, told.sentence.tokens
    back = any(
        tokens[i].text.lower() == "back" for i in (*draft.trigger, *grammar.children(told.sentence, draft.head, "prt"))
    )
    if draft.event_type not in WORDS or not back or draft.targets or not draft.sources:
        return None
    for before in _back(told, earlier, FURTHEST_SIDE):
        if (
            before.draft.event_type in WORDS
            and before.draft.sources
            and not _shares(draft.sources, before.draft.sources)
        ):
            return _aimed(draft, before, "event.answers", f"answers this {before.draft.event_type}")
    return None


def _against_government(told: Told, cast: Cast) -> Draft | None:
    """A coup, or a minister's resignation over something, aimed at the government that the text speaks of."""
    draft = told.draft
    if draft.targets or len(draft.sources) != 1:
        return None
    source = cast.actor(draft.sources[0].actor_id)
    coup = draft.event_type == "ASSAULT" and told.sentence.tokens[draft.head].lemma == "coup"
    quits = "resign" in draft.modes and _has_grounds(told) and source.kind is ActorKind.PERSON
    if source.country is None or not (coup or quits):
        return None
    governing = [
        mention
        for mention in cast.mentions
        if mention.actor_id != source.actor_id
        and (actor := cast.actor(mention.actor_id)).country == source.country
        and (actor.kind is ActorKind.GOVERNMENT if quits else any(role.role == "GOV" for role in actor.roles[-1:]))
    ]
    nearest = min(
        governing, key=lambda m: (m.sentence > told.sentence.number, abs(m.start - told.sentence.start)), default=None
    )
    if nearest is None:
        return None
    return _named_elsewhere(draft, (nearest,), "event.government", "whom it turns against, by its country")


def _has_grounds(told: Told) -> bool:
    """Whether somebody resigns over something: "over the budget", "because of the war", "in protest"."""
    below = [told.sentence.tokens[j] for j in told.sentence.subtree(told.draft.head)]
    return any(token.text.lower() in GROUNDS for token in below)


def _of_the_two(told: Told, sides: Sides, cast: Cast) -> Draft | None:
    """What the whole text is about: who mediates does so between the two sides, and force of the one hits the other."""
    draft = told.draft
    if draft.targets or len(sides.two) != 2 or len(draft.sources) != 1:
        return None
    own = side_of(cast.actor(draft.sources[0].actor_id))
    keys = [side.key for side in sides.two]
    if own not in keys and draft.cameo.startswith(MEDIATION):
        mentions = tuple(side.nearest(told) for side in sides.two)
        return _named_elsewhere(draft, mentions, "event.two-sides", "the two whom the text is about")
    if sides.opposed and own in keys and draft.event_type in FORCE:
        other = sides.two[1 - keys.index(own)].nearest(told)
        return _named_elsewhere(draft, (other,), "event.two-sides", "the other of the two whom the text is about")
    return None


def _lacks_a_target(draft: Draft) -> bool:
    """Whether it is aimed at somebody and does not say whom; those who clash with one another have no target."""
    return draft.event_type in AIMED and not draft.targets and len(draft.sources) == 1


def _other_side(draft: Draft, other: Draft, cast: Cast) -> tuple[Mention, ...]:
    """Who stands on the other side of an event of the same source."""
    if is_among(draft.sources, other.sources, cast):
        return _apart(other.targets, draft, cast)
    if is_among(draft.sources, other.targets, cast):
        return _apart(other.sources, draft, cast)
    return ()


def _below(told: Told, other: Draft, cast: Cast) -> tuple[Mention, ...]:
    """Who does what a word speaks of: "looks into claims that soldiers tortured the miners"."""
    is_below = told.draft.head in told.sentence.ancestors(other.head)
    return _apart(other.sources, told.draft, cast) if is_below else ()


def _apart(mentions: Sequence[Mention], draft: Draft, cast: Cast) -> tuple[Mention, ...]:
    """Those of some parties that are not on the side of a draft's sources."""
    return tuple(
        mention
        for mention in mentions
        if is_party(mention.actor_id)
        and mention.text.split()[0].lower() not in SHARING
        and not is_among((mention,), draft.sources, cast)
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


def _shares(mentions: Sequence[Mention], others: Sequence[Mention]) -> bool:
    return bool({m.actor_id for m in mentions} & {m.actor_id for m in others})


def _aimed(draft: Draft, at: Told, rule: str, detail: str) -> Draft:
    return _aimed_at(draft, at.draft.sources, at, rule, detail)


def _named_elsewhere(draft: Draft, targets: tuple[Mention, ...], rule: str, detail: str) -> Draft:
    """A draft aimed at parties of other sentences, with their words as the reason."""
    why = tuple(Reason(rule=rule, text=m.text, start=m.start, end=m.end, detail=detail) for m in targets)
    return replace(draft, targets=targets, why=(*draft.why, *why))


def _aimed_at(draft: Draft, targets: tuple[Mention, ...], at: Told, rule: str, detail: str) -> Draft:
    words = at.sentence.words(at.draft.head, at.draft.head)
    reason = Reason(rule=rule, text=words.text, start=words.start, end=words.end, detail=detail)
    return replace(draft, targets=targets, why=(*draft.why, reason))
