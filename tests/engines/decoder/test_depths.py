"""Models of two depths, whose every bias and norm counts: the decoder's tokens and scores are ``generate``'s.

The plain layouts have one layer on each side, and what is 0 or 1 in a new model is so in them.
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
def test_tokens_and_scores_are_generates(depth: str, layout: str, wanted: str) -> None:
    name, options = f"{depth} {layout}", SETTINGS[wanted]
    assert fast(name)  # the engine takes it
    rows = rows_for(name)
    # Of a T5 that writes with more layers than it reads with, the library makes a cache too small.
    expected = theirs(name, rows, {**options, "use_cache": False})
    found = ours(name, rows, options, slots=8)
    assert [row.ids for row in found] == [ids for ids, _ in expected]
    for row, (_, score) in zip(found, expected, strict=True):
        assert row.score == pytest.approx(score, rel=2e-5, abs=1e-4)
    assert len({token for row in found for token in row.ids}) > 9
