"""What else a text tells between two parties, and who is told of near an event: what the reader is told beside words.

In:  the drafts of a document as the rules have them, its parsed sentences, its cast.
Out: for an event that the reader is asked of, `TIES` numbers of 0 or 1 for each mention.

A network that reads words alone would have to gather these from all over the text.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from msgspec import Struct

from whowhom.actors import Cast
from whowhom.events.inferring import GUESSES, target_is_inferred
from whowhom.events.sides import HOSTILE
from whowhom.records import Draft, Mention, Sentence

# How an event stands between two: against (the hostile types), for, and with, all others.
IN_FAVOUR = frozenset("AGREE SUPPORT AID COOPERATE CONCEDE RETREAT".split())
MANNERS = 3
# Sentences within which another event is near.
NEAR = 2
# Who was told of last before the event, who before him, who third or fourth: by this place, counted from 0.
NEAREST = ((0,), (1,), (2, 3))
# What the numbers say, in their order. In "against" and so on the first is who does it.
NAMES = (
    *(f"{pair} {manner}{near}"
      for near in ("", " near") for pair in ("source-actor", "actor-source") for manner in ("against", "for", "with")),
    "source's country", "another country", "no country", "text's country", "guessed by a rule",
    "told of last", "told of last but one", "told of before these", "not told of yet",
    "source before", "target before", "source behind", "target behind", "is a subject",
)  # fmt: skip
TIES = len(NAMES)


class Question(Struct, frozen=True, kw_only=True):
    """An event as the reader is asked of it: at whom is it aimed?

    ``start`` and ``end`` are the offsets of its head in the text, ``sources`` the ids of those who do it. ``number`` is
    its place among the drafts, None where no rule found it.
    """

    sentence: int
    start: int
    end: int
    event_type: str
    is_noun: bool
    sources: frozenset[str]
    number: int | None


class _Deed(Struct, frozen=True, kw_only=True):
    """Who does what in a draft, and to whom as far as its clause names him."""

    sentence: int
    manner: int
    sources: frozenset[str]
    targets: frozenset[str]


class Ties:
    """The ties of a text's parties; ask them with `of`."""

    def __init__(self, drafts: Sequence[Draft], sentences: Mapping[int, Sentence], cast: Cast) -> None:
        self._drafts, self._sentences, self._cast = drafts, sentences, cast
        self._told = [_deed(draft) for draft in drafts]
        self._between: dict[tuple[str, str], list[int]] = defaultdict(list)
        for number, told in enumerate(self._told):
            for pair in ((source, target) for source in told.sources for target in told.targets):
                self._between[pair].append(number)
        in_order = sorted(range(len(drafts)), key=lambda number: (drafts[number].sentence, drafts[number].head))
        in_a_row = [None, *(self._told[number] for number in in_order), None]
        self._beside = {number: (in_a_row[i], in_a_row[i + 2]) for i, number in enumerate(in_order)}

    def of(self, question: Question, mentions: Sequence[Mention]) -> list[list[int]]:
        """The ties of an event with each of some mentions, [M, TIES], each as in `NAMES`.

        Whether in another event, anywhere and near this one, its sources were against, for or with the mention's actor
        or he with them; whose country he is of; whether a rule guessed that he is the target; how lately the text told
        of him; whether he is a party of the event told right before or right behind; whether he is a subject here.
        """
        last: dict[str, int] = {}
        for mention in mentions:
            if (mention.sentence, mention.start) < (question.sentence, question.start):
                last[mention.actor_id] = max(last.get(mention.actor_id, -1), mention.start)
        latest = {actor_id: i for i, actor_id in enumerate(sorted(last, key=lambda each: -last[each]))}
        guessed = self._guessed(question)
        found = {
            actor_id: [
                *self._between_both(question, actor_id),
                *self._countries(question, actor_id),
                int(actor_id in guessed),
                *(int(latest.get(actor_id) in places) for places in NEAREST),
                int(actor_id not in latest),
                *self._is_beside(question, actor_id),
            ]
            for actor_id in {mention.actor_id for mention in mentions}
        }
        return [[*found[mention.actor_id], self._is_subject(mention)] for mention in mentions]

    def _between_both(self, question: Question, actor_id: str) -> list[int]:
        far, near = [0] * (2 * MANNERS), [0] * (2 * MANNERS)
        for source in question.sources:
            for side, pair in enumerate(((source, actor_id), (actor_id, source))):
                for number in self._between.get(pair, ()):
                    told = self._told[number]
                    if number != question.number:
                        place = side * MANNERS + told.manner
                        far[place] = 1
                        near[place] |= int(abs(told.sentence - question.sentence) <= NEAR)
        return [*far, *near]

    def _countries(self, question: Question, actor_id: str) -> list[int]:
        country = self._cast.actor(actor_id).country
        theirs = {self._cast.actor(source).country for source in question.sources} - {None}
        known = country is not None
        return [
            int(known and country in theirs),
            int(known and bool(theirs) and country not in theirs),
            int(not known),
            int(known and country == self._cast.topic),
        ]

    def _guessed(self, question: Question) -> frozenset[str]:
        draft = None if question.number is None else self._drafts[question.number]
        if draft is None or not any(reason.rule in GUESSES for reason in draft.why):
            return frozenset()
        return frozenset(mention.actor_id for mention in draft.targets)

    def _is_beside(self, question: Question, actor_id: str) -> list[int]:
        beside = (None, None) if question.number is None else self._beside[question.number]
        return [int(actor_id in side) for told in beside for side in _sides(told)]

    def _is_subject(self, mention: Mention) -> int:
        return int(self._sentences[mention.sentence].tokens[mention.head].dep.startswith("nsubj"))


def _sides(told: _Deed | None) -> tuple[frozenset[str], frozenset[str]]:
    return (frozenset(), frozenset()) if told is None else (told.sources, told.targets)


def _deed(draft: Draft) -> _Deed:
    named = () if target_is_inferred(draft.why) else draft.targets
    return _Deed(
        sentence=draft.sentence,
        manner=0 if draft.event_type in HOSTILE else 1 if draft.event_type in IN_FAVOUR else 2,
        sources=frozenset(mention.actor_id for mention in draft.sources),
        targets=frozenset(mention.actor_id for mention in named),
    )
