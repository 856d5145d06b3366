"""How well terms are found in their forms, on the labelled sentences of evals/glossary.

    python benchmarks/terms.py             the table of evals/glossary/README.md
    python benchmarks/terms.py --misses    also what is wrong in the half for tuning

An occurrence counts as found if it begins where a labelled one does and does not go beyond it.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from summarize.text.forms.matching import Part, find

SENTENCES = Path(__file__).parent.parent / "evals" / "glossary"
_HEAD = re.compile(r"= (.*?)(?: \((\w+)\))?")


@dataclass(frozen=True)
class Labelled:
    """A sentence and where a term occurs in it."""

    term: str
    part: Part | None
    text: str
    spans: tuple[tuple[int, int], ...]


@dataclass
class Counts:
    """Occurrences: found and labelled, found only, labelled only."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        """The share of what was found that is labelled."""
        return self.right / (self.right + self.wrong)

    @property
    def recall(self) -> float:
        """The share of what is labelled that was found."""
        return self.right / (self.right + self.missed)


def sentences(language: str, half: str) -> Iterator[Labelled]:
    """The sentences of one half, ``tune`` or ``held``; a line ``= term (part)`` begins those of a term."""
    term, part = "", None
    for line in (SENTENCES / f"{language}.{half}.txt").read_text("utf-8").splitlines():
        head = _HEAD.fullmatch(line)
        if head:
            term, part = head[1], head[2]
            continue
        text, spans = "", []
        for piece in re.split(r"(\[[^\]]*\])", line):
            plain = piece[1:-1] if piece.startswith("[") else piece
            if piece.startswith("["):
                spans.append((len(text), len(text) + len(plain)))
            text += plain
        yield Labelled(term, part, text, tuple(spans))  # type: ignore[arg-type]


def measure(language: str, half: str, misses: list[str] | None = None) -> Counts:
    """Count what is found; ``misses`` receives a line for each sentence that is not as labelled."""
    counts = Counts()
    for each in sentences(language, half):
        found = [(one.start, one.end) for one in find(each.term, each.text, language, each.part)]
        right = [
            next((one for one in found if one[0] == start and one[1] <= end), None)
            for start, end in each.spans
        ]
        hits = sum(one is not None for one in right)
        counts.right += hits
        counts.missed += len(right) - hits
        counts.wrong += len(found) - hits
        if misses is not None and (hits < len(right) or hits < len(found)):
            misses.append(f"{language} {each.term}: {each.text} → {[each.text[a:b] for a, b in found]}")
    return counts


def main() -> None:
    """Print the table, and on request what is wrong in the half for tuning."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--misses", action="store_true")
    misses: list[str] | None = [] if parser.parse_args().misses else None
    print("| | sentences | occurrences | precision | recall |\n|---|--:|--:|--:|--:|")
    for half, name in (("held", "held back"), ("tune", "for tuning")):
        for language in ("en", "ru", "kk"):
            counts = measure(language, half, misses if half == "tune" else None)
            number = sum(1 for _ in sentences(language, half))
            print(
                f"| {language}, {name} | {number} | {counts.right + counts.missed} "
                f"| {counts.precision:.3f} | {counts.recall:.3f} |"
            )
    print("\n".join(misses or ()))


if __name__ == "__main__":
    main()
