"""Web pages written back."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from rewriting import opened, rewritten, same, texts, upper, with_block

from summarize.errors import DocumentError
from summarize.text.blocks import Run

PAGE = """\
<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Harbour &amp; boats</title>
<meta name="description" content='A "short" page'><meta name="author" content="Anna">
<script>var a = "left <b>alone</b>";</script><style>p { color: red }</style></head>
<body class=x><!-- a comment --><nav><a href="a">Home</a> | <a href="b" title="Our news">News</a></nav>
<p>Hello <b>bold&nbsp;<i>both</i></b> world, run <code>make it</code> now.<br>
Second <img src="c.png" alt="A cat"> line <img src="c.png" alt='A dog'></p>
<a href="y"><h2>A title</h2></a>text <span translate="no">Acme Inc</span> and more
<pre>code here</pre><div class="notranslate">Not this</div>
<table><tr><td>Cell<td>2</table><input type=submit value=Send><input placeholder="Your name">
<p>Unclosed <b>bold</p><p>next</b></p></body></html>
"""
CHANGED = """\
<!DOCTYPE html>
<html lang="ru"><head><meta charset="utf-8"><title>HARBOUR &amp; BOATS</title>
<meta name="description" content='A "SHORT" PAGE'><meta name="author" content="Anna">
<script>var a = "left <b>alone</b>";</script><style>p { color: red }</style></head>
<body class=x><!-- a comment --><nav><a href="a">HOME</a> | <a href="b" title="OUR NEWS">NEWS</a></nav>
<p>HELLO <b>BOLD&nbsp;<i>BOTH</i></b> WORLD, RUN <code>make it</code> NOW.<br> \
SECOND <img src="c.png" alt="A CAT"> LINE <img src="c.png" alt='A DOG'></p>
<a href="y"><h2>A TITLE</h2></a>TEXT <span translate="no">Acme Inc</span> AND MORE
<pre>code here</pre><div class="notranslate">Not this</div>
<table><tr><td>CELL<td>2</table><input type=submit value="SEND"><input placeholder="YOUR NAME">
<p>UNCLOSED <b>BOLD</p><p>NEXT</b></p></body></html>
"""
MARKS = [
    *"abқЖ .&<>\"'/=\n",
    "<p>",
    "</p>",
    "<b>",
    "</b>",
    "<a href='x' title='y'>",
    "</a>",
    "<br/>",
    "<img alt=q>",
    "<!-- c -->",
    "&amp;",
    "&#1179;",
    "<code>",
    "</code>",
    "<script>",
    "</script>",
    "<![CDATA[x]]>",
    "<?pi?>",
    "<td>",
    "</div>",
    "<div>",
    "<title>",
    "</title>",
    "<html>",
    "<!DOCTYPE",
    "\r\n",
]
ANYTHING = st.lists(st.one_of(st.sampled_from(MARKS), st.text(max_size=3)), max_size=50).map("".join)


def test_only_what_people_read_changes() -> None:
    assert upper(PAGE, "html") == CHANGED


def test_what_is_left_out_is_counted() -> None:
    assert opened(PAGE, "html").skipped == {"text of code": 2, 'text with translate="no"': 2}


def test_text_in_elements_that_stay_is_counted() -> None:
    page = (
        "<p>Word <svg><text>Drawn</text></svg></p><textarea>Filled in</textarea>"
        "<template><p>Kept</p></template>"
        "<svg><text>12</text></svg><script>var word</script><style>p {}</style>"
    )
    assert opened(page, "html").skipped == {"text of drawings, forms and templates": 3}


@settings(max_examples=300, deadline=None)
@example(PAGE)
@given(ANYTHING)
def test_the_same_blocks_are_the_same_bytes(text: str) -> None:
    data = text.encode("utf-8", "replace")
    try:
        editable = opened(data, "html")
    except DocumentError:
        return
    assert same(editable) == data


@settings(max_examples=150, deadline=None)
@given(ANYTHING, st.lists(st.sampled_from([*MARKS, "слово "]), min_size=1, max_size=8).map("".join))
def test_whatever_a_model_says_is_text(text: str, said: str) -> None:
    said = " ".join(said.split())
    try:
        editable = opened(text.encode("utf-8", "replace"), "html")
    except DocumentError:
        return
    if not editable.blocks or not any(map(str.isalpha, said)):
        return
    anchors = [run for run in editable.blocks[0].runs if run.anchor]
    done = editable.written({0: [Run(said), *anchors]}, "ru")
    again = editable.again(done.data)  # type: ignore[attr-defined]
    assert "".join(run.text for run in again[0].runs if not run.anchor).strip() in (
        said,
        "".join(run.text for run in editable.blocks[0].runs if not run.anchor).strip(),
    )
    assert [block.text for block in again[1:]] == texts(editable)[1:]


def test_letters_that_the_charset_lacks_are_references() -> None:
    page = '<html><meta charset="latin-1"><p>Caf\xe9 open</p></html>'.encode("latin-1")
    done = rewritten(opened(page, "html"), lambda _: "Кафе \xe9")
    assert b"&#1050;&#1072;" in done.data
    assert done.data.count(b"\xe9") == 1
    assert done.notes == ()


def test_a_page_in_cyrillic_bytes_stays_in_them() -> None:
    page = '<html lang="ru"><meta charset="windows-1251"><p>Привет всем</p></html>'
    done = rewritten(opened(page.encode("cp1251"), "html"), target="en")
    assert done.data == page.replace("Привет всем", "ПРИВЕТ ВСЕМ").replace('"ru"', '"en"').encode("cp1251")


@pytest.mark.parametrize(
    ("root", "after"),
    [
        ("<html>", '<html lang="ru">'),
        ('<html xml:lang="en" lang="en">', '<html xml:lang="ru" lang="ru">'),
        ("<p>", "<p>"),
    ],
)
def test_the_page_says_its_language(root: str, after: str) -> None:
    assert upper(f"{root}<b>Word</b>", "html") == f"{after}<b>WORD</b>"


def test_quotes_in_attributes_are_escaped() -> None:
    assert (
        with_block(opened('<img alt="A cat">', "html"), 0, 'a "b" & c')
        == '<img alt="a &quot;b&quot; &amp; c">'
    )


def test_elements_nested_without_end_are_refused() -> None:
    with pytest.raises(DocumentError, match="nested too deeply"):
        opened("<div>" * 300 + "word", "html")


def test_damaged_bytes_stay() -> None:
    page = "<p>caf\udcff кофейня</p><p>дом</p>".encode("utf-8", "surrogateescape")
    editable = opened(page, "html")
    assert same(editable) == page
    assert any("damaged" in warning for warning in editable.warnings)
    assert editable.skipped == {"damaged bytes": 1}
    assert rewritten(editable).data == page.replace("дом".encode(), "ДОМ".encode())


def test_how_a_word_is_pronounced_is_no_part_of_the_sentence() -> None:
    text = "<p>The <ruby>city<rp>(</rp><rt>siti</rt><rp>)</rp></ruby> is <ruby>old<rt>ould</ruby> now.</p>"
    editable = opened(text, "html")
    assert texts(editable) == ["The city is oldould now."]  # an element that is not closed ends nowhere
    assert editable.skipped == {"words with ruby": 1}
    assert "<ruby>CITY<rp>(</rp><rt>siti</rt><rp>)</rp></ruby>" in upper(text, "html")


@pytest.mark.parametrize("sign", ["<![[[", "<![x[", "<![ ", "<!["])
def test_signs_that_begin_like_a_section_are_read(sign: str) -> None:
    text = f"<p>Some words {sign} here.</p><p>More words.</p>"
    assert "<p>MORE WORDS.</p>" in upper(text, "html")


def test_conditional_sections_of_word_stay() -> None:
    text = "<p><![if !supportLists]>One<![endif]> word <![CDATA[x]]>.</p>"
    assert upper(text, "html") == "<p><![if !supportLists]>ONE<![endif]> WORD <![CDATA[x]]>.</p>"
