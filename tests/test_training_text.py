"""What the encoder learns from besides labelled rows: pairs of phrases drawn from stories, and answers on them."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whowhom.events.encoder import LABELS
from whowhom.pipeline import Tools

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "training"))
from rows import marked  # noqa: E402
from stories import Pair, Story, draw, read_soft_labels, row_of, soft_label, with_types  # noqa: E402

TEXTS = [
    "The harbour union of Tema rejected the ministry's offer on Monday. Its dockers went on strike in three towns.\n\n"
    "The president's spokesman said the army would not move against the strikers before the talks with the mediators.",
    "Gunmen shot two wardens near the park, and police from the capital searched four villages for the attackers.",
]
STORIES = {f"s{i}": Story(f"s{i}", "PROTEST", text) for i, text in enumerate(TEXTS)}


def test_pairs_are_two_phrases_of_one_sentence(tools: Tools) -> None:
    pairs = list(draw(STORIES, tools.parser))
    assert len({pair.uid for pair in pairs}) == len(STORIES)
    for pair in pairs:
        row = row_of(pair, STORIES)
        assert row.source is not None and row.target is not None
        phrases = [row.text[start:end] for start, end in (row.source, row.target)]
        assert all(phrase and phrase == phrase.strip() for phrase in phrases), marked(row)
        assert row.text in STORIES[pair.uid].text.replace("\n", " ")
        assert row.source[1] <= row.target[0] or row.target[1] <= row.source[0]


def test_the_same_pairs_are_drawn_each_time(tools: Tools) -> None:
    assert list(draw(STORIES, tools.parser)) == list(draw(STORIES, tools.parser))


@given(st.lists(st.integers(0, 1000), min_size=len(LABELS), max_size=len(LABELS)).filter(sum))
def test_an_answer_is_kept_to_the_thousandth(weights: list[int]) -> None:
    probabilities = [weight / sum(weights) for weight in weights]
    pair = with_types(Pair(uid="s", sentence=(0, 9), source=(0, 2), target=(3, 5)), probabilities)
    label = soft_label(pair)
    assert sum(label) == pytest.approx(1)
    assert label == pytest.approx(probabilities, abs=0.01)


def test_the_kept_answers_are_of_every_type_and_of_none() -> None:
    pairs = read_soft_labels()
    likeliest = Counter(max(sorted(pair.types), key=lambda name: pair.types[name]) for pair in pairs)
    assert set(likeliest) == set(LABELS)
    assert len({(pair.uid, pair.sentence, pair.source, pair.target) for pair in pairs}) == len(pairs)
