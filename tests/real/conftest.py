"""The folders of the real models, for the whole session."""

from __future__ import annotations

from pathlib import Path

import pytest
from real import weights


@pytest.fixture(scope="session")
def smollm2() -> Path:
    return weights.smollm2()


@pytest.fixture(scope="session")
def smollm2_gguf() -> Path:
    return weights.smollm2_gguf()


@pytest.fixture(scope="session")
def e5() -> Path:
    return weights.e5()
