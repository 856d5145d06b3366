"""Runs are cut at sentences and joined again without loss."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from summarize.text.blocks import Run, cut, joined

RUNS = st.lists(
    st.builds(Run, st.text("ab ", max_size=6), st.sampled_from([(), ("b",)]))
    | st.sampled_from([Run("", (), "note"), Run("%s", (), "%s"), Run("\n", (), "break")]),
    max_size=10,
)


def test_anchors_at_the_ends_of_a_span_are_outside() -> None:
    note = Run("", (), "note")
    before, inside, after = cut([note, Run("On"), note, Run("e. Two")], [(0, 4)])
    assert before == [note]
    assert inside == [Run("On"), note, Run("e.")]
    assert after == [Run(" Two")]
    assert cut([Run("One."), note, Run("Two.")], [(0, 4), (4, 8)])[2] == [note]


def test_an_anchor_with_text_is_not_divided() -> None:
    anchor = Run("{name}", (), "n")
    assert cut([Run("To "), anchor, Run(".")], [(0, 5)])[1:] == [[Run("To ")], [anchor, Run(".")]]


def test_equal_runs_are_joined_and_anchors_stay_apart() -> None:
    note = Run("", (), "note")
    assert joined([Run("a"), Run(""), Run("b"), note, note, Run("c", ("b",))]) == (
        Run("ab"), note, note, Run("c", ("b",)),
    )  # fmt: skip


@given(RUNS, st.lists(st.integers(0, 40), max_size=8))
def test_the_parts_are_the_runs_again(runs: list[Run], edges: list[int]) -> None:
    length = sum(len(run.text) for run in runs)
    ordered = sorted(min(edge, length) for edge in edges[: len(edges) // 2 * 2])
    spans = list(zip(ordered[::2], ordered[1::2], strict=True))
    parts = cut(runs, spans)
    assert len(parts) == 2 * len(spans) + 1
    assert joined(run for part in parts for run in part) == joined(runs)
    if not any(run.anchor for run in runs):
        text = "".join(run.text for run in runs)
        assert ["".join(run.text for run in part) for part in parts[1::2]] == [text[a:b] for a, b in spans]
