"""TF-IDF of word stems: sentences as sparse unit vectors, without a model.

A word's stem is its first five letters, so that the case forms of Russian and the suffix chains of Kazakh
become one feature. Function words of English, Russian and Kazakh are ignored.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

import numpy as np

from summarize.engines.vectors import Floats, Indices

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

# Words of three letters and more; the line feed ends a sentence. Numbers and words of one or two letters
# (formulas, table rows, particles) say little about similarity.
_TOKEN: Final = re.compile(r"[^\W\d_]{3,}|\n")
_STEM_LETTERS: Final = 5
_END, _SKIP = -2, -1
_BLOCK: Final = 1000  # sentences split at a time, which bounds the memory for their words


class Sparse:
    """Compressed rows: row i holds ``values[k]`` at ``columns[k]`` for k in ``starts[i]:starts[i + 1]``."""

    def __init__(self, starts: Indices, columns: Indices, values: Floats, width: int) -> None:
        self.shape: tuple[int, int] = (len(starts) - 1, width)
        self._starts, self._columns, self._values = starts, columns, values
        self._rows = np.repeat(np.arange(self.shape[0], dtype=np.int32), np.diff(starts))

    def pool(self, weights: Floats) -> Floats:
        parts = self._values * weights[self._rows]
        return np.bincount(self._columns, parts, self.shape[1]).astype(np.float32)

    def project(self, vector: Floats) -> Floats:
        parts = self._values * vector[self._columns]
        return np.bincount(self._rows, parts, self.shape[0]).astype(np.float32)

    def shared(self, count: int) -> tuple[Floats, Floats, Floats]:
        """What the first ``count`` rows have in common, [count] each.

        The features of a row; how often the other rows have them; and how often later rows have those
        that no row before has.
        """
        end = int(self._starts[count])
        rows, columns = self._rows[:end], self._columns[:end]
        first = np.zeros(self.shape[1], dtype=np.int32)
        first[columns[::-1]] = rows[::-1]
        others = np.bincount(columns, minlength=self.shape[1])[columns] - 1
        begun = others * (first[columns] == rows)
        sums = (np.bincount(rows, part, count) for part in (np.ones(end), others, begun))
        sizes, shared, introduced = (each.astype(np.float32) for each in sums)
        return sizes, shared, introduced

    def row(self, index: int) -> tuple[Indices, Floats]:
        here = slice(self._starts[index], self._starts[index + 1])
        return self._columns[here], self._values[here]


class _Features(dict[str, int]):
    """Feature numbers by word, assigned as words appear; ``_SKIP`` for function words."""

    def __init__(self) -> None:
        super().__init__({"\n": _END})
        self.stems: dict[str, int] = {}

    def __missing__(self, word: str) -> int:
        feature = _SKIP
        if word not in FUNCTION_WORDS:
            feature = self.stems.setdefault(word[:_STEM_LETTERS], len(self.stems))
        self[word] = feature
        return feature


def tfidf(sentences: Sequence[str]) -> Sparse:
    """TF-IDF vectors of sentences in any mixture of English, Russian and Kazakh; unit rows [n, d].

    On news and abstracts in the three languages, stems of five letters ranked as well as Snowball's, which
    do not exist for Kazakh. Counts are damped by a logarithm, and the inverse sentence frequency by a square
    root: within one document a frequent word is a topic as often as a filler. A sentence without words is a
    zero row.
    """
    features = _Features()
    blocks = [_count(sentences[at : at + _BLOCK], at, features) for at in range(0, len(sentences), _BLOCK)]
    keys = np.concatenate([key for key, _ in blocks]) if blocks else np.zeros(0, np.int64)
    counts = np.concatenate([count for _, count in blocks]) if blocks else np.zeros(0, np.float32)
    rows, columns = keys >> 32, (keys & 0xFFFFFFFF).astype(np.int32)
    height, width = len(sentences), len(features.stems)
    frequency = np.bincount(columns, minlength=width)
    weight = np.sqrt(np.log((1 + height) / (1 + frequency)) + 1).astype(np.float32)
    values = (1 + np.log(counts)) * weight[columns]
    norms = np.sqrt(np.bincount(rows, values * values, height)).astype(np.float32)
    starts = np.zeros(height + 1, dtype=np.int64)
    np.cumsum(np.bincount(rows, minlength=height), out=starts[1:])
    return Sparse(starts, columns, values / norms[rows], width)


def _count(sentences: Sequence[str], first: int, features: _Features) -> tuple[Indices, Floats]:
    """Distinct (sentence, feature) pairs packed into integers, ascending, and how often each occurs."""
    text = "".join([sentence.replace("\n", " ") + "\n" for sentence in sentences])
    tokens = _TOKEN.findall(unicodedata.normalize("NFC", text).lower().replace("ё", "е"))
    numbers = np.fromiter(map(features.__getitem__, tokens), dtype=np.int64, count=len(tokens))
    owners = np.cumsum(numbers == _END) + first
    kept = numbers >= 0
    pairs, counts = np.unique((owners[kept] << 32) | numbers[kept], return_counts=True)
    return pairs, counts.astype(np.float32)
