"""Say what type of event joins two marked parties, by the codebook's rules and the encoder.

In:  a short text, its parsed sentences, the spans of source and target.
Out: the likeliest type, and the probability of each.

The rules find every event of the text as if the two were its only actors. An
event votes for its type with a weight that says how well it joins the two: it
names both in their slots, or one of them, or merely stands near them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from whowhom.actors.cast import Cast, cast_of_spans
from whowhom.events.algebra import is_future
from whowhom.events.blending import together
from whowhom.events.encoder import NONE, Encoder
from whowhom.events.finding import all_drafts
from whowhom.knowledge.codebook import Codebook
from whowhom.records import Actor, ActorKind, Draft, Sentence, Span

SOURCE, TARGET = "source", "target"
# Steps under which an event is only spoken of; the speaking is then the event between the parties.
SPOKEN_OF = frozenset({"commit", "refuse", "threaten", "demand", "forbid", "deny", "allege", "doubt", "permit"})

# Steps that tell an event ahead, and that deny it.
AHEAD, DENIED = frozenset({"plan", "expect"}), frozenset({"negate", "fail"})

# Weights of the votes; each halves or doubles with what it stands for. Swept by hand on the even half of
# `benchmarks/event_types.py`; the figures move by less than a point when any one of them is changed by a half.
JOINS_BOTH = 16.0
JOINS_ONE = 4.0
WRONG_WAY = 6.0
SPOKEN = 0.4
EACH_STEP_AWAY = 0.85
EACH_CONDITION = 1.2
# Types less likely than this are left out of an answer.
LEAST = 0.001


class Classification(Struct, frozen=True, kw_only=True):
    """The type of event between two parties, None where nothing is likelier than any.

    ``probabilities`` of the types, likeliest first; what they lack to 1 is the
    probability of no event. Calibrated where an encoder has its say; from rules
    alone they are shares of the votes.
    """

    event_type: str | None
    probabilities: Mapping[str, float]


def classify(
    text: str,
    parsed: Sequence[Sentence],
    source: Span | None,
    target: Span | None,
    codebook: Codebook,
    encoder: Encoder | None = None,
) -> Classification:
    """What ``source`` does to ``target``; a party that the text does not name is None.

    The sentences' and spans' offsets are those of ``text``.
    """
    votes = rule_votes(parsed, source, target, codebook)
    is_marked = source is not None or target is not None  # of nobody there is nothing to ask
    views = encoder.types(text, source, target) if encoder is not None and is_marked else None
    probabilities = together(votes, views)
    likeliest = next(iter(probabilities))
    return Classification(
        event_type=likeliest if likeliest != NONE else None,
        probabilities={name: round(p, 4) for name, p in probabilities.items() if name != NONE and p >= LEAST},
    )


def rule_votes(
    parsed: Sequence[Sentence], source: Span | None, target: Span | None, codebook: Codebook
) -> dict[str, float]:
    """The weight of the cues' votes for each type, above 0; empty where no cue holds."""
    votes: dict[str, float] = {}
    for sentence in parsed:
        cast = _cast(sentence, source, target)
        for draft in all_drafts(sentence, cast, codebook):
            weight = _weight(sentence, draft, cast, codebook)
            event_type = told_between(sentence, draft, codebook)
            votes[event_type] = max(votes.get(event_type, 0.0), weight)
    return votes


def _cast(sentence: Sentence, source: Span | None, target: Span | None) -> Cast:
    spans = {
        name: [span]
        for name, span in ((SOURCE, source), (TARGET, target))
        if span is not None and span.start < sentence.end and sentence.start < span.end
    }
    return cast_of_spans(sentence, spans, [Actor(actor_id=i, name=i, kind=ActorKind.OTHER) for i in spans])


def told_between(sentence: Sentence, draft: Draft, codebook: Codebook) -> str:
    """The type between the parties of an event that is told ahead or denied, by `between.tsv`."""
    between = codebook.between.get(draft.event_type)
    kinds = {step.kind for step in draft.steps}
    if between is not None and between.denied is not None and kinds & DENIED:
        return between.denied
    if between is not None and between.ahead is not None and (kinds & AHEAD or is_future(sentence, draft.head)):
        return between.ahead
    return draft.event_type


def _weight(sentence: Sentence, draft: Draft, cast: Cast, codebook: Codebook) -> float:
    """How well a draft joins the two parties; above 0."""
    sources = {mention.actor_id for mention in draft.sources}
    targets = {mention.actor_id for mention in draft.targets}
    named = {mention.actor_id for mention in cast.mentions}
    if not named - sources - targets and sources | targets:
        right_way = TARGET not in sources - targets or SOURCE in sources
        weight = JOINS_BOTH if right_way and len(named) > 1 else WRONG_WAY
    elif SOURCE in sources or TARGET in targets:
        weight = JOINS_ONE
    elif sources or targets:
        weight = JOINS_ONE / 2
    else:
        weight = 1.0
    if any(step.kind in SPOKEN_OF and not _changes(step.token, draft) for step in draft.steps):
        weight *= SPOKEN
    weight *= EACH_CONDITION ** _conditions(draft, codebook)
    return weight * EACH_STEP_AWAY ** _steps_away(sentence, draft, cast)


def _changes(token: int, draft: Draft) -> bool:
    """Whether the operator at ``token`` made the event what it is: it then tells it, and does not speak of it."""
    return token == draft.head


def _conditions(draft: Draft, codebook: Codebook) -> int:
    cue = codebook.by_id.get(draft.why[0].rule) if draft.why else None
    return sum(1 for condition in cue.conditions if not condition.negated) if cue is not None else 0


def _steps_away(sentence: Sentence, draft: Draft, cast: Cast) -> int:
    """How many arcs of the parse lie between the event's word and the parties, the nearer and the farther together."""
    above = (draft.head, *sentence.ancestors(draft.head))
    total = 0
    for mention in cast.mentions:
        over = (mention.head, *sentence.ancestors(mention.head))
        shared = next((i for i in above if i in over), None)
        total += len(sentence.tokens) if shared is None else above.index(shared) + over.index(shared)
    return total
