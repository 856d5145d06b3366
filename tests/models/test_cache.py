"""Names to folders, the cache, the catalogue, the choice of a model, and whether it fits in memory."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from layouts_by_hand import LAYOUTS, card, make

from summarize.errors import ModelError, UsageError
from summarize.models import cache, catalogue, choices, configuration, memory, offline
from summarize.models.checkpoints import Checkpoint, describe
from summarize.models.families import FAMILIES

COMMIT = "a" * 40


def cached(name: str, layout: str, **files: Any) -> Path:
    """Put a layout into the cache under a hub id, as a complete download does."""
    repository = cache.storage(name)
    folder = make(repository / "snapshots" / COMMIT, {**LAYOUTS[layout], **files})
    (repository / "refs").mkdir()
    (repository / "refs" / "main").write_text(COMMIT)
    (repository / "blobs").mkdir()
    return folder


class TestCache:
    def test_root_follows_the_hubs_variables(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        monkeypatch.delenv("HF_HOME")
        assert cache.root() == Path("~/.cache/huggingface/hub").expanduser()
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
        assert cache.root() == tmp_path / "xdg" / "huggingface" / "hub"
        monkeypatch.setenv("HF_HOME", str(tmp_path / "home"))
        assert cache.root() == tmp_path / "home" / "hub"
        monkeypatch.setenv("PLACE", str(tmp_path))
        monkeypatch.setenv("HF_HUB_CACHE", "$PLACE/own")
        assert cache.root() == tmp_path / "own"

    def test_a_folder_is_itself(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        folder = make(tmp_path / "model", LAYOUTS["bart-cnn"])
        assert cache.resolve(str(folder)) == folder
        monkeypatch.chdir(tmp_path)
        assert cache.resolve("model") == Path("model")
        assert cache.checkpoint("./model").family.name == "bart"

    def test_an_id_in_the_cache(self) -> None:
        folder = cached("village/bart", "bart-cnn")
        assert cache.resolve("village/bart") == folder
        assert cache.checkpoint("village/bart").name == "village/bart"

    def test_an_alias(self) -> None:
        folder = cached("facebook/bart-large-cnn", "bart-cnn")
        assert cache.resolve("bart-cnn") == folder

    def test_the_error_for_a_missing_id_names_the_command(self) -> None:
        with pytest.raises(ModelError, match=r"summarize models pull village/none$") as caught:
            cache.resolve("village/none")
        assert caught.value.exit_code == 4

    def test_the_error_for_a_missing_alias_names_size_and_licence(self) -> None:
        with pytest.raises(ModelError, match=r"pull deepvk/kazRush-ru-kk \(0\.8 GB, apache-2\.0\)"):
            cache.resolve("kazrush-ru-kk")

    @pytest.mark.parametrize("name", ["./none", "/none/at/all", "one/two/three", "~/none", "a\\b", "", "a b"])
    def test_the_error_for_a_missing_path_names_the_folder(self, name: str) -> None:
        with pytest.raises(ModelError, match="there is no such folder"):
            cache.resolve(name)

    def test_a_file_is_refused(self, tmp_path: Path) -> None:
        (tmp_path / "model.safetensors").write_text("x")
        with pytest.raises(ModelError, match=r"is a file: give a \.gguf file, or the folder"):
            cache.resolve(str(tmp_path / "model.safetensors"))

    @pytest.mark.parametrize("name", ["facebok/bart-large-cnn", "bart-cn", "Facebook/Bart-Large-CNN"])
    def test_a_mistyped_name_gets_the_nearest(self, name: str) -> None:
        near = "facebook/bart-large-cnn" if "/" in name else "bart-cnn"
        with pytest.raises(ModelError, match=f"not on this machine; did you mean .*{near}"):
            cache.resolve(name)

    def test_local_models_are_sorted_by_name(self) -> None:
        cached("b/two", "nllb")
        cached("a/one", "bart-cnn")
        assert [found.name for found in cache.local()] == ["a/one", "b/two"]

    def test_without_a_cache_there_are_no_local_models(self) -> None:
        assert cache.local() == []

    def test_without_a_main_branch_the_newest_snapshot_is_used(self) -> None:
        folder = cached("village/bart", "bart-cnn")
        (cache.storage("village/bart") / "refs" / "main").unlink()
        older = make(folder.parent / "older", LAYOUTS["bart-cnn"])
        os.utime(older, (1, 1))
        assert cache.resolve("village/bart") == folder

    def test_a_partial_download_with_the_hubs_list(self) -> None:
        folder = cached("village/bart", "bart-cnn")
        names = {name: {"size": 1, "blob_id": "x"} for name in [*LAYOUTS["bart-cnn"], "model.safetensors"]}
        trees = cache.storage("village/bart") / "trees"
        trees.mkdir()
        (trees / f"{COMMIT}.json").write_text(json.dumps({"files": {**names, "onnx/model.onnx": {}}}))
        assert cache.checkpoint("village/bart").missing == ()
        (folder / "merges.txt").unlink()
        partial = cache.checkpoint("village/bart")
        assert partial.missing == ("merges.txt",)
        assert (
            "incomplete (merges.txt); resume it with: summarize models pull village/bart"
            in partial.problems[0]
        )
        assert cache.checkpoint(str(folder)).missing == ("merges.txt",)

    def test_a_partial_download_without_a_list(self) -> None:
        folder = cached("village/bart", "bart-cnn")
        (cache.storage("village/bart") / "blobs" / "0.incomplete").write_bytes(b"x")
        assert cache.checkpoint("village/bart").missing == ()
        (folder / "model.safetensors").unlink()
        assert cache.checkpoint("village/bart").missing == ("unfinished files",)

    def test_remove(self) -> None:
        cached("village/bart", "bart-cnn")
        assert cache.remove("village/bart") > 100
        assert cache.local() == []
        with pytest.raises(ModelError, match="nothing to remove"):
            cache.remove("village/bart")

    @pytest.mark.parametrize("name", ["../..", "..", ".", "/", "a/../../b"])
    def test_remove_stays_in_the_cache(self, name: str) -> None:
        cached("village/bart", "bart-cnn")
        with pytest.raises(ModelError, match="nothing to remove"):
            cache.remove(name)
        assert len(cache.local()) == 1


class TestSelection:
    def test_one_set_of_weights(self) -> None:
        names = [
            "model.safetensors",
            "pytorch_model.bin",
            "model.fp16.safetensors",
            "consolidated.safetensors",
        ]
        assert cache.needed(names) == ("model.safetensors",)
        assert cache.needed(names[1:]) == ("pytorch_model.bin",)

    def test_shards_come_with_their_index(self) -> None:
        shards = ["model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors"]
        index = "model.safetensors.index.json"
        pickles = ["pytorch_model-00001-of-00001.bin", "pytorch_model.bin.index.json"]
        assert cache.needed([*shards, index, *pickles]) == (*shards, index)
        assert cache.needed(pickles) == tuple(pickles)
        assert cache.weights(shards) == ()

    def test_tokenizers_cards_and_templates(self) -> None:
        wanted = [
            "LICENSE",
            "README.md",
            "chat_template.jinja",
            "merges.txt",
            "source.spm",
            "spiece.model",
            "vocab.json",
        ]
        others = ["requirements.txt", "eval_results.json", "image.png", "modeling.py", "flax_model.msgpack"]
        assert cache.needed(
            [*wanted, *others, "tf_model.h5", "rust_model.ot", "onnx/tokenizer.json"]
        ) == tuple(wanted)


class TestCatalogue:
    def test_rows_are_complete(self) -> None:
        for alias, row in catalogue.rows().items():
            assert row.alias == alias
            assert "/" in row.id
            assert row.task in ("translation", "summarization", "chat", "embedding")
            assert set(row.directions) <= {(a, b) for a in row.languages for b in row.languages if a != b}
            assert bool(row.directions) == (row.task == "translation")

    def test_aliases_contain_no_slash(self) -> None:
        assert not any("/" in alias or alias.startswith(".") for alias in catalogue.rows())

    def test_a_row_by_alias_or_id(self) -> None:
        assert catalogue.row("kazrush-ru-kk") is catalogue.row("deepvk/kazRush-ru-kk")
        assert catalogue.row("village/none") is None
        assert catalogue.hub_id("village/none") == "village/none"

    def test_models_for_any_use_are_suggested_first(self) -> None:
        row = catalogue.suggestion("translation", "kk", "ru")
        assert row is not None
        assert row.id == "deepvk/kazRush-kk-ru"
        row = catalogue.suggestion("summarization", "ru", "ru")
        assert row is not None
        assert row.commercial
        assert catalogue.suggestion("summarization", "de", "de") is None


class TestChoices:
    def test_the_command_line_takes_precedence(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for name, layout in (("a/flag", "nllb"), ("a/env", "m2m100"), ("a/config", "mbart50")):
            cached(name, layout)
        monkeypatch.setenv("SUMMARIZE_MODEL", "a/env")
        choices.set_default("translation", "a/config")
        assert choices.choose("translation", "ru", "kk", "a/flag").name == "a/flag"
        assert choices.choose("translation", "ru", "kk").name == "a/env"
        monkeypatch.delenv("SUMMARIZE_MODEL")
        assert choices.choose("translation", "ru", "kk").name == "a/config"
        choices.set_default("translation", None)
        assert choices.choose("translation", "ru", "kk").name in ("a/flag", "a/env", "a/config")

    def test_a_default_for_the_direction_takes_precedence_over_one_for_the_task(self) -> None:
        cached("a/nllb", "nllb")
        cached("a/steppe-ru-kk", "kazrush-ru-kk")
        choices.set_default("translation", "a/nllb")
        choices.set_default("translation:ru-kk", "a/steppe-ru-kk")
        assert choices.choose("translation", "ru", "kk").name == "a/steppe-ru-kk"
        assert choices.choose("translation", "kk", "ru").name == "a/nllb"

    def test_an_unsuitable_default_is_passed_over(self) -> None:
        cached("a/steppe-ru-kk", "kazrush-ru-kk")
        cached("a/nllb", "nllb")
        choices.set_default("translation", "a/steppe-ru-kk")
        assert choices.choose("translation", "en", "kk").name == "a/nllb"

    def test_bilingual_before_multilingual_and_free_before_restricted(self) -> None:
        cached("a/nllb", "nllb")
        cached("a/steppe-ru-kk", "kazrush-ru-kk")
        assert choices.choose("translation", "ru", "kk").name == "a/steppe-ru-kk"
        restricted = card("language: [ru, kk]", "license: cc-by-nc-4.0", "pipeline_tag: translation")
        make(cache.resolve("a/steppe-ru-kk"), {"README.md": restricted})
        assert choices.choose("translation", "ru", "kk").name == "a/nllb"

    def test_chat_models_come_last(self) -> None:
        cached("a/chat", "qwen3", **{"README.md": card("language: [en, ru, kk]")})
        assert choices.choose("translation", "ru", "kk").name == "a/chat"
        cached("a/nllb", "nllb")
        assert choices.choose("translation", "ru", "kk").name == "a/nllb"

    def test_a_base_model_must_be_asked_for(self) -> None:
        cached("a/base", "gpt2", **{"README.md": card("language: [en, ru, kk]")})
        assert choices.best("translation", "ru", "kk") is None
        assert choices.choose("translation", "ru", "kk", "a/base").name == "a/base"

    def test_a_model_whose_files_name_no_language_must_be_asked_for(self) -> None:
        cached("a/flan", "flan-t5")
        assert choices.best("summarization", "ru", "ru") is None
        assert choices.choose("summarization", "ru", "ru", "a/flan").name == "a/flan"

    def test_broken_and_partial_models_are_not_chosen(self) -> None:
        folder = cached("a/nllb", "nllb")
        (folder / "model.safetensors").unlink()
        assert choices.best("translation", "ru", "kk") is None
        with pytest.raises(ModelError, match="a/nllb cannot be used: no weights"):
            choices.choose("translation", "ru", "kk", "a/nllb")

    def test_without_a_suitable_model_the_error_names_a_command(self) -> None:
        with pytest.raises(
            ModelError, match=r"no model on this machine translates Russian to Kazakh; .*kazRush"
        ):
            choices.choose("translation", "ru", "kk")
        with pytest.raises(ModelError, match=r"summarises German; get one with: summarize models pull ID"):
            choices.choose("summarization", "de", "de")

    def test_a_model_of_the_wrong_direction_is_refused(self, monkeypatch: pytest.MonkeyPatch) -> None:
        cached("a/steppe-ru-kk", "kazrush-ru-kk")
        monkeypatch.setenv("SUMMARIZE_MODEL", "a/steppe-ru-kk")
        message = r"\(from SUMMARIZE_MODEL\) translates Russian to Kazakh, not Kazakh to Russian; choose"
        with pytest.raises(ModelError, match=message):
            choices.choose("translation", "kk", "ru")

    @pytest.mark.parametrize(
        ("layout", "message"),
        [
            ("mbart-gazeta", "summarises Russian, not English; choose another model or translate first"),
            ("kazrush-ru-kk", "is for translation, not summarization; choose another model"),
        ],
    )
    def test_a_model_of_another_language_or_task_is_refused(self, layout: str, message: str) -> None:
        cached("a/model", layout)
        with pytest.raises(ModelError, match=f"^a/model {message}$"):
            choices.choose("summarization", "en", "en", "a/model")

    @pytest.mark.parametrize(
        "task", ["", "chat", "translation:kk", "translation:ru-ru", "summarization:ru-kk", "x:"]
    )
    def test_a_default_needs_a_valid_task(self, task: str) -> None:
        with pytest.raises(UsageError, match="is not a task"):
            choices.set_default(task, None)

    def test_a_default_must_be_on_this_machine(self) -> None:
        with pytest.raises(ModelError, match="not on this machine"):
            choices.set_default("translation", "a/none")
        assert choices.defaults() == {}

    def test_other_settings_are_kept(self) -> None:
        path = configuration.config_path()
        path.parent.mkdir(parents=True)
        path.write_text('{"colour": "Көк"}', "utf-8")
        cached("a/nllb", "nllb")
        choices.set_default("translation", "a/nllb")
        assert json.loads(path.read_text("utf-8")) == {"colour": "Көк", "models": {"translation": "a/nllb"}}

    def test_a_folder_is_saved_as_an_absolute_path(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        make(tmp_path / "mine", LAYOUTS["nllb"])
        monkeypatch.chdir(tmp_path)
        choices.set_default("translation", "mine")
        assert choices.defaults() == {"translation": str(tmp_path / "mine")}

    @pytest.mark.parametrize(
        "text", ["{", "[" * 100_000, "[]", '{"models": 1}', '{"models": {"translation": 1}}']
    )
    def test_a_broken_file_is_reported(self, text: str) -> None:
        configuration.config_path().parent.mkdir(parents=True)
        configuration.config_path().write_text(text)
        with pytest.raises(UsageError, match="correct or remove"):
            choices.defaults()

    def test_xdg(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        assert configuration.config_path() == Path("~/.config/summarize/config.json").expanduser()
        monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
        assert configuration.config_path() == tmp_path / "summarize" / "config.json"


# Models of real size with made-up weights, as benchmarks/decoding_memory.py runs them: parameters, words, the
# width of a table of words, whether one serves reading and writing, and megabytes at the peak in float32,
# bfloat16 and int8.
MEASURED = [
    ("marian", 76_734_518, 62_518, 512, True, (636, 526, 470)),
    ("nllb", 615_073_792, 256_206, 1024, True, (2901, 1665, 1076)),
    ("distilbart", 305_510_400, 50_264, 1024, True, (1591, 1007, 732)),
    ("mbart", 611_129_542, 250_054, 1024, True, (2872, 1656, 1111)),
    ("pegasus", 569_844_583, 96_103, 1024, True, (2728, 1587, 1083)),
    ("mt5", 300_176_768, 250_112, 512, False, (1076, 732, 563)),
    ("madlad", 826_000_000, 256_000, 1024, False, (2758, 1633, 1023)),
]


class TestMemory:
    def big(self, parameters: int | None) -> Checkpoint:
        return Checkpoint(Path("big"), "village/big", FAMILIES[0], parameters=parameters, dtype="float32")

    def test_need_grows_with_width(self) -> None:
        four, two = memory.need(self.big(10**9)), memory.need(self.big(10**9), "bfloat16")
        assert four is not None
        assert two is not None
        assert (four - memory.LIBRARIES) == 4_000_000_000
        assert two < four

    @pytest.mark.parametrize(("size", "parameters", "words", "width", "tied", "peaks"), MEASURED)
    def test_the_need_is_near_the_peak_that_was_measured(
        self, size: str, parameters: int, words: int, width: int, tied: bool, peaks: tuple[int, int, int]
    ) -> None:
        family = next(each for each in FAMILIES if each.kind == "seq2seq")
        table = {"vocabulary": words, "words_table": words * width, "tied": tied}
        checkpoint = Checkpoint(Path(size), size, family, parameters=parameters, dtype="float32", **table)
        tokenizer = 1_500 * words  # which was not loaded
        for precision, peak in zip(("float32", "bfloat16", "int8"), peaks, strict=True):
            need = (memory.need(checkpoint, precision) or 0) - tokenizer
            assert need / 1e6 == pytest.approx(peak, rel=0.15), precision

    def test_a_chat_model_in_int8_keeps_its_table_of_words_as_it_is_stored(self) -> None:
        family = next(each for each in FAMILIES if each.kind == "causal")
        table = {"vocabulary": 262_144, "words_table": 167_772_160, "dtype": "bfloat16"}
        gemma = Checkpoint(Path("g"), "g", family, parameters=268_098_176, **table)
        for precision, peak in (("float32", 1994), ("bfloat16", 1404), ("int8", 1581)):
            assert (memory.need(gemma, precision) or 0) / 1e6 == pytest.approx(peak, rel=0.15)

    def test_the_message_for_a_model_that_does_not_fit_has_numbers(self) -> None:
        message = memory.shortage(self.big(10**10), free=24_000_000_000)
        assert message is not None
        assert "about 40.4 GB" in message
        assert "24.0 GB are free" in message
        assert "--dtype int8 needs a quarter" in message
        assert memory.shortage(self.big(10**10), "int8", free=24_000_000_000) is None
        assert memory.shortage(self.big(None), free=0) is None

    def test_a_header_that_claims_forty_gigabytes(self, tmp_path: Path) -> None:
        folder = make(tmp_path / "huge", LAYOUTS["bart-cnn"], weights="")
        count = 10_000_000_000
        entry = {"dtype": "F32", "shape": [count], "data_offsets": [0, 4 * count]}
        head = json.dumps({"a": entry}).encode()
        with (folder / "model.safetensors").open("wb") as file:
            file.write(len(head).to_bytes(8, "little") + head)
            file.truncate(8 + len(head) + 4 * count)
        found = describe(folder)
        assert found.problems == ()
        assert found.parameters == count
        assert "needs about 40.4 GB" in (memory.shortage(found, free=24_000_000_000) or "")

    def test_available_memory_is_plausible(self) -> None:
        assert 0 < memory.available() < 10**14

    def test_a_container_lowers_the_available_memory(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for name, value in (
            ("memory.max", "5000"),
            ("memory.current", "4500"),
            ("memory.stat", "anon 1\ninactive_file 300\n"),
        ):
            (tmp_path / name).write_text(value)
        names = ("memory.max", "memory.current", "inactive_file")
        monkeypatch.setattr(memory, "_CONTAINER", ((str(tmp_path), *names),))
        assert memory.available() == 800
        (tmp_path / "memory.max").write_text("max\n")
        assert memory.available() > 800


class TestOffline:
    def test_switches_are_set_in_the_environment_and_in_the_library(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        import huggingface_hub.constants as constants

        for name in offline.SWITCHES:
            monkeypatch.setenv(name, "0")
        monkeypatch.setattr(constants, "HF_HUB_OFFLINE", False)
        offline.offline()
        assert {name: os.environ[name] for name in offline.SWITCHES} == offline.SWITCHES
        assert constants.HF_HUB_OFFLINE is True

    @pytest.mark.parametrize("name", ["HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE"])
    def test_a_setting_of_the_user_is_kept(self, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(offline, "_demanded", None)
        monkeypatch.delenv("HF_HUB_OFFLINE", raising=False)
        monkeypatch.setenv(name, "yes")
        with pytest.raises(ModelError, match="unset it"), offline.online():
            raise AssertionError("the network was opened")
