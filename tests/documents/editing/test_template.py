"""Texts with passages: what cannot be written as it was meant is escaped, and else stays."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest

from summarize.documents.editing.source import Source, source_of
from summarize.documents.editing.template import Passage, Piece, Slice, Style, Template, Writer, composed
from summarize.errors import DocumentError
from summarize.text.blocks import Run


def words(text: str) -> list[Passage]:
    """A passage for each line; quotes are escaped by doubling them."""
    return [
        Passage((match.span(),), (Piece(match[0].replace("!!", "!")),))
        for match in re.finditer(r"[^\n]+", text)
    ]


class Rendering:
    """Writes a line, and escapes only if it is told to; counts how often."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(
        self, passage: Passage, pieces: Sequence[Piece], slice_of: Slice, careful: bool
    ) -> Sequence[str]:
        self.count += 1
        text = "".join(piece.text for piece in pieces)
        return [text.replace("!", "!!") if careful else text] * len(passage.spans)


def template(text: str, rendering: Rendering | None = None) -> Template:
    return Template("x", Source(text, "utf-8"), Writer(words, rendering or Rendering()))


@pytest.mark.parametrize(
    ("said", "written"),
    [("new", "new"), ("a! b", "a! b"), ("a!! b", "a!!!! b"), ("two\nlines", "one"), ("", "one")],
)
def test_a_passage_is_written_so_that_it_is_read_as_meant_or_not_at_all(said: str, written: str) -> None:
    done = template("one\nlast\n").written({0: [Run(said)]}, "ru")
    assert done.text == f"{written}\nlast\n"


def test_what_is_wrong_takes_nothing_else_with_it() -> None:
    done = template("a\nb\nc\nd\ne\n").written({0: [Run("x\ny")], 2: [Run("z")], 4: [Run("w")]}, "ru")
    assert done.text in ("a\nb\nz\nd\nw\n", "a\nb\nc\nd\nw\n")


def test_a_passage_of_many_parts_is_rendered_once_for_all_of_them() -> None:
    rendering = Rendering()
    spans = tuple((at, at + 1) for at in range(0, 1000, 2))
    passage = Passage(spans, (Piece("x"),))
    writer = Writer(lambda text: [passage] if text[0] == "a" else [Passage(spans, (Piece("b"),))], rendering)
    done = Template("x", Source("a " * 500, "utf-8"), writer).written({0: [Run("b")]}, "ru")
    assert done.text == "b " * 500
    assert rendering.count == 2  # to be verified, and to be written


def test_white_space_at_the_edge_of_a_style_is_outside_of_it() -> None:
    style = Style("b", (0, 1), ">")
    pieces = [Piece("a"), Piece(" b ", (style,)), Piece("c")]
    assert composed(pieces, str, lambda start, end: "<") == "a <b> c"


def test_styles_are_closed_in_the_order_in_which_they_nest() -> None:
    outer, inner = Style("o", (0, 1), ")"), Style("i", (1, 2), "]")
    pieces = [Piece("a", (outer,)), Piece("b", (outer, inner)), Piece("c", (inner,))]
    assert composed(pieces, str, lambda start, end: "(["[start:end]) == "(a[b])[c]"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251", "koi8-r"])
def test_a_text_is_written_in_the_bytes_that_it_was_read_from(encoding: str) -> None:
    data = "Привет, это обычный русский текст, который легко узнать.".encode(encoding)
    source = source_of(data, "a")
    assert source.encoded(source.text)[0] == data
    assert source.again(data) == source.text


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(DocumentError, match="not text"):
        source_of(b"a\x00b\x00\x01", "a")
