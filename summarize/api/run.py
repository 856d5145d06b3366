"""run(): Document + Request → Result; the one ``match`` on the task.

Each task's code is imported when it is asked for, so that an extract never pays for a model.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from summarize.errors import UsageError
from summarize.request import Length, Request, Unit
from summarize.text.documents import Document, from_text

if TYPE_CHECKING:
    from summarize.engines.protocol import Engine
    from summarize.result import Result


from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from summarize.request import Runtime
from summarize.result import Translation
from summarize.text.languages import language as known_language
from summarize.translation.direction import Options
from summarize.translation.document import translate_document
from summarize.translation.glossary import Glossary, read
from summarize.translation.routes import Routes


@lru_cache(maxsize=1)
def routes(models: tuple[str, ...], runtime: Runtime) -> Routes:
    """The routes of these models; what they load is kept for the next call with the same ones."""
    return Routes(models, runtime)


def translate(
    text: str,
    to: str,
    *,
    language: str | None = None,
    model: str | Sequence[str] = (),
    glossary: str | Path | Glossary | None = None,
    options: Options | None = None,
    runtime: Runtime | None = None,
) -> Translation:
    """Translate a text between English, Russian and Kazakh with local models, offline.

    Args:
        text: the document; never taken for a path.
        to: ``en``, ``ru`` or ``kk``.
        language: the text's own; identified when not given.
        model: folders, hub ids or aliases; by default what this machine has.
        glossary: a file of terms, or a ``Glossary``; it goes before the one in ``options``.

    Returns:
        A ``Translation``: ``.text`` is the page, ``.segments`` every sentence with its source and flags.

    Raises:
        ModelError: no model here translates into ``to``; the message says what to get.
        UsageError: an unknown language, or a glossary that cannot be read.
        DocumentError: the text is empty.
    """
    target = known_language(to)
    options = options or Options()
    if glossary is not None:
        found = glossary if isinstance(glossary, Glossary) else read(glossary)
        options = Options(**{**vars(options), "glossary": found})
    models = (model,) if isinstance(model, str) else tuple(model)
    find = routes(models, runtime or Runtime()).find
    return translate_document(from_text(text, language=language), target, find, options)


def run(document: Document, request: Request, engine: Engine | None = None) -> Result:
    """Do what ``request`` asks with one document.

    Args:
        engine: a loaded model to generate with; by default the one ``request`` names or this machine has.

    Raises:
        SummarizeError: what the user can mend; anything else is a bug.
    """
    if request.target:
        from summarize.api import cross_lingual

        if request.task == "translation":
            return cross_lingual.translate_whole(document, request, request.target)
        return cross_lingual.summarise_into(document, request, request.target)
    match request.task:
        case "extractive":
            from summarize.summaries.extract import extract

            return extract(document, request)
        case "abstractive":
            from summarize.summaries.abstract import abstract

            return abstract(document, request, engine)
        case _:
            raise UsageError(f"a {request.task} needs a target language")


def summarize(
    text: str,
    *,
    sentences: int | None = None,
    words: int | None = None,
    ratio: float | None = None,
    language: str | None = None,
) -> Result:
    """Summarise a text with its own most central sentences; needs no model and no network.

    Args:
        text: the document; never taken for a path.
        sentences, words, ratio: how long the summary may be, at most one of them: whole
            sentences, whole words, or a share of the text's sentences in (0, 1]. By
            default something sensible for the text's length.
        language: ``en``, ``ru`` or ``kk``; identified when not given.

    Returns:
        A ``Result``: ``.text`` is the summary, ``.sentences`` say where each sentence stood.

    Raises:
        UsageError: more than one length, or one out of range; an unknown language.
        DocumentError: the text is empty.
    """
    return run(from_text(text, language=language), Request(length=length(sentences, words, ratio)))


def length(sentences: int | None, words: int | None, ratio: float | None) -> Length | None:
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
    if len(given) > 1:
        raise UsageError("give only one of --sentences, --words and --ratio")
    return given[0] if given else None
