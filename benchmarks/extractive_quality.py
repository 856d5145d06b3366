"""ROUGE of the extractive summariser, lead-k, a plain prototype, sumy and the greedy oracle.

    python benchmarks/extractive_quality.py FILE.jsonl --sentences 1 [--sumy english]
        [--headlines] [--model PATH]
    python benchmarks/extractive_quality.py evals/news/articles --language ru --sentences 2

Each line of FILE is a document: {"sentences": [...], "references": [...], "headline": "..."}; the keys of
SciTLDR ("source", "target", "title") are accepted, too. Instead of a file, a folder holds articles with a
headline, paragraphs and summaries in each language, which are split into sentences here. Scores are
F1 × 100 over words (runs of letters or digits, lower case, no stemming): the best of several references,
averaged over documents. sumy is optional (`pip install sumy`); its methods get the same sentences. --model
also ranks with the vectors of a sentence encoder.
"""

from __future__ import annotations

import argparse
import importlib
import json
import re
import sys
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from summarize.engines.load import load_encoder
from summarize.engines.vectors import Encoder
from summarize.evaluation.rouge import rouge_l, rouge_n
from summarize.models.checkpoints import describe
from summarize.request import Length, Runtime
from summarize.summaries.ranking import rank
from summarize.summaries.selection import select
from summarize.summaries.tfidf import tfidf
from summarize.text.sentences import split

_WORD = re.compile(r"\d+|[^\W\d_]+")
_SUMY = {
    "lex_rank": "LexRankSummarizer",
    "text_rank": "TextRankSummarizer",
    "lsa": "LsaSummarizer",
    "luhn": "LuhnSummarizer",
    "kl": "KLSummarizer",
    "sum_basic": "SumBasicSummarizer",
    "reduction": "ReductionSummarizer",
}

Pick = Callable[["Sample", int], list[int]]


@dataclass(frozen=True)
class Sample:
    """One document: its sentences, their words, and the words of each reference."""

    sentences: list[str]
    words: list[list[str]]
    references: list[list[str]]
    headline: str | None


def cut(text: str) -> list[str]:
    """The words that ROUGE counts."""
    return _WORD.findall(unicodedata.normalize("NFC", text).lower())


def read(path: Path, language: str) -> Iterator[Sample]:
    for row in articles(path, language) if path.is_dir() else lines(path):
        sentences = row.get("sentences") or row["source"]
        references = row.get("references") or row["target"]
        headline = row.get("headline") or row.get("title")
        yield Sample(sentences, [cut(s) for s in sentences], [cut(r) for r in references], headline)


def lines(path: Path) -> Iterator[dict[str, Any]]:
    yield from map(json.loads, path.read_text(encoding="utf-8").splitlines())


def articles(folder: Path, language: str) -> Iterator[dict[str, Any]]:
    """The articles of a folder in one language; no sentence crosses a paragraph."""
    for path in sorted(folder.glob("*.json")):
        article = json.loads(path.read_text(encoding="utf-8"))[language]
        sentences = [
            paragraph[start:end]
            for paragraph in article["paragraphs"]
            for start, end in split(paragraph, language)
        ]
        yield {"sentences": sentences, "references": article["summaries"], "headline": article["headline"]}


def score(sample: Sample, chosen: Sequence[int]) -> tuple[float, float, float]:
    """ROUGE-1, -2 and -L F1 of the chosen sentences, each the best over the references."""
    ours = [word for index in chosen for word in sample.words[index]]
    rows = [
        (rouge_n(ours, theirs, 1).f1, rouge_n(ours, theirs, 2).f1, rouge_l(ours, theirs).f1)
        for theirs in sample.references
    ]
    return max(r[0] for r in rows), max(r[1] for r in rows), max(r[2] for r in rows)


def lead(sample: Sample, count: int) -> list[int]:
    return list(range(min(count, len(sample.sentences))))


def oracle(sample: Sample, count: int) -> list[int]:
    """Greedy: at each step the sentence that raises the sum of the three scores the most."""
    chosen: list[int] = []
    for _ in range(min(count, len(sample.sentences))):
        left = [index for index in range(len(sample.sentences)) if index not in chosen]
        chosen.append(max(left, key=lambda index: sum(score(sample, sorted([*chosen, index])))))
    return sorted(chosen)


def prototype(position: float) -> Pick:
    """The obvious first version: TF-IDF of surface words, centroid, linear position, MMR."""

    def pick(sample: Sample, count: int) -> list[int]:
        vocabulary: dict[str, int] = {}
        cells = [[vocabulary.setdefault(w, len(vocabulary)) for w in words] for words in sample.words]
        table = np.zeros((len(cells), len(vocabulary) or 1))
        for row, columns in enumerate(cells):
            np.add.at(table[row], columns, 1)
        table *= np.log((1 + len(cells)) / (1 + (table > 0).sum(axis=0))) + 1
        table /= np.maximum(np.linalg.norm(table, axis=1, keepdims=True), 1e-9)
        centre = table.sum(axis=0)
        value = table @ centre / max(float(np.linalg.norm(centre)), 1e-9)
        value += position * (1 - np.arange(len(cells)) / len(cells))
        return _spread(value, table, count)

    return pick


def _spread(value: Any, table: Any, count: int) -> list[int]:
    chosen: list[int] = []
    repeated = np.zeros(len(value))
    for _ in range(min(count, len(value))):
        rest = value - 0.3 * repeated
        rest[chosen] = -np.inf
        chosen.append(int(np.argmax(rest)))
        repeated = np.maximum(repeated, table @ table[chosen[-1]])
    return sorted(chosen)


def ours(headlines: bool, encoder: Encoder = tfidf) -> Pick:
    def pick(sample: Sample, count: int) -> list[int]:
        headline = sample.headline if headlines else None
        return select(rank(sample.sentences, encoder=encoder, headline=headline), Length("sentences", count))

    return pick


class _Words:
    """What sumy needs of a tokenizer; the sentences are given."""

    def to_words(self, text: str) -> tuple[str, ...]:
        return tuple(cut(text))


def sumy_method(module: str, name: str, language: str) -> Pick:
    models = importlib.import_module("sumy.models.dom")
    stemmer = importlib.import_module("sumy.nlp.stemmers").Stemmer(language)
    utils = importlib.import_module("sumy.utils")
    method = getattr(importlib.import_module(f"sumy.summarizers.{module}"), name)(stemmer)
    if (
        hasattr(method, "stop_words") and language == "english"
    ):  # sumy has none for the other languages used here
        method.stop_words = utils.get_stop_words(language)

    def pick(sample: Sample, count: int) -> list[int]:
        sentences = [models.Sentence(text, _Words()) for text in sample.sentences]
        places = {id(sentence): index for index, sentence in enumerate(sentences)}
        document = models.ObjectDocumentModel([models.Paragraph(sentences)])
        return sorted(places[id(sentence)] for sentence in method(document, count))

    return pick


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("file", type=Path, help="documents (.jsonl), or a folder of articles")
    parser.add_argument("--language", default="en", help="of the articles of a folder: en, ru or kk")
    parser.add_argument("--sentences", type=int, default=1, help="length of every summary")
    parser.add_argument(
        "--sumy", metavar="LANGUAGE", help="english or russian: also run sumy's seven methods"
    )
    parser.add_argument("--headlines", action="store_true", help="give our summariser the headlines")
    parser.add_argument("--model", metavar="PATH", type=Path, help="also rank with this sentence encoder")
    options = parser.parse_args()
    systems: dict[str, Pick] = {"lead": lead}
    systems |= {f"prototype, position {weight}": prototype(weight) for weight in (0.0, 0.1, 0.3)}
    if options.sumy:
        systems |= {f"sumy {m}": sumy_method(m, name, options.sumy) for m, name in _SUMY.items()}
    systems |= {"summarize": ours(options.headlines)}
    if options.model:
        encoder = load_encoder(describe(options.model), Runtime())
        systems |= {f"with {options.model.name}": ours(options.headlines, encoder)}
    systems |= {"greedy oracle": oracle}
    samples = [sample for sample in read(options.file, options.language) if len(sample.sentences) > 1]
    print(f"{options.file.name}: {len(samples)} documents, {options.sentences} sentence(s)")
    for name, pick in systems.items():
        scores = np.array([score(sample, pick(sample, options.sentences)) for sample in samples])
        one, two, longest = 100 * scores.mean(axis=0)
        print(f"{name:26}{one:6.1f}{two:6.1f}{longest:6.1f}", flush=True)


if __name__ == "__main__":
    main()
