"""The gate lets through whatever the full path finds an event in."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from msgspec.structs import replace

from whowhom.events.cues import _readings
from whowhom.gate import Gate
from whowhom.knowledge.codebook import load_codebook
from whowhom.pipeline import Tools, code_document
from whowhom.records import Document

MARKS = re.compile(r"[\[\]{}]")
ARTICLES = sorted((Path(__file__).parent / "articles").glob("*.txt"))


class OpenGate(Gate):
    """Lets every sentence through."""

    def __init__(self) -> None:
        pass

    def passes(self, sentence: str) -> bool:
        return True


def examples() -> list[str]:
    return [MARKS.sub("", cue.example) for cue in load_codebook().all_cues() if cue.event_type is not None]


def test_every_cues_example_passes(tools: Tools) -> None:
    assert [text for text in examples() if not tools.gate.passes(text)] == []


def test_a_words_form_is_known_as_its_lemma(tools: Tools) -> None:
    """Every verb, noun and adjective of the examples that is a cue's word is found by its form."""
    missed = set()
    for sentence in tools.parser.parse("\n\n".join(examples())):
        for token in sentence.tokens:
            if token.tag[:2] not in {"VB", "NN", "JJ"}:
                continue
            present = tools.gate.words_in(token.text)
            lemmas = {lemma for lemma, pos in _readings(token.text, token.lemma, token.tag)}
            missed |= {(token.text, lemma) for lemma in lemmas & set(tools.codebook.cues) if lemma not in present}
    # A lemma without a cue of its own that tells an event is none of the gate's.
    told = {lemma for lemma, cues in tools.codebook.cues.items() if any(cue.event_type for cue in cues)}
    assert sorted(pair for pair in missed if pair[1] in told) == []


@pytest.mark.parametrize("text", ["It rained.", "", "The hills are green in April.", "12, 34; 56."])
def test_what_tells_nothing_is_not_parsed(text: str, tools: Tools) -> None:
    assert not tools.gate.passes(text)


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.stem)
def test_an_article_gives_the_same_events_without_the_gate(path: Path, tools: Tools) -> None:
    document = Document(document_id=path.stem, text=path.read_text(encoding="utf-8"), published="2015-01-01")
    gated, opened = (code_document(document, each) for each in (tools, replace(tools, gate=OpenGate())))
    found = {(event.trigger.start, event.event_type) for event in gated.events}
    assert {(event.trigger.start, event.event_type) for event in opened.events} - found == set()
