"""Lines that repeat one short piece: what patterns with nested or unanchored repetitions are slow on."""

from __future__ import annotations

import time
from collections.abc import Callable

from scripted_engine import Scripted, by, echo

from summarize.text.documents import from_text
from summarize.translation.direction import Options
from summarize.translation.document import translate_document

_INSTANT = 0.08  # seconds of processor time

PIECES = {
    # letters and words
    "letter": "a",
    "Cyrillic letter": "а",
    "Kazakh letter": "қ",
    "capital": "A",
    "Cyrillic capital": "Ж",
    "capitals of two scripts": "AЖ",
    "mixed scripts": "aа",
    "ideograph": "中",
    "combining mark": "e\u0301",
    "emoji": "😀",
    "word": "word ",
    "Russian word": "слово ",
    "Kazakh word": "сөз ",
    "name": "Anna Smith ",
    "Russian name": "Анна Петрова ",
    "Kazakh name": "Айгүл Сәрсенова ",
    "acronym": "EU ",
    "dotted acronym": "U.S.",
    "Russian acronym": "ЕС ",
    "hyphen": "a-",
    "Cyrillic hyphen": "а-",
    "apostrophe": "a'",
    "curly apostrophe": "а’",
    "month": "мая ",
    "English month": "May ",
    "weekday": "сенбі ",
    "number word": "hundred ",
    "Russian number word": "двадцать ",
    "Kazakh number word": "жиырма ",
    "and": "and ",
    # numbers
    "digit": "1",
    "digits": "1 ",
    "decimal": "1.",
    "decimal comma": "1,",
    "thousands": "1 000 ",
    "grouped": ",000",
    "grouped by spaces": " 000",
    "date": "12.05.2024 ",
    "range": "1-",
    "time": "12:",
    "percent": "5% ",
    "currency": "$1 ",
    "ordinal": "1-го ",
    "Roman": "XIV",
    "fraction": "1/2 ",
    # punctuation
    "full stop": ".",
    "spaced full stop": ". ",
    "comma": ", ",
    "question": "?!",
    "ellipsis": "… ",
    "dash": "—",
    "spaced dash": "a — ",
    "colon": "a: ",
    "slash": "a/",
    "initial": "J. ",
    "Russian initial": "А. ",
    "abbreviation": "т. д. ",
    "sentence": "He came. ",
    "Russian sentence": "Он пришёл. ",
    "emoticon": ":) ",
    # quotation marks and brackets
    "straight quotation": '"a" ',
    "straight mark": '"',
    "guillemets": "«а» ",
    "opening guillemet": "«",
    "closing guillemet": "а» ",
    "nested quotation": "«а “б” ",
    "low quotation": "„а“ ",
    "quoted speech": '"Yes," he said. ',
    "round bracket": "(",
    "closing bracket": ")",
    "bracketed": "(a) ",
    "square bracket": "[",
    "curly bracket": "{a} ",
    "angle bracket": "<",
    # markup
    "link": "[a](b) ",
    "image": "![a](b) ",
    "open link": "[a](",
    "reference": "[1] ",
    "definition": "[a]: b ",
    "address": "http://a.b/c ",
    "glued address": "http://a",
    "domain": "a.",
    "www": "www.",
    "email": "a@b.c ",
    "at": "a@",
    "hashtag": "#a ",
    "backtick": "`",
    "code": "`a` ",
    "underscore": "_",
    "emphasis": "_a_ ",
    "asterisk": "*",
    "bold": "**a** ",
    "struck": "~~a~~ ",
    "tag": "<a>",
    "open tag": "<a ",
    "entity": "&amp;",
    "placeholder": "{a}",
    "percent sign": "%s ",
    "backslash": "\\",
    "table": "| a ",
    "bars": "|",
    "quote mark": "> ",
    "heading mark": "# ",
    "bullet": "- ",
    "special token": "<s>",
    # white space
    "space": " a" + " " * 30,
    "spaces": " ",
    "tabs": "\ta",
    "no-break space": "\u00a0a",
    "zero-width": "a\u200b",
    "soft hyphen": "a\u00ad",
    "blank lines": "a\n\n",
    "newlines": "\n",
    "short lines": "He came.\n",
    "returns": "a\r",
    "line separators": "a\u2028",
    # mixtures
    "mixture": "Ab1. «қ» [a](b) `x` ",
    "Russian mixture": "В 2024 г. А. Б. Иванов (США) — «Да»! ",
    "letters and digits": "a1",
    "letters and marks": "a.1,",
}


def line(piece: str, length: int) -> str:
    """The piece repeated to ``length`` characters, between two words so that it is never a blank text."""
    middle = (piece * (length // len(piece) + 1))[:length]
    return f"Start {middle} end."


def translated(text: str) -> object:
    """The text through every step of a translation, with an engine that changes nothing."""
    find = by(Scripted(echo, 10**9))
    options = Options(typography=True, mend=False)
    return translate_document(from_text(text, language="ru"), "kk", find, options)


def growth(work: Callable[[str], object], piece: str, short: int, long: int) -> float:
    """How many times longer, in processor time, the work takes on a longer line of the piece.

    Each time is the least of three, so that other processes hardly matter. Work that takes less than
    ``_INSTANT`` on the longer line counts as 1: it is too short to compare.
    """
    if (first := seconds(work, line(piece, long))) < _INSTANT:
        return 1.0
    slow = min(first, *(seconds(work, line(piece, long)) for _ in range(2)))
    quick = min(seconds(work, line(piece, short)) for _ in range(3))
    return slow / quick if slow >= _INSTANT else 1.0


def seconds(work: Callable[[str], object], text: str) -> float:
    """The processor time that the work takes on a text."""
    began = time.process_time()
    work(text)
    return time.process_time() - began
