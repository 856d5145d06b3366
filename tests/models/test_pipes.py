"""Pipes and devices in a model folder are never opened."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from layouts_by_hand import LAYOUTS, make

from summarize.models import files
from summarize.models.checkpoints import describe
from summarize.models.files import Damaged


def test_only_regular_files_are_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "config.json")
    (tmp_path / "zero.json").symlink_to("/dev/zero")
    (tmp_path / "folder.json").mkdir()
    for name in ("config.json", "zero.json", "folder.json"):
        with pytest.raises(Damaged, match=f"{name} is not a regular file"):
            files.read_bytes(tmp_path / name)
    with pytest.raises(FileNotFoundError):
        files.read_bytes(tmp_path / "none.json")


def test_a_pipe_or_device_among_the_files_is_a_problem(tmp_path: Path) -> None:
    folder = make(tmp_path / "model", LAYOUTS["bart-cnn"])
    os.mkfifo(folder / "added_tokens.json")
    (folder / "special_tokens_map.json").symlink_to("/dev/zero")
    (folder / "preprocessor_config.json").symlink_to("not-there")
    assert describe(folder).problems == (
        "added_tokens.json is not a regular file",
        "special_tokens_map.json is not a regular file",
    )
    (folder / "config.json").unlink()
    os.mkfifo(folder / "config.json")
    assert "config.json is not a regular file" in describe(folder).problems
    (folder / "model.safetensors").unlink()
    os.mkfifo(folder / "model.safetensors")
    assert "model.safetensors is not a regular file" in describe(folder).problems
