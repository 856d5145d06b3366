"""Extractive summaries: what a sentence encoder is asked to do."""

from __future__ import annotations

import shutil
from pathlib import Path

import tinyhub

from summarize.request import Request, Runtime
from summarize.summaries.extract import extract
from summarize.text.documents import from_text

TEXT = "Библиотека открыла зал. Пришли сорок школьников. Крышу починят до зимы."


def test_an_encoder_that_does_not_name_the_language_warns(tmp_path: Path) -> None:
    folder = shutil.copytree(tinyhub.folder("e5-multilingual"), tmp_path / "e5")
    request = Request(model=str(folder), runtime=Runtime(device="cpu", threads=1))
    for language, warned in (("en", True), ("ru", False)):
        card = (folder / "README.md").read_text("utf-8") if (folder / "README.md").is_file() else ""
        body = card.split("---\n", 2)[-1]
        (folder / "README.md").write_text(f"---\nlanguage: {language}\n---\n{body}", "utf-8")
        found = extract(from_text(TEXT, language="ru"), request)
        assert any("does not name Russian" in line for line in found.warnings) is warned
