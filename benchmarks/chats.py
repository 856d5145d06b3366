"""How fast chat models read and write: the library, our decoder in each precision, llama.cpp.

    python benchmarks/chats.py FOLDER [--gguf FILE ...] [--rows 1 8] [--rounds 5]

Every engine gets the same ids and writes the same number of tokens, whatever it writes. Engines alternate;
the figures are medians of processor time, with one thread. *reading* is the time to the first token,
*writing* that of all tokens after it. *shared* is the first token of a second prompt that begins as the first
did, as a share of the first's. llama.cpp is measured if its wheel, ``xllamacpp``, is installed.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import torch
import transformers as hf

from summarize.engines import precision
from summarize.engines.decoder import causal_architecture
from summarize.engines.decoder.causal_network import CausalNetwork
from summarize.engines.decoder.rules import rules
from summarize.engines.decoder.tensors import Tensors
from summarize.engines.decoder.workers import decode

Rows = Sequence[Sequence[int]]
# Writes so many tokens for each row; what was read before is forgotten unless it is to be kept.
Engine = Callable[[Rows, int, bool], None]
PROMPT, TOKENS, SHARED = 430, 32, 200


def library(folder: Path) -> Engine:
    """``generate`` in float32."""
    model = hf.AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32).eval()

    def run(rows: Rows, tokens: int, keep: bool) -> None:
        ids = torch.tensor(rows)
        with torch.inference_mode():
            model.generate(
                input_ids=ids,
                attention_mask=torch.ones_like(ids),
                min_new_tokens=tokens,
                max_new_tokens=tokens,
                do_sample=False,
                pad_token_id=0,
            )

    return run


def ours(folder: Path, kind: precision.Precision) -> Engine:
    """The decoder of this project."""
    shape = causal_architecture.read(hf.AutoConfig.from_pretrained(folder))
    network = CausalNetwork(shape, Tensors(sorted(folder.glob("*.safetensors"))), kind)

    def run(rows: Rows, tokens: int, keep: bool) -> None:
        if not keep:
            network.forget()
        decode(network, rows, [tokens] * len(rows), rules({}))

    return run


def llama_server(file: Path, slots: int, room: int) -> Any:
    """A server of llama.cpp with so many slots, each with room for so many tokens."""
    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = str(file)
    params.n_ctx, params.n_parallel = slots * room, slots
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = torch.get_num_threads()
    params.n_gpu_layers, params.warmup, params.verbosity = 0, False, -1
    return xllamacpp.Server(params)


def completed(server: Any, row: Sequence[int], tokens: int, keep: bool) -> int:
    """Let llama.cpp write so many tokens; how many it wrote."""
    asked = {"prompt": list(row), "n_predict": tokens, "temperature": 0.0, "ignore_eos": True}
    return int(server.handle_completions(asked | {"cache_prompt": keep})["usage"]["completion_tokens"])


def llama(file: Path, rows: int) -> Engine:
    """llama.cpp, as many rows at once as there are."""
    server = llama_server(file, rows, 1024)

    def run(rows: Rows, tokens: int, keep: bool) -> None:
        with ThreadPoolExecutor(len(rows)) as pool:
            list(pool.map(lambda row: completed(server, row, tokens, keep), rows))

    return run


def engines(folder: Path, files: Sequence[Path], rows: int) -> Iterator[tuple[str, Engine]]:
    yield "generate, float32", library(folder)
    for kind in precision.available():
        yield kind, ours(folder, kind)
    for file in files:
        yield f"llama.cpp, {file.stem.rpartition('-')[2]}", llama(file, rows)


def seconds(engine: Engine, rows: Rows, tokens: int, keep: bool = False) -> float:
    """Processor time of all threads."""
    start = time.process_time()
    engine(rows, tokens, keep)
    return time.process_time() - start


def measure(folder: Path, files: Sequence[Path], rows: int, rounds: int) -> None:
    """Print one table for so many rows."""
    vocabulary = hf.AutoConfig.from_pretrained(folder).get_text_config().vocab_size
    generator = torch.Generator().manual_seed(1)
    found: dict[str, list[tuple[float, float, float]]] = {}
    compared = list(engines(folder, files, rows))
    for _ in range(rounds):
        shape = (rows + 2, PROMPT)
        made = torch.randint(vocabulary // 100, vocabulary // 2, shape, generator=generator).tolist()
        prompts, (first, second) = made[:rows], made[rows:]
        second[:SHARED] = first[:SHARED]
        for name, engine in compared:
            read = seconds(engine, prompts, 1)
            written = seconds(engine, prompts, 1 + TOKENS) - read
            alone = seconds(engine, [first], 1)
            shared = seconds(engine, [second], 1, keep=True)
            found.setdefault(name, []).append((read, written, shared / alone))
            print(f"{name}: {read:.2f} s, {written:.2f} s, {shared / alone:.2f}", file=sys.stderr, flush=True)
    print(f"\n## {folder.name}: {rows} × {PROMPT} tokens read, {TOKENS} written\n")
    print("| engine | read, tokens/s | × generate | written, tokens/s | × generate | shared |")
    print("|---|--:|--:|--:|--:|--:|")
    medians: dict[str, Any] = {
        name: [statistics.median(column) for column in zip(*times, strict=True)]
        for name, times in found.items()
    }
    base = medians["generate, float32"]
    for name, (read, written, shared) in medians.items():
        print(
            f"| {name} | {rows * PROMPT / read:.0f} | {base[0] / read:.2f} "
            f"| {rows * TOKENS / written:.1f} | {base[1] / written:.2f} | {shared:.2f} |",
            flush=True,
        )


def main() -> None:
    """Measure one model folder."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--gguf", type=Path, nargs="*", default=[])
    parser.add_argument("--rows", type=int, nargs="*", default=[1, 8])
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    torch.set_num_threads(1)
    hf.logging.set_verbosity_error()
    hf.logging.disable_progress_bar()
    for rows in given.rows:
        measure(given.folder, given.gguf, rows, given.rounds)


if __name__ == "__main__":
    main()
