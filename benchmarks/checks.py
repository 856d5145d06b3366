"""How many planted errors the checks find, and how often they raise a false alarm.

    python benchmarks/checks.py                      the tables of evals/checks/README.md
    python benchmarks/checks.py --aligned FILE       false alarms on your own human translations:
                                                     JSON lines with source, hypothesis,
                                                     source_language, target_language
    python benchmarks/checks.py --misses             also print what was missed or wrongly reported

planting.py plants errors by rule into the faithful pairs of evals/checks/stories.jsonl. A planted
error counts as found only by a finding of its own kind; a dropped tail by any finding.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from pathlib import Path

from planting import NUMERIC, Table, measure

from summarize.checks.verdict import check_translation

STORIES = Path(__file__).parent.parent / "evals" / "checks" / "stories.jsonl"


def show(table: Table) -> None:
    """Print a Markdown table of found/planted."""
    columns = list(dict.fromkeys(column for row in table.values() for column in row))
    print("| planted | " + " | ".join(columns) + " |\n|---|" + "---|" * len(columns))
    for row, cells in table.items():
        print(
            f"| {row} | "
            + " | ".join("{}/{}".format(*cells.get(column, (0, 0))) for column in columns)
            + " |"
        )
    print()


def aligned(path: Path) -> None:
    """Print, per direction, the share of human translations that each kind of finding flags."""
    flagged: dict[str, Counter[str]] = defaultdict(Counter)
    for line in path.read_text("utf-8").splitlines():
        pair = json.loads(line)
        kinds = {finding.kind for finding in check_translation(**pair)}
        counts = flagged[f"{pair['source_language']}→{pair['target_language']}"]
        counts.update(
            ["segments", *kinds, *(["any"] if kinds else []), *(["figures"] if kinds & NUMERIC else [])]
        )
    for direction, counts in flagged.items():
        total = counts.pop("segments")
        print(
            direction, total, *(f"{kind} {100 * count / total:.1f} %" for kind, count in counts.most_common())
        )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--aligned", type=Path)
    parser.add_argument("--misses", action="store_true")
    options = parser.parse_args()
    if options.aligned:
        aligned(options.aligned)
        return
    stories = [json.loads(line) for line in STORIES.read_text("utf-8").splitlines()]
    summaries, translations, misses = measure(stories)
    show(summaries)
    show(translations)
    print(
        "\n".join(misses)
        if options.misses
        else f"{len(misses)} misses and false alarms (--misses lists them)"
    )


if __name__ == "__main__":
    main()
