"""Sentences in which words of the codebook stand in other senses: at most five in a hundred may give an event.

`cases/near_misses.tsv` has four hundreds. Of the first, written before any mending, 28 gave an event; of the second
and third, written without a look at how they are coded and measured before the rules were mended on them, 23 and 18 (of
these 3 are events in another reading). The fourth was written beside the rows for bombs that go off, people who are
held or forced, sentences and lists of sanctions, and these were mended with it. Unseen sentences will give more than
what is left here. A fifth batch was written beside the cues that it guards, and says nothing
of unseen sentences. `allowed` are types that another reading of the sentence defends.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import groupby
from pathlib import Path

import pytest

import whowhom
from whowhom import Coder
from whowhom.errors import KnowledgeError
from whowhom.knowledge.codebook import load_codebook
from whowhom.knowledge.senses import EXPRESSION_COLUMNS, SENSE_COLUMNS
from whowhom.knowledge.tables import data_path, read_table

CASES = Path(__file__).parent / "cases" / "near_misses.tsv"
MOST = 5


@cache
def rows() -> dict[str, list[tuple[frozenset[str], str]]]:
    """The sentences of each batch, with the event types that may be told of them."""
    lines = [line.split("\t") for line in CASES.read_text(encoding="utf-8").splitlines()[1:]]
    return {
        batch: [(frozenset(allowed.split(",")), sentence) for _, _, allowed, sentence in those]
        for batch, those in groupby(lines, key=lambda line: line[0])
    }


@cache
def coder() -> Coder:
    return whowhom.load()


def mistaken(sentences: Iterable[tuple[frozenset[str], str]]) -> Iterator[str]:
    """Yield the sentences that give an event, with what is wrongly told of them."""
    for allowed, sentence in sentences:
        events = coder().code(sentence, published="2014-05-20")
        told = [f"{e.event_type} ({e.trigger.text}, {e.why[0].rule})" for e in events if e.event_type not in allowed]
        if told:
            yield f"{sentence} -> {', '.join(told)}"


def test_each_batch_has_a_hundred_sentences() -> None:
    assert {batch: len(those) for batch, those in rows().items()} == {"1": 100, "2": 100, "3": 100, "4": 100, "5": 43}


@pytest.mark.parametrize("batch", ["1", "2", "3", "4", "5"])
def test_at_most_five_near_misses_of_a_hundred_give_an_event(batch: str) -> None:
    found = list(mistaken(rows()[batch]))
    assert len(found) <= MOST, "\n".join([f"{len(found)} near misses give an event:", *found])


def test_no_example_of_another_sense_gives_an_event() -> None:
    senses = read_table(Path(data_path("codebook", "senses.tsv")), SENSE_COLUMNS)
    assert list(mistaken((frozenset(), row.need("example")) for row in senses)) == []


@pytest.mark.parametrize(
    ("table", "line", "message"),
    [
        ("expressions.tsv", "attack", "expressions.tsv:2: an expression has at least two words"),
        ("expressions.tsv", "attack ~", "expressions.tsv:2: an expression has at least two words"),
        (
            "senses.tsv",
            "x.y\tbeat\tbeside-it\tgoal\tMali beat Chad.",
            "senses.tsv:2: unknown place 'beside-it' in where",
        ),
        ("senses.tsv", "x.y\tbeat\tobj\t-\tMali beat Chad.", "senses.tsv:2: deeds or signs is empty"),
        ("senses.tsv", "x.y\tASSALT\tobj\tgoal\tMali beat Chad.", "senses.tsv:2: unknown event type 'ASSALT'"),
        ("senses.tsv", "x.y\tbeat\tobj\tgoal\t-", "senses.tsv:2: example is empty"),
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, table: str, line: str, message: str) -> None:
    columns = EXPRESSION_COLUMNS if table == "expressions.tsv" else SENSE_COLUMNS
    (tmp_path / table).write_text("\t".join(columns) + f"\n{line}\n", encoding="utf-8")
    with pytest.raises(KnowledgeError) as told:
        load_codebook(tmp_path)
    assert str(told.value).startswith(message)


def test_a_projects_own_sense_and_expression_are_added(tmp_path: Path) -> None:
    (tmp_path / "expressions.tsv").write_text("words\narm ~ tea\n", encoding="utf-8")
    own = "game.score\tabduct\tobj\tking\tMali abducted the king.\n"
    (tmp_path / "senses.tsv").write_text("\t".join(SENSE_COLUMNS) + f"\n{own}", encoding="utf-8")
    codebook = load_codebook(tmp_path)
    assert ("arm", "~", "tea") in codebook.expressions["arm"]
    assert [sense.id for sense in codebook.senses.by_deed["abduct"]] == ["game.score"]
    assert "game.score" not in {sense.id for sense in codebook.senses.by_deed["beat"]}
