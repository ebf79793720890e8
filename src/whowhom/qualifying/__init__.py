"""What qualifies an event: when, where, on whose word, whether it happened, how many suffered.

In:  the drafts of each sentence, and the document they stand in.
Out: `Event` records, complete but for links to other tellings.

Each question has a module of its own; this one asks them in turn.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from whowhom.actors import Cast, role_on
from whowhom.knowledge.actors import ActorIndex
from whowhom.knowledge.codebook import Codebook
from whowhom.knowledge.places import Gazetteer
from whowhom.knowledge.words import WordLists
from whowhom.qualifying.contexts import Contexts
from whowhom.qualifying.counts import Counts, counts_of
from whowhom.qualifying.dates import TimePhrase, date_of, interval_of, times_in_story, unread_in_story
from whowhom.qualifying.places import find_places, place_of
from whowhom.qualifying.probability import probability_of
from whowhom.qualifying.status import status_of
from whowhom.qualifying.tellers import find_tellings, tellers_of
from whowhom.qualifying.tense import is_called
from whowhom.records import (
    COUNTS,
    Actor,
    ActorKind,
    Document,
    Draft,
    Event,
    EventDate,
    Mention,
    Party,
    Reason,
    Sentence,
    SentenceText,
    Status,
    Words,
)

__all__ = ["Qualifier"]

# Events in which people suffer; the dead that an appeal speaks of are those of another event.
COUNTED = frozenset({"ASSAULT", "COERCE", "PROTEST", "MOBILIZE", "RETREAT"})
# What has happened, or goes on, has happened by the day it is printed: that day is then the only date known.
HAPPENED = frozenset({Status.ACTUAL, Status.ONGOING, Status.HABITUAL, Status.ATTEMPTED})


class Qualifier:
    """Answers the questions for the events of one document; what holds for all of it is worked out once."""

    def __init__(
        self,
        document: Document,
        sentences: Sequence[Sentence],
        cast: Cast,
        *,
        codebook: Codebook,
        words: WordLists,
        gazetteer: Gazetteer,
        actors: ActorIndex,
    ) -> None:
        self._document = document
        self._cast = cast
        self._codebook = codebook
        self._words = words
        self._actors = actors
        self._places = find_places(sentences, gazetteer, taken=frozenset(_taken(cast)))
        self._tellings = find_tellings(document.text, sentences, cast, words)
        self._contexts = Contexts(document.text, codebook)
        self._sentences = {sentence.number: sentence for sentence in sentences}
        self._ids: Counter[str] = Counter()
        self._digest = hashlib.sha256(document.text.encode()).hexdigest()
        # Found where an event stands, and nowhere else.
        self._times: dict[int, tuple[TimePhrase, ...]] = {}

    def events(self, sentence: Sentence, drafts: Sequence[Draft]) -> Iterator[Event]:
        """Yield the events of one sentence's drafts, in their order."""
        for draft in drafts:
            yield self._event(sentence, draft, drafts)

    def _event(self, sentence: Sentence, draft: Draft, drafts: Sequence[Draft]) -> Event:
        status, status_why = status_of(sentence, draft, self._codebook, self._words)
        following = self._sentences.get(sentence.number + 1)
        according_to, stance, teller_why = tellers_of(
            sentence, draft, self._tellings, self._cast, self._words, following=following
        )
        date, date_why = self._date(sentence, draft, status)
        # Who is "summoned for Monday" has been summoned.
        called = status is Status.ACTUAL and draft.event_type != "REQUEST" and is_called(sentence, draft.head)
        ahead = self._ahead(date) if called else None
        if ahead is not None:
            status, status_why = Status.PLANNED, (ahead,)
        place, place_why = place_of(sentence, draft, self._places)
        counts, count_why = counts_of(sentence, draft) if draft.event_type in COUNTED else (Counts(), ())
        trigger = _trigger(sentence, draft)
        day = date.start if date is not None else self._document.published
        mentions = (*draft.sources, *draft.targets)
        sources = tuple(self._party(mention, day) for mention in draft.sources)
        targets = tuple(self._party(mention, day) for mention in draft.targets)
        contexts, context_why = self._contexts.of(
            sentence, draft, drafts, parties=(*sources, *targets), tellers=according_to, trigger=trigger
        )
        return Event(
            event_id=self._id(draft, trigger),
            document_id=self._document.document_id,
            sentence=SentenceText(text=sentence.text, start=sentence.start, end=sentence.end),
            event_type=draft.event_type,
            modes=draft.modes,
            contexts=contexts,
            cameo=draft.cameo,
            quad=self._codebook.types[draft.event_type].quad,
            goldstein=self._codebook.goldstein(draft.event_type, draft.modes, draft.cameo),
            trigger=trigger,
            sources=sources,
            targets=targets,
            date=date,
            place=place,
            status=status,
            stance=stance,
            according_to=according_to,
            **{name: getattr(counts, name) for name in COUNTS},
            probability=probability_of(draft, self._codebook),
            why=(
                *draft.why,
                *(reason for mention in mentions for reason in mention.why),
                *status_why,
                *teller_why,
                *date_why,
                *place_why,
                *count_why,
                *context_why,
            ),
        )

    def _date(self, sentence: Sentence, draft: Draft, status: Status) -> tuple[EventDate | None, tuple[Reason, ...]]:
        published = self._document.published
        times = self._times.get(sentence.number)
        if times is None:
            times = self._times[sentence.number] = times_in_story(self._document.text, sentence, published=published)
        date, why = date_of(sentence, draft, times, published=published)
        late = self._ahead(date) if status in HAPPENED and not is_called(sentence, draft.head) else None
        if date is not None and late is not None:
            # "Released a week later", reckoned from the wrong day: what has happened has no day after that of printing.
            return None, (replace(late, rule="date.after-printing", detail=date.start),)
        if date is not None:
            return date, why
        unread = unread_in_story(self._document.text, sentence, published=published)
        printed = interval_of(published)
        if unread is not None or printed is None or status not in HAPPENED:
            # A day that the text names and that cannot be reckoned is not the day of printing.
            return None, (*why, unread) if unread is not None else why
        start, end = printed.start.isoformat(), printed.end.isoformat()
        return EventDate(start=start, end=end, precision=printed.precision, basis="document"), why

    def _ahead(self, date: EventDate | None) -> Reason | None:
        """Why what somebody called is only planned: its day comes after that of printing."""
        published = self._document.published
        if date is None or date.span is None or published is None or date.start[: len(published)] <= published:
            return None
        text, span = date.text or "", date.span
        return Reason(rule="status.day-ahead", text=text, start=span.start, end=span.end, detail=Status.PLANNED)

    def _party(self, mention: Mention, day: str | None) -> Party:
        actor, fullest = self._cast.actor(mention.actor_id), self._cast.fullest(mention.actor_id)
        role, code = _role_and_code(actor, day)
        country, code = self._actors.recoded(actor.actor_id, actor.country, code)
        return Party(
            actor_id=actor.actor_id,
            name=actor.name,
            text=fullest.text,
            start=fullest.start,
            end=fullest.end,
            mention=Words(text=mention.text, start=mention.start, end=mention.end),
            code=code,
            country=country,
            role=role,
        )

    def _id(self, draft: Draft, trigger: Words) -> str:
        """Sixteen hex digits that depend on the document's id and text, the trigger and the type alone."""
        parts = (
            self._document.document_id, self._digest,
            str(trigger.start), str(trigger.end), draft.event_type,
        )  # fmt: skip
        digest = hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]
        self._ids[digest] += 1
        return digest if self._ids[digest] == 1 else f"{digest}-{self._ids[digest]}"


def _taken(cast: Cast) -> Iterator[tuple[int, int]]:
    """Tokens of the names of people and organisations: "Washington" in "the Washington Post" is no place."""
    for mention in cast.mentions:
        actor = cast.actor(mention.actor_id)
        named = actor.actor_id.startswith(("person.", "org.", "group.")) or actor.kind is ActorKind.PERSON
        if named and any(c.isupper() for c in mention.text):
            yield from ((mention.sentence, i) for i in range(mention.first, mention.last + 1))


def _trigger(sentence: Sentence, draft: Draft) -> Words:
    """The stretch from the first to the last trigger word where they stand near, else the head alone."""
    first, last = min(draft.trigger), max(draft.trigger)
    if last - first > len(draft.trigger) + 3:
        first = last = draft.head
    return sentence.words(first, last)


def _has_terms(actor: Actor) -> bool:
    """Whether an actor's roles are held for a time; the years of a group with one role are those of its life."""
    if actor.actor_id.startswith(("group.", "org.")):
        return len(actor.roles) > 1
    return actor.actor_id.startswith("person.") or any(role.start or role.end for role in actor.roles)


def _role_and_code(actor: Actor, day: str | None) -> tuple[str | None, str | None]:
    """CAMEO role and code of an actor on that day; who held office before and no longer does is of the elite."""
    if not _has_terms(actor):
        role = actor.roles[-1].role if actor.roles else None
        return role, actor.code
    held = role_on(actor, day)
    if held is not None:
        return held.role or None, (held.of or "") + held.role or None
    past = [r for r in actor.roles if day is not None and r.end is not None and r.end[: len(day)] <= day]
    if past and all(r.role.startswith("REL") for r in past):
        return past[-1].role, (past[-1].of or actor.country or "") + past[-1].role  # a priest stays one
    if past and actor.kind is ActorKind.PERSON:
        return "ELI", (past[-1].of or actor.country or "") + "ELI"
    return None, actor.country
