"""Time from the start of a process to the first token, and peak memory: our decoder and the library.

    python benchmarks/decoding_start.py FOLDER [--rounds 3] [--from en] [--to kk]

FOLDER is a checkpoint. Every run is a process of its own that loads it and writes one token for one short
sentence. Engines run in turns. Prints medians of wall-clock seconds and the peak resident memory; mapped
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

ENGINES = ("transformers float32", "float32", "bfloat16", "int8")


def main() -> None:
    """Measure in turns and print a table."""
    options = _options()
    if options.only:
        _first_token(options)
        return
    seen: dict[str, list[tuple[float, int]]] = {name: [] for name in ENGINES}
    for _ in range(options.rounds):
        for name in ENGINES:
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
    text = "The bus leaves at noon."
    if options.only.startswith("transformers"):
        import transformers as hf

        tokenizer = hf.AutoTokenizer.from_pretrained(options.folder)
        model = hf.AutoModelForSeq2SeqLM.from_pretrained(options.folder)
        model.generate(**tokenizer(text, return_tensors="pt"), max_new_tokens=1, max_length=None)
    else:
        from summarize.engines.load import load_engine
        from summarize.models import checkpoints
        from summarize.request import Decoding, Instruction, Runtime

        found = load_engine(
            checkpoints.describe(options.folder), Runtime(device="cpu", precision=options.only)
        )
        asked = Instruction("translation", options.source, options.target)
        found.generate([text], asked, Decoding(num_beams=1, max_new_tokens=1))
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, flush=True)
    # Skip the cleanup, which nobody waits for.
    os._exit(0)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--from", dest="source", default="en")
    parser.add_argument("--to", dest="target", default="kk")
    parser.add_argument("--only", default="", help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    main()
