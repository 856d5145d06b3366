"""Pulling from a hub on this machine: what is fetched, kept and verified, and the error messages."""

from __future__ import annotations

import json
import os
import resource
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest
from fakehub import COMMIT, FakeHub, Repository, serve
from huggingface_hub import snapshot_download
from huggingface_hub.errors import IncompleteSnapshotError
from safetensors.numpy import save

from summarize.errors import ModelError
from summarize.models import cache, offline
from summarize.models import pull as pulling
from summarize.models.pull import Plan, pull

NAME = "village/steppe-ru-kk"
CARD = b"---\nlicense: mit\nlanguage: [ru, kk]\npipeline_tag: translation\n---\n# Steppe\n"
WEIGHTS = save({"shared.weight": np.arange(60_000, dtype=np.float32)})


def repository() -> Repository:
    config = {"model_type": "t5", "is_encoder_decoder": True, "architectures": ["T5ForConditionalGeneration"]}
    return Repository(
        {
            "README.md": CARD,
            "config.json": json.dumps(config).encode(),
            "tokenizer.json": b"{}",
            "spiece.model": b"pieces" * 50,
            "model.safetensors": WEIGHTS,
            "pytorch_model.bin": b"pickle" * 100,
            "tf_model.h5": b"tf" * 100,
            "flax_model.msgpack": b"flax" * 100,
            "onnx/model.onnx": b"onnx" * 100,
            "onnx/config.json": b"{}",
            "trainer_state.json": b"{}",
            "model.gguf": b"gguf",
            ".gitattributes": b"*.bin filter=lfs\n",
        }
    )


@pytest.fixture(autouse=True)
def switch(monkeypatch: pytest.MonkeyPatch) -> None:
    """The network turned off by us and not by the user; no pause between attempts."""
    for name in ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(offline, "_demanded", None)
    for name, value in offline.SWITCHES.items():
        monkeypatch.setenv(name, "0" if name == "HF_HUB_OFFLINE" else value)
    offline.offline()
    monkeypatch.setattr(pulling, "PAUSE", 0.0)


@pytest.fixture
def hub(loopback: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeHub]:
    with serve({NAME: repository()}) as running:
        monkeypatch.setenv("HF_ENDPOINT", running.url)
        yield running


def test_fetches_only_what_is_needed(hub: FakeHub) -> None:
    folder = pull(NAME)
    assert folder is not None
    wanted = {"README.md", "config.json", "tokenizer.json", "spiece.model", "model.safetensors"}
    assert set(hub.fetched()) == wanted
    assert {path.name for path in folder.iterdir()} == wanted
    assert (folder / "model.safetensors").read_bytes() == WEIGHTS
    assert folder == cache.snapshot(NAME)


def test_takes_the_pickle_only_without_safetensors(hub: FakeHub) -> None:
    del hub.repositories[NAME].files["model.safetensors"]
    folder = pull(NAME)
    assert folder is not None
    assert (folder / "pytorch_model.bin").is_file()
    assert cache.checkpoint(NAME).weights == "pickle"


def test_the_plan_is_shown_first_and_can_be_refused(hub: FakeHub) -> None:
    seen: list[Plan] = []

    def refuse(plan: Plan) -> bool:
        seen.append(plan)
        return False

    assert pull(NAME, ask=refuse) is None
    assert hub.fetched() == []
    [plan] = seen
    assert plan.licence == "mit"
    assert not plan.non_commercial
    files = hub.repositories[NAME].files
    names = ("README.md", "config.json", "tokenizer.json", "spiece.model", "model.safetensors")
    assert plan.size == plan.remaining == sum(len(files[name]) for name in names)


def test_a_licence_that_forbids_commercial_use_is_in_the_plan(hub: FakeHub) -> None:
    hub.repositories[NAME].tags = ("license:cc-by-nc-4.0",)
    seen: list[Plan] = []
    pull(NAME, ask=lambda plan: bool(seen.append(plan)))
    assert seen[0].non_commercial


def test_progress_ends_at_the_size(hub: FakeHub) -> None:
    told: list[tuple[int, int]] = []
    sizes: list[int] = []
    pull(
        NAME,
        ask=lambda plan: not sizes.append(plan.size),
        progress=lambda done, size: told.append((done, size)),
    )
    assert told[-1] == (sizes[0], sizes[0])
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert len(told) > 2


def test_a_second_pull_fetches_nothing(hub: FakeHub) -> None:
    pull(NAME)
    before = len(hub.fetched())
    remaining: list[int] = []
    pull(NAME, ask=lambda plan: not remaining.append(plan.remaining))
    assert remaining == [0]
    assert len(hub.fetched()) == before


def test_a_broken_connection_is_resumed_where_it_broke(hub: FakeHub) -> None:
    hub.repositories[NAME].cuts = [70_000]
    folder = pull(NAME)
    assert folder is not None
    assert (folder / "model.safetensors").read_bytes() == WEIGHTS
    assert hub.ranges("model.safetensors") == ["bytes=0-", "bytes=70000-"]


def test_an_interrupted_pull_is_listed_as_partial_and_resumes(hub: FakeHub) -> None:
    hub.repositories[NAME].cuts = [100_000, *[0] * pulling.ATTEMPTS]
    with pytest.raises(ModelError, match=r"connection.*the download resumes"):
        pull(NAME)
    [partial] = cache.local()
    assert partial.missing == ("model.safetensors", "spiece.model")
    assert f"summarize models pull {NAME}" in partial.problems[0]
    hub.repositories[NAME].cuts = []
    hub.log.clear()
    left: list[int] = []
    folder = pull(NAME, ask=lambda plan: not left.append(plan.remaining))
    assert folder is not None
    assert hub.ranges("model.safetensors") == ["bytes=100000-"]
    assert left[0] == len(WEIGHTS) - 100_000 + 300
    assert (folder / "model.safetensors").read_bytes() == WEIGHTS
    assert cache.local()[0].missing == ()


def test_an_interrupt_keeps_what_was_downloaded(hub: FakeHub) -> None:
    def stop(done: int, size: int) -> None:
        if done > 50_000:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        pull(NAME, progress=stop)
    kept = list((cache.storage(NAME) / "blobs").glob("*.incomplete"))
    assert len(kept) == 1
    assert 0 < kept[0].stat().st_size < len(WEIGHTS)
    assert pull(NAME) is not None


def test_a_file_shorter_than_announced_is_an_error(hub: FakeHub) -> None:
    hub.repositories[NAME].short = ("model.safetensors",)
    with pytest.raises(ModelError, match="connection to the hub broke"):
        pull(NAME)
    assert len(hub.ranges("model.safetensors")) == pulling.ATTEMPTS + 1


def test_a_server_without_ranges_starts_over(hub: FakeHub) -> None:
    hub.repositories[NAME].cuts = [70_000]
    hub.repositories[NAME].ranged = False
    folder = pull(NAME)
    assert folder is not None
    assert (folder / "model.safetensors").read_bytes() == WEIGHTS


def test_a_damaged_weight_is_refused_and_deleted(hub: FakeHub) -> None:
    hub.repositories[NAME].damaged = ("model.safetensors",)
    with pytest.raises(ModelError, match=r"model.safetensors arrived damaged"):
        pull(NAME)
    assert not list((cache.storage(NAME) / "blobs").glob("*.incomplete"))
    assert "model.safetensors" in cache.local()[0].missing
    hub.repositories[NAME].damaged = ()
    assert pull(NAME) is not None


def test_a_damaged_small_file_is_refused_and_deleted(hub: FakeHub) -> None:
    hub.repositories[NAME].damaged = ("config.json",)
    with pytest.raises(ModelError, match=r"config.json arrived damaged"):
        pull(NAME)
    hub.repositories[NAME].damaged = ()
    folder = pull(NAME)
    assert folder is not None
    assert json.loads((folder / "config.json").read_text())["model_type"] == "t5"


@pytest.mark.parametrize("name", ["model.safetensors", "config.json"])
def test_a_body_without_end_stops_at_the_announced_size(hub: FakeHub, name: str) -> None:
    hub.repositories[NAME].endless = (name,)
    with pytest.raises(ModelError, match=r"sends more than the [\d,]+ bytes it announced$") as raised:
        pull(NAME)
    assert raised.value.exit_code == 4
    announced = sum(map(len, hub.repositories[NAME].files.values()))
    blobs = cache.storage(NAME) / "blobs"
    assert sum(path.stat().st_size for path in blobs.iterdir()) < announced
    hub.repositories[NAME].endless = ()
    folder = pull(NAME)
    assert folder is not None
    assert (folder / "model.safetensors").read_bytes() == WEIGHTS


DESCRIBED: dict[str, tuple[str, dict[str, Any], str]] = {
    "a way out": ("config.json", {"rfilename": "../../evil.json"}, ""),
    "dots": ("config.json", {"rfilename": "....json/..", "blobId": "x"}, ""),
    "a way out of a module": ("config.json", {"rfilename": "1_Pooling/../../evil.json"}, ""),
    "backslashes": ("config.json", {"rfilename": "..\\..\\evil.json"}, "'..*evil.json', which is no name"),
    "a drive": ("config.json", {"rfilename": "C:\\evil.json"}, "which is no name"),
    "a control character": (
        "config.json",
        {"rfilename": "a\x1b[2J.json"},
        r"'a\\x1b\[2J.json', which is no name",
    ),
    "a size as text": ("config.json", {"size": "300"}, "the size '300'"),
    "a size below zero": ("model.safetensors", {"size": -1, "lfs": None}, "the size -1"),
    "no size": ("config.json", {"size": None}, "the size None"),
    "a hash with slashes": ("config.json", {"blobId": "../" * 13 + "x"}, "the hash '../"),
    "a short hash": ("config.json", {"blobId": "abc"}, "the hash 'abc'"),
    "a weight's hash": (
        "model.safetensors",
        {"lfs": {"size": 9, "sha256": "/etc/passwd", "pointerSize": 1}},
        "the hash '/etc/passwd'",
    ),
    "a commit": ("", {"sha": "../../../x"}, "its commit of village/steppe-ru-kk the hash"),
    "no commit": ("", {"sha": None}, "its commit of village/steppe-ru-kk the hash"),
    "files that are none": ("", {"siblings": [1, 2]}, "in a way that cannot be read"),
    "files without names": ("", {"siblings": [{"rfilename": 7}]}, "in a way that cannot be read"),
    "tags that are none": ("", {"tags": [1]}, "in a way that cannot be read"),
}


@pytest.mark.parametrize("case", DESCRIBED)
def test_hostile_metadata_is_refused_before_anything_is_written(
    hub: FakeHub, case: str, tmp_path: Path
) -> None:
    name, described, problem = DESCRIBED[case]
    hub.repositories[NAME].described = {name: described}
    before = sorted(tmp_path.rglob("*"))
    if problem:
        with pytest.raises(ModelError, match=problem) as raised:
            pull(NAME)
        assert raised.value.exit_code == 4
        assert "\n" not in str(raised.value)
        assert "\x1b" not in str(raised.value)
    else:  # not a name that a model needs
        assert pull(NAME) is not None
    outside = [path for path in sorted(tmp_path.rglob("*")) if path not in before and "evil" in path.name]
    assert outside == []


def test_what_is_already_there_is_checked_before_it_is_used(hub: FakeHub) -> None:
    folder = pull(NAME)
    assert folder is not None
    for name in ("model.safetensors", "config.json"):
        path = (folder / name).resolve()
        path.write_bytes(path.read_bytes()[:-1] + b"!")
        (folder / name).unlink()
    (folder / "config.json").unlink(missing_ok=True)
    hub.log.clear()
    assert pull(NAME) == folder
    assert sorted(hub.fetched()) == ["config.json", "model.safetensors"]
    assert (folder / "model.safetensors").read_bytes() == WEIGHTS


@pytest.mark.parametrize("etag", ["../../../../evil", "evil/../../../evil", "f" * 64, "f" * 40])
def test_a_second_answer_of_the_hub_decides_nothing(hub: FakeHub, etag: str, tmp_path: Path) -> None:
    hub.repositories[NAME].etag = etag
    folder = pull(NAME)
    assert folder is not None
    assert sorted(hub.fetched()) == sorted(set(hub.fetched()))
    assert [path for path in tmp_path.parent.rglob("*") if path.name.startswith(("evil", "ffff"))] == []
    blobs = cache.storage(NAME) / "blobs"
    for path in folder.iterdir():
        assert path.resolve().parent == blobs.resolve()
        assert path.read_bytes() == hub.repositories[NAME].files[path.name]
    assert {method for method, _, _ in hub.log} == {"GET"}


def test_the_library_knows_what_was_pulled(hub: FakeHub) -> None:
    folder = pull(NAME)
    assert folder is not None
    hub.log.clear()

    def found(**patterns: list[str]) -> Path:
        return Path(snapshot_download(NAME, cache_dir=cache.root(), local_files_only=True, **patterns))

    assert found(ignore_patterns=["*.bin", "*.h5", "*.msgpack", "onnx/*", "*.gguf", "tr*", ".git*"]) == folder
    with pytest.raises(IncompleteSnapshotError):
        found()
    assert hub.log == []


@pytest.mark.parametrize("lacking", [["symlink_to"], ["symlink_to", "link"]])
def test_without_links_the_folder_holds_the_files(
    hub: FakeHub, lacking: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*arguments: Any) -> None:
        raise OSError("no links here")

    for name in lacking:
        monkeypatch.setattr(os if name == "link" else Path, name, refuse)
    folder = pull(NAME)
    assert folder is not None
    assert not any(path.is_symlink() for path in folder.iterdir())
    assert (folder / "model.safetensors").read_bytes() == WEIGHTS


def test_a_gated_model(hub: FakeHub) -> None:
    hub.repositories[NAME].gated = True
    with pytest.raises(ModelError, match=r"is gated: accept its terms at http.*hf auth login") as caught:
        pull(NAME)
    assert caught.value.exit_code == 4
    assert "\n" not in str(caught.value)


def test_a_model_that_does_not_exist(hub: FakeHub) -> None:
    with pytest.raises(ModelError, match="no model village/none, or it is private"):
        pull("village/none")


def test_a_revision_that_does_not_exist(hub: FakeHub) -> None:
    with pytest.raises(ModelError, match="no such revision"):
        pull(NAME, revision="v9")


def test_an_error_status(hub: FakeHub) -> None:
    hub.status = 418
    with pytest.raises(ModelError, match="answered 418"):
        pull(NAME)


def test_an_invalid_id(hub: FakeHub) -> None:
    with pytest.raises(ModelError, match="not a model id"):
        pull("one/two/three")
    assert hub.log == []


def test_a_mistyped_name_gets_the_nearest(hub: FakeHub) -> None:
    with pytest.raises(ModelError, match=r"did you mean facebook/bart-large-cnn\?"):
        pull("facebook/bart-large-cn")


class TestGguf:
    @pytest.fixture(autouse=True)
    def two(self, hub: FakeHub) -> None:
        names = ("model-Q4_K_M.gguf", "model-Q8_0-00001-of-00002.gguf", "model-Q8_0-00002-of-00002.gguf")
        hub.repositories[NAME].files = {name: name.encode() for name in names} | {"README.md": CARD}

    def test_only_the_chosen_file_is_fetched(self, hub: FakeHub) -> None:
        file = pull(f"{NAME}:q4_k_m")
        assert file is not None
        assert file.name == "model-Q4_K_M.gguf"
        assert file.read_bytes() == b"model-Q4_K_M.gguf"
        assert set(hub.fetched()) == {"README.md", "model-Q4_K_M.gguf"}
        assert cache.resolve(f"{NAME}:Q4_K_M") == file

    def test_a_split_model_comes_with_all_parts(self, hub: FakeHub) -> None:
        pull(f"{NAME}:Q8_0")
        parts = {f"model-Q8_0-0000{number}-of-00002.gguf" for number in (1, 2)}
        assert set(hub.fetched()) == {"README.md", *parts}

    def test_several_need_a_choice(self, hub: FakeHub) -> None:
        with pytest.raises(ModelError, match=rf"\(Q4_K_M, Q8_0\); choose one: {NAME}:Q4_K_M"):
            pull(NAME)
        assert hub.fetched() == []

    def test_one_that_is_not_there(self) -> None:
        with pytest.raises(ModelError, match="no GGUF file Q2_K; it has Q4_K_M, Q8_0"):
            pull(f"{NAME}:Q2_K")

    def test_weights_of_the_library_come_first(self, hub: FakeHub) -> None:
        hub.repositories[NAME].files |= repository().files
        folder = pull(NAME)
        assert folder is not None
        assert folder.is_dir()
        assert not any(name.endswith(".gguf") for name in hub.fetched())


def test_no_usable_weights(hub: FakeHub) -> None:
    hub.repositories[NAME].files = {"README.md": CARD, "model.onnx": b"onnx"}
    with pytest.raises(ModelError, match="no weights that can be used"):
        pull(NAME)


def test_no_hub(loopback: None, monkeypatch: pytest.MonkeyPatch) -> None:
    with serve({}) as gone:
        monkeypatch.setenv("HF_ENDPOINT", gone.url)
    with pytest.raises(
        ModelError, match=r"http://127\.0\.0\.1:\d+ cannot be reached, so village/.* check the network"
    ):
        pull(NAME)


class Usage(NamedTuple):
    total: int
    used: int
    free: int


def test_a_full_disk_is_noticed_before_the_download(hub: FakeHub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda path: Usage(10, 10, 0))
    with pytest.raises(ModelError, match=r"GB more and .* has 0.00 GB free"):
        pull(NAME)
    assert hub.fetched() == []


def test_a_disk_that_fails_during_the_download(hub: FakeHub) -> None:
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (90_000, limits[1]))
    try:
        with pytest.raises(
            ModelError, match=r"cannot be written to .*: File too large; what was downloaded is kept"
        ):
            pull(NAME)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    [draft] = (cache.storage(NAME) / "blobs").glob("*.incomplete")
    assert draft.stat().st_size == 90_000
    assert pull(NAME) is not None


def test_an_alias_can_be_pulled(hub: FakeHub) -> None:
    hub.repositories["deepvk/kazRush-ru-kk"] = repository()
    assert pull("kazrush-ru-kk") == cache.resolve("kazrush-ru-kk")


def test_offline_set_by_the_user_is_respected(hub: FakeHub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(offline, "_demanded", None)
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    offline.offline()
    with pytest.raises(ModelError, match="HF_HUB_OFFLINE is set"):
        pull(NAME)
    assert hub.log == []


def test_the_network_is_off_again_afterwards(hub: FakeHub) -> None:
    import huggingface_hub

    pull(NAME)
    before = len(hub.log)
    with pytest.raises(Exception, match=r"offline|Cannot reach"):
        huggingface_hub.HfApi(endpoint=hub.url).model_info(NAME)
    assert len(hub.log) == before
    assert os.environ["HF_HUB_OFFLINE"] == "1"


def test_folders_of_modules_are_fetched(hub: FakeHub) -> None:
    files = hub.repositories[NAME].files
    files |= {
        "modules.json": b"[]",
        "1_Pooling/config.json": b"{}",
        "2_Dense/config.json": b"{}",
        "2_Dense/model.safetensors": WEIGHTS,
        "2_Dense/pytorch_model.bin": b"pickle",
    }
    folder = pull(NAME)
    assert folder is not None
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert {"1_Pooling/config.json", "2_Dense/config.json", "2_Dense/model.safetensors"} <= found
    assert "2_Dense/pytorch_model.bin" not in found


def test_removing_returns_the_bytes_freed(hub: FakeHub) -> None:
    folder = pull(NAME)
    assert isinstance(folder, Path)
    assert cache.remove(NAME) >= len(WEIGHTS)
    assert cache.local() == []
    assert folder.name == COMMIT
