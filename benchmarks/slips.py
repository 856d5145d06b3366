"""Slips planted by rule into single translated sentences, as translators and models make them.

A slip takes a translation, its source, their languages and the next translation of the same document. It
returns the translation with one error, or None if it has no place for it. What a slip replaces is chosen
anew for each sentence, but always the same for the same sentence.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import chain, pairwise
from zlib import crc32


@dataclass(frozen=True)
class Pair:
    """A translated sentence: ``hypothesis`` is right; ``following`` is the translation of the next one."""

    source: str
    hypothesis: str
    source_language: str
    target_language: str
    following: str = ""

    @property
    def chance(self) -> random.Random:
        """The random numbers of this pair."""
        return random.Random(crc32((self.source + self.hypothesis).encode()))


Slip = Callable[[Pair], "str | None"]

# Rows of words that are exchanged for each other, per language; a cell is (pattern, replacement).
_EXCHANGES: dict[str, dict[str, list[tuple[str, str]]]] = {
    "unit": {
        "en": [(r"(?<=\d )km\b", "m"), (r"(?<=\d )kg\b", "g"), (r"(?<=\d )g\b", "kg"), (r"(?<=\d )m\b", "km"),
               (r"(?<=\d )ml\b", "l"), (r"\bkilomet(re|er)s\b", r"met\1s"), (r"\bmiles\b", "yards"),
               (r"\b(cent|kilo)?metres\b", "miles"), (r"\bkilograms?\b", "grams"),
               (r"\btonnes\b", "kilograms"),
               (r"\bfeet\b", "miles"), (r"\binches\b", "feet"), (r"\byards\b", "feet"), (
                   r"\bmegawatts\b", "kilowatts"),
               (r"\bgallons\b", "barrels"), (r"\bpounds (?=of )", "ounces ")],
        "ru": [(r"(?<=\d )км\b", "м"), (r"(?<=\d )кг\b", "г"), (r"(?<=\d )г\b(?!\.)", "кг"),
               (r"(?<=\d )м\b", "км"),
               (r"(?<=\d )мл\b", "л"), (r"(?<=\d )см\b", "м"), (r"\bкилометр(а|ов|ах)?\b", r"метр\1"),
               (r"\b(?:санти|кило)метр(а|ов|ах)?\b", r"метр\1"), (r"\bметр(а|ов|ах)?\b", r"километр\1"),
               (r"\bкилограмм(а"
                r"|ов)?\b", r"грамм\1"), (r"\bтонн(ы|у)?\b", "килограммов"),
                (r"\bмегаватт(а)?\b", "киловатт"),
               (r"\bмил(ь|и|ях)\b", "километров"), (r"\bфут(ов|а)?\b", "метров"),
               (r"\bдюйм(ов|а)?\b", "сантиметров")],
        "kk": [(r"(?<=\d )км\b", "м"), (r"(?<=\d )кг\b", "г"), (r"(?<=\d )г\b(?!\.)", "кг"),
               (r"(?<=\d )м\b", "км"),
               (r"(?<=\d )мл\b", "л"), (r"(?<=\d )см\b", "м"), (r"\bкилометр", "метр"),
               (r"\bсантиметр", "метр"),
               (r"\bметр", "километр"), (r"\bкилограм", "грам"), (r"\bтонна", "килограмм"),
               (r"\bмегаватт", "киловатт"),
               (r"\bмиля", "километр"), (r"\bфут\b", "метр"), (r"\bдюйм", "сантиметр")],
    },
    "ordinal": {
        "en": [(r"\bfirst\b", "fourth"), (r"\bsecond\b(?! ball)", "fifth"), (r"\bthird\b", "sixth"),
               (r"\bfourth\b", "second"), (r"\bfifth\b", "third"), (r"\bsixth\b", "fourth"),
               (r"\btenth\b", "ninth"),
               (r"\bsixteenth\b", "fifteenth"), (r"\bthirtieth\b", "fortieth")],
        "ru": [(r"\bперв(?=ый|ого|ому|ым|ом|ая|ой|ую|ое|ые|ых"
                r"|ыми)", "пят"), (r"\bвтор(?=ой|ого|ому|ым|ом|ая|ую|ое|ые|ых)", "шест"),
               (r"\bтреть(?:его|ей|я|ю)\b", "пятого"), (r"\bтретий\b", "пятый"), (r"\bчетв[её]рт(?=ый|ого|ая"
                   r"|ой|ую|ое)", "шест"),
               (r"\bпят(?=ого|ый|ая|ую"
                r"|ом)", "перв"), (r"\bдесят(?=ый|ого|ая|ую)", "девят"), (r"\bтридцат(?=ого|ый)", "сороков")],
        "kk": [(r"\bбірінші", "төртінші"), (r"\bекінші", "бесінші"), (r"\bүшінші", "алтыншы"), (
            r"\bтөртінші", "екінші"),
               (r"\bбесінші", "үшінші"), (r"\bоныншы", "тоғызыншы"), (r"\bотызыншы", "қырқыншы")],
    },
    "compass point": {
        "en": [(r"\b([Nn])orth", r"\1orth"), (r"\bnorth", "south"), (r"\bNorth", "South"),
               (r"\bsouth", "north"),
               (r"\bSouth", "North"), (r"\beast", "west"), (r"\bEast", "West"), (r"\bwest", "east"),
               (r"\bWest", "East")],
        "ru": [(r"\bсевер", "юг"), (r"\bюжн", "северн"), (r"\bЮжн", "Северн"), (r"\bюге\b", "севере"),
               (r"\bюго-", "северо-"),
               (r"\bвосточн", "западн"), (r"\bВосточн", "Западн"), (r"\bзапад", "восток"), (
                   r"\bвостоке\b", "западе"),
               (r"\bвостоку\b", "западу")],
        "kk": [(r"\bсолтүст", "оңтүст"), (r"\bСолтүст", "Оңтүст"), (r"\bоңтүст", "солтүст"),
               (r"\bОңтүст", "Солтүст"),
               (r"\bшығыс", "батыс"), (r"\bШығыс", "Батыс"), (r"\bбатыс", "шығыс"), (r"\bБатыс", "Шығыс")],
    },
    "million for billion": {
        "en": [("million", "billion"), ("billion", "million"), ("trillion", "billion")],
        "ru": [("миллион", "миллиард"), ("миллиард", "миллион"), ("млн", "млрд"), ("млрд", "млн"),
               ("трлн", "млрд")],
        "kk": [("миллион", "миллиард"), ("миллиард", "миллион"), ("млн", "млрд"), ("млрд", "млн"),
               ("трлн", "млрд")],
    },
    "currency": {
        "en": [("tenge", "roubles"), ("euros", "pounds"), ("dollars", "euros"), ("pounds", "dollars"),
               (r"\$", "€"), ("£", "$"), ("€", "£")],
        "ru": [("тенге", "рублей"), (r"\bевро\b", "фунтов"), (r"доллар(?:ов|а"
            r"|ы)\b", "евро"), (r"долл\.", "евро"), (
            r"фунт(?:ов|а)(?: стерлингов)?", "долларов")],
        "kk": [("теңге", "рубль"), ("еуро(?!п)", "фунт"), ("доллар", "еуро"),
               ("фунт(?: стерлинг)?", "доллар")],
    },
    "percent points": {
        "en": [(r"(?: percent| per cent|%)(?!\w)", " percentage points")],
        "ru": [(r"[ \xa0]?%", " процентных пункта"), (r"\bпроцент(?:а|ов|ам|ами|ах"
                                                      r"|ы)?\b", "процентных пунктов")],
        "kk": [(r" ?%", " пайыздық тармақ"), (r"\bпайыз(?=\w*)", "пайыздық тармақ")],
    },
    "percent lost": {
        "en": [(r"(?: percent| per cent|%)(?!\w| ?point)", "")],
        "ru": [(r"[ \xa0]?%", ""), (r" процент(?:а|ов|ам|ами|ах|ы)?\b", "")],
        "kk": [(r" ?%(?:-\w+)?", ""), (r" пайыз\w*", "")],
    },
    "negation dropped": {
        "en": [(r"\b(did|do|does|is|are|was|were|has|have|had|will|would|can|could|should)(?:n['’]t"
                r"| not)\b", r"\1"),
               (r"\bnever ", ""), (r"\bcannot\b", "can"), (r"\bcan['’]t\b", "can"), (r"\bwon['’]t\b", "will"),
               (r"\b[Nn]o ", "a "), (r"\bwithout\b", "with"), (r"\bnot ", "")],
        "ru": [(r"\b([Нн])е (?!только"
                r"|менее)", ""), (r"\b[Нн]икогда\b", "всегда"), (r"\bнет\b", "есть"), (r"\bбез ", "с ")],
        "kk": [(r"(?<=[аеіылрйу])м(?:ай|ей)(ды|ді)\b", r"й\1"), (r"(?<=\w\w)[мбп](?:а|е)(ды|ді|ған"
            r"|ген)\b", r"\1"),
               (r" емес\b", ""), (r"\bжоқ\b", "бар"), (r"(?<=\w\w[мнз])(?:ба|бе)й(ды"
                                                       r"|ді)", r"й\1"), (r"\bешқашан ", "")],
    },
    "month": {
        "en": [("January", "June"), ("February", "July"), ("March", "August"), ("April",
            "September"), (r"\bMay\b", "October"),
               ("June", "November"), ("July", "December"), ("August", "January"), ("September", "February"),
               ("October", "March"), ("November", "April"), ("December", "May")],
        "ru": [("январ", "октябр"), ("феврал", "ноябр"), (r"март(?=а|е)", "август"), ("апрел", "июл"),
               (r"\bма(?=я\b)", "ноябр"),
               ("июн", "январ"), ("июл", "феврал"), ("август", "март"), ("сентябр", "декабр"),
               ("октябр", "январ"),
               ("ноябр", "апрел"), ("декабр", "сентябр")],
        "kk": [("қаңтар", "маусым"), ("ақпан", "шілде"), ("наурыз", "тамыз"), ("сәуір",
            "қыркүйек"), ("мамыр", "қазан"),
               ("маусым", "қараша"), ("шілде", "желтоқсан"), ("тамыз", "қаңтар"), ("қыркүйек", "ақпан"), (
                   r"қазан(?!да)", "наурыз"),
               ("қараша", "сәуір"), ("желтоқсан", "мамыр")],
    },
}  # fmt: skip


def _exchange(kind: str) -> Slip:
    def slip(pair: Pair) -> str | None:
        rows = list(_EXCHANGES[kind][pair.target_language])
        pair.chance.shuffle(rows)
        for pattern, new in rows:
            planted = re.sub(pattern, new, pair.hypothesis, count=1)
            if planted != pair.hypothesis:
                return planted
        return None

    return slip


_NUMBER = re.compile(r"(?<![\d.,:])\d+(?:[.,]\d+)?(?![\d:]|[.,]\d)")


def swapped_numbers(pair: Pair) -> str | None:
    """Two different numbers in each other's place."""
    found = list({match[0]: match for match in _NUMBER.finditer(pair.hypothesis)}.values())
    if len(found) < 2:
        return None
    one, other = sorted(pair.chance.sample(found, 2), key=lambda match: match.start())
    text = pair.hypothesis
    return text[: one.start()] + other[0] + text[one.end() : other.start()] + one[0] + text[other.end() :]


def changed_number(pair: Pair) -> str | None:
    """One digit of a number changed."""
    found = list(_NUMBER.finditer(pair.hypothesis))
    if not found:
        return None
    match = pair.chance.choice(found)
    digit = match.start() + pair.chance.randrange(len(match[0]))
    if not pair.hypothesis[digit].isdigit():
        digit = match.start()
    new = str((int(pair.hypothesis[digit]) + pair.chance.randint(2, 7)) % 10 or 1)
    return pair.hypothesis[:digit] + new + pair.hypothesis[digit + 1 :]


def _words(text: str) -> list[re.Match[str]]:
    return list(re.finditer(r"[^\W\d_]+", text))


def doubled_words(pair: Pair) -> str | None:
    """Four words in a row written twice."""
    found = _words(pair.hypothesis)
    if len(found) < 8:
        return None
    at = pair.chance.randrange(1, len(found) - 4)
    start, end = found[at].start(), found[at + 3].end()
    return pair.hypothesis[:end] + " " + pair.hypothesis[start:end] + pair.hypothesis[end:]


_NOTES = {
    "en": [" (Translator’s note: the term has no "
           "equivalent.)", " Note: this sentence was shortened for clarity.",
           " [TN: a play on words in the original]", " (note: the exact meaning depends on the context)"],
    "ru": [" (Прим. пер.: в оригинале игра слов.)", " Примечание: точный смысл зависит от контекста.",
           " [примечание переводчика: термин не имеет аналога]", " (прим. ред.: данные уточняются)"],
    "kk": [" (Аудармашының ескертпесі: түпнұсқада сөз ойыны "
           "бар.)", " Ескерту: нақты мағынасы контекстке байланысты.",
           " [Аударма түсіндірмесі: бұл терминнің баламасы жоқ]", " (ескертпе: деректер нақтыланып жатыр)"],
}  # fmt: skip


def added_note(pair: Pair) -> str | None:
    """A translator's note after the sentence."""
    return pair.hypothesis + pair.chance.choice(_NOTES[pair.target_language])


def _ordinary(text: str, least: int = 4) -> list[re.Match[str]]:
    return [match for match in _words(text) if match[0].islower() and len(match[0]) >= least]


def _untranslated(pair: Pair, count: int) -> str | None:
    """Words of the source in the place of as many words of the translation."""
    ours, theirs = _ordinary(pair.hypothesis), _ordinary(pair.source)
    if len(ours) < count + 2 or len(theirs) < count + 2:
        return None
    text = pair.hypothesis
    start = pair.chance.randrange(len(ours) - count + 1)
    begin = pair.chance.randrange(len(theirs) - count + 1)
    pairs = list(zip(ours[start : start + count], theirs[begin : begin + count], strict=True))
    for old, new in reversed(pairs):
        text = text[: old.start()] + new[0] + text[old.end() :]
    return text


def untranslated_word(pair: Pair) -> str | None:
    """One word of the source left in."""
    return _untranslated(pair, 1)


def untranslated_words(pair: Pair) -> str | None:
    """Four words of the source left in."""
    return _untranslated(pair, 4)


_FOREIGN = ["мир", "שלום", "مرحبا", "δρόμος", "გზა", "世界", "ճանապարհ", "सड़क"]


def foreign_script(pair: Pair) -> str | None:
    """One word in a third script."""
    found = _ordinary(pair.hypothesis)
    if not found:
        return None
    match = pair.chance.choice(found)
    new = pair.chance.choice(_FOREIGN[0 if pair.target_language == "en" else 1 :])
    return pair.hypothesis[: match.start()] + new + pair.hypothesis[match.end() :]


_LATIN = str.maketrans("асеорхуікһтвмнәө", "aceopxyikhtbmhəɵ")
_CYRILLIC_TWINS = re.compile("[асеорхуі]+")


def lookalike_word(pair: Pair) -> str | None:
    """A word written wholly in Latin letters that look like its Cyrillic ones."""
    if pair.target_language == "en":
        return None
    found = [match for match in _words(pair.hypothesis) if _CYRILLIC_TWINS.fullmatch(match[0])]
    if not found:
        return None
    match = pair.chance.choice(found)
    return pair.hypothesis[: match.start()] + match[0].translate(_LATIN) + pair.hypothesis[match.end() :]


def _name_pairs(pair: Pair) -> list[tuple[re.Match[str], str]]:
    """Names of the translation with the name of the source that sounds like each."""
    from summarize.checks.sounds import difference, skeleton

    theirs = [match[0] for match in _words(pair.source) if match[0].istitle() and match.start()]
    found = []
    for match in _words(pair.hypothesis):
        if match[0].istitle() and match.start() and len(match[0]) > 3:
            close = [name for name in theirs if len(skeleton(name)) > 1
                     and difference(skeleton(name), skeleton(match[0])) == 0]  # fmt: skip
            if close:
                found.append((match, close[0]))
    return found


def latin_name(pair: Pair) -> str | None:
    """A person's name left in Latin letters in Cyrillic text: one that follows another name."""
    if pair.source_language != "en":
        return None
    found = _name_pairs(pair)
    beside = [(one, other) for one, other in pairwise(found) if other[0].start() - one[0].end() == 1]
    if not beside:
        return None
    (first, latin), (second, other) = pair.chance.choice(beside)
    return pair.hypothesis[: first.start()] + f"{latin} {other}" + pair.hypothesis[second.end() :]


_STRANGERS = {"en": ["Corbett", "Mulvaney", "Dressler", "Kozhakhmetov", "Sheffield"],
              "ru": ["Корбетт", "Малвейни", "Дресслер", "Кожахметов", "Шеффилд"],
              "kk": ["Корбетт", "Малвейни", "Дресслер", "Қожахметов", "Шеффилд"]}  # fmt: skip


def other_surname(pair: Pair) -> str | None:
    """A name of the translation replaced by a stranger's."""
    found = _name_pairs(pair)
    if not found:
        return None
    match, _ = pair.chance.choice(found)
    new = pair.chance.choice(_STRANGERS[pair.target_language])
    return pair.hypothesis[: match.start()] + new + pair.hypothesis[match.end() :]


def lost_clause(pair: Pair) -> str | None:
    """A clause between two commas, or after one, left out in the middle of the sentence."""
    marks = [match.start() for match in re.finditer(r", (?!\d)", pair.hypothesis)]
    ends = [*marks, len(pair.hypothesis.rstrip(" .!?»”"))]
    spans = [(start, end) for start, end in zip(marks, ends[1:], strict=False)
             if len(pair.hypothesis[start:end].split()) >= 4]  # fmt: skip
    if not spans:
        return None
    start, end = pair.chance.choice(spans)
    return pair.hypothesis[:start] + pair.hypothesis[end:]


def lost_quarter(pair: Pair) -> str | None:
    """The last quarter left out, and the sentence closed."""
    found = pair.hypothesis.split()
    if len(found) < 8:
        return None
    return " ".join(found[: round(len(found) * 0.75)]).rstrip(" ,;:–—-«“(") + "."


def next_sentence(pair: Pair) -> str | None:
    """The translation of the next sentence."""
    return pair.following or None


SLIPS: dict[str, Slip] = {
    "unit or its scale": _exchange("unit"),
    "percent sign lost": _exchange("percent lost"),
    "points for percent": _exchange("percent points"),
    "ordinal word": _exchange("ordinal"),
    "compass point": _exchange("compass point"),
    "two numbers swapped": swapped_numbers,
    "million for billion": _exchange("million for billion"),
    "currency": _exchange("currency"),
    "month": _exchange("month"),
    "digit": changed_number,
    "four words twice": doubled_words,
    "note added": added_note,
    "one untranslated word": untranslated_word,
    "four untranslated words": untranslated_words,
    "a word in another script": foreign_script,
    "a word of look-alike letters": lookalike_word,
    "a name left in Latin letters": latin_name,
    "another surname": other_surname,
    "negation dropped": _exchange("negation dropped"),
    "middle clause lost": lost_clause,
    "last quarter lost": lost_quarter,
    "the next sentence": next_sentence,
}

DIRECTIONS = [("en", "ru"), ("en", "kk"), ("ru", "kk"), ("kk", "en"), ("ru", "en"), ("kk", "ru")]


def pairs_of(documents: list[list[dict[str, str]]], source: str, target: str) -> list[Pair]:
    """The sentence pairs of a direction; each document is a list of sentences in all languages."""
    return list(
        chain.from_iterable(
            [
                Pair(one[source], one[target], source, target, after[target] if after else "")
                for one, after in zip(document, [*document[1:], None], strict=True)
            ]
            for document in documents
        )
    )
