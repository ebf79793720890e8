"""A network with fewer inner units in each layer, that says nearly the same.

Two thirds of a layer's sums are those of its inner units, most of which add
little. In each layer, from the first on, the units whose outputs vary most (by
how strongly they are read) are kept, and the weights that read them are fitted
anew by least squares to what all of them gave together on sentences of ours.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from network import Example, Network, tensors
from torch import Tensor, nn

# Sentences read at once; a weight on the diagonal, as a share of its mean, so that the equations can be solved.
BATCH, RIDGE = 50, 1e-3


@torch.no_grad()
def narrow(network: Network, examples: Sequence[Example], units: int, *, pad: int) -> list[float]:
    """Keep so many inner units of each layer; says of each which share of what they gave is lost."""
    network.eval()
    ordered = sorted(examples, key=lambda e: len(e.pieces.ids))
    batches = [tensors(ordered[i : i + BATCH], pad)[:2] for i in range(0, len(ordered), BATCH)]
    return narrow_layers(network.encoder, batches, units)


@torch.no_grad()
def narrow_layers(encoder: nn.Module, batches: Sequence[tuple[Tensor, Tensor]], units: int) -> list[float]:
    """Keep so many inner units of each layer, as they are used on batches of ids and masks; says the share lost."""
    encoder.eval()
    encoder.config.intermediate_size = units
    return [_narrow(encoder, layer, batches, units) for layer in encoder.encoder.layer]


def _narrow(encoder: nn.Module, layer: nn.Module, batches: Sequence[tuple[Tensor, Tensor]], units: int) -> float:
    inner, outer = layer.intermediate.dense, layer.output.dense
    given = _given(encoder, layer.intermediate, batches)
    meant = given @ outer.weight.T + outer.bias
    weight = given.var(0) * outer.weight.square().sum(0)
    kept = weight.topk(units).indices.sort().values
    read = torch.cat([given[:, kept], torch.ones(len(given), 1)], 1).double()
    products = read.T @ read
    products += RIDGE * products.diag().mean() * torch.eye(len(products), dtype=torch.float64)
    fitted = torch.linalg.solve(products, read.T @ meant.double()).float()
    layer.intermediate.dense = _linear(inner.weight[kept], inner.bias[kept])
    layer.output.dense = _linear(fitted[:-1].T, fitted[-1])
    lost = (read.float() @ fitted - meant).square().sum() / (meant - meant.mean(0)).square().sum()
    return float(lost)


def _given(encoder: nn.Module, inner: nn.Module, batches: Sequence[tuple[Tensor, Tensor]]) -> Tensor:
    """What the inner units of a layer give for each piece of all sentences: [pieces, units]."""
    caught: list[Tensor] = []
    hook = inner.register_forward_hook(lambda _, __, out: caught.append(out))
    found = []
    for ids, mask in batches:
        encoder(input_ids=ids, attention_mask=mask)
        found.append(caught.pop()[mask.bool()])
    hook.remove()
    return torch.cat(found)


def _linear(weight: Tensor, bias: Tensor) -> nn.Linear:
    layer = nn.Linear(weight.size(1), weight.size(0))
    layer.weight, layer.bias = nn.Parameter(weight.clone().contiguous()), nn.Parameter(bias.clone())
    return layer
