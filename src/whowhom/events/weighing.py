"""What the encoder says of an event that the rules found: its vote, and which type came next.

In:  a draft with its parties, the sentence, the encoder.
Out: the draft with the vote in `encoder` and both in `why`.

The vote changes neither type nor parties: a record always stands on a cue that
can be read. How much the vote counts is for `qualifying/probability.py`.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from whowhom.events.classify import SPOKEN_OF, told_between
from whowhom.events.encoder import LABELS, NONE, Encoder
from whowhom.records import Draft, Mention, Reason, Sentence, Span

VOTE, NEXT = "encoder.vote", "encoder.next"


def weighed(sentence: Sentence, draft: Draft, encoder: Encoder) -> Draft:
    """The draft with the encoder's vote.

    As it was where an event is only spoken of, or of a project's own type: of these the encoder was taught nothing.
    """
    spoken_of = any(step.kind in SPOKEN_OF and step.token != draft.head for step in draft.steps)
    if spoken_of or draft.event_type not in LABELS:
        return draft
    views = encoder.types(sentence.text, _span(sentence, draft.sources), _span(sentence, draft.targets))
    vote = max(views[draft.event_type], views[told_between(sentence, draft)])
    return replace(draft, encoder=vote, why=(*draft.why, *_reasons(sentence, draft, vote, views)))


def _span(sentence: Sentence, mentions: tuple[Mention, ...]) -> Span | None:
    """Where the first of the parties stands in the sentence's own text."""
    if not mentions:
        return None
    return Span(start=mentions[0].start - sentence.start, end=mentions[0].end - sentence.start)


def _reasons(sentence: Sentence, draft: Draft, vote: float, views: Mapping[str, float]) -> tuple[Reason, Reason]:
    words = sentence.words(draft.head, draft.head)
    rival = max((name for name in views if name != draft.event_type), key=lambda name: (views[name], name))
    rival_words = "no event between the two" if rival == NONE else rival

    def reason(rule: str, detail: str) -> Reason:
        return Reason(rule=rule, text=words.text, start=words.start, end=words.end, detail=detail)

    return reason(VOTE, f"{draft.event_type} {vote:.2f}"), reason(NEXT, f"{rival_words} {views[rival]:.2f}")
