"""The reader's network: a text's pieces in, for each event asked about at whom it is aimed.

It begins as the encoder does, as a sentence encoder that a package ships, made
narrower. It reads a whole sheet (`events/sheets.py`) at once; each event and each
mention then becomes a short vector, that of a mention also from all others of its
actor; how well the two go together, with what the rules know of both
(`events/ties.py`), says how likely the mention is the target. "Nobody" is one more answer.

Beside targets it learns who does it, which words tell an event, of what type,
and whether it happened: all of it is in the gold, and what helps to tell the one
helps to tell the other.
"""

from __future__ import annotations

import math
import random
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import torch
from network import BASE, pace_of
from torch import Tensor, nn
from torch.nn import functional
from transformers import AutoModel

from whowhom.events.encoder import LABELS
from whowhom.events.reader import STATUSES
from whowhom.events.sheets import AHEAD, BACK, KINDS, OFTENEST
from whowhom.events.ties import TIES

STANCES = ("asserted", "alleged", "doubted", "denied")
# Of the short vectors that are compared; of what lies between them and the states, and between a pair and its score.
WIDTH, BETWEEN, PAIR = 128, 256, 64
TARGET, SOURCE = range(2)
# The score of what cannot be.
NEVER = -1e9
# How much a source counts beside a target, and the words, status, stance and "told by somebody" of an event.
OF_SOURCES, OF_WORDS, OF_STATUS, OF_STANCE, OF_TOLD = 0.5, 1.0, 0.3, 0.2, 0.2


@dataclass(frozen=True)
class Lesson:
    """What is asked on a sheet, as the network's inputs in ``given``, and what is right.

    ``right`` [2, Q, M + 1] says which mentions, or nobody (the last), are target and source of each question; a row
    without any is not asked. ``words`` is the type that each piece tells, 0 for none; ``status``, ``stance`` and
    ``told`` are of each question. ``somebody`` [Q] says of which nobody is no answer to at whom they are aimed.
    """

    given: Mapping[str, Tensor]
    right: Tensor
    words: Tensor | None = None
    status: Tensor | None = None
    stance: Tensor | None = None
    told: Tensor | None = None
    somebody: Tensor | None = None


class Body(nn.Module):
    """ids [sheets, pieces] to states [sheets, pieces, width]."""

    def __init__(self, attention: str = "sdpa") -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(str(BASE), attn_implementation=attention)
        self.encoder.embeddings.requires_grad_(False)
        self.width = int(self.encoder.config.hidden_size)

    def forward(self, ids: Tensor, mask: Tensor | None = None) -> Tensor:
        return self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state


class Heads(nn.Module):
    """States of one sheet, its mentions and questions, to scores."""

    def __init__(self, width: int) -> None:
        super().__init__()
        kinds, types = 16, 16
        self.kind, self.often = nn.Embedding(len(KINDS), kinds), nn.Embedding(OFTENEST + 1, 8)
        self.described, self.event_type = nn.Embedding(2, 4), nn.Embedding(len(LABELS), 32)
        self.mention = _short(3 * width + kinds + 12)
        self.question = _short(2 * width + 33)
        self.nobody = nn.Sequential(nn.Dropout(0.1), nn.Linear(2 * width + 33, WIDTH), nn.GELU(), nn.Linear(WIDTH, 2))
        self.far, self.side, self.same = nn.Embedding(BACK + AHEAD + 1, 2), nn.Embedding(3, 2), nn.Embedding(2, 2)
        self.pair_type = nn.Embedding(len(LABELS), types)
        self.pairs = nn.ModuleList(_deep(WIDTH + types + TIES, PAIR) for _ in (TARGET, SOURCE))
        self.nobody_by_ties = nn.Linear(TIES, 2)
        self.words = nn.Sequential(nn.Dropout(0.1), nn.Linear(width, len(LABELS)))
        self.fact = nn.Sequential(nn.Dropout(0.1), nn.Linear(width, len(STATUSES) + len(STANCES) + 1))

    def forward(
        self, states: Tensor, mentions: Tensor, questions: Tensor, own: Tensor, far: Tensor, side: Tensor,
        same: Tensor, alike: Tensor, ties: Tensor,
    ) -> Tensor:  # fmt: skip
        """states [pieces, width] to scores [Q, M + 1, 2] of target and source; the last mention is nobody."""
        sums = functional.pad(states[1:].cumsum(0), (0, 0, 1, 0))
        whole, head = mean(sums, mentions[:, 0], mentions[:, 1]), mean(sums, mentions[:, 2], mentions[:, 3])
        known = (self.kind(mentions[:, 4]), self.often(mentions[:, 5]), self.described(mentions[:, 6]))
        everywhere = alike.float() @ whole / alike.sum(1, keepdim=True)
        meant = self.mention(torch.cat([whole, head, everywhere, *known], 1))
        trigger = mean(sums, questions[:, 0], questions[:, 1])
        source = own.float() @ whole / own.sum(1, keepdim=True).clamp(min=1)
        asked = torch.cat([trigger, source, self.event_type(questions[:, 2]), questions[:, 3:4].float()], 1)
        short = self.question(asked)
        halves = zip(short.split(WIDTH, 1), meant.split(WIDTH, 1), self.pairs, strict=True)
        of_type = self.pair_type(questions[:, 2]).unsqueeze(1).expand(-1, mentions.size(0), -1)
        beside = torch.cat([of_type, ties.float()], -1)
        fits = torch.stack([_fit(asks, means, beside, pairs) for asks, means, pairs in halves], -1)
        fits = fits + self.far(far) + self.side(side) + self.same(same)
        of_others = ties.float() * (1 - same).unsqueeze(-1)
        nobody = self.nobody(asked) + self.nobody_by_ties(of_others.amax(1))
        return torch.cat([fits, nobody.unsqueeze(1)], 1)

    def facts(self, states: Tensor, questions: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Scores of each question's status [Q, statuses], stance [Q, stances] and of being told by somebody [Q, 1]."""
        sums = functional.pad(states[1:].cumsum(0), (0, 0, 1, 0))
        found = self.fact(mean(sums, questions[:, 0], questions[:, 1]))
        status, stance, told = found.split([len(STATUSES), len(STANCES), 1], 1)
        return status, stance, told


def _fit(asks: Tensor, means: Tensor, beside: Tensor, pairs: nn.Module) -> Tensor:
    """How well questions [Q, WIDTH] and mentions [M, WIDTH] go together, with what else is known of both: [Q, M]."""
    both = asks.unsqueeze(1) * means.unsqueeze(0)
    return both.sum(-1) / WIDTH**0.5 + pairs(torch.cat([beside, both], -1)).squeeze(-1)


def _deep(width: int, between: int) -> nn.Module:
    return nn.Sequential(nn.Dropout(0.1), nn.Linear(width, between), nn.GELU(), nn.Linear(between, 1))


def _short(width: int) -> nn.Module:
    return nn.Sequential(nn.Dropout(0.1), nn.Linear(width, BETWEEN), nn.GELU(), nn.Linear(BETWEEN, 2 * WIDTH))


def mean(sums: Tensor, first: Tensor, past: Tensor) -> Tensor:
    """The mean state of each stretch of pieces, of running sums that begin with nothing."""
    return (sums[past] - sums[first]) / (past - first).unsqueeze(1)


class Reader(nn.Module):
    """Body and heads."""

    def __init__(self, attention: str = "sdpa") -> None:
        super().__init__()
        self.body = Body(attention)
        self.heads = Heads(self.body.width)

    def states(self, lessons: Sequence[Lesson]) -> Tensor:
        longest = max(lesson.given["ids"].size(1) for lesson in lessons)
        ids = torch.zeros(len(lessons), longest, dtype=torch.long)
        mask = torch.zeros_like(ids)
        for i, lesson in enumerate(lessons):
            mine = lesson.given["ids"][0]
            ids[i, : len(mine)], mask[i, : len(mine)] = mine, 1
        return self.body(ids, mask)

    def scores(self, states: Tensor, lesson: Lesson) -> Tensor:
        given = {name: value for name, value in lesson.given.items() if name != "ids"}
        return self.heads(states, **given)


def loss_of(reader: Reader, lessons: Sequence[Lesson]) -> Tensor:
    """The mean loss of a question, and what is learnt beside."""
    total, asked = torch.zeros(()), 0
    beside = torch.zeros(())
    for states, lesson in zip(reader.states(lessons), lessons, strict=True):
        scores = reader.scores(states, lesson)
        if lesson.somebody is not None:
            scores[lesson.somebody, -1, TARGET] = NEVER
        for side, weight in ((TARGET, 1.0), (SOURCE, OF_SOURCES)):
            right = lesson.right[side]
            known = right.any(1)
            if known.any():
                told = scores[..., side].log_softmax(1).masked_fill(~right, NEVER).logsumexp(1)
                total, asked = total - weight * told[known].sum(), asked + int(known.sum())
        beside = beside + _beside(reader.heads, states, lesson)
    return total / max(1, asked) + beside / len(lessons)


def _beside(heads: Heads, states: Tensor, lesson: Lesson) -> Tensor:
    loss = torch.zeros(())
    if lesson.words is None or lesson.status is None or lesson.stance is None or lesson.told is None:
        return loss
    loss = loss + OF_WORDS * functional.cross_entropy(heads.words(states[1 : len(lesson.words) + 1]), lesson.words)
    status, stance, told = heads.facts(states, lesson.given["questions"])
    loss = loss + OF_STATUS * functional.cross_entropy(status, lesson.status)
    loss = loss + OF_STANCE * functional.cross_entropy(stance, lesson.stance)
    return loss + OF_TOLD * functional.binary_cross_entropy_with_logits(told[:, 0], lesson.told)


@dataclass(frozen=True)
class Recipe:
    """How long and how fast it learns; a ``batch`` is of sheets."""

    epochs: int
    batch: int = 4
    rate: float = 2e-4
    head_rate: float = 1e-3
    warmup: float = 0.06
    seed: int = 7


def fit(
    reader: Reader,
    lessons: Sequence[Lesson],
    recipe: Recipe,
    report: Callable[[int, float, float], None],
    *,
    anew: Callable[[Lesson, random.Random], Lesson] | None = None,
) -> None:
    """Teach the reader; ``report`` is told each epoch's number, loss and seconds.

    ``anew`` gives each epoch's lesson for each lesson as it was given, with the numbers that also shuffle them.
    """
    rng = random.Random(recipe.seed)
    torch.manual_seed(recipe.seed)
    body = [p for p in reader.body.parameters() if p.requires_grad]
    groups = [{"params": body, "lr": recipe.rate}, {"params": reader.heads.parameters(), "lr": recipe.head_rate}]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01)
    steps = recipe.epochs * math.ceil(len(lessons) / recipe.batch)
    pace = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: pace_of(step, steps, recipe.warmup))
    for epoch in range(recipe.epochs):
        reader.train()
        start, total, seen = time.monotonic(), 0.0, 0
        changed = lessons if anew is None else [anew(lesson, rng) for lesson in lessons]
        for batch in _batches(changed, recipe.batch, rng):
            loss = loss_of(reader, batch)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(reader.parameters(), 1.0)
            optimiser.step()
            pace.step()
            total, seen = total + float(loss.detach()) * len(batch), seen + len(batch)
        report(epoch, total / seen, time.monotonic() - start)


def _batches(lessons: Sequence[Lesson], size: int, rng: random.Random) -> list[list[Lesson]]:
    """Batches in random order, of sheets about as long as one another: little of a batch is padding."""
    order = list(lessons)
    rng.shuffle(order)
    pile = 16 * size
    piles = [
        sorted(order[i : i + pile], key=lambda lesson: lesson.given["ids"].size(1)) for i in range(0, len(order), pile)
    ]
    batches = [p[i : i + size] for p in piles for i in range(0, len(p), size)]
    rng.shuffle(batches)
    return batches
