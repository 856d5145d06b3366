"""No word of prose is lost by how its lines are wrapped, or by the marks that lines happen to begin with."""

from __future__ import annotations

import random
import re
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from summarize.evaluation.articles import read_articles
from summarize.text.documents import from_text
from summarize.text.structure import outline

ARTICLES = read_articles(Path(__file__).resolve().parents[2] / "evals" / "news" / "articles")
WIDTHS = (32, 40, 45, 52, 60, 66, 72, 80, 90, 105, 120, 140)
MARKS = (
    "(", "[", "{", "«", "“", "„", "‘", '"', "*", "@", "#", "/", "…", "...", "&", "=", "~", "^", "|", ">", "<",
    "€", "$", "%", "+", "-", "–", "—", "•", "№", "§", "1.", "2)", "(a)", "![", "20", "2012", "www.",
)  # fmt: skip
LANGUAGES = ("en", "ru", "kk")


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def assert_nothing_is_lost(page: str, prose: str, language: str) -> None:
    found = outline(from_text(page, language=language))
    assert [word for sentence in found.sentences for word in words(sentence.text)] == words(prose), page


def wrapped(text: str, width: int) -> str:
    return textwrap.fill(text, width, break_long_words=False, break_on_hyphens=False)


def by_hand(text: str, width: int, dice: random.Random) -> str:
    """Lines that leave up to a few characters of room."""
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > width * dice.uniform(0.94, 1):
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return "\n".join(lines)


@pytest.mark.parametrize("language", LANGUAGES)
def test_articles_wrapped_at_any_width(language: str) -> None:
    for number, article in enumerate(ARTICLES):
        paragraphs = article.versions[language].paragraphs
        for width in WIDTHS[number % 3 :: 3]:
            page = "\n\n".join(wrapped(paragraph, width) for paragraph in paragraphs)
            assert_nothing_is_lost(page, " ".join(paragraphs), language)


def marked(text: str, dice: random.Random) -> str:
    """The text with marks at the beginning of some words, never of its first ones."""
    every = text.split()
    for place in range(3, len(every)):
        if dice.random() < 0.15:
            every[place] = dice.choice(MARKS) + every[place]
    return " ".join(every)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("way", ["marked", "by hand"])
def test_articles_with_any_mark_at_the_beginning_of_lines(language: str, way: str) -> None:
    dice = random.Random(f"{language} {way}")
    change: Callable[[str], str] = (lambda text: marked(text, dice)) if way == "marked" else str
    for number, article in enumerate(ARTICLES):
        paragraphs = [change(each) for each in article.versions[language].paragraphs]
        width = WIDTHS[number % len(WIDTHS)]
        page = "\n\n".join(by_hand(paragraph, width, dice) for paragraph in paragraphs)
        assert_nothing_is_lost(page, " ".join(paragraphs), language)


HARD = {
    "a bracket": (
        "The committee reviewed the pilot of the new vaccination register in spring\n"
        "(the annex lists all clinics that had taken part in the pilot by the end)\n"
        "and found that it had saved each of them about nine hours a week. Nurses in\n"
        "the northern districts of the country praised it for what it keeps in mind\n"
        "(a web form with offline mode) but asked that it be open at night as well."
    ),
    "an address": (
        "Билеты на все вечера фестиваля продаются только на сайте\n"
        "www.teatr-na-reke.example и в кассе театра на набережной,\n"
        "где их меняют до девяти вечера по будням и до десяти в\n"
        "выходные и праздничные дни без всякой доплаты."
    ),
    "a date": (
        "Дүйсенбі, 2024 жылғы 15 қаңтар күні таңғы 6:45-те\n"
        "ауруханадан екі ақ шағын автобус шықты, олардың ішінде\n"
        "тоңазытқыштар бар еді. Ай соңына дейін олар үш ауданның\n"
        "29 ауылын аралап шығуға тиіс, деді бас дәрігер."
    ),
    "a suspended hyphen": (
        "Двенадцать редакций области подписали кодекс, среди них русско-\n"
        "и казахоязычные газеты, два радио и один телеканал из центра."
    ),
    "a long first line": (
        "The village woke up on Friday and found that it was still dry. The river had stopped\n"
        "18 centimetres below the top of the dam, which everybody had been building for days."
    ),
}


@pytest.mark.parametrize("case", HARD)
def test_lines_that_look_like_something_else(case: str) -> None:
    page = HARD[case]
    language = "kk" if "қ" in page else "ru" if "и" in page else "en"
    assert_nothing_is_lost(page, page, language)
