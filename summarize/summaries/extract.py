"""Extractive summaries: the most central sentences of a document, or of what it says about something."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from summarize.engines.vectors import Encoder, Floats
from summarize.errors import SummarizeError, quoted
from summarize.request import Length, Request
from summarize.result import Excerpt, Result
from summarize.result.summary import SectionSummary
from summarize.summaries.composition import bulleted, compose
from summarize.summaries.ranking import rank
from summarize.summaries.sections import kind
from summarize.summaries.selection import select, sentences_wanted, shortest_sentence_warning
from summarize.summaries.tfidf import tfidf
from summarize.summaries.together import Agreement, agreement
from summarize.text import structure, utterances
from summarize.text.collector import paused
from summarize.text.documents import Document
from summarize.text.language_table import name as name_of

_HEADLINE = 14  # words of a short headline…
_CANDIDATES, _NEARLY = 6, 0.7  # …and which other sentences are tried for it


@dataclass(frozen=True)
class _Choice:
    """The sentences chosen from one section or from all of a text, as indices, and the worth of all."""

    within: range
    chosen: list[int]
    scores: Floats


def extract(document: Document, request: Request) -> Result:
    """Summarise a document with its own most central sentences, verbatim and in order.

    Raises:
        SummarizeError: nothing is about what ``request`` asks, and it is strict.
    """
    length = request.length
    words = int(length.amount) if length and length.unit == "words" else utterances.MOST
    return extract_from(document, structure.outline(document, min(words, utterances.MOST)), request)


@paused()
def extract_from(document: Document, outline: structure.Structure, request: Request) -> Result:
    """The same, from these sentences of the document; ``outline`` may be a part of it."""
    name, encoder, unclaimed = _encoder(request, document.language)
    about = _about(outline, request, document.language, encoder)
    choices = [
        _choose(outline, within, request, encoder, about)
        for within in _parts(outline, request)
        if about is None or about[within.start : within.stop].any()
    ]
    if not choices:
        return nothing_found(document, request, name, len(outline.sentences))
    chosen = [index for choice in choices for index in choice.chosen]
    scores = np.zeros(len(outline.sentences), dtype=np.float32)
    for choice in choices:
        scores[choice.within.start : choice.within.stop] = choice.scores
    sections = _sections(outline, choices, request) if request.by_section else ()
    others = agreement(document, outline, chosen)
    text, notes = (joined(sections), []) if sections else _text(outline, chosen, request)
    return Result(
        text=text,
        document=document,
        task="extractive",
        model=name,
        target=None,
        sentences=excerpts(document, outline, chosen, scores.tolist(), others),
        source_sentences=len(outline.sentences),
        shape=request.shape,
        about=request.about[0] if request.about else None,
        sections=sections,
        conflicts=others.conflicts,
        warnings=(
            *document.warnings,
            *unclaimed,
            *outline.notes,
            *notes,
            *_notes(outline, chosen, request, about),
            *_abstracted(outline, chosen, request),
            *_by_meaning(outline, request, document.language, name),
            *map(str, others.conflicts),
        ),
    )


def nothing_found(document: Document, request: Request, model: str, total: int) -> Result:
    """The empty summary of a text that does not say anything about what was asked.

    Raises:
        SummarizeError: ``request`` is strict.
    """
    message = f"nothing in the text is about {quoted(request.about[0])}"
    if request.strict:
        raise SummarizeError(f"{document.name}: {message}", code="nothing-found")
    return Result(
        text="",
        document=document,
        task=request.task,
        model=model,
        target=None,
        sentences=(),
        source_sentences=total,
        shape=request.shape,
        about=request.about[0],
        warnings=(*document.warnings, message),
    )


def excerpts(
    document: Document,
    outline: structure.Structure,
    indices: list[int],
    scores: list[float],
    others: Agreement,
) -> tuple[Excerpt, ...]:
    """The sentences with these indices, as they are in the text as read."""
    found = []
    for index in indices:
        s = outline.sentences[index]
        same = [outline.sentences[other] for other in others.also.get(index, ())]
        also = tuple((other.start, other.end) for other in same)
        found.append(Excerpt(document.text[s.start : s.end], s.start, s.end, scores[index], also))
    return tuple(found)


def _encoder(request: Request, language: str) -> tuple[str, Encoder, list[str]]:
    """The name, the function, and a warning if its files do not name the text's language."""
    if request.model is None or request.task == "abstractive":
        return "tfidf", tfidf, []
    from summarize.engines.loaded import LOADED
    from summarize.models.cache import checkpoint

    found = checkpoint(request.model)
    known = not found.languages or language in found.languages
    warning = (
        f"{found.name} does not name {name_of(language)} among its languages; check the choice of sentences"
    )
    return found.name, LOADED.encoder(found, request.runtime), [] if known else [warning]


def _about(
    outline: structure.Structure, request: Request, language: str, encoder: Encoder = tfidf
) -> Floats | None:
    if not request.about:
        return None
    from summarize.summaries.relevance import relevance

    texts = [sentence.text for sentence in outline.sentences]
    return relevance(texts, request.about, language, None if encoder is tfidf else encoder)


def _by_meaning(outline: structure.Structure, request: Request, language: str, name: str) -> list[str]:
    """A warning if only an encoder finds anything about the query: it always finds something."""
    if not request.about or name == "tfidf":
        return []
    by_words = _about(outline, request, language)
    if by_words is None or by_words.any():
        return []
    query = quoted(request.about[0])
    return [f"no sentence has the words of {query}; {name} chose those nearest in meaning, check them"]


def _abstracted(outline: structure.Structure, chosen: list[int], request: Request) -> list[str]:
    """A note that sentences are those of the text's own abstract."""
    if request.by_section:
        return []
    headings = [outline.sentences[index].heading for index in chosen]
    own = sum(kind(heading) == "abstract" for heading in headings)
    return [f"{_sentences(own)} of the summary from the text's own abstract"] if own else []


def about_only(outline: structure.Structure, request: Request, language: str) -> structure.Structure:
    """The text with only the sentences that are about what ``request`` asks; all of it if it asks nothing."""
    about = _about(outline, request, language)
    if about is None:
        return outline
    kept = tuple(each for each, share in zip(outline.sentences, about, strict=True) if share > 0)
    return structure.Structure(outline.headline, kept, outline.set_aside)


def _parts(outline: structure.Structure, request: Request) -> list[range]:
    """The sections, or all of the text as one."""
    if request.by_section:
        return structure.sections(outline.sentences)
    return [range(len(outline.sentences))]


def _choose(
    outline: structure.Structure, within: range, request: Request, encoder: Encoder, about: Floats | None
) -> _Choice:
    """The sentences that summarise a part of the text, as long as ``request`` asks or suits the part."""
    here = outline.sentences[within.start : within.stop]
    texts = [sentence.text for sentence in here]
    share = None if about is None else about[within.start : within.stop]
    title = here[0].heading if request.by_section else outline.headline
    owners = [sentence.document for sentence in here]
    headings = None if request.by_section else [sentence.heading for sentence in here]
    ranking = rank(texts, encoder=encoder, headline=title, about=share, owners=owners, headings=headings)
    length = request.length or Length("scale", 0.5 if request.by_section else 1)
    if length.unit in ("scale", "ratio"):
        length = Length("sentences", sentences_wanted(length, len(texts) if share is None else _count(share)))
    if request.shape == "headline":
        picked = [_for_headline(here, ranking.scores)]
    else:
        picked = _lead(ranking.words, length) if request.shape == "lead" else select(ranking, length)
    chosen = [within.start + index for index in picked if share is None or share[index] > 0]
    return _Choice(within, chosen, ranking.scores)


def _for_headline(sentences: Sequence[structure.Sentence], scores: Floats) -> int:
    """The best sentence that makes a short headline, of those nearly as good as the best; else the best."""
    from summarize.summaries.headlines import headline

    order = sorted(range(len(sentences)), key=lambda index: -scores[index])[:_CANDIDATES]
    near = [index for index in order if scores[index] >= _NEARLY * scores[order[0]]]
    for index in near:
        each = sentences[index]
        if len(headline(each.text, each.language).split()) <= _HEADLINE:
            return index
    return order[0]


def _count(share: Floats) -> int:
    return int(np.count_nonzero(share))


def _lead(words: Sequence[int], length: Length) -> list[int]:
    """The first sentences that fit a length; the first one if none does."""
    if length.unit == "sentences":
        return list(range(min(len(words), int(length.amount))))
    fitting = int(np.searchsorted(np.cumsum(words), length.amount, side="right"))
    return list(range(max(1, fitting)))


def _sections(
    outline: structure.Structure, choices: Sequence[_Choice], request: Request
) -> tuple[SectionSummary, ...]:
    found, before = [], 0
    for choice in choices:
        places = tuple(range(before, before + len(choice.chosen)))
        before += len(choice.chosen)
        text, _ = _text(outline, choice.chosen, request)
        found.append(SectionSummary(outline.sentences[choice.within.start].heading, text, places))
    return tuple(found)


def joined(sections: Sequence[SectionSummary]) -> str:
    """Each section's summary under its heading."""
    return "\n\n".join(f"{each.heading}\n{each.text}" if each.heading else each.text for each in sections)


def _text(outline: structure.Structure, chosen: list[int], request: Request) -> tuple[str, list[str]]:
    """The text of a summary in the form asked, and notes about it."""
    if request.shape == "headline":
        if outline.headline and not request.about and not request.by_section:
            return outline.headline, ["the headline is the text's own"]
        from summarize.summaries.headlines import headline

        sentence = outline.sentences[chosen[0]]
        return headline(sentence.text, sentence.language), [
            "the headline is a sentence of the text, shortened"
        ]
    if request.shape == "bullets":
        return bulleted(outline.sentences, chosen), []
    return compose(outline.sentences, chosen), []


def _notes(
    outline: structure.Structure, chosen: list[int], request: Request, about: Floats | None
) -> list[str]:
    """A warning if the summary's length is not the one requested."""
    length, total = request.length, len(outline.sentences)
    picked = [outline.sentences[index] for index in chosen]
    words = sum(len(sentence.text.split()) for sentence in picked)
    if request.shape == "headline":
        return []
    if request.by_section:
        one = not any(sentence.heading for sentence in outline.sentences)
        return ["the text has no headings; it was summarised as one section"] if one else []
    if length and length.unit == "words" and words > length.amount:
        return [shortest_sentence_warning(words, length)]
    if about is not None:
        few = length and length.unit == "sentences" and len(chosen) < length.amount
        return (
            [f"only {_sentences(len(chosen))} of the text answer {quoted(request.about[0])}"] if few else []
        )
    if length and length.unit == "sentences" and length.amount > total:
        return [
            f"the text has only {_sentences(total)}, {length.amount:g} were requested; it is returned whole"
        ]
    if len(chosen) == total and length != Length("ratio", 1):
        return ["the text is too short to summarise; it is returned whole"]
    return []


def _sentences(count: int) -> str:
    return "1 sentence" if count == 1 else f"{count} sentences"
