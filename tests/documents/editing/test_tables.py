"""Tables written back: the cells of the named columns."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rewriting import opened, rewritten, same, texts, upper, with_block

from summarize.errors import DocumentError

TABLE = 'id;text;note\r\n1;Hello there;x y\r\n2;"A ""b"" c\r\nSecond; line";z z\r\n\r\n'


def test_only_the_named_columns_change() -> None:
    assert upper(TABLE, "csv") == TABLE.replace("Hello there", "HELLO THERE").replace(
        'A ""b"" c\r\nSecond; line', 'A ""B"" C\r\nSECOND; LINE'
    )
    assert texts(opened(TABLE, "csv", column="note")) == ["x y", "z z"]
    assert texts(opened(TABLE, "csv", column="3, text"))[:2] == ["Hello there", "x y"]
    assert opened(TABLE, "csv").skipped == {"other columns": 2}


@pytest.mark.parametrize(
    ("said", "cell"), [("a; b", '"a; b"'), ('a "b"', 'a "b"'), ('"a"', '"""a"""'), ("a, b", "a, b")]
)
def test_a_cell_gets_quotes_if_it_needs_them(said: str, cell: str) -> None:
    assert with_block(opened(TABLE, "csv"), 0, said) == TABLE.replace("Hello there", cell)


def test_a_byte_order_mark_and_tabs_stay() -> None:
    data = b"\xef\xbb\xbfid\ttext\n1\tSome words\n2\tMore words\n"
    assert rewritten(opened(data, "csv")).data == data.replace(b"Some words", b"SOME WORDS").replace(
        b"More words", b"MORE WORDS"
    )


def test_letters_that_the_encoding_lacks_make_it_utf_8() -> None:
    data = "id,text\n1,Café open\n2,Bar closed\n".encode("cp1252")
    done = rewritten(opened(data, "csv"), lambda _: "Үй ашық")
    assert done.data.decode("utf-8") == "id,text\n1,Үй ашық\n2,Үй ашық\n"
    assert done.notes == ("written as UTF-8: cp1252 lacks letters of the translation",)


def test_a_column_that_does_not_exist_is_refused() -> None:
    with pytest.raises(DocumentError, match="no text at --column 'x'"):
        opened(TABLE, "csv", column="x")


CELL = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from('\n";, '), max_size=12)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.tuples(CELL, CELL), min_size=1, max_size=5),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    st.sampled_from(["\n", "\r\n"]),
)
def test_a_table_of_the_standard_library_is_the_same_but_for_its_words(
    rows: list[tuple[str, str]], quoting: int, end: str
) -> None:
    stream = io.StringIO()
    table = csv.writer(stream, quoting=quoting, lineterminator=end)  # type: ignore[arg-type]
    table.writerows([("text", "other"), *rows])
    data = stream.getvalue().encode()
    editable = opened(data, "csv", column="text")
    assert same(editable) == data
    read = list(csv.reader(io.StringIO(rewritten(editable, _marked).data.decode(), newline="")))
    for (before, other), row in zip(rows, [row for row in read[1:] if row], strict=True):
        assert row[1] == other
        assert row[0].replace("ä", "a").replace("&", "") == before.replace("ä", "a").replace("&", "")


def _marked(text: str) -> str:
    return text.replace("a", "ä")
