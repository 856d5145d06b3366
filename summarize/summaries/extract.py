"""Document → its own most central sentences, as a ``Result``.

Puts structure, ranking and selection together; knows no generating model.
"""

from __future__ import annotations

from summarize.engines.vectors import Encoder
from summarize.request import Length, Request
from summarize.result import Excerpt, Result
from summarize.summaries.ranking import default_length, rank, select
from summarize.summaries.tfidf import tfidf
from summarize.text import structure
from summarize.text.documents import Document


def extract(document: Document, request: Request) -> Result:
    """The most central sentences of the document, in its own order and its own words."""
    outline = structure.outline(document)
    length, total = request.length, len(outline.sentences)
    name, encoder = _encoder(request)
    ranking = rank([s.text for s in outline.sentences], encoder=encoder, headline=outline.headline)
    asked = length or default_length([s.text for s in outline.sentences])
    chosen = select(ranking, asked)
    picked = [outline.sentences[i] for i in chosen]
    return Result(
        text=_compose(picked),
        document=document,
        task="extractive",
        model=name,
        target=None,
        sentences=excerpts(document, outline, chosen, ranking.scores.tolist()),
        source_sentences=total,
        warnings=(*document.warnings, *_notes(length, picked, total)),
    )


def excerpts(
    document: Document, outline: structure.Structure, indices: list[int], scores: list[float]
) -> tuple[Excerpt, ...]:
    """The places of these sentences in the text as read."""
    return tuple(
        Excerpt(document.text[s.start : s.end], s.start, s.end, scores[index])
        for index in indices
        for s in (outline.sentences[index],)
    )


def _encoder(request: Request) -> tuple[str, Encoder]:
    if request.model is None:
        return "tfidf", tfidf
    from summarize.engines.load import load_encoder
    from summarize.models.cache import checkpoint

    found = checkpoint(request.model)
    return found.name, load_encoder(found, request.runtime)


def _compose(sentences: list[structure.Sentence]) -> str:
    """Sentences of one paragraph on one line, each further paragraph on its own."""
    lines: list[list[str]] = []
    last = None
    for sentence in sentences:
        if sentence.paragraph != last:
            lines.append([])
        lines[-1].append(sentence.text)
        last = sentence.paragraph
    return "\n".join(" ".join(line) for line in lines)


def _notes(length: Length | None, chosen: list[structure.Sentence], total: int) -> list[str]:
    """What a reader must know of the length: a short text comes back whole, a long sentence is not cut."""
    words = sum(len(sentence.text.split()) for sentence in chosen)
    if length and length.unit == "words" and words > length.amount:
        return [f"the shortest sentence has {words} words, {length.amount:g} were asked for; none is cut"]
    if length and length.unit == "sentences" and length.amount > total:
        return [
            f"the text has fewer sentences ({total}) than asked for ({length.amount:g}); it is returned whole"
        ]
    if len(chosen) == total and length != Length("ratio", 1):
        return ["the text is too short to summarise; it is returned whole"]
    return []
