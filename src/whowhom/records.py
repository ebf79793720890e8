"""What passes between the stages: frozen records, and nothing of other libraries.

The first half is what users see (`../docs/records.md`): documents, actors,
events. The second half is what only the stages pass to each other: tokens,
sentences, mentions, drafts. Offsets are half-open Unicode code points into
``Document.text``; dates are ISO 8601 text as precise as is known; unknown is
``None`` or an empty tuple.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from msgspec import Struct

# --- what users see ---------------------------------------------------------


class ActorKind(StrEnum):
    """What sort of party an actor is."""

    PERSON = "person"
    STATE = "state"
    GOVERNMENT = "government"
    MILITARY = "military"
    POLICE = "police"
    ARMED_GROUP = "armed_group"
    PARTY = "party"
    MOVEMENT = "movement"
    ORGANISATION = "organisation"
    COMPANY = "company"
    POPULATION = "population"
    OTHER = "other"


class Status(StrEnum):
    """Whether the event happened, as far as the text says."""

    ACTUAL = "actual"
    ONGOING = "ongoing"
    HABITUAL = "habitual"
    PLANNED = "planned"
    PREDICTED = "predicted"
    DEMANDED = "demanded"
    HYPOTHETICAL = "hypothetical"
    ATTEMPTED = "attempted"
    REFUSED = "refused"
    NEGATED = "negated"
    OPINION = "opinion"


class Stance(StrEnum):
    """How the innermost teller puts it."""

    ASSERTED = "asserted"
    REPORTED = "reported"
    ALLEGED = "alleged"
    DOUBTED = "doubted"
    DENIED = "denied"


class Span(Struct, frozen=True, kw_only=True, order=True):
    """A stretch of ``Document.text``.

    ``start`` and ``end`` are half-open offsets in Unicode code points, not
    bytes and not tokens: ``document.text[start:end]`` is the stretch itself.
    """

    start: int
    end: int


class Words(Struct, frozen=True, kw_only=True):
    """A stretch of the text together with what stands there."""

    text: str
    start: int
    end: int


class Document(Struct, frozen=True, kw_only=True):
    """One text to code, with what is known about its publication.

    ``published`` is an ISO date (``2014``, ``2014-05`` or ``2014-05-20``);
    ``sha256`` is that of the file's bytes, or of the text as UTF-8 where a
    file holds many documents.
    """

    document_id: str
    text: str
    title: str | None = None
    published: str | None = None
    publisher: str | None = None
    author: str | None = None
    url: str | None = None
    language: str | None = None
    path: str | None = None
    sha256: str | None = None


class Role(Struct, frozen=True, kw_only=True):
    """An office or membership that an actor holds from ``start`` to ``end``.

    ``role`` is a CAMEO role code (GOV, MIL, REB, ...), ``title`` its words
    ("prime minister"), ``of`` the country (ISO 3166-1 alpha-3) or actor id
    that it is held in. Dates are ISO and both inclusive; None is open.
    """

    role: str
    title: str | None = None
    start: str | None = None
    end: str | None = None
    of: str | None = None


class Actor(Struct, frozen=True, kw_only=True):
    """A resolved party: a person, body, country or group.

    ``code`` is the CAMEO actor code on the date of coding (``LBYGOV``); None
    where nothing is known.
    """

    actor_id: str
    name: str
    kind: ActorKind
    country: str | None = None
    roles: tuple[Role, ...] = ()
    code: str | None = None
    aliases: tuple[str, ...] = ()


class Party(Struct, frozen=True, kw_only=True):
    """An actor as a source or target of one event.

    ``text`` is the fullest mention of the actor in the document and
    ``start``, ``end`` stand for it; ``mention`` is the span in the event's own
    sentence, or for whom an answer is given to, in the sentence answered.
    ``role`` is the CAMEO role code on the date of the event.
    """

    actor_id: str
    name: str
    text: str
    start: int
    end: int
    mention: Words
    code: str | None = None
    country: str | None = None
    role: str | None = None


class Teller(Struct, frozen=True, kw_only=True):
    """Somebody who tells of an event; ``cue`` is the word that says so ("said")."""

    actor_id: str | None
    name: str
    text: str
    start: int
    end: int
    cue: Words | None = None


class EventDate(Struct, frozen=True, kw_only=True):
    """When it happened: an inclusive interval with precision and basis.

    ``start`` and ``end`` are ISO days; ``precision`` is day, week, month,
    season, year, decade or range; ``basis`` is ``stated``, ``relative`` (worked out from
    the publication date) or ``document`` (only the publication date is known).
    """

    start: str
    end: str
    precision: str
    basis: str
    text: str | None = None
    span: Span | None = None


class Precision(StrEnum):
    """How much of the map a place's words mean."""

    SITE = "site"
    TOWN = "town"
    BORDER = "border"
    PROVINCE = "province"
    REGION = "region"
    WATER = "water"
    COUNTRY = "country"


class Place(Struct, frozen=True, kw_only=True):
    """Where it happened, as named in the text and resolved to the gazetteer.

    Latitude and longitude are WGS 84 degrees, None for an unresolved name and
    for the land that an event lies in, which is no pin in its middle (`locate`
    gives the middle); ``precision`` is None where no table holds the name.
    """

    name: str
    text: str
    start: int
    end: int
    country: str | None = None
    admin1: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    geonameid: int | None = None
    precision: Precision | None = None


class CountBasis(StrEnum):
    """Whether a number is told as the total so far or as so many more than before."""

    TOTAL = "total"
    INCREASE = "increase"


class Count(Struct, frozen=True, kw_only=True):
    """How many people, both bounds inclusive; None is an open bound ("at least 30") and a basis that is not told."""

    low: int | None
    high: int | None
    text: str
    start: int
    end: int
    basis: CountBasis | None = None


class Reason(Struct, frozen=True, kw_only=True):
    """One rule or score that led to a record, with the words it stands on."""

    rule: str
    text: str
    start: int
    end: int
    detail: str | None = None


class SentenceText(Struct, frozen=True, kw_only=True):
    """The sentence an event stands in."""

    text: str
    start: int
    end: int


# The fields of an event that count people.
COUNTS = ("killed", "injured", "detained", "displaced", "participants")


class Event(Struct, frozen=True, kw_only=True):
    """One telling of one happening in one document; `docs/records.md` explains each field."""

    event_id: str
    document_id: str
    sentence: SentenceText
    event_type: str
    cameo: str
    quad: int
    goldstein: float
    trigger: Words
    sources: tuple[Party, ...] = ()
    targets: tuple[Party, ...] = ()
    modes: tuple[str, ...] = ()
    contexts: tuple[str, ...] = ()
    date: EventDate | None = None
    place: Place | None = None
    status: Status = Status.ACTUAL
    stance: Stance = Stance.ASSERTED
    according_to: tuple[Teller, ...] = ()
    killed: Count | None = None
    injured: Count | None = None
    detained: Count | None = None
    displaced: Count | None = None
    participants: Count | None = None
    probability: float = 0.5
    why: tuple[Reason, ...] = ()


class Silence(Struct, frozen=True, kw_only=True):
    """Why a sentence gave no event.

    ``missing`` is ``gate`` (no trigger word at all), ``cue`` (parsed, no cue's
    conditions met), ``actor`` (a cue, but the sentence names nobody), ``party``
    (a cue and somebody, but nobody who does or suffers it), or ``encoder`` (all
    that, but the encoder takes it for no event).
    """

    document_id: str
    sentence: SentenceText
    missing: str
    detail: str


class CodedDocument(Struct, frozen=True, kw_only=True):
    """A document with the events and actors found in it, and why other sentences gave none."""

    document: Document
    events: tuple[Event, ...] = ()
    actors: tuple[Actor, ...] = ()
    silences: tuple[Silence, ...] = ()


# --- what the stages pass to each other -----------------------------------


class Token(Struct, frozen=True, kw_only=True):
    """A word of a parsed sentence.

    ``i`` is its place in the sentence and ``head`` that of its head (the root
    is its own head). ``tag`` is the Penn Treebank tag, ``dep`` the ClearNLP
    label of spaCy's English models, ``start`` and ``end`` offsets into the
    document's text.
    """

    i: int
    text: str
    lemma: str
    tag: str
    dep: str
    head: int
    start: int
    end: int

    @property
    def is_verb(self) -> bool:
        return self.tag.startswith(("VB", "MD"))

    @property
    def is_noun(self) -> bool:
        return self.tag.startswith("NN")

    @property
    def is_name(self) -> bool:
        return self.tag.startswith("NNP")


class Sentence(Struct, frozen=True, kw_only=True):
    """A parsed sentence: its number in the document, its offsets, its tokens.

    ``children[i]`` are the dependents of token ``i`` in text order. ``memo``
    holds what stages have worked out of it; it is no part of what it says.
    """

    number: int
    start: int
    end: int
    text: str
    tokens: tuple[Token, ...]
    children: tuple[tuple[int, ...], ...]
    memo: dict[Any, Any] = {}

    def subtree(self, i: int) -> tuple[int, ...]:
        """Token ``i`` and everything that depends on it, in text order."""
        found = [i]
        for j in found:
            found.extend(self.children[j])
        return tuple(sorted(set(found)))

    def ancestors(self, i: int) -> tuple[int, ...]:
        """The heads above token ``i``, nearest first, the root last."""
        found: list[int] = []
        while self.tokens[i].head != i and len(found) <= len(self.tokens):
            i = self.tokens[i].head
            found.append(i)
        return tuple(found)

    def words(self, first: int, last: int) -> Words:
        """The text from token ``first`` to token ``last``, both included."""
        start, end = self.tokens[first].start, self.tokens[last].end
        return Words(text=self.text[start - self.start : end - self.start], start=start, end=end)


class Mention(Struct, frozen=True, kw_only=True):
    """A noun phrase, name or pronoun that stands for an actor.

    ``head`` is its head token, ``first`` and ``last`` the tokens it covers
    (inclusive), ``actor_id`` the actor it was resolved to. ``why`` holds the
    reasons of that resolution.
    """

    sentence: int
    head: int
    first: int
    last: int
    text: str
    start: int
    end: int
    actor_id: str
    why: tuple[Reason, ...] = ()


class Step(Struct, frozen=True, kw_only=True):
    """An operator that the algebra applied on the way to an event ("agreed to", "failed to").

    ``kind`` is a row of `data/codebook/operators.tsv` (commit, refuse, ...);
    ``token`` the operator's word in the sentence; ``holder`` the mentions of
    whoever commits, refuses, tells or denies.
    """

    kind: str
    rule: str
    token: int
    holder: tuple[Mention, ...] = ()


class Draft(Struct, frozen=True, kw_only=True):
    """An event as the sentence words it, before `qualifying`.

    ``head`` is the token of the cue's head, ``trigger`` the tokens that name
    the event; ``steps`` the operators above it, innermost first. ``encoder`` is
    the probability, 0 to 1, that the encoder gives its type; None if not asked.
    ``likely`` is how likely the reader takes each status to be; empty if not asked.
    """

    sentence: int
    head: int
    trigger: tuple[int, ...]
    event_type: str
    cameo: str
    modes: tuple[str, ...] = ()
    sources: tuple[Mention, ...] = ()
    targets: tuple[Mention, ...] = ()
    steps: tuple[Step, ...] = ()
    encoder: float | None = None
    likely: Mapping[Status, float] = {}
    why: tuple[Reason, ...] = ()
