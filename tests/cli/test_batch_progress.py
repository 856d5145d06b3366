"""What a run over a corpus says of itself."""

from __future__ import annotations

from collections import Counter

import pytest

from summarize.cli.batch_progress import account, described
from summarize.corpora.batches import Progress, Report
from summarize.corpora.job import Tally

NEW = Tally(1000, Counter(crash=2), Counter(duplicate=3), 5000, 600)


@pytest.mark.parametrize(
    ("progress", "said"),
    [
        (Progress("reading", 1200, 0, Tally(), 3.0), "reading the inputs: 1,200 rows"),
        (Progress("comparing", 1200, 5000, Tally(), 3.0), "comparing the texts: 1,200 rows"),
        (Progress("working", 40, 5000, Tally(), 3.0), "40 of 5,000 rows"),
        (
            Progress("working", 1400, 5000, NEW, 10.0),
            "1,400 of 5,000 rows, 100 rows/s, 60 tokens/s, 2 failed, 0:00:36 left",
        ),
        (
            Progress("working", 5000, 5000, NEW, 10.0),
            "5,000 of 5,000 rows, 100 rows/s, 60 tokens/s, 2 failed",
        ),
    ],
)
def test_progress_on_one_line(progress: Progress, said: str) -> None:
    assert described(progress) == said


def test_the_account_names_what_failed_and_what_was_left_out() -> None:
    tally = Tally(5000, Counter(crash=2, row=10), Counter(duplicate=3), 9000, 6000)
    assert account(Report("out", tally, 5000, 5, 5, 10.0, NEW)) == (
        "out: 5,000 of 5,000 rows done; 12 failed (row 10, crash 2); 3 left out (duplicate 3); "
        "6,000 tokens written; 100 rows/s in this run"
    )
