"""Lessons in which a sentence no longer says whom its event is aimed at, so that the rest of the text must.

Of most events that are annotated the clause itself names the target: to find it
there teaches little of how to find it where it is left out. So in each epoch some of
these names are cut out of the text, and the same question is asked again. That
nobody is the target is then no answer: a clause with a gap is no clause of that kind.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

import torch
from reader_network import TARGET, Lesson

from whowhom.events.sheets import BACK, ELSEWHERE
from whowhom.events.ties import NAMED, NAMES

# How many of the questions that allow it lose their target in an epoch.
SHARE = 0.3
# What is cut out together with a name that it leads up to, and what may follow a name.
LEADING = tuple(
    "of on against at to by with from for in into over upon towards toward about between among and the a an".split()
)
FOLLOWING = ("'", "s")


class Cutter:
    """Cuts names out of lessons; ``number_of`` gives the number of a word that is one piece."""

    def __init__(self, number_of: Callable[[str], int]) -> None:
        self._leading = frozenset(map(number_of, LEADING))
        self._following = [number_of(word) for word in FOLLOWING]

    def with_gaps(self, lesson: Lesson, rng: random.Random, *, share: float = SHARE) -> Lesson:
        """The lesson without the targets of some questions.

        A question may lose its target where its own sentence names him and an earlier one, or another part of the
        cast there, does too. Places are counted anew; mentions that lose a piece are gone.
        """
        cut = torch.zeros(lesson.given["ids"].size(1) - 2, dtype=torch.bool)
        for gap in self._gaps(lesson):
            if rng.random() < share:
                cut |= gap
        return _without(lesson, cut) if cut.any() else lesson

    def _gaps(self, lesson: Lesson) -> list[torch.Tensor]:
        """Which pieces would be cut for each question that may lose its target."""
        given = lesson.given
        mentions, ids = given["mentions"], given["ids"][0, 1:-1].tolist()
        right = lesson.right[TARGET][:, :-1]
        here, before = given["side"] != ELSEWHERE, given["far"] < BACK
        allowed = (right & here).any(1) & (right & before).any(1)
        # Whoever does something in a sentence stays there, and so do the words that tell it.
        kept = _covered(mentions[(given["same"].bool() & here).any(0)], len(ids))
        kept |= _covered(given["questions"], len(ids))
        gaps = []
        for number in allowed.nonzero()[:, 0].tolist():
            gap = torch.zeros_like(kept)
            for first, past, *_ in mentions[right[number] & here[number]].tolist():
                while first > 0 and ids[first - 1] in self._leading and not kept[first - 1]:
                    first -= 1
                if ids[past : past + len(self._following)] == self._following:
                    past += len(self._following)
                gap[first:past] = True
            if not (gap & kept).any():
                gaps.append(gap)
        return gaps


def _covered(stretches: torch.Tensor, pieces: int) -> torch.Tensor:
    covered = torch.zeros(pieces, dtype=torch.bool)
    for first, past, *_ in stretches.tolist():
        covered[first:past] = True
    return covered


def _without(lesson: Lesson, cut: torch.Tensor) -> Lesson:
    given = dict(lesson.given)
    mentions = given["mentions"]
    left = torch.tensor([not cut[first:past].any() for first, past, *_ in mentions.tolist()], dtype=torch.bool)
    if not left.any():
        return lesson
    targets = lesson.right[TARGET]
    lost = (targets[:, :-1] & ~left & (given["side"] != ELSEWHERE)).any(1)
    place = torch.cat([torch.zeros(1, dtype=torch.long), (~cut).long().cumsum(0)])
    mark = torch.ones(1, dtype=torch.bool)
    given["ids"] = given["ids"][:, torch.cat([mark, ~cut, mark])]
    given["mentions"] = torch.cat([place[mentions[left, :4]], mentions[left, 4:]], 1)
    given["questions"] = torch.cat([place[given["questions"][:, :2]], given["questions"][:, 2:]], 1)
    given["alike"] = given["alike"][left][:, left]
    given.update({name: given[name][:, left] for name in ("own", "far", "side", "same", "ties")})
    given["ties"] = untold(given["ties"], lost)
    right = lesson.right[:, :, torch.cat([left, mark])]
    return replace(
        lesson,
        given=given,
        right=right,
        words=None if lesson.words is None else lesson.words[~cut],
        somebody=lost & right[TARGET][:, :-1].any(1),
    )


def untold(ties: torch.Tensor, questions: torch.Tensor) -> torch.Tensor:
    """The ties, of which those of some questions no longer tell whom the clause names."""
    ties = ties.clone()
    ties[questions, :, NAMES.index(NAMED)] = 0
    return ties
