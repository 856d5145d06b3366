"""How many planted errors the checks find, and how often they raise a false alarm.

    python benchmarks/checks.py                      the tables of evals/checks/README.md
    python benchmarks/checks.py --write              put them there
    python benchmarks/checks.py --aligned FILE       false alarms on your own human translations:
                                                     JSON lines with source, hypothesis,
                                                     source_language, target_language
    python benchmarks/checks.py --misses             also print what was missed or wrongly reported

planting.py plants errors by rule into the faithful pairs of evals/checks/stories.jsonl: a planted error
counts as found only by a finding of its own kind; a dropped tail by any finding. slips.py plants them into
the single sentences of evals/checks/sentences.jsonl and later.jsonl that have no finding as they are: any
finding counts.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter, defaultdict
from itertools import groupby
from pathlib import Path

from planting import NUMERIC, Table, measure
from slips import DIRECTIONS, SLIPS, Pair, pairs_of

from summarize.checks.findings import Finding
from summarize.checks.verdict import check_translation

CHECKS = Path(__file__).parent.parent / "evals" / "checks"
README = CHECKS / "README.md"


def _lines(name: str) -> list[dict[str, str]]:
    return [json.loads(line) for line in (CHECKS / name).read_text("utf-8").splitlines()]


def shown(table: Table) -> str:
    """A Markdown table of found/planted."""
    columns = list(dict.fromkeys(column for row in table.values() for column in row))
    lines = ["| planted | " + " | ".join(columns) + " |", "|---|" + "---|" * len(columns)]
    for row, cells in table.items():
        counts = ("{}/{}".format(*cells[column]) if column in cells else "–" for column in columns)
        lines.append(f"| {row} | " + " | ".join(counts) + " |")
    return "\n".join(lines)


def _findings(pair: Pair, hypothesis: str) -> list[Finding]:
    languages = {"source_language": pair.source_language, "target_language": pair.target_language}
    return check_translation(hypothesis, pair.source, **languages)


def sentences(name: str) -> tuple[str, Table, list[str]]:
    """False alarms and found slips of held-back sentences, and a line per miss or false alarm."""
    documents = [list(some) for _, some in groupby(_lines(name), lambda row: row["document"])]
    alarms = ["| direction | sentences | errors | errors and doubts |", "|---|---|---|---|"]
    found: Table = defaultdict(dict)
    misses: list[str] = []
    for source, target in DIRECTIONS:
        pairs = pairs_of(documents, source, target)
        direction = f"{source}→{target}"
        flagged = [(pair, _findings(pair, pair.hypothesis)) for pair in pairs]
        misses += [f"{direction} {one.kind}: {one.message}" for _, some in flagged for one in some]
        errors = sum(any(one.certain for one in some) for _, some in flagged)
        doubts = sum(bool(some) for _, some in flagged)
        shares = (f"{count} ({100 * count / len(pairs):.1f} %)" for count in (errors, doubts))
        alarms.append(f"| {direction} | {len(pairs)} | " + " | ".join(shares) + " |")
        for name, slip in SLIPS.items():
            for pair in (pair for pair, some in flagged if not some):
                planted = slip(pair)
                if planted is None or planted == pair.hypothesis:
                    continue
                cell = found[name].setdefault(direction, [0, 0])
                cell[1] += 1
                if _findings(pair, planted):
                    cell[0] += 1
                else:
                    misses.append(f"{direction} {name}: {planted!r}")
    return "\n".join(alarms), found, misses


def aligned(path: Path) -> None:
    """Print, per direction, the share of human translations that each kind of finding flags."""
    flagged: dict[str, Counter[str]] = defaultdict(Counter)
    for line in path.read_text("utf-8").splitlines():
        pair = json.loads(line)
        found = check_translation(**pair)
        kinds = {finding.kind for finding in found}
        counts = flagged[f"{pair['source_language']}→{pair['target_language']}"]
        counts.update(["segments", *kinds, *(["any"] if kinds else [])])
        counts.update(["errors"] if any(finding.certain for finding in found) else [])
        counts.update(["figures"] if kinds & NUMERIC else [])
    for direction, counts in flagged.items():
        total = counts.pop("segments")
        print(
            direction, total, *(f"{kind} {100 * count / total:.1f} %" for kind, count in counts.most_common())
        )


def write(tables: dict[str, str]) -> None:
    """Replace the tables of the README, each between its two comments."""
    text = README.read_text("utf-8")
    for name, table in tables.items():
        marks = re.compile(rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)", re.DOTALL)
        text, count = marks.subn(lambda match, table=table: f"{match[1]}\n{table}\n\n{match[2]}", text)
        assert count == 1, name
    README.write_text(text, "utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--aligned", type=Path)
    parser.add_argument("--misses", action="store_true")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    if options.aligned:
        aligned(options.aligned)
        return
    summaries, translations, misses = measure(_lines("stories.jsonl"))
    alarms, slips, more = sentences("sentences.jsonl")
    later_alarms, later_slips, still_more = sentences("later.jsonl")
    more += still_more
    tables = {
        "alarms": alarms,
        "slips": shown(slips),
        "later alarms": later_alarms,
        "later slips": shown(later_slips),
        "summaries": shown(summaries),
        "translations": shown(translations),
    }
    if options.write:
        write(tables)
    else:
        print("\n\n".join(tables.values()))
    print(
        "\n".join([*misses, *more])
        if options.misses
        else f"{len(misses) + len(more)} misses and false alarms (--misses lists them)"
    )


if __name__ == "__main__":
    main()
