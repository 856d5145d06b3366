"""Cue phrases: "in this paper we propose…" announces a text's content.

Authors of reports and papers announce their own summary, and a sentence that does so is a far better
candidate than one that is merely central. Patterns are for English, Russian and Kazakh, matched whatever
the text's language.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from summarize.summaries.tokens import Mask, Sentences, token_test

_WORK_EN: Final = r"(?:paper|work|article|study|report|thesis|essay|chapter|review|survey|research)\b"
_TELL_EN: Final = (
    r"(?:propos|introduc|present|develop|describ|design|investigat|stud[iy]|explor|examin|show|demonstrat|find\b"
    r"|found|prov[ei]|deriv|argu|address|analy[sz]|establish|suggest|report|offer|consider|discuss"
    r"|review|evaluat|formulat|devis|identif|compar|conclud)"
)
_WORK_RU: Final = r"(?:статье|работе|докладе|исследовании|обзоре|главе|диссертации|публикации)\b"
_TELL_RU: Final = (
    r"(?:предл[ао][гж]|представл|разраб|рассм[ао]тр|исследу|исследов|опис[аы]|показ[аы]|получ|установ|изуч"
    r"|анализир|провед|провод|постро|доказ[аы]|обосн|обсужд|привед|привод|выявл)"
)
_WORK_KK: Final = r"(?:мақала|жұмыс|зерттеу|еңбек|баяндама|шолу)"
_TELL_KK: Final = (
    r"(?:ұсыныл|қарастырыл|талдан|зерттел|сипаттал|баяндал|көрсетіл|әзірлен|анықтал|дәлелден|келтіріл)"
)

# Announcements say what the text is about or proposes; reports say what its authors did or found.
# Keyed by whether the trigger words are Latin; each pattern is compiled when it is first needed.
_ANNOUNCES: Final = {
    True: rf"\b(?:we (?:\w+ )?(?:propos|introduc|present|develop)|in (?:this|the present|our) {_WORK_EN}"
    rf"|(?:this|the present) {_WORK_EN} {_TELL_EN})",
    False: rf"\b(?:в (?:данн|настоящ|эт|наш|предлагаем|представленн)\w+ {_WORK_RU}"
    rf"|в {_WORK_RU}(?! ?[\[(])[^.;]{{0,80}} {_TELL_RU}"
    r"|(?:статья|работа|исследование|доклад|обзор|глава) (?:\w+ )?посвящен"
    r"|(?:цел[ьи]|целью|задач[аи]|задачей) (?:\w+ )?(?:работы|статьи|исследования|доклада|обзора)\b"
    r"|(?:мы|нами|автор\w{0,4}) (?:\w+ )?(?:предл[ао][гж]|представля|разраб)"
    rf"|(?:бұл|осы|аталған|ұсынылған) {_WORK_KK}\w{{0,8}} (?:[^.;]{{0,80}} )?{_TELL_KK}"
    rf"|{_WORK_KK}(?:да|та|де|те|мызда|ымызда|імізде) [^.;]{{0,80}}{_TELL_KK}"
    rf"|{_WORK_KK}\w{{0,5}} (?:негізгі )?мақсаты"
    r"|біз [^.;]{0,60}(?:ұсынамыз|ұсындық|әзірледік|әзірлейміз))",
}
_REPORTS: Final = {
    True: rf"\b(?:we\b[^.;:]{{0,40}} {_TELL_EN}|(?:this|our|present|current) {_WORK_EN})",
    False: rf"\b(?:(?:мы|нами|автор\w{{0,4}}) (?:\w+ ){{0,2}}{_TELL_RU}"
    r"|(?:предлага|рассматрива|исследу|анализиру|описыва|обсужда)[ею]тся\b"
    r"|результаты (?:\w+ )?(?:показ|исследован|эксперимент|расчет|моделирован|работы)"
    r"|біз [^.;]{0,60}(?:көрсет|зертте|талда|сипатта|қарастыр|дәлелде)\w{0,5}(?:міз|мыз|дік|дық|тік|тық)\b"
    r"|(?:ұсыныл|қарастырыл|талдан|зерттел|сипаттал|баяндал)(?:ады|еді)\b)"
    r"|^(?:предлож|рассмотр|разработ|представл|исследов|показ|получ|опис|провед|установл|доказ|выявл"
    r"|проанализиров|обоснов|изуч|постро|реализов|привед)[ае]н[аоы]?\b",
}

_ANNOUNCED: Final = 2
_LATIN, _OTHER = 1, 2
_CLOSING: Final = '.!?…»”" '


def _forms(stems: str, endings: str) -> set[str]:
    return {stem + ending for stem in stems.split() for ending in endings.split(",")}


# No pattern above can match without one of these words. Looking them up is some ten times faster
# than searching and rules out nearly every sentence of an ordinary text.
_TRIGGERS: Final = frozenset(
    {"we", "this", "our", "present", "current", "мы", "нами", "результаты"}
    | {"біз", "бұл", "осы", "аталған", "ұсынылған"}
    | {"статье", "работе", "докладе", "исследовании", "обзоре", "главе", "диссертации", "публикации"}
    | {"статья", "работа", "исследование", "доклад", "обзор", "глава"}
    | {"статьи", "работы", "исследования", "доклада", "обзора"}
    | _forms("автор", ",а,у,ом,е,ы,ов,ам,ами,ах")
    | _forms("предлага рассматрива исследу анализиру описыва обсужда", "ется,ются")
    | _forms("предлож рассмотр представл привед", "ен,ена,ено,ены")
    | _forms("разработ исследов показ опис доказ проанализиров обоснов реализов", "ан,ана,ано,аны")
    | _forms("провед установл выявл постро получ изуч", "ен,ена,ено,ены")
    | _forms("мақала жұмыс зерттеу еңбек баяндама шолу", "да,та,де,те,мызда,ымызда,імізде")
    | _forms("мақала жұмыс зерттеу еңбек баяндама шолу", "ның,тың,дің,нің,тің")
    | _forms("ұсыныл қарастырыл талдан зерттел сипаттал баяндал", "ады,еді")
)


def announcements(sentences: Sequence[str]) -> NDArray[np.float32]:
    """Whether each sentence says what the text does: 0 no, 1 it reports, 2 it announces; shape [n]."""
    levels = np.zeros(len(sentences), dtype=np.float32)
    known = Sentences.of(sentences)
    kinds = known.each(_trigger_kinds)
    for latin in (True, False):
        triggered = known.having(kinds & (_LATIN if latin else _OTHER) > 0) & (levels < _ANNOUNCED)
        for index in np.flatnonzero(triggered).tolist():
            announces, reports = _patterns(latin)
            text = known[index].lower().replace("ё", "е")
            level = _ANNOUNCED if announces.search(text) else 1 if reports.search(text) else 0
            if level > levels[index] and latin in map(str.isascii, _triggers(text)):
                levels[index] = level
    return levels


def _triggers(text: str) -> frozenset[str]:
    """The triggers in a text in small letters."""
    return _TRIGGERS.intersection(text.replace(",", " ").rstrip(_CLOSING).split())


@token_test
def _trigger_kinds(token: str) -> int:
    """The sum of ``_LATIN`` and ``_OTHER`` for the triggers that a token may be, whatever follows it."""
    words = token.lower().replace("ё", "е").strip(f"{_CLOSING},").split(",")
    if _TRIGGERS.isdisjoint(words):
        return 0
    found = set(map(str.isascii, _TRIGGERS.intersection(words)))
    return _LATIN * (True in found) + _OTHER * (False in found)


@cache
def _patterns(latin: bool) -> tuple[re.Pattern[str], re.Pattern[str]]:
    return re.compile(_ANNOUNCES[latin]), re.compile(_REPORTS[latin])


# Minutes are read for what was decided and who does what by when.
_MINUTES: Final = re.compile(
    r"\b(?:minutes (?:of|from)|meeting minutes|протокол|хаттама(?:сы)?\b|повестка дня|күн тәртібі|agenda)",
    re.IGNORECASE,
)
_TASKS: Final = re.compile(
    r"[\W\d]*(?:(?:decisions?|resolution|resolved|agreed|actions?(?: items?| points?)?|todo|to do|tasks?"
    r"|решени[ея]|решили|решено|постановили|постановление|поручени[ея]|поручить|поручено|задач[аи]|задани[ея]"
    r"|шешім(?:дер)?|шешілді|шешті|қаулы(?: етілді| етті)?|тапсырма(?:лар)?|тапсырылды|міндет(?:тер)?)"
    r"\b\W{0,4}:"
    r"|(?:it was|the (?:committee|board|council|meeting|group)) (?:agreed|decided|resolved)\b"
    r"|(?:решено|решили|постановили|поручить|поручено)\b"
    r"|[^:\n]{0,80}\b(?:шешілді|тапсырылды|тапсырылсын|қаулы етілді)\b)",
    re.IGNORECASE,
)
# A part of some word in each alternative above, in small letters.
_TASK_WORD: Final = re.compile(
    r"deci|resol|agreed|action|todo|\bdo\b|task|реш|постанов|поруч|задач|задани|шеш|қаулы|тапсыр|міндет"
)
_LABELLED: Final = 2  # entries such as "Decision:" that show a text without a title to be minutes
_ATTENDANCE: Final = re.compile(
    r"[\W\d]*(?:present|apologies|absent|attendees|next meeting|присутствовал[иа]?|отсутствовал[иа]?"
    r"|следующее (?:заседание|собрание)|қатысқандар|қатыспағандар|келесі (?:отырыс|жиналыс))\b[^:]{0,20}:",
    re.IGNORECASE,
)
_LABEL: Final = 120  # characters in which an entry says what it is
_LETTER: Final = re.compile(r"[^\W\d_]")
_BRACKETED: Final = re.compile(r"[<\[(]")
_ASIDE: Final = re.compile(r"(?:<[^<>]*>|\[[^\[\]]*\]|\([^()]*\))\W*\Z")


def tasks(sentences: Sequence[str], headline: str | None = None) -> NDArray[np.float32]:
    """1 for a decision or a task in minutes, -1 for who was there, 0 for all else; shape [n]."""
    found = np.zeros(len(sentences), dtype=np.float32)
    known = Sentences.of(sentences)
    likely = known.having(_has_task_word)
    if not any(_MINUTES.search(text[:_LABEL]) for text in (headline or "", *sentences[:3])):
        labelled = np.flatnonzero(likely & known.having(_has_colon)).tolist()
        if sum(":" in known[i][:_LABEL] and _is_entry(known[i]) for i in labelled) < _LABELLED:
            return found
    entries = [i for i in np.flatnonzero(likely).tolist() if _is_entry(known[i])]
    if entries:
        found[entries] = 1
        found[[index for index, text in enumerate(sentences) if _ATTENDANCE.match(text[:_LABEL])]] = -1
    return found


def _has_colon(token: str) -> bool:
    return ":" in token


@token_test
def _has_task_word(token: str) -> bool:
    return _TASK_WORD.search(token.lower()) is not None


def _is_entry(sentence: str) -> bool:
    """Whether a sentence begins as a decision or a task does."""
    return _TASKS.match(sentence[:_LABEL]) is not None


def says_something(sentence: str) -> bool:
    """Whether a sentence has a letter and is more than an aside, such as ``<Media omitted>``."""
    return not _ASIDE.match(sentence) and any(map(str.isalpha, sentence))


def saying(sentences: Sequence[str]) -> Mask:
    """Which sentences say something; shape [n]."""
    known = Sentences.of(sentences)
    found = known.lengths > 0
    wordless = known.at(0, lambda token: not _LETTER.search(token))
    found[[i for i in np.flatnonzero(wordless).tolist() if not _LETTER.search(known[i])]] = False
    bracketed = known.at(0, _BRACKETED.match)
    found[[i for i in np.flatnonzero(bracketed).tolist() if not says_something(known[i])]] = False
    return found
