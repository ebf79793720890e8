"""Many documents: one result each, in order, whatever the number of workers and whatever happens to them."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

import whowhom
from whowhom.errors import ParsingError, ReadingError, WhowhomError
from whowhom.pipeline import Tools
from whowhom.reading import Failure
from whowhom.records import CodedDocument, Document, Silence
from whowhom.records import SentenceText as Whole
from whowhom.running import Coder, Coding, Item, Result, code_all, workers
from whowhom.store import Store

ROOT = Path(__file__).resolve().parents[1]

# Worker processes import this module and get these loaders by name: real processes without the real models.


def load_echo(model: str) -> Coding:
    """A coding that puts the text into a silence, and can be told to break."""
    return echo


def echo(document: Document) -> CodedDocument:
    if "KILL" in document.text:
        os.kill(os.getpid(), signal.SIGKILL)
    if "BREAK" in document.text:
        raise KeyError("no such thing")
    whole = Whole(text=document.text, start=0, end=len(document.text))
    silence = Silence(document_id=document.document_id, sentence=whole, missing="gate", detail="")
    return CodedDocument(document=document, silences=(silence,))


def load_nothing(model: str) -> Coding:
    raise ParsingError(f"the parser's model {model!r} is not installed")


def load_and_die(model: str) -> Coding:
    os._exit(7)


def load_never(model: str) -> Coding:
    raise AssertionError("nothing was to be coded")


def document(number: int, text: str = "") -> Document:
    return Document(document_id=f"d{number}", text=text or f"Text {number}.")


def outcome(result: Result) -> str:
    return (
        f"{result.document_id}: {result.message}" if isinstance(result, Failure) else result.silences[0].sentence.text
    )


TEXTS = st.sampled_from(["short", "BREAK", "", "long " * 8_000, "half \ud800 a character"])


@given(st.lists(st.one_of(TEXTS, st.none()), max_size=12))
def test_there_is_one_result_for_each_item_in_order(texts: list[str | None]) -> None:
    items: list[Item] = [
        Failure(path=f"f{n}", message="unreadable") if text is None else Document(document_id=f"d{n}", text=text)
        for n, text in enumerate(texts)
    ]
    results = list(code_all(items, load=load_echo))
    assert len(results) == len(items)
    for item, result in zip(items, results, strict=True):
        if isinstance(item, Failure) or item.text in {"BREAK", "half \ud800 a character"}:
            assert isinstance(result, Failure)
        else:
            assert isinstance(result, CodedDocument)
            assert result.document == item


def test_any_number_of_workers_gives_the_same() -> None:
    texts = ["short", "BREAK", "long " * 8_000, "half \ud800 a character", *(f"text {n}" for n in range(300))]
    items: list[Item] = [document(n, text) for n, text in enumerate(texts)]
    items[7] = Failure(path="f", message="unreadable")
    expected = list(code_all(items, load=load_echo))
    for count in (2, 3):
        assert list(code_all(items, workers=count, load=load_echo)) == expected
    assert multiprocessing.active_children() == []


def test_a_worker_that_is_killed_costs_its_document_alone() -> None:
    items = [document(n, "KILL" if n in {3, 20} else "") for n in range(40)]
    results = list(code_all(items, workers=2, load=load_echo))
    failed = {n: result for n, result in enumerate(results) if isinstance(result, Failure)}
    assert list(failed) == [3, 20]
    assert failed[3].document_id == "d3"
    assert "perhaps for want of memory" in failed[3].message
    assert [outcome(r) for n, r in enumerate(results) if n not in failed] == [
        f"Text {n}." for n in range(40) if n not in failed
    ]


def test_workers_that_cannot_start_end_the_run_with_a_line() -> None:
    with pytest.raises(WhowhomError, match="the parser's model 'nosuch' is not installed"):
        list(code_all([document(1)], workers=2, model="nosuch", load=load_nothing))
    with pytest.raises(WhowhomError, match=r"cannot be started \(exit code 7\)"):
        list(code_all([document(1)], workers=2, load=load_and_die))
    assert multiprocessing.active_children() == []


def test_a_fault_names_itself_and_its_document() -> None:
    (result,) = code_all([document(1, "BREAK")], load=load_echo)
    assert isinstance(result, Failure)
    assert result.document_id == "d1"
    assert "a fault of whowhom (KeyError: 'no such thing'" in result.message


def test_what_is_read_ahead_is_bounded_and_a_closed_run_leaves_no_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "AHEAD_DOCUMENTS", 20)
    drawn = 0

    def endless() -> Iterator[Document]:
        nonlocal drawn
        while True:
            drawn += 1
            yield document(drawn)

    results = code_all(endless(), workers=2, load=load_echo)
    assert [outcome(next(results)) for _ in range(50)] == [f"Text {n}." for n in range(1, 51)]
    assert drawn <= 50 + 2 * 20
    results.close()
    assert multiprocessing.active_children() == []


def test_what_the_store_holds_is_not_coded_again(tmp_path: Path) -> None:
    items = [document(n) for n in range(5)]
    with Store(tmp_path / "s.db", version="1") as store:
        first = list(code_all(items, store=store, load=load_echo))
        assert list(code_all(items, store=store, load=load_never)) == first
        assert list(code_all(items, store=store, workers=2, load=load_never)) == first
    with Store(tmp_path / "s.db", version="2") as store:
        assert list(code_all(items, store=store, load=load_echo)) == first


def test_a_run_that_is_cut_off_has_kept_what_it_gave_out(tmp_path: Path) -> None:
    with Store(tmp_path / "s.db", version="1") as store:
        results = code_all((document(n) for n in range(9)), store=store, load=load_echo)
        given_out = [next(results) for _ in range(4)]
        results.close()
        assert list(store.codings()) == given_out


# --- the coder, with the real models ---------------------------------------------------

ARTICLES = [
    "French jets bombed Tuareg rebels near Gao on Sunday. It rained.",
    "Turkey accused Russia of shelling a convoy. Russia denied it.",
    "",
    "The president of Ghana met the prime minister of Japan in Accra on Tuesday.",
]


@pytest.fixture(scope="module")
def coder(tools: Tools) -> Coder:
    return Coder(tools)


def test_the_coder_gives_the_events_of_a_text(coder: Coder) -> None:
    events = coder.code(ARTICLES[0], published="2013-01-15", document_id="gao")
    assert [(e.event_type, e.document_id) for e in events] == [("ASSAULT", "gao")]
    assert events[0].date is not None
    assert events[0].date.start == "2013-01-13"
    assert events == coder.code(ARTICLES[0], published="2013-01-15", document_id="gao")


@pytest.mark.parametrize("date", ["15 January", "2013-13", "2013-02-30", "03/04/2013", ""])
def test_a_date_that_cannot_be_read_is_refused(coder: Coder, date: str) -> None:
    with pytest.raises(ReadingError, match="is no date"):
        coder.code("Text.", published=date)


def test_pipe_gives_the_same_with_one_and_with_two_workers(coder: Coder) -> None:
    documents = [*ARTICLES, Document(document_id="one", text=ARTICLES[0], published="2013-01-15")]
    one = list(coder.pipe(documents))
    assert [len(events) for events in one] == [len(coder.code(text)) for text in ARTICLES] + [1]
    encode = msgspec.json.encode
    assert encode(list(coder.pipe(documents, workers=2))) == encode(one)


def test_importing_whowhom_loads_nothing_heavy() -> None:
    heavy = {"spacy", "numpy", "rich", "typer", "ahocorasick_rs", "trafilatura"}
    script = f"import sys, whowhom; assert callable(whowhom.load); print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
    assert whowhom.Coder is Coder


def test_the_spacy_component_sets_events(tools: Tools, monkeypatch: pytest.MonkeyPatch) -> None:
    import spacy

    monkeypatch.setattr("whowhom.running.coder.load_tools", lambda **_: tools)
    factories = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["entry-points"]["spacy_factories"]
    assert factories == {"whowhom": "whowhom.component:make"}
    nlp = spacy.blank("en")
    nlp.add_pipe("whowhom")
    doc = nlp.make_doc(ARTICLES[0])
    doc.user_data["published"] = "2013-01-15"
    doc.user_data["document_id"] = "gao"
    assert nlp(doc)._.events == Coder(tools).code(ARTICLES[0], published="2013-01-15", document_id="gao")
