"""Lessons in which a clause no longer says at whom its event is aimed. They need torch, which only training has."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("transformers")
ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "training"))
from cloze import FOLLOWING, Cutter  # noqa: E402
from reader_network import TARGET, Lesson  # noqa: E402

from whowhom.events.sheets import BACK, BEFORE, BEHIND, ELSEWHERE  # noqa: E402
from whowhom.events.ties import NAMED, NAMES, TIES  # noqa: E402

NUMBERS = {"of": 9, **dict(zip(FOLLOWING, (10, 11), strict=True))}
# Mali (2) was quiet (3). Chad (4) spoke (5) of (9) Mali (2) 's (10, 11). Togo (6) left (7).
IDS = [1, 2, 3, 4, 5, 9, 2, 10, 11, 6, 7, 1]
MENTIONS = MALI, CHAD, AGAIN, TOGO = [(0, 1), (2, 3), (5, 6), (8, 9)]
SPOKE, LEFT = (3, 4), (9, 10)


def cutter() -> Cutter:
    return Cutter(lambda word: NUMBERS.get(word, 99))


def lesson() -> Lesson:
    """Two questions: of whom Chad spoke, and at whom it is aimed that Togo left."""
    right = torch.zeros(2, 2, 5, dtype=torch.bool)
    right[TARGET, 0, [0, 2]] = True
    right[TARGET, 1, 4] = True
    side = torch.tensor([[ELSEWHERE, BEFORE, BEHIND, ELSEWHERE], [ELSEWHERE, ELSEWHERE, ELSEWHERE, BEFORE]])
    far = torch.tensor([[-1, 0, 0, 1], [-2, -1, -1, 0]]) + BACK
    same = torch.tensor([[0, 1, 0, 0], [0, 0, 0, 1]])
    ties = torch.zeros(2, 4, TIES, dtype=torch.long)
    ties[0, [0, 2], NAMES.index(NAMED)] = 1
    given = {
        "ids": torch.tensor([IDS]),
        "mentions": torch.tensor([[*place, *place, 0, 1, 0] for place in MENTIONS]),
        "questions": torch.tensor([[*SPOKE, 3, 0], [*LEFT, 3, 0]]),
        "own": same, "far": far, "side": side, "same": same, "alike": torch.eye(4, dtype=torch.long), "ties": ties,
    }  # fmt: skip
    return Lesson(given=given, right=right, words=torch.arange(len(IDS) - 2))


def gapped(whole: Lesson) -> Lesson:
    return cutter().with_gaps(whole, random.Random(1), share=1.0)


def test_a_named_target_is_cut_out_with_what_leads_up_to_it_and_follows() -> None:
    left = gapped(lesson())
    assert left.given["ids"].tolist() == [[1, 2, 3, 4, 5, 6, 7, 1]]
    assert left.given["mentions"][:, :2].tolist() == [[0, 1], [2, 3], [4, 5]]
    assert left.given["questions"][:, :2].tolist() == [[3, 4], [5, 6]]
    assert left.words is not None and left.words.tolist() == [0, 1, 2, 3, 8, 9]


def test_who_is_named_before_stays_right_and_nobody_is_no_answer() -> None:
    left = gapped(lesson())
    assert left.right[TARGET].tolist() == [[True, False, False, False], [False, False, False, True]]
    assert left.somebody is not None and left.somebody.tolist() == [True, False]
    assert left.given["ties"].shape == (2, 3, TIES) and left.given["alike"].shape == (3, 3)


def test_no_tie_tells_any_more_whom_the_clause_named() -> None:
    assert lesson().given["ties"][0].any() and not gapped(lesson()).given["ties"][0].any()


def test_a_question_that_loses_its_target_by_the_gap_of_another_is_marked_too() -> None:
    both = lesson()
    both.right[TARGET, 1, [0, 2, 4]] = torch.tensor([True, True, False])
    both.given["side"][1, 2] = BEHIND
    left = gapped(both)
    assert left.somebody is not None and left.somebody.tolist() == [True, True]


@pytest.mark.parametrize(
    "unlike", ["nobody named him before", "he is the source", "he is another event's source there"]
)
def test_no_gap_where_nothing_would_tell(unlike: str) -> None:
    plain = lesson()
    if unlike == "nobody named him before":
        plain.given["far"][0, 0] = BACK + 1
    elif unlike == "he is the source":
        plain.given["same"][0, 2] = 1
    else:
        plain.given["same"][1, 2], plain.given["side"][1, 2] = 1, BEFORE
    assert gapped(plain) is plain


def test_the_same_numbers_give_the_same_gaps() -> None:
    halves = [cutter().with_gaps(lesson(), random.Random(3), share=0.5).given["ids"].tolist() for _ in range(2)]
    assert halves[0] == halves[1]
