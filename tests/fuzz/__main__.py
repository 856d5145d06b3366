"""Look for inputs that a reader fails on: ``PYTHONPATH=tests python -m fuzz TARGET --seconds 60 --seed 1``.

Stops at the first failure: keeps the input, says how to repeat it, and exits with 1. An input that takes
longer than a minute ends the process with a traceback of where it was, and is kept too.
"""

from __future__ import annotations

import argparse
import faulthandler
import os
import sys
import time
import warnings
from pathlib import Path

from fuzz.mutation import damaged
from fuzz.trial import TARGETS, failure, target

_HANGS = 60  # seconds
_SLOW = 10.0  # seconds of processor time for one input; the slowest take a tenth of one
_EVERY = 10  # seconds between two lines of progress


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m fuzz", description="Give a reader damaged inputs.")
    parser.add_argument("target", choices=TARGETS)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=0, help="what the series of inputs begins with")
    parser.add_argument("--input", type=Path, help="give this file instead, once")
    parser.add_argument("--keep", type=Path, help="the file that an input is kept in when it fails")
    arguments = parser.parse_args()
    os.environ.update(HF_HUB_OFFLINE="1", TOKENIZERS_PARALLELISM="false")
    warnings.simplefilter("error")
    name = arguments.target
    if arguments.input:
        problem = _tried(name, arguments.input.read_bytes())
        print(problem or f"{name}: nothing is wrong")  # noqa: T201
        return bool(problem)
    return _search(name, arguments.seed, arguments.seconds, arguments.keep or Path(f"fuzz-{name}.input"))


def _search(name: str, seed: int, seconds: float, kept: Path) -> int:
    attacked = target(name)
    seeds = attacked.seeds()
    began = said = time.monotonic()
    number = 0
    while time.monotonic() - began < seconds:
        data = damaged(seeds, attacked.TOKENS, seed, number)
        kept.write_bytes(data)  # before it is tried, for an input that ends the process
        if problem := _tried(name, data):
            repeat = f"PYTHONPATH=tests python -m fuzz {name} --input {kept}"
            print(problem, f"{name}: input {number} of seed {seed} fails; repeat: {repeat}", sep="\n")  # noqa: T201
            return 1
        number += 1
        if time.monotonic() - said > _EVERY:
            said = time.monotonic()
            print(f"{name}: {number} inputs in {said - began:.0f} s", flush=True)  # noqa: T201
    kept.unlink(missing_ok=True)
    print(f"{name}: {number} inputs of seed {seed}, nothing is wrong")  # noqa: T201
    return 0


def _tried(name: str, data: bytes) -> str | None:
    """What is wrong with how the target ends, if it ends."""
    faulthandler.dump_traceback_later(_HANGS, exit=True)
    began = time.process_time()
    problem = failure(target(name), data)
    took = time.process_time() - began
    faulthandler.cancel_dump_traceback_later()
    return problem or (f"it takes {took:.0f} s of processor time" if took > _SLOW else None)


if __name__ == "__main__":
    sys.exit(main())
