"""Answers aimed at whoever called for them: requests, threats, charges, fire."""

from __future__ import annotations

from whowhom.actors import PLACE, Cast
from whowhom.events import grammar
from whowhom.events.inferring import (
    FURTHEST_DEED,
    REBUTS,
    Context,
    aimed,
    aimed_at,
    apart,
    back,
    lacks_a_target,
    named_elsewhere,
    shares,
)
from whowhom.events.sides import WORDS, Told, is_among, is_hostile
from whowhom.records import Draft, Mention, Sentence

# What calls for an answer, by the type of the answer.
CALLS = {
    "REJECT": frozenset({"REQUEST", "ACCUSE", "THREATEN"}),
    "CONCEDE": frozenset({"REQUEST", "THREATEN", "COERCE", "PROTEST", "ASSAULT"}),
    "AGREE": frozenset({"REQUEST", "THREATEN"}),
}
# An answer further away than this from what it answers is told with its addressee; a deed is remembered longer.
FURTHEST_CALL, FURTHEST_REQUEST = 3, 4
REQUESTS = frozenset({"REQUEST", "THREATEN"})
# Nouns for what calls for an answer, and how they were told; how many words behind the answer they stand.
CALLED = {
    **dict.fromkeys(("demand", "call", "ultimatum", "request", "appeal", "plea"), frozenset({"REQUEST", "THREATEN"})),
    **dict.fromkeys(("offer", "proposal", "invitation"), frozenset({"AGREE", "REQUEST", "CONSULT"})),
    **dict.fromkeys(
        ("charge", "accusation", "allegation", "criticism", "claim", "suggestion", "complaint", "report"),
        frozenset({"ACCUSE"}),
    ),
    **dict.fromkeys(("threat", "warning"), frozenset({"THREATEN"})),
}
FURTHEST_NOUN = 6
# Who takes back a claim, how it was made, and how it is spoken of.
DENYING = frozenset("deny dismiss reject dispute contest refute rubbish rebut disown contradict".split())
CLAIMING = frozenset(
    """say claim allege maintain insist hint suggest report tell argue contend assert believe blame accuse declare
    announce charge complain insinuate imply state""".split()
)
CLAIMS = frozenset(
    """claim charge accusation allegation insinuation suggestion report complaint idea assertion account story statement
    criticism version it which that""".split()
)
# Right after what violence is most often between the same two.
BLOWS = frozenset({"ASSAULT", "PROTEST"})
# Words by which fire answers fire.
RETURNING = frozenset({"return", "back", "retaliate", "retaliation", "respond", "response", "reply", "answer"})


def answering(told: Told, context: Context) -> Draft | None:
    """An answer without an addressee, aimed at whoever asked, threatened or accused its source last."""
    draft = told.draft
    calls = CALLS.get(draft.event_type)
    if draft.targets or not draft.sources or calls is None:
        return None
    for call in back(told, context.earlier, FURTHEST_REQUEST):
        if call.draft.event_type not in REQUESTS and told.sentence.number - call.sentence.number > FURTHEST_CALL:
            continue
        if call.sentence is told.sentence and any(step.kind == "demand" for step in draft.steps):
            continue  # "called on them to repeal the law": what is called for answers nothing
        others = {m.actor_id for m in call.draft.sources} - {m.actor_id for m in draft.sources}
        if call.draft.event_type in calls and others and is_among(draft.sources, call.draft.targets, context.cast):
            rule = REBUTS if call.draft.event_type == "ACCUSE" else "event.answers"
            return aimed(draft, call, rule, f"answers this {call.draft.event_type}")
    return None


def answering_claims(told: Told, context: Context) -> Draft | None:
    """A denial of what somebody says, aimed at him: "Witnesses say shells fell, which the army denies"."""
    draft, sentence = told.draft, told.sentence
    if draft.event_type != "REJECT" or draft.targets or not draft.sources:
        return None
    if sentence.tokens[draft.head].lemma not in DENYING:
        return None
    objects = grammar.children(sentence, draft.head, "dobj", "nsubjpass")
    if not objects and sentence.tokens[draft.head].dep == "relcl":
        objects = [sentence.tokens[draft.head].head]  # "a charge Rwanda denies"
    if not objects or any(sentence.tokens[j].lemma not in CLAIMS for j in objects):
        return None
    said_it = {sentence.tokens[j].lemma for j in objects} & {"it", "which", "that"}
    outright = sentence.tokens[draft.head].lemma in {"deny", "dispute", "contradict"}
    # "The rebels rejected it": rather what was offered than what was last said.
    before = None if said_it and not outright else context.sentences.get(sentence.number - 1)
    for spoken, end in ((sentence, draft.head), (before, len(before.tokens) if before is not None else 0)):
        claimants = () if spoken is None else _claimants(spoken, end, context.cast)
        if others := apart(claimants, draft, context.cast):
            return named_elsewhere(draft, others, "event.answers", "who says what is denied")
    return None


def _claimants(sentence: Sentence, end: int, cast: Cast) -> tuple[Mention, ...]:
    """Who last says something in a sentence, before one of its tokens."""
    for token in reversed(sentence.tokens[:end]):
        if token.lemma in CLAIMING and token.is_verb:
            subjects = [k for j in grammar.surface_subjects(sentence, token.i) for k in grammar.conjuncts(sentence, j)]
            named = tuple(m for j in subjects for m in cast.all_at(sentence.number, j))
            if named:
                return named
    return ()


def answering_at_once(told: Told, context: Context) -> Draft | None:
    """A bare answer, aimed at whoever called for something right before, whoever was called on: "Baku refused." """
    draft, sentence = told.draft, told.sentence
    calls = CALLS.get(draft.event_type)
    if draft.targets or not draft.sources or calls is None:
        return None
    if grammar.children(sentence, draft.head, "xcomp", "ccomp", "dobj", "prep", "pobj"):
        return None
    for call in back(told, context.earlier, 1):
        told_aside = call.sentence.tokens[call.draft.head].dep == "relcl"  # "the officers who had ordered it"
        if told_aside:
            continue
        if call.draft.event_type in calls & REQUESTS and (callers := apart(call.draft.sources, draft, context.cast)):
            return aimed_at(draft, callers, call, "event.answers", f"answers this {call.draft.event_type}")
    return None


def answering_noun(told: Told, context: Context) -> Draft | None:
    """An answer to "the ultimatum", "a suggestion", "any call", aimed at whoever made the last one."""
    draft, sentence = told.draft, told.sentence
    if draft.targets or not draft.sources or draft.event_type not in CALLS:
        return None
    below = [sentence.tokens[j].lemma for j in sentence.subtree(draft.head)[:FURTHEST_NOUN] if j > draft.head]
    if sentence.tokens[draft.head].dep == "relcl":
        below.append(
            sentence.tokens[sentence.tokens[draft.head].head].lemma
        )  # "a suggestion which ministers dismissed"
    calls = next((CALLED[lemma] for lemma in below if lemma in CALLED), frozenset())
    for call in back(told, context.earlier, FURTHEST_DEED) if calls else ():
        if call.draft.event_type in calls and (callers := apart(call.draft.sources, draft, context.cast)):
            return aimed_at(draft, callers, call, "event.answers", f"answers this {call.draft.event_type}")
    return None


def answering_words(told: Told, context: Context) -> Draft | None:
    """Words thrown back, aimed at whoever had the last ones: "Oman accused Kenya. Kenya hit back." """
    draft, tokens = told.draft, told.sentence.tokens
    beside = (*draft.trigger, *grammar.children(told.sentence, draft.head, "prt"))
    thrown_back = any(tokens[i].text.lower() == "back" for i in beside)
    if draft.event_type not in WORDS or not thrown_back or draft.targets or not draft.sources:
        return None
    for before in back(told, context.earlier, FURTHEST_CALL):
        if (
            before.draft.event_type in WORDS
            and before.draft.sources
            and not shares(draft.sources, before.draft.sources)
        ):
            return aimed(draft, before, "event.answers", f"answers this {before.draft.event_type}")
    return None


def answering_fire(told: Told, context: Context) -> Draft | None:
    """Violence that answers, aimed at whoever used it last: "Gunmen opened fire. Guards fired back." """
    draft, tokens = told.draft, told.sentence.tokens
    beside = (draft.head, *draft.trigger, *grammar.children(told.sentence, draft.head, "advmod", "prt"))
    answers = any(tokens[i].lemma in RETURNING for i in beside)
    if draft.event_type != "ASSAULT" or not answers or not lacks_a_target(draft):
        return None
    for before in back(told, context.earlier, FURTHEST_CALL):
        if before.draft.event_type == "ASSAULT" and (side := apart(before.draft.sources, draft, context.cast)):
            return aimed_at(draft, side, before, "event.answers", "answers this ASSAULT")
    return None


def next_blow(told: Told, context: Context) -> Draft | None:
    """Violence without a target right after violence or a protest of somebody else, aimed at him.

    Who began, and whether it answers anything, the rule does not say.
    """
    draft = told.draft
    if (
        not lacks_a_target(draft)
        or draft.event_type != "ASSAULT"
        or not is_hostile(told.sentence, draft)
        or draft.steps
    ):
        return None
    for before in back(told, context.earlier, 1):
        happened = is_hostile(before.sentence, before.draft) and not before.draft.steps
        if (
            before.draft.event_type in BLOWS
            and happened
            and _may_meet(told, before, context.cast)
            and (others := apart(before.draft.sources, draft, context.cast))
        ):
            return aimed_at(draft, others, before, "event.next", f"comes right after this {before.draft.event_type}")
    return None


def _may_meet(told: Told, other: Told, cast: Cast) -> bool:
    """Whether two events can be of one place: not of two countries, nor of sentences that name other places."""
    for first, second in zip(*(_whereabouts(each, cast) for each in (told, other)), strict=True):
        if first and second and first.isdisjoint(second):
            return False
    return True


def _whereabouts(told: Told, cast: Cast) -> tuple[set[str], set[str]]:
    """The countries of a draft's sources, and the places that its sentence names."""
    countries = {country for m in told.draft.sources if (country := cast.actor(m.actor_id).country) is not None}
    here = (m.actor_id for m in cast.mentions if m.sentence == told.sentence.number)
    return countries, {actor_id for actor_id in here if actor_id.startswith(PLACE)}
