"""Turn the slots of a cue's frame into the parties of an event."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from whowhom.actors import PLACE, THING, Cast
from whowhom.events import grammar
from whowhom.events.algebra import Governor
from whowhom.events.cues import Match, slot_tokens
from whowhom.records import Mention, Sentence

# Things and places are acted upon only by force; they do nothing themselves.
TYPES_WITH_THINGS_AS_TARGETS = frozenset({"ASSAULT", "COERCE", "MOBILIZE", "PROTEST"})
DEEPEST = 3

Sources = Callable[[int], tuple[Mention, ...]]


class Parties:
    """Finds who stands in the slots of one sentence's cues.

    ``sources_of(i)`` gives the sources of the event at token ``i``, for frames
    whose slot holds another event: "condemned Israel's raid" blames Israel.
    """

    def __init__(self, sentence: Sentence, cast: Cast, sources_of: Sources) -> None:
        self._sentence = sentence
        self._cast = cast
        self._sources_of = sources_of

    def sources(self, match: Match, above: Sequence[Governor]) -> tuple[Mention, ...]:
        frame = match.cue.frame
        if frame.reciprocal:
            # A meeting has all its parties as sources, wherever they stand.
            found = [m for slot in frame.sources for m in self._slot(slot, match, above)]
            return _distinct(found, actors_only=True)
        return self._first(frame.sources, match, above, actors_only=True)

    def targets(self, match: Match, sources: Iterable[Mention]) -> tuple[Mention, ...]:
        things = match.cue.event_type in TYPES_WITH_THINGS_AS_TARGETS
        found = self._first(match.cue.frame.targets, match, (), actors_only=not things)
        known = {mention.actor_id for mention in sources}
        return tuple(mention for mention in found if mention.actor_id not in known)

    def named(self, tokens: Iterable[int]) -> tuple[Mention, ...]:
        """The parties at these tokens and what is coordinated with them."""
        return _distinct(
            [m for j in tokens for k in grammar.conjuncts(self._sentence, j) for m in self.at(k, DEEPEST)],
            actors_only=True,
        )

    def _first(
        self, slots: Sequence[str], match: Match, above: Sequence[Governor], *, actors_only: bool
    ) -> tuple[Mention, ...]:
        for slot in slots:
            found = _distinct(self._slot(slot, match, above), actors_only=actors_only)
            if found:
                return found
        return ()

    def _slot(self, slot: str, match: Match, above: Sequence[Governor]) -> list[Mention]:
        tokens = slot_tokens(slot, match.head, self._sentence)
        if slot == "mod":
            return [m for j in tokens for m in self._cast_at(j)]
        if not tokens and slot not in {"subj", "obj", "iobj", "poss", "comp"}:
            tokens = [k for j in match.words for k in slot_tokens(slot, j, self._sentence)]
        if not tokens and slot == "subj" and self._sentence.tokens[match.head].is_noun:
            tokens = _carriers(self._sentence, above)
        return [m for j in tokens for k in grammar.conjuncts(self._sentence, j) for m in self.at(k, DEEPEST)]

    def _cast_at(self, j: int) -> tuple[Mention, ...]:
        return self._cast.all_at(self._sentence.number, j)

    def at(self, j: int, deepest: int) -> tuple[Mention, ...]:
        """The party at token ``j``; where there is none, the one behind it.

        "its territory", "the withdrawal of M23", "a convoy of sailors": the
        possessor, the doer of an event, the by- and of-phrases, the modifiers.
        """
        found = self._cast_at(j)
        if found and not found[0].actor_id.startswith((THING, PLACE)):
            return found
        if deepest == 0:
            return found
        return self._behind(j, deepest) or found

    def _behind(self, j: int, deepest: int) -> tuple[Mention, ...]:
        doers = self._sources_of(j)
        if doers:
            return doers
        sentence = self._sentence
        for tokens in (
            grammar.children(sentence, j, "poss"),
            grammar.prepositional(sentence, j, ("by",)),
            grammar.prepositional(sentence, j, ("of", "between", "among")),
            grammar.prepositional(sentence, j, ("from", "against")),
        ):
            found = [m for t in tokens for k in grammar.conjuncts(sentence, t) for m in self.at(k, deepest - 1)]
            if found:
                return tuple(found)
        named = [m for t in grammar.children(sentence, j, "compound", "amod", "nmod") for m in self._cast_at(t)]
        return tuple(m for m in named if not m.actor_id.startswith((THING, PLACE)))


def _carriers(sentence: Sentence, above: Sequence[Governor]) -> list[int]:
    """Who does an event noun, by the verb that carries it: "X carried out a raid", "a raid was staged by X"."""
    for governor in above:
        head = governor.match.head
        if governor.slot == "mod":
            continue
        if not sentence.tokens[head].is_noun:
            return grammar.logical_subjects(sentence, head)
        held = grammar.children(sentence, head, "poss") or grammar.prepositional(sentence, head, ("by",))
        if held:
            return held
    return []


def _distinct(mentions: Iterable[Mention], *, actors_only: bool) -> tuple[Mention, ...]:
    """Each actor once, in text order of first naming; without things and places where only actors can be meant."""
    found: dict[str, Mention] = {}
    for mention in mentions:
        if mention.actor_id.startswith(PLACE) or (actors_only and mention.actor_id.startswith(THING)):
            continue
        found.setdefault(mention.actor_id, mention)
    return tuple(found.values())
