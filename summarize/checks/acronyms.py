"""Check abbreviations in capitals (EU, ЕС, ЕО) against the source.

A table lists some thirty institutions and terms in three languages. Any other abbreviation must occur in
the source, be the initials of words there, or be spelled alike in the other script. Roman numerals are
numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from summarize.checks.findings import Finding, finding
from summarize.checks.names import is_common, name_words
from summarize.checks.numerals import roman
from summarize.checks.sounds import skeleton
from summarize.text.words import Word, words

# One row per concept: its abbreviations in every language, and a pattern for its full name (folded stems).
_CONCEPTS = (
    ("EU ЕС ЕО", r"european union|\beuropean?\b|европейск\w+ союз|евросоюз|евро|еуро"),
    ("UN ООН БҰҰ UNO", r"united nations|объединенн\w+ наци|біріккен ұлт"),
    ("US USA U США АҚШ", r"united states|america|соединенн\w+ штат|америк|құрама штат|dollar|доллар|\$"
                         r"|white house|белый дом|ақ үй"
     r"|\bstates\b|штат|congress|конгресс|senat|сенат|washington|вашингтон|pentagon|пентагон|trump|трамп"
     r"|california|texas"
     r"|southwest|midwest|federal|федерал"),
    ("UK", r"\bbrit|united kingdom|великобрит|британ|ұлыбрит|соединенн\w+ королев|құрама корол"),
    ("NATO НАТО", r"north atlantic|североатлант|солтүстік атлант"),
    ("OSCE ОБСЕ ЕҚЫҰ", r"security and co-?operation|безопасности и сотрудн|қауіпсіздік және ынтымақ"),
    ("WHO ВОЗ ДДСҰ ДДҰ", r"world health|всемирн\w+ организаци\w+ здрав|денсаулық сақтау ұйым"),
    ("IMF МВФ ХВҚ", r"monetary fund|валютн\w+ фонд|валюта қор"),
    ("GDP ВВП ЖІӨ", r"gross domestic|валов\w+ внутренн|жалпы ішкі"),
    ("MFA МИД СІМ", r"foreign (?:minist|affairs)|иностранных дел|сыртқы істер"),
    ("NGO NGOS НПО ҮЕҰ", r"non-?governmental|неправительств|үкіметтік емес"),
    ("EAEU ЕАЭС ЕАЭО", r"eurasian economic|евразийск\w+ экономич|еуразиялық экономика"),
    ("CIS СНГ ТМД", r"commonwealth of indep|содружеств\w+ независ|тәуелсіз мемлекеттер"),
    ("SCO ШОС ШЫҰ", r"shanghai co|шанхайск\w+ организ|шанхай ынтымақ"),
    ("EBRD ЕБРР ЕҚДБ", r"bank for reconstruction|банк\w* реконструкц|қайта құру және даму"),
    ("UNESCO ЮНЕСКО UNICEF ЮНИСЕФ", r"united nations|объединенн\w+ наци|біріккен ұлт"),
    ("RK РК ҚР", r"kazakhstan|казахстан|қазақстан"), ("RF РФ", r"russia|росси|ресей"),
    ("ILO МОТ ХЕҰ", r"labou?r organi|организаци\w+ труда|еңбек ұйым"),
    ("OECD ОЭСР ЭЫДҰ", r"economic co-?operation and|экономическ\w+ сотруднич\w+ и|экономикалық ынтымақ\w+ ж"),
    ("WTO ВТО ДСҰ", r"world trade|всемирн\w+ торгов|дүниежүзілік сауда"),
    ("CSTO ОДКБ ҰҚШҰ", r"collective security|коллективн\w+ безопасн|ұжымдық қауіпсіздік"),
    ("СМИ БАҚ", r"media|press|report|news|broadcast|journal|tv|пресс|газет|сообщ|журнал|масс\w+ информ"
                r"|ақпарат|баспасөз|хабар|таратушы"),
    ("FM FIFA ФИФА UEFA УЕФА", r"fédération|football assoc"),
    ("AIDS СПИД ЖИТС ЖҚТБ HIV ВИЧ АИТВ", r"\baids\b|\bhiv\b|спид|вич"),
    ("IT ИТ АТ ICT ИКТ АКТ", r"information tech|информационн\w+ техн|ақпараттық техн"),
    ("AI ИИ ЖИ", r"artificial intel|искусственн\w+ интел|жасанды интел"),
    ("CEO ГЕНДИРЕКТОР", r"chief executive|гендирект|генеральн\w+ директор|бас директор"),
    ("PM", r"prime minister|премьер|p\.m"), ("TV ТВ", r"televis|телевид|теле"),
    ("MP MPS AM AMS", r"parliament|парламент|депутат|ассамбле"),
    ("ATM", r"банкомат|cash machine"), ("HQ", r"headquart|штаб|кеңсе|главн\w+ офис"),
    ("BST GMT UTC ET EST MSK МСК", r"summer time|greenwich|eastern time|летн\w+ врем|местн\w+ врем"
                                   r"|по гринвич|жазғы уақыт|жергілікті уақыт|уақыт"),
    ("NSF", r"science foundation|научн\w+ фонд|ғылыми қор"), ("LED", r"светодиод|жарық диод|diode"),
    ("FBI ФБР ФТБ", r"bureau of invest|бюро расслед|тергеу бюро"), ("CIA ЦРУ ОББ",
        r"intelligence agency|разведывательн\w+ управ|барлау басқарма"),
    ("KGB КГБ FSB ФСБ", r"security (?:service|committee)|госбезопас|безопасност\w+ служ|қауіпсіздік қызмет"),
    ("DNA ДНК RNA РНК", r"genetic|генетич|генетика"), ("ДТП", r"crash|accident|collision|апат|авари"
        r"|жол-көлік"),
    ("ASEAN АСЕАН", r"southeast asian nations|юго-восточн\w+ ази"
                    r"|оңтүстік-шығыс азия"), ("BRICS БРИКС", r"\bbrics"),
    ("OPEC ОПЕК", r"petroleum export|экспортер\w+ нефт"
                  r"|мұнай экспорт"), ("IAEA МАГАТЭ", r"atomic energy agency|атомн\w+ энерг|атом энерги"),
    ("WB ВБ", r"world bank|всемирн\w+ банк"
              r"|дүниежүзілік банк"), ("ADB АБР АДБ", r"asian development|азиатск\w+ банк|азия даму"),
    ("ICC МУС", r"criminal court|уголовн\w+ суд|қылмыстық сот"), ("ICJ", r"court of justice"
        r"|международн\w+ суд|халықаралық\w* (?:бұұ )?сот"),
    ("PR", r"public relation|связ\w+ с общ|пиар"), ("HR", r"human resource|кадр"), ("VAT НДС ҚҚС",
        r"value[- ]added|добавленн\w+ стоим|қосылған құн"),
    ("ЦИК ОСК CEC", r"election commission|избират\w+ комис"
                    r"|сайлау комис"), ("МЧС ТЖМ ТЖД", r"emergenc|чрезвычайн|төтенше жағ"),
    ("МВД ІІМ", r"interior|internal affairs|внутренн\w+ дел"
                r"|ішкі істер"), ("ЧП ЧС", r"emergenc|чрезвычайн|incident|төтенше"),
    ("ВУЗ ЖОО", r"universit|higher education|вуз|университет"
                r"|жоғары оқу"), ("ТЭЦ ЖЭО CHP", r"power (?:station|plant)|теплоэлектро|жылу электр"),
    ("АЭС NPP", r"nuclear|атомн\w+ |атом электр|атом станс"), ("ГЭС СЭС", r"hydro|гидроэл|су электр"),
    ("ЖКХ ТКШ", r"utilit|housing|коммунал|тұрғын үй"), ("ООО ТОО ЖШС LLC LLP", r"limited|ограниченн\w+ ответ"
        r"|жауапкершілігі"),
    ("АО АҚ JSC", r"joint[- ]stock|акционерн|акционерлік"), ("ЗАГС АХАЖ", r"regist|загс"), ("ПДД ЖҚЕ",
        r"traffic (?:rule|law)|дорожн\w+ движ|жол қозғал"),
    ("ЕНТ ҰБТ UNT", r"national test|единое нац"
                    r"|ұлттық бірыңғай"), ("КНР ҚХР PRC", r"china|chinese|кита|қытай"),
    ("КНДР КХДР DPRK", r"north korea|северн\w+ коре|северокоре"
                       r"|солтүстік коре"), ("ФРГ ГФР FRG", r"germany|german|герман|неміс"),
    ("ОАЭ БАӘ UAE", r"emirates|эмират|әмірлік"), ("ЮАР ОАР", r"south africa|южно-?африк|оңтүстік африка"),
    ("СССР КСРО USSR", r"soviet|советск|кеңес"), ("ВОВ ҰОС WWII", r"world war|great patriotic|отечественн"
        r"|отан соғыс|мировая войн|дүниежүзілік соғыс"),
    ("GOP", r"republican|республикан"), ("NBA НБА NFL НФЛ NHL НХЛ", r"national (?:basketball|football"
        r"|hockey)"),
    ("COVID КОВИД", r"coronavirus|коронавирус"), ("GPS", r"satellite navig|навигац"), ("SMS",
        r"text message|сообщен|хабарлама"),
    ("DVD CD PC ПК", r"comput|disc|диск"
                     r"|компьютер"), ("IP", r"internet protocol|адрес"), ("VIP", r"very important|важн"),
    ("IQ", r"intelligence quot|интеллект"), ("RSPB", r"protection of birds"), ("DM",
        r"direct message|личн\w+ сообщ|жеке хабар"),
    ("НКО НГО КЕҰ", r"\bngo|non-?(?:governmental|profit)|aid group|charit|неправительств|некоммерч"
                    r"|үкіметтік емес|ұйым"),
)  # fmt: skip
_DOTTED = re.compile(r"(?:[^\W\d_]\.){2,}")
_NO_ACRONYMS = frozenset({"AM", "PM", "OK", "ID"})


@lru_cache(maxsize=1)
def _table() -> dict[str, tuple[frozenset[str], re.Pattern[str]]]:
    """Each abbreviation, with all abbreviations of its concept and the pattern for its full name."""
    table = {}
    for names, spelled in _CONCEPTS:
        same = frozenset(names.split())
        spelled = spelled.replace(r"\w+", r"\w{1,12}")  # an ending; without a limit, one long word takes long
        for name in same:
            table[name] = (same, re.compile(spelled))
    return table


def _initials(found: Sequence[Word], function_words: bool) -> str:
    """The first letters of words, in their own case; a space where a sentence begins."""
    kept = [word for word in found if function_words or len(word.text) > 3 or word.acronym]
    return "".join((" " if word.initial else "") + word.text[0] for word in kept)


class Acronyms:
    """The abbreviations and initials of a source; built in linear time."""

    def __init__(self, source: str) -> None:
        found = words(source)
        self.acronyms = {word.text for word in found if word.acronym}
        self.acronyms |= {match[0].replace(".", "").upper() for match in _DOTTED.finditer(source)}
        self._words = {word.text.casefold() for word in found}
        self._sounds = {skeleton(word) for word in self.acronyms}
        self._folded = source.casefold().replace("ё", "е")
        self._initials = tuple(_initials(found, every).replace(" ", "") for every in (True, False))

    def spells(self, acronym: str) -> bool:
        """Whether its letters begin consecutive words of the source, the first of them capitalised."""
        pattern = re.compile(re.escape(acronym), re.IGNORECASE)
        return any(
            match[0][0].isupper() for initials in self._initials for match in pattern.finditer(initials)
        )

    def knows(self, acronym: str) -> bool:
        """Whether the source has this abbreviation, its full name, or its spelling in another script."""
        if acronym in self.acronyms or acronym.casefold() in self._words or self.spells(acronym):
            return True
        same, spelled = _table().get(acronym, (frozenset(), None))
        if same & self.acronyms or (spelled is not None and spelled.search(self._folded)):
            return True
        return len(skeleton(acronym)) > 1 and skeleton(acronym) in self._sounds


def invented_acronyms(
    hypothesis: str, source: str, *, source_language: str, target_language: str
) -> Iterator[Finding]:
    """Abbreviations that nothing in the source supports.

    Across languages, an abbreviation that is not in the table passes if the source has one that is
    not in the table either, or the name of an institution: it may stand for that. English abbreviates most:
    there only those of the table are reported.
    """
    ours = [
        word for word in words(hypothesis)
        if word.acronym and word.text not in _NO_ACRONYMS and roman(word.text) is None
    ]  # fmt: skip
    if not ours:
        return
    offered = Acronyms(source)
    unknown = offered.acronyms - _table().keys() or any(
        is_common(word.text, source_language) for word in name_words(source, source_language)
    )
    crossing = source_language != target_language
    known = {acronym: offered.knows(acronym) for acronym in {word.text for word in ours}}
    for word in ours:
        if known[word.text]:
            continue
        if crossing and word.text not in _table() and (unknown or target_language == "en"):
            continue
        code = "abbreviation-doubt" if crossing else "abbreviation"
        yield finding(code, word.text, word.start, word.end)
