"""Errors planted by rule into faithful texts, and whether the checks find them.

A plant takes a story of evals/checks/stories.jsonl, a language and a faithful text in that language. It
returns the text with one error, or None if the text has no place for it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import partial
from itertools import product

from summarize.checks.verdict import Finding, check_summary, check_translation
from summarize.text.language_table import LANGUAGES

FAITHFUL = "(faithful: false alarms)"
MONTHS = {
    "en": ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December"],
    "ru": ["января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября",
           "ноября", "декабря"],
    "kk": ["қаңтар", "ақпан", "наурыз", "сәуір", "мамыр", "маусым", "шілде", "тамыз", "қыркүйек", "қазан",
           "қараша", "желтоқсан"],
}  # fmt: skip
ELSEWHERE = {
    "en": {"Almaty": "Pavlodar", "Tashkent": "Moscow", "Shymkent": "Taraz", "Astana": "Almaty",
           "Taldykorgan": "Taraz", "Karaganda": "Pavlodar", "Brussels": "Geneva", "Budapest": "Vienna",
           "Kostanay": "Atyrau", "Semey": "Aktau", "Aktau": "Semey"},
    "ru": {"Алматы": "Павлодаре", "Ташкенте": "Москве", "Шымкента": "Тараза", "Астана": "Алматы",
           "Талдыкоргане": "Таразе", "Караганде": "Павлодаре", "Брюсселе": "Женеве", "Будапеште": "Вене",
           "Костанае": "Атырау", "Семее": "Актау", "Актау": "Семей"},
    "kk": {"Алматыда": "Павлодарда", "Ташкентте": "Мәскеуде", "Шымкент": "Тараз", "Астана": "Алматы",
           "Талдықорғанда": "Таразда", "Қарағандыда": "Павлодарда", "Брюссельде": "Женевада",
           "Будапеште": "Венада", "Қостанайда": "Атырауда", "Семейде": "Ақтауда", "Ақтау": "Семей"},
}  # fmt: skip
STRANGER = {"en": "Corbett", "ru": "Корбетт", "kk": "Корбетт"}
QUOTE = {
    "en": " “We shall never sign a paper like that,” the minister added.",
    "ru": " «Мы никогда не подпишем такую бумагу», – добавил министр.",
    "kk": " «Біз мұндай қағазға ешқашан қол қоймаймыз», – деп қосты министр.",
}
ACRONYM = {"en": " (ASEAN)", "ru": " (АСЕАН)", "kk": " (АСЕАН)"}
CHATTER = {
    "en": "Here is the summary of the text:\n",
    "ru": "Вот краткое содержание текста:\n",
    "kk": "Міне, мәтіннің қысқаша мазмұны:\n",
}
OTHER = {"en": "de", "ru": "kk", "kk": "ru"}
GERMAN = (
    "Das Ministerium hat am Mittwoch mitgeteilt, dass die Arbeiten im nächsten Jahr beginnen und dass"
    " mehrere Gemeinden der Region daran beteiligt sind."
)
CYRILLIC = "абвгғдеёжзийкқлмнңопрстуұүфхһцчшщъыіьэюяәө"
LATIN = [
    "a", "b", "v", "g", "g", "d", "e", "e", "j", "z", "i", "i", "k", "q", "l", "m", "n", "n", "o", "p", "r",
    "s",
    "t", "u", "u", "u", "f", "h", "h", "c", "ch", "sh", "sh", "", "y", "i", "", "e", "iu", "ia", "a", "o",
]  # fmt: skip
ARABIC = "ابۆگعدەەجزييكقلمنڭوپرستۋۇۇفحهتسچشششىىەۋياە"
CURRENCIES = (
    ("tenge", "roubles"), ("euros", "pounds"), ("dollars", "euros"), ("тенге", "рублей"), ("евро", "фунтов"),
    ("долларов", "евро"), ("теңге", "рубль"), ("еуро", "фунт"), ("доллар", "еуро"),
)  # fmt: skip

Story = dict[str, dict[str, str]]
Plant = Callable[[Story, str, str], str | None]


def _digits(text: str, language: str, beside_month: bool) -> Iterator[re.Match[str]]:
    months = "|".join(MONTHS[language])
    for match in re.finditer(r"(?<![\d.,:])\d+(?:[.,]\d+)?(?![\d:])", text):
        if bool(re.match(rf" (?:{months})", text[match.end() :])) == beside_month and "." not in match[0]:
            yield match


def _changed(text: str, source: str, match: re.Match[str], most: int) -> str:
    """The text with this number replaced by one that is not in the source."""
    whole = re.match(r"\d+", match[0])
    assert whole is not None
    value = int(whole[0])
    used = {int(digits) for digits in re.findall(r"\d+", source)}
    new = next(other for step in range(1, 500) if (other := (value + step * 3) % most or 1) not in used)
    return text[: match.start()] + str(new) + match[0][whole.end() :] + text[match.end() :]


def number(story: Story, language: str, text: str) -> str | None:
    match = next(_digits(text, language, False), None)
    return match and _changed(text, story[language]["source"], match, 100_000)


def day(story: Story, language: str, text: str) -> str | None:
    match = next(_digits(text, language, True), None)
    return match and _changed(text, story[language]["source"], match, 29)


def month(story: Story, language: str, text: str) -> str | None:
    for at, name in enumerate(MONTHS[language]):
        for step in (4, 5, 6):
            other = MONTHS[language][(at + step) % 12]
            if re.search(rf"\d {name}", text) and other not in story[language]["source"]:
                return text.replace(name, other)
    return None


def currency(story: Story, language: str, text: str) -> str | None:
    return next((text.replace(old, new) for old, new in CURRENCIES if old in text), None)


def name(story: Story, language: str, text: str) -> str | None:
    known = story[language]["name"]
    return text.replace(known, STRANGER[language]) if known in text else None


def place(story: Story, language: str, text: str) -> str | None:
    """One real place replaced by another."""
    pairs = ELSEWHERE[language].items()
    return next((text.replace(old, new, 1) for old, new in pairs if old in text), None)


def quotation(story: Story, language: str, text: str) -> str | None:
    return text + QUOTE[language]


def misquotation(story: Story, language: str, text: str) -> str | None:
    """The second word of a true quotation replaced by a foreign name."""
    match = re.search(r"[“«](\w+ )(\w+)( [^”»]*)[”»]", text)
    return match and text[: match.start(2)] + STRANGER[language].lower() + text[match.end(2) :]


def abbreviation(story: Story, language: str, text: str) -> str | None:
    return re.sub(r"\.$", ACRONYM[language] + ".", text)


def other_language(story: Story, language: str, text: str) -> str | None:
    other = OTHER[language]
    return story[other]["summary"] if other in story else GERMAN


def _spelled(text: str, letters: dict[str, str]) -> str:
    return "".join(letters.get(letter, letter) for letter in text.lower())


def arabic_script(story: Story, language: str, text: str) -> str | None:
    text = story["kk"]["summary"] if language == "en" else text
    return _spelled(text, dict(zip(CYRILLIC, ARABIC, strict=True)))


def other_script(story: Story, language: str, text: str) -> str | None:
    pairs = dict(zip(CYRILLIC, LATIN, strict=True))
    if language == "en":
        pairs = {latin: cyrillic for cyrillic, latin in pairs.items() if len(latin) == 1}
    return _spelled(text, pairs)


def phrase_loop(story: Story, language: str, text: str) -> str | None:
    return text + (" " + " ".join(text.split()[-4:])) * 4


def sentence_loop(story: Story, language: str, text: str) -> str | None:
    return " ".join([text, text])


def letter_loop(story: Story, language: str, text: str) -> str | None:
    word = next(word for word in text.split() if word.isalpha() and len(word) > 4)
    return text.replace(word, word + word[-2:] * 9, 1)


def lookalike(story: Story, language: str, text: str) -> str | None:
    old, new = ("a", "а") if language == "en" else ("а", "a")
    return re.sub(rf"(?<=\w\w){old}(?=\w)", new, text, count=1)


def chatter(story: Story, language: str, text: str) -> str | None:
    return CHATTER[language] + text


def residue(story: Story, language: str, text: str) -> str | None:
    return {"en": "eng_Latn ", "ru": ">>rus<< ", "kk": "__kk__ "}[language] + text


def empty(story: Story, language: str, text: str) -> str | None:
    return " … "


def link(story: Story, language: str, text: str) -> str | None:
    return text + " https://example.org/news"


def tail(story: Story, language: str, text: str) -> str | None:
    return " ".join(text.split()[: len(text.split()) // 2])


def stopped(story: Story, language: str, text: str) -> str | None:
    """The last third is missing: the text stops in the middle of a sentence."""
    return " ".join(text.split()[: len(text.split()) * 2 // 3]).rstrip(" .,;:–—")


def shortened(story: Story, language: str, text: str) -> str | None:
    """The same, but closed with a full stop, as models close what they cut short."""
    return f"{stopped(story, language, text)}."


def lost_number(story: Story, language: str, text: str) -> str | None:
    match = next(_digits(text, language, False), None)
    return match and text[: match.start()] + text[match.end() :].lstrip()


def lost_day(story: Story, language: str, text: str) -> str | None:
    match = next(_digits(text, language, True), None)
    return match and text[: match.start()] + text[match.end() :].lstrip()


def lost_quotation(story: Story, language: str, text: str) -> str | None:
    return re.sub("[«»“”]", "", text) if re.search(r"[«“][^»”]{25,}", text) else None


NUMERIC = {"number", "percent", "money", "date"}
EVERYWHERE: dict[Plant, set[str]] = {
    number: NUMERIC, day: NUMERIC, month: {"date"}, currency: {"money"}, name: {"name"},
    place: {"name"},
    quotation: {"quotation"}, abbreviation: {"abbreviation"}, other_language: {"language", "script"},
    arabic_script: {"script"}, other_script: {"script", "language"}, phrase_loop: {"loop"},
    sentence_loop: {"loop"}, letter_loop: {"loop"}, lookalike: {"lookalike"}, chatter: {"chatter"},
    residue: {"residue"}, empty: {"empty"}, link: {"url"},
}  # fmt: skip
ANY = {"length", "number", "percent", "money", "date", "quotation", "name"}
SUMMARIES: dict[Plant, set[str]] = {**EVERYWHERE, misquotation: {"quotation"}}
TRANSLATIONS: dict[Plant, set[str]] = {
    **EVERYWHERE, tail: ANY, stopped: {"unfinished"}, shortened: ANY,
    lost_number: NUMERIC, lost_day: NUMERIC, lost_quotation: {"quotation"},
}  # fmt: skip
Table = dict[str, dict[str, list[int]]]
Check = Callable[[str], list[Finding]]
COPIED = {"copy", "language", "script"}


def _outcomes(
    story: Story, language: str, check: Check, plants: dict[Plant, set[str]]
) -> Iterator[tuple[str, bool, str]]:
    """For the faithful text and for each plant: the row, whether something was found, and the text."""
    text = story[language]["summary"]
    clean = check(text)
    yield FAITHFUL, bool(clean), "; ".join(finding.message for finding in clean)
    for plant, kinds in plants.items():
        planted = plant(story, language, text)
        if planted is not None and planted != text:
            found = any(finding.kind in kinds for finding in check(planted))
            yield plant.__name__.replace("_", " "), found, planted[:160]


def _checked(story: Story, source: str, target: str) -> Iterator[tuple[str, bool, str]]:
    pair = {"source_language": source, "target_language": target}
    if source == target:
        whole = story[source]["source"]
        summarized = partial(check_summary, source=whole, **pair)
        yield from _outcomes(story, target, summarized, SUMMARIES)
        yield "copy of source", "copy" in {finding.kind for finding in summarized(whole)}, whole[:160]
    else:
        original = story[source]["summary"]
        translated = partial(check_translation, source=original, **pair)
        yield from _outcomes(story, target, translated, TRANSLATIONS)
        kinds = {finding.kind for finding in translated(original)}
        yield "copy of source", bool(kinds & COPIED), original[:160]


def measure(stories: list[Story]) -> tuple[Table, Table, list[str]]:
    """Found and planted per plant and language or direction, and a line per miss or false alarm."""
    summaries: Table = defaultdict(dict)
    translations: Table = defaultdict(dict)
    misses: list[str] = []
    for story, target, source in product(stories, LANGUAGES, LANGUAGES):
        column = target if source == target else f"{source}→{target}"
        table = summaries if source == target else translations
        for row, found, text in _checked(story, source, target):
            cell = table[row].setdefault(column, [0, 0])
            cell[0] += found
            cell[1] += 1
            if found == (row == FAITHFUL):
                misses.append(f"{column} {story['id']} {row}: {text!r}")
    return summaries, translations, misses
