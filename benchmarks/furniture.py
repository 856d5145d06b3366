"""How many lines of boilerplate are found, and how many sentences are mistaken for them.

    python benchmarks/furniture.py            the tuned half
    python benchmarks/furniture.py --half held-back
    python benchmarks/furniture.py --half later
    python benchmarks/furniture.py --errors         every line of the tuned half that is judged wrongly

The lines are in evals/furniture. A line counts as found if it is furniture by its own words alone.
"""

import argparse
from pathlib import Path

from summarize.text.furniture import furniture
from summarize.text.lines import marked_kind

LINES = Path(__file__).resolve().parents[1] / "evals" / "furniture"
LANGUAGES = ("en", "ru", "kk")


def lines(half: str, kind: str, language: str) -> list[str]:
    """The lines of one file: ``half`` is tuned, held-back or later, ``kind`` boilerplate or prose."""
    return (LINES / half / f"{kind}.{language}.txt").read_text("utf-8").splitlines()


def is_marked(line: str) -> bool:
    """Whether a line is told from running text by its own words."""
    return bool(marked_kind(line) or furniture(line))


def main() -> None:
    """Print the table, and the errors of the tuned half if asked."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--half", choices=["tuned", "held-back", "later"], default="tuned")
    parser.add_argument("--errors", action="store_true")
    options = parser.parse_args()
    half = options.half
    if options.errors and half != "tuned":
        parser.error("only the errors of the tuned half are looked at")
    print(f"| {half} | boilerplate found | prose marked |\n|---|--:|--:|")
    totals = [0, 0, 0, 0]
    for language in LANGUAGES:
        boilerplate, prose = (lines(half, kind, language) for kind in ("boilerplate", "prose"))
        counts = [sum(map(is_marked, boilerplate)), len(boilerplate), sum(map(is_marked, prose)), len(prose)]
        totals = [total + count for total, count in zip(totals, counts, strict=True)]
        print(row(language, counts))
        if options.errors:
            wrong = [f"- {line}" for line in boilerplate if not is_marked(line)]
            wrong += [f"+ {furniture(line)}: {line}" for line in prose if is_marked(line)]
            print("".join(f"{line}\n" for line in wrong), end="")
    print(row("all", totals))


def row(label: str, counts: list[int]) -> str:
    """One line of the table."""
    pairs = zip(counts[::2], counts[1::2], strict=True)
    return f"| {label} | {' | '.join(f'{some}/{of} ({some / of:.1%})' for some, of in pairs)} |"


if __name__ == "__main__":
    main()
