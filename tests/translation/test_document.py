"""Documents: layout kept, non-prose untouched, protected pieces, long sentences, mixed languages."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scripted_engine import Scripted, by, echo

from summarize.errors import DocumentError
from summarize.text.documents import from_text
from summarize.translation.direction import Options
from summarize.translation.document import translate_document
from summarize.translation.segments import page
from summarize.translation.shielding import around, outside, pieces, shield

PAGE = """\
# A heading with `code` ##

The first paragraph is set
in a narrow column. Its second
sentence is short.\t

- an item that goes on
  below its first line
- [x] a task, see https://example.kz/a?b=1.
12) numbered

> quoted once and
> quoted again

| Name | City of birth |
|:-----|--------------:|
| Anna | Almaty 12     |

```python
print("left alone")
```
    return value;
**All of it is bold.** Some is *not*.\r
[link]: https://example.org/ "a definition"
12.05.2024 — 14:30
=====
"""
LAYOUT = st.sampled_from(
    [*"abқЖ .,;:!?|#>-*_`~1()[]{}<>%@/\t\n\r", "\r\n", "\n\n", "```", "- ", "\u2028", "\xa0"]
)
ANYTHING = st.lists(st.one_of(LAYOUT, st.text(max_size=4)), max_size=60).map("".join)


def upper(text: str, *_: object) -> str:
    return text.upper()


@settings(max_examples=300)
@example(PAGE, "en", False)
@given(ANYTHING, st.sampled_from(["en", "ru", "kk"]), st.booleans())
def test_an_engine_that_changes_nothing_returns_any_text_unchanged(
    text: str, language: str, lines: bool
) -> None:
    try:
        document = from_text(text, language=language)
    except DocumentError:  # empty, or half a character
        return
    target = "ru" if language != "ru" else "kk"
    done = translate_document(document, target, by(Scripted(echo)), Options(lines=lines, mend=False))
    assert done.text == text


@settings(max_examples=200)
@given(ANYTHING, st.booleans())
def test_only_sentences_change(text: str, lines: bool) -> None:
    found = page(text, "en", lines_apart=lines)
    blanks = found.filled(["" for _ in found.slots])
    assert [char for char in text if char in "\r\n"] == [char for char in blanks if char in "\r\n"]
    last = 0
    for slot in found.slots:
        assert last <= slot.start < slot.end <= len(text)
        assert slot.text.split() == [word for a, b in slot.spans for word in text[a:b].split()]
        last = slot.end


def test_only_prose_is_translated_and_layout_is_kept() -> None:
    done = translate_document(from_text(PAGE, language="en"), "ru", by(Scripted(upper)), Options(mend=False))
    assert (
        done.text
        == """\
# A HEADING WITH `code` ##

THE FIRST PARAGRAPH IS SET
IN A NARROW COLUMN. ITS SECOND
SENTENCE IS SHORT.\t

- AN ITEM THAT GOES ON
  BELOW ITS FIRST LINE
- [x] A TASK, SEE https://example.kz/a?b=1.
12) NUMBERED

> QUOTED ONCE AND
> QUOTED AGAIN

| NAME | CITY OF BIRTH |
|:-----|--------------:|
| ANNA | ALMATY 12     |

```python
print("left alone")
```
    return value;
**ALL OF IT IS BOLD.** SOME IS *NOT*.\r
[link]: https://example.org/ "a definition"
12.05.2024 — 14:30
=====
"""
    )


def test_a_wrapped_sentence_is_translated_whole_and_wrapped_again() -> None:
    text = "The ferry did not leave the harbour\nbefore the storm had passed the bay."
    found = page(text, "en")
    assert [slot.text for slot in found.slots] == [text.replace("\n", " ")]
    assert (
        found.filled(["one two three four five six seven eight"])
        == "one two three four\nfive six seven eight"
    )


def test_with_lines_every_line_is_a_paragraph() -> None:
    text = "The ferry did not leave the harbour\nbefore the storm had passed the bay."
    assert [slot.text for slot in page(text, "en", lines_apart=True).slots] == text.split("\n")


@pytest.mark.parametrize(
    "piece",
    [
        "https://example.kz/news?id=5&lang=kk", "www.example.org/a_(b)/c", "press@example.org", "%s", "%1$s",
        "report-2024.pdf", "C:\\docs\\plan.docx", "/etc/hosts/x", "`rm -rf`", "{name}", "{{ user.name }}",
        "<b>", "</b>", "${HOME}", "%(count)d", '<a href="x">', "<br/>", "&nbsp;", "#Қазақстан", "@editor",
        "inform.kz",
    ],
)  # fmt: skip
def test_pieces_survive_a_model_that_would_change_them(piece: str) -> None:
    text = f"Please read {piece} before the meeting starts."
    assert [text[start:end] for start, end in pieces(text)] == [piece]
    find = by(Scripted(upper))
    done = translate_document(from_text(text, language="en"), "ru", find, Options(mend=False))
    assert done.text == f"PLEASE READ {piece} BEFORE THE MEETING STARTS."


def test_the_text_of_a_link_is_translated_and_its_markup_kept() -> None:
    text = "Our [annual report](https://example.org/r.html) is out."
    find = by(Scripted(upper))
    done = translate_document(from_text(text, language="en"), "kk", find, Options(mend=False))
    assert done.text == "OUR [ANNUAL REPORT](https://example.org/r.html) IS OUT."


@pytest.mark.parametrize("damage", ["", "ZX1 ZX1", "ZX12", "AZX1", "zx1"])
def test_a_text_is_translated_around_its_pieces_if_a_mask_did_not_survive(damage: str) -> None:
    def forgetful(text: str, *_: object) -> str:
        return text.replace("ZX1", damage).upper().replace("ZX1", damage)

    text = "Please read {name} before the meeting starts."
    find = by(Scripted(forgetful))
    done = translate_document(from_text(text, language="en"), "ru", find, Options(mend=False))
    assert done.text == "PLEASE READ {name} BEFORE THE MEETING STARTS."


@given(ANYTHING)
def test_shielding_and_splitting_around_pieces_are_lossless(text: str) -> None:
    spans = pieces(text)
    shielded = shield(text, spans)
    glued = any(
        re.search("[A-Za-z0-9]$", text[:start]) or re.match("[0-9]", text[end:]) for start, end in spans
    )
    assert shielded.restored(shielded.text) == (None if glued else text)
    assert "".join(part for part, _ in around(text, spans)) == text
    if "\ue000" not in text:
        assert outside(text, lambda prose: prose) == text


def test_masks_do_not_occur_in_the_text() -> None:
    text = "Model ZX1 is described in plan.pdf."
    assert shield(text, pieces(text)).text == "Model ZX1 is described in QX1."
    text = "ZX, QX, XZ, QZ, ZQX and XQZ are in plan.pdf."
    assert shield(text, pieces(text)).text == "ZX, QX, XZ, QZ, ZQX and XQZ are in ZQQX1."


def test_what_is_longer_than_the_model_reads_is_split_between_clauses() -> None:
    engine = Scripted(upper, reads=8)
    text = "The ferry left late, the storm had not passed the bay, and nobody on the quay had waited."
    done = translate_document(from_text(text, language="en"), "ru", by(engine), Options(mend=False))
    assert done.text == text.upper()
    assert all(part.endswith((",", ".")) for part in engine.asked)
    assert len(done.segments) == 1


def test_each_sentence_is_translated_from_its_own_language() -> None:
    asked: list[tuple[str, str]] = []

    def note(text: str, instruction: object, _: object) -> str:
        asked.append((getattr(instruction, "source"), text))  # noqa: B009
        return text

    text = (
        "Министр жаңа мектептің ашылуына келген қонақтарға алғыс айтты. «Мы построили эту школу вместе с "
        "родителями и учителями», – сказал он журналистам. Мектепте үш жүз бала оқиды деп жоспарланып отыр."
    )
    done = translate_document(from_text(text, language="kk"), "en", by(Scripted(note)), Options(mend=False))
    assert [language for language, _ in asked] == ["kk", "kk", "ru"]
    assert [segment.language for segment in done.segments] == ["kk", "ru", "kk"]
    assert done.text == text


def test_sentences_in_the_target_language_are_kept_and_counted() -> None:
    engine = Scripted(upper)
    text = (
        "Министр поблагодарил гостей, которые приехали на открытие школы. "
        "Мектепте үш жүз бала оқиды деп жоспарланып отыр, дейді мұғалімдер."
    )
    done = translate_document(from_text(text, language="ru"), "kk", by(engine), Options(mend=False))
    assert engine.asked == ["Министр поблагодарил гостей, которые приехали на открытие школы."]
    assert [segment.status for segment in done.segments] == ["flagged", "kept"]
    assert done.account.kept == 1
    assert done.text.endswith("Мектепте үш жүз бала оқиды деп жоспарланып отыр, дейді мұғалімдер.")


def test_a_text_in_the_target_language_is_returned_with_a_warning() -> None:
    text = "Мектепте үш жүз бала оқиды деп жоспарланып отыр.\n"
    engine = Scripted(upper)
    done = translate_document(from_text(text), "kk", by(engine))
    assert (done.text, engine.asked) == (text, [])
    assert any("already" in warning for warning in done.warnings)


def test_lost_emphasis_is_flagged() -> None:
    engine = Scripted(lambda text, *_: text.replace("**", ""))
    done = translate_document(
        from_text("Nobody has **ever** painted the wall behind the market."),
        "ru",
        by(engine),
        Options(mend=False),
    )
    assert "markup" in [flag.kind for flag in done.segments[0].flags]
