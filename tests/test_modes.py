"""An event tells every mode that its words tell, the best first; one word tells one mode, each with its reason."""

from __future__ import annotations

from collections import Counter

import pytest
from test_events import case_rows, coded

from whowhom.knowledge.codebook import load_codebook
from whowhom.records import Draft

ROWS = case_rows("modes.tsv")
FEWEST = {"cases": 40, "of one mode": 15, "of more": 15}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row[2]}-{row[0][:40]}")
def test_an_event_tells_the_modes_of_its_words(row: list[str]) -> None:
    marked, event_type, modes = row
    told = [(draft.event_type, draft.modes) for draft in coded(marked)[0]]
    assert (event_type, tuple(modes.split("|"))) in told, told


@pytest.mark.parametrize("marked", sorted({row[0] for row in ROWS}))
def test_each_mode_beside_the_first_has_a_word_of_its_own(marked: str) -> None:
    for draft in coded(marked)[0]:
        reasons = beside(draft)
        assert len(set(draft.modes)) == len(draft.modes)
        # A cue without a mode has no first: its own words add them all.
        first = draft.modes[: len(draft.modes) - len(reasons)]
        assert (*first, *(mode for mode, _ in reasons)) == draft.modes
        assert len(first) <= 1
        assert all(times == 1 for times in Counter(start for _, start in reasons).values())


def beside(draft: Draft) -> list[tuple[str, int]]:
    """The modes that details add to the first, with where their words begin."""
    return [
        (reason.detail.removeprefix("also mode: "), reason.start)
        for reason in draft.why
        if reason.detail.startswith("also mode: ")
    ]


def test_the_code_stays_that_of_the_best_detail() -> None:
    codes = {marked: coded(marked)[0][0].cameo for marked in ("[Drones and missiles] struck {the port}.",)}
    assert codes == {"[Drones and missiles] struck {the port}.": "1952"}


def test_the_table_is_wide_enough_and_knows_its_modes() -> None:
    known = {(mode.event_type, mode.mode) for mode in load_codebook().modes}
    one = sum("|" not in modes for _, _, modes in ROWS)
    assert len(ROWS) >= FEWEST["cases"]
    assert one >= FEWEST["of one mode"]
    assert len(ROWS) - one >= FEWEST["of more"]
    assert {(event_type, mode) for _, event_type, modes in ROWS for mode in modes.split("|")} <= known
