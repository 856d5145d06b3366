"""Extractive summaries: the most central sentences of a document."""

from __future__ import annotations

from summarize.engines.vectors import Encoder
from summarize.request import Length, Request
from summarize.result import Excerpt, Result
from summarize.summaries.composition import compose
from summarize.summaries.ranking import default_length, rank, select, shortest_sentence_warning
from summarize.summaries.tfidf import tfidf
from summarize.text import structure, utterances
from summarize.text.documents import Document
from summarize.text.language_table import name as name_of


def extract(document: Document, request: Request) -> Result:
    """Summarise a document with its own most central sentences, verbatim and in order."""
    length = request.length
    words = int(length.amount) if length and length.unit == "words" else utterances.MOST
    outline = structure.outline(document, min(words, utterances.MOST))
    total = len(outline.sentences)
    name, encoder, unclaimed = _encoder(request, document.language)
    ranking = rank([s.text for s in outline.sentences], encoder=encoder, headline=outline.headline)
    asked = length or default_length([s.text for s in outline.sentences])
    chosen = select(ranking, asked)
    picked = [outline.sentences[i] for i in chosen]
    return Result(
        text=compose(outline.sentences, chosen),
        document=document,
        task="extractive",
        model=name,
        target=None,
        sentences=excerpts(document, outline, chosen, ranking.scores.tolist()),
        source_sentences=total,
        warnings=(*document.warnings, *unclaimed, *outline.notes, *_notes(length, picked, total)),
    )


def excerpts(
    document: Document, outline: structure.Structure, indices: list[int], scores: list[float]
) -> tuple[Excerpt, ...]:
    """The sentences with these indices, as they are in the text as read."""
    return tuple(
        Excerpt(document.text[s.start : s.end], s.start, s.end, scores[index])
        for index in indices
        for s in (outline.sentences[index],)
    )


def _encoder(request: Request, language: str) -> tuple[str, Encoder, list[str]]:
    """The name, the function, and a warning if its files do not name the text's language."""
    if request.model is None:
        return "tfidf", tfidf, []
    from summarize.engines.loaded import LOADED
    from summarize.models.cache import checkpoint

    found = checkpoint(request.model)
    known = not found.languages or language in found.languages
    warning = (
        f"{found.name} does not name {name_of(language)} among its languages; check the choice of sentences"
    )
    return found.name, LOADED.encoder(found, request.runtime), [] if known else [warning]


def _notes(length: Length | None, chosen: list[structure.Sentence], total: int) -> list[str]:
    """A warning if the summary's length is not the one requested."""
    words = sum(len(sentence.text.split()) for sentence in chosen)
    if length and length.unit == "words" and words > length.amount:
        return [shortest_sentence_warning(words, length)]
    if length and length.unit == "sentences" and length.amount > total:
        return [
            f"the text has only {total} {'sentence' if total == 1 else 'sentences'}, "
            f"{length.amount:g} were requested; it is returned whole"
        ]
    if len(chosen) == total and length != Length("ratio", 1):
        return ["the text is too short to summarise; it is returned whole"]
    return []
