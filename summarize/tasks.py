"""run(): Document + Request → Result; the one ``match`` on the task.

Knows what the tasks need, not how text is read from files nor how a result is printed.
"""

from __future__ import annotations

from summarize import extractive, structure
from summarize.documents import Document, from_text
from summarize.errors import UsageError
from summarize.request import Length, Request
from summarize.result import Excerpt, Result
from summarize.vectors import tfidf


def run(document: Document, request: Request) -> Result:
    """Do what ``request`` asks with one document.

    Raises:
        SummarizeError: what the user can mend; anything else is a bug.
    """
    match request.task:
        case "extractive":
            return extract(document, request.length)
        case _:
            raise UsageError(f"unknown task {request.task!r}; known: extractive")


def extract(document: Document, length: Length | None) -> Result:
    """The most central sentences of the document, in its own order and its own words."""
    outline = structure.outline(document)
    sentences = outline.sentences
    texts = [sentence.text for sentence in sentences]
    asked = length or extractive.default_length(texts)
    ranking = extractive.rank(texts, encoder=tfidf, headline=outline.headline)
    chosen = extractive.select(ranking, asked)
    scores = ranking.scores
    return Result(
        text=_compose([sentences[i] for i in chosen]),
        document=document,
        task="extractive",
        model="tfidf",
        target=None,
        sentences=tuple(
            Excerpt(document.text[s.start : s.end], s.start, s.end, float(scores[i]))
            for i in chosen
            for s in (sentences[i],)
        ),
        source_sentences=len(sentences),
        warnings=(*document.warnings, *_notes(asked, length, len(chosen), len(sentences))),
    )


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


def _notes(asked: Length, wanted: Length | None, chosen: int, total: int) -> list[str]:
    """What a reader must know of the length: a short text comes back whole."""
    if asked.unit == "sentences" and wanted and asked.amount > total:
        return [f"the text has {total} sentences, {asked.amount:g} were asked for; it is returned whole"]
    if chosen == total and not (wanted and wanted.unit == "ratio" and wanted.amount == 1):
        return ["the text is too short to summarise; it is returned whole"]
    return []


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
    given = [
        Length(unit, amount)
        for unit, amount in (("sentences", sentences), ("words", words), ("ratio", ratio))
        if amount is not None
    ]
    if len(given) > 1:
        raise UsageError("give only one of --sentences, --words and --ratio")
    return given[0] if given else None
