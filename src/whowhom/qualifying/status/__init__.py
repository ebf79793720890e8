"""Whether an event happened, as far as its sentence says: actual, planned, demanded, negated, ...

In:  a sentence and a draft with the operators above it.
Out: its `Status`, and the words that decided.

`clause.py` reads the event's own words, `governing.py` what stands above it;
`rhetoric.py` knows what is told as an event and is none ("a war on common sense").
"""

from __future__ import annotations

from whowhom.knowledge.codebook import Codebook
from whowhom.knowledge.words import WordLists
from whowhom.qualifying.status.clause import Verdict, condition_mark, negation
from whowhom.qualifying.status.governing import Decider
from whowhom.qualifying.status.rhetoric import rhetoric
from whowhom.records import Draft, Reason, Sentence, Status

__all__ = ["condition_mark", "negation", "status_of"]

READER = "status.reader"
AS_FACT = frozenset({Status.ACTUAL, Status.ONGOING, Status.HABITUAL})
# How likely no fact an event is to the reader for that to count: where the rules know no word that decides, and where
# a tense or another word says that it happened. Of our articles' events that are so doubted 19 were no fact, 11 were.
PLAIN = "status.told"
DOUBTS, DOUBTS_WORDS = 0.6, 0.9


def status_of(
    sentence: Sentence, draft: Draft, codebook: Codebook, words: WordLists
) -> tuple[Status, tuple[Reason, ...]]:
    """The status of the event that a draft tells, with the words it stands on.

    Operators at or below ``draft.head`` have gone into the event's type and
    no longer count; those above it do.
    """
    verdict = rhetoric(sentence, draft.head, words)
    if verdict is None:
        decider = Decider(sentence, words, codebook, event_type=draft.event_type, kinds=_kinds_above(draft))
        verdict = decider.verdict(draft.head)
    reason = _reason(sentence, verdict)
    doubt = _doubted(sentence, draft, verdict) if verdict.status in AS_FACT else None
    return (verdict.status, (reason,)) if doubt is None else (doubt[0], (reason, doubt[1]))


def _doubted(sentence: Sentence, draft: Draft, verdict: Verdict) -> tuple[Status, Reason] | None:
    """What the reader of the whole text takes an event for that the rules take for a fact, where it is sure enough."""
    unreal = {status: share for status, share in draft.likely.items() if status not in AS_FACT}
    if sum(unreal.values()) < (DOUBTS if verdict.rule == PLAIN else DOUBTS_WORDS):
        return None
    status = max(unreal, key=lambda each: unreal[each])
    words = sentence.words(draft.head, draft.head)
    detail = f"{status.value}: {sum(unreal.values()):.2f} that it is told as no fact"
    return status, Reason(rule=READER, text=words.text, start=words.start, end=words.end, detail=detail)


def _kinds_above(draft: Draft) -> dict[int, str]:
    """The operators that still apply, by token."""
    tokens = [step.token for step in draft.steps]
    first = tokens.index(draft.head) + 1 if draft.head in tokens else 0
    return {step.token: step.kind for step in draft.steps[first:]}


def _reason(sentence: Sentence, verdict: Verdict) -> Reason:
    words = sentence.words(verdict.token, verdict.token)
    return Reason(rule=verdict.rule, text=words.text, start=words.start, end=words.end, detail=verdict.status.value)
