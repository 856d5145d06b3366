"""Options that several commands share, as groups that make one value.

``@with_options(READING, REQUEST)`` gives a command all options of both groups, and the command receives
what the groups make of them: ``reading``, a ``ReadingOptions``, and ``request``, a ``Request``. So a flag and
its place in a request are written once, whichever command has it.
"""

from __future__ import annotations

import functools
import inspect
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from summarize.cli.destination import Destination
from summarize.cli.options import (
    Again,
    Allow,
    Apply,
    Attachments,
    Beams,
    Column,
    Comments,
    Device,
    Encoding,
    Fuzzy,
    Glossary,
    Key,
    Lines,
    MaxInput,
    MaxNewTokens,
    Meaning,
    Memory,
    Mend,
    Ocr,
    Output,
    Overwrite,
    Password,
    Precision,
    Prefix,
    PromptFile,
    Quiet,
    Ratio,
    Remember,
    SafetensorsOnly,
    Script,
    Seed,
    Sentences,
    SheetNames,
    Shortlist,
    Size,
    SkipExisting,
    Threads,
    Tracked,
    Translators,
    Typography,
    Unfaithful,
    Verbose,
    Waivers,
    WholePage,
    Words,
)
from summarize.cli.verbosity import Verbosity
from summarize.errors import UsageError
from summarize.request import (
    Decoding,
    Editing,
    MemoryOptions,
    ReadingOptions,
    Request,
    Runtime,
    TranslationOptions,
)

_Options: TypeAlias = Mapping[str, tuple[Any, Any]]  # by parameter: its annotation and its default


@dataclass(frozen=True)
class OptionGroup:
    """Options of several commands, which receive what ``build`` makes of them as their parameter ``name``."""

    name: str
    build: Callable[..., Any]
    options: _Options


_READING: _Options = {
    "encoding": (Encoding, None),
    "password": (Password, None),
    "whole_page": (WholePage, False),
    "attachments": (Attachments, False),
    "ocr": (Ocr, False),
    "column": (Column, None),
    "key": (Key, None),
}
_RUNTIME: _Options = {
    "device": (Device, "auto"),
    "precision": (Precision, "auto"),
    "shortlist": (Shortlist, False),
    "threads": (Threads, None),
    "safetensors_only": (SafetensorsOnly, False),
}
_DECODING: _Options = {
    "num_beams": (Beams, None),
    "max_new_tokens": (MaxNewTokens, None),
    "seed": (Seed, 0),
}
_TRANSLATION: _Options = {
    "glossary": (Glossary, None),
    "lines": (Lines, False),
    "typography": (Typography, False),
    "script": (Script, "cyrillic"),
    "mend": (Mend, True),
    "meaning": (Meaning, None),
}
_MEMORY: _Options = {
    "memory": (Memory, None),
    "fuzzy": (Fuzzy, 85),
    "remember": (Remember, False),
    "apply": (Apply, None),
}
_RECALL: _Options = {name: _MEMORY[name] for name in ("memory", "fuzzy")}  # a memory that is only read
_LENGTH: _Options = {
    "sentences": (Sentences, None),
    "words": (Words, None),
    "ratio": (Ratio, None),
    "size": (Size, None),
}
_PROMPTING: _Options = {
    "prompt": (PromptFile, None),
    "prefix": (Prefix, None),
}
_ALLOWANCE: _Options = {
    "allow": (Allow, None),
    "waivers": (Waivers, None),
}
_SUMMARY: _Options = {
    "max_input": (MaxInput, None),
    "unfaithful": (Unfaithful, "warn"),
    "translator": (Translators, None),
}
_EDITING: _Options = {
    "comments": (Comments, False),
    "tracked": (Tracked, "accept"),
    "sheet_names": (SheetNames, False),
    "again": (Again, False),
}
_DESTINATION: _Options = {
    "output": (Output, None),
    "skip_existing": (SkipExisting, False),
    "overwrite": (Overwrite, False),
}
_VERBOSITY: _Options = {
    "quiet": (Quiet, False),
    "verbose": (Verbose, False),
}


def _request(*, allow: list[str] | None, waivers: str | None, **options: Any) -> Request:
    """A request of what all commands that run models can ask for.

    Raises:
        UsageError: ``allow`` names a kind that does not exist, or ``waivers`` cannot be read; said before the
            first document and not for each.
    """
    from summarize.cli.help.readers import reader

    if allow or waivers:
        from summarize.checks.waivers import allowance

        allowance(tuple(allow or ()), waivers)
    return Request(
        allow=tuple(allow or ()),
        waivers=waivers,
        reader=reader(os.environ),
        decoding=Decoding(**{name: options.pop(name) for name in _DECODING}),
        runtime=Runtime(**{name: options.pop(name) for name in _RUNTIME}),
        **options,
    )


def _summary_request(
    *,
    sentences: int | None,
    words: int | None,
    ratio: float | None,
    size: str | None,
    translator: list[str] | None,
    **options: Any,
) -> Request:
    """A request of what all commands that summarise can ask for."""
    from summarize.api.run import length

    chosen = length(sentences, words, ratio, size)
    return _request(length=chosen, translators=tuple(translator or ()), **options)


def _memory(**options: Any) -> MemoryOptions:
    """What is at hand; a mistake in it is said before the first document and not for each.

    Raises:
        UsageError: options that contradict each other, or a file that is no memory or no edited translation.
        SummarizeError: the memory cannot be written.
    """
    asked = MemoryOptions(**options)
    if asked.apply and asked.memory:
        raise UsageError("--apply uses the edited translation alone; leave out --memory")
    if asked.remember and not asked.memory:
        raise UsageError("--remember needs --memory, the file to add to")
    if asked.memory:
        from summarize.api.cross_lingual import memory

        memory(asked.memory, remember=asked.remember)
    return asked


_ASKED: _Options = {**_PROMPTING, **_ALLOWANCE, **_DECODING, **_RUNTIME}
READING = OptionGroup("reading", ReadingOptions, _READING)
RUNTIME = OptionGroup("runtime", Runtime, _RUNTIME)
DECODING = OptionGroup("decoding", Decoding, _DECODING)
TRANSLATING = OptionGroup("translation", TranslationOptions, _TRANSLATION)
MEMORY = OptionGroup("known", _memory, _MEMORY)
RECALL = OptionGroup("known", _memory, _RECALL)
EDITING = OptionGroup("editing", Editing, _EDITING)
REQUEST = OptionGroup("request", _request, _ASKED)
SUMMARY_REQUEST = OptionGroup("request", _summary_request, {**_LENGTH, **_SUMMARY, **_ASKED})
VERBOSITY = OptionGroup("verbosity", Verbosity, _VERBOSITY)
DESTINATION = OptionGroup("destination", Destination, _DESTINATION)


def with_options(*groups: OptionGroup) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """A decorator that puts the options of each group in the place of the parameter of its name."""

    def decorated(command: Callable[..., Any]) -> Callable[..., Any]:
        for group in groups:
            command = _expanded(command, group)
        return command

    return decorated


def _expanded(command: Callable[..., Any], group: OptionGroup) -> Callable[..., Any]:
    @functools.wraps(command)
    def expanded(**arguments: Any) -> Any:
        options = {option: arguments.pop(option) for option in group.options}
        return command(**arguments, **{group.name: group.build(**options)})

    signature = inspect.signature(command, eval_str=True)
    parameters: list[inspect.Parameter] = []
    for each in signature.parameters.values():
        if each.name == group.name:
            parameters += [
                inspect.Parameter(option, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=kind)
                for option, (kind, default) in group.options.items()
            ]
        else:
            parameters.append(each.replace(kind=inspect.Parameter.KEYWORD_ONLY))
    expanded.__signature__ = signature.replace(parameters=parameters)  # type: ignore[attr-defined]
    expanded.__annotations__ = {each.name: each.annotation for each in parameters}
    return expanded
