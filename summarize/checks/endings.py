"""Find translations whose last word cannot end a sentence: "the.", "и.", "үйінің."

A model that stops early, and one that is told to close its sentences, leave a full stop after a word that
calls for another. Told by lists of function words and, in Kazakh, where the predicate comes last, by
the endings of the cases and of adverbial participles. Not detected: a sentence that breaks off after
a noun or a verb.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from summarize.checks.number_words import number_word

# Words that end no sentence of news, and those that seldom do.
_OPEN = {
    "en": (
        "the a an and or nor but because although whereas unless than as to of from by with at into onto "
        "upon between among during per via until towards was were be are am been has had will would could "
        "should might must its their our your my every whose which who where if while he she they we "
        "very single such within"
    ),
    "ru": (
        "в во на с со к ко и а но или либо у о об от до из изо за для по под над при про без между перед "
        "через около из-за из-под не ни же ли чтобы что как где когда если чем который которая которое "
        "которые которого которой которому которым которых которую котором этот эта эти эту весь вся всю "
        "очень более самый самая самое свой своя своё свои своего своей своих свою лишь только бы оба обе"
    ),
    "kk": (
        "және мен бен пен ал бірақ әрі немесе әлде яки арқылы деп мына де ақ "
        "бір екі үш төрт бес алты жеті сегіз тоғыз он жиырма отыз қырық елу алпыс жетпіс сексен тоқсан жүз "
        "мың млн млрд миллион миллиард ең өте өз әр әрбір барлық бүкіл тек кейбір "
        "сайын қарай түрлі жаңа"
    ),
}
_SELDOM = {
    "en": (
        "too each that is same against at with without i in for on about after before over under through "
        "have nobody when whoever those how not this these no one two three only also being never last next "
        "another some any other"
    ),
    "ru": (
        "было были есть это они я мы чем же его её их то два две три четыре пять семь один одна одну уже ещё "
        "ей ему ней них том того этом тот"
    ),
    "kk": "ол бұл осы сол туралы бойынша үшін дейін кейін соң бұрын",
}
_KAZAKH_OPEN = re.compile(
    r"\w+(?:[ндт][ыі]ң|[ыі]на|[ыі]не|нан|нен|дан|ден|[^\Wс]тан|тен|[^\Wқк][ыі]п|дағы|дегі|тағы|тегі|ңғы|йінгі"
    r"|[ыі]нш[ыі]|лса|лсе)"
)
_UNUSUAL = {
    "kk": re.compile(
        r"\d+|(?!теңге|мүмк|тегін|төмен|тұрақты|мектеп|кітап|себеп|талап|есеп|тәртіп)\w+(?:[^\Wа]ға|[^\We]ге|[шстпк]қа|[стпшқк]ке|[^\Wсмт][ыі]н|[нр]да"
        r"|[нр]де|мен|бен|пен|лық|лік|дай|дей|тай|тей|нша|аны|ені|[аеыі]п)"
    ),
    "ru": re.compile(r"\w{2,}(?:ый|ая|ую|ое|ого|ому|ым|ые|ых|ыми)"),
}
_REACH = 50  # characters read at the end
_LAST = re.compile(r"(\w[\w’'-]{0,40})[.!?]\Z")
_ABBREVIATION = re.compile(r"[\d.][\s\u00a0]?[^\W\d_]\.\Z")  # 5 с., т. о.


# A Kazakh sentence ends in its predicate: a finite verb, or a word that stands for one.
_PREDICATE = re.compile(
    r"бар|жоқ|емес|керек|мүмкін|тиіс|көп|аз|екен|отыр|тұр|жүр|жатыр|мәлім|белгілі|қажет|жөн|шығар|[мбп][ае]"
    r"|\w+(?:[дт][ыі]м?|ған|ген|қан|кен|[мс][ыі]н|с[ыі]ң|[мң][ыі]з|[дт][ыі][қк]|м[ае][қк]|[аеіуй]т[ыі]н|уд[ае])"
)


class Ending(NamedTuple):
    """A last word that calls for another one; ``sure`` unless sentences do end in it now and then."""

    word: str
    sure: bool


@lru_cache(maxsize=3)
def _listed(language: str) -> tuple[frozenset[str], frozenset[str]]:
    return frozenset(_OPEN[language].split()), frozenset(_SELDOM[language].split())


def _last(text: str) -> str | None:
    """The word before the full stop that ends a text; None for a name, an abbreviation and anything else."""
    end = text.rstrip()[-_REACH:]
    match = _LAST.search(end)
    return None if match is None or match[1][0].isupper() or _ABBREVIATION.search(end) else match[1]


def has_predicate(text: str, language: str) -> bool | None:
    """Whether a Kazakh sentence ends in a predicate; None for other languages and where it ends in a name."""
    word = _last(text) if language == "kk" else None
    return None if word is None else _PREDICATE.fullmatch(word.casefold()) is not None


def open_end(text: str, language: str) -> Ending | None:
    """The last word of a text that has a full stop, if it calls for another word; None for a name."""
    written = _last(text)
    if written is None:
        return None
    word = written.casefold()
    sure, seldom = _listed(language)
    if word in sure or word in seldom:
        return Ending(written, word in sure)
    if language == "kk" and _KAZAKH_OPEN.fullmatch(word):
        return Ending(written, sure=True)
    if language == "ru" and number_word(word, language):
        return None  # half past nine: в половине девятого
    unusual = _UNUSUAL.get(language)
    return Ending(written, sure=False) if unusual and unusual.fullmatch(word) else None
