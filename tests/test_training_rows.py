"""The rows of the training text: read as written, and refused in one line where they would teach nonsense."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "training"))
from rows import BadRow, Row, read_rows  # noqa: E402

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
