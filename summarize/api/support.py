"""What a generated summary in another language rests on: found by meaning, with a local sentence encoder.

Within one language ``summarize.checks.provenance`` compares words. Across languages no word is shared, so
each sentence of the summary is compared with all sentences of the source by their vectors.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from summarize.checks.findings import Finding, doubted, finding
from summarize.engines.encoders import SentenceEncoder
from summarize.result import Excerpt, Result
from summarize.result.generated import Generated, Support
from summarize.text import sentences
from summarize.text.documents import Document
from summarize.text.structure import outline
from summarize.text.words import words

_MOST = 3  # source sentences for one of the summary
_NEARLY = 0.1  # cosine by which a further one may be farther than the nearest
# How near the nearest sentence must be, as a multiple of the cosine that one in a hundred pairs of unrelated
# sentences reaches. About two in a hundred sentences of right summaries are below (16 articles of evals/news,
# multilingual-e5-small); of sentences of other articles 81 % are between Russian and English and from Kazakh
# into Russian, and half where Kazakh and English meet.
_NEAR, _NEAR_ENOUGH = 1.5, 0.9
_CLOSE_PAIRS = frozenset({("ru", "en"), ("en", "ru"), ("kk", "ru")})  # source, target
_SLIGHTEST = 0.1  # cosine that any support has
_JUDGED = 6  # words of a sentence that is doubted when nothing is near it


def rests_across(
    encoder: SentenceEncoder, ours: Sequence[str], target: str, theirs: Sequence[str], source: str
) -> list[tuple[int, ...]]:
    """For each sentence in ``target``, the indices of those in ``source`` that say the same, in order.

    None where even the nearest is as far as unrelated sentences are.
    """
    if not ours or not theirs:
        return [() for _ in ours]
    means = encoder.means
    cosines = means.freed(encoder(ours), target) @ means.freed(encoder(theirs), source).T
    scale = _NEAR if (source, target) in _CLOSE_PAIRS else _NEAR_ENOUGH
    floor = max(scale * means.floor(target, source), _SLIGHTEST)
    rests = []
    for row in cosines:
        least = max(floor, float(row.max()) - _NEARLY)
        nearest = [int(place) for place in row.argsort()[::-1][:_MOST] if row[place] >= least]
        rests.append(tuple(sorted(nearest)))
    return rests


def with_support(
    result: Result, document: Document, encoder: SentenceEncoder, generated: Generated
) -> Result:
    """A summary in ``result.target`` with the sentences of its document that it rests on.

    A sentence of six words or more that rests on none is a doubt. ``generated`` is what came with the
    summary; its own support, in the language that the summary was written in, is replaced.
    """
    target = result.target or document.language
    spans = _spans(result.text, target)
    ours = [result.text[start:end] for start, end in spans]
    whole = outline(document).sentences
    rests = rests_across(encoder, ours, target, [each.text for each in whole], document.language)
    used = sorted({place for places in rests for place in places})
    scores = {(one.start, one.end): one.score for one in result.sentences}
    excerpts = tuple(
        Excerpt(
            document.text[each.start : each.end], each.start, each.end, scores.get((each.start, each.end), 1)
        )
        for each in (whole[place] for place in used)
    )
    support = tuple(
        Support(text, tuple(used.index(place) for place in places))
        for text, places in zip(ours, rests, strict=True)
    )
    doubts = _doubts(ours, spans, rests)
    checks = (*generated.checks, *doubts)
    return replace(
        result,
        sentences=excerpts,
        generated=replace(generated, support=support, checks=checks),
        warnings=(*result.warnings, *(f"checks: {one.message}" for one in doubts)),
    )


def _doubts(
    ours: Sequence[str], spans: Sequence[tuple[int, int]], rests: Sequence[tuple[int, ...]]
) -> list[Finding]:
    return [
        doubted(finding("unsupported", text, *span))
        for text, span, places in zip(ours, spans, rests, strict=True)
        if not places and len(words(text)) >= _JUDGED
    ]


def _spans(text: str, language: str) -> list[tuple[int, int]]:
    """The sentences of a text, line by line."""
    found, begin = [], 0
    for line in text.splitlines(keepends=True):
        bare = line.rstrip("\r\n")
        found += [(begin + start, begin + end) for start, end in sentences.split(bare, language)]
        begin += len(line)
    return found
