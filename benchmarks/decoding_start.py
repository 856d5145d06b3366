"""Time from the start of a process to the first token, and peak memory: our decoder and the library.

    python benchmarks/decoding_start.py FOLDER [--rounds 3] [--from en] [--to kk] [--gguf FILE]

FOLDER is a checkpoint. Every run is a process of its own that loads it and writes one token for one short
sentence: a translation, or a summary by a chat model, which llama.cpp writes from FILE, too. Engines run in
turns. Prints medians of wall-clock seconds and the peak resident memory; mapped
pages count as resident while they are mapped.
"""

import argparse
import os
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

ENGINES = ("transformers float32", "float32", "bfloat16", "int8")
TEXT = "The bus leaves at noon."


def main() -> None:
    """Measure in turns and print a table."""
    options = _options()
    if options.only:
        _first_token(options)
        return
    names = [*ENGINES, "llama.cpp"] if options.gguf else ENGINES
    seen: dict[str, list[tuple[float, int]]] = {name: [] for name in names}
    for _ in range(options.rounds):
        for name in names:
            seen[name].append(_run(name))
    print("| engine | seconds | spread | × transformers | peak MB |\n|---|--:|--:|--:|--:|")
    base = statistics.median(seconds for seconds, _ in seen[ENGINES[0]])
    for name, runs in seen.items():
        times = [seconds for seconds, _ in runs]
        middle, most = statistics.median(times), max(peak for _, peak in runs)
        spread = f"{min(times):.1f}–{max(times):.1f}"
        print(f"| {name} | {middle:.1f} | {spread} | {middle / base:.2f} | {most / 1024:.0f} |")


def _run(name: str) -> tuple[float, int]:
    """Seconds of one process, and the peak in kilobytes that it prints."""
    start = time.perf_counter()
    done = subprocess.run([sys.executable, *sys.argv, "--only", name], check=True, capture_output=True)
    return time.perf_counter() - start, int(done.stdout.split()[-1])


def _first_token(options: argparse.Namespace) -> None:
    if options.only == "llama.cpp":
        _llama(options.gguf)
    elif options.only.startswith("transformers"):
        _library(options.folder)
    else:
        _ours(options)
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, flush=True)
    # Skip the cleanup, which nobody waits for.
    os._exit(0)


def _library(folder: Path) -> None:
    import transformers as hf

    tokenizer: Any = hf.AutoTokenizer.from_pretrained(folder)
    both_sides = hf.AutoConfig.from_pretrained(folder).is_encoder_decoder
    kind = hf.AutoModelForSeq2SeqLM if both_sides else hf.AutoModelForCausalLM
    model: Any = kind.from_pretrained(folder, dtype="float32")
    model.generate(**tokenizer(TEXT, return_tensors="pt"), max_new_tokens=1, max_length=None)


def _ours(options: argparse.Namespace) -> None:
    from summarize.engines.load import load_engine
    from summarize.models import checkpoints
    from summarize.request import Decoding, Instruction, Runtime

    checkpoint = checkpoints.describe(options.folder)
    found = load_engine(checkpoint, Runtime(device="cpu", precision=options.only))
    asked = Instruction("translation", options.source, options.target)
    if checkpoint.family.kind == "causal":
        asked = Instruction("summarization", options.source, options.source)
    found.generate([TEXT], asked, Decoding(num_beams=1, max_new_tokens=1))


def _llama(file: Path) -> None:
    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path, params.n_gpu_layers = str(file), 0
    params.warmup, params.verbosity = False, -1
    asked = {"prompt": TEXT, "n_predict": 1, "temperature": 0.0}
    xllamacpp.Server(params).handle_completions(asked)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--from", dest="source", default="en")
    parser.add_argument("--to", dest="target", default="kk")
    parser.add_argument("--gguf", type=Path)
    parser.add_argument("--only", default="", help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    main()
