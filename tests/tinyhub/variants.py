"""Layouts with modified weights: models that end their texts, and encoders and decoders of unlike depth.

A variant is named after the change and the layout: "ending bart-cnn", "reader bart-cnn" (three encoder
layers, one decoder layer), "writer bart-cnn" (one and three).
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import torch

from tinyhub.parts import edit_json, edit_weights

Weights = dict[str, torch.Tensor]
# One token of hundreds ends a text, and random weights seldom choose it. With its embedding multiplied by
# this factor, texts end at many lengths, and a few never.
ENDINGS = {
    "opus-mt-tc-bible-big-trk": 2.0,
    "m2m100": 2.2,
    "nllb-new": 7.0,
    "mbart50": 2.5,
    "bart-cnn": 2.0,
    "pegasus": 1.8,
    "t5-small": 2.3,
    "flan-t5": 5.0,
    "mt5-xlsum": 4.0,
    "umt5": 5.0,
}
DEPTHS = {"reader": (3, 1), "writer": (1, 3)}
_TABLES = ("lm_head.weight", "model.shared.weight", "shared.weight")


def write(kind: str, layout: Path, folder: Path) -> None:
    """Write a variant of the layout in the folder ``layout`` to ``folder``."""
    shutil.copytree(layout, folder, dirs_exist_ok=True)
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    if kind == "ending":
        factor = ENDINGS[layout.name]
        edit_weights(folder, lambda weights: _end(weights, config["eos_token_id"], factor))
        return
    layers, by_layer = DEPTHS[kind], config["model_type"] == "umt5"
    edit_weights(folder, lambda weights: _deepen(weights, layers, by_layer))
    if "num_layers" in config:
        edit_json(folder / "config.json", num_layers=layers[0], num_decoder_layers=layers[1])
    else:
        sides: dict[str, Any] = {"encoder_layers": layers[0], "decoder_layers": layers[1]}
        heads: dict[str, Any] = {"encoder_attention_heads": 4, "decoder_attention_heads": 1}
        edit_json(folder / "config.json", **sides, **heads)


def _end(weights: Weights, end: int, factor: float) -> None:
    table = next(name for name in _TABLES if name in weights)
    weights[table][end] *= factor


def _deepen(weights: Weights, layers: tuple[int, int], by_layer: bool) -> None:
    """Add layers, and draw at random those weights too that a new model has as 0 or 1."""
    generator = torch.Generator().manual_seed(9)
    for side, count in zip(("encoder", "decoder"), layers, strict=True):
        for name in [name for name in weights if f"{side}.layers.0." in name or f"{side}.block.0." in name]:
            if "relative_attention_bias" in name and not by_layer:
                continue
            for number in range(1, count):
                deeper = name.replace(".0.", f".{number}.", 1)
                weights[deeper] = torch.randn(weights[name].shape, generator=generator) * 0.8
    for name, weight in weights.items():
        drawn = torch.randn(weight.shape, generator=generator)
        if "norm" in name and name.endswith("weight"):
            weights[name] = 1 + drawn / 4
        elif name.endswith("bias"):
            weights[name] = drawn / 4
