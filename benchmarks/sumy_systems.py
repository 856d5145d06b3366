"""The methods of sumy on the articles for judging, scored like any system.

    python benchmarks/sumy_systems.py [--suite judging-extractive] [--sentences 3]

sumy is optional (`pip install sumy==0.13.0`). Its methods get our sentences and words; English has sumy's
stemmer and stop words, Russian its stemmer, and Kazakh, for which sumy has neither, whole words. Prints
ROUGE-L, chrF++ and facts of each method and language.
"""

from __future__ import annotations

import argparse

from extractive_quality import SUMY, Pick, Sample, cut, sumy_method

from summarize.evaluation import samples
from summarize.evaluation.metrics import Scoring, score, sentences_of
from summarize.evaluation.suites import load_suite

METRICS = ("rougeL", "chrf++", "facts")


def summary(pick: Pick, sample: samples.Sample, count: int) -> str:
    """The sentences of an article that a method chooses, a line each."""
    sentences = sentences_of(sample.source, sample.source_language)
    document = Sample(sentences, list(map(cut, sentences)), [], None)
    return "\n".join(sentences[place] for place in pick(document, count))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--suite", default="judging-extractive")
    parser.add_argument("--sentences", type=int, default=3)
    options = parser.parse_args()
    for task in load_suite(options.suite).tasks:
        for module, name in SUMY.items():
            pick = sumy_method(module, name, task.target)
            outputs = [summary(pick, sample, options.sentences) for sample in task.samples]
            rows = score(task.samples, outputs, task.kind, Scoring(brief=True)).samples
            means = (sum(row[metric] for row in rows) / len(rows) for metric in METRICS)
            print(f"{task.id} {name:22}", " / ".join(f"{mean:.2f}" for mean in means), flush=True)


if __name__ == "__main__":
    main()
