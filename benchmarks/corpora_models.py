"""Tokens per second of a model that is given documents together, and one after the other.

    python benchmarks/corpora_models.py MODEL [--documents 32] [--sentences 2] [--to kk --from en]

Both write the same documents in the same process, in turns; printed are medians of processor seconds and the
tokens that they gave. What ``summarize batch`` does with a shard is the first of the two.
"""

from __future__ import annotations

import argparse
import statistics
import time

from corpus_rows import rows

from summarize.corpora.job import TOGETHER, Job
from summarize.corpora.rows import Columns, row_of
from summarize.corpora.work import answers
from summarize.request import Length, Request, Runtime


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("model")
    parser.add_argument("--documents", type=int, default=32)
    parser.add_argument("--sentences", type=int, default=2)
    parser.add_argument("--bytes", type=int, default=2000)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--from", dest="source")
    parser.add_argument("--to")
    parser.add_argument("--runs", type=int, default=3)
    asked = parser.parse_args()
    runtime = Runtime(threads=asked.threads)
    if asked.to:
        request = Request(task="translation", target=asked.to, translators=(asked.model,), runtime=runtime)
    else:
        length = Length("sentences", asked.sentences)
        request = Request(task="abstractive", length=length, model=asked.model, runtime=runtime)
    job, columns = Job(request, ""), Columns(source=asked.source)
    every = [row for row in rows(3 * asked.documents, asked.bytes) if row["lang"] == (asked.source or "en")]
    work = [row_of(row, row["id"], columns) for row in every[: asked.documents]]
    found: dict[bool, list[tuple[float, int]]] = {False: [], True: []}
    list(answers(work[:1], job, alone=True))  # the model is loaded
    for _ in range(asked.runs):
        for alone in (False, True):
            began, tokens = time.process_time(), 0
            for start in range(0, len(work), TOGETHER):
                for answer in answers(work[start : start + TOGETHER], job, alone=alone):
                    tokens += answer[2] if isinstance(answer, tuple) else 0
            found[alone].append((time.process_time() - began, tokens))
    rates = {}
    for alone, measured in found.items():
        seconds = statistics.median(each for each, _ in measured)
        rates[alone] = measured[0][1] / seconds
        name = "one after the other" if alone else f"up to {TOGETHER} together"
        print(
            f"{name}: {measured[0][1]} tokens in {seconds:.1f} processor seconds, {rates[alone]:.1f} tokens/s"
        )
    print(f"ratio {rates[False] / rates[True]:.2f}")


if __name__ == "__main__":
    main()
