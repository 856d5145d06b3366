"""A fixed series of damaged inputs for every target; ``python -m fuzz`` looks for new ones."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from fuzz.mutation import damaged
from fuzz.trial import TARGETS, check_lines, failure, target
from summarize.errors import SummarizeError

SEED = 13
_READERS = (
    "archives", "catalogues", "chats", "docx", "epub", "exchange", "html", "letters", "mails", "markdown",
    "odt", "papers", "pdf", "pptx", "records", "rewriting", "rtf", "settings", "strings", "subtitles",
    "tables", "xlsx",
)  # fmt: skip
INPUTS = dict.fromkeys(_READERS, 80) | {"documents": 100, "journals": 60, "memories": 60, "translations": 25}
MANY = 250  # of targets whose inputs take a millisecond


@pytest.mark.parametrize("name", TARGETS)
def test_damaged_files_are_read_or_refused_in_one_line(name: str) -> None:
    attacked = target(name)
    seeds = attacked.seeds()
    for number in range(INPUTS.get(name, MANY)):
        problem = failure(attacked, damaged(seeds, attacked.TOKENS, SEED, number))
        assert problem is None, f"python -m fuzz {name} --seed {SEED}, input {number}\n{problem}"


@pytest.mark.parametrize("name", TARGETS)
def test_the_seeds_are_files_that_are_read(name: str, tmp_path: Path) -> None:
    attacked = target(name)
    read = 0
    for number, data in enumerate(attacked.seeds()):
        folder = tmp_path / str(number)
        folder.mkdir()
        try:
            attacked.attack(data, folder)
            read += 1
        except SummarizeError as error:
            check_lines([str(error)], folder)
    assert read > 0


def test_an_input_depends_on_its_seed_and_number_alone() -> None:
    series = [damaged([b'{"a": 1}', b"[]"], [b"null"], 1, number) for number in range(50)]
    assert series == [damaged([b'{"a": 1}', b"[]"], [b"null"], 1, number) for number in range(50)]
    assert series != [damaged([b'{"a": 1}', b"[]"], [b"null"], 2, number) for number in range(50)]
    assert len(set(series)) > 25


class Failing:
    """A target whose reader fails in the way that the input names."""

    TOKENS = (b"a",)

    def seeds(self) -> list[bytes]:
        return [b"bug"]

    def attack(self, data: bytes, folder: Path) -> None:
        if data == b"bug":
            raise KeyError("tasks")
        if data == b"long":
            raise SummarizeError("no " * 999)
        raise SummarizeError(data.decode())


@pytest.mark.parametrize(
    ("data", "said"),
    [(b"bug", "KeyError: 'tasks'"), (b"two\nlines", "control characters"), (b"long", "2997 characters")],
)
def test_a_reader_that_fails_is_noticed(data: bytes, said: str) -> None:
    assert said in str(failure(Failing(), data))
    assert failure(Failing(), b"the file is damaged") is None


def test_the_weekly_workflow_runs_every_target(root: Path) -> None:
    workflow = yaml.safe_load((root / ".github" / "workflows" / "weekly.yml").read_text("utf-8"))
    job = workflow["jobs"]["fuzz"]
    assert tuple(job["strategy"]["matrix"]["target"]) == TARGETS
    assert any("-m fuzz ${{ matrix.target }} --seconds 60" in step.get("run", "") for step in job["steps"])
