"""Pairs of a right and a wrong translation, and how often a judge of translations prefers the right one.

``evals/contrastive/items.jsonl`` has one item per line, written by hand: ``{"id", "kind", "en", "ru",
"kk"}``. Each language has one text in which braces hold what is right and what is wrong there:
``The train leaves at {6:40|16:40}.`` An item gives a pair in each of the six directions: its source is the
right text of one language, its hypotheses are the right and the wrong text of another. ``{debts|@}`` is
for what was left untranslated: ``@`` stands for the right words of the source language.

A judge is anything that gives a higher number to the better of two translations: the checks of this
tool, a multilingual sentence encoder, or the scores of another program (a metric, a model's likelihood),
read from a file.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import permutations
from pathlib import Path
from typing import Any

from summarize.errors import MeasurementError, UsageError, listed, quoted
from summarize.evaluation.embedding import SentenceScorer
from summarize.evaluation.samples import check_name, digest, read_jsonl
from summarize.files import replacing
from summarize.text.language_table import LANGUAGES

KINDS = (
    "negation", "number", "number-order", "percent", "unit", "currency", "date", "time", "name", "place",
    "role", "quantifier", "comparison", "tense", "modality", "cause", "clause-lost", "added", "untranslated",
    "term",
)  # fmt: skip
_CHOICE = re.compile(r"\{([^{}|]*)\|([^{}|]*)\}")
_COPIED = "@"

Judge = Callable[["Pair", str], float]  # the pair and one of its hypotheses → the higher, the better


@dataclass(frozen=True)
class Pair:
    """A source with a right and a wrong translation."""

    id: str
    kind: str
    source_language: str
    target_language: str
    source: str
    right: str
    wrong: str

    @property
    def direction(self) -> str:
        return f"{self.source_language}-{self.target_language}"


@dataclass(frozen=True)
class Preference:
    """How often a judge preferred the right one of ``n`` pairs; a tie counts half.

    ``low`` and ``high`` are the 95 % interval by Wilson's method.
    """

    n: int
    preferred: int
    ties: int

    @property
    def share(self) -> float:
        return (self.preferred + self.ties / 2) / self.n

    @property
    def interval(self) -> tuple[float, float]:
        z, n, p = 1.959964, self.n, self.share
        middle = (p + z * z / (2 * n)) / (1 + z * z / n)
        half = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
        return max(0.0, middle - half), min(1.0, middle + half)


def shipped_items() -> Path:
    """The items that come with the tool."""
    from summarize.engines.prompts import resource

    return Path(resource("evals")) / "contrastive" / "items.jsonl"


def read_pairs(path: Path) -> list[Pair]:
    """The pairs of a file of items, in every direction; ``UsageError`` where an item is malformed."""
    found: list[Pair] = []
    seen: set[str] = set()
    for number, row in read_jsonl(path):
        place = f"{path}:{number}"
        _check(row, place)
        if row["id"] in seen:
            raise UsageError(f"{place}: the id {quoted(row['id'])} occurs twice")
        seen.add(row["id"])
        found += _pairs(row, place)
    return found


def _check(row: Mapping[str, Any], place: str) -> None:
    for name in ("id", "kind", *LANGUAGES):
        if not isinstance(row.get(name), str) or not row[name].strip():
            raise UsageError(f"{place}: {name} is missing or has the wrong type")
    check_name(row["id"], place)
    if row["kind"] not in KINDS:
        raise UsageError(f"{place}: no kind {quoted(row['kind'])}; choose from {', '.join(KINDS)}")
    counts = {language: len(_CHOICE.findall(row[language])) for language in LANGUAGES}
    if 0 in counts.values():
        raise UsageError(f"{place}: a text has no {{right|wrong}}")
    if any(set("{}|") & set(_CHOICE.sub("", row[language])) for language in LANGUAGES):
        raise UsageError(f"{place}: the braces or bars do not match")


def _pairs(row: Mapping[str, Any], place: str) -> Iterator[Pair]:
    for source, target in permutations(LANGUAGES, 2):
        right = _CHOICE.sub(r"\1", row[target])
        wrong = _wrong(row[target], [match[0] for match in _CHOICE.findall(row[source])])
        if right == wrong:
            raise UsageError(f"{place}: right and wrong are the same in {target}")
        text = _CHOICE.sub(r"\1", row[source])
        yield Pair(f"{row['id']}/{source}-{target}", row["kind"], source, target, text, right, wrong)


def _wrong(text: str, copies: Sequence[str]) -> str:
    """The wrong text; the nth choice that is left untranslated has the source's nth right words."""
    places = iter(range(len(_CHOICE.findall(text))))

    def choose(match: re.Match[str]) -> str:
        place = next(places)
        return copies[min(place, len(copies) - 1)] if match[2] == _COPIED else match[2]

    return _CHOICE.sub(choose, text)


def by_checks(pair: Pair, hypothesis: str) -> float:
    """The judge that counts the findings of the tool's own checks: the fewer, the better."""
    from summarize.checks.verdict import check_translation

    found = check_translation(
        hypothesis,
        pair.source,
        source_language=pair.source_language,
        target_language=pair.target_language,
    )
    return -float(len(found))


def by_length(pair: Pair, hypothesis: str) -> float:
    """The judge that knows nothing but length: the nearer to the source's number of words, the better."""
    return -abs(math.log((len(hypothesis.split()) + 1) / (len(pair.source.split()) + 1)))


JUDGES: Mapping[str, Judge] = {"checks": by_checks, "length": by_length}


def named(name: str) -> Judge:
    """A judge of this tool by name; ``UsageError`` for an unknown one."""
    if name not in JUDGES:
        raise UsageError(
            f"no judge named {quoted(name)}; choose from {', '.join(JUDGES)}, or give --encoder or --scores"
        )
    return JUDGES[name]


def by_encoder(scorer: SentenceScorer, pairs: Sequence[Pair]) -> Judge:
    """The judge that prefers what is nearer to its source in the vectors of a multilingual encoder."""
    sources = [[[pair.source]] for pair in pairs]
    right = scorer.scores([[pair.right] for pair in pairs], sources)
    wrong = scorer.scores([[pair.wrong] for pair in pairs], sources)
    return partial(_looked_up, {p.id: each for p, *each in zip(pairs, right, wrong, strict=True)})


def by_scores(path: Path, pairs: Sequence[Pair]) -> Judge:
    """A judge from a file of JSON Lines ``{"id", "right", "wrong"}`` with a number for each hypothesis.

    ``MeasurementError`` where a pair has none; ``UsageError`` for a line that is not one.
    """
    scores: dict[str, tuple[float, float]] = {}
    for number, row in read_jsonl(path):
        right, wrong = _finite(row.get("right")), _finite(row.get("wrong"))
        if right is None or wrong is None:
            raise UsageError(f"{path}:{number}: right and wrong must be finite numbers")
        scores[str(row.get("id"))] = (right, wrong)
    missing = [pair.id for pair in pairs if pair.id not in scores]
    if missing:
        raise MeasurementError(f"{path} lacks {len(missing)} pairs: {listed(missing)}")
    return partial(_looked_up, scores)


def _finite(value: Any) -> float | None:
    return float(value) if type(value) in (int, float) and math.isfinite(value) else None


def _looked_up(scores: Mapping[str, Sequence[float]], pair: Pair, hypothesis: str) -> float:
    return scores[pair.id][hypothesis != pair.right]


def preferences(pairs: Sequence[Pair], judge: Judge) -> dict[tuple[str, str], Preference]:
    """(kind, direction) → how often the right one was preferred; ``all`` stands for every kind or direction.

    ``MeasurementError`` where there is no pair.
    """
    if not pairs:
        raise MeasurementError("no pairs: nothing to measure")
    table: dict[tuple[str, str], list[float]] = {}
    for pair in pairs:
        gain = judge(pair, pair.right) - judge(pair, pair.wrong)
        for kind in (pair.kind, "all"):
            for direction in (pair.direction, "all"):
                table.setdefault((kind, direction), []).append(gain)
    return {key: _preference(gains) for key, gains in table.items()}


def _preference(gains: Sequence[float]) -> Preference:
    return Preference(len(gains), sum(gain > 0 for gain in gains), sum(gain == 0 for gain in gains))


def preference_table(found: Mapping[tuple[str, str], Preference]) -> str:
    """The shares as Markdown: a row per kind, a column per direction, intervals of the totals."""
    from summarize.evaluation.reports.markdown import table

    kinds = [*dict.fromkeys(kind for kind, _ in found if kind != "all"), "all"]
    directions = [*dict.fromkeys(way for _, way in found if way != "all")]
    rows = []
    for kind in kinds:
        shares = (_share(found.get((kind, way))) for way in directions)
        rows.append((kind, str(found[kind, "all"].n), *shares, _total(found[kind, "all"])))
    header = ("kind", "pairs", *directions, "all, 95 %")
    return "".join(f"{line}\n" for line in table(header, rows))


def _share(found: Preference | None) -> str:
    return f"{100 * found.share:.0f}" if found else "–"


def _total(found: Preference) -> str:
    low, high = found.interval
    return f"{100 * found.share:.1f} ({100 * low:.1f} … {100 * high:.1f})"


def as_json(pair: Pair) -> dict[str, str]:
    """A pair as another program reads it, to score its two hypotheses."""
    return {
        "id": pair.id,
        "kind": pair.kind,
        "source_language": pair.source_language,
        "target_language": pair.target_language,
        "source": pair.source,
        "right": pair.right,
        "wrong": pair.wrong,
    }


def write_pairs(pairs: Sequence[Pair], path: Path) -> None:
    """Write pairs as JSON Lines; ``SummarizeError`` where the file cannot be written."""
    with replacing(path) as file:
        file.writelines(f"{json.dumps(as_json(pair), ensure_ascii=False)}\n" for pair in pairs)


def pairs_digest(pairs: Sequence[Pair]) -> str:
    """SHA-256 of everything that a preference depends on."""
    return digest([as_json(pair) for pair in pairs])
