"""The Python calls, and ``run()``: the one place that chooses what to do with a document.

The code of a task is imported when the task is asked for, so that an extract never pays for a model.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from summarize.errors import UsageError
from summarize.request import SIZES, Length, Request, Runtime, Shape, Unit
from summarize.text.documents import Document, from_text
from summarize.text.languages import language as known_language

if TYPE_CHECKING:
    from summarize.engines.protocol import Engine
    from summarize.result import Result, Translation
    from summarize.translation.direction import Options
    from summarize.translation.glossary import Glossary


def run(document: Document, request: Request, engine: Engine | None = None) -> Result:
    """Do what ``request`` asks with one document.

    Args:
        engine: a loaded model, used instead of the one that ``request`` names or the best on this machine.
            It writes the summary of an abstractive request; for every other request with a ``target``
            it translates.

    Raises:
        SummarizeError: something the user can fix; anything else is a bug.
    """
    result = _run(document, request, engine)
    if not request.entities:
        return result
    from summarize.summaries.entities import entities
    from summarize.text.structure import outline

    return replace(result, entities=entities(document, outline(document)))


def _run(document: Document, request: Request, engine: Engine | None) -> Result:
    if request.target:
        from summarize.api.cross_lingual import Translator, summarise_into, translate_whole

        writes = request.task == "abstractive"
        translator = Translator(request, request.target, None if writes else engine)
        if request.task == "translation":
            return translate_whole(document, translator)
        summarise = partial(_summarise, engine=engine) if engine and writes else _summarise_once
        return summarise_into(document, request, translator, summarise)
    if request.task == "translation":
        raise UsageError("a translation needs a target language")
    return _summarise(document, request, engine)


def _summarise(document: Document, request: Request, engine: Engine | None) -> Result:
    """A summary in the document's own language."""
    if request.about:
        from summarize.api.queries import in_language

        request = replace(request, about=in_language(request.about, document.language, request.translation))
    if request.task == "abstractive":
        from summarize.summaries.abstract import abstract

        return abstract(document, request, engine)
    from summarize.summaries.extract import extract

    return extract(document, request)


@lru_cache(maxsize=1)
def _summarise_once(document: Document, request: Request) -> Result:
    """The summary that several target languages share."""
    return _summarise(document, request, None)


def summarize(
    text: str,
    *,
    sentences: int | None = None,
    words: int | None = None,
    ratio: float | None = None,
    size: Literal["short", "medium", "long"] | None = None,
    shape: Shape = "sentences",
    by_section: bool = False,
    about: str | None = None,
    entities: bool = False,
    language: str | None = None,
) -> Result:
    """Summarise a text with its own most central sentences; needs no model and no network.

    Args:
        text: the document; never taken for a path.
        sentences, words, ratio, size: how long the summary may be, at most one of them: whole
            sentences, whole words, a share of the text's sentences in (0, 1], or half, all or twice
            what suits the text's length, which is the default.
        shape: ``sentences``, ``bullets``, a ``headline``, or the text's first sentences (``lead``).
        by_section: give each section a summary of its own, under its heading.
        about: only what the text says about this.
        entities: also find the names, organisations, places, dates and sums of the text.
        language: ``en``, ``ru`` or ``kk``; identified when not given.

    Returns:
        A ``Result``: ``.text`` is the summary, ``.sentences`` say where in the text each sentence is.

    Raises:
        UsageError: more than one length, or one out of range; an unknown language.
        DocumentError: the text is empty.
    """
    request = Request(
        length=length(sentences, words, ratio, size),
        shape=shape,
        by_section=by_section,
        about=(about,) if about else (),
        entities=entities,
    )
    return run(from_text(text, language=language), request)


def translate(
    text: str,
    to: str,
    *,
    language: str | None = None,
    model: str | Sequence[str] = (),
    glossary: str | Path | Glossary | None = None,
    memory: str | Path | None = None,
    options: Options | None = None,
    runtime: Runtime | None = None,
) -> Translation:
    """Translate a text between English, Russian and Kazakh with local models, offline.

    Args:
        text: the document; never taken for a path.
        to: ``en``, ``ru`` or ``kk``.
        language: the text's own; identified when not given.
        model: folders, hub ids or aliases; by default those on this machine.
        glossary: a file of terms, or a ``Glossary``; takes precedence over the one in ``options``.
        memory: a translation memory (SQLite or TMX) that is asked before a model is; nothing is added to it.

    Returns:
        A ``Translation``: ``.text`` is the document, ``.segments`` every sentence with its source and flags.

    Raises:
        ModelError: no local model translates into ``to``; the message says what to download.
        UsageError: an unknown language, or a glossary or memory that cannot be read.
        DocumentError: the text is empty.
    """
    from summarize.api.cross_lingual import routes
    from summarize.translation.direction import Options
    from summarize.translation.document import translate_document
    from summarize.translation.glossary import Glossary, read

    target = known_language(to)
    options = options or Options()
    if glossary is not None:
        options = replace(options, glossary=glossary if isinstance(glossary, Glossary) else read(glossary))
    if memory is not None:
        from summarize.api.cross_lingual import memory as opened
        from summarize.translation.memory.recall import Recall

        options = replace(options, known=Recall(opened(str(memory), remember=False)))
    models = (model,) if isinstance(model, str) else tuple(model)
    find = routes(models, runtime or Runtime()).find
    return translate_document(from_text(text, language=language), target, find, options)


def length(
    sentences: int | None, words: int | None, ratio: float | None, size: str | None = None
) -> Length | None:
    """The one length that was given, or None.

    Raises:
        UsageError: more than one was given, or one is out of range.
    """
    units: tuple[tuple[Unit, float | None], ...] = (
        ("sentences", sentences),
        ("words", words),
        ("ratio", ratio),
    )
    given = [Length(unit, amount) for unit, amount in units if amount is not None]
    if size is not None:
        if size not in SIZES:
            raise UsageError(f"unknown length {size!r}; known: {', '.join(SIZES)}")
        given.append(SIZES[size])
    if len(given) > 1:
        raise UsageError("give only one of --sentences, --words, --ratio and --length")
    return given[0] if given else None
