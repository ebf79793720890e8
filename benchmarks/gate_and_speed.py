"""What the gate loses, and how fast articles are coded.

The gate may skip only sentences in which the full path finds nothing: every
text is coded with and without it. Speed is a ratio, measured in one process in
one run, against spaCy's own full pipeline with the same model on the same
texts; the machines are shared and noisy, so each side's best of several rounds
counts.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path

from articles import documents, tools
from msgspec.structs import replace

from whowhom.parsing import DEFAULT_MODEL
from whowhom.pipeline import Tools, code_document
from whowhom.records import Document, Event

ROUNDS = 7


class OpenGate:
    """A gate through which every sentence passes."""

    def passes(self, text: str) -> bool:
        return True


def development_texts(shared: Path) -> list[Document]:
    """The articles, and the single sentences of `plv_train.jsonl`, thirty a document."""
    found = documents(shared / "data" / "news_dev") + documents(shared / "data" / "seed")
    lines = (shared / "data" / "plv_train.jsonl").read_text(encoding="utf-8").splitlines()
    sentences = list(dict.fromkeys(json.loads(line)["sentence"] for line in lines))
    for i in range(0, len(sentences), 30):
        text = "\n\n".join(sentences[i : i + 30])
        found.append(Document(document_id=f"sentences-{i:05d}", text=text, published="2020-01-01"))
    return found


def events_of(document: Document, coder: Tools) -> Sequence[Event]:
    return code_document(document, coder).events


def lost_by_gate(shared: Path) -> tuple[int, int, float]:
    """Events found without the gate and not with it, all events, and the share of sentences that pass."""
    from whowhom.parsing import split

    coder = tools()
    opened = replace(coder, gate=OpenGate())  # type: ignore[arg-type]
    lost, total, passed, sentences = 0, 0, 0, 0
    for document in development_texts(shared):
        gated = {(e.trigger.start, e.event_type) for e in events_of(document, coder)}
        full = {(e.trigger.start, e.event_type) for e in events_of(document, opened)}
        lost += len(full - gated)
        total += len(full)
        texts = [document.text[s.start : s.end] for s in split(document.text)]
        passed += sum(coder.gate.passes(text) for text in texts)
        sentences += len(texts)
    return lost, total, passed / sentences


def news(shared: Path) -> list[Document]:
    """Real news as it comes, most of it not of conflict: what a run over a newspaper's files meets."""
    lines = (shared / "data" / "inputs_wikinews" / "wikinews_gum.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    return [Document(document_id=row["id"], text=row["text"], published="2015-01-01") for row in rows]


def speed(articles: Sequence[Document], *, rules_only: bool = True) -> tuple[float, float]:
    """How many times as fast as spaCy's full pipeline, and articles a second.

    The two take turns, so that a machine that slows down slows both.
    """
    coder = replace(tools(), encoder=None, reader=None) if rules_only else tools()
    texts = [document.text for document in articles]
    nlp = import_module(DEFAULT_MODEL).load()

    def ours() -> None:
        for document in articles:
            code_document(document, coder)

    def spacys() -> None:
        for _ in nlp.pipe(texts):
            pass

    ours()
    spacys()
    turns = [(seconds(ours), seconds(spacys)) for _ in range(ROUNDS)]
    own = min(ours for ours, _ in turns)
    return min(theirs for _, theirs in turns) / own, len(articles) / own


def seconds(work: Callable[[], None]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def score(shared: Path) -> dict[str, float]:
    """The figures by name, from the folder of development data."""
    lost, total, passed = lost_by_gate(shared)
    ratio, rate = speed(news(shared))
    asked, _ = speed(news(shared), rules_only=False)
    dense, _ = speed(documents(shared / "data" / "news_dev") * 2)
    return {
        "gate_events_lost": lost,
        "gate_events_of": total,
        "gate_sentences_passed": round(passed, 3),
        "speed_times_spacy": round(ratio, 2),
        "speed_times_spacy_with_encoder": round(asked, 2),
        "speed_times_spacy_where_most_sentences_tell_events": round(dense, 2),
        "speed_articles_a_second": round(rate, 1),
    }


if __name__ == "__main__":
    from run import alone

    sys.exit(alone(score))
