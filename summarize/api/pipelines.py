"""``pipeline("translation" | "summarization" | "text2text-generation")`` as transformers 4 had them.

The same arguments in, the same shapes out; underneath, whole texts go through this package: split
where they are too long, checked, never truncated. Arguments that would change the output and are not
supported are refused by name. ``docs/pipelines.md`` maps the arguments.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal

from summarize.errors import UsageError
from summarize.request import Decoding, Instruction, Request, Runtime
from summarize.text.languages import language as known_language

if TYPE_CHECKING:
    from summarize.engines.protocol import Engine

Kind = Literal["translation", "summarization", "text2text-generation"]

_KEYS = {
    "translation": "translation_text",
    "summarization": "summary_text",
    "text2text-generation": "generated_text",
}
_PAIR = re.compile(r"translation_(\w+?)_to_(\w+)")
_ORDER = re.compile(r"(?:<2\w+>|>>\w+<<)\s+")  # the target, for MADLAD and multilingual Marian
# Settings of ``generate`` that have the same name here.
_SETTINGS = ("num_beams", "max_new_tokens", "no_repeat_ngram_size", "length_penalty")
# Accepted and ignored: batches are packed by length, nothing is truncated, decoding is deterministic, and
# the model's classes are known from its files.
_IDLE = frozenset(
    (
        "batch_size", "clean_up_tokenization_spaces", "config", "device_map", "early_stopping",
        "feature_extractor", "framework", "model_kwargs", "num_workers", "padding", "pipeline_class",
        "return_text", "revision", "token", "tokenizer", "truncation", "trust_remote_code", "use_cache",
        "use_fast",
    )
)  # fmt: skip
_DTYPES = {"float32": "float32", "float16": "float16", "bfloat16": "bfloat16", "auto": "auto"}


def pipeline(task: str, model: str | None = None, **arguments: Any) -> Pipeline:
    """A callable that summarises or translates texts.

    Args:
        task: ``translation``, ``translation_en_to_kk``, ``summarization`` or ``text2text-generation``.
        model: a folder, a hub id in the cache or an alias; by default the best on this machine.
        arguments: those of transformers 4: ``device``, ``torch_dtype`` (``dtype``), ``src_lang``,
            ``tgt_lang``, ``prefix``, and settings of ``generate``.

    Raises:
        UsageError: an unknown task or argument, or an argument that would change the output
            and is not supported (``num_return_sequences``, ``do_sample``, ``return_tensors``).
        ModelError: on the first text, if no model does this.
    """
    pair = _PAIR.fullmatch(task)
    if not pair and task not in _KEYS:
        raise UsageError(f"unknown task {task!r}; known: {', '.join(_KEYS)}, translation_xx_to_yy")
    kind: Any = "translation" if pair else task
    if pair:
        arguments = {"src_lang": pair[1], "tgt_lang": pair[2], **arguments}
    return Pipeline(kind, model, _Settings().changed(arguments))


@dataclass(frozen=True)
class _Settings:
    """The arguments of version 4 as settings of this package."""

    runtime: Runtime = field(default_factory=Runtime)
    decoding: Decoding = field(default_factory=Decoding)
    source: str | None = None
    target: str | None = None
    prefix: str | None = None

    def changed(self, arguments: Mapping[str, Any]) -> _Settings:
        """These settings with some arguments changed."""
        settings = self
        for name, value in arguments.items():
            settings = settings._with(name, value)
        return settings

    def _with(self, name: str, value: Any) -> _Settings:
        if value is None or name in _IDLE:
            return self
        change: dict[str, Any] = {name: value}
        if name in _SETTINGS:
            return replace(self, decoding=replace(self.decoding, **change))
        if name == "max_length":  # version 4 counted the token that decoding begins with
            return replace(self, decoding=replace(self.decoding, max_new_tokens=max(int(value) - 1, 1)))
        if name in ("min_length", "min_new_tokens"):
            fewest = int(value) - (name == "min_length")
            return replace(
                self, decoding=replace(self.decoding, min_new_tokens=fewest if fewest > 0 else None)
            )
        return self._directed(name, value)

    def _directed(self, name: str, value: Any) -> _Settings:
        """The arguments for languages, prefix, device and precision."""
        if name == "src_lang":
            return replace(self, source=_language(value))
        if name == "tgt_lang":
            return replace(self, target=_language(value))
        if name == "prefix":
            return replace(self, prefix=value)
        if name == "device":
            return replace(self, runtime=replace(self.runtime, device=_device(value)))
        if name in ("torch_dtype", "dtype"):
            return replace(self, runtime=replace(self.runtime, precision=_precision(value)))
        if (name, value) in (("num_return_sequences", 1), ("do_sample", False), ("return_tensors", False)):
            return self
        raise UsageError(f"{name}={value!r} of transformers' pipelines is not supported here; leave it out")


@dataclass(frozen=True)
class Pipeline:
    """One text, a list of them or any iterable → dictionaries, in order, as version 4 returned them."""

    task: Kind
    model: str | None
    settings: _Settings

    def __call__(self, *texts: str | list[str] | Iterable[str], **arguments: Any) -> Any:
        """A text → a list of one dictionary; a list → a list of dictionaries; an iterable → an iterator.

        Raises:
            UsageError: an unknown argument, a value that is not text, or no target language.
            ModelError: no model does this.
        """
        settings = self.settings.changed(arguments)
        given = texts[0] if len(texts) == 1 else list(texts)
        if isinstance(given, str):
            return [self._done(given, settings)]
        if isinstance(given, list):
            return [self._done(text, settings) for text in given]
        if not isinstance(given, Iterable):
            raise UsageError(f"expected a text or a list of texts, not {type(given).__name__}")
        return self._each(given, settings)

    def _each(self, texts: Iterable[str], settings: _Settings) -> Iterator[list[dict[str, str]]]:
        return ([self._done(text, settings)] for text in texts)

    def _done(self, text: object, settings: _Settings) -> dict[str, str]:
        if not isinstance(text, str):
            raise UsageError(f"expected a text, not {type(text).__name__}")
        writers = {
            "translation": self._translated,
            "summarization": self._summarised,
            "text2text-generation": self._generated,
        }
        return {_KEYS[self.task]: writers[self.task](text, settings) if text.strip() else ""}

    def _translated(self, text: str, settings: _Settings) -> str:
        from summarize.api.run import translate
        from summarize.translation.direction import Options

        source, target = settings.source, settings.target or self._only_target()
        options = Options(decoding=settings.decoding, prefix=settings.prefix)
        return translate(
            text, target, language=source, model=self.model or (), options=options, runtime=settings.runtime
        ).text

    def _only_target(self) -> str:
        """The target of a model that has only one: version 4 needed no argument for a Marian pair."""
        from summarize.models.cache import checkpoint
        from summarize.models.checkpoints import directions

        targets = {target for _, target in directions(checkpoint(self.model))} if self.model else set()
        if len(targets) != 1:
            raise UsageError("no target language: give tgt_lang='kk', or the task translation_en_to_kk")
        return targets.pop()

    def _summarised(self, text: str, settings: _Settings) -> str:
        from summarize.api import run
        from summarize.text.documents import from_text

        request = Request(
            task="abstractive",
            model=self.model,
            prefix=settings.prefix,
            decoding=settings.decoding,
            runtime=settings.runtime,
        )
        return run.run(from_text(text, language=settings.source), request).text

    def _generated(self, text: str, settings: _Settings) -> str:
        # The caller writes the prefix into the text, so none is added. A language token at its beginning must
        # become the prefix: inside the text an engine would read it as ordinary text.
        order = _ORDER.match(text)
        prefix = settings.prefix or (order[0] if order else "")
        source = settings.source or "en"
        instruction = Instruction("summarization", source, settings.target or source, prefix=prefix)
        said = text[order.end() :] if order else text
        return _engine(self.model, settings.runtime).generate([said], instruction, settings.decoding)[0].text


def _engine(model: str | None, runtime: Runtime) -> Engine:
    from summarize.engines.loaded import LOADED
    from summarize.models.cache import checkpoint
    from summarize.models.choices import choose

    return LOADED.engine(checkpoint(model) if model else choose("summarization", "en", "en"), runtime)


def _language(code: str) -> str:
    """The ISO 639-1 form of a code as models write it: ``kaz_Cyrl``, ``kk_KZ``, ``kk``."""
    return known_language(re.split(r"[_-]", str(code).strip("_<>"))[0])


def _device(value: Any) -> Any:
    """Version 4's devices: -1, a number, a name or a ``torch.device``."""
    if isinstance(value, int):
        return "cpu" if value < 0 else "cuda"
    name = str(value).split(":")[0]
    if name not in ("auto", "cpu", "cuda", "mps"):
        raise UsageError(f"device={value!r} is not known; known: -1, 0, cpu, cuda, mps")
    return name


def _precision(value: Any) -> Any:
    name = str(value).removeprefix("torch.")
    if name not in _DTYPES:
        raise UsageError(f"torch_dtype={value!r} is not known; known: {', '.join(_DTYPES)}")
    return _DTYPES[name]
