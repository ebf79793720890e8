"""What the encoder says of an event that the rules found: its vote, and which type came next.

In:  a draft with its parties, the sentence, the encoder, the codebook.
Out: the draft with the vote in `encoder` and both in `why`.

The vote is for the record's type or, where it is told ahead or denied, for what
that is between two parties: "will withdraw" agrees to it. It changes neither
type nor parties: a record always stands on a cue that can be read. How much the
vote counts is for `qualifying/probability.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct
from msgspec.structs import replace

from whowhom.events.classify import SPOKEN_OF, told_between
from whowhom.events.encoder import LABELS, NONE, Encoder
from whowhom.knowledge.codebook import Codebook
from whowhom.records import Draft, Mention, Reason, Sentence, Span

VOTE, NEXT = "encoder.vote", "encoder.next"
NOTHING = "no event between the two"
# So likely no event that a cue is not believed. A hundred sentences of sport, stage, business and metaphor unseen by
# rules and encoder: 23 are coded without it, 5 with it; of a hundred real events in the same words none is lost. Of the
# records of the development articles it takes 3, two of them right.
NO_EVENT = 0.6


class View(Struct, frozen=True, kw_only=True):
    """What the encoder gives a type, or that nothing joins the two (`NOTHING`): a share, 0 to 1, not calibrated."""

    event_type: str
    share: float


def views_in(why: Iterable[Reason]) -> dict[str, View]:
    """The views that a record's reasons hold, by their rules `VOTE` and `NEXT`; empty where no encoder was asked."""
    return {reason.rule: _read(reason.detail or "") for reason in why if reason.rule in {VOTE, NEXT}}


def _read(detail: str) -> View:
    name, _, share = detail.rpartition(" ")
    return View(event_type=name, share=float(share))


def _written(view: View) -> str:
    return f"{view.event_type} {view.share:.2f}"


def weighed(sentence: Sentence, draft: Draft, encoder: Encoder, codebook: Codebook) -> Draft | None:
    """The draft with the encoder's vote; None where that is for no event, and the cue's word has another sense.

    As it was where an event is only spoken of, or of one's own type: of these the encoder was taught nothing.
    """
    spoken_of = any(step.kind in SPOKEN_OF and step.token != draft.head for step in draft.steps)
    if spoken_of or draft.event_type not in LABELS:
        return draft
    source, target = _span(sentence, draft.sources), _span(sentence, draft.targets or _met(draft, codebook))
    views = encoder.types(sentence.text, source, target)
    # A deed denied, planned or begun is no other sense of its word.
    if views[NONE] >= NO_EVENT and not draft.steps and _is_nothing(sentence.text, source, target, encoder):
        return None
    vote = _likelier((draft.event_type, told_between(sentence, draft, codebook)), views)
    rival = _likelier(sorted(views.keys() - {draft.event_type, vote.event_type}, reverse=True), views)
    return replace(draft, encoder=vote.share, why=(*draft.why, *_reasons(sentence, draft, vote, rival)))


def _met(draft: Draft, codebook: Codebook) -> tuple[Mention, ...]:
    """Those who meet or clash are all sources: the others are whom the first one met."""
    cue = codebook.by_id.get(draft.why[0].rule) if draft.why else None
    return draft.sources[1:] if cue is not None and cue.frame.reciprocal else ()


def _is_nothing(text: str, source: Span | None, target: Span | None, encoder: Encoder) -> bool:
    """Whether it sees no event the other way round either: no party is believed less than the other.

    Two parties in one phrase ("the two clans fought each other") cannot be marked, and are believed.
    """
    if source is None or target is None:
        return True
    if source.start < target.end and target.start < source.end:
        return False
    return encoder.types(*exchanged(text, source, target))[NONE] >= NO_EVENT


def exchanged(text: str, source: Span, target: Span) -> tuple[str, Span, Span]:
    """The text with the words of two parties in one another's place: as if the target did it to the source."""
    first, second = sorted((source, target))
    one, other = text[first.start : first.end], text[second.start : second.end]
    told = text[: first.start] + other + text[first.end : second.start] + one + text[second.end :]
    early = Span(start=first.start, end=first.start + len(other))
    late = Span(start=second.end - len(one), end=second.end)
    return (told, early, late) if source == first else (told, late, early)


def _likelier(names: Iterable[str], views: Mapping[str, float]) -> View:
    """The likeliest of these types, the first of equal ones."""
    best = max(names, key=lambda name: views[name])
    return View(event_type=best, share=views[best])


def _span(sentence: Sentence, mentions: tuple[Mention, ...]) -> Span | None:
    """Where the first of the parties stands in the sentence's own text."""
    if not mentions:
        return None
    return Span(start=mentions[0].start - sentence.start, end=mentions[0].end - sentence.start)


def _reasons(sentence: Sentence, draft: Draft, vote: View, rival: View) -> tuple[Reason, Reason]:
    words = sentence.words(draft.head, draft.head)
    rival = replace(rival, event_type=NOTHING) if rival.event_type == NONE else rival

    def reason(rule: str, view: View) -> Reason:
        return Reason(rule=rule, text=words.text, start=words.start, end=words.end, detail=_written(view))

    return reason(VOTE, vote), reason(NEXT, rival)
