"""Markdown: blocks, marks that no sentence has, text that stays as it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading import damaged, outcome, parts
from scripted_engine import Scripted, by, echo

from summarize.api.run import run
from summarize.documents.files import from_bytes
from summarize.documents.markdown_marks import inline_marks
from summarize.request import Length, Request
from summarize.text.documents import from_text
from summarize.translation.document import translate_document

WHOLE = Request(length=Length("ratio", 1))
TEXTS = {
    "en": ("The reading room", "The room was **closed** for ten years", "after a fire in the cellar."),
    "ru": ("Читальный зал", "Зал был **закрыт** десять лет", "после пожара в подвале."),
    "kk": ("Оқу залы", "Зал он жыл бойы **жабық** болды,", "себебі жертөледе өрт шыққан."),
}


def page(language: str) -> str:
    title, first, second = TEXTS[language]
    return f"""---
title: "{title}"
date: 2025-01-01
---

# {title}

[![build](https://ci.example.org/b.svg)](https://ci.example.org)

{first} [{second}](https://example.org/a_(b))

```sh
read --all   # {second}
```

* {second}
  - [x] {second}
2. {second}

> {first}
> `{second}`

| {title} | B |
|---|---|
| 1 | 2 |

{second[:-1]}.[^1]

    indented = code

<!-- {second} -->

[^1]: {second}
"""


@pytest.mark.parametrize("language", TEXTS)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_blocks_are_parts_and_the_text_stays(language: str, end: str) -> None:
    title, first, second = TEXTS[language]
    text = page(language).replace("\n", end)
    document = from_bytes(text.encode(), "a", language=language)
    assert (document.format, document.text) == ("markdown", text)
    assert parts(document, "title", "heading") == [title, title]
    assert parts(document, "list") == [second, second, f"2. {second}"]
    assert parts(document, "row") == [f"{title} | B", "1 | 2"]
    assert parts(document, "footnote") == [second]
    assert parts(document, "quote") == [f"{first}{end}> `{second}`"]
    code = parts(document, "code")
    assert len(code) == 3
    assert code[0].startswith("```sh")
    assert code[1:] == ["indented = code", f"<!-- {second} -->"]


@pytest.mark.parametrize("language", TEXTS)
def test_a_summary_has_no_marks_and_no_code(language: str) -> None:
    _, first, second = TEXTS[language]
    plain = f"{first.replace('**', '')} {second}"
    document = from_bytes(page(language).encode(), "a", language=language)
    result = run(document, WHOLE)
    assert result.text.split("\n")[0] == plain
    for mark in ("**", "](", "`", "[^", "[x]", "> ", "---", "read --all", "indented"):
        assert mark not in result.text
    assert document.text[result.sentences[0].start : result.sentences[0].end].startswith(first)


@pytest.mark.parametrize("language", TEXTS)
def test_a_translation_keeps_the_marks(language: str) -> None:
    document = from_bytes(page(language).encode(), "a", language=language)
    target = "ru" if language != "ru" else "kk"
    translated = translate_document(document, target, by(Scripted(echo)))
    plain = translate_document(from_text(page(language), language=language), target, by(Scripted(echo)))
    assert translated.text == plain.text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("*a* **b** ***c*** _d_ __e__ ~~f~~", "a b c d e f"),
        ("2 * 3 * 4 and snake_case_name and 5*6", "2 * 3 * 4 and snake_case_name and 5*6"),
        ("`a * b` and ``c ` d``", "a * b and c ` d"),
        ("[a *b*](c) ![d](e) [f][g] <https://h.kz> [^1]", "a b  f https://h.kz "),
        (r"\*a\* and \[b\]", "*a* and [b]"),
        ("a &amp; b &lt; c&nbsp;d &unknown; e", "a & b < c d &unknown; e"),
        ("a<br>b <b>c</b> <!-- d --> 1 < 2", "a b c  1 < 2"),
        ("**open *and* never closed", "**open and never closed"),
        ("[not a link] and (so) on]", "[not a link] and (so) on]"),
        ("]( a **b**", "]( a b"),
    ],
)
def test_marks(text: str, said: str) -> None:
    found, last = [], 0
    for start, end, instead in inline_marks(text):
        found += [text[last:start], instead]
        last = end
    assert "".join([*found, text[last:]]) == said


@given(st.text("ab *_`[]()!<>~\\&;\n", max_size=80))
def test_marks_are_in_order_and_apart(text: str) -> None:
    last = 0
    for start, end, _ in inline_marks(text):
        assert last <= start < end <= len(text)
        last = end


def test_hard_breaks_end_a_paragraph() -> None:
    text = (
        "# Minutes\n\n**Present:** A. Carter, B. Osei  \n**Apologies:** C. Novak\\\nThe roof was repaired.\n"
    )
    document = from_bytes(text.encode(), "a")
    assert parts(document, "body") == [
        "**Present:** A. Carter, B. Osei",
        "**Apologies:** C. Novak\\",
        "The roof was repaired.",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "A plain text.\n\nWith two paragraphs, and nothing else in it.",
        "- one thing\n- another thing\n\n> and a quotation\n",
        "# only a heading\n\nA text under it, without any other mark.",
        "The price * fell by 5 * and then [sic] rose_again.\n\n-----\n\nThe end of it.",
        "* * *\n\nStars between the parts of a story.\n\n* * *\n",
    ],
)
def test_plain_text_is_not_markdown(text: str) -> None:
    document = from_bytes(text.encode(), "a.md")
    assert (document.format, document.parts, document.marks) == ("text", (), ())


def test_damaged_markdown_is_one_line_or_a_result() -> None:
    for data in damaged(page("ru").encode(), 17):
        outcome(data)
