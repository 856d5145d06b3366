"""Sections whose names say what they are for: abstract, introduction, conclusions, references…

Authors of papers and reports sum up in the first three; nothing in lists of sources, acknowledgements,
keywords or captions belongs into a summary.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final, Literal

import numpy as np

from summarize.engines.vectors import Floats
from summarize.summaries.tokens import Mask, Sentences

Section = Literal["abstract", "introduction", "conclusion", "apart"]

_BONUS: Final[dict[Section, float]] = {"abstract": 0.6, "introduction": 0.3, "conclusion": 0.3}
_NUMBER: Final = re.compile(
    r"(?:[§№]?\s*(?:\d+(?:\.\d+)*|[ivx]+)(?:[.):]\s*|\s+)|(?:chapter|глава|бөлім|тарау)\s+)?"
)
# Compiled when the first heading is looked up, and then remembered by ``re``.
_NAMES: Final[dict[Section, str]] = {
    "abstract": (
        r"(?:abstract|(?:executive )?summary|annotation|synopsis|аннотация|реферат|резюме|краткое содержание"
        r"|аңдатпа|түйін(?:деме)?|қысқаша мазмұны)\b"
    ),
    "introduction": r"(?:introduction|введение|вступление|кіріспе)\b",
    "conclusion": (
        r"(?:conclusions?|concluding remarks|summary and conclusions?|discussion and conclusions?|findings"
        r"|заключение|выводы?|итоги|обсуждение и выводы|қорытынды|түйіндей келе)\b"
    ),
    "apart": (
        r"(?:references|bibliography|works cited|sources|acknowledge?ments?|funding|author contributions"
        r"|(?:conflicts?|declaration) of interests?|competing interests|key ?words|about the authors?"
        r"|further reading|(?:(?:media |press )?contacts?(?: us| details| information)?|контакты"
        r"|контактная информация|байланыс(?: деректері)?)\Z"
        r"|литература|список (?:использованн\w+ )?(?:литературы|источников)|библиограф\w+"
        r"|источники|благодарност\w+|финансирование|конфликт интересов|вклад авторов|ключевые слова"
        r"|об? автор\w+|сведения об авторах|әдебиет(?:тер)?|пайдаланылған әдебиет\w*|дереккөз\w*"
        r"|алғыс(?: айту)?|қаржыландыру|мүдделер қақтығысы|(?:кілт(?:ті)?|түйін(?:ді)?) сөздер"
        r"|авторлар туралы)\b"
    ),
}
_LONGEST: Final = 60  # characters of a heading that is one of these names and little else
_CAPTION: Final = re.compile(
    r"(?:(?:fig(?:ure|\.)?|table|chart|рис(?:унок|\.)?|табл(?:ица|\.)?|схема|диаграмма|сурет|кесте)"
    r"\s*\d+(?:\.\d+)*"
    r"|\d+(?:\.\d+)*\s?-\s?(?:сурет|кесте))\s*[.:–—-]",
    re.IGNORECASE,
)
_RUN_IN: Final = re.compile(
    r"(?:key ?words|index terms|ключевые слова|кілт(?:ті)? сөздер|түйін(?:ді)? сөздер)\s*[:.–—-]",
    re.IGNORECASE,
)
# How captions and lists of keywords begin.
_MAY_BE_APART: Final = re.compile(
    r"fig|table|chart|рис|табл|схема|диаграмма|сурет|кесте|\d|key|index|ключевые|кілт|түйін", re.IGNORECASE
)


def kind(heading: str | None) -> Section | None:
    """What a section with this heading is for, if its name says so."""
    return _kind(heading) if heading and len(heading) <= _LONGEST else None


@lru_cache(maxsize=1024)
def _kind(heading: str) -> Section | None:
    name = heading.lower().replace("ё", "е").strip(" .:*#_")
    number = _NUMBER.match(name)
    name = name[number.end() :] if number else name
    # The "summary and conclusions" of a paper is no abstract.
    order: tuple[Section, ...] = ("apart", "conclusion", "abstract", "introduction")
    return next((each for each in order if re.match(_NAMES[each], name)), None)


def bonuses(headings: Sequence[str | None]) -> Floats:
    """What sentences under these headings earn by standing there; shape [n]."""
    bonus = {heading: _BONUS.get(kind(heading) or "apart", 0) for heading in set(headings)}
    return np.array([bonus[heading] for heading in headings], dtype=np.float32)


def is_apart(sentence: str, heading: str | None) -> bool:
    """Whether a sentence is a source, an acknowledgement, a keyword or a caption."""
    return kind(heading) == "apart" or bool(_CAPTION.match(sentence) or _RUN_IN.match(sentence))


def apart(sentences: Sequence[str], headings: Sequence[str | None]) -> Mask:
    """Which sentences are no part of the text, by themselves or their headings; shape [n]."""
    known = Sentences.of(sentences)
    sources = {heading: kind(heading) == "apart" for heading in set(headings)}
    found = np.array([sources[heading] for heading in headings], dtype=np.bool_)
    likely = np.flatnonzero(known.at(0, _MAY_BE_APART.match)).tolist()
    found[[i for i in likely if is_apart(known[i], headings[i])]] = True
    return found
