"""Attention to a given translation is the library's, and its links point to the pieces of both texts."""

from __future__ import annotations

import pytest
import tinyhub
import torch
from decoding import LAYOUTS, model, network, rows_for

from summarize.engines.decoder.alignment import attention, links
from summarize.engines.load import load_engine
from summarize.engines.protocol import Aligner
from summarize.engines.tokenization import Tokenization
from summarize.models import checkpoints
from summarize.request import Instruction, Runtime


@pytest.mark.parametrize("name", LAYOUTS)
def test_the_attention_to_a_translation_is_that_of_the_library(name: str) -> None:
    sources, targets = rows_for(name, (7, 12, 3)), rows_for(name, (5, 9, 11), seed=4)
    library = model(name)
    library.set_attn_implementation("eager")
    try:
        with torch.inference_mode():
            expected = [
                torch.stack(
                    library(
                        input_ids=torch.tensor([source]),
                        decoder_input_ids=torch.tensor([target]),
                        output_attentions=True,
                    ).cross_attentions
                ).mean((0, 2))[0]
                for source, target in zip(sources, targets, strict=True)
            ]
            found = attention(network(name), sources, targets)
    finally:
        library.set_attn_implementation("sdpa")
    for ours, theirs in zip(found, expected, strict=True):
        assert ours.shape == theirs.shape
        assert torch.allclose(ours, theirs, atol=1e-4)


def test_links_are_shares_of_what_is_text() -> None:
    found = links([(0, 3), (4, 7)], [(0, 2)], torch.tensor([[0.3, 0.1]]))
    assert [(one, other, round(share, 3)) for one, other, share in found] == [
        ((0, 3), (0, 2), 0.75),
        ((4, 7), (0, 2), 0.25),
    ]


@pytest.mark.parametrize("name", ["nllb-new", "opus-mt-en-ru", "madlad"])
def test_an_engine_links_characters_of_both_texts(name: str) -> None:
    engine = load_engine(checkpoints.describe(tinyhub.folder(name)), Runtime(device="cpu"))
    assert isinstance(engine, Aligner)
    pairs = [("The house is old.", "Дом стар."), ("Two.", "Два дома.")]
    found = engine.align(pairs, Instruction("translation", "en", "ru"))
    for (text, other), each in zip(pairs, found, strict=True):
        assert each
        assert all(0 <= a < b <= len(text) and 0 <= c < d <= len(other) for (a, b), (c, d), _ in each)
        assert all(0 < share <= 1 for _, _, share in each)


@pytest.mark.parametrize("name", ["nllb-new", "opus-mt-en-ru", "mbart50", "m2m100"])
def test_the_pieces_of_a_text_cover_it(name: str) -> None:
    checkpoint = checkpoints.describe(tinyhub.folder(name))
    tokens = Tokenization(load_engine(checkpoint, Runtime(device="cpu"))._tokenizer, checkpoint)  # type: ignore[attr-defined]
    text = "The old  house, and 25 windows."
    spans = tokens.spans(tokens.ids(text), text)
    assert "".join(text[start:end] for start, end in spans if start < end).replace(" ", "") == text.replace(
        " ", ""
    )
    assert spans == sorted(spans)


def test_a_model_without_an_encoder_has_no_links() -> None:
    engine = load_engine(checkpoints.describe(tinyhub.folder("qwen3")), Runtime(device="cpu"))
    assert isinstance(engine, Aligner)
    assert engine.align([("One.", "Один.")], Instruction("translation", "en", "ru")) == [[]]
