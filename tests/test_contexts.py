"""Contexts: a table of sentences with what they are about and what not, every cue's own example, and laws."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whowhom.errors import KnowledgeError
from whowhom.knowledge.codebook import load_codebook
from whowhom.knowledge.contexts import ContextCue, ContextCues, ContextSign, noun_forms, verb_forms
from whowhom.pipeline import Tools, code_document, load_tools
from whowhom.qualifying.contexts.words import find_context_words
from whowhom.records import Document, Event

CASES = Path(__file__).parent / "cases" / "contexts.tsv"
CUE_HEADER = "id\tcontext\twords\tpos\twith\tlevel\texample\n"

VOTE = """Gunmen killed four election officials in the northern district of Marabi on Saturday, a day before a
presidential runoff.

The electoral commission said the attackers burned ballot papers. Polling stations will open as planned.

The opposition candidate, Idris Bello, blamed the ruling party. Police arrested eleven people.

In a village of Benin, far from all this, a farmer lost nine goats, and the goats are still lost today; he walks the
hills every morning with his two sons and his old dog, and calls each of them by its name. The Peruvian mayor met nine
bakers."""


@cache
def loaded() -> Tools:
    # Without the encoder, which takes two of these sentences for no event: what a context is does not hang on that.
    return load_tools(rules_only=True)


@cache
def coded(text: str) -> tuple[Event, ...]:
    return code_document(Document(document_id="a", text=text, published="2020-01-01"), loaded()).events


@cache
def shipped() -> ContextCues:
    return load_codebook().context_cues


def cases() -> list[dict[str, str]]:
    with CASES.open(encoding="utf-8", newline="") as lines:
        rows = (line for line in lines if not line.startswith("#"))
        return list(csv.DictReader(rows, delimiter="\t", quoting=csv.QUOTE_NONE))


def names(cell: str) -> set[str]:
    return set() if cell == "-" else set(cell.split("|"))


def given_to(events: tuple[Event, ...]) -> set[str]:
    return {name for event in events for name in event.contexts}


def reasons(event: Event) -> Iterator[tuple[str, str]]:
    """The contexts of an event's reasons, each with its words."""
    return ((reason.rule.split(".")[1], reason.text) for reason in event.why if reason.rule.startswith("context."))


# --- what sentences are about ------------------------------------------------------------


@pytest.mark.parametrize("case", cases(), ids=lambda case: case["sentence"][:70])
def test_what_a_sentence_is_about(case: dict[str, str]) -> None:
    events = coded(case["sentence"])
    assert events, "the sentence must tell an event"
    assert names(case["given"]) <= given_to(events)
    assert not names(case["not"]) & given_to(events)


def test_the_table_is_long_and_spread_over_all_contexts() -> None:
    rows = cases()
    assert len({row["sentence"] for row in rows}) == len(rows) >= 150
    counts = Counter(name for row in rows for name in names(row["given"]))
    assert {name for name in load_codebook().contexts if counts[name] < 3} == set()
    assert sum(row["about"] == "other sense" for row in rows) >= 40


# --- the tables ----------------------------------------------------------------------------


@pytest.mark.parametrize("cue", shipped().cues.values(), ids=lambda cue: cue.id)
def test_every_cue_does_what_its_example_says(cue: ContextCue) -> None:
    found = [told for told in find_context_words(cue.example, shipped()) if told.cue.id == cue.id]
    assert found
    events = coded(cue.example)
    if cue.alone:
        assert set(cue.contexts) <= given_to(events)
    if not cue.contexts:
        inside = [reason.text for event in events for reason in event.why if reason.rule.startswith("context.")]
        assert not any(words in cue.example[told.start : told.end] for told in found for words in inside)


@pytest.mark.parametrize("sign", shipped().signs.values(), ids=lambda sign: f"{sign.kind} {sign.value}")
def test_every_sign_does_what_its_example_says(sign: ContextSign) -> None:
    def has(event: Event) -> bool:
        match sign.kind:
            case "mode":
                return sign.value in {f"{event.event_type}-{mode}" for mode in event.modes}
            case "cameo":
                return event.cameo == sign.value
        return sign.value in {party.role for party in (*event.sources, *event.targets)}

    assert any(has(event) and set(sign.contexts) <= set(event.contexts) for event in coded(sign.example))


def test_every_context_has_many_words() -> None:
    told: dict[str, set[tuple[str, ...]]] = {name: set() for name in load_codebook().contexts}
    for cue in shipped().cues.values():
        for name in cue.contexts:
            told[name] |= set(cue.phrases)
    assert {name: len(phrases) for name, phrases in told.items() if len(phrases) < 15} == {}


def test_no_word_of_a_cue_stands_there_twice() -> None:
    for cue in shipped().cues.values():
        assert len(set(cue.phrases)) == len(cue.phrases), cue.id


# --- words -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("He said that WHO experts came.", ["WHO"]),
        ("He said who came.", []),
        ("Women's rights and vote-rigging", ["Women's rights", "vote-rigging"]),
        ("workers' rights; a coup d'état", ["workers' rights", "coup d'état"]),
        ("vote. Rigging began", ["vote"]),
        ("a church, Congress; congress", ["church", "Congress"]),
        ("İzmir's parliaments", ["parliaments"]),
    ],
)
def test_which_words_are_found(text: str, words: list[str]) -> None:
    told = (told for told in find_context_words(text, shipped()) if told.cue.contexts)
    assert list(dict.fromkeys(text[one.start : one.end] for one in told)) == words


def test_forms_of_words() -> None:
    assert noun_forms("army") == ("army", "armies")
    assert noun_forms("congresswoman") == ("congresswoman", "congresswomen")
    assert set(verb_forms("rig")) >= {"rigs", "rigged", "rigging"}
    assert set(verb_forms("smuggle")) >= {"smuggles", "smuggled", "smuggling"}


# --- near the event ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "trigger", "name", "is_given"),
    [
        (
            "Rebels in Mali attacked a refinery while the senate debated in Bamako.",
            "attacked",
            "natural_resource",
            True,
        ),
        ("Rebels in Mali attacked a refinery while the senate debated in Bamako.", "attacked", "legislative", False),
        ("Police in Lagos arrested a baker, the electoral commission said.", "arrested", "election", False),
        ("The health ministry in Lima condemned the shooting of a baker.", "shooting", "executive", False),
        ("Tuareg leaders demanded the release of two journalists.", "demanded", "rights_freedoms", True),
        ("Gunmen killed a baker near the supreme court in Quito.", "killed", "legal", False),
        ("The mayor of Turin, who lost an election, met Chinese bakers.", "met", "election", False),
    ],
)
def test_what_is_said_of_another_event_is_not_said_of_this(text: str, trigger: str, name: str, is_given: bool) -> None:
    (contexts,) = [event.contexts for event in coded(text) if event.trigger.text.startswith(trigger)]
    assert (name in contexts) is is_given


# --- documents --------------------------------------------------------------------------------


def test_a_theme_of_the_document_holds_for_its_events_near_words_of_it() -> None:
    contexts = {event.trigger.text: event.contexts for event in coded(VOTE)}
    assert contexts["arrested"] == ("election",)
    assert "election" not in contexts["met"]


def test_an_aside_is_no_theme() -> None:
    text = "Police arrested bakers in Oslo. Polling stations open on Sunday. The bakers threatened the mayor of Oslo."
    assert "election" not in given_to(coded(text))


# --- laws --------------------------------------------------------------------------------------

SENTENCES = [case["sentence"] for case in cases()]


@given(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=6))
def test_order_reasons_and_sameness(sentences: list[str]) -> None:
    text = " ".join(sentences)
    document = Document(document_id="any", text=text, published="2020-01-01")
    events = code_document(document, loaded()).events
    order = list(load_codebook().contexts)
    for event in events:
        assert list(event.contexts) == sorted(set(event.contexts), key=order.index)
        assert [name for name, _ in reasons(event)] == list(event.contexts)
        for reason in event.why:
            assert text[reason.start : reason.end] == reason.text != ""
    assert code_document(document, loaded()).events == events


@given(st.text(max_size=200))
def test_words_of_any_text_stand_in_it_in_order(text: str) -> None:
    last = 0
    for told in find_context_words(text, shipped()):
        assert 0 <= told.start < told.end <= len(text)
        assert told.start >= last
        last = told.start


@pytest.mark.parametrize(
    ("one", "other"), [("Russia", "Ukraine"), ("Israel", "Iran"), ("India", "Pakistan"), ("Serbia", "Kosovo")]
)
@pytest.mark.parametrize(
    "deed", ["accused {} of a cyberattack", "signed a trade agreement with {}", "recalled its ambassador from {}"]
)
def test_who_it_is_changes_no_context(one: str, other: str, deed: str) -> None:
    def about(source: str, target: str) -> set[str]:
        return given_to(coded(f"{source} {deed.format(target)}."))

    assert about(one, other) == about(other, one) != set()


# --- a project's own ---------------------------------------------------------------------------


def test_a_projects_own_cues_and_signs_are_added(tmp_path: Path) -> None:
    (tmp_path / "contexts.tsv").write_text("context\tdefinition\nbooks\tBooks.\n", encoding="utf-8")
    row = "books.word\tbooks\tnovel|poem\t-\t-\tsentence\tTurkey banned the novel.\n"
    other = "cyber.hack\tcyber\thack\tV\t-\tsentence\tThey hacked the bank.\n"
    (tmp_path / "context_cues.tsv").write_text(CUE_HEADER + row + other, encoding="utf-8")
    (tmp_path / "context_signs.tsv").write_text(
        "kind\tvalue\tcontext\texample\nrole\tEDU\tbooks\tTeachers banned it.\n", encoding="utf-8"
    )
    own = load_codebook(tmp_path)
    assert list(own.contexts)[-1] == "books"
    assert [told.cue.id for told in find_context_words("Two novels, one hacked", own.context_cues)] == [
        "books.word", "cyber.hack",
    ]  # fmt: skip
    assert own.context_cues.signs[("role", "EDU")].contexts == ("books",)
    assert own.context_cues.signs[("role", "MIL")].contexts == ("military",)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("a\tbooks\tnovel\t-\t-\tsentence\tX.", "unknown context 'books'"),
        ("a\tcyber\tnovel\tX\t-\tsentence\tX.", "unknown pos 'X'"),
        ("a\tcyber\tnovel\t-\t-\tpage\tX.", "unknown level 'page'"),
        ("a\tcyber\tnovel\t-\tbeside:x\tsentence\tX.", "cannot read the condition 'beside:x'"),
        ("a\tcyber\t-\t-\t-\tsentence\tX.", "words is empty"),
        ("a\tcyber\tnovel\t-\t-\tsentence\tX.\na\tcyber\tpoem\t-\t-\tsentence\tX.", "'a' stands twice"),
    ],
)
def test_a_wrong_row_is_said_in_one_line(tmp_path: Path, row: str, said: str) -> None:
    (tmp_path / "context_cues.tsv").write_text(f"{CUE_HEADER}{row}\n", encoding="utf-8")
    with pytest.raises(KnowledgeError) as error:
        load_codebook(tmp_path)
    assert said in str(error.value)
    assert str(error.value).startswith("context_cues.tsv:")
