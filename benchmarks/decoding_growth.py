"""What ten times the input costs: for the summary of a document, and for a number of sentences.

    python benchmarks/decoding_growth.py [--rounds 3] [--quick]

The summary does everything that the command does: a text of 20,000 bytes, and one ten times as long, is
split into chunks, summarised by a model in BART's layout with its own tokenizer, folded until one summary is
left, and checked against the text. Weights are synthetic: the summary of every chunk is the same sixty words.
The thirty sentences, and ten times these thirty, are written by a model of opus-mt's size in int8.

Prints medians of processor seconds with one thread and, without ``--quick``, keeps them in
docs/decoding.json.
"""

import argparse
import os
import statistics
import tempfile
import time
import warnings
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ.setdefault("HF_HUB_OFFLINE", "1")

import decoding_engines as engines
import decoding_models as models
import decoding_report as report
import decoding_results as kept
import torch
import transformers as hf
from decoding_sizes import bart
from throughput import SEEDS, long_text
from tokenizers import ByteLevelBPETokenizer

from summarize.api import run
from summarize.engines.load import load_engine
from summarize.models import checkpoints
from summarize.request import Request, Runtime
from summarize.text.documents import from_text

ONCE = 20_000  # bytes of the shorter text
_SUMMARY = 60  # words of a chunk's summary
_SENTENCES, _MOST = 30, 130
_SPECIALS = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"]


def main() -> None:
    """Measure in turns, print the medians and save them."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--quick", action="store_true", help="one round, nothing saved")
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    torch.set_num_threads(1)
    found = []
    cases = {"summary of a document of 20 kB": _summaries, "30 sentences, opus-mt, int8": _rows}
    for what, make in cases.items():
        with tempfile.TemporaryDirectory() as folder:
            once, tenfold = _medians(make(Path(folder)), 1 if options.quick else options.rounds)
        found.append(kept.Growth(what, once, tenfold))
        print(f"{what}: {once:.2f} s, ten times that: {tenfold:.2f} s, {tenfold / once:.2f} ×", flush=True)
    if not options.quick:
        every = kept.load()
        every.growth = found
        every.save()
        report.write(every)


def _medians(run: Callable[[int], Any], rounds: int) -> tuple[float, float]:
    """Processor seconds of ``run(1)`` and of ``run(10)``."""
    run(1)  # warm-up
    times: dict[int, list[float]] = {1: [], 10: []}
    for _ in range(rounds):
        for many, taken in times.items():
            start = time.process_time()
            run(many)
            taken.append(time.process_time() - start)
    return statistics.median(times[1]), statistics.median(times[10])


def _summaries(folder: Path) -> Callable[[int], Any]:
    _write_summariser(folder)
    model = load_engine(checkpoints.describe(folder), Runtime(device="cpu", threads=1))
    texts = {many: from_text(long_text("en", many * ONCE), language="en") for many in (1, 10)}
    return lambda many: run.run(texts[many], Request(task="abstractive"), model)


def _rows(folder: Path) -> Callable[[int], Any]:
    model = models.build("marian")
    models.save(model, folder)
    run = engines.ours(folder, "int8")
    rows, _ = models.sentences(model, _SENTENCES)
    return lambda many: run(rows * many, 1, _MOST, False)


def _write_summariser(folder: Path) -> None:
    """Write a checkpoint in BART's layout, 4+4 × 512, that writes the same words whatever it reads."""
    text = next(SEEDS.glob("*.en.txt")).read_text("utf-8")
    tokenizer = ByteLevelBPETokenizer()
    tokenizer.train_from_iterator([text], vocab_size=4000, special_tokens=_SPECIALS, show_progress=False)
    tokenizer.save_model(str(folder))
    (folder / "tokenizer_config.json").write_text('{"model_max_length": 1024}', encoding="utf-8")
    torch.manual_seed(0)
    fields = bart((4, 4), 512, 2048, tokenizer.get_vocab_size(), max_position_embeddings=1024)
    config = hf.BartConfig(**fields, decoder_start_token_id=2, tie_word_embeddings=False)
    model = hf.AutoModelForSeq2SeqLM.from_config(config).eval()
    # Whole words of the text, each once, and a full stop.
    known = (tokenizer.token_to_id(f"Ġ{word}") for word, _ in Counter(text.split()).most_common())
    words = [number for number in known if number is not None][:_SUMMARY]
    chain = [2, tokenizer.token_to_id("."), *words]
    models.count_down(model, chain)
    with torch.no_grad():
        table = model.get_input_embeddings().weight
        table[2] = table[
            chain[-1]
        ]  # the start token is embedded like the last token of the chain, so the countdown begins there
        model.model.decoder.layers[-1].encoder_attn.out_proj.weight.zero_()
    models.save(model, folder)


if __name__ == "__main__":
    main()
