"""Models in GGUF files: described from the header, found, chosen and listed."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import gguf
import numpy as np
import pytest
import tinyhub
from tinyhub import gguf_files

from summarize.errors import ModelError, UsageError
from summarize.models import cache, choices, configuration, gguf_models
from summarize.models.checkpoints import describe


def stated(writer: Any) -> None:
    writer.add_languages(["en", "kk"])
    writer.add_license("mit")
    writer.add_eot_token_id(1)


@pytest.fixture(scope="session")
def qwen(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("gguf")
    return gguf_files.write(tinyhub.folder("qwen3"), folder / "tiny-Q8_0.gguf", "Q8_0", stated)


def other(folder: Path, architecture: str, name: str = "x.gguf") -> Path:
    """A file of that architecture with one tensor and four words."""
    writer = gguf.GGUFWriter(folder / name, architecture)
    writer.add_token_list(["a", "b", "c", "d"])
    writer.add_tensor("token_embd.weight", np.zeros((4, 8), np.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return folder / name


class TestDescribe:
    def test_everything_is_in_the_header(self, qwen: Path) -> None:
        found = describe(qwen)
        assert (found.family.name, found.model_type, found.architecture) == (
            "chat",
            "qwen3",
            "Qwen3ForCausalLM",
        )
        assert set(found.languages) == {"en", "kk"}
        assert (found.licence, found.max_input, found.weights) == ("mit", 4096, "gguf")
        assert found.parameters == describe(tinyhub.folder("qwen3")).parameters
        assert found.size == qwen.stat().st_size
        # The end of the text, the one that the header adds, and the marker of a turn.
        assert found.generation == {"eos_token_id": [2, 1]}
        assert found.problems == ()

    def test_the_marker_of_a_turn_ends_an_answer(self, tmp_path: Path) -> None:
        """Files that name only the end of the text are common."""
        file = gguf_files.write(tinyhub.folder("gemma3"), tmp_path / "m.gguf")
        assert describe(file).generation == {"eos_token_id": [1, 6]}

    def test_without_torch(self, qwen: Path) -> None:
        code = "import sys; from summarize.models.cache import checkpoint as find"
        code += "; print(find(sys.argv[1]).family.name)"
        code += "; assert not {'torch', 'transformers', 'gguf'} & set(sys.modules)"
        done = subprocess.run(
            [sys.executable, "-c", code, str(qwen)], capture_output=True, text=True, check=False
        )
        assert done.stdout == "chat\n", done.stderr

    def test_an_architecture_that_transformers_cannot_read(self, tmp_path: Path) -> None:
        [problem] = describe(other(tmp_path, "hunyuan-dense")).problems
        assert "cannot read GGUF files of the architecture 'hunyuan-dense'" in problem

    def test_a_damaged_file_is_one_problem(self, tmp_path: Path, qwen: Path) -> None:
        file = tmp_path / "cut.gguf"
        file.write_bytes(qwen.read_bytes()[:-1])
        [problem] = describe(file).problems
        assert problem.startswith("cut.gguf is cut short")

    def test_the_readme_beside_it_is_the_card(self, tmp_path: Path) -> None:
        (tmp_path / "README.md").write_text("---\nlanguage: ru\nlicense: cc-by-nc-4.0\n---\n")
        found = describe(other(tmp_path, "llama"))
        assert (set(found.languages), found.licence, found.non_commercial) == ({"ru"}, "cc-by-nc-4.0", True)


class TestParts:
    def test_a_missing_part_is_named(self, tmp_path: Path) -> None:
        file = other(tmp_path, "llama", "m-00001-of-00003.gguf")
        other(tmp_path, "llama", "m-00003-of-00003.gguf")
        [problem] = describe(file).problems
        assert problem == "missing parts: m-00002-of-00003.gguf"

    def test_a_complete_set_is_to_be_joined(self, tmp_path: Path) -> None:
        file = other(tmp_path, "llama", "m-00001-of-00002.gguf")
        other(tmp_path, "llama", "m-00002-of-00002.gguf")
        found = describe(file)
        [problem] = found.problems
        assert "llama-gguf-split --merge m-00001-of-00002.gguf" in problem
        assert found.parameters == 64


class TestNames:
    @pytest.mark.parametrize(
        ("name", "wanted"),
        [
            ("SmolLM2-135M-Instruct.Q4_1.gguf", "Q4_1"), ("gemma-3-270m-q4_k_m.gguf", "Q4_K_M"),
            ("a/b-IQ4_XS.gguf", "IQ4_XS"), ("x-BF16-00001-of-00002.gguf", "BF16"), ("model.gguf", "model"),
        ],
    )  # fmt: skip
    def test_quantisation(self, name: str, wanted: str) -> None:
        assert gguf_models.quantisation(name) == wanted

    @pytest.mark.parametrize(
        ("name", "wanted"),
        [("a/b:q4_k_m", ("a/b", "Q4_K_M")), ("a/b", ("a/b", None)), ("C:\\models", ("C:\\models", None))],
    )
    def test_split_name(self, name: str, wanted: tuple[str, str | None]) -> None:
        assert gguf_models.split_name(name) == wanted

    def test_projectors_of_images_are_left_out(self) -> None:
        assert gguf_models.models(["mmproj-F16.gguf", "a-F16.gguf"]) == {"F16": ["a-F16.gguf"]}


class TestResolve:
    def test_a_file_a_folder_with_one_and_a_choice(self, tmp_path: Path) -> None:
        one = other(tmp_path, "llama", "m-Q4_0.gguf")
        assert cache.resolve(str(one)) == one
        assert cache.resolve(str(tmp_path)) == one
        two = other(tmp_path, "llama", "m-Q8_0.gguf")
        with pytest.raises(ModelError, match=rf"\(Q4_0, Q8_0\); choose one: {tmp_path}:Q4_0$"):
            cache.resolve(str(tmp_path))
        assert cache.resolve(f"{tmp_path}:q8_0") == two

    def test_in_the_cache_each_is_listed_by_its_name(self) -> None:
        folder = cache.storage("village/tiny") / "snapshots" / "c"
        folder.mkdir(parents=True)
        other(folder, "llama", "m-Q4_0.gguf")
        other(folder, "llama", "m-Q8_0.gguf")
        assert [found.name for found in cache.local()] == ["village/tiny:Q4_0", "village/tiny:Q8_0"]
        assert cache.checkpoint("village/tiny:Q8_0").name == "village/tiny:Q8_0"
        assert cache.checkpoint(str(folder / "m-Q8_0.gguf")).name == "village/tiny:Q8_0"


class TestFolders:
    def test_the_models_of_the_users_folders_are_listed(self, tmp_path: Path) -> None:
        other(tmp_path, "llama", "m-Q4_0.gguf")
        (tmp_path / "qwen").symlink_to(tinyhub.folder("qwen3"))
        self.configure({"models": {"folders": [str(tmp_path), str(tmp_path / "none")]}})
        assert [found.name for found in cache.local()] == ["qwen", "m-Q4_0.gguf"]
        choices.set_default("summarization", str(tmp_path / "qwen"))
        assert configuration.models()["folders"] == [str(tmp_path), str(tmp_path / "none")]
        assert choices.defaults() == {"summarization": str((tmp_path / "qwen").resolve())}

    @pytest.mark.parametrize("value", ["/models", [1], [""], {"a": "b"}])
    def test_another_type_is_refused(self, value: Any) -> None:
        self.configure({"models": {"folders": value}})
        with pytest.raises(UsageError, match=r'"models\.folders" must be a list of folders'):
            cache.local()

    def configure(self, content: Any) -> None:
        path = configuration.config_path()
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(content))
