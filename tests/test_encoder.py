"""The encoder: what it reads, what it answers, how its votes and the rules' come together."""

from __future__ import annotations

import dataclasses
import hashlib
import os
import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import cast

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from whowhom.errors import KnowledgeError
from whowhom.events import Encoder, classify, load_encoder
from whowhom.events.blending import pooled, together
from whowhom.events.encoder import FILES, LABELS, LONGEST, NONE, NOWHERE, SURE, near, party_spans, pieces_of
from whowhom.events.neutral import load_neutral
from whowhom.events.weighing import NEXT, VOTE, views_in
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
        assert dataclasses.replace(again, by_parties=row.by_parties) == row


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


class Asked:
    """An encoder that keeps what it is asked, and sees no event as surely as it is told to."""

    def __init__(self, nothing: float) -> None:
        self._nothing = nothing
        self.texts: list[str] = []
        self.marked: list[str | None] = []

    def types(self, text: str, source: Span | None, target: Span | None) -> dict[str, float]:
        self.texts.append(text)
        self.marked += [None if span is None else text[span.start : span.end] for span in (source, target)]
        return dict.fromkeys(LABELS, (1 - self._nothing) / 16) | {NONE: self._nothing}


def told(text: str, asked: Asked, tools: Tools) -> list[str]:
    """The types of the events that are left of a text when such an encoder has its say."""
    asking = cast(Encoder, asked)
    coded = code_document(Document(document_id="a", text=text, published="2014-05-20"), replace(tools, encoder=asking))
    return [event.event_type for event in coded.events]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The army shelled rebels in Homs.", "Rebels shelled the army in Homs."),
        ("The Israeli army shelled Hamas.", "Hamas shelled the Israeli army."),
        ("Government troops fled the city.", "Rebels fled the city."),
        ("The prime minister fled the city.", "The president fled the city."),
    ],
)
def test_who_is_known_for_a_role_is_read_as_anybody(one: str, other: str, tools: Tools) -> None:
    asked = [Asked(0.0), Asked(0.0)]
    for text, asking in zip((one, other), asked, strict=True):
        assert told(text, asking, tools)
    assert asked[0].texts == asked[1].texts


@pytest.mark.parametrize(
    ("text", "nothing", "is_told"),
    [
        ("Tim Osborne attacked Jon Fielding with a knife.", 0.55, False),
        ("Tim Osborne attacked Jon Fielding with a knife.", 0.45, True),
        ("Kenya attacked Tim.", 0.65, False),
        ("Kenya attacked Tim.", 0.55, True),
        ("Kenya attacked Chad.", 0.85, False),
        ("Kenya attacked Chad.", 0.75, True),
        ("Kenya planned to attack Chad.", 0.99, True),
        ("Soldiers and rebels attacked each other.", 0.99, True),
    ],
)
def test_no_event_is_believed_the_less_the_more_of_its_parties_are_known(
    text: str, nothing: float, is_told: bool, tools: Tools
) -> None:
    assert bool(told(text, Asked(nothing), tools)) == is_told


def test_a_party_of_another_sentence_is_not_marked(tools: Tools) -> None:
    asked = Asked(0.0)
    told("The council asked Norway to hand over the island. Norway refused.", asked, tools)
    assert asked.marked[-2:] == ["Norway", None]


def test_those_who_meet_are_marked_as_two(tools: Tools) -> None:
    asked = Asked(0.0)
    told("Kenya met Chad.", asked, tools)
    assert asked.marked == ["Kenya", "Chad"]


def test_few_examples_of_the_codebook_are_taken_for_no_event(tools: Tools) -> None:
    examples = [re.sub(r"[\[\]{}]", "", cue.example) for cue in tools.codebook.all_cues()]
    documents = [Document(document_id="a", text=text, published="2014-05-20") for text in examples]
    by_rules = [document for document in documents if code_document(document, replace(tools, encoder=None)).events]
    lost = [document.text for document in by_rules if not code_document(document, tools).events]
    assert len(by_rules) > 2200
    assert len(lost) <= 20, lost


def test_an_event_that_becomes_an_own_type_when_told_ahead_has_a_vote(tmp_path: Path, tools: Tools) -> None:
    types = (
        "event_type\tquad\tquad_name\tscore\tcameo_root\tdefinition\nPICKET\t4\tmaterial conflict\t-5\t14\tA vigil.\n"
    )
    (tmp_path / "types.tsv").write_text(types, encoding="utf-8")
    (tmp_path / "between.tsv").write_text("event_type\tahead\tdenied\nPROTEST\tPICKET\t-\n", encoding="utf-8")
    own = replace(tools, codebook=load_codebook(tmp_path))
    text = "Students will protest against the government of Peru on Monday."
    (event,) = code_document(Document(document_id="a", text=text, published="2014-05-20"), own).events
    assert views_in(event.why)[VOTE].event_type == event.event_type == "PROTEST"


def test_a_row_of_told_ahead_must_name_types_that_there_are(tmp_path: Path) -> None:
    (tmp_path / "between.tsv").write_text("event_type\tahead\tdenied\nPROTEST\tPICKETT\t-\n", encoding="utf-8")
    with pytest.raises(KnowledgeError, match=r"between.tsv:2: .*PICKETT"):
        load_codebook(tmp_path)


def test_a_sentence_may_name_the_countries_that_stand_in(tools: Tools) -> None:
    text = "Troops of Vanuatu, Tuvalu, Bhutan and Andorra attacked the rebels in Laos."
    assert told(text, Asked(0.0), tools)


def test_nothing_is_written_into_the_users_home(tmp_path: Path) -> None:
    """The library under the encoder keeps an identifier and a queue of reports there, unless it is told not to."""
    pytest.importorskip("onnxruntime")
    home = {"HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path / "cache"), "PYTHONPATH": str(ROOT / "src")}
    command = [sys.executable, "-m", "whowhom", "code", "-"]
    text = "Rebels attacked the army in Benghazi on Monday."
    subprocess.run(command, input=text, env=os.environ | home, check=True, capture_output=True, encoding="utf-8")
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
