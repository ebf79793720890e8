"""The rows of the training text: read as written, and refused in one line where they would teach nonsense."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "training"))
from rows import BadRow, Row, read_rows, row_of  # noqa: E402
from strangers import told_of, told_of_others  # noqa: E402

HEADER = "event_type\tmode\tsentence"
GOOD = "AID\t-\t<s>Oslo</s> fed <t>Riga</t>."


def table(folder: Path, *lines: str) -> Path:
    path = folder / "some.tsv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_a_row_is_a_sentence_with_its_parties_and_type(tmp_path: Path) -> None:
    nothing = "-\t-\t<t>Riga</t> and <s>Oslo</s> are ports."
    of_mode = "COERCE\tarrest\tPolice held <t>two monks</t>."
    assert read_rows(table(tmp_path, HEADER, GOOD, nothing, of_mode)) == [
        Row(text="Oslo fed Riga.", source=(0, 4), target=(9, 13), event_type="AID"),
        Row(text="Riga and Oslo are ports.", source=(9, 13), target=(0, 4), event_type=None),
        Row(text="Police held two monks.", source=None, target=(12, 21), event_type="COERCE"),
    ]


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ([GOOD], "some.tsv:1: the header must be event_type mode sentence, parted by tabs"),
        ([HEADER, GOOD, "AID\t<s>Oslo</s> fed <t>Riga</t>."], "some.tsv:3: 2 columns, not 3"),
        ([HEADER, GOOD.replace("AID", "AIDE")], "some.tsv:2: unknown event type 'AIDE'. Use one of -, AGREE, CONSULT,"),
        ([HEADER, GOOD.replace("AID", "aid")], "some.tsv:2: unknown event type 'aid'."),
        ([HEADER, GOOD.replace("AID", "")], "some.tsv:2: unknown event type ''."),
        ([HEADER, GOOD.replace("AID", "NONE")], "some.tsv:2: unknown event type 'NONE'."),
        ([HEADER, GOOD.replace("\t-", "\tfood")], "some.tsv:2: AID has no mode 'food'. Use one of -."),
        ([HEADER, GOOD.replace("\t-", "\t")], "some.tsv:2: AID has no mode ''."),
        ([HEADER, GOOD.replace("AID\t-", "COERCE\tarest")], "some.tsv:2: COERCE has no mode 'arest'. Use one of -,"),
        ([HEADER, GOOD.replace("AID\t-", "-\tvisit")], "some.tsv:2: - has no mode 'visit'. Use one of -."),
        ([HEADER, GOOD.replace("</s>", "")], "some.tsv:2: marks must be one <s>…</s>, one <t>…</t> or both"),
    ],
)
def test_a_row_that_cannot_be_used_is_named(tmp_path: Path, lines: list[str], said: str) -> None:
    with pytest.raises(BadRow) as told:
        read_rows(table(tmp_path, *lines))
    assert str(told.value).startswith(said)


WORDS = st.text(alphabet="ab cD.", max_size=9)
PARTY = st.text(alphabet="abcD", min_size=1, max_size=6)


@given(WORDS, PARTY, WORDS, PARTY, WORDS, st.booleans())
def test_a_row_told_of_others_has_their_names_where_its_parties_stood(
    before: str, one: str, between: str, two: str, after: str, turned: bool
) -> None:
    marks = ("<t>", "</t>", "<s>", "</s>") if turned else ("<s>", "</s>", "<t>", "</t>")
    row = row_of("AID", f"{before}{marks[0]}{one}{marks[1]}{between}{marks[2]}{two}{marks[3]}{after}")
    told = told_of(row, "Riga", "oslo")
    assert told.source is not None and told.target is not None
    assert told.text[slice(*told.source)] == "Riga"
    assert told.text[slice(*told.target)].lower() == "oslo"
    first, second = sorted((told.source, told.target))
    assert (told.text[: first[0]], told.text[first[1] : second[0]]) == (before, between)
    assert told.text[second[1] :] == after


def test_rows_of_other_senses_keep_their_parties(tmp_path: Path) -> None:
    folder = tmp_path / "text"
    folder.mkdir()
    (folder / "senses-1.tsv").write_text(f"{HEADER}\n{GOOD}\n", encoding="utf-8")
    (folder / "aid.tsv").write_text(f"{HEADER}\n{GOOD}\n", encoding="utf-8")
    rng = random.Random(1)
    aid, sense = read_rows(folder)
    assert {told_of_others(sense, rng).text for _ in range(50)} == {"Oslo fed Riga."}
    assert len({told_of_others(aid, rng).text for _ in range(50)}) > 5
