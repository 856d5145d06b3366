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
    from summarize.models.checkpoints import Checkpoint

Kind = Literal["translation", "summarization", "text2text-generation"]

_KEYS = {
    "translation": "translation_text",
    "summarization": "summary_text",
    "text2text-generation": "generated_text",
}
_PAIR = re.compile(r"translation_(\w+?)_to_(\w+)")
_ORDER = re.compile(r"(?:<2\w+>|>>\w+<<)\s+")  # the target, for MADLAD and multilingual Marian
# Settings of ``generate`` that have the same name here.
_SETTINGS = (
    "num_beams", "max_new_tokens", "no_repeat_ngram_size", "length_penalty", "repetition_penalty",
    "early_stopping", "bad_words_ids", "forced_bos_token_id", "forced_eos_token_id",
)  # fmt: skip
# Accepted and ignored: batches are packed by length, nothing is truncated, decoding is deterministic (so that
# the settings of sampling have no effect), and the model's classes are known from its files.
_IDLE = frozenset(
    (
        "batch_size", "clean_up_tokenization_spaces", "config", "device_map",
        "feature_extractor", "framework", "model_kwargs", "num_workers", "padding", "pipeline_class",
        "min_p", "return_text", "revision", "temperature", "token", "tokenizer", "top_k", "top_p",
        "truncation", "trust_remote_code", "typical_p", "use_cache", "use_fast",
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
        if name == "generate_kwargs":
            return self.changed(value)
        if name in _SETTINGS:
            change: dict[str, Any] = {name: _setting(name, value)}
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
        from summarize.engines.loaded import LOADED

        # The caller writes the prefix into the text, so none is added. A language token at its beginning must
        # become the prefix: inside the text an engine would read it as ordinary text.
        order = _ORDER.match(text)
        prefix = settings.prefix or (order[0] if order else "")
        checkpoint = self._checkpoint(settings)
        instruction = replace(_instruction(checkpoint, settings), prefix=prefix)
        said = text[order.end() :] if order else text
        engine = LOADED.engine(checkpoint, settings.runtime)
        return engine.generate([said], instruction, settings.decoding)[0].text

    @property
    def tokenizer(self) -> Any:
        """The model's tokenizer, as transformers loads it.

        Raises:
            UsageError: no model is named and no target language either.
            ModelError: the model is not on this machine.
        """
        from summarize.engines.loaded import LOADED

        engine: Any = LOADED.engine(self._checkpoint(self.settings), self.settings.runtime)
        return engine.tokenizer

    def _checkpoint(self, settings: _Settings) -> Checkpoint:
        """The model that was named, or the best on this machine for the task."""
        from summarize.models.cache import checkpoint
        from summarize.models.choices import choose

        if self.model:
            return checkpoint(self.model)
        if self.task == "translation":
            target = settings.target or self._only_target()
            return choose("translation", settings.source or ("ru" if target == "en" else "en"), target)
        return choose("summarization", "en", "en")


def _instruction(checkpoint: Checkpoint, settings: _Settings) -> Instruction:
    """What a text-to-text model is asked; one that was trained for a pair of languages translates it."""
    from summarize.models.checkpoints import directions

    pairs = [
        (source, target)
        for source, target in sorted(directions(checkpoint))
        if settings.source in (None, source) and settings.target in (None, target)
    ]
    if checkpoint.family.scheme == "pair" and pairs:
        return Instruction("translation", *pairs[0])
    source = settings.source or "en"
    return Instruction("summarization", source, settings.target or source)


def _setting(name: str, value: Any) -> Any:
    """A setting of ``generate`` as ``Decoding`` has it; a wrong value is an error there too."""
    if name == "repetition_penalty" and not (isinstance(value, int | float) and value > 0):
        raise UsageError(f"repetition_penalty={value!r} must be a number above 0")
    if name == "bad_words_ids":
        return tuple(tuple(word) for word in value) or None
    return value


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
