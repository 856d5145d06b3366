"""Peak memory, and the time to the first token, of each engine in a process of its own.

    python benchmarks/decoding_memory.py [--sizes marian,nllb] [--rounds 3] [--quick]

Checkpoints of real size with synthetic weights, embeddings stored as the family stores them, are written to
a temporary folder (up to 3 GB). A run loads one, writes one token, then four sentences of 24 tokens.
*sorted* is the library's ``from_pretrained`` and ``generate``.
Mapped pages count as resident while they are mapped. No tokenizer is loaded, since it costs every engine the
same; ``decoding_start.py`` measures a real checkpoint with its tokenizer.

Prints medians of wall-clock seconds and the largest of the peaks and, without ``--quick``, keeps them in
docs/decoding.json.
"""

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

# The measured processes run this file, too, so that each imports only what its engine needs.
ENGINES = ("sorted", "float32", "bfloat16", "int8")
_SENTENCES, _TOKENS = 4, 24


def main() -> None:
    """Measure in turns, print the medians and save them."""
    options = _options()
    if options.only == "write":
        import decoding_models as models

        models.save(models.build_as_stored(options.sizes), options.folder)
    elif options.only:
        _run(options.only, options.folder)
    else:
        _measure(options)


def _measure(options: argparse.Namespace) -> None:
    import decoding_report as report
    import decoding_results as kept
    from decoding_sizes import SIZES

    for size in options.sizes.split(",") if options.sizes else SIZES:
        seen: dict[str, list[tuple[float, float]]] = {name: [] for name in ENGINES}
        with tempfile.TemporaryDirectory() as folder:
            _child("write", folder, size)
            for _ in range(1 if options.quick else options.rounds):
                for name in list(seen):
                    try:
                        seen[name].append(_child(name, folder, size))
                    except subprocess.CalledProcessError:  # it has printed why: not on this processor
                        del seen[name]
        found = [
            kept.Memory(size, name, statistics.median(s for s, _ in runs), max(peak for _, peak in runs))
            for name, runs in seen.items()
        ]
        for one in found:
            print(f"{size} {one.engine:15} {one.seconds:6.1f} s {one.megabytes:8,.0f} MB", flush=True)
        if not options.quick:
            every = kept.load()
            every.add_memory(found)
            every.save()
            report.write(every)


def _child(name: str, folder: str, size: str) -> tuple[float, float]:
    """Seconds until a process has its first token, and its peak in megabytes."""
    command = [sys.executable, __file__, "--only", name, "--folder", folder, "--sizes", size]
    start = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout
        child.stdout.readline()
        first, peak = time.perf_counter() - start, child.stdout.read()
    if child.returncode:
        raise subprocess.CalledProcessError(child.returncode, command)
    return first, float(peak or 0)


def _run(name: str, folder: Path) -> None:
    """Load and write; print when the first token is there, and the peak memory at the end."""
    import decoding_engines as engines

    from summarize.engines import precision

    if name == ENGINES[0]:
        run = engines.library(_loaded(folder), batched=True)
    else:
        run = engines.ours(folder, precision.choose(name))
    rows = [[100 + n] * 27 for n in range(_SENTENCES)]
    run(rows[:1], 1, 1, True)
    print("first token", flush=True)
    run(rows, 1, _TOKENS, True)
    # ru_maxrss is in kibibytes, on macOS in bytes.
    unit = 1e-6 if sys.platform == "darwin" else 1.024e-3
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit, flush=True)
    # Skip the cleanup, which nobody waits for.
    os._exit(0)


def _loaded(folder: Path) -> Any:
    import transformers as hf

    hf.logging.set_verbosity_error()
    hf.logging.disable_progress_bar()
    config = hf.AutoConfig.from_pretrained(folder)
    model = hf.AutoModelForSeq2SeqLM if config.is_encoder_decoder else hf.AutoModelForCausalLM
    return model.from_pretrained(folder, dtype="float32")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", default="")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--quick", action="store_true", help="one round, nothing saved")
    parser.add_argument("--only", default="", help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    main()
