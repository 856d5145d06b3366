"""Findings that a person has accepted: kinds, and waivers of single segments."""

from pathlib import Path

import pytest

from summarize.checks.findings import finding
from summarize.checks.waivers import KINDS, Allowance, allowance, digest
from summarize.errors import UsageError

SOURCE, HYPOTHESIS = "The bridge is 5 km long.", "Длина моста — 5 м."
UNIT = finding("unit", "5 м", 14, 17, "5 м", "5 km")
LENGTH = finding("length-short", "18", 18, 18, "18", "24")


def waivers(folder: Path, *rows: str, header: str = "segment\tkind\twho\twhy") -> str:
    path = folder / "waivers.tsv"
    path.write_text("\n".join([header, *rows]) + "\n", "utf-8")
    return str(path)


def test_a_digest_ignores_white_space_and_nothing_else() -> None:
    assert digest("A  bridge.", "Мост.\n") == digest("A bridge.", "Мост.")
    assert digest("A bridge.", "Мост.") != digest("A bridge", "Мост.")
    assert digest("ab", "c") != digest("a", "bc")
    assert len(digest("a", "b")) == 12


def test_a_kind_is_muted_everywhere() -> None:
    allowed = allowance(("length,quotation",), None)
    assert allowed.split([UNIT, LENGTH], SOURCE, HYPOTHESIS) == ([UNIT], [LENGTH])


def test_a_waiver_mutes_its_kind_in_its_segment_only(tmp_path: Path) -> None:
    row = f"{digest(SOURCE, HYPOTHESIS)}\tunit\tАсель\tв оригинале опечатка"
    allowed = allowance((), waivers(tmp_path, "# seen in May", row))
    assert allowed.split([UNIT, LENGTH], SOURCE, HYPOTHESIS) == ([LENGTH], [UNIT])
    assert allowed.split([UNIT], SOURCE, HYPOTHESIS + " Да.") == ([UNIT], [])


def test_a_star_waives_every_kind(tmp_path: Path) -> None:
    allowed = allowance((), waivers(tmp_path, f"{digest(SOURCE, HYPOTHESIS)}\t*\tAnna\tseen"))
    assert allowed.split([UNIT, LENGTH], SOURCE, HYPOTHESIS) == ([], [UNIT, LENGTH])


@pytest.mark.parametrize(
    ("rows", "header", "message"),
    [
        (["0123456789ab\tunit\tAnna\t"], "segment\tkind\twho\twhy", "fill in"),
        (["0123456789ab\tunit\tAnna"], "segment\tkind\twho\twhy", "fill in"),
        (["0123\tunit\tAnna\tseen"], "segment\tkind\twho\twhy", "digest of 12"),
        (["0123456789ab\tspelling\tAnna\tseen"], "segment\tkind\twho\twhy", "no check reports 'spelling'"),
        ([], "kind\twho", "first line"),
    ],
)
def test_a_mistake_in_the_file_is_named(tmp_path: Path, rows: list[str], header: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        allowance((), waivers(tmp_path, *rows, header=header))


def test_an_unknown_kind_and_a_missing_file_are_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="--allow: no check reports 'spelling'"):
        allowance(("spelling",), None)
    with pytest.raises(UsageError, match="cannot be read"):
        allowance((), str(tmp_path / "none.tsv"))


def test_nothing_is_muted_by_default() -> None:
    assert Allowance().split([UNIT], SOURCE, HYPOTHESIS) == ([UNIT], [])
    assert {"number", "quotation", "untranslated"} <= set(KINDS)
