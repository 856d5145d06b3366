"""Who speaks: the labels at the beginning of turns in transcripts, interviews, chats and plays.

A label is a name and a colon, or a time and a name (``[12/05/2024, 09:11:02] Anna:``). One line alone
proves nothing ("Note: the shop is closed"), so `turns` judges the lines of a whole page together.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

_LONGEST: Final = 90  # characters of a label with its time
_TIME = (
    r"(?:[\[(]?(?:\d{1,4}[./-]\d{1,2}[./-]\d{1,4},?[ T]+)?\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?"
    r"(?: ?[AaPp]\.?[Mm]\.?)?[\])]? *(?:[-–—|] *)?)"
)
_NAME = r"[^\W\d_](?:[^\n:?!;,\[\](){}<>«»\"“”|*_]{0,39}[^\W_]|\.)?\.?"
_LABEL = re.compile(
    rf"(?P<time>{_TIME})?(?:\*\*|__)?(?P<name>{_NAME})(?: ?[(\[][^()\[\]\n:]{{1,30}}[)\]])?(?:\*\*|__)?"
    r" ?:(?:\*\*|__)?\s+(?=\S)"
)
_WORDS: Final = 4  # of the longest name
_RECURS: Final = 2  # labels that must occur at least twice, or have a time
_DASHES: Final = "-–—"
# Words before a colon that open an entry of minutes, a form or a recipe, and name no speaker.
_ENTRY: Final = """
action actions decision decisions agreed resolved resolution todo task tasks note notes present
absent apologies attendees agenda owner deadline due date time place subject from sent to cc bcc re
fwd example warning tip step решили решение постановили слушали поручить поручение задача задачи
срок ответственный ответственные внимание присутствовали отсутствовали повестка примечание дата
время место тема от кому отправлено копия пример итого шешім шешті қаулы тапсырма тапсырылды міндет
мерзімі жауапты қатысқандар қатыспағандар ескерту күні уақыты орны тақырыбы мысал назар
"""
_ENTRIES: Final = frozenset(_ENTRY.split())


def turns(lines: Sequence[str]) -> list[int]:
    """The length of the speaker's label at the beginning of each line, 0 for a line without one.

    The page has turns if two names occur twice, or two labels have a time; then every label with a time or
    with a name that occurs twice counts, and if most lines have one, any label.
    """
    found = [_LABEL.match(line[:_LONGEST]) if ":" in line else None for line in lines]
    named = [match if match and _names(match) else None for match in found]
    names = Counter(match["name"].casefold() for match in named if match)
    timed = sum(bool(match and match["time"]) for match in named)
    if sum(count >= _RECURS for count in names.values()) < _RECURS and timed < _RECURS:
        return [0] * len(lines)
    most = 2 * sum(map(bool, named)) > len(lines)
    return [
        match.end() if match and (most or match["time"] or names[match["name"].casefold()] >= _RECURS) else 0
        for match in named
    ]


def _names(match: re.Match[str]) -> bool:
    """Whether a label may name a speaker: up to four words, with a capital unless a time precedes them."""
    name = match["name"]
    if len(name.split()) > _WORDS or name.casefold() in _ENTRIES:
        return False
    return bool(match["time"]) or name[0].isupper()


def speaker(label: str) -> str:
    """The name in a label that `turns` found."""
    match = _LABEL.match(f"{label.rstrip()} .")
    return match["name"] if match else label.strip(" :*_")


def answers(before: str, line: str) -> bool:
    """Whether ``line`` opens a turn with a dash after a line that ends with one: prose has no two dashes."""
    return before[-1:] in _DASHES and line[:1] in _DASHES and line[1:2].isspace()
