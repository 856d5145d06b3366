"""The review page edited in a real browser, saved, and taken back into the document."""

from __future__ import annotations

import re
from dataclasses import replace
from html import escape, unescape
from pathlib import Path

import pytest
from browsing import browser, source_hash
from docx_by_hand import docx, r
from editing import EDITING, member
from hostile_markup import ATTACKS
from hypothesis import given, settings
from hypothesis import strategies as st
from scripted_engine import Scripted, by

from summarize.documents.files import from_bytes
from summarize.errors import UsageError
from summarize.result import Translation
from summarize.text.documents import Document, from_text
from summarize.translation.bilingual import read
from summarize.translation.direction import Options
from summarize.translation.document import translate_document
from summarize.translation.memory.edited import edited
from summarize.translation.writers.formats import written

BUDGET = "The council approved the budget of 15 million tenge."
SAID = {
    BUDGET: "Совет утвердил бюджет в 51 млн тенге.",
    "The mayor thanked everyone.": "Мэр поблагодарил всех.",
    "Мэр поблагодарил жителей города за терпение.": "",
}
RIGHT = "Совет утвердил бюджет в 15 млн тенге."
# Types a translation with the keyboard's own command, saves, and shows the file that would be downloaded.
EDIT = """
let file;
URL.createObjectURL = (blob) => { file = blob; return "#"; };
const said = [...document.querySelectorAll(".hypothesis")];
said[0].focus();
const focused = document.activeElement === said[0];
document.execCommand("selectAll");
document.execCommand("insertText", false, "TYPED");
said[0].dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true }));
const moved = document.activeElement === said[1];
dispatchEvent(new KeyboardEvent("keydown", { key: "s", ctrlKey: true, cancelable: true }));
const count = document.getElementById("edited").textContent;
file.text().then((text) => {
  document.title = JSON.stringify({ focused, moved, count });
  const shown = document.createElement("pre");
  shown.id = "file";
  shown.textContent = text;
  document.body.append(shown);
});
"""


def document(text: str = "\n\n".join(SAID)) -> Document:
    return from_text(text, "report <1>.txt", "en")


@pytest.fixture(scope="module")
def draft() -> Translation:
    made = translate_document(
        document(), "ru", by(Scripted(lambda text, *_: SAID[text])), Options(mend=False)
    )
    assert [segment.status for segment in made.segments] == ["flagged", "passed", "kept"]
    return made


def typed(page: str, text: str, folder: Path) -> tuple[str, str]:
    """The file that the page saves after ``text`` was typed over its first translation, and what was seen."""
    script = EDIT.replace("TYPED", text)
    at = page.rindex("</body>")
    probed = f"{page[:at]}<script>{script}</script>{page[at:]}"
    path = folder / "page.html"
    path.write_text(probed.replace("script-src ", f"script-src {source_hash(script)} ", 1), "utf-8")
    dom = browser(path, folder / "profile", "--dump-dom")
    found = re.search(r'<pre id="file">(.*)</pre>', dom, re.DOTALL)
    title = re.search(r"<title>(.*?)</title>", dom, re.DOTALL)
    assert found
    assert title
    saved = unescape(found[1]).replace(f"<script>{script}</script>", "")
    return saved.replace(f"script-src {source_hash(script)} ", "script-src ", 1), unescape(title[1])


def test_a_page_edited_by_keyboard_is_saved_and_taken_back(draft: Translation, tmp_path: Path) -> None:
    saved, seen = typed(written([draft], "html"), RIGHT, tmp_path)
    assert seen == '{"focused":true,"moved":true,"count":"1 edited"}'
    path = tmp_path / "edited.html"
    path.write_text(saved, "utf-8")
    assert [(entry.target, entry.state) for entry in read(str(path))] == [
        (RIGHT, "approved"),
        ("Мэр поблагодарил всех.", "draft"),
        (draft.segments[2].source, "kept"),
    ]
    known = edited(str(path), None)
    done = translate_document(document(), "ru", lambda *_: [], Options(known=known))
    assert done.text.startswith(f"{RIGHT}\n\nМэр поблагодарил всех.\n\n")
    assert not done.segments[0].flags
    assert known.notes() == ()


def test_a_saved_page_is_as_it_was_but_for_what_was_typed(draft: Translation, tmp_path: Path) -> None:
    page = written([draft], "html")
    once, _ = typed(page, RIGHT, tmp_path)
    again, seen = typed(once, RIGHT, tmp_path)
    assert again == once
    assert '"count":"1 edited"' in seen
    assert (
        "contenteditable"
        not in once.partition("<style>")[0] + once.partition("</style>")[2].partition("<script>")[0]
    )
    for part in ("style", "script"):
        assert re.findall(rf"<{part}>.*?</{part}>", once, re.DOTALL) == re.findall(
            rf"<{part}>.*?</{part}>", page, re.DOTALL
        )


def test_what_is_edited_goes_into_a_docx_and_is_checked_again(tmp_path: Path) -> None:
    file = docx(
        f"<w:p>{r('The council approved the budget of ')}{r('15 million', '<w:b/>')}{r(' tenge.')}</w:p>"
    )
    source = from_bytes(file, "plan.docx", language="en", options=EDITING)
    draft = translate_document(source, "ru", by(Scripted(lambda text, *_: SAID[text])), Options(mend=False))
    path = tmp_path / "edited.html"
    for text, flags in ((RIGHT, set()), ("Совет утвердил бюджет в 16 млн тенге.", {"money", "formatting"})):
        path.write_text(changed(written([draft], "html"), text), "utf-8")
        done = translate_document(source, "ru", lambda *_: [], Options(known=edited(str(path), "ru")))
        assert {flag.kind for flag in done.segments[0].flags} == flags
        assert done.file
        assert text in "".join(member(done.file.data, "word/document.xml").itertext())


def changed(page: str, text: str) -> str:
    """The page with another first translation."""
    return re.sub(
        r'(<p class="hypothesis"[^>]*>).*?(</p>)',
        lambda found: found[1] + escape(text) + found[2],
        page,
        count=1,
        flags=re.DOTALL,
    )


def test_a_page_of_another_version_is_told(draft: Translation, tmp_path: Path) -> None:
    path = tmp_path / "edited.html"
    path.write_text(written([draft], "html"), "utf-8")
    known = edited(str(path), "ru")
    other = document("\n\n".join(SAID).replace("15 million", "16 million"))
    done = translate_document(other, "ru", lambda *_: [], Options(known=known))
    assert done.text.startswith("The council approved the budget of 16 million tenge.")
    assert [flag.kind for flag in done.segments[0].flags] == ["untranslated"]
    assert known.notes()[0] == "edited.html belongs to another version of the document"


@settings(max_examples=50, deadline=None)
@given(st.text(min_size=1, max_size=30).filter(lambda text: any(map(str.isalpha, text))))
def test_what_a_page_says_is_read_again(
    draft: Translation, tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    line = " ".join("".join(each if each.isprintable() else " " for each in text).split())
    segment = replace(draft.segments[0], source=line, hypothesis=line)
    path = tmp_path_factory.mktemp("page") / "page.html"
    path.write_text(written([replace(draft, segments=(segment,))], "html"), "utf-8")
    [entry] = read(str(path))
    assert (entry.source, entry.target, entry.state) == (line, line, "flagged")
    assert (entry.document, entry.source_language, entry.target_language) == ("report <1>.txt", "en", "ru")
    assert entry.kinds == ("money",)


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_hostile_page_is_data(draft: Translation, tmp_path: Path, attack: str) -> None:
    """Markup where the translation was: only its text is taken."""
    path = tmp_path / "page.html"
    page = written([draft], "html")
    path.write_text(page.replace("Мэр поблагодарил всех.", f"Мэр {attack} всех."), "utf-8")
    try:
        entries = read(str(path))
    except UsageError:
        return
    assert [entry.source for entry in entries][:1] == [BUDGET]
    assert all("\n" not in entry.target for entry in entries)


@pytest.mark.parametrize(
    ("page", "message"),
    [
        (b"<!DOCTYPE html><p>Hello", "a web page, but no review page of summarize translate"),
        (b"<html>\xff\xfe", "not UTF-8"),
        (b"<!doctype html>" + b"<div>" * 5000, "nested too deeply"),
        (b"<!doctype html><article><div data-state='draft'><p class='source'>a<p class='hypothesis'>b</div>",
         "no review page"),
    ],
)  # fmt: skip
def test_another_page_is_refused(tmp_path: Path, page: bytes, message: str) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(page)
    with pytest.raises(UsageError, match=message):
        read(str(path))


@pytest.mark.parametrize(
    ("before", "after", "read_as"),
    [
        ('data-state="draft"', 'data-state="untranslated"', ("", "untranslated")),
        ('row passed" title="passed its checks"', 'row edited"', ("Мэр поблагодарил всех.", "approved")),
        ('data-state="draft"', 'data-state="finished"', None),
    ],
)
def test_the_state_of_a_row(
    draft: Translation, tmp_path: Path, before: str, after: str, read_as: tuple[str, str] | None
) -> None:
    page = written([draft], "html")
    assert page.count(before) == 1
    path = tmp_path / "page.html"
    path.write_text(page.replace(before, after), "utf-8")
    found = {entry.source: (entry.target, entry.state) for entry in read(str(path))}
    assert found.get("The mayor thanked everyone.") == read_as
