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
from whowhom.qualifying.status.governing import Reader
from whowhom.qualifying.status.rhetoric import rhetoric
from whowhom.records import Draft, Reason, Sentence, Status

__all__ = ["condition_mark", "negation", "status_of"]


def status_of(
    sentence: Sentence, draft: Draft, codebook: Codebook, words: WordLists
) -> tuple[Status, tuple[Reason, ...]]:
    """The status of the event that a draft tells, with the words it stands on.

    Operators at or below ``draft.head`` have gone into the event's type and
    no longer count; those above it do.
    """
    verdict = rhetoric(sentence, draft.head, words)
    if verdict is None:
        reader = Reader(sentence, words, codebook, event_type=draft.event_type, kinds=_kinds_above(draft))
        verdict = reader.verdict(draft.head)
    return verdict.status, (_reason(sentence, verdict),)


def _kinds_above(draft: Draft) -> dict[int, str]:
    """The operators that still apply, by token."""
    tokens = [step.token for step in draft.steps]
    first = tokens.index(draft.head) + 1 if draft.head in tokens else 0
    return {step.token: step.kind for step in draft.steps[first:]}


def _reason(sentence: Sentence, verdict: Verdict) -> Reason:
    words = sentence.words(verdict.token, verdict.token)
    return Reason(rule=verdict.rule, text=words.text, start=words.start, end=words.end, detail=verdict.status.value)
