"""Ranking of a text's sentences: what each is worth in a summary.

A sentence is worth more the more central it is to the text, the earlier it comes, the more it introduces
that the text comes back to, the more figures it has, the more plainly it announces what the text does, and
the more it shares with the headline; it is worth less if it is too short or too long, or depends on its
neighbours. ``evals/extractive.md`` has the measurements behind the weights; ``selection`` chooses.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from summarize.engines.vectors import Encoder, Floats, Matrix, matrix
from summarize.summaries.centrality import centrality, likeness, scaled
from summarize.summaries.contacts import contacts
from summarize.summaries.cues import announcements, saying, tasks
from summarize.summaries.openings import continuations, histories, is_question
from summarize.summaries.sections import apart, bonuses
from summarize.summaries.tfidf import Sparse, tfidf
from summarize.summaries.tokens import Mask, Sentences

# Weights are in units of the centrality of the most central sentence.
_OPENING: Final = 0.4  # bonus for the first words of a text…
_OPENING_WORDS: Final = 70  # …divided by e after this many words, so that bylines use up little of it…
_SENTENCES: Final = 60  # …and smaller in texts with more sentences: papers and books open slowly
_INTRODUCING: Final = 0.2  # for the sentence that introduces the most of what the text comes back to
_FIGURES: Final = 0.25  # for a sentence with figures, outside papers, which have them everywhere…
_MANY: Final = 4  # …if it has so many numbers, a share of it for fewer
_CUE: Final = 0.35  # for each level of ``announcements``
_ABOUT: Final = 2.0  # for a sentence that answers all of a query; what else it is worth counts half
_TASK: Final = 1.5  # for a decision or a task in minutes, which are read for them
_HEADLINE: Final = 0.3
_FULL, _LONG = 18, 45  # words; a sentence outside this range loses worth
_FRAGMENT: Final = 6  # words; a shorter sentence is a heading or a byline and earns less of the opening bonus
_TWIN: Final = 0.95  # cosine similarity from which a sentence repeats another
_SAME: Final = 0.6  # the same between documents, which tell of one event in words of their own
_LEANING: Final = 0.7  # factor for a question or part of a quotation, which needs its neighbours…
_CONTINUING: Final = 0.9  # …for one whose first words point back, which comes after the one before it…
_SPOKEN: Final = 0.8  # …for one that begins with what somebody says…
_HISTORY: Final = 0.9  # …and for one that tells what led to the news
_UNENDED: Final = 0.7  # …for a short line without a full stop among sentences: a title, an item of a list…
_TITLE: Final = 12  # …of at most so many words…
_WITHOUT: Final = 0.25  # …where no larger share of the sentences has none
_NODS: Final = 1  # words of a sentence that explains nothing to the next one: "OK."
_ENDS: Final = tuple(".!?…:;»”“’\"')")
_QUOTATION: Final = re.compile("[«»“”]")
_DOUBLE: Final = re.compile('["“”„]')
_SPEECH: Final = re.compile('[«“"]')
_INNER: Final = re.compile("„[^„“”]*[“”]")  # a nested quotation, whose closing mark looks like an opening one
_NUMBER: Final = re.compile(r"\d+")
_QUOTED: Final = 6  # sentences after which an unclosed quotation is taken for a typing error
# More than any sentence can be worth: sentences with this penalty are selected only when no others are left.
# Near duplicates and sentences that say nothing ("<media omitted>") pay it once, exact repeats twice and
# ineligible sentences four times: that is their order.
LAST: Final = 10.0
_INELIGIBLE: Final = 4 * LAST


@dataclass(frozen=True)
class Ranking:
    """What each of n sentences is worth, and the vectors that show which of them repeat each other.

    ``worth`` [n] is negative for sentences to be selected only when no others are left. ``opening`` [n] is
    the part of it earned by coming early. ``words`` [n] are word counts. ``vectors`` has at least n rows.
    ``needs`` gives the sentence without which another is not selected: the answer to a question, what
    follows a colon; -1 if there is none. ``twin`` is the cosine similarity from which one repeats another.
    ``follows`` are the sentences that are not understood without the one before them.
    """

    worth: Floats
    opening: Floats
    words: list[int]
    vectors: Matrix
    needs: dict[int, int] = field(default_factory=dict)
    twin: float = _TWIN
    follows: frozenset[int] = frozenset()

    @property
    def scores(self) -> Floats:
        """``worth`` scaled to 0..1; the best sentence has 1 unless none has positive worth."""
        positive = np.maximum(self.worth, np.float32(0))
        best = positive.max(initial=np.float32(0))
        return positive / best if best else positive


def rank(
    sentences: Sequence[str],
    *,
    encoder: Encoder,
    eligible: Sequence[bool] | None = None,
    headline: str | None = None,
    about: Floats | None = None,
    owners: Sequence[int] | None = None,
    headings: Sequence[str | None] | None = None,
) -> Ranking:
    """Compute what each sentence is worth in a summary, on its own.

    Args:
        sentences: the clean texts of all body sentences, in the order of the text.
        encoder: makes the vectors; see ``summarize.engines.vectors``.
        eligible: False for sentences to be selected only when no others are left.
        headline: the text's, if it has one that is not among the sentences.
        owners: the number of the document of each sentence, ascending, where there are several. Each has an
            opening, and what one repeats of another is not chosen again.
        headings: of the section of each sentence, None where there is none.
        about: how much of a query each sentence answers, 0 to 1; those that answer nothing are not eligible.

    Returns:
        A ``Ranking`` of the sentences, for ``select``. Time and memory grow linearly with the text.
    """
    count = len(sentences)
    every = Sentences([*sentences, headline] if headline else sentences)
    vectors = matrix(encoder(every if encoder is tfidf else list(every)))
    sentences = every.first(count)
    lengths = sentences.lengths
    words = lengths.tolist()
    if not count:
        return Ranking(np.zeros(0, np.float32), np.zeros(0, np.float32), words, vectors)
    levels = announcements(sentences)
    stems = vectors if isinstance(vectors, Sparse) else tfidf(sentences)
    sizes, shared, introduced = stems.shared(count)
    worth = centrality(vectors, sizes, shared) + _CUE * levels
    if headline:
        worth += _HEADLINE * likeness(vectors, count)[:count]
    worth = worth * _fullness(lengths) + _INTRODUCING * scaled(introduced)
    if not levels.any():
        worth += _FIGURES * _brevity(count) * _figures(sentences)
    worth *= np.where(_leaning(sentences), _LEANING, 1)
    following = continuations(sentences) & (levels == 0)
    worth *= np.where(following, _CONTINUING, 1) * np.where(histories(sentences), _HISTORY, 1)
    worth *= np.where(_spoken(sentences), _SPOKEN, 1)
    worth *= np.where(_titles(sentences), _UNENDED, 1)
    owned = _ranges(owners) if owners else [range(count)]
    opening = np.concatenate([_opening(lengths[each.start : each.stop]) for each in owned])
    worth = worth + opening
    if headings:
        worth += bonuses(headings)
        worth -= _INELIGIBLE * apart(sentences, headings)
    worth -= _INELIGIBLE * contacts(sentences)
    worth += _TASK * tasks(sentences, headline)
    worth -= 2 * LAST * _repeats(sentences)
    worth -= LAST * ~saying(sentences)
    if about is not None:
        worth = _ABOUT * about + worth / 2 - _INELIGIBLE * (about == 0)
    if eligible is not None:
        worth -= _INELIGIBLE * ~np.array(eligible, dtype=bool)
    return Ranking(
        worth.astype(np.float32),
        opening,
        words,
        vectors,
        _needs(sentences),
        _SAME if len(owned) > 1 else _TWIN,
        _follows(following, worth, lengths, owned),
    )


def _ranges(owners: Sequence[int]) -> list[range]:
    """The sentences of each document."""
    starts = [i for i, owner in enumerate(owners) if i == 0 or owner != owners[i - 1]]
    return [range(first, last) for first, last in zip(starts, [*starts[1:], len(owners)], strict=True)]


def _fullness(words: NDArray[np.int64]) -> Floats:
    """1 for a sentence of readable length, less for a shorter or longer one; shape [n]."""
    lengths = np.maximum(words.astype(np.float32), 1)
    fullness: Floats = np.sqrt(np.minimum(1, lengths / _FULL)) * np.minimum(1, _LONG / lengths)
    return fullness


def _opening(words: NDArray[np.int64]) -> Floats:
    """The bonus for coming early, by the number of words before each sentence; shape [n]."""
    lengths = words.astype(np.float32)
    before = np.cumsum(lengths) - lengths
    bonus = _OPENING * _brevity(len(words)) * np.exp(-before / _OPENING_WORDS)
    return np.asarray(bonus * np.minimum(1, lengths / _FRAGMENT), dtype=np.float32)


def _brevity(count: int) -> float:
    """1 for a text of few sentences, less for a long one."""
    return min(1.0, math.sqrt(_SENTENCES / count))


def _figures(sentences: Sentences) -> Floats:
    """How many numbers each sentence has, as a share of ``_MANY`` and at most 1; shape [n]."""
    counts = sentences.total(_numbers).astype(np.float32)
    return np.asarray(np.minimum(counts / _MANY, 1), dtype=np.float32)


def _numbers(token: str) -> int:
    return 0 if token.isalpha() else len(_NUMBER.findall(token))


def _spoken(sentences: Sentences) -> Mask:
    """Which sentences begin with a quotation; shape [n]."""
    found = np.zeros(len(sentences), dtype=np.bool_)
    likely = np.flatnonzero(sentences.at(0, _SPEECH.match)).tolist()
    found[[index for index in likely if _SPEECH.match(sentences[index])]] = True
    return found


def _leaning(sentences: Sentences) -> Mask:
    """Which sentences are questions or parts of a quotation that spans sentences; shape [n]."""
    found = sentences.at(-1, is_question)
    found |= (sentences.total(_guillemets) != 0) | (sentences.total(_double_marks) % 2 == 1)
    inside = np.zeros(len(sentences), dtype=np.bool_)
    before, until = -1, 0  # the latest sentence with a mark, and the end of the quotation that is open there
    for index in np.flatnonzero(sentences.having(_QUOTATION.search)).tolist():
        inside[before + 1 : min(index + 1, until)] = True
        marks = _QUOTATION.findall(_INNER.sub("", sentences[index]))
        if marks:
            until = index + _QUOTED if marks[-1] in "«“" else 0
        before = index
    inside[before + 1 : until] = True
    return found | (inside & ~sentences.at(0, lambda token: token.startswith(("«", "“"))))


def _guillemets(token: str) -> int:
    """How many more of them open than close."""
    return token.count("«") - token.count("»")


def _double_marks(token: str) -> int:
    return 0 if token.isalpha() else len(_DOUBLE.findall(token))


def _titles(sentences: Sentences) -> Mask:
    """Which sentences are short lines without a full stop, in a text where most have one; shape [n]."""
    unended = ~sentences.at(-1, lambda token: token.endswith(_ENDS))
    if unended.mean() > _WITHOUT:
        return np.zeros(len(sentences), dtype=np.bool_)
    return np.asarray(unended & (sentences.lengths <= _TITLE), dtype=np.bool_)


def _needs(sentences: Sentences) -> dict[int, int]:
    """For each question the next sentence that is none, and for each colon the next sentence."""
    asks = sentences.at(-1, is_question)
    questions, answers = np.flatnonzero(asks), np.append(np.flatnonzero(~asks), -1)
    answers = answers[np.searchsorted(answers[:-1], questions)]
    needs: dict[int, int] = dict(zip(questions.tolist(), answers.tolist(), strict=True))
    for index in np.flatnonzero(sentences.at(-1, lambda token: token.endswith(":"))).tolist():
        needs[index] = index + 1 if index + 1 < len(sentences) else -1
    return needs


def _follows(
    following: Mask, worth: Floats, lengths: NDArray[np.int64], owned: Sequence[range]
) -> frozenset[int]:
    """The sentences that follow one that may be chosen and says more than "OK", as no first one does."""
    follows = following.copy()
    follows[1:] &= (lengths[:-1] > _NODS) & (worth[:-1] >= 0)
    follows[[each.start for each in owned]] = False
    return frozenset(np.flatnonzero(follows).tolist())


def _repeats(sentences: Sentences) -> Mask:
    """Which sentences are exact repeats of an earlier one; shape [n]."""
    found = np.zeros(len(sentences), dtype=np.bool_)
    _, hashes, counts = np.unique(
        np.fromiter(map(hash, sentences), np.int64, len(sentences)), return_inverse=True, return_counts=True
    )
    first: dict[str, int] = {}
    alike = np.flatnonzero(counts[hashes] > 1).tolist()
    found[[index for index in alike if first.setdefault(sentences[index], index) != index]] = True
    return found
