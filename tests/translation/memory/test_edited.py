"""An edited translation taken back: checked again, written into the document, told where it does not fit."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx_by_hand import docx, p, r
from editing import EDITING, member, translated
from scripted_engine import Scripted, by

from summarize.documents.files import from_bytes
from summarize.errors import UsageError
from summarize.result import Translation
from summarize.text.documents import Document, from_text
from summarize.translation.direction import Options
from summarize.translation.document import translate_document
from summarize.translation.memory.edited import edited
from summarize.translation.writers.formats import Style, written

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TEXT = """\
# Budget of the library

The council approved the budget of **15 million** tenge. The mayor thanked everyone.

- The committee met in the morning.
- The mayor thanked everyone.
"""
SAID = {
    "Budget of the library": "Бюджет библиотеки",
    "The council approved the budget of **15 million** tenge.": "Совет утвердил бюджет в **15 млн** тенге.",
    "The mayor thanked everyone.": "Мэр поблагодарил всех.",
    "The committee met in the morning.": "Комитет собрался утром.",
}
STYLES: tuple[Style, ...] = ("xliff", "xliff2", "json", "jsonl", "tsv", "html")


def document(text: str = TEXT) -> Document:
    return from_text(text, "report.md", "en")


@pytest.fixture(scope="module")
def draft() -> Translation:
    def say(text: str, *_: object) -> str:
        for english, russian in SAID.items():
            text = text.replace(english, russian)
        return text

    return translate_document(document(), "ru", by(Scripted(say)), Options(mend=False))


def saved(draft: Translation, folder: Path, *changes: tuple[str, str], style: Style = "xliff") -> str:
    """A file of the draft in which a person changed these pieces."""
    text = written([draft], style)
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    path = folder / "edited.file"
    path.write_text(text, "utf-8")
    return str(path)


def applied(path: str, text: str = TEXT) -> Translation:
    return translate_document(
        document(text), "ru", lambda *_: (), Options(mend=False, known=edited(path, "ru"))
    )


@pytest.mark.parametrize("style", STYLES)
def test_the_changes_of_a_person_are_in_the_document(
    draft: Translation, style: Style, tmp_path: Path
) -> None:
    path = saved(draft, tmp_path, ("Комитет собрался утром.", "Утром собрался комитет."), style=style)
    done = applied(path)
    assert done.text == draft.text.replace("Комитет собрался утром.", "Утром собрался комитет.")
    assert done.text.startswith("# Бюджет библиотеки\n\nСовет утвердил")
    assert {attempt.strategy for segment in done.segments for attempt in segment.attempts} == {"edited"}
    assert [segment.status for segment in done.segments] == ["passed"] * 5
    assert done.account.remembered == 0
    assert not [warning for warning in done.warnings if "another version" in warning]


def test_a_mistake_of_a_person_is_found_by_the_same_checks(draft: Translation, tmp_path: Path) -> None:
    done = applied(saved(draft, tmp_path, ("**15 млн**", "**50 млн**")))
    segment = done.segments[1]
    assert segment.hypothesis == "Совет утвердил бюджет в **50 млн** тенге."
    assert segment.status == "flagged"
    assert {flag.kind for flag in segment.flags} == {"number"}


def test_one_of_two_equal_sentences_can_be_changed(draft: Translation, tmp_path: Path) -> None:
    text = written([draft], "xliff")
    first, _, last = text.rpartition("Мэр поблагодарил всех.")
    (tmp_path / "a.xlf").write_text(f"{first}Всех поблагодарил мэр.{last}", "utf-8")
    done = applied(str(tmp_path / "a.xlf"))
    assert [segment.hypothesis for segment in done.segments][2::2] == [
        "Мэр поблагодарил всех.",
        "Всех поблагодарил мэр.",
    ]


def test_another_version_of_the_document_is_told_segment_by_segment(
    draft: Translation, tmp_path: Path
) -> None:
    text = TEXT.replace("in the morning", "at noon").replace("# Budget", "Nobody objected.\n\n# Budget")
    done = applied(saved(draft, tmp_path), text)
    told = [warning for warning in done.warnings if "edited.file" in warning]
    assert told == [
        "edited.file belongs to another version of the document",
        "segment 4 of edited.file is not in the document: 'The committee met in the morning.'",
        "sentence 1 of the document is not in edited.file: 'Nobody objected.'",
        "sentence 5 of the document is not in edited.file: 'The committee met at noon.'",
    ]
    assert [segment.status for segment in done.segments] == [
        "flagged", "passed", "passed", "passed", "flagged", "passed",
    ]  # fmt: skip
    new = done.segments[0]
    assert (new.hypothesis, new.flags[0].kind, new.legs) == ("Nobody objected.", "untranslated", ())
    assert "Мэр поблагодарил всех." in done.text


def test_a_deleted_translation_is_told_and_the_sentence_left(draft: Translation, tmp_path: Path) -> None:
    done = applied(saved(draft, tmp_path, ("Комитет собрался утром.", "")))
    assert "segment 4 of edited.file has no translation" in done.warnings
    assert done.segments[3].hypothesis == "The committee met in the morning."
    assert done.segments[3].status == "flagged"


def test_a_file_of_quite_another_document_names_the_first_twenty(tmp_path: Path, draft: Translation) -> None:
    done = applied(saved(draft, tmp_path), "\n\n".join(f"Sentence number {n} is new." for n in range(40)))
    told = [warning for warning in done.warnings if "edited.file" in warning or "do not fit" in warning]
    assert len(told) == 22
    assert told[-1] == "25 more segments do not fit"


def test_the_language_must_be_that_of_the_file(draft: Translation, tmp_path: Path) -> None:
    path = saved(draft, tmp_path)
    assert edited(path, None).target == "ru"
    with pytest.raises(UsageError, match="translates into ru, not into Kazakh"):
        edited(path, "kk")


def test_a_file_of_several_documents_is_refused(draft: Translation, tmp_path: Path) -> None:
    from dataclasses import replace

    other = replace(draft, document=from_text(TEXT, "b.md", "en"))
    (tmp_path / "a.xlf").write_text(written([draft, other], "xliff"), "utf-8")
    with pytest.raises(UsageError, match="segments of 2 documents"):
        edited(str(tmp_path / "a.xlf"), "ru")


def test_it_is_written_into_a_document_in_its_own_format(tmp_path: Path) -> None:
    first = "".join([r("The council approved "), r("the budget", "<w:b/>"), r(".")])
    body = f"<w:p>{first}</w:p>{p('The mayor left.')}"
    said = {"The council approved the budget.": "Совет утвердил бюджет.", "The mayor left.": "Мэр уехал."}
    draft = translated(docx(body), said.__getitem__, "ru")
    path = saved(draft, tmp_path, ("Совет утвердил бюджет.", "Бюджет утверждён советом."))
    document = from_bytes(docx(body), "contract.docx", language="en", options=EDITING)
    done = translate_document(document, "ru", lambda *_: (), Options(mend=False, known=edited(path, "ru")))
    assert done.file is not None
    root = member(done.file.data, "word/document.xml")
    texts = ["".join(paragraph.itertext()) for paragraph in root.iter(f"{W}p")]
    assert texts == ["Бюджет утверждён советом.", "Мэр уехал."]
    assert len(list(root.iter(f"{W}b"))) == 1
