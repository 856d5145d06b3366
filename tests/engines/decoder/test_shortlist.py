"""A shortlist leaves out tokens in other scripts and changes nothing else."""

from __future__ import annotations

from typing import Any

import pytest
import tinyhub
import torch
from decoding import SETTINGS, model, network, ours, rows_for, theirs
from hypothesis import given, settings
from hypothesis import strategies as st
from trained import folder
from trained.texts import SENTENCES, lone_decisions

from summarize.engines import loading
from summarize.engines.decoder.rules import rules
from summarize.engines.decoder.searches import Written
from summarize.engines.decoder.shortlist import writable
from summarize.engines.decoder.workers import decode
from summarize.engines.load import load_engine
from summarize.engines.precision import available
from summarize.models.checkpoints import describe
from summarize.request import Decoding, Instruction, Runtime

pytestmark = pytest.mark.usefixtures("one_thread")
LAYOUTS = ("opus-mt-en-ru", "nllb-new", "mbart50", "bart-cnn", "pegasus", "madlad", "mt5-xlsum")


def shortened(name: str, ids: torch.Tensor, rows: list[list[int]], options: dict[str, Any]) -> list[Written]:
    own = model(name).generation_config.to_dict() | {"min_length": 0, "num_beams": 1} | options
    shortlist = network(name).shortlist(ids)
    narrowed, asked = network(name).narrowed(shortlist), shortlist.rules(rules(own))
    found = decode(narrowed, rows, [14] * len(rows), asked, slots=8)
    return [shortlist.written(row) for row in found]


@pytest.mark.parametrize("name", LAYOUTS)
@pytest.mark.parametrize("wanted", SETTINGS)
def test_a_list_of_all_tokens_in_any_order_changes_nothing(name: str, wanted: str) -> None:
    rows, options = rows_for(name), SETTINGS[wanted]
    order = torch.randperm(network(name).shape.vocabulary, generator=torch.Generator().manual_seed(1))
    for found, expected in zip(shortened(name, order, rows, options), ours(name, rows, options), strict=True):
        assert found.ids == expected.ids
        assert found.score == pytest.approx(expected.score, rel=2e-5, abs=1e-4)


@settings(max_examples=15)
@given(name=st.sampled_from(LAYOUTS), seed=st.integers(0, 999), share=st.floats(0.05, 0.9))
def test_it_writes_what_generate_writes_without_the_other_tokens(name: str, seed: int, share: float) -> None:
    rows, options = rows_for(name, seed=seed), {"num_beams": 1, "min_new_tokens": 3}
    dice = torch.rand(network(name).shape.vocabulary, generator=torch.Generator().manual_seed(seed))
    dice[list(rules(model(name).generation_config.to_dict()).special_ids)] = 0
    listed = (dice < share).nonzero().squeeze(1)
    others = [[token] for token in (dice >= share).nonzero().flatten().tolist()]
    bad = [*others, *(model(name).generation_config.bad_words_ids or [])]
    expected = theirs(name, rows, options | {"bad_words_ids": bad})
    assert [row.ids for row in shortened(name, listed, rows, options)] == [ids for ids, _ in expected]


def test_special_tokens_are_listed_once() -> None:
    ends = {"eos_token_id": [1, 4], "forced_bos_token_id": 9, "forced_eos_token_id": 1}
    asked = rules({"decoder_start_token_id": 2, **ends})
    shortlist = network("nllb-new").shortlist(torch.tensor([4, 7, 30]))
    more = shortlist.missing([*asked.special_ids, 30, 7, 12])
    assert more.tolist() == [1, 2, 9, 12]
    both = shortlist + network("nllb-new").shortlist(more)
    assert both.ids.tolist() == [4, 7, 30, 1, 2, 9, 12]
    assert both.rules(asked).special_ids == (4, 5, 3, 0, 3)


def test_a_list_may_lack_nothing() -> None:
    shortlist = network("bart-cnn").shortlist(torch.arange(9))
    more = network("bart-cnn").shortlist(shortlist.missing([3, 8]))
    assert (shortlist + more).ids.tolist() == list(range(9))
    assert len((shortlist + more).parts) == 1


@pytest.mark.parametrize("name", ["nllb-new", "bart-cnn", "madlad"])  # tokens of letters, of bytes
def test_writable_tokens_have_no_letters_of_another_script(name: str) -> None:
    tokenizer = loading.load_tokenizer(describe(tinyhub.folder(name)))
    known = [tokenizer.decode([number]) for number in range(len(tokenizer))]
    for language, own, other in (("kk", "а", "e"), ("ru", "а", "e"), ("en", "e", "а")):
        ids = writable(tokenizer, language, len(tokenizer))
        assert ids is not None
        found = {known[number] for number in ids.tolist()}
        assert 20 < len(ids) < len(known)
        assert any(own in token for token in found)
        assert not any(other in token for token in found)
        assert {token for token in known if not any(sign.isalpha() for sign in token)} <= found


def test_a_language_of_unknown_script_keeps_all_tokens() -> None:
    tokenizer = loading.load_tokenizer(describe(tinyhub.folder("nllb-new")))
    assert writable(tokenizer, "hi", 10**6) is None


def test_words_in_another_script_are_written_where_the_source_has_them() -> None:
    """A model that has learned to copy still copies English when asked for Kazakh."""
    texts = lone_decisions()
    found = load_engine(describe(folder("copier")), Runtime(device="cpu", shortlist=True))
    written = found.generate(texts, Instruction("summarization", "kk", "kk"), Decoding())
    assert [one.text.strip() for one in written] == texts


@pytest.mark.parametrize("beams", [1, 4])
@pytest.mark.parametrize("name", ["nllb", "madlad", "opus-mt-en-ru"])
def test_trained_models_translate_as_well_with_it(name: str, beams: int) -> None:
    source, target = ("en", "ru") if name == "opus-mt-en-ru" else ("ru", "kk")
    facts = SENTENCES[:60]
    for kind in available():
        found = load_engine(describe(folder(name)), Runtime(device="cpu", precision=kind, shortlist=True))
        written = found.generate(
            [fact.said(source) for fact in facts],
            Instruction("translation", source, target),
            Decoding(num_beams=beams, max_new_tokens=40),
        )
        assert [one.text for one in written] == [fact.said(target) for fact in facts]
