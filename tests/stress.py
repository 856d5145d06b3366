"""Long lines under a limit of time: each doubling of a line, and lines of a megabyte.

Run with ``make stress``; the weekly workflow does. Prints what is too slow and exits with 1.
"""

from __future__ import annotations

import sys
from itertools import pairwise

from long_lines import PIECES, growth, line, seconds, translated

from summarize.api.run import summarize

SIZES = (4_000, 8_000, 16_000, 32_000, 64_000)
DOUBLED = 2.6  # growth of a doubling: 2 is linear, 4 is quadratic
# Characters, and seconds of processor time: most lines take 2 to 8, half a million numbers 10.
LONGEST, LIMIT = 1_000_000, 15.0


def summarised(text: str) -> object:
    return summarize(text, sentences=2)


def main() -> int:
    slow = []
    for name, piece in PIECES.items():
        for work in (summarised, translated):
            for short, long in pairwise(SIZES):
                if (grown := growth(work, piece, short, long)) > DOUBLED:
                    slow.append(f"{name}: {work.__name__}, {short} to {long} characters: {grown:.1f} times")
            if (took := seconds(work, line(piece, LONGEST))) > LIMIT:
                slow.append(f"{name}: {work.__name__}, {LONGEST} characters: {took:.1f} s")
    print(*slow, f"{len(PIECES)} patterns, {len(slow)} too slow", sep="\n")  # noqa: T201
    return bool(slow)


if __name__ == "__main__":
    sys.exit(main())
