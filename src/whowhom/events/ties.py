"""What else a text tells between two parties, and who is told of near an event: what the reader is told beside words.

In:  the drafts of a document as the rules have them, its parsed sentences, its cast.
Out: for an event that the reader is asked of, `TIES` numbers of 0 or 1 for each mention.

A network that reads words alone would have to gather these from all over the text.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise, permutations, product

from msgspec import Struct

from whowhom.actors import Cast, is_party
from whowhom.events.inferring import GUESSES, target_is_inferred
from whowhom.events.sides import HOSTILE, is_undone
from whowhom.records import Draft, Mention, Sentence

# How an event stands between two: against (the hostile types), for, and with, all others.
AGAINST, FOR, WITH = MANNERS = range(3)
TOLD_MANNERS = ("against", "for", "with")
IN_FAVOUR = frozenset("AGREE SUPPORT AID COOPERATE CONCEDE RETREAT".split())
# Types whose parties are at it with one another where the clause names no target: clashes, talks, treaties.
MUTUAL = frozenset("ASSAULT CONSULT AGREE COOPERATE".split())
# Active or passive.
SUBJECTS = frozenset({"nsubj", "nsubjpass"})
# Sentences within which another event is near.
NEAR = 2
# Who was told of last before the event, who before him, who third or fourth: by this place, counted from 0.
NEAREST = ((0,), (1,), (2, 3))
NAMED = "named by the clause"
# What the numbers say, in their order. In "against" and so on the first is who does it.
NAMES = (
    *(f"{pair} {manner}{near}"
      for near in ("", " near") for pair in ("source-actor", "actor-source") for manner in TOLD_MANNERS),
    "target of its type", "struck by others", "strikes others",
    "source's country", "another country", "no country", "text's country",
    NAMED, "guessed by a rule", "inferred by a rule",
    "told of last", "told of last but one", "told of before these", "not told of yet",
    "source before", "target before", "source behind", "target behind",
    "is a subject", "below the event", "subject above", "object above",
)  # fmt: skip
TIES = len(NAMES)

# Where the head of a draft stands: its sentence and its token there.
_Place = tuple[int, int]


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
    """Who does what in a draft, and to whom as far as its clause names him.

    ``at`` is where its head stands, by which drafts of one head are told at once; ``pairs`` are who does it to whom.
    """

    at: _Place
    event_type: str
    manner: int
    sources: frozenset[str]
    targets: frozenset[str]
    pairs: frozenset[tuple[str, str]]


class Ties:
    """The ties of a text's parties; ask them with `of`."""

    def __init__(self, drafts: Sequence[Draft], sentences: Mapping[int, Sentence], cast: Cast) -> None:
        self._drafts, self._sentences, self._cast = drafts, sentences, cast
        self._starts: dict[str, list[int]] = defaultdict(list)
        for mention in cast.mentions:
            self._starts[mention.actor_id].append(mention.start)
        self._parties = frozenset(filter(is_party, self._starts))
        deeds = [_deed(draft) for draft in drafts]
        self._before, self._behind = _neighbours(deeds)
        self._between: dict[tuple[str, str], list[_Deed]] = defaultdict(list)
        self._aimed_at: dict[str, list[_Deed]] = defaultdict(list)
        self._aimed_by: dict[str, list[_Deed]] = defaultdict(list)
        for deed, draft in zip(deeds, drafts, strict=True):
            if not is_undone(sentences[draft.sentence], draft):
                for pair in deed.pairs:
                    self._between[pair].append(deed)
                for actor_id in deed.targets:
                    self._aimed_at[actor_id].append(deed)
                for actor_id in deed.sources:
                    self._aimed_by[actor_id].append(deed)

    def of(self, question: Question, mentions: Sequence[Mention]) -> list[list[int]]:
        """The ties of an event with each of some mentions, [M, TIES], each as in `NAMES`.

        Whether in another event that is not told as undone, anywhere and near this one, its sources were against, for
        or with the mention's actor or he with them; whether such events of its type are aimed at him, some are hostile
        to him that its sources do not do, or he is hostile to others than these; whose country he is of; whether the
        clause names him, or a rule guesses or infers that he is the target; how lately the text told of him, its
        sources left out; whether he is a party of the event told right before or right behind; how the mention stands
        in the clause.
        """
        own = None if question.number is None else _place(self._drafts[question.number])
        latest = self._latest(question)
        by_rules = self._by_rules(question)
        found = {
            actor_id: [
                *self._between_both(question, own, actor_id),
                *self._between_all(question, own, actor_id),
                *self._countries(question, actor_id),
                *(int(actor_id in those) for those in by_rules),
                *(int(latest.get(actor_id) in places) for places in NEAREST),
                int(self._starts[actor_id][0] >= question.start),
                *self._is_beside(own, actor_id),
            ]
            for actor_id in {mention.actor_id for mention in mentions}
        }
        head = self._head(question)
        above = () if head is None else self._sentences[question.sentence].ancestors(head)
        return [[*found[mention.actor_id], *self._in_clause(mention, question, head, above)] for mention in mentions]

    def _latest(self, question: Question) -> dict[str, int]:
        """Who was told of last before the event, the last as 0, those told of at once alike; its sources left out."""
        last: dict[str, int] = {}
        for actor_id in self._parties - question.sources:
            starts = self._starts[actor_id]
            if before := bisect_left(starts, question.start):
                last[actor_id] = starts[before - 1]
        places = {start: i for i, start in enumerate(sorted(set(last.values()), reverse=True))}
        return {actor_id: places[start] for actor_id, start in last.items()}

    def _between_both(self, question: Question, own: _Place | None, actor_id: str) -> list[int]:
        far, near = [0] * (2 * len(MANNERS)), [0] * (2 * len(MANNERS))
        for source in question.sources:
            for way, pair in enumerate(((source, actor_id), (actor_id, source))):
                for deed in self._between.get(pair, ()):
                    if deed.at != own:
                        place = way * len(MANNERS) + deed.manner
                        far[place] = 1
                        near[place] |= int(abs(deed.at[0] - question.sentence) <= NEAR)
        return [*far, *near]

    def _between_all(self, question: Question, own: _Place | None, actor_id: str) -> list[int]:
        at = [deed for deed in self._aimed_at.get(actor_id, ()) if deed.at != own]
        by = [deed for deed in self._aimed_by.get(actor_id, ()) if deed.at != own and deed.manner == AGAINST]
        return [
            int(any(deed.event_type == question.event_type for deed in at)),
            int(any(deed.manner == AGAINST and deed.sources - question.sources for deed in at)),
            int(any(deed.targets - question.sources for deed in by)),
        ]

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

    def _by_rules(self, question: Question) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
        """Whom the clause names as the target by the rules; whom they guess from other clauses; whom they infer."""
        draft = None if question.number is None else self._drafts[question.number]
        nobody: frozenset[str] = frozenset()
        if draft is None:
            return nobody, nobody, nobody
        targets = frozenset(mention.actor_id for mention in draft.targets)
        if any(reason.rule in GUESSES for reason in draft.why):
            return nobody, targets, nobody
        return (nobody, nobody, targets) if target_is_inferred(draft.why) else (targets, nobody, nobody)

    def _is_beside(self, own: _Place | None, actor_id: str) -> list[int]:
        beside = [neighbours.get(own, ()) if own else () for neighbours in (self._before, self._behind)]
        return [int(any(actor_id in side(deed) for deed in deeds)) for deeds in beside for side in (_sources, _targets)]

    def _head(self, question: Question) -> int | None:
        if question.number is not None:
            return self._drafts[question.number].head
        tokens = self._sentences[question.sentence].tokens
        return next((token.i for token in tokens if token.start >= question.start), None)

    def _in_clause(self, mention: Mention, question: Question, head: int | None, above: Sequence[int]) -> list[int]:
        sentence = self._sentences[mention.sentence]
        token = sentence.tokens[mention.head]
        is_subject = token.dep in SUBJECTS
        if mention.sentence != question.sentence or head is None:
            return [int(is_subject), 0, 0, 0]
        return [
            int(is_subject),
            int(head in sentence.ancestors(mention.head)),
            int(is_subject and token.head in above),
            int(token.dep == "dobj" and token.head in above),
        ]


def _neighbours(deeds: Iterable[_Deed]) -> tuple[dict[_Place, Sequence[_Deed]], dict[_Place, Sequence[_Deed]]]:
    """By place what is told right before it, and right behind it."""
    at: dict[_Place, list[_Deed]] = defaultdict(list)
    for deed in deeds:
        at[deed.at].append(deed)
    in_order = sorted(at)
    following = list(pairwise(in_order))
    return {there: at[here] for here, there in following}, {here: at[there] for here, there in following}


def _place(draft: Draft) -> _Place:
    return draft.sentence, draft.head


def _sources(deed: _Deed) -> frozenset[str]:
    return deed.sources


def _targets(deed: _Deed) -> frozenset[str]:
    return deed.targets


def _deed(draft: Draft) -> _Deed:
    named = () if target_is_inferred(draft.why) else draft.targets
    sources = frozenset(mention.actor_id for mention in draft.sources)
    targets = frozenset(mention.actor_id for mention in named)
    mutual = not targets and draft.event_type in MUTUAL
    return _Deed(
        at=_place(draft),
        event_type=draft.event_type,
        manner=_manner(draft.event_type),
        sources=sources,
        targets=targets,
        pairs=frozenset(permutations(sources, 2) if mutual else product(sources, targets)),
    )


def _manner(event_type: str) -> int:
    if event_type in HOSTILE:
        return AGAINST
    return FOR if event_type in IN_FAVOUR else WITH
