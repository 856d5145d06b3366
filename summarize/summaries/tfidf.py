"""TF-IDF of word stems: sentences as sparse unit vectors, without a model.

A word's stem is its first five letters, so that the case forms of Russian and the suffix chains of Kazakh
become one feature. Function words of English, Russian and Kazakh are ignored.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from summarize.engines.vectors import Floats, Indices
from summarize.summaries.tokens import Sentences

_ENGLISH: Final = """
the this that these those and but nor yet then than because while although though for from into onto with
without within about over under above below between among through during before after since until against
per via upon are was were been being has have had having does did doing will would shall should can could
may might must you she they him her them your his its our their mine yours who whom whose which what where
when why how there here not only also just very more most much many some any each every all both either
neither other another such same own too again once however therefore thus hence moreover furthermore etc one
two said say says out off down well even still
"""
_RUSSIAN: Final = """
что она оно они как мои моя мое мой это этот эта эти этого этой этих этому этим тот том того той тех тому
тем все весь вся всех всем был была было были быть есть будет будут может могут мог изо для при без под над
обо про через между перед после около или либо нет уже еще только также тоже так такой такая такое такие
таких там тут здесь где когда куда если чтобы чем кто который которая которое которые которого которой
которых которому которым потому поэтому однако более менее очень можно нужно надо лишь даже себя себе собой
один одна одно два раз ведь вот сам сама само сами хотя пока затем его нее ему ими нас нам вас вам меня мне
мои свой своя свое свои своего своей своих своим
"""
_KAZAKH: Final = """
және мен пен бен бұл осы сол бір екі біз сіз олар оның оны оған онда одан олардың оларды мұны мұның бұған
осындай сондай үшін туралы бойынша дейін кейін бұрын соң қарай қатар сияқты секілді ретінде арқылы жөнінде
еді екен емес жоқ бар болды болып болған болады болатын болса болу бола еткен етті етіп етеді деп деді дейді
деген дейін ғана тек өте әрбір барлық бәрі барша кез кейбір басқа өзі өзінің оның менің біздің сіздің қандай
қалай қашан қайда қай кім неге бірақ алайда сондықтан өйткені себебі немесе әлде яғни мысалы тағы енді қазір
егер ғой шейін қоса жатыр отыр тұр жүр алып келе кетті берді берген алды алған
"""

FUNCTION_WORDS: Final = frozenset((_ENGLISH + _RUSSIAN + _KAZAKH).split())

# Words of three letters and more; the line feed ends a token. Numbers and words of one or two letters
# (formulas, table rows, particles) say little about similarity.
_TOKEN: Final = re.compile(r"[^\W\d_]{3,}|\n")
_STEM_LETTERS: Final = 5
_BLOCK: Final = 5000  # sentences counted at a time, which bounds the memory for their words


class Sparse:
    """Compressed rows: row i holds ``values[k]`` at ``columns[k]`` for k in ``starts[i]:starts[i + 1]``.

    Sums go through blocks of rows, which bounds the memory for what they are made of.
    """

    def __init__(self, starts: Indices, columns: Indices, values: Floats, width: int) -> None:
        self.shape: tuple[int, int] = (len(starts) - 1, width)
        self._starts, self._columns, self._values = starts, columns, values

    def pool(self, weights: Floats) -> Floats:
        sums = np.zeros(self.shape[1])
        for _, rows, here in _blocks(self._starts):
            np.add.at(sums, self._columns[here], (self._values[here] * weights[rows]).astype(np.float64))
        return sums.astype(np.float32)

    def project(self, vector: Floats) -> Floats:
        sums = np.zeros(self.shape[0], dtype=np.float32)
        for block, rows, here in _blocks(self._starts):
            parts = self._values[here] * vector[self._columns[here]]
            sums[block.start : block.stop] = np.bincount(rows - block.start, parts, len(block))
        return sums

    def shared(self, count: int) -> tuple[Floats, Floats, Floats]:
        """What the first ``count`` rows have in common, [count] each.

        The features of a row; how often the other rows have them; and how often later rows have those
        that no row before has.
        """
        starts = self._starts[: count + 1]
        first = np.full(self.shape[1], count, dtype=np.int32)
        frequency = np.zeros(self.shape[1], dtype=np.int64)
        for _, rows, here in _blocks(starts):
            columns = self._columns[here]
            np.minimum.at(first, columns, rows.astype(np.int32))
            frequency += np.bincount(columns, minlength=self.shape[1])
        sizes = np.diff(starts).astype(np.float32)
        shared, introduced = np.zeros((2, count), dtype=np.float32)
        for block, rows, here in _blocks(starts):
            columns = self._columns[here]
            others = frequency[columns] - 1
            shared[block.start : block.stop] = np.bincount(rows - block.start, others, len(block))
            others *= first[columns] == rows
            introduced[block.start : block.stop] = np.bincount(rows - block.start, others, len(block))
        return sizes, shared, introduced

    def row(self, index: int) -> tuple[Indices, Floats]:
        here = slice(self._starts[index], self._starts[index + 1])
        return self._columns[here], self._values[here]


def _blocks(starts: Indices) -> Iterator[tuple[range, Indices, slice]]:
    """Some rows at a time: which, the row of each of their values, and the values' places."""
    count = len(starts) - 1
    for at in range(0, count, _BLOCK):
        block = range(at, min(at + _BLOCK, count))
        sizes = np.diff(starts[block.start : block.stop + 1])
        yield (
            block,
            np.repeat(np.arange(block.start, block.stop), sizes),
            slice(starts[at], starts[block.stop]),
        )


def tfidf(sentences: Sequence[str]) -> Sparse:
    """TF-IDF vectors of sentences in any mixture of English, Russian and Kazakh; unit rows [n, d].

    On news and abstracts in the three languages, stems of five letters ranked as well as Snowball's, which
    do not exist for Kazakh. Counts are damped by a logarithm, and the inverse sentence frequency by a square
    root: within one document a frequent word is a topic as often as a filler. A sentence without words is a
    zero row.
    """
    known = Sentences.of(sentences)
    features, firsts, width = _features(known.vocabulary)
    starts = np.zeros(len(known) + 1, dtype=np.int64)
    packed, damped = array("i"), array("f")
    frequency = np.zeros(width, dtype=np.int64)
    for at in range(0, len(known), _BLOCK):
        columns, counts, sizes = _count(known, at, features, firsts)
        frequency += np.bincount(columns, minlength=width)
        packed.frombytes(columns.tobytes())
        damped.frombytes((1 + np.log(counts)).tobytes())
        starts[at + 1 : at + 1 + len(sizes)] = sizes
    np.cumsum(starts, out=starts)
    columns, values = np.frombuffer(packed, np.int32), np.frombuffer(damped, np.float32)
    weight = np.sqrt(np.log((1 + len(known)) / (1 + frequency)) + 1).astype(np.float32)
    for block, rows, here in _blocks(starts):
        values[here] *= weight[columns[here]]
        squares = np.bincount(rows - block.start, values[here] * values[here], len(block))
        values[here] /= np.sqrt(squares).astype(np.float32)[rows - block.start]
    return Sparse(starts, columns, values, width)


def _features(vocabulary: Sequence[str]) -> tuple[Indices, Indices, int]:
    """The features of every token, one after another, where those of each begin, and how many there are.

    A token has none, one, or several ("социально-экономического"). Features are numbered as their words
    first appear.
    """
    stems: dict[str, int] = {}
    features: list[int] = []
    firsts = [0]
    text = "".join([f"{token}\n" for token in vocabulary])
    for word in _TOKEN.findall(unicodedata.normalize("NFC", text).lower().replace("ё", "е")):
        if word == "\n":
            firsts.append(len(features))
        elif word not in FUNCTION_WORDS:
            features.append(stems.setdefault(word[:_STEM_LETTERS], len(stems)))
    return np.array(features, np.int32), np.array(firsts, np.int64), len(stems)


def _count(
    known: Sentences, first: int, features: Indices, firsts: Indices
) -> tuple[Indices, Floats, Indices]:
    """The distinct features of each of some sentences, ascending; how often each occurs; how many."""
    starts = known.starts[first : first + _BLOCK + 1]
    tokens = known.numbers[starts[0] : starts[-1]]
    widths = (firsts[1:] - firsts[:-1])[tokens]
    owners = np.repeat(np.repeat(np.arange(len(starts) - 1), np.diff(starts)), widths)
    shifts = firsts[tokens] - (np.cumsum(widths) - widths)  # from a place in the block to one in ``features``
    found = features[np.repeat(shifts, widths) + np.arange(len(owners))]
    pairs, counts = np.unique((owners << 32) | found, return_counts=True)
    sizes = np.bincount(pairs >> 32, minlength=len(starts) - 1)
    return (pairs & 0xFFFFFFFF).astype(np.int32), counts.astype(np.float32), sizes
