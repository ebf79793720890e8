"""The network as an ONNX file with weights of 8 bits, for one sentence at a time."""

from __future__ import annotations

from pathlib import Path

import torch
from network import Network
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn


class _One(nn.Module):
    """The network for a single sentence: nothing is padded, so no mask is asked for."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, ids: Tensor, source: Tensor, target: Tensor) -> tuple[Tensor, Tensor]:
        types, tags = self.network(ids, torch.ones_like(ids), source, target)
        return types.softmax(-1), tags.softmax(-1)


def to_onnx(network: Network, path: Path) -> None:
    """Write the network; ids [1, pieces], source [1], target [1] give types [1, labels] and tags [1, pieces, 3]."""
    network.eval()
    whole = path.with_suffix(".whole.onnx")
    ids = torch.arange(1000, 1020).unsqueeze(0)
    torch.onnx.export(
        _One(network), (ids, torch.tensor([2]), torch.tensor([5])), str(whole),
        input_names=["ids", "source", "target"], output_names=["types", "tags"],
        dynamic_axes={"ids": {1: "pieces"}, "tags": {1: "pieces"}}, opset_version=17, dynamo=False,
    )  # fmt: skip
    # Seven bits: the sums of eight do not fit where a processor has no instruction for them, and would differ there.
    quantize_dynamic(whole, path, per_channel=True, reduce_range=True, weight_type=QuantType.QInt8)
    whole.unlink()
