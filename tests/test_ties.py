"""What the reader is told beside words: ties of parties in a text."""

from __future__ import annotations

import pytest

from whowhom.events.reader import question_of
from whowhom.events.ties import NAMES, TIES
from whowhom.pipeline import Tools, reading_of, understood
from whowhom.records import Document

TEXT = (
    "Chad attacked Mali on Monday. Mali accused Chad of murder. Togo met Ghana in Lome. It rained. Rivers rose. "
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
        ("rejected", "Togo", {"another country", "told of last but one", "target before"}),
        ("rejected", "Kenya", {"another country", "told of before these", "source before", "is a subject"}),
        ("accused", "Chad", {"actor-source against", "actor-source against near", "told of last but one"}),
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
    text = " ".join(others.get(word, word) for word in TEXT.split(" "))
    assert ties(text, "rejected", others["Mali"], tools) == ties(TEXT, "rejected", "Mali", tools)
