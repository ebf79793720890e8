"""`whowhom codebook show TYPE` is a page of a manual: every part of it, in order, and no wider than the terminal."""

from __future__ import annotations

from pathlib import Path

import pytest

from whowhom.cli.type_page import marked, show_type_page
from whowhom.errors import KnowledgeError
from whowhom.knowledge.codebook import load_codebook
from whowhom.knowledge.manual import load_manual

PARTS = ("What it is not", "Neighbours", "Near misses", "What makes mode", "Words that tell it", "Cues: verbs")


def page(event_type: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, **options: Path) -> str:
    monkeypatch.setenv("COLUMNS", "100")
    show_type_page(event_type, load_codebook(), **options)
    return capsys.readouterr().out


@pytest.mark.parametrize("event_type", sorted(load_codebook().types))
def test_a_page_holds_its_parts_in_order(
    event_type: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = page(event_type, capsys, monkeypatch)
    parts = [part for part in PARTS if part != "What makes mode" or load_codebook().details.get(event_type)]
    places = [shown.index(f"\n{part}") for part in parts]
    assert places == sorted(places)
    assert shown.startswith(f"{event_type}  ")
    assert max(map(len, shown.splitlines())) <= 100
    assert [line for line in shown.splitlines() if line != line.rstrip()] == []


def test_a_page_shows_what_the_manual_says(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    shown = " ".join(page("retreat", capsys, monkeypatch).split())
    codebook = load_codebook()
    manual = load_manual(codebook)
    assert manual.limits["RETREAT"] in shown
    assert all(row.decide in shown for row in manual.neighbours_of("RETREAT"))
    assert all(
        f"{row.sentence} {row.instead or 'no event'}: {row.why}" in shown for row in manual.near_misses_of("RETREAT")
    )
    assert all(f"{e.cameo} {e.sentence}" in shown for e in manual.examples if e.event_type == "RETREAT")
    assert all(cue.id in shown for cue in codebook.all_cues() if cue.event_type == "RETREAT")


def test_a_projects_own_manual_is_shown_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "manual").mkdir()
    (tmp_path / "manual" / "limits.tsv").write_text("event_type\tis_not\nAID\tNot a loan of books.\n", encoding="utf-8")
    shown = " ".join(page("AID", capsys, monkeypatch, own=tmp_path).split())
    assert "Not a loan of books." in shown
    assert "A test codes every shipped sentence of this page; yours: whowhom codebook check" in shown
    assert "A test codes every sentence of this page." not in shown


def test_of_the_shipped_page_it_is_said_that_a_test_codes_it(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "A test codes every sentence of this page." in " ".join(page("AID", capsys, monkeypatch).split())


def test_an_unknown_type_is_named_with_those_there_are() -> None:
    with pytest.raises(KnowledgeError, match=r"no event type 'NAP'\. Use one of AGREE, CONSULT"):
        show_type_page("NAP", load_codebook())


def test_marks_are_colours_where_there_are_any() -> None:
    text = marked("[Oslo] helped {Riga}.", colour=True)
    assert text.plain == "Oslo helped Riga."
    assert [text.plain[span.start : span.end] for span in text.spans] == ["Oslo", "Riga"]
    assert marked("[Oslo] helped {Riga}.", colour=False).plain == "[Oslo] helped {Riga}."
