"""What editors changed: hand-computed counts and lifts, and the command."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from commands import Ended
from sacrebleu.metrics.chrf import CHRF
from sacrebleu.metrics.ter import TER

from summarize.errors import MeasurementError
from summarize.evaluation.edits import Edits, KindOfFlag, edits
from summarize.translation.bilingual import Entry


def entry(number: int, target: str, *kinds: str, **changes: object) -> Entry:
    state = "flagged" if kinds else "draft"
    made = Entry(str(number), "a", "en", "ru", f"Sentence {number}.", target, state, kinds)  # type: ignore[arg-type]
    return replace(made, **changes)  # type: ignore[arg-type]


DRAFT = [
    entry(1, "Первое предложение здесь."),
    entry(2, "Второе предложение здесь.", "number"),
    entry(3, "Третье предложение здесь.", "number", "name"),
    entry(4, "Четвёртое предложение здесь.", "name"),
    entry(5, "Пятое предложение здесь."),
    entry(6, "Шестое предложение здесь."),
]
EDITED = [
    DRAFT[0],
    replace(DRAFT[1], target="Второе предложение там."),
    replace(DRAFT[2], target="Третье предложение там."),
    DRAFT[3],
    replace(DRAFT[4], target="Пятое предложение там."),
    replace(DRAFT[5], target=" Шестое  предложение здесь."),
]


def test_the_numbers_are_those_counted_by_hand() -> None:
    found = edits(DRAFT, EDITED)
    assert (found.segments, found.untouched, found.unmatched, found.removed) == (6, 3, 0, 0)
    assert found.kinds == (
        KindOfFlag("no flag", 3, 1, (1 / 3) / (2 / 3)),
        KindOfFlag("any flag", 3, 2, (2 / 3) / (1 / 3)),
        KindOfFlag("name", 2, 1, (1 / 2) / (2 / 4)),
        KindOfFlag("number", 2, 2, 1 / (1 / 4)),
    )
    hypotheses = [each.target for each in DRAFT]
    references = [[" ".join(each.target.split()) for each in EDITED]]
    assert found.ter == pytest.approx(TER().corpus_score(hypotheses, references).score)
    assert found.chrf == pytest.approx(CHRF(word_order=2).corpus_score(hypotheses, references).score)


def test_a_draft_that_nobody_changed() -> None:
    found = edits(DRAFT, DRAFT)
    assert (found.untouched, found.ter, found.chrf) == (6, 0.0, 100.0)
    assert [row.lift for row in found.kinds] == [None] * 4


def test_segments_that_do_not_belong_together_are_counted_and_left_out() -> None:
    edited = [
        replace(EDITED[0], source="Another."), replace(EDITED[1], target=""), *EDITED[2:5],
        entry(9, "Новое."), entry(10, "Уже.", state="kept"),
    ]  # fmt: skip
    found = edits(DRAFT, edited)
    assert (found.segments, found.unmatched, found.removed) == (3, 3, 1)


@pytest.mark.parametrize("edited", [[], [replace(DRAFT[0], target="")], [entry(1, "x", source="y")]])
def test_nothing_in_common_is_no_measurement(edited: list[Entry]) -> None:
    with pytest.raises(MeasurementError, match="nothing was measured"):
        edits(DRAFT, edited)


def saved(path: Path, entries: list[Entry]) -> Path:
    rows = ["document\tnumber\tfrom\tto\tstatus\tsource\thypothesis\tflags"]
    for each in entries:
        status = "flagged" if each.kinds else "passed"
        flags = "; ".join(f"{kind}: x" for kind in each.kinds)
        cells = (each.document, each.id, "en", "ru", status, each.source, each.target.strip(), flags)
        rows.append("\t".join(cells))
    path.write_text("\n".join(rows) + "\n", "utf-8")
    return path


def test_the_command_prints_a_table_or_json(tmp_path: Path) -> None:
    files = saved(tmp_path / "draft.tsv", DRAFT), saved(tmp_path / "edited.tsv", EDITED)
    said = Ended("edits", *files).said
    assert "3 of 6 segments untouched (50%); TER" in said
    assert "| number | 2 | 2 | 100% | 4.00 |" in said
    assert "| no flag | 3 | 1 | 33% | 0.50 |" in said
    value = json.loads(Ended("edits", *files, "--json").said)
    assert (value["share_untouched"], value["kinds"][3]["share"]) == (0.5, 1.0)
    assert value["signatures"][0].startswith("ter|")


def test_the_command_refuses_what_is_no_translation(tmp_path: Path) -> None:
    file = saved(tmp_path / "draft.tsv", DRAFT)
    done = Ended("edits", file, tmp_path / "absent.xlf")
    assert (done.code, "cannot read" in done.said) == (2, True)
    other = saved(tmp_path / "other.tsv", [entry(1, "x", source="y")])
    done = Ended("edits", file, other)
    assert (done.code, "nothing was measured" in done.said) == (3, True)


def test_lines_about_what_was_left_out() -> None:
    from summarize.evaluation.edits import table

    found: Edits = replace(edits(DRAFT, EDITED), unmatched=2, removed=1)
    assert "2 segments are not in both files" in table(found)
    assert "1 translations were deleted" in table(found)
