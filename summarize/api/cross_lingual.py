"""Summaries and whole documents in another language."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from summarize.checks.waivers import allowance
from summarize.engines.encoders import SentenceEncoder
from summarize.engines.prompts import resource
from summarize.engines.protocol import Engine
from summarize.errors import FaithfulnessError, ModelError
from summarize.request import Request, Runtime
from summarize.result import Excerpt, Result, Translation
from summarize.text.documents import Document, from_text
from summarize.translation.direction import Options
from summarize.translation.document import translate_document
from summarize.translation.glossary import Glossary, read
from summarize.translation.routes import Find, Hop, Route, Routes

if TYPE_CHECKING:
    from summarize.translation.memory.recall import Known
    from summarize.translation.memory.store import Store

Summarise = Callable[[Document, Request], Result]  # a summary in the document's own language


@lru_cache(maxsize=1)
def routes(models: tuple[str, ...], runtime: Runtime, path: tuple[str, ...] = ()) -> Routes:
    """The routes of these models; the machine is searched for models once, not for every document."""
    return Routes(models, runtime, path)


@lru_cache(maxsize=1)
def glossary(name: str | None) -> Glossary:
    """The terms of a file, of the glossary in the package (``starter``), or none.

    A file is read once for many documents: it may be a pipe.

    Raises:
        UsageError: the file cannot be read.
    """
    if name is None:
        return Glossary()
    return read(resource("prompts/glossary.tsv") if name == "starter" else name)


@lru_cache(maxsize=1)
def memory(name: str, *, remember: bool = False) -> Store:
    """The translation memory in a file, SQLite or TMX; with ``remember`` a missing one is made.

    A TMX file is read once for many documents.

    Raises:
        UsageError: it is missing or neither of both, in use, or a TMX file to be added to.
        SummarizeError: it cannot be written.
    """
    from summarize.translation.memory.files import opened_for_use

    return opened_for_use(name, write=remember)


def _encoder(name: str | None, runtime: Runtime) -> SentenceEncoder | None:
    """The encoder that compares meanings: the one named, or the user's own for this.

    Raises:
        ModelError: it is not on this machine, or makes no sentence vectors.
    """
    from summarize.models import choices

    name = name or choices.default(choices.MEANING)
    if name is None or name == "none":
        return None
    from summarize.engines.loaded import LOADED
    from summarize.models.cache import checkpoint

    return LOADED.encoder(checkpoint(name), replace(runtime, precision="auto"))


@dataclass(frozen=True)
class Translator:
    """Translates documents into ``target`` as ``request`` asks, with ``engine`` where one is given."""

    request: Request
    target: str
    engine: Engine | None = None

    def __call__(self, document: Document) -> Translation:
        """The document in the target language, its layout kept.

        Raises:
            ModelError: no model on this machine translates in this direction.
            FaithfulnessError: the request is strict and a sentence has an error.
        """
        options = self._options(document)
        translation = translate_document(document, self.target, self._find(), options)
        wrong = [segment for segment in translation.segments if segment.certain]
        if self.request.strict and wrong:
            error = next(flag for flag in wrong[0].flags if flag.certain)
            raise FaithfulnessError(
                f"{document.name} ({self.target}): {len(wrong)} of {translation.account.segments} "
                f"sentences have errors ({error.said(self.request.reader)}: {wrong[0].source[:60]!r}); "
                "nothing was written"
            )
        asked = self.request.translation.memory
        if asked.memory and asked.remember:
            from summarize.translation.memory.remember import remember

            remember(translation, memory(asked.memory, remember=True))
        return translation

    @property
    def encoder(self) -> SentenceEncoder | None:
        """The encoder that compares meanings, if there is one."""
        return _encoder(self.request.translation.meaning, self.request.runtime)

    def _find(self) -> Find:
        engine, request = self.engine, self.request
        if request.translation.memory.apply:
            return lambda source, target: ()
        if engine is None:
            return routes(request.translators, request.runtime, request.translation.path).find
        return lambda source, target: (Route((Hop(source, target, engine.name, lambda: engine),)),)

    def _options(self, document: Document) -> Options:
        request, asked = self.request, self.request.translation
        known = self._known(document)
        whole = request.task == "translation"  # otherwise prefix and prompt are for the summariser
        return Options(
            decoding=request.decoding,
            glossary=glossary(asked.glossary),
            lines=asked.lines,
            typography=asked.typography,
            script=asked.script,
            mend=asked.mend and not asked.memory.apply,  # no model is asked
            known=known,
            whole=known.whole if known else frozenset(),
            encoder=self.encoder,
            allowance=allowance(request.allow, request.waivers),
            prefix=request.prefix if whole else None,
            prompt=request.prompt if whole else None,
        )

    def _known(self, document: Document) -> Known | None:
        """Where translations are at hand, if the request names a place: a memory, or an edited file."""
        asked = self.request.translation.memory
        if asked.apply:
            from summarize.translation.memory.edited import taken_back

            lines = self.request.translation.lines
            return taken_back(asked.apply, self.target, document, lines_apart=lines)
        if asked.memory:
            from summarize.translation.memory.recall import Recall

            return Recall(memory(asked.memory, remember=asked.remember), asked.fuzzy / 100)
        return None


def translate_whole(document: Document, translator: Translator) -> Result:
    """The whole document in another language; raises what ``Translator`` raises."""
    translation = translator(document)
    return Result(
        text=translation.text,
        document=document,
        task="translation",
        model=", ".join(dict.fromkeys(leg.model for one in translation.segments for leg in one.legs)),
        target=translator.target,
        sentences=(),
        source_sentences=translation.account.segments,
        warnings=(*translation.routes, *translation.warnings),
        translation=translation,
    )


def summarise_into(
    document: Document, request: Request, translator: Translator, summarise: Summarise
) -> Result:
    """Summarise a document in the translator's language; the warnings say in which order it was done.

    Raises:
        ModelError: no model on this machine translates in this direction, or writes the summary.
        FaithfulnessError: the request is strict and a sentence of the translation stays flagged.
    """
    request = replace(request, target=None)
    if document.language == translator.target:
        summary = summarise(document, request)
        warnings = (*summary.warnings, "the text is already in this language")
        return replace(summary, target=translator.target, warnings=warnings)
    if request.route == "translate-first":
        return _translated_first(document, request, translator, summarise)
    try:
        summary = summarise(document, request)
    except ModelError:
        # The summariser may read only the target language.
        if request.route == "summarize-first" or request.task == "extractive":
            raise
        return _translated_first(document, request, translator, summarise)
    translation = translator(from_text(summary.text, document.name, document.language))
    notes = ("summarised first, then translated", *translation.routes, *translation.warnings)
    done = replace(
        summary,
        text=translation.text,
        target=translator.target,
        warnings=(*summary.warnings, *notes),
        translation=translation,
    )
    return _supported(done, document, translator, summary)


def _translated_first(
    document: Document, request: Request, translator: Translator, summarise: Summarise
) -> Result:
    translation = translator(from_text(document.text, document.name, document.language))
    summary = summarise(from_text(translation.text, document.name, translator.target), request)
    notes = ("translated first, then summarised", *translation.routes, *translation.warnings)
    done = replace(
        summary,
        document=document,
        target=translator.target,
        sentences=_sources(summary, translation),
        generated=None,
        warnings=(*summary.warnings, *notes),
        translation=translation,
    )
    return _supported(done, document, translator, summary)


def _supported(result: Result, document: Document, translator: Translator, summary: Result) -> Result:
    """The result with the source sentences it rests on, if a model wrote it and an encoder is there."""
    if summary.generated is None or translator.encoder is None:
        return result
    from summarize.api.support import with_support

    return with_support(result, document, translator.encoder, summary.generated)


def _sources(summary: Result, translation: Translation) -> tuple[Excerpt, ...]:
    """The source sentences whose translations are in the summary, with their spans in the source."""
    text = translation.document.text
    found = []
    for segment in translation.segments:
        scores = [one.score for one in summary.sentences if segment.hypothesis in one.text]
        if scores:
            excerpt = text[segment.start : segment.end]
            found.append(Excerpt(excerpt, segment.start, segment.end, max(scores)))
    return tuple(found)
