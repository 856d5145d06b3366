"""What findings say, in English, Russian and Kazakh: one row per message.

A row has the kind of the finding, whether it is an error or a doubt, and the message in each language.
``{0}`` and ``{1}`` are what the message quotes; in the rows of kinds ``language`` and ``script`` they are
codes of the tables below.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from summarize.text.language_table import NAMES, OTHER_NAMES
from summarize.text.scripts import SCRIPT_NAMES


class Phrase(NamedTuple):
    """The message of one kind of finding."""

    kind: str
    severity: Literal["error", "doubt"]
    en: str
    ru: str
    kk: str


def _row(kind: str, en: str, ru: str, kk: str) -> Phrase:
    return Phrase(kind, "error", en, ru, kk)


def _doubt(kind: str, en: str, ru: str, kk: str) -> Phrase:
    return Phrase(kind, "doubt", en, ru, kk)


_INSTEAD = (
    "“{0}” where the source has “{1}”",
    "«{0}», а в исходном тексте «{1}»",
    "«{0}», ал түпнұсқада «{1}»",
)

PHRASES: dict[str, Phrase] = {
    # what is not a text of the language at all
    "empty": _row("empty", "there is no text", "текста нет", "мәтін жоқ"),
    "empty-kept": _row(
        "empty",
        "the model wrote nothing; source kept untranslated",
        "модель ничего не написала; исходное предложение оставлено без перевода",
        "модель ештеңе жазбады; түпнұсқа аударылмай қалды",
    ),
    "script": _row("script", "written in {0} letters", "написано буквами: {0}", "жазуы: {0}"),
    "script-word": _row(
        "script", "“{1}” is written in {0} letters", "«{1}» — буквы: {0}", "«{1}» сөзінің жазуы: {0}"
    ),
    "language": _row(
        "language",
        "the language is {0}, not {1}",
        "язык — {0}, а не {1}",
        "мәтін тілі — {0}, {1} емес",
    ),
    "language-unknown": _row(
        "language",
        "language not recognised as {1}",
        "язык не распознан; ожидался {1}",
        "мәтін тілі анықталмады; {1} күтілген",
    ),
    "lookalike": _row(
        "lookalike",
        "“{0}” mixes Latin and Cyrillic letters",
        "в слове «{0}» смешаны латинские и русские буквы",
        "«{0}» сөзінде латын және кирилл әріптері араласқан",
    ),
    "lookalike-word": _row(
        "lookalike",
        "“{0}” is written in Latin letters that look like Cyrillic ones",
        "«{0}» набрано латинскими буквами, похожими на русские",
        "«{0}» кириллге ұқсас латын әріптерімен терілген",
    ),
    "untranslated": _row(
        "untranslated", "“{0}” is not translated", "«{0}» не переведено", "«{0}» аударылмаған"
    ),
    "untranslated-name": _doubt(
        "untranslated",
        "“{0}” is left in the letters of the source",
        "«{0}» осталось в написании исходного языка",
        "«{0}» түпнұсқа тілінің жазуында қалған",
    ),
    "no-model": _row(
        "untranslated",
        "no model translates {0}",
        "нет модели, которая переводит с этого языка ({0})",
        "бұл тілден аударатын модель жоқ ({0})",
    ),
    "no-edit": _row(
        "untranslated",
        "the edited file has no translation of this",
        "в исправленном файле этого перевода нет",
        "түзетілген файлда мұның аудармасы жоқ",
    ),
    "copy": _row("copy", "the source is not translated", "текст не переведён", "мәтін аударылмаған"),
    "copy-part": _row("copy", "not translated: “{0}”", "не переведено: «{0}»", "аударылмаған: «{0}»"),
    "copy-summary": _row(
        "copy",
        "hardly shorter than the source: {0} words for {1}",
        "почти не короче исходного текста: {0} слов вместо {1}",
        "түпнұсқадан қысқармаған: {1} сөздің орнына {0} сөз",
    ),
    # what models write beside the text
    "residue": _row(
        "residue",
        "special token “{0}” left in the text",
        "в тексте осталась служебная метка «{0}»",
        "мәтінде «{0}» қызметтік белгісі қалған",
    ),
    "chatter": _row(
        "chatter", "not part of the text: “{0}”", "не относится к тексту: «{0}»", "мәтінге жатпайды: «{0}»"
    ),
    "about": _row(
        "chatter",
        "about the text, not from it: “{0}”",
        "сказано о тексте, а не взято из него: «{0}»",
        "мәтіннен емес, мәтін туралы: «{0}»",
    ),
    "note": _row(
        "note", "a note was added: “{0}”", "добавлено примечание: «{0}»", "ескертпе қосылған: «{0}»"
    ),
    "remark": _doubt(
        "note",
        "the source has no such remark: “{0}”",
        "такого пояснения нет в исходном тексте: «{0}»",
        "түпнұсқада мұндай түсініктеме жоқ: «{0}»",
    ),
    "loop": _row("loop", "repeats itself: “{0}”", "повторяется: «{0}»", "қайталанады: «{0}»"),
    "loop-sentence": _row(
        "loop",
        "the same sentence {1} times: “{0}”",
        "одно и то же предложение повторено, всего {1}: «{0}»",
        "бір сөйлем {1} рет: «{0}»",
    ),
    "loop-model": _row(
        "loop",
        "the model repeated itself and was stopped",
        "модель начала повторяться и была остановлена",
        "модель қайталана бастап, тоқтатылды",
    ),
    # size
    "length-long": _doubt(
        "length",
        "too long: {0} characters for a source of {1}",
        "слишком длинно: {0} знаков вместо {1} в исходном тексте",
        "тым ұзын: түпнұсқада {1} таңба, мұнда {0}",
    ),
    "length-short": _doubt(
        "length",
        "too short: {0} characters for a source of {1}; a part may be missing",
        "слишком коротко: {0} знаков вместо {1} в исходном тексте; возможно, часть пропущена",
        "тым қысқа: түпнұсқада {1} таңба, мұнда {0}; бір бөлігі түсіп қалған болуы мүмкін",
    ),
    "length-part": _doubt(
        "length",
        "too short: {0} characters for a source of {1}; “{2}” is missing",
        "слишком коротко: {0} знаков вместо {1} в исходном тексте; нет «{2}»",
        "тым қысқа: түпнұсқада {1} таңба, мұнда {0}; «{2}» жоқ",
    ),
    "length-summary": _row(
        "length",
        "longer than the source: {0} words for {1}",
        "длиннее исходного текста: {0} слов вместо {1}",
        "түпнұсқадан ұзын: {1} сөздің орнына {0} сөз",
    ),
    "unfinished": _row(
        "unfinished", "breaks off after “{0}”", "обрывается после «{0}»", "«{0}» сөзінен кейін үзіледі"
    ),
    "unclosed": _doubt(
        "unfinished",
        "no full stop after “{0}”",
        "нет точки после «{0}»",
        "«{0}» сөзінен кейін нүкте жоқ",
    ),
    "broken": _doubt(
        "unfinished",
        "seems to break off: the last word is “{0}”",
        "похоже, обрывается: последнее слово — «{0}»",
        "үзіліп қалған сияқты: соңғы сөзі – «{0}»",
    ),
    "unfinished-limit": _row(
        "unfinished",
        "the model reached its output limit",
        "модель исчерпала предел длины ответа",
        "модель жауап ұзындығының шегіне жетті",
    ),
    # numbers
    **{
        f"{kind}-invented": _row(
            kind,
            f"{en} “{{0}}” is not in the source",
            f"{ru} «{{0}}» нет в исходном тексте",
            f"түпнұсқада «{{0}}» {kk} жоқ",
        )
        for kind, en, ru, kk in (
            ("number", "number", "числа", "саны"),
            ("percent", "percentage", "доли", "пайызы"),
            ("money", "amount", "суммы", "сомасы"),
            ("url", "address", "адреса", "сілтемесі"),
            ("email", "e-mail address", "почтового адреса", "пошта мекенжайы"),
            ("placeholder", "placeholder", "метки", "белгісі"),
            ("date", "date", "даты", "күні"),
        )
    },
    **{
        f"{kind}-lost": _row(
            kind,
            f"{en} “{{0}}” from the source is missing",
            f"пропущено: {ru} «{{0}}»",
            f"түпнұсқадағы «{{0}}» {kk} түсіп қалған",
        )
        for kind, en, ru, kk in (
            ("number", "number", "число", "саны"),
            ("percent", "percentage", "доля", "пайызы"),
            ("money", "amount", "сумма", "сомасы"),
            ("url", "address", "адрес", "сілтемесі"),
            ("email", "e-mail address", "почтовый адрес", "пошта мекенжайы"),
            ("placeholder", "placeholder", "метка", "белгісі"),
            ("date", "date", "дата", "күні"),
        )
    },
    "weekday-invented": _row(
        "date",
        "weekday “{0}” is not in the source",
        "дня недели «{0}» нет в исходном тексте",
        "түпнұсқада «{0}» күні жоқ",
    ),
    "weekday-added": _doubt(
        "date",
        "weekday “{0}” is not in the source",
        "дня недели «{0}» нет в исходном тексте",
        "түпнұсқада «{0}» күні жоқ",
    ),
    "weekday-lost": _doubt(
        "date",
        "weekday “{0}” from the source is missing",
        "пропущен день недели «{0}»",
        "түпнұсқадағы апта күні түсіп қалған: «{0}»",
    ),
    "percent-added": _row(
        "percent",
        "“{0}” is a percentage here, but not in the source",
        "«{0}» — здесь проценты, а в исходном тексте нет",
        "«{0}» мұнда пайыз, түпнұсқада олай емес",
    ),
    "percent-dropped": _row(
        "percent",
        "“{0}” is a percentage in the source, but not here",
        "«{0}» — в исходном тексте проценты, а здесь нет",
        "«{0}» түпнұсқада пайыз, мұнда олай емес",
    ),
    "percent-points": _row("percent", *_INSTEAD),
    "money-unit": _row(
        "money",
        "“{0}” is in the source, but not in {1}",
        "сумма «{0}» в исходном тексте есть, но не в этой валюте ({1})",
        "«{0}» сомасы түпнұсқада бар, бірақ бұл валютада емес ({1})",
    ),
    "currency": _row("money", *_INSTEAD),
    "scale": _row("number", *_INSTEAD),
    "unit": _row("unit", *_INSTEAD),
    "order": _doubt(
        "order",
        "“{0}” and “{1}” have changed places",
        "«{0}» и «{1}» поменялись местами",
        "«{0}» мен «{1}» орын ауысқан",
    ),
    "ordinal": _row("ordinal", *_INSTEAD),
    "ordinal-added": _doubt(
        "ordinal",
        "“{0}” is not in the source",
        "порядкового числительного «{0}» нет в исходном тексте",
        "түпнұсқада «{0}» деген рет саны жоқ",
    ),
    "direction": _row("direction", *_INSTEAD),
    # names and words
    "name": _row(
        "name",
        "name “{0}” is not in the source",
        "имени «{0}» нет в исходном тексте",
        "түпнұсқада «{0}» есімі жоқ",
    ),
    "name-instead": _doubt("name", *_INSTEAD),
    "place": _row(
        "name",
        "place “{0}” is not in the source",
        "места «{0}» нет в исходном тексте",
        "түпнұсқада «{0}» жер атауы жоқ",
    ),
    "place-instead": _row("name", *_INSTEAD),
    "abbreviation": _row(
        "abbreviation",
        "abbreviation “{0}” is not in the source",
        "сокращения «{0}» нет в исходном тексте",
        "түпнұсқада «{0}» қысқартуы жоқ",
    ),
    "abbreviation-doubt": _doubt(
        "abbreviation",
        "abbreviation “{0}” is not in the source",
        "сокращения «{0}» нет в исходном тексте",
        "түпнұсқада «{0}» қысқартуы жоқ",
    ),
    "quotation": _row(
        "quotation",
        "quotation “{0}” is not in the source",
        "цитаты «{0}» нет в исходном тексте",
        "түпнұсқада «{0}» дәйексөзі жоқ",
    ),
    "quotation-added": _doubt(
        "quotation",
        "quoted, but not in the source: “{0}”",
        "взято в кавычки, а в исходном тексте нет: «{0}»",
        "мұнда тырнақшада, түпнұсқада олай емес: «{0}»",
    ),
    "quotation-lost": _doubt(
        "quotation",
        "quoted in the source, but not here: “{0}”",
        "в исходном тексте взято в кавычки, а здесь нет: «{0}»",
        "түпнұсқада тырнақшада, мұнда олай емес: «{0}»",
    ),
    "negation-lost": _doubt(
        "negation",
        "the source says “{0}”; nothing here denies it",
        "в исходном тексте есть отрицание «{0}», здесь его нет",
        "түпнұсқада «{0}» болымсыздығы бар, мұнда жоқ",
    ),
    "glossary": _row(
        "glossary",
        "“{0}” should be “{1}”",
        "«{0}» следует переводить «{1}»",
        "«{0}» «{1}» деп аударылуы керек",
    ),
    "meaning-other": _row(
        "meaning",
        "nearer in meaning to another sentence: “{0}”",
        "по смыслу ближе к другому предложению: «{0}»",
        "мағынасы басқа сөйлемге жақынырақ: «{0}»",
    ),
    "meaning": _row(
        "meaning",
        "far in meaning from the source",
        "по смыслу далеко от исходного предложения",
        "мағынасы түпнұсқадан алшақ",
    ),
    "omission": _doubt(
        "omission",
        "no words here stand for “{0}”",
        "здесь нет слов, передающих «{0}»",
        "мұнда «{0}» дегенге сәйкес сөз жоқ",
    ),
    "memory-fuzzy": _doubt(
        "memory",
        "translation of a similar sentence ({0} of the words): “{1}”",
        "перевод похожего предложения (совпадает {0} слов): «{1}»",
        "ұқсас сөйлемнің аудармасы (сөздердің {0} бірдей): «{1}»",
    ),
    "unsupported": _row(
        "unsupported",
        "unsupported: nothing in the source says “{0}”",
        "в исходном тексте ничего такого нет: «{0}»",
        "түпнұсқада мұндай жоқ: «{0}»",
    ),
    "markup": _row(
        "markup",
        "“{0}” from the source is missing",
        "пропала разметка «{0}»",
        "түпнұсқадағы «{0}» белгісі түсіп қалған",
    ),
    # formatting of a document that is written back
    "formatting": _doubt(
        "formatting",
        "the formatting of “{0}” was placed by its position in the sentence",
        "оформление фрагмента «{0}» поставлено по его месту в предложении",
        "«{0}» үзіндісінің безендірілуі сөйлемдегі орнына қарай қойылды",
    ),
    "formatting-plain": _doubt(
        "formatting",
        "the formatting of “{0}” has no place in the translation; left out",
        "оформлению фрагмента «{0}» нет места в переводе; оно опущено",
        "аудармада «{0}» үзіндісінің безендірілуіне орын жоқ; ол түсіп қалды",
    ),
    "formatting-lost": _doubt(
        "formatting",
        "the formatting within the sentence could not be written; left out",
        "оформление внутри предложения не удалось записать; оно опущено",
        "сөйлем ішіндегі безендіруді жазу мүмкін болмады; ол түсіп қалды",
    ),
    "formatting-kept": _row(
        "formatting",
        "the translation could not be written into the file; source kept",
        "перевод не удалось записать в файл; оставлен исходный текст",
        "аударманы файлға жазу мүмкін болмады; түпнұсқа мәтіні қалды",
    ),
}

_LANGUAGES = {
    "ru": {
        "en": "английский", "ru": "русский", "kk": "казахский", "ky": "киргизский", "tt": "татарский",
        "ba": "башкирский", "uz": "узбекский", "uk": "украинский", "be": "белорусский", "bg": "болгарский",
        "sr": "сербский", "mk": "македонский", "mn": "монгольский", "tg": "таджикский", "tr": "турецкий",
        "az": "азербайджанский", "tk": "туркменский", "de": "немецкий", "fr": "французский",
        "es": "испанский", "it": "итальянский", "pt": "португальский", "nl": "нидерландский",
        "pl": "польский", "cs": "чешский", "ro": "румынский", "hu": "венгерский", "fi": "финский",
        "sv": "шведский", "id": "индонезийский", "vi": "вьетнамский", "lt": "литовский", "lv": "латышский",
        "et": "эстонский",
    },
    "kk": {
        "en": "ағылшынша", "ru": "орысша", "kk": "қазақша", "ky": "қырғызша", "tt": "татарша",
        "ba": "башқұртша", "uz": "өзбекше", "uk": "украинша", "be": "беларусша", "bg": "болгарша",
        "sr": "сербше", "mk": "македонша", "mn": "моңғолша", "tg": "тәжікше", "tr": "түрікше",
        "az": "әзербайжанша", "tk": "түрікменше", "de": "немісше", "fr": "французша", "es": "испанша",
        "it": "итальянша", "pt": "португалша", "nl": "нидерландша", "pl": "полякша", "cs": "чехше",
        "ro": "румынша", "hu": "мажарша", "fi": "финше", "sv": "шведше", "id": "индонезияша",
        "vi": "вьетнамша", "lt": "литваша", "lv": "латышша", "et": "эстонша",
    },
}  # fmt: skip
_SCRIPTS = {
    "ru": {
        "Latn": "латинские", "Cyrl": "кириллические", "Arab": "арабские", "Grek": "греческие",
        "Armn": "армянские", "Geor": "грузинские", "Hebr": "еврейские", "Hani": "китайские",
        "Hira": "японские", "Kana": "японские", "Hang": "корейские", "Thai": "тайские",
        "Deva": "деванагари", "Beng": "бенгальские", "Taml": "тамильские", "Ethi": "эфиопские",
        "Mong": "монгольские", "Tibt": "тибетские",
    },
    "kk": {
        "Latn": "латын", "Cyrl": "кирилл", "Arab": "араб", "Grek": "грек", "Armn": "армян",
        "Geor": "грузин", "Hebr": "еврей", "Hani": "қытай", "Hira": "жапон", "Kana": "жапон",
        "Hang": "корей", "Thai": "тай", "Deva": "деванагари", "Beng": "бенгал", "Taml": "тамил",
        "Ethi": "эфиоп", "Mong": "моңғол", "Tibt": "тибет",
    },
}  # fmt: skip
_NAMED = {
    "en": {**NAMES, **OTHER_NAMES, **SCRIPT_NAMES},
    "ru": {**_LANGUAGES["ru"], **_SCRIPTS["ru"]},
    "kk": {**_LANGUAGES["kk"], **_SCRIPTS["kk"]},
}


def worded(code: str, details: tuple[str, ...], reader: str) -> str:
    """The message of a phrase in the language of the reader, in English for any but ``ru`` and ``kk``."""
    phrase = PHRASES[code]
    if phrase.kind in ("language", "script"):
        details = tuple(_NAMED.get(reader, _NAMED["en"]).get(detail, detail) for detail in details)
    template = {"ru": phrase.ru, "kk": phrase.kk}.get(reader, phrase.en)
    return template.format(*details)
