"""The reader of whole texts: what it reads, what it is asked, what its answers change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from msgspec.structs import replace

from whowhom.errors import KnowledgeError
from whowhom.events import Reading, describing, find_events, load_reader, unnamed, with_discourse, with_reader
from whowhom.events.encoder import LABELS
from whowhom.events.reader import FILES, FILLS, LEAST, STATUSES, TARGET, Answer, question_of
from whowhom.events.sheets import LONGEST, Question, sheets_of
from whowhom.parsing import split
from whowhom.pipeline import Tools, code_document, find_cast
from whowhom.qualifying.status import DOUBTS, DOUBTS_WORDS, READER
from whowhom.records import Document, Draft, Span, Status

ARTICLES = Path(__file__).with_name("articles")
TALKS = (
    "Farah Nouri, leader of the Karun Front, met General Omid Sadr in Shiraz. The general offered a truce. "
    "Nouri turned it down. The Karun Front accused the army of shelling a camp near Ahvaz on Monday."
)

# Sentences of no event, that make a text long enough to be read.
QUIET = " It rained. Rivers rose. The road was long."


def reading_of(text: str, tools: Tools) -> tuple[Reading, list[tuple[Draft, ...]]]:
    """A text as the reader has it, and what the rules make of it."""
    spans = split(text)
    sentences = tools.parser.parse_spans(text, list(enumerate(spans)))
    cast = find_cast(text, sentences, tools.actors, tools.gazetteer, published="2020-05-01", publisher=None)
    drafts = with_discourse([find_events(s, cast, tools.codebook) for s in sentences], sentences, cast)
    told = unnamed(text, sentences, cast, describing(tools.actors))
    return Reading(told=told, spans=spans, sentences={s.number: s for s in sentences}, cast=cast), drafts


class Says:
    """A reader that gives every question the same answer: this mention's share, the rest for nobody."""

    def __init__(self, words: str, share: float, status: Mapping[Status, float] | None = None) -> None:
        self.words, self.share, self.status = words, share, status or dict.fromkeys(STATUSES, 1 / len(STATUSES))
        self.asked: list[Question] = []
        self.place = 0

    def read(self, reading: Reading) -> Says:
        self.place = next(i for i, m in enumerate(reading.cast.mentions) if m.text == self.words)
        return self

    def answers(self, questions: Sequence[Question]) -> dict[int, Answer]:
        self.asked += questions
        targets = {self.place: self.share, None: 1 - self.share}
        return dict.fromkeys(range(len(questions)), Answer(targets=targets, sources={None: 1.0}, status=self.status))


# --- what it reads -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("President Emmanuel Macron met Angela Merkel.", "President Smith met Jones."),
        ("Macron met Merkel. Mr Macron smiled.", "Smith met Jones. Mr Smith smiled."),
        ("Angela Merkel left. She blamed Italy. Her party wept.", "Smith left. She blamed Fiji. Her party wept."),
        ("Hamas accused Hezbollah of treason.", "Smith accused Jones of treason."),
        ("The Baath Party praised Iran.", "The Smith Party praised Fiji."),
        ("The United Nations asked Iran to stop.", "The United Nations asked Fiji to stop."),
        ("Rebels shot two nuns.", "Rebels shot two nuns."),
        ("Gunmen shot two Sunni clerics.", "Gunmen shot two Smith clerics."),
        ("Libyan rebels shot two Tuareg fighters.", "Fijian rebels shot two Smith fighters."),
    ],
)
def test_nobody_is_named(text: str, told: str, tools: Tools) -> None:
    assert reading_of(text, tools)[0].told.text == told


@pytest.mark.parametrize(
    ("one", "other"),
    [("Hamas", "Hezbollah"), ("Boko Haram", "the Taliban"), ("Vladimir Putin", "Joe Biden"), ("Fatah", "Likud")],
)
def test_two_who_change_places_are_read_as_before(one: str, other: str, tools: Tools) -> None:
    text = "{} accused {} of a raid on Tuesday. The claim was rejected."
    there = [reading_of(text.format(*pair), tools)[0].told.text for pair in ((one, other), (other, one))]
    assert there[0].replace("the ", "") == there[1].replace("the ", "")


def test_a_stretch_stays_within_the_told_text(tools: Tools) -> None:
    text = sorted(ARTICLES.glob("*.txt"))[0].read_text(encoding="utf-8")
    told = reading_of(text, tools)[0].told
    spans = [Span(start=i, end=min(len(text), i + length)) for i in range(0, len(text), 3) for length in (1, 7, 40)]
    there = [told.there(span) for span in spans]
    assert all(0 <= span.start <= span.end <= len(told.text) for span in there)
    assert [span.start for span in there] == sorted(span.start for span in there)


@pytest.mark.parametrize("longest", [60, 120, LONGEST])
def test_each_question_stands_on_one_sheet(longest: int, tools: Tools) -> None:
    reader = load_reader()
    assert reader is not None, "the tests need the extra `whowhom[encoder]`"
    text = "\n\n".join(path.read_text(encoding="utf-8") for path in sorted(ARTICLES.glob("*.txt"))[:4])
    reading, drafts = reading_of(text, tools)
    questions = [question_of(draft, reading.sentences[draft.sentence]) for those in drafts for draft in those]
    asked: list[int] = []
    for sheet in sheets_of(reading, reader._tokenizer, longest=longest):
        here, given = sheet.asked(questions)
        asked += here
        pieces = sheet.ids.shape[1] - 2
        assert pieces <= longest
        for first, past, *_ in [*given["mentions"].tolist(), *given["questions"].tolist()]:
            assert 0 <= first < past <= pieces
        if here:
            pairs = (len(here), len(sheet.mentions))
            assert all(given[name].shape == pairs for name in ("own", "far", "side", "same"))
    assert len(asked) == len(set(asked))
    assert longest < LONGEST or len(asked) == len(questions)


# --- what its answers change ----------------------------------------------------------


def test_whom_a_clause_names_stays(tools: Tools) -> None:
    reading, drafts = reading_of(TALKS, tools)
    after = with_reader(drafts, reading, Says("General Omid Sadr", 0.99))  # type: ignore[arg-type]
    accused = [d for those in after for d in those if d.event_type == "ACCUSE"]
    assert accused and all("army" in d.targets[0].text for d in accused)


def test_somebody_likely_fills_a_target(tools: Tools) -> None:
    reading, drafts = reading_of("Chad sent a letter. Mali condemned the ministers of Niger." + QUIET, tools)
    bare = [tuple(replace(draft, targets=()) for draft in those) for those in drafts]
    for share, filled in ((FILLS + 0.01, True), (FILLS - 0.01, False)):
        after = with_reader(bare, reading, Says("Chad", share))  # type: ignore[arg-type]
        found = [draft for those in after for draft in those]
        assert found and all(bool(draft.targets) is filled for draft in found)
        assert all((TARGET in {reason.rule for reason in draft.why}) is filled for draft in found)


def test_nobody_is_aimed_at_himself(tools: Tools) -> None:
    reading, drafts = reading_of("Chad sent a letter. Chad complained bitterly." + QUIET, tools)
    bare = [tuple(replace(draft, targets=()) for draft in those) for those in drafts]
    after = with_reader(bare, reading, Says("Chad", 0.99))  # type: ignore[arg-type]
    assert not any(draft.targets for those in after for draft in those)


def test_types_of_a_project_are_not_asked(tools: Tools) -> None:
    reading, drafts = reading_of(TALKS, tools)
    own = [tuple(replace(draft, event_type="STRIKE") for draft in those) for those in drafts]
    reader = Says("General Omid Sadr", 0.99)
    assert with_reader(own, reading, reader) == own  # type: ignore[arg-type]
    assert not reader.asked and "STRIKE" not in LABELS


@pytest.mark.parametrize(
    ("text", "unreal", "status"),
    [
        ("Mali knows of the shelling of Gao by Chad.", DOUBTS + 0.05, Status.PLANNED),
        ("Mali knows of the shelling of Gao by Chad.", DOUBTS - 0.05, Status.ACTUAL),
        ("Chad shelled a town of Mali.", DOUBTS_WORDS - 0.05, Status.ACTUAL),
        ("Chad shelled a town of Mali.", DOUBTS_WORDS + 0.05, Status.PLANNED),
        ("Chad will shell a town of Mali.", 0.0, Status.PLANNED),
    ],
)
def test_a_fact_that_is_doubted(text: str, unreal: float, status: Status, tools: Tools) -> None:
    """What the rules take for a fact is none where the reader is sure enough, and the record says so."""
    said = {Status.ACTUAL: 1 - unreal, Status.PLANNED: unreal}
    says = replace(tools, reader=Says("Chad", 0.0, said))  # type: ignore[type-var]
    events = code_document(Document(document_id="a", text=f"Chad is far. {text} It rained. Chad is near."), says).events
    (event,) = [each for each in events if each.event_type == "ASSAULT"]
    assert event.status is status
    assert (READER in {reason.rule for reason in event.why}) is (unreal > DOUBTS and status is Status.PLANNED)


def test_a_lone_sentence_is_not_asked_about(tools: Tools) -> None:
    """Whole articles were learnt; of a sentence or three the rules know more."""
    reader = Says("Chad", 0.99)
    for sentences, is_asked in ((LEAST - 1, False), (LEAST, True)):
        reading, drafts = reading_of("Chad shelled Mali. " * sentences, tools)
        with_reader(drafts, reading, reader)  # type: ignore[arg-type]
        assert bool(reader.asked) is is_asked


# --- the shipped one ------------------------------------------------------------------


def test_the_same_answers_again(tools: Tools) -> None:
    reader = load_reader()
    assert reader is not None
    reading, drafts = reading_of(TALKS, tools)
    questions = [question_of(draft, reading.sentences[draft.sentence]) for those in drafts for draft in those]
    one, other = (reader.read(reading).answers(questions) for _ in range(2))
    assert one == other and len(one) == len(questions)
    for answer in one.values():
        assert sum(answer.targets.values()) == pytest.approx(1, abs=1e-4)
        assert sum(answer.status.values()) == pytest.approx(1, abs=1e-4)


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_said(name: str, tmp_path: Path) -> None:
    from whowhom.knowledge.tables import data_path

    for other in data_path("encoder").iterdir():
        if other.name != name:
            (tmp_path / other.name).symlink_to(other)
    with pytest.raises(KnowledgeError, match=name):
        load_reader(tmp_path)
