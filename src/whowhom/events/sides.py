"""Who stands against whom in a text: the sides that it is about, and at whom hostile events are aimed.

In:  the drafts of all sentences, and the cast.
Out: sides, each a state with all who act for it or one actor, with their mentions. They are inferences, for parties
that a clause leaves out.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence

from msgspec import Struct

from whowhom.actors import PLACE, Cast, is_described, is_party, two_foremost
from whowhom.events import grammar
from whowhom.records import Actor, ActorKind, Draft, Mention, Sentence

# What sets two sides against one another, by deeds or by words.
HOSTILE = frozenset({"ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"})
FORCE = frozenset({"ASSAULT", "THREATEN", "SANCTION", "MOBILIZE"})
DEEDS = FORCE | {"COERCE"}
WORDS = frozenset({"ACCUSE", "REJECT", "THREATEN", "REQUEST"})
# What takes hostility back.
UNDONE = frozenset({"negate", "fail", "deny", "prevent", "cease", "refuse", "doubt"})
# How often a whole text names each of two sides at least; how often it aims at the one whom it is aimed at.
LEAST_OF_SIDE = 4
DEED, WORD = 2, 1
LEAST_AIMED = 2
NOBODY = ""
CAN_BE_SIDE = frozenset(
    {
        ActorKind.STATE, ActorKind.GOVERNMENT, ActorKind.MILITARY, ActorKind.ARMED_GROUP, ActorKind.PARTY,
        ActorKind.MOVEMENT, ActorKind.PERSON,
    }
)  # fmt: skip


class Told(Struct, frozen=True, kw_only=True):
    """A draft and the sentence that it stands in."""

    sentence: Sentence
    draft: Draft


class Side(Struct, frozen=True, kw_only=True):
    """A state with all who act for it, or one actor, and its mentions in a text."""

    key: str
    mentions: tuple[Mention, ...]

    def nearest(self, told: Told) -> Mention:
        """The mention that stands last before the trigger, else the first behind it."""
        at = told.sentence.tokens[told.draft.head].start
        last = bisect_right(self.mentions, at, key=lambda mention: mention.start)
        if last:
            return self.mentions[last - 1]
        return self.mentions[0]


class Sides:
    """The sides of one document, worked out once from what its clauses say themselves."""

    def __init__(self, told: Sequence[Told], cast: Cast) -> None:
        self._cast = cast
        self._mentions: dict[str, list[Mention]] = {}
        for mention in cast.mentions:
            if is_party(mention.actor_id):
                self._mentions.setdefault(self._key(mention), []).append(mention)
        self.two = self._two()
        self.opposed = len(self.two) == 2 and self._set_against(told)
        self._aimed = Counter(
            (one.draft.event_type, source, target)
            for one in told
            if not is_undone(one.sentence, one.draft)
            for source in self.keys(one.draft.sources) or {NOBODY}
            for target in (self.keys(one.draft.targets) | self._hit(one.draft.targets)) - {source}
        )

    def keys(self, mentions: Iterable[Mention]) -> set[str]:
        """The sides of some parties."""
        return {self._key(mention) for mention in mentions if is_party(mention.actor_id)}

    def _hit(self, mentions: Iterable[Mention]) -> set[str]:
        """The states whose towns are under fire."""
        places = (self._cast.actor(m.actor_id).country for m in mentions if m.actor_id.startswith(PLACE))
        return {country for country in places if country is not None and country in self._mentions}

    def opponent(self, own: str, *, least: int) -> Side | None:
        """With whom most hostile events of a side are told, in either direction; deeds count for two words."""
        against: Counter[str] = Counter()
        for (event_type, source, target), times in self._aimed.items():
            times *= DEED if event_type in DEEDS else WORD if event_type in HOSTILE else 0
            if own == source:
                against[target] += times
            elif own == target and source != NOBODY:
                against[source] += times
        foremost = self._foremost(against, least=least)
        return foremost if foremost is not None and self._can_oppose(foremost) else None

    def _can_oppose(self, side: Side) -> bool:
        """Whether a side is a state, a group or somebody named; "a general" of another sentence is no opponent."""
        actors = (self._cast.actor(mention.actor_id) for mention in side.mentions)
        return any(not (is_described(a) and a.kind is ActorKind.PERSON) for a in actors)

    def aimed_at(self, event_type: str, own: set[str]) -> Side | None:
        """At whom most events of one type in the text are aimed, but for some sides themselves."""
        counted: Counter[str] = Counter()
        for (of_type, _, target), times in self._aimed.items():
            counted[target] += times if of_type == event_type and target not in own else 0
        return self._foremost(counted, least=LEAST_AIMED)

    def foremost_of(self, keys: set[str]) -> str | None:
        """Of some sides the one that the text names at least twice as often as any other of them."""
        first, second = (*Counter({key: len(self._mentions[key]) for key in keys}).most_common(2), ("", 0), ("", 0))[:2]
        return first[0] if first[1] >= 2 * second[1] else None

    def _foremost(self, counted: Counter[str], *, least: int) -> Side | None:
        """The side that stands first by far: at least so often, and twice as often as the next."""
        first, second = (*counted.most_common(2), ("", 0), ("", 0))[:2]
        if first[1] < max(least, 2 * second[1]) or first[0] not in self._mentions:
            return None
        return Side(key=first[0], mentions=tuple(self._mentions[first[0]]))

    def _two(self) -> tuple[Side, ...]:
        """The two parties that a text names most, where no third comes near; none where it is about more or fewer."""
        able = {
            key: mentions
            for key, all_of_side in self._mentions.items()
            if (mentions := tuple(m for m in all_of_side if self._cast.actor(m.actor_id).kind in CAN_BE_SIDE))
        }
        foremost = two_foremost({key: len(mentions) for key, mentions in able.items()}, least=LEAST_OF_SIDE)
        return tuple(Side(key=key, mentions=able[key]) for key in foremost)

    def _set_against(self, told: Sequence[Told]) -> bool:
        """Whether the text sets the two sides against one another: by a deed of the one, or by words of both."""
        left, right = (side.key for side in self.two)
        said = set()
        for draft in (one.draft for one in told):
            one, other = self.keys(draft.sources), self.keys(draft.targets)
            ways = {(a, b) for a, b in ((left, right), (right, left)) if a in one and b in other}
            if ways and draft.event_type in DEEDS:
                return True
            said |= ways if draft.event_type in WORDS else set()
        return len(said) == 2

    def _key(self, mention: Mention) -> str:
        return side_of(self._cast.actor(mention.actor_id))


def is_hostile(sentence: Sentence, draft: Draft) -> bool:
    """Whether a draft is told as done or to be done, by one side to another."""
    return draft.event_type in HOSTILE and not is_undone(sentence, draft)


def is_undone(sentence: Sentence, draft: Draft) -> bool:
    """Whether a draft tells what was not done, or was taken back.

    What made it what it is undoes something else: "cut off aid" is done.
    """
    negated = bool(grammar.children(sentence, draft.head, "neg"))
    return negated or any(step.kind in UNDONE and step.token != draft.head for step in draft.steps)


def side_of(actor: Actor) -> str:
    """The country of whoever acts for a state; everybody else is a side of his own, by his id."""
    return state_of(actor) or actor.actor_id


def state_of(actor: Actor) -> str | None:
    """The country of a state, its government or its army; None for everybody else of it."""
    official = actor.kind is ActorKind.STATE or any(role.role[:3] in {"GOV", "MIL"} for role in actor.roles[-1:])
    return actor.country if official else None


def is_among(mentions: Sequence[Mention], others: Sequence[Mention], cast: Cast) -> bool:
    """Whether one of some parties is one of others, or speaks for the same state as one of them."""
    ids = {mention.actor_id for mention in others}
    states = {state_of(cast.actor(i)) for i in ids} - {None}
    return any(m.actor_id in ids or state_of(cast.actor(m.actor_id)) in states for m in mentions)
