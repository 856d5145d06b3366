"""A text and its translation in pairs, and the pairs of translation memories."""

from __future__ import annotations

import pytest

from summarize.errors import UsageError
from summarize.translation.terminology.alignment import of_memory, pairs

OURS = ["A rather short line.", "This paragraph is a good deal longer than the one before it, and says more.",
        "Third.", "The fourth paragraph has some forty letters."]  # fmt: skip
THEIRS = ["Довольно короткая строка.", "Этот абзац заметно длиннее предыдущего, и говорит больше.",
          "Третий.", "В четвёртом абзаце букв около сорока."]  # fmt: skip


def test_as_many_lines_are_paired_in_order() -> None:
    assert pairs("a one\n\n***\nb two\n", "x раз\ny два") == [("a one", "x раз"), ("b two", "y два")]


def test_a_paragraph_without_a_counterpart_is_left_out() -> None:
    extra = "An inserted paragraph, which the translation of this text does not have at all, however long."
    ours = [*OURS[:2], extra, *OURS[2:]]
    assert pairs("\n".join(ours), "\n".join(THEIRS)) == list(zip(OURS, THEIRS, strict=True))


def test_two_paragraphs_may_be_one_in_the_translation() -> None:
    theirs = [THEIRS[0], THEIRS[1], f"{THEIRS[2]} {THEIRS[3]}"]
    found = pairs("\n".join(OURS), "\n".join(theirs))
    assert found[-1] == (f"{OURS[2]} {OURS[3]}", theirs[2])
    assert len(found) == 3


def test_too_much_to_align_is_refused() -> None:
    with pytest.raises(UsageError, match="3000 and 2999 paragraphs are too many to align"):
        pairs("a\n" * 3000, "b\n" * 2999)


TMX = """<tmx version="1.4"><body>
<tu><tuv xml:lang="en-GB"><seg>The <bpt i="1"/>court</seg></tuv><tuv lang="RU"><seg>Суд</seg></tuv></tu>
<tu><tuv xml:lang="en"><seg>law</seg></tuv></tu></body></tmx>"""


def test_a_translation_memory() -> None:
    assert of_memory(TMX.encode(), "m.tmx", None) == ([("The court", "Суд")], ("en", "ru"))
    assert of_memory(TMX.encode(), "m.tmx", ("ru", "en")) == ([("Суд", "The court")], ("ru", "en"))


@pytest.mark.parametrize(
    ("text", "pair", "message"),
    [
        ("<tmx>", None, "m.tmx is damaged"),
        ("<tmx/>", None, "m.tmx has no translation units"),
        (TMX, ("en", "kk"), "m.tmx has no segment in both en and kk"),
        (TMX.replace("RU", "de"), None, "m.tmx has en of en, ru, kk; name two"),
    ],
)
def test_what_is_no_memory_is_one_line(text: str, pair: tuple[str, str] | None, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        of_memory(text.encode(), "m.tmx", pair)
