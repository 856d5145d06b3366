"""Requests: frozen values that say which task to do, how long the result may be, and how to run the model."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from summarize.errors import UsageError

Task = Literal["extractive", "abstractive", "translation"]
Unit = Literal["sentences", "words", "ratio", "scale"]
Stop = Literal["complete", "loop"]  # why writing ended before the model ended it


@dataclass(frozen=True)
class Length:
    """How long a summary may be.

    ``sentences`` and ``words`` take whole numbers; ``ratio`` is a share of the source's sentences, above 0
    and at most 1; ``scale`` multiplies the length that suits the text: see ``SIZES``.
    """

    unit: Unit
    amount: float

    def __post_init__(self) -> None:
        if self.unit == "scale":
            if not self.amount > 0:
                raise UsageError(f"a scale of lengths must be above 0, not {self.amount:g}")
        elif self.unit == "ratio":
            if not 0 < self.amount <= 1:
                raise UsageError(f"--ratio must be above 0 and at most 1, not {self.amount:g}")
        elif not self.amount >= 1 or self.amount % 1:  # also not for what is no number, or without end
            raise UsageError(f"--{self.unit} must be a whole number of at least 1, not {self.amount:g}")


SIZES: Final = {"short": Length("scale", 0.5), "medium": Length("scale", 1), "long": Length("scale", 2)}


@dataclass(frozen=True)
class Instruction:
    """What a model has to do with each text.

    ``source`` and ``target`` are ISO 639-1 codes (``en``, ``ru``, ``kk``); for a summary they are usually
    equal. ``prefix`` and ``prompt`` (a file) override those of the checkpoint's family. ``length`` and
    ``terms`` reach only chat models, which are instructed in words; ``terms`` returns the words of a text
    that have a fixed translation, as (word, translation). ``tags`` is whether the texts have numbered tags
    that a chat model is told to keep. ``choose`` is asked which of several outputs for a
    text to keep, the best first, by an engine that has searched several beams to their ends. A ``headline``
    has a prompt of its own.
    """

    task: Literal["summarization", "translation"]
    source: str
    target: str
    length: Length | None = None
    prefix: str | None = None
    prompt: str | None = None
    terms: Callable[[str], Sequence[tuple[str, str]]] | None = None
    choose: Callable[[str, Sequence[str]], int] | None = None
    shape: Literal["sentences", "headline"] = "sentences"
    tags: bool = False


@dataclass(frozen=True)
class Stopping:
    """When writing ends before the model ends it: in a loop, and once ``length`` is complete.

    ``length`` is in sentences or words. A beam search is left alone: only its best beam is returned, and
    which one that is, is known at its end. ``final`` says that what is written is the summary itself and not
    that of a part, so that it may be shown as it is written.
    """

    length: Length | None = None
    final: bool = False


@dataclass(frozen=True)
class Decoding:
    """How an engine generates; ``None`` means the checkpoint's own setting.

    Field names are those of ``generate`` in Hugging Face's transformers, but for ``stopping``: without it a
    text ends where the model ends it, or at the limit.
    """

    num_beams: int | None = None
    max_new_tokens: int | None = None
    min_new_tokens: int | None = None
    no_repeat_ngram_size: int | None = None
    length_penalty: float | None = None
    repetition_penalty: float | None = None
    early_stopping: bool | Literal["never"] | None = None
    bad_words_ids: tuple[tuple[int, ...], ...] | None = None
    forced_bos_token_id: int | None = None
    forced_eos_token_id: int | None = None
    seed: int = 0
    stopping: Stopping | None = None


@dataclass(frozen=True)
class Runtime:
    """How a model is loaded and run on this machine.

    ``shortlist`` restricts the output vocabulary to tokens in the target's script and those of the sources,
    for models that support it.
    """

    device: Literal["auto", "cpu", "cuda", "mps"] = "auto"
    precision: Literal["auto", "float32", "bfloat16", "float16", "int8"] = "auto"
    threads: int | None = None
    safetensors_only: bool = False
    shortlist: bool = False


@dataclass(frozen=True)
class Editing:
    """What of a file is translated when it is written back in its own format.

    ``comments`` are those of reviewers; ``sheet_names`` the names of a workbook's sheets. ``tracked`` says
    what happens to tracked changes: ``accept`` makes them the text, ``keep`` leaves paragraphs with any as
    they are. ``again`` translates also what a catalogue (PO) has a translation for. ``formats`` are those
    for which this is; all by default.
    """

    comments: bool = False
    sheet_names: bool = False
    tracked: Literal["accept", "keep"] = "accept"
    again: bool = False
    formats: frozenset[str] | None = None


@dataclass(frozen=True)
class ReadingOptions:
    """How files are read.

    ``encoding`` is for formats that are text; ``password`` opens a protected PDF; ``whole_page`` keeps
    menus and notices of a web page; ``attachments`` says that those of an e-mail are read as documents of
    their own. ``column`` and ``key`` name what holds the text in tables (CSV) and records (JSON). ``ocr``
    recognises the letters in pictures, for which the ``language`` (ISO 639-1) helps if it is known.
    ``strict`` refuses a text with bytes that are no characters. With ``editing``, a file of a format that can
    be written back is read into the blocks that are translated: see ``summarize.text.blocks``.
    """

    encoding: str | None = None
    password: str | None = None
    whole_page: bool = False
    attachments: bool = False
    column: str | None = None
    key: str | None = None
    ocr: bool = False
    language: str | None = None
    strict: bool = False
    editing: Editing | None = None


@dataclass(frozen=True)
class MemoryOptions:
    """What translations are at hand before a model is asked.

    ``memory`` is a translation memory (TMX or SQLite); ``fuzzy`` the least share of equal words, in percent,
    from which the translation of a similar sentence is used; with ``remember``, what passes its checks is
    added to the memory. ``apply`` is an edited translation that is taken back instead.
    """

    memory: str | None = None
    fuzzy: float = 85
    remember: bool = False
    apply: str | None = None


@dataclass(frozen=True)
class TranslationOptions:
    """How a document is translated, apart from what the model does.

    ``glossary`` is a file of terms, or ``starter`` for the one that comes with the package; ``path`` the
    languages to go through, such as ``("en", "ru", "kk")``. ``lines`` keeps every line a unit of its own;
    ``typography`` sets quotation marks and numbers as the target language does; ``script`` is for Kazakh;
    without ``mend`` a flagged sentence is not tried again. ``meaning`` names a sentence encoder that compares
    translations with their sources. ``memory`` says which translations are at hand.
    """

    glossary: str | None = None
    path: tuple[str, ...] = ()
    lines: bool = False
    typography: bool = False
    script: Literal["cyrillic", "latin"] = "cyrillic"
    mend: bool = True
    meaning: str | None = None
    memory: MemoryOptions = field(default_factory=MemoryOptions)


Unfaithful = Literal["warn", "fail", "extract"]
Shape = Literal["sentences", "bullets", "headline", "lead"]
Order = Literal["auto", "summarize-first", "translate-first"]


@dataclass(frozen=True)
class Request:
    """What to do with each document of a run.

    ``model`` is a folder, a hub id in the cache or an alias; ``max_input`` lowers the number of tokens it
    reads at once, or sets it if its files do not. ``unfaithful`` is what to do with a generated text that
    fails its checks; ``strict`` makes every shortfall of a generated text an error. A summary in another
    language (``target``) is translated by ``translators``, in the order given by ``route``: ``auto``
    summarises first unless the summariser cannot read the text's language. ``about`` is what the summary is
    to be about, and the same in other words; empty for all of the text. ``by_section`` gives each section a
    summary of its own under its heading, and ``length`` is the length of one. ``entities`` adds who, where,
    when and how much. Findings of the kinds ``allow`` and those in the file ``waivers`` are muted;
    ``reader`` is the language of messages about findings.
    """

    task: Task = "extractive"
    length: Length | None = None
    shape: Shape = "sentences"
    by_section: bool = False
    about: tuple[str, ...] = ()
    entities: bool = False
    target: str | None = None
    translators: tuple[str, ...] = ()
    route: Order = "auto"
    model: str | None = None
    max_input: int | None = None
    prefix: str | None = None
    prompt: str | None = None
    unfaithful: Unfaithful = "warn"
    strict: bool = False
    allow: tuple[str, ...] = ()
    waivers: str | None = None
    reader: str = "en"
    decoding: Decoding = field(default_factory=Decoding)
    runtime: Runtime = field(default_factory=Runtime)
    translation: TranslationOptions = field(default_factory=TranslationOptions)
