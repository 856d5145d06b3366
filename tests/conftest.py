"""What holds for every test: no network, no hub, no home of the developer's own."""

from __future__ import annotations

import os
import platform
import signal
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from trained.warm import Warm

HERE = Path(__file__).parent

# What Windows lacks: fork, signals, pseudo-terminals, named pipes, resource limits, inherited descriptors.
POSIX_ONLY = (
    "cli/test_abstractive.py",
    "cli/test_batch.py",
    "cli/test_eval.py",
    "cli/test_interrupts.py",
    "cli/test_main.py",
    "corpora/test_batches.py",
    "corpora/test_readers.py",
    "corpora/test_storage.py",
    "documents/test_archives.py",
    "documents/test_ocr.py",
    "engines/decoder/test_interrupt.py",
    "evaluation/test_browser.py",
    "evaluation/test_runs.py",
    "models/test_pipes.py",
    "models/test_pull.py",
    "text/test_documents.py",
    "translation/test_trained.py",
)
# torch has FBGEMM's int8 kernels for these processors only.
X86_ONLY = ("engines/test_int8.py",)
# What only Linux has: a full device, limits of address space and memory, capabilities of root.
LINUX_ONLY = (
    "cli/test_deliver.py",
    "cli/test_memory.py",
    "cli/test_streams.py",
    "corpora/test_supervisor.py",
    "documents/pdf/test_process.py",
    "engines/test_chat_templates.py",
    "test_files.py",
)
collect_ignore = [
    *(POSIX_ONLY if sys.platform == "win32" else ()),
    *(X86_ONLY if platform.machine() not in ("x86_64", "AMD64") else ()),
    *(LINUX_ONLY if sys.platform != "linux" else ()),
]

# What `make check` leaves out: loading models, starting processes, sweeping the shipped data.
SLOW = (
    "api/test_cross_lingual.py",
    "cli/test_abstractive.py",
    "cli/test_batch.py",
    "cli/test_deliver.py",
    "cli/test_eval.py",
    "cli/test_interrupts.py",
    "cli/test_main.py",
    "cli/test_models.py",
    "cli/test_streams.py",
    "corpora/test_batches.py",
    "corpora/test_readers.py",
    "corpora/test_supervisor.py",
    "engines/decoder/",
    "text/test_rewrapped.py",
    "engines/test_chat.py",
    "engines/test_completion.py",
    "engines/test_contract.py",
    "engines/test_encoder_trial.py",
    "engines/test_encoders.py",
    "engines/test_failures.py",
    "engines/test_generation.py",
    "engines/test_hostile.py",
    "engines/test_loaded.py",
    "engines/test_loading.py",
    "engines/test_paging.py",
    "engines/test_precision",
    "engines/test_tokenization.py",
    "evaluation/test_browser.py",
    "evaluation/test_embedding.py",
    "evaluation/test_gate.py::test_the_gate_has_the_documented",
    "evaluation/test_metrics.py::test_ten_thousand_words",
    "evaluation/test_runs.py",
    "evaluation/test_trained.py",
    "evaluation/test_validation.py",
    "fuzz/",
    "summaries/test_folding.py::test_any_text",
    "summaries/test_folding.py::test_several_documents",
    "test_docs.py",
    "test_growth.py",
    "test_package.py",
    "test_trained_weights.py",
    "translation/test_glossary.py::test_a_real_chat_template",
    "translation/test_trained.py",
)

# The same examples in every run, so that a red run is red again; new ones are looked for with
# --hypothesis-profile=explore. How long an example takes says something of the machine, nothing of the code.
settings.register_profile("project", deadline=None, derandomize=True)
settings.register_profile("explore", deadline=None, max_examples=5_000)
settings.load_profile("project")

# Before anything imports the hub's library, which reads its switches once.
os.environ.update(HF_HUB_OFFLINE="1", HF_HUB_DISABLE_TELEMETRY="1", TOKENIZERS_PARALLELISM="false")
os.environ.update(LC_ALL="C.UTF-8")  # messages are in English, whoever runs the tests

# A shell that starts the tests in the background lets them, and all that they start, ignore SIGINT; nohup
# does the same with SIGHUP.
signal.signal(signal.SIGINT, signal.default_int_handler)
if hasattr(signal, "SIGHUP"):
    signal.signal(signal.SIGHUP, signal.SIG_DFL)

_connect = socket.socket.connect
_LOOPBACK = ("127.0.0.1", "::1", "localhost")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Do not import slow files that are deselected: most of them import torch."""
    if "not slow" not in config.option.markexpr or not collection_path.is_relative_to(HERE):
        return None
    name = collection_path.relative_to(HERE).as_posix() + ("/" if collection_path.is_dir() else "")
    return True if name.startswith(SLOW) else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what ``SLOW`` lists."""
    for item in items:
        if item.nodeid.removeprefix("tests/").startswith(SLOW):
            item.add_marker(pytest.mark.slow)


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """A test that opens a socket fails; one that asks for ``loopback`` may reach this machine."""
    loopback = "loopback" in request.fixturenames

    def connect(self: socket.socket, address: Any) -> None:
        if self.family == socket.AF_UNIX or (loopback and address[0] in _LOOPBACK):
            return _connect(self, address)
        raise AssertionError(f"a test tried to reach {address!r}")

    monkeypatch.setattr(socket.socket, "connect", connect)
    monkeypatch.setattr(socket.socket, "connect_ex", connect)


@pytest.fixture
def loopback() -> None:
    """Asking for it lets a test reach servers it started on this machine."""


@pytest.fixture(autouse=True)
def _own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """A home and a model cache of the test's own, both empty."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    for name in ("XDG_CONFIG_HOME", "XDG_CACHE_HOME", "HF_HUB_CACHE", "SUMMARIZE_MODEL", "HF_ENDPOINT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HF_HOME", str(home / "huggingface"))


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    """Help in English, whatever language the developer reads; not the bare C, which changes encodings."""
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.delenv("LANGUAGE", raising=False)


@pytest.fixture(scope="module")
def one_thread() -> Iterator[None]:
    """Tiny models are many times faster with one thread, and their sums are the same in every run."""
    import torch

    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


@pytest.fixture(scope="session")
def warm() -> Warm:
    """The command line in processes that have the libraries loaded already."""
    from trained.warm import warm

    return warm()


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return Path(__file__).resolve().parent.parent
