"""The network as two ONNX files with weights of 8 bits, for one sentence at a time.

The first gives the states after the layers that the first answer waits for, and
that answer; the second goes on from the states where that is not sure. Of the
last layer only the pieces that are asked for are worked out: three for a type.
"""

from __future__ import annotations

from pathlib import Path

import torch
from network import Network
from onnxruntime import InferenceSession
from onnxruntime.quantization import QuantType, quantize_dynamic
from reader_network import SOURCE, TARGET, Lesson, Reader
from torch import Tensor, nn
from torch.nn import functional

# How far the exported sums may differ from the network's own.
TOLERANCE = 1e-4


class _First(nn.Module):
    """ids [1, pieces], asked [3] (begin, source, target) to states [1, pieces, width] and types [1, labels]."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, ids: Tensor, asked: Tensor) -> tuple[Tensor, Tensor]:
        bert = self.network.encoder
        states = bert.embeddings(input_ids=ids)
        for layer in bert.encoder.layer[: self.network.glance_after]:
            states = _through(layer, states, states)
        return states, self.network.glance(states[:, asked].flatten(1)).softmax(-1)


class _Rest(nn.Module):
    """states, asked [any number, the first three as above] to types [1, labels] and tags [1, asked, 3]."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, states: Tensor, asked: Tensor) -> tuple[Tensor, Tensor]:
        *body, last = self.network.encoder.encoder.layer[self.network.glance_after :]
        for layer in body:
            states = _through(layer, states, states)
        found = _through(last, states[:, asked], states)
        return self.network.types(found[:, :3].flatten(1)).softmax(-1), self.network.tags(found).softmax(-1)


def _through(layer: nn.Module, asked: Tensor, states: Tensor) -> Tensor:
    """A layer's states of the asked pieces, each of which looks at all."""
    mind = layer.attention.self
    heads = (1, -1, mind.num_attention_heads, mind.attention_head_size)
    query, key, value = (
        part.view(heads).transpose(1, 2) for part in (mind.query(asked), mind.key(states), mind.value(states))
    )
    weights = (query @ key.transpose(-1, -2) * mind.attention_head_size**-0.5).softmax(-1)
    seen = (weights @ value).transpose(1, 2).flatten(2)
    middle = layer.attention.output(seen, asked)
    return layer.output(layer.intermediate(middle), middle)


@torch.no_grad()
def to_onnx(network: Network, first: Path, rest: Path) -> None:
    """Write both files."""
    one, other = _First(network).eval(), _Rest(network).eval()
    ids, asked = torch.arange(1000, 1020).unsqueeze(0), torch.tensor([0, 2, 5])
    states, _ = one(ids, asked)
    pieces = {1: "pieces"}
    _write(one, {"ids": ids, "asked": asked}, {"states": pieces, "types": {}}, {"ids": pieces}, first)
    of_rest = {"states": pieces, "asked": {0: "asked"}}
    _write(other, {"states": states, "asked": asked}, {"types": {}, "tags": {1: "asked"}}, of_rest, rest)


class _Body(nn.Module):
    """ids [1, pieces] to states [1, pieces, width], of a reader."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.reader = reader

    def forward(self, ids: Tensor) -> Tensor:
        bert = self.reader.body.encoder
        states = bert.embeddings(input_ids=ids)
        for layer in bert.encoder.layer:
            states = _through(layer, states, states)
        return states


class _Heads(nn.Module):
    """States of a sheet [pieces, width], its mentions and questions, to probabilities: of targets and of sources, each
    [Q, M + 1], of each status [Q, statuses], of the type that a piece tells [pieces, types + 1]."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.heads = reader.heads

    def forward(
        self, states: Tensor, mentions: Tensor, questions: Tensor, own: Tensor, far: Tensor, side: Tensor,
        same: Tensor, alike: Tensor, ties: Tensor,
    ) -> tuple[Tensor, Tensor, Tensor, Tensor]:  # fmt: skip
        likely = self.heads(states, mentions, questions, own, far, side, same, alike, ties).softmax(1)
        status, _, _ = self.heads.facts(states, questions)
        words = self.heads.words(states[1:-1])
        return likely[..., TARGET], likely[..., SOURCE], status.softmax(1), words.softmax(1)


@torch.no_grad()
def reader_to_onnx(reader: Reader, lesson: Lesson, body: Path, heads: Path) -> None:
    """Write a reader's two files; ``lesson`` is any that can be read."""
    one, other = _Body(reader).eval(), _Heads(reader).eval()
    given = dict(lesson.given)
    ids = given.pop("ids")
    pieces = {1: "pieces"}
    _write(one, {"ids": ids}, {"states": pieces}, {"ids": pieces}, body)
    pairs = {0: "questions", 1: "mentions"}
    free = {
        "states": {0: "pieces"}, "mentions": {0: "mentions"}, "questions": {0: "questions"},
        **dict.fromkeys(("own", "far", "side", "same", "ties"), pairs), "alike": {0: "mentions", 1: "mentions"},
    }  # fmt: skip
    told = {
        **{key: {0: "questions", 1: "answers"} for key in ("targets", "sources")},
        "status": {0: "questions"}, "words": {0: "inner"},
    }  # fmt: skip
    # Whole: in 8 bits, what is said of one event would hang on what else is asked.
    _write(other, {"states": one(ids)[0], **given}, told, free, heads, small=False)


def _write(
    part: nn.Module,
    given: dict[str, Tensor],
    told: dict[str, dict[int, str]],
    free: dict[str, dict[int, str]],
    path: Path,
    *,
    small: bool = True,
) -> None:
    """Write a part; with ``small`` in 8 bits, whose scale hangs on all that is given at once."""
    whole = path.with_suffix(".whole.onnx") if small else path
    torch.onnx.export(
        part, tuple(given.values()), str(whole), input_names=list(given), output_names=list(told),
        dynamic_axes={name: axes for name, axes in {**told, **free}.items() if axes}, opset_version=17, dynamo=False,
    )  # fmt: skip
    _compare(part, given, whole)
    if not small:
        return
    # Seven bits: the sums of eight do not fit where a processor has no instruction for them, and would differ there.
    quantize_dynamic(whole, path, per_channel=True, reduce_range=True, weight_type=QuantType.QInt8)
    whole.unlink()


def _compare(part: nn.Module, given: dict[str, Tensor], path: Path) -> None:
    found = InferenceSession(str(path)).run(None, {name: value.numpy() for name, value in given.items()})
    told = part(*given.values())
    for mine, its in zip(told if isinstance(told, tuple) else (told,), found, strict=True):
        if not functional.l1_loss(mine, torch.from_numpy(its)) < TOLERANCE:
            raise RuntimeError(f"{path.name} gives other sums than the network")
