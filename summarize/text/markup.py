"""Marks at the beginning of a line, Markdown's and typists': headings, items, quotes, rules, rows, code.

Judges one line at a time, except for fences, which come in pairs. Knows no words of any language.
"""

from __future__ import annotations

import re

from summarize.text.lines import Lines

_LONGEST = 300  # characters of a line of addresses or tags
_HEADING = re.compile(r"#{1,6} +(?=\S)")
_ITEM = re.compile(r"(?:[-*+•·▪‣●○◦–—] +(?:\[[ xX]\] +)?|\(?\d{1,3}[.)] +|\(?[a-zа-яәі]\) +)(?=\S)")
_LINK_ONLY = re.compile(r"(?:!?\[[^\]\n]*\](?:\([^)\n]*\)|\[[^\]\n]*\])[ ,;|·•]*)+\Z|\[[^\]\n]+\]: ?\S+\Z")
_ADDRESS_ONLY = re.compile(
    r"<?(?:https?://|www\.|mailto:)\S+>?\Z|[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,4}\Z"
    r"|[\w-]{1,64}(?:\.[\w-]{1,64}){0,3}\.(?:kz|com|org|ru|net|eu|int|info|қаз|рф)(?:/\S*)?\Z"
)
_HASHTAGS = re.compile(r"#[^\s#]+(?:[ ,]+#[^\s#]+)*\Z")
_UNDERLINE = re.compile(r"(?:={3,}|-{3,})\Z")
_CELLS = re.compile(r" {2,}")
_NUMBER = re.compile(r"[-+–−~<>]?[$€₸₽£]?\d[\d.,:/]*[%‰₸€₽]?\Z")


def heading_mark(line: str) -> int:
    """Length of a Markdown heading's mark, 0 where there is none."""
    match = _HEADING.match(line)
    return match.end() if match else 0


def item_mark(line: str) -> int:
    """Length of a list item's bullet or number, 0 where there is none."""
    match = _ITEM.match(line)
    return match.end() if match else 0


def marked_kind(line: str) -> str | None:
    """The kind that the marks of a line give it, list items and headings aside; else ``None``."""
    first = line[0]
    if first == ">":
        return "quote"
    if first == "|" and line.count("|") > 1:
        return "table"
    if first in "![" and line[-1] not in ".!?" and _LINK_ONLY.match(line):
        return "caption" if first == "!" else "links"
    if len(line) <= _LONGEST:
        if first == "#" and _HASHTAGS.match(line):
            return "boilerplate"
        if _ADDRESS_ONLY.match(line):
            return "links"
    return None if first.isalnum() or any(map(str.isalnum, line)) else "boilerplate"


def is_underline(line: str) -> bool:
    """Whether a line makes the one above it a heading (``====`` or ``----``)."""
    return bool(_UNDERLINE.match(line))


def is_rule_of_table(line: str) -> bool:
    """Whether a line parts a table's head from its rows (``---|---``)."""
    return "|" in line and "--" in line and set(line) <= set(" :|+-")


def is_row(line: str) -> bool:
    """Whether a line could be a row of a table set with spaces: short cells, or mostly figures."""
    if len(line) > 200 or line[-1] in ".!?…:;,":
        return False
    if "  " in line:
        cells = _CELLS.split(line)
        return len(cells) > 2 and all(len(c.split()) <= 6 and c[-1] not in ".!?:;," for c in cells)
    if not (line[-1].isdigit() or line[-1] in "%‰₸€₽"):
        return False
    words = line.split()
    return 2 <= sum(bool(_NUMBER.match(word)) for word in words) >= 0.4 * len(words)


def fences(lines: Lines) -> dict[int, int]:
    """First line → last line of each fenced piece of code; a fence never closed is none."""
    found: dict[int, int] = {}
    opened: tuple[int, str] | None = None
    text = lines.text
    for i, start in enumerate(lines.start):
        mark = text[start : start + 3]
        if mark not in ("```", "~~~"):
            continue
        if opened is None:
            opened = i, mark
        elif mark == opened[1]:
            found[opened[0]] = i
            opened = None
    return found
