"""How many planted errors the checks find, and how often they cry wolf.

    python benchmarks/checks.py                      the tables of evals/checks/README.md
    python benchmarks/checks.py --aligned FILE       false alarms on human translations of yours:
                                                     JSON lines with source, hypothesis,
                                                     source_language, target_language
    python benchmarks/checks.py --misses             also print what was missed or wrongly reported

Errors are planted by rule into the faithful pairs of evals/checks/stories.jsonl, so the table can
be read and the rules be checked. A plant counts as found only by a finding of its own kind; a
dropped tail by any finding.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

from summarize.checks import Finding, check_summary, check_translation

STORIES = Path(__file__).parent.parent / "evals" / "checks" / "stories.jsonl"
LANGUAGES = ("en", "ru", "kk")
MONTHS = {
    "en": "January February March April May June July August September October November December".split(),  # noqa: SIM905
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split(),  # noqa: SIM905
    "kk": "қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан".split(),  # noqa: SIM905
}
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
LATIN = "a b v g g d e e j z i i k q l m n n o p r s t u u u f h h c ch sh sh  y i  e iu ia a o".split(" ")
ARABIC = "ابۆگعدەەجزييكقلمنڭوپرستۋۇۇفحهتسچشششىىەۋياە"
CURRENCIES = (("tenge", "roubles"), ("euros", "pounds"), ("тенге", "рублей"), ("евро", "фунтов"), ("теңге", "рубль"),
              ("еуро", "фунт"), ("dollars", "euros"), ("долларов", "евро"), ("доллар", "еуро"))  # fmt: skip

Plant = Callable[[dict[str, dict[str, str]], str, str], str | None]


def _digits(text: str, language: str, beside_month: bool) -> Iterator[re.Match[str]]:
    months = "|".join(MONTHS[language])
    for match in re.finditer(r"(?<![\d.,:])\d+(?:[.,]\d+)?(?![\d:])", text):
        if bool(re.match(rf" (?:{months})", text[match.end() :])) == beside_month and "." not in match[0]:
            yield match


def _changed(text: str, source: str, match: re.Match[str], most: int) -> str:
    """The text with this number turned into one that the source does not have."""
    whole = re.match(r"\d+", match[0])
    assert whole is not None
    value = int(whole[0])
    used = {int(digits) for digits in re.findall(r"\d+", source)}
    new = next(other for step in range(1, 500) if (other := (value + step * 3) % most or 1) not in used)
    return text[: match.start()] + str(new) + match[0][whole.end() :] + text[match.end() :]


def number(story: dict[str, dict[str, str]], language: str, text: str) -> str | None:
    match = next(_digits(text, language, False), None)
    return match and _changed(text, story[language]["source"], match, 100_000)


def day(story: dict[str, dict[str, str]], language: str, text: str) -> str | None:
    match = next(_digits(text, language, True), None)
    return match and _changed(text, story[language]["source"], match, 29)


def month(story: dict[str, dict[str, str]], language: str, text: str) -> str | None:
    for at, name in enumerate(MONTHS[language]):
        for step in (4, 5, 6):
            other = MONTHS[language][(at + step) % 12]
            if re.search(rf"\d {name}", text) and other not in story[language]["source"]:
                return text.replace(name, other)
    return None


def currency(story: dict[str, dict[str, str]], language: str, text: str) -> str | None:
    return next((text.replace(old, new) for old, new in CURRENCIES if old in text), None)


def name(story: dict[str, dict[str, str]], language: str, text: str) -> str | None:
    known = story[language]["name"]
    return text.replace(known, STRANGER[language]) if known in text else None


def quotation(story: dict[str, dict[str, str]], language: str, text: str) -> str | None:
    return text + QUOTE[language]


def misquotation(story: dict[str, dict[str, str]], language: str, text: str) -> str | None:
    """A word of a true quotation changed: its second word becomes the story's number."""
    match = re.search(r"[“«](\w+ )(\w+)( [^”»]*)[”»]", text)
    return match and text[: match.start(2)] + STRANGER[language].lower() + text[match.end(2) :]


def abbreviation(story: dict[str, dict[str, str]], language: str, text: str) -> str | None:
    return re.sub(r"\.$", ACRONYM[language] + ".", text)


def other_language(story: dict[str, dict[str, str]], language: str, text: str) -> str | None:
    other = OTHER[language]
    return story[other]["summary"] if other in story else GERMAN


def _spelled(text: str, letters: dict[str, str]) -> str:
    return "".join(letters.get(letter, letter) for letter in text.lower())


def arabic_script(story: dict[str, dict[str, str]], language: str, text: str) -> str | None:
    text = story["kk"]["summary"] if language == "en" else text
    return _spelled(text, dict(zip(CYRILLIC, ARABIC, strict=True)))


def other_script(story: dict[str, dict[str, str]], language: str, text: str) -> str | None:
    pairs = dict(zip(CYRILLIC, LATIN, strict=True))
    if language == "en":
        pairs = {latin: cyrillic for cyrillic, latin in pairs.items() if len(latin) == 1}
    return _spelled(text, pairs)


def phrase_loop(story: dict[str, dict[str, str]], language: str, text: str) -> str | None:
    return text + (" " + " ".join(text.split()[-4:])) * 4


def sentence_loop(story: dict[str, dict[str, str]], language: str, text: str) -> str | None:
    return " ".join([text, text])


def letter_loop(story: dict[str, dict[str, str]], language: str, text: str) -> str | None:
    return text + " " + text.split()[-1][:2] * 9


def lookalike(story: dict[str, dict[str, str]], language: str, text: str) -> str | None:
    old, new = ("a", "а") if language == "en" else ("а", "a")
    return re.sub(rf"(?<=\w\w){old}(?=\w)", new, text, count=1)


def chatter(story: dict[str, dict[str, str]], language: str, text: str) -> str | None:
    return CHATTER[language] + text


def residue(story: dict[str, dict[str, str]], language: str, text: str) -> str | None:
    return {"en": "eng_Latn ", "ru": ">>rus<< ", "kk": "__kk__ "}[language] + text


def empty(story: dict[str, dict[str, str]], language: str, text: str) -> str | None:
    return " … "


def link(story: dict[str, dict[str, str]], language: str, text: str) -> str | None:
    return text + " https://example.org/news"


def tail(story: dict[str, dict[str, str]], language: str, text: str) -> str | None:
    return " ".join(text.split()[: len(text.split()) // 2])


def lost_number(story: dict[str, dict[str, str]], language: str, text: str) -> str | None:
    match = next(_digits(text, language, False), None)
    return match and text[: match.start()] + text[match.end() :].lstrip()


def lost_day(story: dict[str, dict[str, str]], language: str, text: str) -> str | None:
    match = next(_digits(text, language, True), None)
    return match and text[: match.start()] + text[match.end() :].lstrip()


def lost_quotation(story: dict[str, dict[str, str]], language: str, text: str) -> str | None:
    return re.sub("[«»“”]", "", text) if re.search(r"[«“][^»”]{25,}", text) else None


NUMERIC = {"number", "percent", "money", "date"}
EVERYWHERE: dict[Plant, set[str]] = {
    number: NUMERIC, day: NUMERIC, month: {"date"}, currency: {"money"}, name: {"name"}, quotation: {"quotation"},
    abbreviation: {"abbreviation"}, other_language: {"language", "script"}, arabic_script: {"script"},
    other_script: {"script", "language"}, phrase_loop: {"loop"}, sentence_loop: {"loop"}, letter_loop: {"loop"},
    lookalike: {"lookalike"}, chatter: {"chatter"}, residue: {"residue"}, empty: {"empty"}, link: {"url"},
}  # fmt: skip
ANY = {"length", "number", "percent", "money", "date", "quotation", "name"}
SUMMARIES: dict[Plant, set[str]] = {**EVERYWHERE, misquotation: {"quotation"}}
TRANSLATIONS: dict[Plant, set[str]] = {
    **EVERYWHERE, tail: ANY, lost_number: NUMERIC, lost_day: NUMERIC, lost_quotation: {"quotation"},
}  # fmt: skip
Table = dict[str, dict[str, list[int]]]


def _row(table: Table, row: str, column: str, found: bool) -> None:
    cell = table[row].setdefault(column, [0, 0])
    cell[0] += found
    cell[1] += 1


def _measure(
    story: dict[str, dict[str, str]],
    text: str,
    check: Callable[[str], list[Finding]],
    plants: dict[Plant, set[str]],
    table: Table,
    column: str,
    language: str,
    misses: list[str],
) -> None:
    clean = check(text)
    _row(table, "(faithful: false alarms)", column, bool(clean))
    misses += [f"{column} {story['id']}: {finding.kind} {finding.message}" for finding in clean]
    for plant, kinds in plants.items():
        planted = plant(story, language, text)
        if planted is None or planted == text:
            continue
        found = any(finding.kind in kinds for finding in check(planted))
        _row(table, plant.__name__.replace("_", " "), column, found)
        if not found:
            misses.append(f"{column} {story['id']}: missed {plant.__name__}: {planted[:160]!r}")


def measure(stories: list[dict[str, dict[str, str]]]) -> tuple[Table, Table, list[str]]:
    """Found and planted, by plant and language or direction; and a line for every miss."""
    summaries: Table = defaultdict(dict)
    translations: Table = defaultdict(dict)
    misses: list[str] = []
    for story in stories:
        for target in LANGUAGES:
            for source in LANGUAGES:
                pair = {"source_language": source, "target_language": target}
                text, original = story[target]["summary"], story[source]["summary"]

                def translated(hypothesis: str, original: str = original, pair: dict[str, str] = pair) -> list[Finding]:
                    return check_translation(hypothesis, original, **pair)

                def summarized(hypothesis: str, story: dict[str, dict[str, str]] = story, pair: dict[str, str] = pair) -> list[Finding]:
                    return check_summary(hypothesis, story[pair["source_language"]]["source"], **pair)

                if source == target:
                    _measure(story, text, summarized, SUMMARIES, summaries, target, target, misses)
                    _row(summaries, "copy", target, "copy" in {f.kind for f in summarized(story[target]["source"])})
                else:
                    column = f"{source}→{target}"
                    _measure(story, text, translated, TRANSLATIONS, translations, column, target, misses)
                    copied = {f.kind for f in translated(original)}
                    _row(translations, "copy of source", column, bool(copied & {"copy", "language", "script"}))
    return summaries, translations, misses


def show(table: Table) -> None:
    """Print a Markdown table of found/planted."""
    columns = list(dict.fromkeys(column for row in table.values() for column in row))
    print("| planted | " + " | ".join(columns) + " |\n|---|" + "---|" * len(columns))
    for row, cells in table.items():
        print(f"| {row} | " + " | ".join("{}/{}".format(*cells.get(column, (0, 0))) for column in columns) + " |")
    print()


def aligned(path: Path) -> None:
    """Print, by direction, the share of human translations that each kind of finding flags."""
    flagged: dict[str, Counter[str]] = defaultdict(Counter)
    for line in path.read_text("utf-8").splitlines():
        pair = json.loads(line)
        kinds = {finding.kind for finding in check_translation(**pair)}
        counts = flagged[f"{pair['source_language']}→{pair['target_language']}"]
        counts.update(["segments", *kinds, *(["any"] if kinds else []), *(["figures"] if kinds & NUMERIC else [])])
    for direction, counts in flagged.items():
        total = counts.pop("segments")
        print(direction, total, *(f"{kind} {100 * count / total:.1f} %" for kind, count in counts.most_common()))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--aligned", type=Path)
    parser.add_argument("--misses", action="store_true")
    options = parser.parse_args()
    if options.aligned:
        aligned(options.aligned)
        return
    stories = [json.loads(line) for line in STORIES.read_text("utf-8").splitlines()]
    summaries, translations, misses = measure(stories)
    show(summaries)
    show(translations)
    print("\n".join(misses) if options.misses else f"{len(misses)} misses and false alarms (--misses lists them)")


if __name__ == "__main__":
    main()
