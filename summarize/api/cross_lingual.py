"""Document → a summary, or the whole, in another language, as a ``Result``.

Puts the summariser and the translator together; knows neither's inside.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from summarize.api.run import routes, run
from summarize.errors import FaithfulnessError, ModelError
from summarize.request import Request
from summarize.result import Excerpt, Result, Translation
from summarize.text.documents import Document, from_text
from summarize.translation.direction import Options
from summarize.translation.document import translate_document


def summarise_into(document: Document, request: Request, target: str) -> Result:
    """Summarise a document in ``target``; the warnings say which way it went.

    Raises:
        ModelError: no model here takes the way, or writes the summary.
        FaithfulnessError: ``request.strict`` and a sentence of the translation stays flagged.
    """
    request = replace(request, target=None)
    if document.language == target:
        summary = _summary(document, request)
        return replace(
            summary, target=target, warnings=(*summary.warnings, "the text is in this language already")
        )
    if request.route == "translate-first":
        return _translated_first(document, request, target)
    try:
        summary = _summary(document, request)
    except ModelError:
        # The summariser may read the target language only.
        if request.route == "summarize-first" or request.task == "extractive":
            raise
        return _translated_first(document, request, target)
    translation = _translate(summary.text, document, request, target)
    notes = ("summarised first, then translated", *translation.routes, *translation.warnings)
    return replace(
        summary,
        text=translation.text,
        target=target,
        warnings=(*summary.warnings, *notes),
        translation=translation,
    )


def translate_whole(document: Document, request: Request, target: str) -> Result:
    """The whole document in ``target``, its layout kept; errors as in ``summarise_into``."""
    translation = _translate(document.text, document, request, target)
    return Result(
        text=translation.text,
        document=document,
        task="translation",
        model=", ".join(dict.fromkeys(leg.model for one in translation.segments for leg in one.legs)),
        target=target,
        sentences=(),
        source_sentences=translation.account.segments,
        warnings=(*translation.routes, *translation.warnings),
        translation=translation,
    )


@lru_cache(maxsize=1)
def _summary(document: Document, request: Request) -> Result:
    """The summary in the document's own language; several targets share it."""
    return run(document, request)


def _translated_first(document: Document, request: Request, target: str) -> Result:
    translation = _translate(document.text, document, request, target)
    summary = run(from_text(translation.text, document.name, target), request)
    notes = ("translated first, then summarised", *translation.routes, *translation.warnings)
    return replace(
        summary,
        document=document,
        target=target,
        sentences=_sources(summary, translation),
        generated=None,
        warnings=(*summary.warnings, *notes),
        translation=translation,
    )


def _translate(text: str, document: Document, request: Request, target: str) -> Translation:
    find = routes(request.translators, request.runtime).find
    source = from_text(text, document.name, document.language)
    translation = translate_document(source, target, find, Options(decoding=request.decoding))
    flagged = [segment for segment in translation.segments if segment.status == "flagged"]
    if flagged and request.strict:
        raise FaithfulnessError(
            f"{document.name} ({target}): {flagged[0].flags[0].message}: {flagged[0].source[:60]!r}; "
            "nothing was written"
        )
    return translation


def _sources(summary: Result, translation: Translation) -> tuple[Excerpt, ...]:
    """The source's sentences whose translations the summary took over, in the source's own places."""
    text = translation.document.text
    found = []
    for segment in translation.segments:
        scores = [one.score for one in summary.sentences if segment.hypothesis in one.text]
        if scores:
            excerpt = text[segment.start : segment.end]
            found.append(Excerpt(excerpt, segment.start, segment.end, max(scores)))
    return tuple(found)
