"""Parties that an event has from other events, of the sentences before its own or of its own.

In:  what was found in each sentence of a document, and its cast.
Out: the drafts of each sentence; an answer is aimed at whoever called for it
("The council asked Moscow to leave. Moscow refused."), blame or praise for a deed
at whoever did it ("Gunmen raided the camp. The mayor condemned the raid."), and
a hostile word or deed that names nobody at whoever stands against its source
elsewhere ("Chad banned exports to Mali and cancelled visas.").
"""

from __future__ import annotations

from collections.abc import Sequence

from whowhom.actors import Cast
from whowhom.events import answers, grammar, judging, nearby, opponents
from whowhom.events.authorities import with_authorities
from whowhom.events.finding import Found, without_ground
from whowhom.events.inferring import Context
from whowhom.events.sides import Sides, Told
from whowhom.records import Draft, Sentence

# The first rule that says something counts: what stands near before what holds for the whole text.
RULES = (
    judging.counted_victims,
    answers.answering,
    judging.judging,
    judging.judging_decision,
    judging.judging_force,
    opponents.facing,
    answers.answering_fire,
    answers.answering_words,
    opponents.against_government,
    opponents.of_the_two,
    judging.same_deed,
    answers.answering_at_once,
    answers.answering_noun,
    answers.answering_claims,
    judging.joining_in,
    answers.next_blow,
    opponents.against_rebels,
    opponents.helping,
    nearby.abroad,
    nearby.protesting,
    opponents.of_the_text,
    nearby.only_other,
)


def with_discourse(found: Sequence[Found], sentences: Sequence[Sentence], cast: Cast) -> list[tuple[Draft, ...]]:
    """The drafts of each sentence, with the parties that other sentences give them."""
    told = [
        [Told(sentence=sentence, draft=draft) for draft in here.drafts]
        for sentence, here in zip(sentences, found, strict=True)
    ]
    sides = Sides([one for those in told for one in those], cast)
    earlier: list[Told] = []
    completed: list[tuple[Draft, ...]] = []
    by_number = {sentence.number: sentence for sentence in sentences}
    for those, here in zip(told, found, strict=True):
        context = Context(here=here, earlier=earlier, sides=sides, cast=cast, sentences=by_number)
        now: list[Draft] = []
        for one in those:
            aimed = with_authorities(Told(sentence=one.sentence, draft=_aimed(one, context)), context)
            now.append(without_ground(one.sentence, aimed))
            earlier.append(Told(sentence=one.sentence, draft=aimed))
        completed.append(tuple(now))
    return completed


def _aimed(told: Told, context: Context) -> Draft:
    """The draft with what the first rule that applies gives it; who "shot himself" hit nobody else."""
    objects = grammar.children(told.sentence, told.draft.head, "dobj")
    if any(grammar.is_reflexive(told.sentence, j) for j in objects) or nearby.is_for_no_rival(told):
        return told.draft
    return next((draft for rule in RULES if (draft := rule(told, context)) is not None), told.draft)
