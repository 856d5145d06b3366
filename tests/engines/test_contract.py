"""The contract of engines: every family through the same tests."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import tinyhub
import transformers
from interrupting import interrupt_at
from running import (
    EN_KK,
    EN_RU,
    FAMILIES,
    RU_KK,
    RUNTIME,
    RUSSIAN_SUMMARY,
    SUMMARY,
    Recorder,
    loaded,
    plain,
)
from tinyhub.text import ENGLISH, KAZAKH, NASTY, RUSSIAN
from tinyhub.translators import NLLB_CODES

from summarize import progress
from summarize.engines.load import load_engine
from summarize.engines.protocol import Generation
from summarize.errors import InputTooLong, ModelError
from summarize.models import checkpoints
from summarize.request import Decoding, Instruction

# Longer than the minimum for sparse attention, so that every kind of attention is tested.
TEXTS = (ENGLISH[0], " ".join(RUSSIAN[:6]), "", KAZAKH[2], NASTY[1])
every_family = pytest.mark.parametrize("name", FAMILIES)


def test_every_layout_is_under_contract() -> None:
    assert set(tinyhub.NAMES) - set(FAMILIES) == {"wmt19-en-ru"}  # its tokenizer is an optional dependency


@every_family
def test_no_texts_give_no_output(name: str) -> None:
    assert loaded(name).generate([], FAMILIES[name], Decoding()) == []


@every_family
@pytest.mark.parametrize("beams", [1, 3])
def test_a_batch_equals_its_texts_one_by_one(name: str, beams: int) -> None:
    model, instruction = loaded(name), FAMILIES[name]
    decoding = Decoding(num_beams=beams, max_new_tokens=4)
    alone = [model.generate([text], instruction, decoding)[0] for text in TEXTS]
    assert model.generate(TEXTS, instruction, decoding) == alone
    assert model.generate(TEXTS[::-1], instruction, decoding) == alone[::-1]
    assert len({generation.text for generation in alone}) > 2  # the source matters
    assert all(generation.tokens <= 4 for generation in alone)


@every_family
def test_an_empty_text_gives_an_empty_output(name: str) -> None:
    nothing = Generation("", 0, 0, True)
    assert loaded(name).generate(["", " \n\t"], FAMILIES[name], Decoding()) == [nothing, nothing]


@every_family
def test_a_text_that_is_too_long_is_refused_and_not_cut(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    recorder = Recorder(monkeypatch)
    model, instruction = loaded(name), FAMILIES[name]
    limit = model.limit(instruction)
    per_word = model.count("bus " * 65) - model.count("bus " * 64)
    words = limit // per_word
    while model.count("bus " * words) > limit:
        words -= 1
    fitting = "bus " * words
    assert limit - model.count(fitting) < 2 * per_word
    [read] = model.generate([fitting], instruction, Decoding(num_beams=1, max_new_tokens=2))
    assert read.source_tokens >= model.count(fitting)
    assert recorder.calls[0]["input_ids"].shape[1] == read.source_tokens
    with pytest.raises(InputTooLong, match=f"text 2 .* {limit} at once"):
        model.generate(["bus", fitting + "bus bus"], instruction, Decoding(max_new_tokens=2))
    assert len(recorder.calls) == 1  # refused before anything is generated


FIRST = [
    ("m2m100", RU_KK, 1, "__kk__"),
    ("m2m100", Instruction("translation", "kk", "en"), 1, "__en__"),
    ("nllb-2022", EN_KK, 1, "kaz_Cyrl"),
    ("nllb-new", EN_RU, 1, "rus_Cyrl"),
    ("mbart50", EN_KK, 1, "kk_KZ"),
    ("mbart-gazeta", RUSSIAN_SUMMARY, 0, "ru_RU"),
    ("seamless-v2", EN_KK, 1, "__kaz__"),
    ("bart-cnn", SUMMARY, 1, "<s>"),
]


@pytest.mark.parametrize(("name", "instruction", "place", "token"), FIRST)
def test_the_first_token_is_that_of_the_target_language(
    name: str, instruction: Instruction, place: int, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorder = Recorder(monkeypatch)
    loaded(name).generate([ENGLISH[0], ENGLISH[1]], instruction, Decoding(max_new_tokens=3))
    number = plain(name).tokenizer.convert_tokens_to_ids(token)
    assert recorder.outputs[0][:, place].tolist() == [number, number]


@pytest.mark.parametrize("name", ["m2m100", "nllb-2022", "nllb-new", "mbart50", "seamless-v2", "small100"])
def test_the_model_gets_both_languages(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    recorder = Recorder(monkeypatch)
    directions = [Instruction("translation", *pair) for pair in (("en", "kk"), ("ru", "kk"), ("kk", "ru"))]
    for direction in directions:
        loaded(name).generate([ENGLISH[0]], direction, Decoding(max_new_tokens=3))
    first = [int(call["input_ids"][0, 0]) for call in recorder.calls]
    second = [int(output[0, 1]) for output in recorder.outputs]
    if name == "small100":  # the source names the target, and nothing is forced
        assert first[0] == first[1] != first[2]
    else:
        assert len(set(first)) == 3
        assert second[0] == second[1] != second[2]


def test_the_same_model_serves_two_directions_in_turn() -> None:
    model, decoding = loaded("nllb-new"), Decoding(max_new_tokens=6)
    first = model.generate([RUSSIAN[0]], RU_KK, decoding)
    model.generate([ENGLISH[0]], EN_RU, decoding)
    assert model.generate([RUSSIAN[0]], RU_KK, decoding) == first


def test_progress_counts_every_text() -> None:
    model, steps = loaded("flan-t5"), []
    with progress.listening(lambda *step: steps.append(step)):
        model.generate([*TEXTS, *[" ".join(ENGLISH)] * 35], SUMMARY, Decoding(max_new_tokens=1))
    assert steps[0] == ("flan-t5", 1, 40, 0)  # the empty text is done before anything is generated
    assert len(steps) > 2
    assert steps == sorted(steps)
    assert steps[-1] == ("flan-t5", 40, 40, 39)


def test_an_interrupt_ends_generation(monkeypatch: pytest.MonkeyPatch) -> None:
    """The T5 has no limit on its output, so only the interrupt can end this."""
    model = loaded("flan-t5")
    with monkeypatch.context() as patch:
        interrupt_at(patch, transformers.T5ForConditionalGeneration, "forward")
        with pytest.raises(KeyboardInterrupt):
            model.generate([ENGLISH[0]], SUMMARY, Decoding(num_beams=1, max_new_tokens=10**7))
    assert model.generate([ENGLISH[0]], SUMMARY, Decoding(max_new_tokens=2))


def test_ids_that_the_weights_do_not_have_are_refused(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(tinyhub.folder("flan-t5"), tmp_path / "flan"))
    tokenizer = plain("flan-t5").tokenizer.__class__.from_pretrained(folder)
    tokenizer.add_tokens([f"word{number}" for number in range(200)])
    tokenizer.save_pretrained(folder)
    model = load_engine(checkpoints.describe(folder), RUNTIME)
    with pytest.raises(ModelError, match="ids that its weights do not have"):
        model.generate(["word199"], SUMMARY, Decoding())


def test_a_language_that_the_weights_do_not_have_is_refused(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(tinyhub.folder("nllb-new"), tmp_path / "nllb"))
    tokenizer = plain("nllb-new").tokenizer.__class__.from_pretrained(folder)
    tokenizer.add_special_tokens({"extra_special_tokens": [*NLLB_CODES, "ukr_Cyrl"]})
    tokenizer.save_pretrained(folder)
    model = load_engine(checkpoints.describe(folder), RUNTIME)
    for direction in (Instruction("translation", "en", "uk"), Instruction("translation", "uk", "en")):
        with pytest.raises(ModelError, match="ids that its weights do not have"):
            model.generate([ENGLISH[0]], direction, Decoding(max_new_tokens=2))
