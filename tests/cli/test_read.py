"""``summarize read``, ``--cite`` and ``--formats``: what was read, and where each sentence is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from docx_by_hand import docx, p, table
from pdf_by_hand import Page, pdf
from typer.testing import CliRunner

from summarize.cli import main, read
from summarize.documents.formats import FORMATS, sniff, suffixes
from summarize.errors import SummarizeError, UsageError

TEXTS = (
    "The town council of Karabulak approved the plan for a new library on Tuesday.",
    "The builders of the library start in the spring, said the council of the town.",
)


def called(app: object, *arguments: object) -> str:
    result = CliRunner().invoke(app, [str(each) for each in arguments])  # type: ignore[arg-type]
    if isinstance(result.exception, SummarizeError):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.fixture
def report(tmp_path: Path) -> Path:
    pages = []
    for text in TEXTS:
        page = Page()
        page.text(60, 790, "The library", 18)
        page.paragraph(60, 750, text, 300)
        pages.append(page)
    path = tmp_path / "report.txt"  # the name does not decide
    path.write_bytes(pdf(*pages))
    return path


def test_offsets_in_a_summary_point_into_what_read_shows(report: Path) -> None:
    shown = called(read.app, report).removesuffix("\n")
    found = json.loads(called(main.app, report, "--format", "json", "--ratio", "1"))
    assert [(each["text"], each["page"]) for each in found["sentences"]] == [(TEXTS[0], 1), (TEXTS[1], 2)]
    assert [shown[each["start"] : each["end"]] for each in found["sentences"]] == list(TEXTS)


def test_json_has_every_part_with_its_role_and_place(report: Path) -> None:
    shown = json.loads(called(read.app, report, "--format", "json"))
    assert (shown["schema"], shown["format"], shown["pages"]) == ("summarize/document/1", "pdf", 2)
    bodies = [part for part in shown["parts"] if part["role"] == "body"]
    assert [shown["text"][part["start"] : part["end"]] for part in bodies] == list(TEXTS)
    assert [(part["page"], part["place"]) for part in bodies] == [(1, "p. 1"), (2, "p. 2")]


def test_markdown_has_headings_and_tables(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    outline = '<w:outlineLvl w:val="1"/>'
    path.write_bytes(
        docx(p("On money", outline) + p("It costs.") + table(("Year", "Sum"), ("2026", "7")) + p("End."))
    )
    assert called(read.app, path, "--format", "md", "--from", "en") == (
        "## On money\n\nIt costs.\n\n| Year | Sum |\n| --- | --- |\n| 2026 | 7 |\n\nEnd.\n"
    )


def test_several_documents_share_a_stream(report: Path, tmp_path: Path) -> None:
    (tmp_path / "plain.txt").write_text("Only a line of text.", "utf-8")
    shown = called(read.app, report, tmp_path / "plain.txt")
    assert shown.count("==> ") == 2
    assert shown.endswith("plain.txt <==\nOnly a line of text.\n")
    assert len(json.loads(called(read.app, report, tmp_path / "plain.txt", "--format", "json"))) == 2
    assert called(read.app, report, tmp_path / "plain.txt", "--format", "jsonl").count("\n") == 2


def test_citations_follow_their_sentences(report: Path, tmp_path: Path) -> None:
    cited = f"{TEXTS[0]} [p. 1]\n{TEXTS[1]} [p. 2]\n"
    assert called(main.app, report, "--ratio", "1", "--cite") == cited
    (tmp_path / "plain.txt").write_text(TEXTS[0], "utf-8")
    assert called(main.app, tmp_path / "plain.txt", "--cite") == f"{TEXTS[0]}\n"


@pytest.mark.parametrize("more", [["--format", "json"], ["--to", "ru"], ["--highlight"]])
def test_citations_are_refused_where_they_cannot_be_shown(report: Path, more: list[str]) -> None:
    with pytest.raises(UsageError, match="--cite"):
        called(main.app, report, "--cite", *more)


def test_every_format_is_shown_and_found_in_folders(report: Path, tmp_path: Path) -> None:
    shown = called(main.app, "--formats")
    assert [each.title for each in FORMATS if each.title not in shown] == []
    # All packages are installed; the program for scans may be missing.
    missing = [line for line in shown.splitlines() if line.endswith(" no") and "tesseract" not in line]
    assert missing == []
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.PDF").write_bytes(report.read_bytes())
    (tmp_path / "in" / "b.docx").write_bytes(docx(p(TEXTS[0])))
    assert called(read.app, tmp_path / "in", "--from", "en").count("==> ") == 2
    assert {"", ".txt", ".pdf", ".docx", ".html", ".srt"} <= suffixes()


@pytest.mark.parametrize(
    "text",
    [
        "He wrote <html> on the board.",
        "The file begins with %PDF- and a number.",
        "1\n00:01 is when it began --> he said",
        "WEBVTTX is no format",
        "PK is a name",
    ],
)
def test_text_about_a_format_is_text(text: str) -> None:
    assert sniff(text.encode()) is None
