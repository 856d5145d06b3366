"""Models with more layers on one side than on the other, and with biases and norms that matter.

The plain layouts have one layer per side, and their biases and norms are still 0 and 1, as in a new model.
"""

from __future__ import annotations

import pytest
from decoding import SETTINGS, fast, ours, rows_for, theirs

pytestmark = pytest.mark.usefixtures("one_thread")
LAYOUTS = (
    "opus-mt-tc-bible-big-trk", "m2m100", "mbart50", "bart-cnn", "pegasus", "t5-small", "mt5-xlsum", "umt5",
)  # fmt: skip


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize(("depth", "wanted"), [("reader", "greedy, no repeats"), ("writer", "beams, long")])
def test_tokens_and_scores_equal_those_of_generate(depth: str, layout: str, wanted: str) -> None:
    name, options = f"{depth} {layout}", SETTINGS[wanted]
    assert fast(name)  # the engine takes the model
    rows = rows_for(name)
    # For a T5 with more layers in the decoder than in the encoder, the library's cache is too small.
    expected = theirs(name, rows, {**options, "use_cache": False})
    found = ours(name, rows, options, slots=8)
    assert [row.ids for row in found] == [ids for ids, _ in expected]
    for row, (_, score) in zip(found, expected, strict=True):
        assert row.score == pytest.approx(score, rel=2e-5, abs=1e-4)
    assert len({token for row in found for token in row.ids}) > 9
