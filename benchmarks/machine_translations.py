"""How many wrong translations of a real model the checks flag, and how many right ones.

    python benchmarks/machine_translations.py                     the checks alone
    python benchmarks/machine_translations.py --encoder FOLDER    also --meaning with this encoder, and both
    python benchmarks/machine_translations.py --blind             a sample to label: source and output
    python benchmarks/machine_translations.py --encoder FOLDER --write
                                                                  the tables of evals/checks/README.md

``evals/checks/machine.jsonl`` has what a base model of 270M parameters wrote for the sentences of
``later.jsonl``, each labelled twice: acceptable, minor or wrong, with the kind of what is wrong. Where the
two labels differ the stricter one counts. ``second`` is the label that another reader gave to a third of
them, blind; it does not change the tables. ``--blind`` prints a shuffled sample without any label.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections import Counter, defaultdict
from itertools import groupby
from pathlib import Path
from typing import Any

from summarize.checks.findings import Finding
from summarize.checks.verdict import check_translation

CHECKS = Path(__file__).parent.parent / "evals" / "checks"
README = CHECKS / "README.md"
ORDER = ("acceptable", "minor", "wrong")
Row = dict[str, Any]


def rows() -> list[Row]:
    """The labelled translations, with the stricter of both labels as ``label``."""
    found = [json.loads(line) for line in (CHECKS / "machine.jsonl").read_text("utf-8").splitlines()]
    return [row | {"label": max(row["labels"], key=ORDER.index)} for row in found]


def direction(row: Row) -> str:
    """Such as ``en→ru``."""
    return f"{row['source_language']}→{row['target_language']}"


def by_checks(found: list[Row]) -> list[list[Finding]]:
    """What the checks find in each translation."""
    names = ("hypothesis", "source", "source_language", "target_language")
    return [check_translation(**{name: row[name] for name in names}) for row in found]


def by_meaning(found: list[Row], folder: str) -> list[list[Finding]]:
    """What an encoder finds, document by document."""
    from summarize.engines.load import load_encoder
    from summarize.models.checkpoints import describe
    from summarize.request import Runtime
    from summarize.translation.meaning import Meaning

    encoder = load_encoder(describe(Path(folder)), Runtime(device="cpu", precision="float32"))
    findings: list[list[Finding]] = []
    for _, group in groupby(found, lambda row: (direction(row), row["document"])):
        some = list(group)
        languages = some[0]["source_language"], some[0]["target_language"]
        meaning = Meaning(encoder, [row["source"] for row in some], *languages)
        findings += meaning.findings([(row["source"], row["hypothesis"]) for row in some])
    return findings


def table(found: list[Row], ways: dict[str, list[list[Finding]]]) -> str:
    """Flagged of all, per direction and label; in brackets those with an error."""
    lines = [
        "| direction | label | sentences | " + " | ".join(ways) + " |",
        "|---|---|---|" + "---|" * len(ways),
    ]
    groups: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place, row in enumerate(found):
        for name in (direction(row), "all"):
            groups[name, row["label"]].append(place)
    for name in [*dict.fromkeys(map(direction, found)), "all"]:
        for label in ORDER:
            places = groups[name, label]
            cells = []
            for findings in ways.values():
                flagged = sum(bool(findings[place]) for place in places)
                errors = sum(any(one.certain for one in findings[place]) for place in places)
                cells.append(f"{flagged} ({errors})" if places else "–")
            lines.append(f"| {name} | {label} | {len(places)} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def kinds(found: list[Row], ways: dict[str, list[list[Finding]]]) -> str:
    """Flagged of the wrong ones, by the kind of what is wrong."""
    lines = ["| wrong | sentences | " + " | ".join(ways) + " |", "|---|---|" + "---|" * len(ways)]
    wrong = [place for place, row in enumerate(found) if row["label"] == "wrong"]
    for kind, _ in Counter(found[place]["kind"] for place in wrong).most_common():
        places = [place for place in wrong if found[place]["kind"] == kind]
        cells = (str(sum(bool(findings[place]) for place in places)) for findings in ways.values())
        lines.append(f"| {kind} | {len(places)} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def sample(found: list[Row], each: int, seed: int) -> str:
    """Sources and outputs without labels, ``each`` of every direction, shuffled; with their line numbers."""
    draw = random.Random(seed)
    chosen: list[int] = []
    for name in dict.fromkeys(map(direction, found)):
        chosen += draw.sample([place for place, row in enumerate(found) if direction(row) == name], each)
    draw.shuffle(chosen)
    return "\n".join(
        f"{place + 1} | {found[place]['source']}\n    → {found[place]['hypothesis']}" for place in chosen
    )


def agreement(found: list[Row]) -> str:
    """How the first reader's label and the second reader's agree, and which pairs do not."""
    both = [row for row in found if "second" in row]
    pairs = Counter((row["label"], row["second"]["label"]) for row in both)
    same = sum(count for (one, other), count in pairs.items() if one == other)
    lines = [
        f"Second reader: {len(both)} of {len(found)}; the same label in {same} of them.",
        "",
        "| first reader | second reader | sentences |",
        "|---|---|---|",
    ]
    lines += [
        f"| {one} | {other} | {pairs[one, other]} |"
        for one in ORDER
        for other in ORDER
        if (one, other) in pairs
    ]
    wrong = [row for row in both if row["label"] == row["second"]["label"] == "wrong"]
    kind = sum(row["kind"] == row["second"]["kind"] for row in wrong)
    return "\n".join([*lines, "", f"Of {len(wrong)} that both call wrong, {kind} have the same kind."])


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--encoder")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--misses", action="store_true", help="list wrong ones that nothing flags")
    parser.add_argument("--blind", action="store_true", help="print a sample to label")
    parser.add_argument("--seed", type=int, default=0, help="of the sample")
    options = parser.parse_args()
    found = rows()
    if options.blind:
        print(sample(found, each=50, seed=options.seed))
        return
    ways = {"checks": by_checks(found)}
    if options.encoder:
        ways["--meaning"] = by_meaning(found, options.encoder)
        ways["both"] = [one + other for one, other in zip(*ways.values(), strict=True)]
    conflicts = sum(len(set(row["labels"])) > 1 for row in found)
    made = f"{table(found, ways)}\n\n{kinds(found, ways)}\n\nLabels that differ: {conflicts} of {len(found)}."
    made += f"\n\n{agreement(found)}"
    if options.write:
        text = README.read_text("utf-8")
        marks = re.compile(r"(<!-- machine -->\n).*?(<!-- /machine -->)", re.DOTALL)
        text, count = marks.subn(lambda match: f"{match[1]}\n{made}\n\n{match[2]}", text)
        assert count == 1
        README.write_text(text, "utf-8")
    else:
        print(made)
    if options.misses:
        last = list(ways.values())[-1]
        for row, some in zip(found, last, strict=True):
            if bool(some) is not (row["label"] == "wrong"):
                print(row["label"], direction(row), row["source"], "→", row["hypothesis"][:150],
                      [one.message for one in some])  # fmt: skip


if __name__ == "__main__":
    main()
