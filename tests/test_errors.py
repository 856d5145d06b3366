"""Values of somebody's files in messages: on one line, and short."""

from __future__ import annotations

import pickle
from pathlib import Path

from summarize import errors
from summarize.errors import CODES, SummarizeError, listed, quoted


def test_a_quoted_value_is_one_short_line() -> None:
    assert quoted("көпір") == "'көпір'"
    assert quoted({"a": ["\n\x1b[31m\u2028\ud800\u202e"]}) == r"{'a': ['\n\x1b[31m\u2028\ud800\u202e']}"
    assert quoted("x" * 1000) == "'" + "x" * 79 + "…"


def test_a_list_of_names_is_one_short_line() -> None:
    assert listed(["a", "b", "c"]) == "a, b, c"
    assert listed(iter(["a", "b", "c", "d\n", "e"])) == "a, b, c and 2 more"
    assert listed(["a", "b\n", "c", "d"], most=40) == r"a, b\n, c, d"
    assert listed([]) == ""
    assert len(listed(["x" * 1000] * 9, most=40)) < 300


def test_every_class_has_a_code_that_is_described_here_and_in_the_guide() -> None:
    guide = (Path(__file__).resolve().parents[1] / "docs" / "usage.md").read_text("utf-8")
    classes = [SummarizeError, *SummarizeError.__subclasses__(), *errors.ModelError.__subclasses__()]
    assert {each.code for each in classes} <= set(CODES)
    assert [code for code in CODES if f"| `{code}` |" not in guide] == []


def test_an_error_keeps_its_code_where_processes_pass_it_on() -> None:
    error = pickle.loads(pickle.dumps(errors.DocumentError("a is empty", code="document-empty")))
    assert (str(error), error.code, error.exit_code) == ("a is empty", "document-empty", 1)
    assert errors.UsageError("x").code == "usage"
