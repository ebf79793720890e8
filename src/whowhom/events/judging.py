"""Blame and praise aimed at whoever did what they speak of, and deeds that were told before."""

from __future__ import annotations

from rapidfuzz.distance import Prefix

from whowhom.events import grammar
from whowhom.events.inferring import (
    FURTHEST_DEED,
    ONE_DEED,
    POINTING,
    POINTS_BACK,
    Context,
    aimed,
    aimed_at,
    apart,
    back,
    is_inferred,
    shares,
)
from whowhom.events.parties import JUDGING
from whowhom.events.sides import Told, is_hostile
from whowhom.records import ActorKind, Draft, Sentence

ALSO = frozenset({"also", "too", "well", "likewise", "similarly"})
CAN_DIE = frozenset(
    {ActorKind.POPULATION, ActorKind.PERSON, ActorKind.ARMED_GROUP, ActorKind.MILITARY, ActorKind.POLICE}
)
# Words for any deed; whose it is stands in the sentences before.
DECISIONS = frozenset(
    """decision move step measure announcement action order ruling verdict decree plan act offer bill trial account
    declaration accord deal pact bargain pamphlet motion proposal dismissal sentence conviction sacking intrusion
    incursion putsch pardon amnesty appointment speech remark agreement annexation idea suggestion initiative pledge
    promise gesture intention operation intervention stoppage change law reform package campaign takeover
    deployment""".split()
)
# Who signs or defends a deal does not praise or blame those who made it.
DEALS = frozenset("accord deal pact bargain agreement bill motion resolution act plan".split())
MAKING = frozenset("sign ratify conclude defend endorse adopt initial approve back support vote".split())
# Nouns for deeds with dead, and codes of deeds without.
KILLINGS = frozenset("massacre killing slaughter murder assassination bloodbath carnage execution lynching".split())
DEADLESS = ("17", "181", "182", "14")
# Between a verb of judging and the deed judged: "condemned the raid", "voiced horror at the killing".
TOWARDS_VERB = frozenset({"dobj", "pobj", "prep", "nsubjpass", "conj", "dative"})
# Nouns for force that cues take for no deed of their own.
FORCE_NOUNS = frozenset("violence crackdown repression brutality atrocity bloodshed cruelty abuse onslaught".split())
# Letters that a verb and its noun share at least, and all but one of the verb's: "withdraw", "withdrawal".
LEAST_ALIKE = 5
# A decision further back than this is told with its author.
FURTHEST_DECISION = 3


def judging(told: Told, context: Context) -> Draft | None:
    """Blame or praise for "the raid", aimed at whoever was last told to have raided."""
    draft, sentence = told.draft, told.sentence
    if draft.targets or not draft.sources or draft.event_type not in JUDGING:
        return None
    for deed in (*context.here.drafts, *context.here.bare):
        if deed.sources or not _is_judged(told, deed.head):
            continue
        noun = sentence.tokens[deed.head].lemma
        for done in reversed(context.earlier):
            near = sentence.number - done.sentence.number <= FURTHEST_DEED
            same = done.draft.event_type == deed.event_type or {done.draft.event_type, deed.event_type} <= ONE_DEED
            if (
                ((near and same) or _is_called(noun, done))
                and _may_be(sentence.tokens[deed.head].lemma, done)
                and not is_inferred(done.draft)
                and done.draft.sources
                and not shares(draft.sources, done.draft.sources)
            ):
                return aimed(draft, done, POINTS_BACK, "means this deed, told before")
    return None


def judging_force(told: Told, context: Context) -> Draft | None:
    """Blame for a deed that the text has not told, aimed at the one side that used force in it: "the crackdown"."""
    draft, sentence = told.draft, told.sentence
    if draft.targets or not draft.sources or draft.event_type != "ACCUSE":
        return None
    below = set(sentence.subtree(draft.head))
    deeds = {d.head for d in (*context.here.drafts, *context.here.bare) if d.event_type in ONE_DEED and not d.sources}
    deeds |= {j for j in below if sentence.tokens[j].lemma in FORCE_NOUNS}
    if not any(j in below and _points_back(sentence, j) for j in deeds):
        return None
    own = context.sides.keys(draft.sources)
    used = [
        other
        for other in context.earlier
        if other.draft.event_type in ONE_DEED
        and is_hostile(other.sentence, other.draft)
        and not is_inferred(other.draft)
    ]
    sides = {key for other in used for key in context.sides.keys(other.draft.sources)} - own
    if len(sides) != 1:
        return None
    last = next(other for other in reversed(used) if context.sides.keys(other.draft.sources) & sides)
    return aimed(draft, last, POINTS_BACK, "who used force in this text")


def _points_back(sentence: Sentence, i: int) -> bool:
    """Whether a deed is one told before and no other: "the crackdown"; not "domestic violence", "an attack on nuns"."""
    words = {sentence.tokens[j].text.lower() for j in grammar.children(sentence, i, "det")}
    return bool(words & POINTING) and not grammar.children(sentence, i, "prep", "amod", "compound", "relcl")


def judging_decision(told: Told, context: Context) -> Draft | None:
    """Blame or praise for "the decision", "this move", aimed at whoever did what was told last."""
    draft, sentence = told.draft, told.sentence
    if draft.targets or not draft.sources or draft.event_type not in JUDGING:
        return None
    nouns = DECISIONS - DEALS if sentence.tokens[draft.head].lemma in MAKING else DECISIONS
    objects = grammar.children(sentence, draft.head, "dobj", "nsubjpass")
    objects = objects or grammar.small_clause_subjects(sentence, draft.head)
    generic = [
        j
        for j in objects
        if sentence.tokens[j].lemma in nouns
        and any(sentence.tokens[k].text.lower() in POINTING for k in grammar.children(sentence, j, "det"))
        and not grammar.children(sentence, j, "acl", "relcl", "poss")
        and all(sentence.tokens[k].lemma == "as" for k in grammar.children(sentence, j, "prep"))
    ]
    for before in back(told, context.earlier, FURTHEST_DECISION) if generic else ():
        deed = before.draft
        if deed.event_type not in JUDGING and (doers := apart(deed.sources, draft, context.cast)):
            detail = f"means this {deed.event_type}, told before"
            return aimed_at(draft, doers, before, POINTS_BACK, detail)
    return None


def joining_in(told: Told, context: Context) -> Draft | None:
    """Blame or praise by somebody else of the same: "Algeria condemned the treaty. Russia criticised it as well." """
    draft, sentence = told.draft, told.sentence
    beside = {sentence.tokens[j].text.lower() for j in grammar.children(sentence, draft.head, "advmod", "cc", "dep")}
    if draft.targets or not draft.sources or draft.event_type not in JUDGING or not beside & ALSO:
        return None
    for before in back(told, context.earlier, 1):
        if before.draft.event_type == draft.event_type and (same := apart(before.draft.targets, draft, context.cast)):
            return aimed_at(draft, same, before, POINTS_BACK, "the same as here")
    return None


def same_deed(told: Told, context: Context) -> Draft | None:
    """ "The killings", "the embargo" without a target: that of the deed of this type that was told last."""
    draft = told.draft
    pointing = grammar.children(told.sentence, draft.head, "det")
    if draft.targets or not any(told.sentence.tokens[j].text.lower() in POINTING for j in pointing):
        return None
    for before in back(told, context.earlier, FURTHEST_DEED):
        deed = before.draft
        suffered = apart(deed.targets, draft, context.cast)
        if deed.event_type == draft.event_type and suffered:
            return aimed_at(draft, suffered, before, POINTS_BACK, "means this deed, told before")
    return None


def counted_victims(told: Told, context: Context) -> Draft | None:
    """Victims of whom only the number is told are of those attacked right before: "fired on miners, killing ten"."""
    draft = told.draft
    numbers = draft.targets and all(_is_bare_number(told.sentence, mention.head) for mention in draft.targets)
    if draft.event_type != "ASSAULT" or not numbers:
        return None
    for deed in reversed(context.here.drafts):
        attacked = tuple(m for m in deed.targets if context.cast.actor(m.actor_id).kind in CAN_DIE)
        same = not draft.sources or shares(draft.sources, deed.sources)
        if deed.head < draft.head and deed.event_type == "ASSAULT" and attacked and same and not is_inferred(deed):
            return aimed_at(draft, attacked, Told(sentence=told.sentence, draft=deed), POINTS_BACK, "of those attacked")
    return None


def _is_bare_number(sentence: Sentence, i: int) -> bool:
    """Whether a number counts nobody who is named: "at least ten"; not "one of them"."""
    token = sentence.tokens[i]
    return token.tag == "CD" and token.lemma != "one" and not grammar.children(sentence, i, "prep")


def _is_called(noun: str, done: Told) -> bool:
    """Whether a noun is that of the verb by which a deed was told: "the withdrawal" after "withdrew"."""
    told = done.sentence.tokens[done.draft.head].lemma.lower()
    alike = Prefix.similarity(noun.lower(), told)
    return alike >= max(LEAST_ALIKE, len(told) - 1)


def _may_be(noun: str, done: Told) -> bool:
    """Whether a deed told before can be what a noun means: tear gas is no massacre."""
    return noun not in KILLINGS or not done.draft.cameo.startswith(DEADLESS)


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
