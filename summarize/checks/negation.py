"""Negations of the source that a translation has lost, in English, Russian and Kazakh.

Languages deny in different places ("few people", "не многие"), so a finding is a doubt, and only where the
translation has nothing that could deny: no negation, no word such as "refuse", "hardly" or "without". An
added negation is not reported: translators write "not far" for "near" too often.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from summarize.checks import russian
from summarize.checks.findings import Finding, absence

# The Kazakh infix -ма-, which the sound before it changes, and the endings that follow it.
_INFIX = r"(?:(?<=[аәеоөұүыіийрлу])м|(?<=[зжмнң])б|(?<=[пкқтсшфхцч])п)[ае]"
_AFTER = (
    r"(?:й(?:д[ыі]\w{0,4}|м[ыі][нз]|с[ыі][зң]|т[ыі]н\w{0,6}|ақ|ек|[ыі]н?ш[ае])?|ған\w{0,8}|ген\w{0,8}|д[ыі][мқңк]?"
    r"|с|с[ае]\w{0,3}|ст[ае]н|у|у[ыі]\w{0,4}|у[ғг][ае]|п|пт[ыі]|ң[ыі]з|с[ыі]н(?=\W|$))"
)
# What denies a statement.
_NEGATION = {
    "en": r"\b(?:not|cannot|never|no|nobody|nothing|none|neither|nor|nowhere|without)\b|(?<=\w)n['’]t\b",
    "ru": r"(?<!\w)(?:не|нет|ни|без|безо|никогда|никто|никого|никому|ничего|ничто|нигде|нельзя|никак\w{0,3})(?!\w)",
    "kk": rf"(?<!\w)(?:емес\w{{0,6}}|жоқ\w{{0,6}}|ешқашан|ешкім\w{{0,4}}|ештеңе\w{{0,3}}|ешнәрсе\w{{0,3}}|ешбір\w{{0,3}}"
    rf"|ешқандай)(?!\w)|(?<!\w)(?!немесе)(?-i:[а-яәіңғүұқөһ]{{1,30}}{_INFIX}{_AFTER})(?!\w)",
}
# What may stand for a negation in another language.
_INSTEAD = {
    "en": r"\b(?:un|in|im|il|ir|dis|mis|non)-?\w{3,}|\w{3,}less\b|\b(?:fail|lack|den[iy]|refus|reject|absen|hardly|barely"
    r"|scarcely|few|little|only|just|but|avoid|prevent|stop|ban|forb|prohibit|except|instead|rather|unless|until|yet|free"
    r"|miss|los[est]|against|ceas|halt|end|rule out|declin|far from|short|still|any|withdr|remov|abandon|miss|clos|out of"
    r"|hard|too|quit|depriv|away|off\b|zero|exclu|wrong|oppos|doubt|fals|drop|cut|despite|regardless|while|whether|if|other)\w*",
    "ru": r"(?<!\w)(?:не|без|бес|анти|контр|вне)\w{3,}|(?<!\w)(?:отказ|отсутств|запре[щт]|лиш|только|кроме|отриц|отверг|избе"
    r"|прекра[щт]|остан|против|мало|едва|пока|хва[тч]|вряд|нехват|вместо|исключ|отмен|утра[тч]|потер|сорва|трудно|иначе|хотя"
    r"|если|ли|снят|закры|прост|един|ничуть|чужд|даже|воздерж|перест|наконец|уже|ещё|еще|ноль|нул|дале|свобод|уступ|провал"
    r"|сомн|лож|пропуст|слишком|а|но|другой|другие|другая|друг)\w*",
    "kk": r"(?<!\w)\w{3,20}(?:сыз|сіз)\w{0,10}|(?<!\w)(?:бас тарт|тыйым|тек|ғана|болмаса|әлі|басқа|қарсы|тоқта|қиын|аз|айырыл"
    r"|жоғал|жоққа|бейхабар|теріс|керісінше|орнына|кері|сирек|бола тұра|дейін|жабы|жойы|жоюға|жоғары|енді|босат|тыс|құр|бос"
    r"|шектеу|үз|бірақ|ал|егер|ма|ме|ба|бе|па|пе|шығып)\w*",
}


# A statement that is denied as a whole; in Kazakh, at the end of its clause.
_DENIED = {
    "en": r"\b(?:did|do|does|is|are|was|were|has|have|had|will|would|can|could|should|may|might|must)(?:n['’]t| not)\b"
    r"(?! (?:only|just|merely|least))|\b(?:cannot|can['’]t|won['’]t|never|nobody|no one|nothing|none of|neither)\b",
    "ru": r"(?<!\w)(?:не (?=(?P<verb>\w{2,30}))(?!только|лишь|менее|раз |перестава)|нет(?= )|никогда|никто|ничего|нельзя)(?!\w)",
    "kk": rf"(?<!\w)(?!немесе)(?:емес|жоқ|(?-i:[а-яәіңғүұқөһ]{{1,30}}{_INFIX}(?:йд[ыі]|йм[ыі][нз]|йм[ыі]з|д[ыі]|д[ыі][мқк]"
    rf"|ған|ген|ғанбыз|генбіз)))(?=\s*(?:[.,;:!?…»”]|$)| (?:дед[іы]|дейді|деп|деген|еді)(?!\w))",
}


@lru_cache(maxsize=9)
def _pattern(table: str, language: str) -> re.Pattern[str]:
    rows = {"denied": _DENIED, "not": _NEGATION, "instead": _INSTEAD}[table]
    return re.compile(rows[language], re.IGNORECASE)


def _denied(source: str, language: str) -> str | None:
    """The first negation of a source that its translation must have."""
    for match in _pattern("denied", language).finditer(source):
        verb = match["verb"] if language == "ru" else None
        if verb is None or russian.is_verb(verb.casefold()):
            return match[0].strip() + (f" {verb}" if verb else "")
    return None


def lost_negation(
    hypothesis: str, source: str, *, source_language: str, target_language: str
) -> Iterator[Finding]:
    """A negation of the source where nothing in the translation can mean one."""
    denied = _denied(source, source_language)
    if denied and not any(_pattern(table, target_language).search(hypothesis) for table in ("not", "instead")):
        yield absence("negation-lost", denied, hypothesis)
