"""The forms hold their floors on the sentences that were not tuned on."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
FLOORS = {"precision": 0.99, "recall": 0.97}


@pytest.mark.parametrize("half", ["held", "tune"])
@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_terms_are_found_as_labelled(language: str, half: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    terms = importlib.import_module("terms")
    assert sum(1 for _ in terms.sentences(language, half)) >= 250
    counts = terms.measure(language, half)
    assert counts.precision >= FLOORS["precision"]
    assert counts.recall >= FLOORS["recall"]
