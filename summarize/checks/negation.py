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
    r"(?:й(?:д[ыі]\w{0,4}|м[ыі][нз]|с[ыі][зң]|т[ыі]н\w{0,6}|ақ|ек|[ыі]н?ш[ае])?|ған\w{0,8}|ген\w{0,8}"
    r"|д[ыі][мқңк]?"
    r"|с|с[ае]\w{0,3}|ст[ае]н|у|у[ыі]\w{0,4}|у[ғг][ае]|п|пт[ыі]|ң[ыі]з|с[ыі]н(?=\W|$))"
)
# What denies a statement.
_NEGATION = {
    "en": r"\b(?:not|cannot|never|no|nobody|nothing|none|neither|nor|nowhere|without)\b|(?<=\w)n['’]t\b",
    "ru": r"(?<!\w)(?:не|нет|ни|без|безо|никогда|никто|никого|никому|ничего|ничто|нигде|нельзя"
    r"|никак\w{0,3})(?!\w)",
    "kk": rf"(?<!\w)(?:емес\w{{0,6}}|жоқ\w{{0,6}}|ешқашан|ешкім\w{{0,4}}|ештеңе\w{{0,3}}|ешнәрсе\w{{0,3}}"
    rf"|ешбір\w{{0,3}}"
    rf"|ешқандай)(?!\w)|(?<!\w)(?!немесе)(?-i:[а-яәіңғүұқөһ]{{1,30}}{_INFIX}{_AFTER})(?!\w)",
}
# What may stand for a negation in another language.
_INSTEAD = {
    "en": r"\b(?:un(?!i[tvqo]|der|til)\w{3,}|(?:im|in)(?:possib|correct|capab|evitab|sufficient|accurat"
    r"|adequat|valid|visib)\w*"
    r"|il(?:legal|logical)\w*|dis(?:agree|appear|approv|belie|connect|continu|honest|like|loyal|obey"
    r"|trust)\w*|mis\w{3,}|non-?\w{3,}"
    r"|\w{3,}less(?:ly)?|fail\w*|flunk\w*|lack\w*|den(?:y|ie[sd]|ial)|refus\w*|reject\w*|absen\w*|hardly|barely"
    r"|scarcely|rarely|few(?:er)?"
    r"|little|only|avoid\w*|prevent\w*|stop\w*|ban(?:s|ned)?|forb\w*|prohibit\w*|except|instead|rather than"
    r"|unless|until|yet"
    r"|far from|free (?:of|from)|miss(?:ed|ing)|loses?|lost|against|cease\w*|declin\w*|out of|too \w+ to"
    r"|give up|gave up|off the"
    r"|zero|doubt\w*|oppos\w*|ignor\w*|neglect\w*|still|anything but)\b",
    "ru": r"(?<!\w)(?:(?:не(?!дел|ско|кот|ва|фт|мец|рв|го|му|й)|бес|без)\w{3,}|анти\w{3,}|отказ\w*"
    r"|отсутств\w*|запре[щт]\w*|лиш[иеьа]\w*|только"
    r"|кроме|отриц\w*|отверг\w*|отклон\w*|избе[гж]\w*|прекра[щт]\w*|останов\w*|против|мало|едва|пока|хватит"
    r"|вряд|вместо"
    r"|исключ\w*|отмен\w*|утра[тч]\w*|потер[яи]\w*|трудно|воздерж\w*|перест\w*|ноль|нул\w{1,3}|уступ\w*"
    r"|провал\w*|завали\w*|сомн\w*"
    r"|пропус\w*|слишком|игнор\w*|редко|помеш\w*|меша\w*|ещё|еще)(?!\w)",
    "kk": r"(?<!\w)(?:\w{3,20}(?:сыз|сіз)(?:дық|дік|да|де|ды|ді|дан|ден)?\w{0,6}|бас тарт\w*|тыйым\w*|тек"
    r"|ғана|әлі|қарсы\w*|тоқта\w*|қиын\w*"
    r"|аз|сирек|айырыл\w*|жоғал\w*|бейхабар|құла[дпғ]\w*|сүрін\w*|теріс\w*|керісінше|орнына|шектеу\w*|күмән\w*|бұрын|тыс)(?!\w)",
}
# Russian verbs whose denial other languages say without one: не возражает, is open to; не удастся, will fail.
_AFFIRMED = (
    r"(?:хот|возраж|исключ|собира|уда[лс]|обо[йш]|скрыва|прекра|переста|оста|ослаб|жела|разреш|позвол|допус"
    r"|сто[ия]т|следу"
    r"|меня|мог(?:ут|ла|ли|ло)? не|обрад|случайн|дожив|отлич|уступ|замеч|довел|достава)"
)
# A statement that is denied as a whole; in Kazakh, at the end of its clause.
_DENIED = {
    "en": r"\b(?:did|do|does|is|are|was|were|has|have|had|will|would|can|could|should|may|might"
    r"|must)(?:n['’]t| not)\b"
    r"(?! (?:only|just|merely|least))|\b(?:cannot|can['’]t|won['’]t|never|nobody|no one|nothing|none of"
    r"|neither)\b",
    "ru": rf"(?<!\w)(?:не (?!только|лишь|менее|раз |{_AFFIRMED})(?P<verb>\w{{2,30}})|(?:нет(?= )|никогда"
    rf"|никто|ничего|нельзя)(?!\w))",
    "kk": rf"(?<!\w)(?!немесе|болмайды|сыймай)(?:емес|жоқ|(?-i:[а-яәіңғүұқөһ]{{1,30}}{_INFIX}(?:йд[ыі]"
    rf"|йм[ыі][нз]|йм[ыі]з|д[ыі]|д[ыі][мқк]"
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
            return match[0].strip()
    return None


def lost_negation(
    hypothesis: str, source: str, *, source_language: str, target_language: str
) -> Iterator[Finding]:
    """A negation of the source where nothing in the translation can mean one."""
    denied = _denied(source, source_language)
    if denied and not any(
        _pattern(table, target_language).search(hypothesis) for table in ("not", "instead")
    ):
        yield absence("negation-lost", denied, hypothesis)
