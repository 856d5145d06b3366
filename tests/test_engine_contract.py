"""What every engine owes, tried on every family: families times engines, each through the same few tests."""

from __future__ import annotations

import ast
import functools
import shutil
import threading
from _thread import interrupt_main
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import tinyhub
import torch
import transformers
from tinyhub.parts import edit_weights
from tinyhub.text import ENGLISH, KAZAKH, NASTY, ORDERS, RUSSIAN

from summarize import checkpoints, engine
from summarize.engine import Generation
from summarize.engines import loading
from summarize.engines.transformers import TransformersEngine
from summarize.errors import InputTooLong, ModelError
from summarize.request import Decoding, Instruction, Runtime

RUNTIME = Runtime(device="cpu")
SUMMARY = Instruction("summarization", "en", "en")
RUSSIAN_SUMMARY = Instruction("summarization", "ru", "ru")
EN_RU = Instruction("translation", "en", "ru")
EN_KK = Instruction("translation", "en", "kk")
RU_KK = Instruction("translation", "ru", "kk")
FAMILIES: dict[str, Instruction] = {
    "opus-mt-en-ru": EN_RU,
    "opus-mt-tc-bible-big-trk": EN_KK,
    "m2m100": RU_KK,
    "small100": RU_KK,
    "nllb-2022": EN_KK,
    "nllb-new": RU_KK,
    "mbart50": EN_KK,
    "mbart-gazeta": RUSSIAN_SUMMARY,
    "t5-small": SUMMARY,
    "flan-t5": SUMMARY,
    "madlad": EN_KK,
    "mt5-xlsum": RUSSIAN_SUMMARY,
    "umt5": SUMMARY,
    "kazrush-ru-kk": RU_KK,
    "fred-t5": RUSSIAN_SUMMARY,
    "long-t5": SUMMARY,
    "bart-cnn": SUMMARY,
    "distilbart": SUMMARY,
    "pegasus": SUMMARY,
    "pegasus-x": SUMMARY,
    "bigbird-pegasus": SUMMARY,
    "led": SUMMARY,
    "prophetnet": SUMMARY,
    "seamless-v2": EN_KK,
    "t5gemma": SUMMARY,
    "qwen3": SUMMARY,
    "llama3": EN_KK,
    "gemma3": EN_RU,
    "translategemma": EN_KK,
}
CHATS = ("qwen3", "llama3", "gemma3", "translategemma")
# Longer than the sparse attention's smallest, so that every kind of attention is met.
TEXTS = (ENGLISH[0], " ".join(RUSSIAN[:6]), "", KAZAKH[2], NASTY[1])
every_family = pytest.mark.parametrize("name", FAMILIES)


@functools.cache
def loaded(name: str) -> TransformersEngine:
    found = engine.load(checkpoints.describe(tinyhub.folder(name)), RUNTIME)
    assert isinstance(found, TransformersEngine)
    return found


@functools.cache
def plain(name: str) -> loading.Loaded:
    """The library's own model and tokenizer, to compare with."""
    return loading.load(checkpoints.describe(tinyhub.folder(name)), RUNTIME)


class Recorder:
    """What went into ``generate`` and what came out of it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.calls: list[dict[str, Any]] = []
        self.outputs: list[torch.Tensor] = []
        original = transformers.GenerationMixin.generate

        def generate(model: Any, *args: Any, **kwargs: Any) -> torch.Tensor:
            output = original(model, *args, **kwargs)
            self.calls.append(kwargs | ({"input_ids": args[0]} if args else {}))
            self.outputs.append(output)
            return output

        monkeypatch.setattr(transformers.GenerationMixin, "generate", generate)


@pytest.fixture
def recorder(monkeypatch: pytest.MonkeyPatch) -> Recorder:
    return Recorder(monkeypatch)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Callable[..., dict[str, Any]]:
    """What ``generate`` would be asked for one text, which it is then not."""

    def stop(model: Any, **kwargs: Any) -> None:
        raise RuntimeError(repr({key: kwargs[key] for key in ("max_new_tokens", "max_length", "do_sample")}))

    def ask(name: str, text: str, instruction: Instruction, decoding: Decoding) -> dict[str, Any]:
        model = loaded(name)
        monkeypatch.setattr(transformers.GenerationMixin, "generate", stop)
        with pytest.raises(ModelError) as caught:
            model.generate([text], instruction, decoding)
        said: dict[str, Any] = ast.literal_eval(str(caught.value).partition("RuntimeError: ")[2])
        return said

    return ask


@every_family
def test_nothing_in_nothing_out(name: str) -> None:
    assert loaded(name).generate([], FAMILIES[name], Decoding()) == []


@every_family
@pytest.mark.parametrize("beams", [1, 3])
def test_a_batch_is_one_by_one_in_order(name: str, beams: int) -> None:
    model, instruction = loaded(name), FAMILIES[name]
    decoding = Decoding(num_beams=beams, max_new_tokens=4)
    alone = [model.generate([text], instruction, decoding)[0] for text in TEXTS]
    assert model.generate(TEXTS, instruction, decoding) == alone
    assert model.generate(TEXTS[::-1], instruction, decoding) == alone[::-1]
    assert len({generation.text for generation in alone}) > 2  # the source matters
    assert all(generation.tokens <= 4 for generation in alone)


@every_family
def test_an_empty_text_gives_an_empty_one(name: str) -> None:
    nothing = Generation("", 0, 0, True)
    assert loaded(name).generate(["", " \n\t"], FAMILIES[name], Decoding()) == [nothing, nothing]


@every_family
def test_nothing_too_long_is_cut(name: str, recorder: Recorder) -> None:
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
def test_the_first_token_is_the_targets(
    name: str, instruction: Instruction, place: int, token: str, recorder: Recorder
) -> None:
    loaded(name).generate([ENGLISH[0], ENGLISH[1]], instruction, Decoding(max_new_tokens=3))
    number = plain(name).tokenizer.convert_tokens_to_ids(token)
    assert recorder.outputs[0][:, place].tolist() == [number, number]


@pytest.mark.parametrize("name", ["m2m100", "nllb-2022", "nllb-new", "mbart50", "seamless-v2", "small100"])
def test_each_language_is_said_to_the_model(name: str, recorder: Recorder) -> None:
    directions = [Instruction("translation", *pair) for pair in (("en", "kk"), ("ru", "kk"), ("kk", "ru"))]
    for direction in directions:
        loaded(name).generate([ENGLISH[0]], direction, Decoding(max_new_tokens=3))
    first = [int(call["input_ids"][0, 0]) for call in recorder.calls]
    second = [int(output[0, 1]) for output in recorder.outputs]
    if name == "small100":  # told its target in the source, and nothing is forced
        assert first[0] == first[1] != first[2]
    else:
        assert len(set(first)) == 3
        assert second[0] == second[1] != second[2]


def test_the_same_model_serves_two_directions_in_turn() -> None:
    model, decoding = loaded("nllb-new"), Decoding(max_new_tokens=6)
    first = model.generate([RUSSIAN[0]], RU_KK, decoding)
    model.generate([ENGLISH[0]], EN_RU, decoding)
    assert model.generate([RUSSIAN[0]], RU_KK, decoding) == first


@pytest.mark.parametrize("name", CHATS)
def test_a_chats_control_tokens_in_the_text_are_text(name: str, recorder: Recorder) -> None:
    specials = plain(name).tokenizer.all_special_ids

    def controls(text: str) -> list[int]:
        recorder.calls.clear()
        loaded(name).generate([text], FAMILIES[name], Decoding(max_new_tokens=1))
        return [number for number in recorder.calls[0]["input_ids"][0].tolist() if number in specials]

    expected = controls("A bus leaves.")
    for order in (*ORDERS, "<|start_header_id|>", "<start_of_turn>model", "<|im_start|>assistant", "<bos>"):
        assert controls(f"A bus {order} leaves.") == expected


def test_sampling_in_the_file_is_not_done(recorder: Recorder) -> None:
    model = loaded("qwen3")
    results = [model.generate([ENGLISH[0]], SUMMARY, Decoding(max_new_tokens=8, seed=n)) for n in (0, 1, 2)]
    assert results[0] == results[1] == results[2]
    given = plain("qwen3")
    expected = given.model.generate(
        recorder.calls[0]["input_ids"], max_new_tokens=8, max_length=None, do_sample=False, pad_token_id=0
    )
    assert torch.equal(recorder.outputs[0], expected)


def test_a_tasks_own_settings_are_applied() -> None:
    """task_specific_params, which transformers 5 ignores; what the user sets stands."""
    given, source = plain("t5-small"), " ".join(ENGLISH[:4])
    encoded = given.tokenizer(["summarize: " + source], return_tensors="pt")
    own = {"num_beams": 4, "length_penalty": 2.0, "no_repeat_ngram_size": 3, "early_stopping": True}

    def expected(**settings: Any) -> str:
        with torch.inference_mode():
            output = given.model.generate(**encoded, max_new_tokens=24, max_length=None, **settings)
        text: str = given.tokenizer.decode(output[0], skip_special_tokens=True)
        return text

    def ours(**decoding: Any) -> str:
        return loaded("t5-small").generate([source], SUMMARY, Decoding(max_new_tokens=24, **decoding))[0].text

    assert expected(**own) != expected()
    assert ours() == expected(**own)
    assert ours(no_repeat_ngram_size=2) == expected(**{**own, "no_repeat_ngram_size": 2})
    assert ours(num_beams=1, no_repeat_ngram_size=0) == expected()


def test_the_files_settings_are_applied_without_a_generation_config(recorder: Recorder) -> None:
    loaded("mt5-xlsum").generate([RUSSIAN[0]], RUSSIAN_SUMMARY, Decoding())
    given = plain("mt5-xlsum")
    own = {"num_beams": 4, "length_penalty": 0.6, "no_repeat_ngram_size": 2, "max_new_tokens": 83}
    encoded = given.tokenizer([RUSSIAN[0]], return_tensors="pt")
    assert torch.equal(recorder.outputs[0], given.model.generate(**encoded, max_length=None, **own))


def test_led_attends_to_everything_from_its_first_token() -> None:
    given, source = plain("led"), " ".join(ENGLISH)
    encoded = given.tokenizer([source], return_tensors="pt")
    attention = torch.zeros_like(encoded["input_ids"])
    attention[:, 0] = 1
    results = [
        given.model.generate(**encoded, **extra, max_new_tokens=12, max_length=None)[0]
        for extra in ({"global_attention_mask": attention}, {})
    ]
    wanted, without = (given.tokenizer.decode(ids, skip_special_tokens=True).strip() for ids in results)
    assert wanted != without
    assert loaded("led").generate([source], SUMMARY, Decoding(max_new_tokens=12))[0].text == wanted


def test_block_sparse_attention_survives_a_short_text() -> None:
    """The library turns it off for good at the first one."""
    source, decoding = " ".join(ENGLISH), Decoding(num_beams=1, max_new_tokens=8)
    fresh = engine.load(checkpoints.describe(tinyhub.folder("bigbird-pegasus")), RUNTIME)
    expected = fresh.generate([source], SUMMARY, decoding)
    fresh.generate(["A bus."], SUMMARY, decoding)
    assert fresh.generate([source], SUMMARY, decoding) == expected


@pytest.fixture
def hasty(tmp_path: Path) -> TransformersEngine:
    """A bart-large-cnn that would always end at once."""
    folder = Path(shutil.copytree(tinyhub.folder("bart-cnn"), tmp_path / "hasty"))

    def end(weights: dict[str, torch.Tensor]) -> None:
        weights["final_logits_bias"][0, 2] = 1e4

    edit_weights(folder, end)
    return TransformersEngine(checkpoints.describe(folder), RUNTIME)


def test_no_length_is_forced_on_a_short_summary(hasty: TransformersEngine) -> None:
    """The file's min_length is 56: the summary of one sentence would be made up."""
    [ended] = hasty.generate([ENGLISH[0]], SUMMARY, Decoding())
    assert (ended.text, ended.tokens, ended.finished) == ("", 1, True)
    [longer] = hasty.generate([ENGLISH[0]], SUMMARY, Decoding(min_new_tokens=9, max_new_tokens=20))
    assert longer.tokens == 9


@pytest.mark.parametrize(
    "name", ["bart-cnn", "opus-mt-en-ru", "mbart50", "pegasus", "nllb-2022", "flan-t5", "qwen3"]
)
def test_a_text_that_was_cut_is_not_finished(name: str) -> None:
    """bart, mBART, Marian and Pegasus end a cut text with </s> too."""
    [cut] = loaded(name).generate([ENGLISH[0]], FAMILIES[name], Decoding(num_beams=1, max_new_tokens=4))
    assert not cut.finished


@pytest.mark.parametrize(
    ("name", "text", "instruction", "wanted", "given"),
    [
        ("flan-t5", ENGLISH[0], SUMMARY, None, 256),  # no file says
        ("nllb-2022", ENGLISH[0], EN_KK, None, 199),  # the file's max_length counts the start token
        ("nllb-2022", " ".join(ENGLISH), EN_KK, None, 1056),  # a source longer than that
        ("bart-cnn", ENGLISH[0], SUMMARY, None, 141),
        ("bart-cnn", ENGLISH[0], SUMMARY, 5000, 1022),  # a table of 1024
        ("t5-small", ENGLISH[0], SUMMARY, None, 199),  # the task's
        ("mt5-xlsum", RUSSIAN[0], RUSSIAN_SUMMARY, None, 83),  # stands in config.json
        ("qwen3", ENGLISH[0], SUMMARY, None, 512),
        ("qwen3", ENGLISH[0], SUMMARY, 7, 7),
    ],
)
def test_the_number_of_new_tokens_is_always_said(
    name: str, text: str, instruction: Instruction, wanted: int | None, given: int, asked: Any
) -> None:
    settings = asked(name, text, instruction, Decoding(max_new_tokens=wanted))
    assert settings == {"max_new_tokens": given, "max_length": None, "do_sample": False}


@pytest.mark.parametrize("name", ["opus-mt-en-ru", "pegasus", "led"])
def test_output_stops_at_the_decoders_table(name: str) -> None:
    [full] = loaded(name).generate([ENGLISH[0]], FAMILIES[name], Decoding(num_beams=1, max_new_tokens=10**6))
    assert full.tokens > 200


def test_a_system_message_that_a_template_refuses_opens_the_users(recorder: Recorder) -> None:
    def dress(text: str, instruction: Instruction) -> list[dict[str, str]]:
        return [{"role": "system", "content": "Be brief."}, {"role": "user", "content": f"Translate: {text}"}]

    for name in ("gemma3", "qwen3"):
        model = TransformersEngine(checkpoints.describe(tinyhub.folder(name)), RUNTIME, dress)
        model.generate(["A bus leaves."], EN_RU, Decoding(max_new_tokens=1))
    joined, apart = (
        plain(name).tokenizer.decode(call["input_ids"][0])
        for name, call in zip(("gemma3", "qwen3"), recorder.calls, strict=True)
    )
    assert "<start_of_turn>user\nBe brief.\n\nTranslate: A bus leaves.<end_of_turn>" in joined
    assert (
        "<|im_start|>system\nBe brief.<|im_end|>\n<|im_start|>user\nTranslate: A bus leaves.<|im_end|>"
        in apart
    )
    assert apart.endswith("<think>\n\n</think>\n\n")


def test_structured_messages_name_both_languages(recorder: Recorder) -> None:
    loaded("translategemma").generate(["A bus leaves."], EN_KK, Decoding(max_new_tokens=1))
    said = plain("translategemma").tokenizer.decode(recorder.calls[0]["input_ids"][0])
    assert said.startswith("<bos><start_of_turn>user\nTranslate from en to kk:\n\nA bus leaves.<end_of_turn>")


@pytest.mark.parametrize(
    "template", ["{{ raise_exception('No such role') }}", "{% for %}", "{{ messages.x.y }}"]
)
def test_a_template_that_fails_is_said_in_one_line(template: str, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(tinyhub.folder("qwen3"), tmp_path / "qwen3"))
    (folder / "chat_template.jinja").write_text(template)
    model = engine.load(checkpoints.describe(folder), RUNTIME)
    with pytest.raises(ModelError, match=r"^qwen3: its chat template [^\n]*$"):
        model.generate(["A bus leaves."], SUMMARY, Decoding())


def test_a_chats_reply_ends_where_its_context_does(asked: Any) -> None:
    model = loaded("gemma3")
    text = "bus " * (model.limit(EN_RU) // model.count("bus "))
    [read] = model.generate([text], EN_RU, Decoding(max_new_tokens=1))
    ceiling = asked("gemma3", text, EN_RU, Decoding(max_new_tokens=10**6))["max_new_tokens"]
    assert ceiling == 2048 - read.source_tokens
    assert ceiling > 2 * model.count(text)  # a translation has room to be longer than its source


def test_a_chats_padding_is_on_the_left(recorder: Recorder) -> None:
    loaded("llama3").generate(["A bus.", "A bus leaves the station."], EN_KK, Decoding(max_new_tokens=1))
    mask = recorder.calls[0]["attention_mask"]
    assert mask[1, 0] == 0
    assert mask[:, -1].tolist() == [1, 1]


def test_progress_counts_every_text() -> None:
    model, steps = loaded("flan-t5"), []
    model.on_step = lambda done, total: steps.append((done, total))
    try:
        model.generate([*TEXTS, *[" ".join(ENGLISH)] * 35], SUMMARY, Decoding(max_new_tokens=1))
    finally:
        model.on_step = None
    assert len(steps) > 1
    assert steps == sorted(steps)
    assert steps[-1] == (40, 40)


def test_an_interrupt_ends_generation() -> None:
    """The T5 has no longest output, so only the interrupt can end this."""
    timer = threading.Timer(0.3, interrupt_main)
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        loaded("flan-t5").generate([ENGLISH[0]], SUMMARY, Decoding(num_beams=1, max_new_tokens=10**7))
    timer.join()
    assert loaded("flan-t5").generate([ENGLISH[0]], SUMMARY, Decoding(max_new_tokens=2))


def test_ids_that_the_weights_do_not_have_are_refused(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(tinyhub.folder("flan-t5"), tmp_path / "flan"))
    tokenizer = plain("flan-t5").tokenizer.__class__.from_pretrained(folder)
    tokenizer.add_tokens([f"word{number}" for number in range(200)])
    tokenizer.save_pretrained(folder)
    model = engine.load(checkpoints.describe(folder), RUNTIME)
    with pytest.raises(ModelError, match="ids that its weights do not have"):
        model.generate(["word199"], SUMMARY, Decoding())


def test_a_language_that_the_weights_do_not_have_is_refused(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(tinyhub.folder("nllb-new"), tmp_path / "nllb"))
    tokenizer = plain("nllb-new").tokenizer.__class__.from_pretrained(folder)
    tokenizer.add_special_tokens({"extra_special_tokens": [*tinyhub_codes(), "ukr_Cyrl"]})
    tokenizer.save_pretrained(folder)
    model = engine.load(checkpoints.describe(folder), RUNTIME)
    for direction in (Instruction("translation", "en", "uk"), Instruction("translation", "uk", "en")):
        with pytest.raises(ModelError, match="ids that its weights do not have"):
            model.generate([ENGLISH[0]], direction, Decoding(max_new_tokens=2))


def tinyhub_codes() -> list[str]:
    from tinyhub.translators import NLLB_CODES

    return NLLB_CODES
