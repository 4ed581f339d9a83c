"""The trained network as one ONNX file with whole-number weights."""

from __future__ import annotations

import tempfile
import warnings
from pathlib import Path

import torch
from data import Example
from net import Reader
from onnxruntime.quantization import QuantType, quantize_dynamic
from train import tensors

_OUTPUTS = ["figure", "unit", "measure", "status", "detection", "claimant_class", "points"]
_BY_PIECE = ("ids", "flags", "lines", "sentences")


def export(net: Reader, example: Example, out: Path) -> None:
    """Write the network; weights in 8 bits a channel, of which 7 are used.

    Processors without VNNI add two products in 16 bits, which overflow with full 8-bit weights
    (onnxruntime's own advice is `reduce_range`): with 7 the answers are the same everywhere.
    """
    net.eval()
    given = tensors(example)
    axes = {name: {0: "t" if name in _BY_PIECE else "m"} for name in given}
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the tracer, about sizes that are taken from inputs
        whole = Path(folder) / "reader.onnx"
        torch.onnx.export(net, tuple(given.values()), str(whole), input_names=list(given),
                          output_names=_OUTPUTS, dynamic_axes=axes, dynamo=False,
                          opset_version=17)  # fmt: skip
        quantize_dynamic(whole, out, weight_type=QuantType.QInt8, per_channel=True,
                         reduce_range=True, extra_options={"MatMulConstBOnly": True})  # fmt: skip
