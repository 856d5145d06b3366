# ruff: noqa: E501  (XML is easier to read in long lines)
"""Documents translated in their own format: sentences whole, failures plain and told, files as asked."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from docx_by_hand import p, r
from editing import EDITING, opened, translated
from office_documents import contract
from scripted_engine import Scripted, by
from trained import folder
from trained.texts import SENTENCES
from trained.warm import run_warm

from summarize.documents.files import from_bytes
from summarize.engines.protocol import Link
from summarize.errors import DocumentError
from summarize.request import Instruction
from summarize.text.blocks import Editable, Run, Written
from summarize.translation.direction import Options
from summarize.translation.document import translate_document


class Damaging:
    """A document that writes something else than it was asked in blocks with these words."""

    def __init__(
        self, editable: Editable, *, styled: bool = False, always: bool = False, whole: bool = False
    ) -> None:
        self._editable = editable
        self._styled, self._always, self._whole = styled, always, whole
        self.format, self.options, self.blocks = editable.format, editable.options, editable.blocks
        self.skipped, self.warnings = editable.skipped, editable.warnings

    def written(self, texts: Mapping[int, Sequence[Run]], target: str) -> Written:
        damaged = {
            index: (Run("!"), *runs)
            if self._always or (self._styled and len({run.style for run in runs}) > 1)
            else runs
            for index, runs in texts.items()
        }
        return self._editable.written(damaged, target)

    def problems(self, data: bytes) -> list[str]:
        return ["a part is missing"] if self._whole else self._editable.problems(data)


BODY = f"<w:p>{r('One ')}{r('bold', '<w:b/>')}{r(' word. A second sentence.')}</w:p>{p('Plain text here.')}"


def done(**how: bool) -> Any:
    document = from_bytes(contract(BODY), "a.docx", language="en", options=EDITING)
    assert document.editable is not None
    damaging = Damaging(document.editable, **how)
    engine = Scripted(lambda text, *_: text.upper())
    return translate_document(replace(document, editable=damaging), "ru", by(engine), Options(mend=False))


def flagged(translation: Any) -> dict[str, list[str]]:
    found = {
        one.source: [flag.code for flag in one.flags if flag.kind == "formatting"]
        for one in translation.segments
    }
    return {source: codes for source, codes in found.items() if codes}


def test_a_block_whose_formatting_fails_is_written_plain_and_flagged() -> None:
    made = done(styled=True)
    assert made.file is not None
    first = opened(made.file.data, "docx").blocks[0]
    assert first.runs == (Run("ONE BOLD WORD. A SECOND SENTENCE."),)
    assert flagged(made) == {"One bold word.": ["formatting-lost"], "A second sentence.": ["formatting-lost"]}


def test_a_block_that_cannot_be_written_keeps_its_source_and_is_an_error() -> None:
    made = done(always=True)
    assert made.file is not None
    assert [block.text for block in opened(made.file.data, "docx").blocks[:2]] == [
        "One bold word. A second sentence.", "Plain text here.",
    ]  # fmt: skip
    assert flagged(made)["Plain text here."] == ["formatting-kept"]
    assert "Plain text here." in made.text
    assert all(one.certain for one in made.segments)


def test_a_file_that_is_wrong_otherwise_is_not_written() -> None:
    with pytest.raises(DocumentError, match=r"DOCX: a part is missing; nothing was written; --format text"):
        done(whole=True)


def test_sentences_are_whole_across_runs_and_translated_once() -> None:
    asked: list[str] = []

    def say(text: str) -> str:
        asked.append(text)
        return text

    body = f"<w:p>{r('One ')}{r('two ', '<w:b/>')}{r('three. ')}{r('Four', '<w:i/>')}{r(' five.')}</w:p>" + p(
        "One two three."
    )
    translated(contract(body), say)
    assert asked[:2] == ["One two three.", "Four five."]
    assert asked.count("One two three.") == 1


def test_a_formula_is_shown_to_no_model_and_is_in_the_text() -> None:
    asked: list[str] = []

    def say(text: str) -> str:
        asked.append(text)
        return text.upper()

    formula = "<m:oMath><m:r><m:t>a + b = c</m:t></m:r></m:oMath>"
    made = translated(contract(f"<w:p>{r('We know that ')}{formula}{r(' holds here.')}</w:p>"), say, "ru")
    assert "a + b" not in asked[0]
    assert made.text.startswith("WE KNOW THAT a + b = c HOLDS HERE.")
    assert made.file is not None
    assert [run.text for run in opened(made.file.data, "docx").blocks[0].runs if run.anchor] == ["a + b = c"]


def test_tabs_and_breaks_end_sentences_unless_the_text_goes_on() -> None:
    asked: list[str] = []

    def say(text: str) -> str:
        asked.append(text)
        return text

    broken = f"<w:p>{r('The name')}<w:r><w:tab/></w:r>{r('1) Date of it')}<w:r><w:br/></w:r>{r('and the place')}<w:r><w:br/></w:r>{r('Signed')}</w:p>"
    translated(contract(broken), say)
    assert asked[:3] == ["The name", "Date of it and the place", "Signed"]


def test_what_was_done_is_in_json() -> None:
    made = translated(contract(), str.upper, "ru").to_json()
    assert made["file"]["format"] == "docx"
    assert made["file"]["skipped"] == {"comments": 1}
    assert made["file"]["blocks"]["footnote"] == 1
    assert "data" not in made["file"]


def test_places_are_in_the_text_of_the_blocks() -> None:
    made = translated(contract(), str.upper, "ru")
    assert all(made.document.text[one.start : one.end].split() == one.source.split() for one in made.segments)


class Aligning(Scripted):
    """An engine that links each word of a text to the word from the other end of the translation."""

    def align(self, pairs: Sequence[tuple[str, str]], instruction: Instruction) -> list[list[Link]]:
        found: list[list[Link]] = []
        for text, other in pairs:
            ours, theirs = ([match.span() for match in re.finditer(r"\w+", side)] for side in (text, other))
            found.append([(one, two, 1.0) for one, two in zip(ours, reversed(theirs), strict=True)])
        return found


def test_an_engines_own_alignment_places_formatting() -> None:
    body = f"<w:p>{r('Old ', '<w:b/>')}{r('men like ')}{r('quiet books', '<w:i/>')}</w:p>{p('Plain.')}"
    document = from_bytes(contract(body), "a.docx", language="en", options=EDITING)
    engine = Aligning(lambda text, *_: "кітап тыныш жақсы адам кәрі" if "Old" in text else text)
    made = translate_document(document, "kk", by(engine), Options(mend=False))
    assert made.file is not None
    assert opened(made.file.data, "docx").blocks[0].runs == (
        Run("кітап тыныш", ("rPr(i())",)), Run(" жақсы адам "), Run("кәрі", ("rPr(b())",)),
    )  # fmt: skip
    assert made.file.placed == {"alignment": 2}


def run(*arguments: str | Path) -> Any:
    return run_warm("translate", *arguments, "--model", folder("nllb"))


def test_the_command_line_writes_the_format_of_the_source(tmp_path: Path) -> None:
    source, out = tmp_path / "letter.docx", tmp_path / "out.docx"
    source.write_bytes(contract(p(SENTENCES[0].said("en"))))
    made = run(source, "--from", "en", "--to", "kk", "--to", "ru", "-o", f"{tmp_path}/all/", "--no-mend")
    assert made.returncode == 0, made.stderr
    assert sorted(each.name for each in (tmp_path / "all").iterdir()) == ["letter.kk.docx", "letter.ru.docx"]
    assert opened((tmp_path / "all/letter.ru.docx").read_bytes(), "docx").blocks[0].text == SENTENCES[0].said(
        "ru"
    )
    assert run(source, "--from", "en", "--to", "kk", "-o", out, "--no-mend").returncode == 0
    assert zipfile.is_zipfile(out)
    assert run(source, "--from", "en", "--to", "kk", "-o", out, "--skip-existing").stderr.endswith(
        "nothing was done\n"
    )


def test_the_command_line_gives_text_where_text_is_wanted(tmp_path: Path) -> None:
    source = tmp_path / "letter.docx"
    source.write_bytes(contract(p(SENTENCES[0].said("en"))))
    shown = run(source, "--from", "en", "--to", "ru", "--no-mend")
    assert shown.stdout.startswith(SENTENCES[0].said("ru"))
    run(source, "--from", "en", "--to", "ru", "--no-mend", "-o", tmp_path / "a.txt")
    assert (tmp_path / "a.txt").read_text("utf-8").startswith(SENTENCES[0].said("ru"))
    run(source, "--from", "en", "--to", "ru", "--no-mend", "-o", f"{tmp_path}/out/", "--format", "text")
    assert [each.name for each in (tmp_path / "out").iterdir()] == ["letter.ru.txt"]


def test_the_command_line_refuses_a_file_that_is_not_what_its_name_says(tmp_path: Path) -> None:
    source = tmp_path / "letter.docx"
    source.write_text("Only a text.", "utf-8")
    made = run(source, "--from", "en", "--to", "ru", "-o", tmp_path / "b.docx")
    assert made.returncode != 0
    assert "letter.docx has another format than its name says" in made.stderr
    assert not (tmp_path / "b.docx").exists()


def test_what_is_left_is_told() -> None:
    assert "comments left as they are: 1" in translated(contract(), str.upper, "ru").warnings


def test_several_documents_do_not_go_into_one_file(tmp_path: Path) -> None:
    source = tmp_path / "letter.docx"
    source.write_bytes(contract(p(SENTENCES[0].said("en"))))
    made = run(source, "--from", "en", "--to", "ru", "--to", "kk", "-o", tmp_path / "out.docx")
    assert made.returncode == 2
    assert "is one document, but 2 are to be written; name a folder" in made.stderr
    assert not (tmp_path / "out.docx").exists()


PICTURE = '<w:r><w:drawing><wp:inline><wp:docPr id="1" name="x"/></wp:inline></w:drawing></w:r>'


@pytest.mark.parametrize(
    ("before", "after", "written"),
    [
        ("Press ", " here now.", ["PRESS ", " HERE NOW."]),
        ("Press", " here now.", ["PRESS", " HERE NOW."]),
        ("Press ", "here now.", ["PRESS ", "HERE NOW."]),
        ("Press ", ", here.", ["PRESS ", ", HERE."]),
    ],
)
def test_spaces_around_a_picture_stay(before: str, after: str, written: list[str]) -> None:
    made = translated(contract(f"<w:p>{r(before)}{PICTURE}{r(after)}</w:p>"), str.upper, "ru")
    assert made.file is not None
    runs = opened(made.file.data, "docx").blocks[0].runs
    assert [run.text for run in runs if not run.anchor] == written
