"""What the encoder says of an event that the rules found: its vote, and which type came next.

In:  a draft with its parties, the sentence, the encoder, the codebook, the cast.
Out: the draft with the vote in `encoder` and both in `why`.

The vote is for the record's type or, where it is told ahead or denied, for what
that is between two parties: "will withdraw" agrees to it. It changes neither
type nor parties: a record always stands on a cue that can be read. How much the
vote counts is for `qualifying/probability.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from whowhom.actors import Cast
from whowhom.events import grammar
from whowhom.events.classify import SPOKEN_OF, told_between
from whowhom.events.encoder import LABELS, NONE, Encoder
from whowhom.events.neutral import renamed
from whowhom.knowledge.codebook import Codebook
from whowhom.records import Actor, Draft, Mention, Reason, Sentence, Span

VOTE, NEXT = "encoder.vote", "encoder.next"
NOTHING = "no event between the two"
# So likely no event that a cue is not believed, by how many of its parties are known for a country or role: the more,
# the rarer a figure of speech. Of two hundred sentences of sport, stage, business and metaphor that neither rules nor
# encoder had seen 42 are coded without it, 10 with it; of two hundred real events in the same words none is lost, of
# the 2,400 examples of the codebook 15, of the 250 records of the development articles 4, three of them right.
NO_EVENT = (0.5, 0.6, 0.8)
MUTUAL = frozenset({("each", "other"), ("one", "another")})
SUPPOSING = frozenset({"if", "unless", "whether", "lest"})
# Countries that stand for parties known for a role; the encoder is told of others in their place (`neutral.py`).
COUNTRIES = ("Vanuatu", "Tuvalu", "Bhutan", "Andorra")


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


def weighed(sentence: Sentence, draft: Draft, encoder: Encoder, codebook: Codebook, cast: Cast) -> Draft | None:
    """The draft with the encoder's vote; None where that is for no event, and the cue's word has another sense.

    As it was where an event is only spoken of, or of one's own type: of these the encoder was taught nothing.
    """
    spoken_of = any(step.kind in SPOKEN_OF and step.token != draft.head for step in draft.steps)
    if spoken_of or draft.event_type not in LABELS:
        return draft
    asked = _asked(sentence, draft, codebook, cast)
    views = encoder.types(asked.text, asked.source, asked.target)
    # A deed denied, planned, begun or supposed is no other sense of its word; and two parties in one phrase ("the two
    # clans fought each other") cannot be marked.
    is_plain = not (draft.steps or _is_supposed(sentence, draft.head) or asked.in_one_phrase)
    if is_plain and views[NONE] >= NO_EVENT[asked.known]:
        return None
    between = {draft.event_type, told_between(sentence, draft, codebook)} & views.keys()
    vote = _likelier(sorted(between), views)
    rival = _likelier(sorted(views.keys() - between, reverse=True), views)
    return replace(draft, encoder=vote.share, why=(*draft.why, *_reasons(sentence, draft, vote, rival)))


def _is_supposed(sentence: Sentence, i: int) -> bool:
    return any(sentence.tokens[j].lemma in SUPPOSING for j in grammar.children(sentence, i, "mark"))


class Asked(Struct, frozen=True, kw_only=True):
    """What the encoder is asked: a text, where source and target stand in it, how many have a country or role."""

    text: str
    source: Span | None
    target: Span | None
    in_one_phrase: bool
    known: int


def _asked(sentence: Sentence, draft: Draft, codebook: Codebook, cast: Cast) -> Asked:
    """The sentence with its parties marked, those known for a role told as countries, whose names it does not read.

    So an army's deed and the same of rebels get the same vote.
    """
    parties = [
        next((mention for mention in mentions if mention.sentence == sentence.number), None)
        for mentions in (draft.sources, draft.targets or _met(sentence, draft, codebook))
    ]
    spans = [None if m is None else Span(start=m.start - sentence.start, end=m.end - sentence.start) for m in parties]
    source, target = spans
    if source is not None and target is not None and source.start < target.end and target.start < source.end:
        return Asked(text=sentence.text, source=source, target=target, in_one_phrase=True, known=2)
    known = sum(m is not None and cast.actor(m.actor_id).code is not None for m in parties)
    names = [
        name if mention is not None and _has_a_role(cast.actor(mention.actor_id)) else None
        for mention, name in zip(parties, _unnamed(sentence.text), strict=True)
    ]
    text, (source, target) = renamed(sentence.text, spans, names)
    return Asked(text=text, source=source, target=target, in_one_phrase=False, known=known)


def _met(sentence: Sentence, draft: Draft, codebook: Codebook) -> tuple[Mention, ...]:
    """Those who meet or clash are all sources: the others are whom the first one met.

    So are those who attack each other, in one phrase, which cannot be marked as two parties.
    """
    cue = codebook.by_id.get(draft.why[0].rule) if draft.why else None
    behind = [token.text.lower() for token in sentence.tokens[draft.head :]]
    mutual = any(pair in MUTUAL for pair in pairwise(behind))
    if cue is not None and cue.frame.reciprocal:
        return draft.sources[1:]
    return draft.sources if mutual and len(draft.sources) > 1 else ()


def _has_a_role(actor: Actor) -> bool:
    """Whether somebody is known for more than a country: an army, a government, a movement."""
    return actor.code is not None and actor.code != actor.country


def _unnamed(text: str) -> tuple[str, str]:
    """Two countries that a text does not name, or the first two where it names all but one."""
    names = [name for name in COUNTRIES if name not in text] + list(COUNTRIES)
    return names[0], names[1]


def _likelier(names: Iterable[str], views: Mapping[str, float]) -> View:
    """The likeliest of these types, the first of equal ones."""
    best = max(names, key=lambda name: views[name])
    return View(event_type=best, share=views[best])


def _reasons(sentence: Sentence, draft: Draft, vote: View, rival: View) -> tuple[Reason, Reason]:
    words = sentence.words(draft.head, draft.head)
    rival = replace(rival, event_type=NOTHING) if rival.event_type == NONE else rival

    def reason(rule: str, view: View) -> Reason:
        return Reason(rule=rule, text=words.text, start=words.start, end=words.end, detail=_written(view))

    return reason(VOTE, vote), reason(NEXT, rival)
