"""Whom an answer is given to: "The council asked Moscow to leave. Moscow refused."

In:  the drafts of a document, sentence by sentence, and its cast.
Out: the same drafts; a refusal, a concession or a promise that names nobody
is aimed at whoever asked, threatened or accused its source just before.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from whowhom.actors import Cast
from whowhom.records import Draft, Mention, Reason, Sentence

# What calls for an answer, by the type of the answer.
CALLS = {
    "REJECT": frozenset({"REQUEST", "ACCUSE", "THREATEN"}),
    "CONCEDE": frozenset({"REQUEST", "THREATEN", "COERCE", "PROTEST", "ASSAULT"}),
    "AGREE": frozenset({"REQUEST", "THREATEN"}),
}
# An answer further away than this from what it answers is told with its addressee.
FURTHEST = 2


def with_answers(
    found: Sequence[tuple[Draft, ...]], sentences: Sequence[Sentence], cast: Cast
) -> list[tuple[Draft, ...]]:
    """The drafts of each sentence, answers aimed at whoever called for them."""
    earlier: list[tuple[Sentence, Draft]] = []
    answered: list[tuple[Draft, ...]] = []
    for sentence, drafts in zip(sentences, found, strict=True):
        now: list[Draft] = []
        for draft in drafts:
            call = next(_calls(draft, sentence, earlier, cast), None)
            now.append(draft if call is None else _aimed(draft, *call))
            earlier.append((sentence, draft))
        answered.append(tuple(now))
    return answered


def _calls(
    draft: Draft, sentence: Sentence, earlier: Sequence[tuple[Sentence, Draft]], cast: Cast
) -> Iterator[tuple[Sentence, Draft]]:
    """Yield what a draft without a target may answer, the latest first."""
    if draft.targets or not draft.sources or draft.event_type not in CALLS:
        return
    for where, call in reversed(earlier):
        if sentence.number - where.number > FURTHEST:
            return
        others = {m.actor_id for m in call.sources} - {m.actor_id for m in draft.sources}
        if call.event_type in CALLS[draft.event_type] and others and _is_among(draft.sources, call.targets, cast):
            yield where, call


def _is_among(mentions: Sequence[Mention], others: Sequence[Mention], cast: Cast) -> bool:
    """Whether one of some parties is, or is of the same country as, one of others."""
    ids = {mention.actor_id for mention in others}
    countries = {cast.actor(i).country for i in ids} - {None}
    return any(m.actor_id in ids or cast.actor(m.actor_id).country in countries for m in mentions)


def _aimed(draft: Draft, where: Sentence, call: Draft) -> Draft:
    words = where.words(call.head, call.head)
    reason = Reason(
        rule="event.answers",
        text=words.text,
        start=words.start,
        end=words.end,
        detail=f"answers this {call.event_type}: its sources are whom the answer is given to",
    )
    return replace(draft, targets=call.sources, why=(*draft.why, reason))
