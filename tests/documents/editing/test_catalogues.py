"""Translation catalogues (PO) written back; polib, which is not ours, reads what is written."""

from __future__ import annotations

import polib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rewriting import opened, rewritten, same, texts, with_block

from summarize.documents.editing.catalogues import Catalogue
from summarize.documents.editing.formats import edit
from summarize.documents.files import from_bytes
from summarize.errors import DocumentError
from summarize.request import Editing, ReadingOptions
from summarize.text.blocks import Run

HEADER = """\
# A catalogue.
msgid ""
msgstr ""
"Project-Id-Version: boats 1\\n"
"Language: \\n"
"Content-Type: text/plain; charset=UTF-8\\n"

"""
PO = (
    HEADER
    + """\
#: a.c:1
#, c-format
msgid "Open %s now\\n"
msgstr ""

#, fuzzy
msgid "Done"
msgstr "Готово"

msgctxt "menu"
msgid "E&xit"
msgstr ""

msgid "One file"
msgid_plural "%d files in <b>{dir}</b>"
msgstr[0] ""
msgstr[1] ""

msgid ""
"A long text that is wrapped over several lines in the source so that it is easy "
"to read.\\n"
"Second \\"line\\"."
msgstr ""

#~ msgid "old"
#~ msgstr ""
"""
)


def entry(text: str, **values: str) -> str:
    said = "".join(f'{name} "{value}"\n' for name, value in values.items())
    return f'{HEADER}{text}{said}msgstr ""\n'


def read(data: bytes) -> dict[str, polib.POEntry]:
    return {each.msgid: each for each in polib.pofile(data.decode())}


def test_empty_translations_are_filled_and_nothing_else_changes() -> None:
    done = rewritten(opened(PO, "po"), target="kk")
    found = read(done.data)
    assert found["Open %s now\n"].msgstr == "OPEN %s NOW\n"
    assert found["E&xit"].msgstr == "&EXIT"
    assert found["Done"].msgstr == "Готово"
    long = next(each for msgid, each in found.items() if msgid.startswith("A long"))
    assert long.msgstr.endswith('EASY TO READ.\nSECOND "LINE".')
    kept = [line for line in PO.splitlines() if not line.startswith(("msgstr", '"Language'))]
    assert [line for line in done.data.decode().splitlines() if line in kept] == kept
    assert opened(PO, "po").skipped == {"texts with a translation": 1}


def test_the_header_says_the_language_and_its_plurals() -> None:
    metadata = polib.pofile(rewritten(opened(PO, "po")).data.decode()).metadata
    assert metadata["Language"] == "ru"
    assert metadata["Plural-Forms"].startswith("nplurals=3;")
    assert metadata["Project-Id-Version"] == "boats 1"


@pytest.mark.parametrize(("target", "forms", "fuzzy"), [("ru", 3, True), ("kk", 2, False)])
def test_plural_forms_are_as_many_as_the_language_has(target: str, forms: int, fuzzy: bool) -> None:
    done = rewritten(opened(PO, "po"), target=target)
    found = read(done.data)["One file"]
    many = "%d FILES IN <b>{dir}</b>"
    assert found.msgstr_plural == {0: "ONE FILE"} | dict.fromkeys(range(1, forms), many)
    assert found.fuzzy is fuzzy
    assert any("plural forms" in note for note in done.notes) is fuzzy


def test_a_doubtful_translation_is_fuzzy_and_keeps_its_other_flags() -> None:
    editable = opened(PO, "po")
    assert isinstance(editable, Catalogue)
    data = editable.flagged({0, 1}).written({0: editable.blocks[0].runs, 1: [Run("Выход")]}, "ru").data
    found = read(data)
    assert found["E&xit"].flags == ["fuzzy"]
    assert found["Open %s now\n"].flags == ["c-format"]
    data = editable.flagged({0}).written({0: [Run("Открыть "), Run("%s", (), "%s")]}, "ru").data
    assert read(data)["Open %s now\n"].flags == ["fuzzy", "c-format"]


@pytest.mark.parametrize(
    ("original", "said"),
    [
        ("Open %s", "Открыть"),
        ("%s of %d", "%d из %s"),
        ("Hello {name}", "Привет {имя}"),
        ("<b>Go</b>", "Пуск"),
        ("%(count)d boats", "лодок"),
        ("A & B", "А и %s"),
    ],
)
def test_a_translation_that_lost_a_placeholder_is_not_written(original: str, said: str) -> None:
    editable = opened(entry("", msgid=original), "po")
    done = editable.written({0: [Run(said)]}, "ru")
    assert read(done.data)[original].msgstr == ""
    assert done.notes == ("1 messages were left without a translation: a placeholder was lost",)


def test_placeholders_are_anchors() -> None:
    text = "Of %1$s, %(n)d and %5.2f {0} {{x}} %{y} ${z} $t(k) <i>it</i> &copy; 5% off"
    runs = opened(entry("", msgid=text), "po").blocks[0].runs
    assert [run.anchor for run in runs if run.anchor] == [
        "%1$s",
        "%(n)d",
        "%5.2f",
        "{0}",
        "{{x}}",
        "%{y}",
        "${z}",
        "$t(k)",
        "<i>",
        "</i>",
        "&copy;",
    ]


def test_tags_and_placeholders_by_order_keep_their_order() -> None:
    runs = opened(entry("", msgid="<b>%s</b> of %d, {0} and <br>"), "po").blocks[0].runs
    assert [(run.anchor, run.pair) for run in runs if run.anchor] == [
        ("<b>", "<b>"), ("%s", "order"), ("</b>", "<b>"), ("%d", "order"), ("{0}", ""), ("<br>", ""),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text", ["{n, plural, one {# file} other {# files}}", "100", "%s", "example.org", "a_name"]
)
def test_what_has_no_words_is_left(text: str) -> None:
    assert texts(opened(entry("", msgid=text), "po")) == []


def test_all_is_translated_again_if_asked() -> None:
    options = ReadingOptions(editing=Editing(again=True))
    editable = edit(PO.encode(), "a.po", "po", options)
    done = read(rewritten(editable).data)
    assert done["Done"].msgstr == "DONE"
    assert not done["Done"].fuzzy


def test_translations_into_another_language_are_kept_and_told() -> None:
    text = PO.replace("Language: ", "Language: de")
    done = rewritten(opened(text, "po"))
    assert b"Language: de" in done.data
    assert any("its language is de" in note for note in done.notes)


def test_letters_that_the_charset_lacks_make_it_utf_8() -> None:
    text = PO.replace("Готово", "Fertig é").replace("UTF-8", "ISO-8859-1").encode("latin-1")
    done = with_block(edit(text, "a.po", "po", ReadingOptions(encoding="latin-1")), 1, "Выход")
    assert "charset=UTF-8" in done
    assert 'msgstr "&Выход"' in done


def test_a_translation_may_divide_its_lines_in_another_way() -> None:
    text = entry("", msgid="Files:\\nOpen them\\nand close")
    done = rewritten(opened(text, "po"), str.lower)
    assert read(done.data)["Files:\nOpen them\nand close"].msgstr == "files:\nopen them\nand close"


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ('msgid "a"\nmsgstr "b"\nnonsense\n', "line 3"),
        ('msgid "a"\nmsgid "b"\n', "not complete"),
        ('msgid "a\n', "line 1"),
    ],
)
def test_a_damaged_catalogue_is_refused(text: str, what: str) -> None:
    with pytest.raises(DocumentError, match=what):
        opened(text, "po")


STRING = st.text(
    st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from('\n\t%s{}&<>"\\'), max_size=30
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(STRING, st.booleans()), min_size=1, max_size=5), st.sampled_from(["\n", "\r\n"]))
def test_a_catalogue_of_polib_is_read_as_polib_reads_it(messages: list[tuple[str, bool]], end: str) -> None:
    catalogue = polib.POFile()
    catalogue.metadata = {"Language": "", "Content-Type": "text/plain; charset=UTF-8"}
    for number, (text, is_plural) in enumerate(messages):
        plural = {"msgid_plural": f"many {text}", "msgstr_plural": {0: "", 1: ""}} if is_plural else {}
        catalogue.append(polib.POEntry(msgctxt=str(number), msgid=text or "x", **plural))
    data = str(catalogue).replace("\n", end).encode()
    editable = opened(data, "po")
    assert same(editable) == data
    written = polib.pofile(rewritten(editable, lambda text: text.replace("a", "ä")).data.decode())
    for before, after in zip(catalogue, written, strict=True):
        assert (before.msgid, before.msgid_plural) == (after.msgid, after.msgid_plural)
        originals = [_bare(before.msgid), _bare(before.msgid_plural), ""]
        assert all(_bare(form) in originals for form in [after.msgstr, *after.msgstr_plural.values()])


def _bare(text: str) -> str:
    return text.replace("ä", "a").replace("&", "")


def test_a_catalogue_is_recognised_and_read() -> None:
    document = from_bytes(PO.encode(), "a", language="en")
    assert document.format == "po"
    assert document.text.startswith("Open %s now\n\nГотово")
