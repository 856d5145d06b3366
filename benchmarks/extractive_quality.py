"""ROUGE of the extractive summariser, lead-k, a plain prototype, sumy and the greedy oracle.

    python benchmarks/extractive_quality.py                        # the articles of this repository
    python benchmarks/extractive_quality.py FILE.jsonl --language ru --sentences 5
    python benchmarks/extractive_quality.py FILE.jsonl --sentences 2 --bodies

Without a file all is measured on evals/news/articles in three languages, two and three sentences long. Each
line of FILE is a document: {"sentences": [...], "references": [...], "headline": "..."}; the keys of SciTLDR
("source", "target", "title"), a "text" that is split here, and {"eng": {"headline", "sentences"}, "rus",
"kaz"} (the headline is the reference; with --bodies the first two sentences, which are cut off) are accepted,
too. A folder holds articles as in evals/news.

Scores are F1 × 100 over words (runs of letters or digits, lower case, no stemming): the best of several
references, averaged over documents. After them stands the difference of ours to each in each score, with
a 95 % interval by 2,000 paired bootstrap samples of the documents; "behind" says that one lies below zero.
sumy is optional (`pip install sumy`); its methods get the same sentences, and in Kazakh no stemmer, as it has
none. --model also ranks with the vectors of a sentence encoder.
"""

from __future__ import annotations

import argparse
import ast
import importlib
import importlib.util
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
from summarize.text.documents import from_text
from summarize.text.language_table import LANGUAGES
from summarize.text.sentences import split
from summarize.text.structure import outline

_WORD = re.compile(r"\d+|[^\W\d_]+")
SUMY = {
    "lex_rank": "LexRankSummarizer",
    "text_rank": "TextRankSummarizer",
    "lsa": "LsaSummarizer",
    "luhn": "LuhnSummarizer",
    "kl": "KLSummarizer",
    "sum_basic": "SumBasicSummarizer",
    "reduction": "ReductionSummarizer",
}

_STEMMERS = {"en": "english", "ru": "russian"}
_CODES = {"en": "eng", "ru": "rus", "kk": "kaz"}
_BODY = 8  # sentences of the shortest article whose body is summarised
_RESAMPLES, _SEED = 2000, 12345
ARTICLES = Path(__file__).resolve().parent.parent / "evals/news/articles"

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


def read(path: Path, language: str, *, bodies: bool = False) -> Iterator[Sample]:
    for row in articles(path, language) if path.is_dir() else lines(path):
        sentences, references, headline = _fields(row, language, bodies=bodies)
        if len(sentences) > 1:
            yield Sample(sentences, [cut(s) for s in sentences], [cut(r) for r in references], headline)


def _fields(row: dict[str, Any], language: str, *, bodies: bool) -> tuple[list[str], list[str], str | None]:
    """The sentences, references and headline of a document in any of the forms."""
    if parallel := row.get(_CODES[language]):
        own = _value(parallel)
        sentences = own["sentences"]
        if not bodies:
            return sentences, [own["headline"]], None
        return (sentences[2:], [" ".join(sentences[:2])], None) if len(sentences) >= _BODY else ([], [], None)
    if "text" in row:
        outlined = outline(from_text(row["text"], language=language))
        return [s.text for s in outlined.sentences], _value(row["references"]), outlined.headline
    sentences = _value(row.get("sentences") or row["source"])
    references = _value(row.get("references") or row["target"])
    return sentences, references, row.get("headline") or row.get("title")


def _value(written: Any) -> Any:
    """A list or table, also one that a data set holds as its Python text."""
    return ast.literal_eval(written) if isinstance(written, str) else written


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


def sumy_method(module: str, name: str, language: str | None) -> Pick:
    """A method of sumy with the stemmer of a language (``english``, ``russian``), or without one."""
    models = importlib.import_module("sumy.models.dom")
    stemmers = importlib.import_module("sumy.nlp.stemmers")
    known = _STEMMERS.get(language)
    stemmer = stemmers.Stemmer(known) if known else stemmers.null_stemmer
    method = getattr(importlib.import_module(f"sumy.summarizers.{module}"), name)(stemmer)
    if hasattr(method, "stop_words") and language == "en":  # sumy has none for Russian and Kazakh
        method.stop_words = importlib.import_module("sumy.utils").get_stop_words("english")

    def pick(sample: Sample, count: int) -> list[int]:
        sentences = [models.Sentence(text, _Words()) for text in sample.sentences]
        places = {id(sentence): index for index, sentence in enumerate(sentences)}
        document = models.ObjectDocumentModel([models.Paragraph(sentences)])
        return sorted(places[id(sentence)] for sentence in method(document, count))

    return pick


def systems(language: str, *, headlines: bool, model: Path | None) -> dict[str, Pick]:
    found: dict[str, Pick] = {"summarize": ours(headlines), "lead": lead}
    found |= {f"prototype, position {weight}": prototype(weight) for weight in (0.0, 0.1, 0.3)}
    if importlib.util.find_spec("sumy"):
        found |= {f"sumy {name[:-10]}": sumy_method(m, name, language) for m, name in SUMY.items()}
    if model:
        encoder = load_encoder(describe(model), Runtime())
        found |= {f"with {model.name}": ours(headlines, encoder)}
    return found | {"greedy oracle": oracle}


def interval(difference: Any) -> tuple[Any, Any]:
    """The 95 % interval of the mean of paired differences [documents, 3]."""
    generator = np.random.default_rng(_SEED)
    picked = generator.integers(0, len(difference), (_RESAMPLES, len(difference)))
    low, high = np.percentile(difference[picked].mean(axis=1), (2.5, 97.5), axis=0)
    return low, high


def measure(path: Path, options: argparse.Namespace, language: str, count: int) -> None:
    """Print the scores of every system on one set, and ours beside each."""
    samples = list(read(path, language, bodies=options.bodies))
    print(f"\n{path.name}, {language}: {len(samples)} documents, {count} sentence(s)")
    own = None
    for name, pick in systems(language, headlines=options.headlines, model=options.model).items():
        scores = 100 * np.array([score(sample, pick(sample, count)) for sample in samples])
        own = scores if own is None else own
        beside = ""
        if own is not scores and name != "greedy oracle":
            low, high = interval(own - scores)
            beside = "   ".join(
                f"{mean:+.1f} [{a:+.1f}, {b:+.1f}]"
                for mean, a, b in zip((own - scores).mean(axis=0), low, high, strict=True)
            ) + ("   behind" if (high < 0).any() else "")
        one, two, longest = scores.mean(axis=0)
        print(f"{name:24}{one:6.1f}{two:6.1f}{longest:6.1f}   {beside}".rstrip(), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("file", type=Path, nargs="?", help="documents (.jsonl), or a folder of articles")
    parser.add_argument("--language", choices=LANGUAGES, help="of the documents: en, ru or kk")
    parser.add_argument("--sentences", type=int, help="length of every summary")
    parser.add_argument("--bodies", action="store_true", help="cut off the first two sentences of news")
    parser.add_argument("--headlines", action="store_true", help="give our summariser the headlines")
    parser.add_argument("--model", metavar="PATH", type=Path, help="also rank with this sentence encoder")
    options = parser.parse_args()
    for language in [options.language] if options.language else LANGUAGES if not options.file else ["en"]:
        for count in [options.sentences] if options.sentences else (2, 3) if not options.file else [1]:
            measure(options.file or ARTICLES, options, language, count)


if __name__ == "__main__":
    main()
