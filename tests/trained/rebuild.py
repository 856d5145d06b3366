"""`make weights`: trains the tokenizers and the models of the tests anew, until each passes its exam.

Several seeds are tried. Where none passes, nothing is written and the reasons are said.
"""

from __future__ import annotations

import argparse
import functools
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
import transformers as hf
from template_language import Fact

from summarize.engines.precision import available
from trained import KEPT, MODELS, build, layouts, lessons, outline, place, vocabularies
from trained.exam import WAYS, examine
from trained.training import Lesson, Pair, Plan, train

SEEDS = (20, 21, 22, 23)


@dataclass(frozen=True)
class Course:
    """What a model is taught, by its tokenizer, and how."""

    lesson: Callable[[Path], Lesson]
    plan: Plan


def _bart(lesson: Callable[..., Lesson], *more: Any) -> Callable[[Path], Lesson]:
    return lambda path: lesson(lessons.encoder(hf.BartTokenizer.from_pretrained(path)), *more)


def _chat(path: Path) -> Lesson:
    return lessons.conversations(hf.AutoTokenizer.from_pretrained(path))


def _nllb(path: Path) -> Lesson:
    tokenizer = hf.NllbTokenizer.from_pretrained(path)
    codes = {
        language: tokenizer.convert_tokens_to_ids(code)
        for language, code in {"en": "eng_Latn", "ru": "rus_Cyrl", "kk": "kaz_Cyrl"}.items()
    }

    @functools.cache
    def ids(text: str, language: str) -> list[int]:
        plain = tokenizer(text, add_special_tokens=False)["input_ids"]
        return [codes[language], *plain, tokenizer.eos_token_id]

    def encode(fact: Fact, source: str, target: str) -> Pair:
        return ids(fact.said(source), source), ids(fact.said(target), target)

    return lessons.translations(encode, WAYS["nllb"])


def _marian(path: Path) -> Lesson:
    tokenizer = hf.MarianTokenizer.from_pretrained(path)

    @functools.cache
    def ids(text: str, side: str) -> list[int]:
        return list(tokenizer(**{side: text})["input_ids"])

    def encode(fact: Fact, source: str, target: str) -> Pair:
        return ids(fact.said(source), "text"), ids(fact.said(target), "text_target")

    return lessons.translations(encode, WAYS["opus-mt-en-ru"])


def _madlad(path: Path) -> Lesson:
    tokenizer = hf.T5Tokenizer.from_pretrained(path)

    @functools.cache
    def ids(text: str) -> list[int]:
        return list(tokenizer(text)["input_ids"])

    def encode(fact: Fact, source: str, target: str) -> Pair:
        return ids(f"<2{target}> {fact.said(source)}"), ids(fact.said(target))

    return lessons.translations(encode, WAYS["madlad"])


COURSES = {
    "summarizer": Course(_bart(lessons.summaries, layouts.READS), Plan(600, 6e-3)),
    "copier": Course(_bart(lessons.copies), Plan(500, 6e-3)),
    "liar": Course(_bart(lessons.lies, layouts.READS), Plan(600, 6e-3)),
    "chat": Course(_chat, Plan(700, 5e-3, rows=16, filler=0, causal=True)),
    # The first token of NLLB's output is forced when the model is used.
    "nllb": Course(_nllb, Plan(900, 3e-3, forced=1)),
    "opus-mt-en-ru": Course(_marian, Plan(500, 3e-3)),
    "madlad": Course(_madlad, Plan(900, 3e-3, filler=0)),
}


def rebuild(name: str, kept: Path) -> None:
    """Train one model until it passes its exam, and keep its weights below ``kept``.

    Raises:
        SystemExit: it fails with every seed.
    """
    failed = []
    for seed in SEEDS:
        began = time.monotonic()
        torch.manual_seed(seed)
        with tempfile.TemporaryDirectory() as draft:
            path = Path(draft)
            place(MODELS[name].tokenizer, kept, path)
            model = outline(name, path).untrained()
            train(model, COURSES[name].lesson(path), COURSES[name].plan, seed)
        weights = kept / f"{name}.safetensors"
        layouts.keep(model, weights)
        faults, said = _sat(name, kept)
        sys.stdout.write(f"{name}, seed {seed}: {said}; {time.monotonic() - began:.0f} s\n")
        sys.stdout.flush()
        if not faults:
            return
        failed += [f"{name}, seed {seed}: {fault}" for fault in faults[:5]]
    raise SystemExit("\n".join([*failed, f"{name} fails its exam with every seed; nothing was kept"]))


def _sat(name: str, kept: Path) -> tuple[list[str], str]:
    """What is wrong with a model, and its marks, in every precision of this processor."""
    faults: list[str] = []
    said: list[str] = []
    with tempfile.TemporaryDirectory() as draft:
        build(name, Path(draft), kept)
        for kind in available():
            marks = examine(name, Path(draft), kind)
            faults += [f"{kind}: {fault}" for fault in marks.faults]
            said.append(f"{kind} {len(marks.amiss)} amiss, {marks.margin:.2f} nats, beams {marks.beams:.2f}")
    return faults, "; ".join(said)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=KEPT, help="the folder that the weights are kept in")
    given = parser.parse_args()
    torch.set_num_threads(1)  # many times faster than two for models this small
    hf.logging.set_verbosity_error()
    hf.logging.disable_progress_bar()
    with tempfile.TemporaryDirectory() as draft:
        kept = Path(draft)
        vocabularies.write(kept / "tokenizers")
        for name in MODELS:
            rebuild(name, kept)
        for file in sorted(path for path in kept.rglob("*") if path.is_file()):
            target = given.out / file.relative_to(kept)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(file.read_bytes())  # with the usual permissions, not the draft's


if __name__ == "__main__":
    main()
