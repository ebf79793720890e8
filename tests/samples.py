"""Records for tests: any that the types allow (for laws), and a small coded document with everything in it."""

from __future__ import annotations

import types
import typing
from enum import Enum
from typing import Any

import msgspec
from hypothesis import strategies as st

from whowhom.records import (
    Actor,
    ActorKind,
    CodedDocument,
    Count,
    Document,
    Event,
    EventDate,
    Party,
    Place,
    Reason,
    Role,
    SentenceText,
    Silence,
    Stance,
    Status,
    Teller,
    Words,
)

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
NUMBERS = st.integers(min_value=0, max_value=2**31 - 1)
REALS = st.floats(allow_nan=False, allow_infinity=False)
DAYS = st.dates().map(lambda day: day.isoformat())


def any_of(kind: Any) -> st.SearchStrategy[Any]:
    """Any value of a type that records are made of."""
    if kind in PLAIN:
        return PLAIN[kind]
    origin = typing.get_origin(kind)
    if origin is tuple:
        return st.lists(any_of(typing.get_args(kind)[0]), max_size=1).map(tuple)
    if origin in {types.UnionType, typing.Union}:
        return st.one_of(*(any_of(part) for part in typing.get_args(kind)))
    if issubclass(kind, Enum):
        return st.sampled_from(list(kind))
    assert issubclass(kind, msgspec.Struct), kind
    fields = {name: any_of(hint) for name, hint in typing.get_type_hints(kind).items()}
    if kind is EventDate:
        fields |= {"start": DAYS, "end": DAYS}
    if kind is Event:
        fields["quad"] = st.integers(min_value=1, max_value=4)
    return st.fixed_dictionaries(fields).map(lambda values: kind(**values))


PLAIN = {str: TEXTS, int: NUMBERS, float: REALS, type(None): st.none()}
CODED = any_of(CodedDocument)

TEXT = (
    "Gunmen loyal to General Haftar shelled\nthe port of Brega on 18 May, killing at least 3, the mayor said. Fog fell."
)


def words(text: str) -> Words:
    start = TEXT.index(text)
    return Words(text=text, start=start, end=start + len(text))


def party(text: str, **known: Any) -> Party:
    at = words(text)
    return Party(actor_id=f"desc.{text}", name=text, text=text, start=at.start, end=at.end, mention=at, **known)


def document(document_id: str = "brega", **known: Any) -> Document:
    return Document(document_id=document_id, text=TEXT, title="Shells on Brega", published="2014-05-20", **known)


def coded(document_id: str = "brega", **known: Any) -> CodedDocument:
    """An article with one event that has every field, and one sentence without any."""
    end = TEXT.index(" Fog")
    said = words("said")
    event = Event(
        event_id=f"{document_id[:8]:0<8}deadbeef",
        document_id=document_id,
        sentence=SentenceText(text=TEXT[:end], start=0, end=end),
        event_type="ASSAULT",
        cameo="194",
        quad=4,
        goldstein=-10.0,
        trigger=words("shelled"),
        sources=(party("Gunmen loyal to General Haftar", code="LBYREB", country="LBY", role="REB"),),
        targets=(party("the port of Brega", country="LBY"),),
        modes=("heavy-weapons",),
        contexts=("military",),
        date=EventDate(start="2014-05-18", end="2014-05-18", precision="day", basis="stated", text="18 May"),
        place=Place(
            name="Brega",
            country="LBY",
            latitude=30.4,
            longitude=19.57,
            geonameid=88533,
            **msgspec.structs.asdict(words("Brega")),
        ),
        status=Status.ACTUAL,
        stance=Stance.REPORTED,
        according_to=(Teller(actor_id=None, name="the mayor", cue=said, **msgspec.structs.asdict(words("the mayor"))),),
        killed=Count(low=3, high=None, **msgspec.structs.asdict(words("at least 3"))),
        probability=0.7,
        why=(
            Reason(rule="assault.shell", detail="cue of ASSAULT", **msgspec.structs.asdict(words("shelled"))),
            Reason(rule="actor.composed", **msgspec.structs.asdict(words("Gunmen loyal to General Haftar"))),
            Reason(rule="status.tense", detail="actual", **msgspec.structs.asdict(words("shelled"))),
            Reason(rule="teller.verb", detail="reported, by the mayor", **msgspec.structs.asdict(said)),
        ),
    )
    fog = SentenceText(text=TEXT[end + 1 :], start=end + 1, end=len(TEXT))
    gunmen = Actor(
        actor_id="desc.gunmen", name="gunmen", kind=ActorKind.ARMED_GROUP, country="LBY", roles=(Role(role="REB"),)
    )
    return CodedDocument(
        document=document(document_id, **known),
        events=(event,),
        actors=(gunmen,),
        silences=(Silence(document_id=document_id, sentence=fog, missing="gate", detail="no word that can tell"),),
    )
