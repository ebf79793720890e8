"""Whom pronouns, short names and "the group" mean, from what the text has named before.

One `Salience` a document: it is told of every mention in text order and asked
for the nearest one that fits. Subjects come before other parties, and nothing
further back than three sentences is meant by a pronoun (after the rules of
Lappin and Leass, 1994, without their weights).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import takewhile

from msgspec import Struct

from whowhom.actors.cast import is_party, two_foremost
from whowhom.records import Actor, ActorKind, Mention

FURTHEST = 3
PERSONAL = {"he": "m", "him": "m", "his": "m", "himself": "m", "she": "f", "her": "f", "hers": "f", "herself": "f"}
NEUTRAL = frozenset({"it", "its", "itself"})
FIRST = frozenset({"i", "we", "us", "me", "my", "our", "ours", "ourselves", "myself"})
# Whose subject speaks in the first person within the quotation marks.
SAYING = frozenset(
    """say tell add warn insist argue declare state announce write reply claim explain note stress vow conclude
    continue ask remark shout tweet recall admit""".split()
)
PLURAL = frozenset({"they", "them", "their", "theirs", "themselves"})

THINGLIKE = frozenset({"it", "itself", "they", "them", "themselves"})

BODIES = frozenset(
    {
        ActorKind.STATE, ActorKind.GOVERNMENT, ActorKind.MILITARY, ActorKind.POLICE, ActorKind.ARMED_GROUP,
        ActorKind.PARTY, ActorKind.MOVEMENT, ActorKind.ORGANISATION, ActorKind.COMPANY,
    }
)  # fmt: skip
# Who may be one of "both sides".
SIDES = frozenset(
    {
        ActorKind.STATE, ActorKind.GOVERNMENT, ActorKind.MILITARY, ActorKind.POLICE, ActorKind.ARMED_GROUP,
        ActorKind.PARTY, ActorKind.MOVEMENT, ActorKind.PERSON,
    }
)  # fmt: skip
# How often a text has named each of two sides at least, before it is read to its end.
LEAST_OF_SIDE = 2
FORCES = frozenset({ActorKind.MILITARY, ActorKind.POLICE})
RULED = frozenset({ActorKind.STATE, ActorKind.GOVERNMENT})
GROUPS = BODIES - {ActorKind.STATE} | {ActorKind.POPULATION}
# Nouns that only point back, and what they can point to.
POINTING = {
    "group": {ActorKind.ARMED_GROUP, ActorKind.MOVEMENT, ActorKind.ORGANISATION, ActorKind.PARTY},
    "movement": {ActorKind.ARMED_GROUP, ActorKind.MOVEMENT, ActorKind.PARTY},
    "party": {ActorKind.PARTY},
    "organisation": {ActorKind.ORGANISATION, ActorKind.ARMED_GROUP, ActorKind.MOVEMENT},
    "organization": {ActorKind.ORGANISATION, ActorKind.ARMED_GROUP, ActorKind.MOVEMENT},
    "body": {ActorKind.ORGANISATION},
    "bloc": {ActorKind.ORGANISATION},
    "agency": {ActorKind.ORGANISATION},
    "alliance": {ActorKind.ORGANISATION, ActorKind.ARMED_GROUP},
    "company": {ActorKind.COMPANY},
    "country": {ActorKind.STATE},
    "nation": {ActorKind.STATE},
    "man": {ActorKind.PERSON},
    "woman": {ActorKind.PERSON},
}


# Words of the longest noun for an office ("deputy prime minister").
LONGEST_TITLE = 5


class Entry(Struct, frozen=True, kw_only=True):
    """A mention as it counts for later ones.

    ``at`` is where it stands; ``mention`` has the words that name the actor,
    which for a pronoun are those it stands for; ``is_main`` is said of the subject
    of a main clause; ``noun`` is the last of them in
    lower case; ``is_one`` is said of one of the people: "a resident".
    ``beside`` is the head token of the one other party that this one is coordinated with to its right.
    ``joined`` are the heads of all that is coordinated with it to its right;
    ``is_inside`` is said of a state that only tells whose another party is:
    "the ministers of Iran and Iraq".
    """

    mention: Mention
    at: Mention
    actor: Actor
    is_subject: bool
    is_main: bool
    is_plural: bool
    gender: str | None
    noun: str
    is_one: bool = False
    beside: int | None = None
    is_inside: bool = False
    joined: tuple[int, ...] = ()


class Salience:
    """What a document has named so far, in text order."""

    def __init__(self) -> None:
        self._entries: list[Entry] = []
        # Sentences in which somebody is asked for something.
        self.asked: set[int] = set()
        self._things: list[Entry] = []
        self._by_sentence: dict[int, list[Entry]] = {}
        # The nearest of each noun and each stretch of a name's words, so that a long text is not read again for each.
        self._described: dict[str, Entry] = {}
        self._titled: dict[str, dict[str, Entry]] = {}
        self._apart: tuple[int, frozenset[int]] = (-1, frozenset())

    def add(self, entry: Entry) -> None:
        if not is_party(entry.actor.actor_id):
            self._things.append(entry)
            return
        self._entries.append(entry)
        self._by_sentence.setdefault(entry.at.sentence, []).append(entry)
        if entry.actor.actor_id.startswith(("desc.", "role.")) and entry.actor.country is not None:
            self._described[entry.noun] = entry
        if entry.actor.kind is ActorKind.PERSON:
            for stretch in _stretches(entry.mention.text):
                self._titled.setdefault(stretch, {})[entry.actor.actor_id] = entry

    def pronoun(
        self,
        word: str,
        sentence: int,
        i: int,
        *,
        may_be_thing: bool,
        apart_from: frozenset[int] = frozenset(),
        is_answering: bool = False,
        is_hurt: bool = False,
    ) -> Entry | None:
        """The party that a pronoun at token ``i`` stands for; None where it more likely stands for a thing.

        ``apart_from`` are heads of phrases of the sentence that it cannot stand
        for: in "police beat them" these are not the police. Whoever answers is
        whom the sentence before asked, where it asked somebody; who is hurt is sooner whom police held than police.
        """
        self._apart = (sentence, apart_from)
        entry = (self._addressed(word, sentence) if is_answering else None) or self._party(word, sentence, i)
        if is_hurt and entry is not None and entry.is_subject and entry.actor.kind in FORCES:
            entry = self._held_by(entry, word) or entry
        if entry is None or not may_be_thing or word not in THINGLIKE:
            return entry
        recent = takewhile(lambda thing: thing.at.sentence >= sentence - 1, reversed(self._things))
        things = [thing for thing in recent if thing.is_plural == (word in PLURAL)]
        return None if any(_beats(thing, entry, sentence) for thing in things) else entry

    def _held_by(self, force: Entry, word: str) -> Entry | None:
        """Whom the sentence of a force names beside it, if the word can mean them."""
        others = [e for e in self._in(force.at.sentence) if not e.is_subject and e.actor.kind not in FORCES]
        return next((e for e in reversed(others) if e.is_plural and _can_mean(word, e)), None)

    def _addressed(self, word: str, sentence: int) -> Entry | None:
        """Whom the sentence before asks for something: its party that is not the subject and that the word can mean."""
        if sentence - 1 not in self.asked:
            return None
        here = self._in(sentence - 1)
        asking = {e.actor.actor_id for e in here if e.is_main}
        able = [e for e in here if e.actor.actor_id not in asking and _can_mean(word, e)]
        return able[-1] if len({e.actor.actor_id for e in able}) == 1 else None

    def _party(self, word: str, sentence: int, i: int) -> Entry | None:
        if word in PERSONAL:
            gender = PERSONAL[word]
            return self._nearest(
                sentence,
                i,
                lambda e: _is_one_person(e) and e.gender in {None, gender},
                surely=lambda e: e.gender == gender,
            )
        if word in NEUTRAL:
            return self._nearest(sentence, i, lambda e: e.actor.kind in BODIES and not e.is_plural)
        if word in PLURAL:
            return self._nearest(sentence, i, lambda e: _are_many(e) and not e.is_inside, prefers=lambda e: e.is_plural)
        return None

    def named_with(self, entry: Entry) -> tuple[Entry, ...]:
        """The party and all others that stand beside it: "the ministers of Iran and Iraq", "Chad and Mali"."""
        heads = {entry.at.head, *entry.joined}
        same = {e.actor.actor_id: e for e in self._in(entry.at.sentence) if e.at.head in heads}
        return tuple(same.values()) or (entry,)

    def side_by_side(self, number: int, kinds: frozenset[ActorKind] | None) -> tuple[Entry, ...]:
        """The last so many parties, of some kinds or any, that stood in one list; none if none did."""
        for entry in reversed(self._entries):
            if len(entry.joined) == number - 1:
                those = self.named_with(entry)
                if len(those) == number and (kinds is None or all(e.actor.kind in kinds for e in those)):
                    return those
        return ()

    def at(self, sentence: int, head: int) -> Entry | None:
        """The party whose mention has this head."""
        return next((e for e in self._in(sentence) if e.at.head == head), None)

    def pointed_to(self, noun: str, topic: str | None) -> Entry | None:
        """The nearest party that a bare "the group", "the country" can mean."""
        kinds = POINTING.get(noun)
        if kinds is None:
            return None
        if kinds == {ActorKind.STATE}:
            return self.state_meant(topic)
        for entry in reversed(self._entries):
            if entry.actor.kind in kinds and not entry.actor.actor_id.startswith("desc."):
                return entry
        return None

    def one_of(self, countries: frozenset[str], topic: str | None) -> Entry | None:
        """The state among some countries that the text is about, else the one named last."""
        found = [e for e in self._entries if e.actor.kind is ActorKind.STATE and e.actor.country in countries]
        return next((e for e in found if e.actor.country == topic), found[-1] if found else None)

    def titled(self, noun: str, sentence: int, topic: str | None) -> Entry | None:
        """The person who was called by this noun ("General Haftar", "the president, Joyce Banda").

        Of several the one who is the subject of the sentence before, else of the
        text's own country, else the one called so last.
        """
        called = self._titled.get(noun, {})
        before = [e for number in (sentence, sentence - 1) for e in reversed(self._in(number)) if e.is_main]
        spoken_of = next((e for e in before if e.actor.actor_id in called), None)
        at_home = [e for e in called.values() if topic is not None and e.actor.country == topic]
        if spoken_of is not None:
            return called[spoken_of.actor.actor_id]
        if len(at_home) == 1:
            return at_home[0]
        return max(called.values(), key=lambda e: (e.at.sentence, e.at.start), default=None)

    def two_people(self, sentence: int) -> tuple[Entry, ...]:
        """The two people whom the nearest sentence that names people names, if it names two."""
        for number in range(sentence, sentence - FURTHEST - 1, -1):
            people = {e.actor.actor_id: e for e in self._in(number) if _is_one_person(e)}
            if people:
                return tuple(people.values()) if len(people) == 2 else ()
        return ()

    def state_meant(self, topic: str | None, *, others_than: frozenset[str] = frozenset()) -> Entry | None:
        """The state of the country that a text is about, if it was named, else the state named last."""
        states = (e for e in reversed(self._entries) if e.actor.kind is ActorKind.STATE)
        found = [e for e in states if not e.actor.actor_id.startswith("desc.") and e.actor.actor_id not in others_than]
        return next((e for e in found if e.actor.country == topic), found[0] if found else None)

    def person_spoken_of(self, sentence: int, *, furthest: int, others_than: frozenset[str]) -> Entry | None:
        """The named person who was the last subject of a main clause before a sentence, else who was named last."""
        for number in range(sentence - 1, sentence - furthest - 1, -1):
            people = [
                e
                for e in self._in(number)
                if _is_one_person(e)
                and not e.actor.actor_id.startswith("desc.")
                and e.actor.actor_id not in others_than
            ]
            main = [e for e in people if e.is_main]
            if people:
                return (main or people)[-1]
        return None

    def two_states(self, sentence: int) -> tuple[Entry, ...]:
        """The two states that are subjects of one sentence, if there are two: "Chad armed them and Sudan helped"."""
        acting = {e.actor.actor_id: e for e in self._in(sentence) if e.is_subject and e.actor.kind is ActorKind.STATE}
        return tuple(acting.values()) if len(acting) == 2 else ()

    def pair(self, *, countries: bool, since: int = 0) -> tuple[Entry, ...]:
        """The two parties that the text last named side by side ("the guild and the ministry"); none if it has not.

        ``since`` is the sentence before which nothing counts.
        """
        for right in takewhile(lambda entry: entry.at.sentence >= since, reversed(self._entries)):
            if right.beside is None or right.actor.kind not in SIDES:
                continue
            for left in reversed(self._in(right.at.sentence)):
                if (
                    left.at.head == right.beside
                    and left.actor.kind in SIDES
                    and left.actor.actor_id != right.actor.actor_id
                ):
                    if not countries or {left.actor.kind, right.actor.kind} <= RULED:
                        return left, right
                    break
        return ()

    def main_pair(self, *, countries: bool) -> tuple[Entry, ...]:
        """The two parties that the text has named most so far, where no third comes near.

        A state is one party with its army.
        """
        found: dict[str, list[Entry]] = {}
        for entry in self._entries:
            if entry.actor.kind in SIDES and (not countries or entry.actor.kind in RULED | {ActorKind.MILITARY}):
                found.setdefault(_side(entry.actor), []).append(entry)
        counts = {side: len(those) for side, those in found.items()}
        return tuple(found[side][-1] for side in two_foremost(counts, least=LEAST_OF_SIDE))

    def described(self, actor_noun: str) -> Entry | None:
        """The nearest described actor whose own noun is this one and that has a country."""
        return self._described.get(actor_noun)

    def _nearest(
        self,
        sentence: int,
        i: int,
        fits: Callable[[Entry], bool],
        prefers: Callable[[Entry], bool] = bool,
        surely: Callable[[Entry], bool] = bool,
    ) -> Entry | None:
        """Subjects of this sentence, those preferred first, others of it, then the same a sentence further back.

        Where some of a sentence fit ``surely``, the others of it do not count.
        """
        others = {e.actor.actor_id for e in self._in(self._apart[0]) if e.at.head in self._apart[1]}
        for number in range(sentence, sentence - FURTHEST - 1, -1):
            here = [e for e in self._in(number) if (number < sentence or e.at.last < i) and fits(e)]
            here = [e for e in here if e.actor.actor_id not in others]
            here = [e for e in here if surely(e)] or here
            subjects = [e for e in here if e.is_subject]
            main = [e for e in subjects if e.is_main] if number < sentence else []
            for entries in (main, subjects, here):
                if entries:
                    return next((e for e in reversed(entries) if prefers(e)), entries[-1])
        return None

    def _in(self, number: int) -> list[Entry]:
        return self._by_sentence.get(number, [])


def _side(actor: Actor) -> str:
    """A state with its government and its army is one side, everybody else his own."""
    official = actor.actor_id.startswith(("state.", "role.")) and actor.kind in RULED | {ActorKind.MILITARY}
    return f"state {actor.country}" if official else actor.actor_id


def _stretches(text: str) -> Iterator[str]:
    """Yield the words of a phrase and every few in a row, in lower case."""
    words = [word.rstrip(",") for word in text.lower().replace("-", " ").split(" ")]
    for first in range(len(words)):
        for last in range(first, min(first + LONGEST_TITLE, len(words))):
            yield " ".join(words[first : last + 1])


def _beats(thing: Entry, party: Entry, sentence: int) -> bool:
    """Whether a thing is the likelier antecedent: a subject that stands nearer, or where the party is none."""
    if not thing.is_subject:
        return False
    if thing.at.sentence == sentence:
        return party.at.sentence < sentence or not party.is_subject or party.at.head < thing.at.head
    return thing.at.sentence == party.at.sentence and not party.is_subject


def _can_mean(word: str, entry: Entry) -> bool:
    """Whether a pronoun fits a party by number, kind and gender."""
    if word in PERSONAL:
        return _is_one_person(entry) and entry.gender in {None, PERSONAL[word]}
    if word in NEUTRAL:
        return entry.actor.kind in BODIES and not entry.is_plural
    return word in PLURAL and _are_many(entry)


def _are_many(entry: Entry) -> bool:
    return entry.is_plural or (entry.actor.kind in GROUPS and not entry.is_one)


def _is_one_person(entry: Entry) -> bool:
    return (entry.actor.kind is ActorKind.PERSON or entry.is_one) and not entry.is_plural
