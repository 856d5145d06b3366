"""Markdown written back: only prose changes."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from rewriting import opened, rewritten, same, texts, upper, with_block

from summarize.errors import DocumentError
from summarize.text.blocks import Run

PAGE = """\
---
title: "The harbour"
tags: [boats, weather]
---
# A *short* guide ##

See [the section](#section-two "Go there"), [a label][one], [one][] and [one].
Energy is $E = mc^2$, a call is `make_it(x)`, the price is $5 or $6, &copy; \\*us\\*.

> A quotation that goes on
> over two lines.

1. First item
2. Second with **bold _inner_ text**
   that goes on
- [ ] a task <kbd>Ctrl</kbd> :smile: {{ name }}

| Name | Two \\| parts |
|:-----|-----:|
| `a_b` cell | **bold** |

```python
title = "left alone"
```

    indented = code

<div class="note"><p>Some <i>HTML</i> here</p></div>

![A grey cat](cat.png "its title") is shown.[^1]

\\[ x_1 + y \\] and https://example.org/a_b_c end it.

[one]: https://example.org/ "A title"
[^1]: A note.
"""
CHANGED = """\
---
title: "The harbour"
tags: [boats, weather]
---
# A *SHORT* GUIDE ##

SEE [THE SECTION](#section-two "Go there"), [A LABEL][one], [ONE][one] AND [ONE][one].
ENERGY IS $E = mc^2$, A CALL IS `make_it(x)`, THE PRICE IS $5 OR $6, © \\*US\\*.

> A QUOTATION THAT GOES ON
> OVER TWO LINES.

1. FIRST ITEM
2. SECOND WITH **BOLD _INNER_ TEXT**
   THAT GOES ON
- [ ] A TASK <kbd>Ctrl</kbd> :smile: {{ name }}

| NAME | TWO \\| PARTS |
|:-----|-----:|
| `a_b` CELL | **BOLD** |

```python
title = "left alone"
```

    indented = code

<div class="note"><p>SOME <i>HTML</i> HERE</p></div>

![A GREY CAT](cat.png "its title") IS SHOWN.[^1]

\\[ x_1 + y \\] AND https://example.org/a_b_c END IT.

[one]: https://example.org/ "A title"
[^1]: A NOTE.
"""
MARKS = [
    *"abқЖ .,;:!?|#>-*_`~1()[]{}<>%@/\t\n\r$\\&=+",
    "\r\n",
    "\n\n",
    "```",
    "- ",
    "> ",
    "1. ",
    "[a](b)",
    "![c](d)",
    "[a]: b\n",
    "**",
    "<b>",
    "</b>",
    "<br>",
    "<!-- c -->",
    "---\n",
    "| a | b |\n|---|---|\n| c | d |\n",
    "&amp;",
    "$x_1$",
    "\n: ",
    "\n::: a\n",
    "\n!!! b\n",
    "\n    ",
    "{#a}",
    "*[A]: ",
    "@a",
    "\\begin{a}b\\end{a}",
    "\u2028",
    "\xa0",
]
ANYTHING = st.lists(st.one_of(st.sampled_from(MARKS), st.text(max_size=4)), max_size=60).map("".join)


def test_only_prose_changes() -> None:
    assert upper(PAGE, "markdown") == CHANGED


def test_what_is_left_out_is_counted() -> None:
    assert opened(PAGE, "markdown").skipped == {"code blocks": 2, "front matter": 1}


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_line_ends_and_the_byte_order_mark_stay(end: str) -> None:
    data = b"\xef\xbb\xbf" + PAGE.replace("\n", end).encode()
    expected = b"\xef\xbb\xbf" + CHANGED.replace("\n", end).encode()
    assert rewritten(opened(data, "markdown")).data == expected


@settings(max_examples=300, deadline=None)
@example(PAGE)
@given(ANYTHING)
def test_the_same_blocks_are_the_same_bytes(text: str) -> None:
    data = text.encode("utf-8", "replace")
    try:
        editable = opened(data, "markdown")
    except DocumentError:  # control characters
        return
    assert same(editable) == data


@settings(max_examples=150, deadline=None)
@given(ANYTHING, st.lists(st.sampled_from([*MARKS, "слово ", "Дом"]), min_size=1, max_size=8).map("".join))
def test_whatever_a_model_says_is_read_as_text_or_not_written(text: str, said: str) -> None:
    said = " ".join(said.split())
    try:
        editable = opened(text.encode("utf-8", "replace"), "markdown")
    except DocumentError:
        return
    if not editable.blocks or not any(map(str.isalpha, said)):
        return
    anchors = [run for run in editable.blocks[0].runs if run.anchor]
    done = editable.written({0: [Run(said), *anchors]}, "ru")
    again = editable.again(done.data)  # type: ignore[attr-defined]
    first = " ".join("".join(run.text for run in again[0].runs if not run.anchor).split())
    was = " ".join("".join(run.text for run in editable.blocks[0].runs if not run.anchor).split())
    assert first in (said, was)
    assert [block.text for block in again[1:]] == texts(editable)[1:]


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("1. item", "1\\. item"),
        ("# head", "\\# head"),
        ("- dash", "\\- dash"),
        ("a *b* c", "a \\*b\\* c"),
        ("snake_case", "snake_case"),
        ("_x_", "\\_x\\_"),
        ("`x`", "\\`x\\`"),
        ("a <b> c", "a \\<b> c"),
        ("&amp;", "\\&amp;"),
        ("[x](y)", "[x\\](y)"),
        ("Tom & Jerry", "Tom & Jerry"),
    ],
)
def test_words_that_look_like_marks_are_escaped(said: str, written: str) -> None:
    assert with_block(opened("Some words.\n", "markdown"), 0, said) == f"{written}\n"


def test_a_pipe_in_a_cell_is_escaped() -> None:
    table = "| a | b |\n|---|---|\n| cell | d |\n"
    assert "| x \\| y |" in with_block(opened(table, "markdown"), 2, "x | y")


def test_a_line_never_begins_with_a_mark() -> None:
    editable = opened("One line of words\nand another line.\n", "markdown")
    assert with_block(editable, 0, "Eleven and so - then more words") == "Eleven and so -\nthen more words\n"


DEFINITIONS = """\
Apple
Pear *tree*
: A plant that grows
  in a garden.
: Something `else`.

Plum

:   Another fruit.

    Its second paragraph.

        code = 1

::: warning Look here
Careful with this.
:::

!!! note "The *title*"

    The text of it
    goes on.

    - one item
    - two items

??? tip

    Inside.
"""


def test_definitions_and_admonitions_keep_their_lines() -> None:
    kept = ("code = 1", "warning", "note", "tip", "`else`")
    expected = DEFINITIONS.upper()
    for each in kept:
        expected = expected.replace(each.upper(), each)
    expected = expected.replace("THE TEXT OF it", "THE TEXT OF IT")
    assert upper(DEFINITIONS, "markdown") == expected
    assert opened(DEFINITIONS, "markdown").skipped == {"code blocks": 1}


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_note_of_one_word_is_translated(end: str) -> None:
    text = f"A word[^1].{end}{end}[^1]: Ibidem{end}[^b]: The same.{end}[c]: address{end}"
    made = f"A WORD[^1].{end}{end}[^1]: IBIDEM{end}[^b]: THE SAME.{end}[c]: address{end}"
    assert rewritten(opened(text, "markdown")).data.decode() == made


@pytest.mark.parametrize(
    "text", ["!!! Important: this is all.", "!!! wait for me here", '!!! note "One" and two']
)
def test_what_only_begins_like_an_admonition_is_prose(text: str) -> None:
    assert upper(f"{text}\n", "markdown") == f"{text.upper()}\n"


def test_addresses_may_follow_a_note_without_an_empty_line() -> None:
    text = 'Words [a][c].\n\n[^1]: A note that\ngoes on.\n[c]: http://example.org/ "Its title"\n[^2]: More.\n'
    assert upper(text, "markdown") == (
        'WORDS [A][c].\n\n[^1]: A NOTE THAT\nGOES ON.\n[c]: http://example.org/ "Its title"\n[^2]: MORE.\n'
    )


def test_a_sentence_of_a_definition_goes_over_its_lines() -> None:
    found = texts(opened(DEFINITIONS, "markdown"))
    assert found[:3] == ["Apple", "Pear tree", "A plant that grows in a garden."]
    assert "The text of it goes on." in found


VERBATIM = [
    "`a_b c`", "``x ` y``", "$E = mc^2$", "$$a_1 + b$$", "\\(x_1\\)", "\\[ y^2 \\]",
    "\\begin{align*}a&b\\end{align*}",
    '(#section-two "Go there")', "(page.html 'Its title')", "(<a b.html> (one more))", "[one]", "[Two words]",
    "<https://example.org/a_b>",
    "https://example.org/a_b_c", "![](cat.png \"A title\")", "[^note]", "{#top .wide}",
    "{: .wide}", "[@smith2020, p. 3]", "@anna", "{{ name }}", "{% raw %}", "[[page]]", ":smile:",
    "<span title='x'>", "<code>a b</code>", "<!-- a remark -->", '<img src="a.png">',
]  # fmt: skip
DEFINED = """\

[one]: https://example.org/ "A title"
[Two words]: <a b.html>
    'Its title'
"""
FRONT = """\
---
title: "The harbour"
list: [boats, weather]
---

"""


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(VERBATIM), max_size=8), st.sampled_from(["", FRONT]))
def test_what_is_not_prose_stays_byte_for_byte(kept: list[str], before: str) -> None:
    pieces = [f"[a word]{each}" if each[0] in "([" and each[1] not in "^[@" else each for each in kept]
    text = f"{before}Words {' and words '.join(pieces)} end it.\n{DEFINED}"
    made = upper(text, "markdown")
    assert made.startswith(before)
    assert made.endswith(DEFINED)
    expected = [each.replace("a word", "A WORD") for each in pieces]
    assert made[len(before) :] == f"WORDS {' AND WORDS '.join(expected)} END IT.\n{DEFINED}"


@pytest.mark.parametrize("line", ["*[HTML]: ", "[TOC]\n\n", "[toc]\n\n"])
def test_what_is_no_prose_at_the_beginning(line: str) -> None:
    assert upper(f"{line}A language.\n", "markdown") == f"{line}A LANGUAGE.\n"


def test_formatting_that_crosses_is_kept_as_it_is() -> None:
    text = "An *odd [link* text](x) here.\n"
    assert same(opened(text, "markdown")).decode() == text
    assert upper(text, "markdown") == "AN *ODD [LINK* TEXT](x) HERE.\n"
