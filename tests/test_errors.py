"""Values of somebody's files in messages: on one line, and short."""

from __future__ import annotations

from summarize.errors import listed, quoted


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
