"""``map_batches``: columns in, the same columns and ours out, one value a row."""

from __future__ import annotations

import corpus_rows
import numpy as np
import pyarrow as pa

import summarize
from summarize.request import Length, Request

ONE = Request(length=Length("sentences", 1))


def test_a_batch_gets_three_columns_more() -> None:
    batch = {"text": [corpus_rows.text(0), None, "  "], "n": [1, 2, 3]}
    found = summarize.map_batches(ONE)(batch)
    assert list(found) == ["text", "n", "summary", "summary_warnings", "summary_error"]
    assert found["n"] == [1, 2, 3]
    assert found["summary"] == [summarize.summarize(corpus_rows.text(0), sentences=1).text, None, None]
    assert found["summary_error"][0] is None
    assert found["summary_error"][1:] == ["row 2: column 'text' is empty", "row 3 contains only white space"]


def test_arrays_of_numpy_and_arrow_are_batches_too() -> None:
    texts = [corpus_rows.text(number) for number in range(3)]
    expected = summarize.map_batches(ONE)({"text": texts})["summary"]
    assert summarize.map_batches(ONE)({"text": np.array(texts, dtype=object)})["summary"] == expected
    assert summarize.map_batches(ONE)({"text": pa.array(texts)})["summary"] == expected


def test_columns_and_the_language_can_be_named() -> None:
    mapping = summarize.map_batches(ONE, text_column="body", language_column="lang", prefix="short")
    found = mapping({"body": ["A text. Of two sentences."] * 2, "lang": ["en", "xx"]})
    assert found["short"][0]
    assert found["short"][1] is None
    assert found["short_error"][1].startswith("unknown language 'xx'")


def test_an_empty_batch_has_empty_columns() -> None:
    assert summarize.map_batches(ONE)({"text": []})["summary"] == []
