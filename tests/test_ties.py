"""What the reader is told beside words: ties of parties in a text."""

from __future__ import annotations

import re

import pytest
from msgspec.structs import replace

from whowhom.events.reader import question_of
from whowhom.events.ties import NAMES, TIES, Ties
from whowhom.pipeline import Tools, reading_of, understood
from whowhom.records import Document

TEXT = (
    "Chad attacked Mali on Monday. Mali accused Chad of murder. Togo met Ghana in Geneva. It rained. Rivers rose. "
    "Kenya praised Togo. Chad rejected the charge."
)


def ties(text: str, trigger: str, words: str, tools: Tools) -> set[str]:
    """The names of the ties between the event told by a word and the first mention with such words."""
    known = understood(Document(document_id="a", text=text, published="2020-05-01"), tools)
    reading = reading_of(known, tools.actors)
    drafts = [draft for those in known.drafts for draft in those]
    questions = [question_of(draft, reading.sentences[draft.sentence], n) for n, draft in enumerate(drafts)]
    (question,) = [each for each in questions if text[each.start : each.end] == trigger]
    mentions = reading.cast.mentions
    place = next(i for i, mention in enumerate(mentions) if mention.text == words)
    row = reading.ties.of(question, mentions)[place]
    assert len(row) == TIES == len(NAMES) and set(row) <= {0, 1}
    return {name for name, is_so in zip(NAMES, row, strict=True) if is_so}


@pytest.mark.parametrize(
    ("trigger", "words", "told"),
    [
        ("rejected", "Mali", {"source-actor against", "actor-source against", "another country"}),
        ("rejected", "Togo", {"another country", "told of last", "target before"}),
        ("rejected", "Kenya", {"another country", "told of last but one", "source before", "is a subject"}),
        ("accused", "Chad", {"actor-source against", "actor-source against near"}),
    ],
)
def test_ties(trigger: str, words: str, told: set[str], tools: Tools) -> None:
    assert told <= ties(TEXT, trigger, words, tools)


def test_an_event_is_no_tie_of_its_own(tools: Tools) -> None:
    assert not {name for name in ties(TEXT, "praised", "Togo", tools) if name.startswith(("source-actor", "actor-"))}


def test_help_and_talks_are_ties_too(tools: Tools) -> None:
    text = "Chad praised Mali. Chad met Togo in Lome. Niger thanked Chad. Chad accused Kenya of murder. It rained."
    assert {"source-actor for", "not told of yet"} & ties(text, "accused", "Mali", tools) == {"source-actor for"}
    assert "actor-source for near" in ties(text, "accused", "Niger", tools)
    assert "source's country" in ties(text, "accused", "Chad", tools)


def between(names: set[str]) -> set[str]:
    return {name for name in names if "-" in name}


@pytest.mark.parametrize(
    ("clause", "told"),
    [
        ("Chad attacked Mali", {"source-actor against", "source-actor against near"}),
        ("Chad did not attack Mali", set()),
        ("Chad denied that it attacked Mali", set()),
        (
            "Chad cut off aid to Mali",
            {"source-actor against", "source-actor against near"},
        ),  # what is undone is the aid
    ],
)
def test_what_was_not_done_is_no_tie(clause: str, told: set[str], tools: Tools) -> None:
    text = f"{clause}. Togo met Ghana in Geneva. Chad rejected the charge of murder."
    assert between(ties(text, "rejected", "Mali", tools)) == told


@pytest.mark.parametrize(
    ("clause", "manner"), [("Chad met Mali in Geneva", "with"), ("Chad and Mali clashed on Monday", "against")]
)
def test_those_at_it_with_one_another_have_ties_both_ways(clause: str, manner: str, tools: Tools) -> None:
    told = between(
        ties(f"{clause}. It rained. Togo praised Ghana. Chad rejected the charge.", "rejected", "Mali", tools)
    )
    assert {f"source-actor {manner}", f"actor-source {manner}"} <= told


@pytest.mark.parametrize(
    ("party", "told"),
    [
        ("Mali", {"target of its type"}),
        ("Niger", {"struck by others"}),
        ("Ghana", {"strikes others"}),
        ("Benin", set()),
    ],
)
def test_what_others_do_with_somebody(party: str, told: set[str], tools: Tools) -> None:
    text = "Chad praised Mali. Ghana attacked Niger. Kenya attacked Benin. Kenya lauded Togo. It rained."
    found = ties(text, "lauded", party, tools)
    assert found & {"target of its type", "struck by others", "strikes others"} == told


def test_where_a_mention_stands_in_the_clause(tools: Tools) -> None:
    text = "Chad told Mali that Togo would attack. Ghana praised Kenya. It rained."
    told = {
        name: ties(text, "attack", name, tools) & {"below the event", "subject above", "object above"}
        for name in ("Chad", "Mali", "Togo")
    }
    assert told == {"Chad": {"subject above"}, "Mali": {"object above"}, "Togo": {"below the event"}}


def test_events_of_one_head_tell_one_another_nothing(tools: Tools) -> None:
    known = understood(Document(document_id="a", text=TEXT, published="2020-05-01"), tools)
    reading = reading_of(known, tools.actors)
    drafts = [draft for those in known.drafts for draft in those]
    twice = Ties([draft for draft in drafts for _ in range(2)], reading.sentences, reading.cast)
    for number, draft in enumerate(drafts):
        question = question_of(draft, reading.sentences[draft.sentence], number)
        again = twice.of(replace(question, number=2 * number), reading.cast.mentions)
        assert again == reading.ties.of(question, reading.cast.mentions)


def test_two_named_at_once_are_told_of_alike(tools: Tools) -> None:
    text = (
        "Iran and Israel met in Geneva. The two countries later rejected it. Kenya accused Mali of murder. It rained."
    )
    assert "told of last" in ties(text, "accused", "Iran", tools) & ties(text, "accused", "Israel", tools)


def test_who_comes_only_later_is_not_told_of_yet(tools: Tools) -> None:
    assert {"not told of yet", "source behind"} <= ties(TEXT, "accused", "Togo", tools)


def test_a_guess_is_told(tools: Tools) -> None:
    text = "Students marched through Conakry in Guinea. President Alpha Conde of Guinea met the clergy."
    assert "guessed by a rule" in ties(text, "marched", "President Alpha Conde", tools)
    assert "guessed by a rule" not in ties(text, "met", "President Alpha Conde", tools)


@pytest.mark.parametrize("names", ["Mali Chad Kenya Togo", "Israel Iran Russia Ukraine", "China Japan Cuba Peru"])
def test_ties_do_not_hang_on_names(names: str, tools: Tools) -> None:
    """Two texts that differ in their countries alone have the same ties."""
    others = dict(zip(("Chad", "Mali", "Togo", "Kenya"), names.split(), strict=True))
    text = re.sub(r"\w+", lambda word: others.get(word[0], word[0]), TEXT)
    assert ties(text, "rejected", others["Mali"], tools) == ties(TEXT, "rejected", "Mali", tools)
