"""What people install: the wheel holds everything, runs without the checkout, and is cheap to import."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

import summarize


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    root = Path(__file__).resolve().parent.parent
    command = ["-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(root)]
    subprocess.run([sys.executable, *command], check=True, capture_output=True, timeout=300)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def clean(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The commands of an environment that has the wheel and the dependencies, but not the checkout."""
    home = tmp_path_factory.mktemp("clean")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(home)], check=True, timeout=300)
    python = home / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "--no-deps", "--no-index"]
    subprocess.run([*pip, "--quiet", str(wheel)], check=True, capture_output=True, timeout=300)
    (packages,) = (home / "lib").glob("python*/site-packages")
    # A path in a .pth file is searched, but its own .pth files (such as the checkout's) are not read.
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", "utf-8")
    return home / "bin"


@pytest.fixture(autouse=True)
def _no_other_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    """A developer's PYTHONPATH would put the checkout before the wheel."""
    monkeypatch.delenv("PYTHONPATH", raising=False)


def test_the_wheel_holds_code_prompts_suites_and_licences(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for name in (
        "summarize/py.typed",
        "summarize/prompts/summarize.kk.toml",
        "summarize/evals/news-extractive.json",
        "summarize/models/catalogue.toml",
        "summarize/evaluation/reports/templates/page.html.j2",
    ):
        assert name in names
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert not any(name.startswith(("tests/", "benchmarks/")) or "__pycache__" in name for name in names)


def test_the_installed_wheel_summarises_away_from_the_checkout(clean: Path, tmp_path: Path) -> None:
    article = tmp_path / "news.txt"
    article.write_text(
        "Кеше Астанада кітап көрмесі ашылды. Оған он елден баспагерлер келді. Көрме бес күнге созылады. "
        "Кіру тегін. Ұйымдастырушылар жиырма мың қонақ күтеді.",
        "utf-8",
    )
    done = subprocess.run(
        [clean / "summarize", article, "-s", "1"], capture_output=True, cwd=tmp_path, timeout=300
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.decode() == "Кеше Астанада кітап көрмесі ашылды.\n"
    where = [clean / "python", "-c", "import summarize; print(summarize.__file__)"]
    assert str(clean.parent) in subprocess.run(where, capture_output=True, text=True, cwd=tmp_path).stdout


def test_the_installed_wheel_finds_its_data(clean: Path, tmp_path: Path) -> None:
    program = (
        "from summarize.engines.prompts import messages; from summarize.request import Instruction\n"
        "assert messages('x', Instruction('summarization', 'kk', 'kk'))\n"
    )
    subprocess.run([clean / "python", "-c", program], check=True, cwd=tmp_path, timeout=300)
    listed = subprocess.run(
        [clean / "summarize", "eval", "list"], capture_output=True, cwd=tmp_path, timeout=300
    )
    assert b"news-extractive" in listed.stdout


def test_importing_the_package_loads_nothing_else() -> None:
    program = (
        "import sys; before = set(sys.modules); import summarize; summarize.__version__\n"
        "print(*sorted(m for m in set(sys.modules) - before if m.startswith('summarize.')), sep=',')\n"
        "assert not {'numpy', 'torch', 'transformers', 'typer'} & set(sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=300)
    assert done.stdout.strip() == "summarize.version", done.stderr


def test_every_public_name_is_there() -> None:
    for name in summarize.__all__:
        assert getattr(summarize, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        summarize.nothing  # noqa: B018
