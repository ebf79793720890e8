"""The encoder: what it reads, what it answers, how its votes and the rules' come together."""

from __future__ import annotations

import hashlib
import re
import sys
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from whowhom.actors import find_cast
from whowhom.events import Encoder, classify, find_events, load_encoder
from whowhom.events.blending import pooled, together
from whowhom.events.encoder import FILES, LABELS, LONGEST, NONE, NOWHERE, SURE, near, party_spans, pieces_of
from whowhom.events.neutral import load_neutral
from whowhom.events.weighing import NEXT, VOTE, exchanged, views_in, weighed
from whowhom.knowledge.codebook import load_codebook
from whowhom.knowledge.tables import data_path
from whowhom.pipeline import Tools, code_document
from whowhom.records import Document, Span

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "training"))
from rows import MARK, marked, read_rows, row_of  # noqa: E402

EVEN = {name: 1 / len(LABELS) for name in LABELS}
# Sentences with two slots, and pairs of names to put in: whoever they are, it is the same event.
SLOTTED = [
    ("ASSAULT", "{} shelled a border post of {} on Tuesday, wounding four."),
    ("ACCUSE", "{} accused {} of breaking the truce."),
    ("CONSULT", "Envoys of {} met those of {} in Geneva for a second day."),
    ("AID", "{} sent 40 tonnes of medicine to {} after the earthquake."),
    ("SANCTION", "{} has expelled two diplomats of {}."),
    ("THREATEN", "{} threatened {} with war unless the bridge was reopened."),
    ("REQUEST", "{} called on {} to free the fishermen."),
    ("REJECT", "{} turned down the plan of {} for a joint force."),
    ("SUPPORT", "{} praised {} for its handling of the vote."),
    ("RETREAT", "{} released nine prisoners from {} on Friday."),
]
NAMES = [
    ("Russia", "Ukraine"),
    ("Israel", "Syria"),
    ("the United States", "Iran"),
    ("Chad", "Norway"),
    ("Peru", "Japan"),
    ("the Kremlin", "the White House"),
]


@cache
def encoder() -> Encoder:
    found = load_encoder()
    assert found is not None, "the tests need the extra `whowhom[encoder]`"
    return found


@cache
def tokenizer() -> object:
    return encoder()._tokenizer


def filled(sentence: str, source: str, target: str) -> tuple[str, Span, Span]:
    before, between, after = sentence.split("{}")
    start = len(before) + len(source) + len(between)
    text = before + source + between + target + after
    return text, Span(start=len(before), end=len(before) + len(source)), Span(start=start, end=start + len(target))


@st.composite
def texts_with_parties(draw: st.DrawFn) -> tuple[str, Span | None, Span | None]:
    """A text and two stretches of it that do not overlap; either may be missing."""
    text = draw(st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=8, max_size=300))
    a, b, c, d = sorted(draw(st.lists(st.integers(0, len(text)), min_size=4, max_size=4)))
    spans = [Span(start=a, end=b) if a < b else None, Span(start=c, end=d) if c < d else None]
    return (text, *draw(st.permutations(spans)))


# --- what it reads -------------------------------------------------------------------


@given(texts_with_parties())
def test_marks_stand_around_the_parties(given: tuple[str, Span | None, Span | None]) -> None:
    text, source, target = given
    pieces = pieces_of(text, source, target, tokenizer())
    assert len(pieces.ids) == len(pieces.offsets) <= LONGEST
    for place, span in ((pieces.source, source), (pieces.target, target)):
        inside = [o for o in pieces.offsets[place + 1 :] if o != NOWHERE]
        assert place == 0 or (span is not None and all(start >= span.start for start, _ in inside))
    told = [o for o in pieces.offsets if o != NOWHERE]
    assert told == sorted(told), "pieces stand in text order"
    assert all(0 <= start < end <= len(text) for start, end in told)


@given(texts_with_parties())
def test_the_part_around_the_parties_holds_their_words(given: tuple[str, Span | None, Span | None]) -> None:
    text, *parties = given
    part, *moved = near(text, *parties)
    assert part in text
    for span, there in zip(parties, moved, strict=True):
        assert (span is None) == (there is None)
        if span is not None and there is not None:
            assert part[there.start : there.end] == text[span.start : span.end]


@given(texts_with_parties())
def test_a_stretch_is_found_again_in_the_retold_text(given: tuple[str, Span | None, Span | None]) -> None:
    text = given[0] + " the Kremlin, US troops, Peru and Niger"
    retold = load_neutral().retold(text)
    for span in (each for each in given[1:] if each is not None):
        there = retold.there(span)
        assert 0 <= there.start < there.end <= len(retold.text)
        back = retold.back(there)
        assert back.start <= span.start and span.end <= back.end, "a name is taken whole, and nothing is lost"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("The United States warned Iran.", "Fiji warned Malta."),
        ("Iran warned the United States.", "Fiji warned Malta."),
        ("US troops left; Russians cheered in Moscow.", "Fijian troops left; Maltese cheered in Valletta."),
        ("Nigerian envoys met those of Niger.", "Fijian envoys met those of Malta."),
        ("Kenya's army and Kenyan police", "Fiji's army and Fijian police"),
        ("Women in Omanistan", "Women in Omanistan"),
        ("nobody is named", "nobody is named"),
    ],
)
def test_countries_are_told_by_their_order(text: str, told: str) -> None:
    assert load_neutral().retold(text).text == told


# "Mr Dlamini met the Zulu king, chiefs": nine words in eleven pieces, between two marks.
PARTY_TEXT = "Mr Dlamini met the Zulu king, chiefs"
PARTY_OFFSETS = [NOWHERE, (0, 2), (3, 6), (6, 10), (11, 14), (15, 18), (19, 23), (24, 28), (28, 29), (30, 36), NOWHERE]


@pytest.mark.parametrize(
    ("tags", "found"),
    [
        ("0 1 1 1 0 2 2 2 0 0 0", [("s", "Mr Dlamini"), ("t", "the Zulu king")]),
        ("0 1 1 ? 0 2 2 2 0 0 0", [("s", "Mr Dlamini"), ("t", "the Zulu king")]),  # a word is one party's or none's
        ("0 1 1 1 0 2 ? 2 0 0 0", [("s", "Mr Dlamini"), ("t", "the Zulu king")]),  # what may well be of it joins
        ("0 0 0 0 0 2 2 2 0 2 0", [("t", "the Zulu king"), ("t", "chiefs")]),  # in a list
        ("0 2 2 2 0 0 0 0 0 t 0", [("t", "Mr Dlamini")]),  # elsewhere the surest alone
        ("1 0 0 0 0 0 0 0 0 0 2", []),  # marks are no words
    ],
)
def test_parties_are_stretches_of_whole_words(tags: str, found: list[tuple[str, str]]) -> None:
    chances = {"0": [0.9, 0.05, 0.05], "1": [0.1, 0.85, 0.05], "2": [0.1, 0.05, 0.85], "t": [0.3, 0.0, 0.7]}
    chances["?"] = [0.5, 0.2, 0.3]
    spans = party_spans([chances[tag] for tag in tags.split()], PARTY_OFFSETS, PARTY_TEXT)
    assert [("0st"[tag], PARTY_TEXT[span.start : span.end]) for tag, span in spans] == found


# --- what it answers -----------------------------------------------------------------


@given(texts_with_parties())
def test_answers_are_probabilities_and_the_same_twice(given: tuple[str, Span | None, Span | None]) -> None:
    first = encoder().types(*given)
    assert tuple(first) == LABELS
    assert sum(first.values()) == pytest.approx(1, abs=1e-4)
    assert first == encoder().types(*given)


@pytest.mark.parametrize(("event_type", "sentence"), SLOTTED)
def test_whoever_they_are_it_is_the_same_event(event_type: str, sentence: str, tools: Tools) -> None:
    filled_in = [filled(sentence, *pair) for names in NAMES for pair in (names, names[::-1])]
    told = [encoder().types(*each) for each in filled_in]
    assert all(views == told[0] for views in told), "to the last digit: the encoder does not read the names"
    for text, source, target in filled_in:
        found = classify(text, tools.parser.parse(text), source, target, tools.codebook, encoder())
        assert found.event_type == event_type, text


def test_a_row_of_the_training_text_is_read_and_written_the_same() -> None:
    for row in read_rows():
        again = row_of(row.event_type or NONE, marked(row), only=row.only_pair)
        assert replace(again, by_parties=row.by_parties) == row


def test_two_parties_that_nobody_marked_are_nothing(tools: Tools) -> None:
    text = "Troops fired on the crowd."
    assert classify(text, [], None, None, tools.codebook, encoder()).event_type is None


def test_parties_of_a_plain_sentence_are_found() -> None:
    text = "Police arrested the editor of a newspaper on Friday."
    found = encoder().parties(text)
    assert [text[span.start : span.end] for span in found.sources] == ["Police"]
    assert [text[span.start : span.end] for span in found.targets] == ["the editor of a newspaper"]


class Session:
    """A part of a network that gives the same whatever it is asked."""

    def __init__(self, *gives: object) -> None:
        self.gives = gives
        self.asked = 0

    def run(self, names: None, given: dict[str, object]) -> tuple[object, ...]:
        del names, given
        self.asked += 1
        return self.gives


@pytest.mark.parametrize(("first", "asked_again"), [(SURE, False), (SURE - 0.01, True)])
def test_the_rest_of_the_network_is_asked_only_in_doubt(first: float, asked_again: bool) -> None:
    glance, look = np.zeros((1, len(LABELS))), np.zeros((1, len(LABELS)))
    glance[0, 0], look[0, 1] = first, 0.6
    rest = Session(look, None)
    asked = Encoder(Session(None, glance), rest, encoder()._tokenizer)
    found = asked.types("Oslo fined Lima.", Span(start=0, end=4), Span(start=11, end=15))
    assert max(found, key=lambda name: found[name]) == LABELS[asked_again]
    assert rest.asked == asked_again


# --- together ------------------------------------------------------------------------


@given(st.dictionaries(st.sampled_from(LABELS[:-1]), st.floats(0.01, 20)), st.sampled_from(LABELS))
def test_both_together_are_probabilities(votes: dict[str, float], favourite: str) -> None:
    views = {name: p * 0.5 + 0.5 * (name == favourite) for name, p in EVEN.items()}
    found = together(votes, views)
    assert sum(found.values()) == pytest.approx(1)
    assert list(found.values()) == sorted(found.values(), reverse=True)
    assert set(found) == set(LABELS)


def test_where_both_agree_they_are_surer_than_where_they_do_not() -> None:
    views = {**{name: 0.02 for name in LABELS}, "COERCE": 0.68}
    agreed, disputed = (pooled({name: 4.0}, views, (0.9, 0.4, 0.4)) for name in ("COERCE", "SANCTION"))
    assert agreed["COERCE"] > disputed["COERCE"] > disputed["SANCTION"] > disputed["AID"]


def test_without_any_vote_the_encoder_decides_and_without_it_nothing_is_said() -> None:
    views = {**{name: 0.01 for name in LABELS}, "PROTEST": 0.84}
    assert next(iter(together({}, views))) == "PROTEST"
    assert together({}, None) == {NONE: 1.0}


def test_a_type_of_ones_own_keeps_its_share() -> None:
    found = together({"BOOK-BAN": 3.0, "COERCE": 1.0}, EVEN)
    assert found["BOOK-BAN"] == pytest.approx(0.75)


def test_classify_says_nothing_where_nothing_joins_the_two(tools: Tools) -> None:
    text, source, target = filled("Rice is grown in {} and in {} on small plots.", "Laos", "Mali")
    found = classify(text, tools.parser.parse(text), source, target, load_codebook(), encoder())
    assert found.event_type is None


# --- in a record ---------------------------------------------------------------------


def test_a_record_holds_both_votes(tools: Tools) -> None:
    document = Document(document_id="d", text="French jets bombed a rebel camp near Gao on Sunday.")
    event = code_document(document, tools).events[0]
    rules = [reason.rule for reason in event.why]
    assert rules[0] == "assault.bomb"
    assert {"encoder.vote", "encoder.next"} <= set(rules)


@pytest.mark.parametrize(
    ("text", "event_type", "voted"),
    [
        ("French jets bombed a rebel camp near Gao on Sunday.", "ASSAULT", "ASSAULT"),
        ("The French government will withdraw its troops from Mali next year.", "RETREAT", "AGREE"),
        ("The Chadian government did not meet the rebels.", "CONSULT", "REJECT"),
    ],
)
def test_a_vote_names_the_type_that_earned_it_and_no_rival_is_that(
    text: str, event_type: str, voted: str, tools: Tools
) -> None:
    event = next(e for e in code_document(Document(document_id="d", text=text), tools).events)
    views = views_in(event.why)
    assert event.event_type == event_type
    assert views[VOTE].event_type == voted
    assert views[NEXT].event_type not in {event_type, voted}


def test_rules_alone_need_no_encoder(tools: Tools) -> None:
    import msgspec

    alone = msgspec.structs.replace(tools, encoder=None)
    document = Document(document_id="d", text="French jets bombed a rebel camp near Gao on Sunday.")
    event = code_document(document, alone).events[0]
    assert event.event_type == "ASSAULT"
    assert not any(reason.rule.startswith("encoder.") for reason in event.why)


# --- how it was made -----------------------------------------------------------------


def test_the_model_is_the_one_that_its_card_describes() -> None:
    card = (ROOT / "training" / "README.md").read_text(encoding="utf-8")
    for name in FILES:
        digest = hashlib.sha256(data_path("encoder", name).read_bytes()).hexdigest()
        assert re.search(rf"{name}.*{digest}", card), f"the card does not hold the digest of {name}"


def test_the_training_text_is_as_much_and_as_varied_as_its_card_says() -> None:
    rows = read_rows()
    told = [row.event_type for row in rows]
    assert len([name for name in told if name is not None]) >= 4000
    assert told.count(None) >= 1500
    assert all(told.count(name) >= 150 for name in LABELS[:-1]), "every type is told"
    assert {name for name in told if name is not None} == set(LABELS[:-1])


def test_nothing_of_the_test_stands_in_the_training_text() -> None:
    taught = {MARK.sub("", row.text).casefold() for row in read_rows()}
    assert not [row.text for row in read_rows(ROOT / "benchmarks" / "pairs.tsv") if row.text.casefold() in taught]


@given(st.text("ab ", max_size=5), st.text("CD", min_size=1, max_size=4), st.text("ef ", max_size=5),
       st.text("GH", min_size=1, max_size=4), st.text("ij ", max_size=5), st.booleans())  # fmt: skip
def test_parties_exchanged_twice_stand_as_before(
    before: str, one: str, between: str, two: str, after: str, turned: bool
) -> None:
    text = before + one + between + two + after
    first = Span(start=len(before), end=len(before) + len(one))
    second = Span(start=first.end + len(between), end=first.end + len(between) + len(two))
    source, target = (second, first) if turned else (first, second)
    told, other, another = exchanged(text, source, target)
    assert told == before + two + between + one + after
    assert told[other.start : other.end] == text[target.start : target.end]
    assert told[another.start : another.end] == text[source.start : source.end]
    assert exchanged(told, other, another) == (text, source, target)


class Partial:
    """An encoder that believes nothing of whoever is named first of these."""

    def __init__(self, *, doubts: str) -> None:
        self._doubts = doubts

    def types(self, text: str, source: Span | None, target: Span | None) -> dict[str, float]:
        assert source is not None
        doubts = self._doubts in text[source.start : source.end] or self._doubts == "all"
        return dict.fromkeys(LABELS, 0.0) | {NONE: 0.9 if doubts else 0.1, "ASSAULT": 0.1 if doubts else 0.9}


@pytest.mark.parametrize(("doubts", "told"), [("Soldiers", True), ("Rebels", True), ("all", False)])
@pytest.mark.parametrize("text", ["Soldiers shelled rebels.", "Rebels shelled soldiers."])
def test_no_party_is_believed_less_than_the_other(text: str, doubts: str, told: bool, tools: Tools) -> None:
    (sentence,) = tools.parser.parse(text)
    cast = find_cast(text, [sentence], tools.actors, tools.gazetteer, published="2014-05-20")
    (draft,) = find_events(sentence, cast, tools.codebook).drafts
    found = weighed(sentence, draft, Partial(doubts=doubts), tools.codebook)  # type: ignore[arg-type]
    assert (found is not None) == told
