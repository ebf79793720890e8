"""Counts: a table of sentences with how many were killed, injured and detained, and laws of numbers."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whowhom.knowledge.numerals import SCALES, TENS, UNITS, number_of
from whowhom.parsing import Parser, load_parser
from whowhom.qualifying.counts import Counts, counts_of
from whowhom.qualifying.counts.quantities import EXACT, VAGUE
from whowhom.records import COUNTS, Count, CountBasis, Draft, Reason, Sentence

CASES = Path(__file__).parent / "cases" / "counts.tsv"


@cache
def parser() -> Parser:
    return load_parser()


def cases() -> list[dict[str, str]]:
    with CASES.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def told(counts: Counts) -> str:
    found = {kind: getattr(counts, kind) for kind in COUNTS}
    return "; ".join(f'{kind} {bounds(count)} "{count.text}"' for kind, count in found.items() if count) or "-"


def bounds(count: Count) -> str:
    if count.low == count.high:
        return str(count.low)
    return f"{'' if count.low is None else count.low}-{'' if count.high is None else count.high}"


def counted(marked: str, event_type: str) -> tuple[Sentence, Counts, tuple[Reason, ...]]:
    """What the event whose words stand between braces counts."""
    first, last = marked.index("{"), marked.index("}") - 1
    (sentence,) = parser().parse(marked.replace("{", "").replace("}", ""))
    inside = [t.i for t in sentence.tokens if first <= t.start and t.end <= last]
    head = next(i for i in inside if sentence.tokens[i].head == i or sentence.tokens[i].head not in inside)
    draft = Draft(sentence=0, head=head, trigger=tuple(inside), event_type=event_type, cameo="190")
    return sentence, *counts_of(sentence, draft)


@pytest.mark.parametrize("case", cases(), ids=lambda case: case["marked"][:70])
def test_how_many_suffered(case: dict[str, str]) -> None:
    sentence, counts, why = counted(case["marked"], case["type"])
    assert told(counts) == case["counts"]
    assert len(why) == sum(getattr(counts, kind) is not None for kind in COUNTS)
    for reason in why:
        assert sentence.text[reason.start : reason.end] == reason.text


def test_the_table_is_long_and_has_no_sentence_twice() -> None:
    rows = [(case["type"], case["marked"]) for case in cases()]
    assert len(rows) >= 80
    assert len(set(rows)) == len(rows)


@pytest.mark.parametrize("side", ["Rebels", "Soldiers", "Israelis", "Palestinians", "Russians", "Ukrainians"])
def test_who_did_it_changes_no_number(side: str) -> None:
    _, counts, _ = counted(f"{side} {{killed}} 17 villagers and wounded at least 40.", "ASSAULT")
    assert told(counts) == 'killed 17 "17"; injured 40- "at least 40"'


@pytest.mark.parametrize(
    ("marked", "basis"),
    [
        ("Another 12 guards were {killed}.", CountBasis.INCREASE),
        ("Rebels {killed} 12 more guards.", CountBasis.INCREASE),
        ("The death toll from the {raid} rose to 60.", CountBasis.TOTAL),
        ("In all, 60 guards were {killed}.", CountBasis.TOTAL),
        ("Rebels {killed} more than 30 guards.", None),
        ("Rebels {killed} 30 guards.", None),
        ("Rebels {killed} 12 guards in Allahabad.", None),
        ("Rebels {killed} 12 guards in all the villages.", None),
        ("Rebels {killed} 12 guards in allied villages.", None),
        ("Rebels {killed} a guard more than 30 miles away.", None),
    ],
)
def test_a_total_is_told_from_an_increase(marked: str, basis: CountBasis | None) -> None:
    _, counts, _ = counted(marked, "ASSAULT")
    assert counts.killed is not None
    assert counts.killed.basis is basis


@given(st.integers(min_value=2, max_value=99_999))
def test_a_number_in_digits_is_that_number(number: int) -> None:
    for written in (str(number), f"{number:,}"):
        _, counts, _ = counted(f"Rebels {{killed}} {written} villagers.", "ASSAULT")
        assert counts.killed is not None
        assert (counts.killed.low, counts.killed.high, counts.killed.text) == (number, number, written)


@given(st.integers(min_value=0, max_value=999_999_999))
def test_digits_with_and_without_commas_are_one_number(number: int) -> None:
    assert number_of(str(number)) == number_of(f"{number:,}") == number


@given(st.sampled_from(sorted(TENS)), st.sampled_from([word for word, value in UNITS.items() if 0 < value < 10]))
def test_tens_and_units_add_up_with_and_without_hyphen(ten: str, unit: str) -> None:
    assert number_of(f"{ten}-{unit}") == number_of(f"{ten} {unit}") == TENS[ten] + UNITS[unit]


@given(st.integers(min_value=1, max_value=999), st.sampled_from(sorted(SCALES)))
def test_a_scale_multiplies(number: int, scale: str) -> None:
    assert number_of(f"{number} {scale}") == number * SCALES[scale]


@given(st.text(max_size=30))
def test_any_text_is_a_number_or_none(text: str) -> None:
    found = number_of(text)
    assert found is None or found >= 0


def test_vague_words_mean_less_than_what_they_could() -> None:
    """Of two words of which one says more, the one has the higher least number."""
    order = [
        "few",
        "several",
        "dozens",
        "scores",
        "hundreds",
        "thousands",
        "tens of thousands",
        "hundreds of thousands",
    ]
    assert [VAGUE[word] for word in order] == sorted(VAGUE[word] for word in order)
    assert not set(VAGUE) & set(EXACT)
