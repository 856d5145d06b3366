"""The lines of a page: their offsets, which of them are wrapped, and the marks they begin with.

``Lines`` keeps the lines with text and notes blank ones as gaps. The functions on one line recognise marks
of Markdown and of plain text: headings, list items, quotes, rules, table rows, fenced code.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter
from operator import add, sub

from summarize.text.speech import answers

_LINE = re.compile(r"\S(?:[^\n]*\S)?")
_OPENING = 100  # characters
_CLOSING = "\"'”“’‘»)]}*_"  # “ closes in Russian and Kazakh
_TERMINAL = ".!?…"
_NARROWEST, _WIDEST = 20, 160  # characters; no page is wrapped narrower (a list may be) or wider
_SHARE_FULL = 0.8  # least share of a wrapped paragraph's lines without room for the next word
FULL = 0.93  # of the width; people who wrap by hand leave a little room
_SHARE_CAPITAL = 0.6  # greatest share of its lines that begin with a capital; verse and lists have more
_WIDE = 60  # characters; lines of verse and lists that are as wide are not all full
_FIRST_WORD = re.compile(r"\d{1,3}(?: \d{3})+\b|\S+")  # a number is not broken between its groups
_RUNNING = 3  # copies that make a line a running head
_RUNNING_LONGEST = 100
_CLINGING = re.compile(  # words that do not end a paragraph
    r"(?:an?|the|of|in|to|on|at|by|for|with|from|and|or|but|as|is|are|was|were|that|than|into|over"
    r"|во?|на|со?|ко?|об?|от|до|из|за|по|у|и|а|но|или|не|для|при|над|под|без|что|как|через|между"
    r"|және|[мбп]ен|үшін|туралы|бойынша|арқылы|мың|млн)\Z"
)

_MARKED_LONGEST = 300  # characters of a line of addresses or tags
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


def is_terminated(text: str, start: int, end: int) -> bool:
    """Whether ``text[start:end]`` ends like a sentence, closing quotes and brackets aside."""
    while end > start and text[end - 1] in _CLOSING:
        end -= 1
    return end > start and text[end - 1] in _TERMINAL


class Lines:
    """Every line with text: its ``start`` and ``end`` without white space around, ``indent`` and ``gap``.

    ``gap[i]`` is 1 if line ``i`` is the first or follows a blank line. ``width`` is the width in
    characters to which the page is wrapped, 0 if it is not.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.start, self.end, self.indent = array("I"), array("I"), array("I")
        self.gap = bytearray()
        previous = 0
        for match in _LINE.finditer(text):
            start, end = match.span()
            if previous and start == previous + 1:  # only a line end between them
                self.gap.append(0)
                self.indent.append(0)
            else:
                last = text.rfind("\n", previous, start)
                self.gap.append(not previous or text.find("\n", previous, start) != last)
                self.indent.append(start - max(last + 1, previous))
            self.start.append(start)
            self.end.append(end)
            previous = end
        self._breadth: array[int] = array("I", map(add, self.indent, map(sub, self.end, self.start)))
        self.width = self._wrap_width()
        self._full = self._full_lines()

    def __len__(self) -> int:
        return len(self.start)

    def line(self, i: int) -> str:
        """The text of line ``i``."""
        return self.text[self.start[i] : self.end[i]]

    def openings(self) -> list[str]:
        """The first characters of every line, enough for a speaker's label."""
        text = self.text
        return [text[s : min(e, s + _OPENING)] for s, e in zip(self.start, self.end, strict=True)]

    def running_heads(self) -> frozenset[str]:
        """Short lines without a full stop that occur three times or more."""
        text = self.text
        spans = zip(self.start, self.end, strict=True)
        copies = Counter(text[s:e] for s, e in spans if 3 < e - s <= _RUNNING_LONGEST)
        running = frozenset(line for line, n in copies.items() if n >= _RUNNING and _may_run(line))
        if 2 * sum(copies[line] for line in running) > len(self):
            return frozenset()  # a list or a refrain: nothing would be left to run over
        return running

    def continues(self, i: int) -> bool:
        """Whether line ``i`` continues the paragraph of line ``i - 1`` (no gap between them)."""
        if self.indent[i] > max(1, self.indent[i - 1]):
            return False  # an indented first line
        text, start, end = self.text, self.start[i - 1], self.end[i - 1]
        begins, last = self.start[i], text[end - 1]
        if last in "-–—" and answers(last, text[begins : begins + 2]):
            return False
        if self.is_full(i):
            return True
        if is_terminated(text, start, end):
            return text[begins].islower() and not text[start].islower()
        if text[begins].islower() or last in ",(«“„":
            return True
        if last in "-–—":  # before a capital it is more often a turn that was broken off
            return not text[begins].isupper()
        return self._clings(i - 1)

    def _clings(self, i: int) -> bool:
        """Whether the last word of line ``i`` is one that ends no paragraph."""
        start, end = self.start[i], self.end[i]
        return bool(_CLINGING.match(self.text, max(start, self.text.rfind(" ", start, end) + 1), end))

    def is_full(self, i: int) -> bool:
        """Whether line ``i - 1`` of a wrapped page had no room for the first word of line ``i``."""
        return bool(self._full and self._full[i])

    def _full_lines(self) -> bytearray:
        """``is_full`` of each line: it is asked three times for each line of a wrapped page."""
        if not self.width:
            return bytearray()
        full, least = bytearray(len(self)), FULL * self.width
        for i, breadth in enumerate(self._breadth[:-1], 1):
            full[i] = breadth <= _WIDEST and self._reaches(i, least)
        return full

    def runs_on(self, i: int) -> bool:
        """Whether line ``i`` of a wrapped page breaks off inside a clause, by its last word or the next."""
        after = i + 1
        if after == len(self) or self.gap[after] or not self.is_full(after):
            return False
        if is_terminated(self.text, self.start[i], self.end[i]):
            return False
        return self.text[self.start[after]].islower() or self._clings(i)

    def _reaches(self, i: int, least: float) -> bool:
        """Whether line ``i - 1``, with the first word of line ``i`` added to it, is wider than ``least``."""
        missing = least - self._breadth[i - 1] - 1  # characters
        if missing < 1 or self.end[i] - self.start[i] <= missing:
            return missing < 1
        word = _FIRST_WORD.match(self.text, self.start[i], self.end[i])
        assert word is not None
        return len(word[0]) > missing

    def _wrap_width(self) -> int:
        """The median width of wrapped paragraphs, weighted by their lines; 0 without any."""
        widths: Counter[int] = Counter()
        first = 0
        for i in range(1, len(self) + 1):
            if i == len(self) or self.gap[i]:
                if i - first >= 3 and (width := self._width_of(first, i)):
                    widths[width] += i - first
                first = i
        if not widths:
            return 0
        half, seen = widths.total() / 2, 0
        for width in sorted(widths):
            seen += widths[width]
            if seen >= half:
                return width
        raise AssertionError("the median lies inside")

    def _width_of(self, first: int, last: int) -> int:
        """The width of lines ``[first, last)`` if they are one wrapped paragraph, else 0."""
        # Not the widest: a line to which a hyphenated word was rejoined is wider than the page.
        widths = sorted(self._breadth[first:last])
        width = widths[int(0.9 * (last - first - 1))]
        if not _NARROWEST <= width <= _WIDEST:
            return 0
        inner, least = last - first - 1, FULL * width
        full = sum(self._reaches(i, least) for i in range(first + 1, last))
        if full < _SHARE_FULL * inner:
            return 0
        if full == inner and width >= _WIDE and widths[-1] < width / FULL:
            return width
        capital = sum(self.text[start].isupper() for start in self.start[first + 1 : last])
        return width if capital <= _SHARE_CAPITAL * inner else 0


def _may_run(line: str) -> bool:
    return line[-1] not in ".!?…:;," and sum(map(str.isalpha, line)) > 2


def heading_mark(line: str) -> int:
    """The length of a Markdown heading's mark; 0 without one."""
    match = _HEADING.match(line) if line.startswith("#") else None
    return match.end() if match else 0


def item_mark(line: str) -> int:
    """The length of a list item's bullet or number; 0 without one."""
    match = _ITEM.match(line) if not line[:2].isalpha() else None
    return match.end() if match else 0


def marked_kind(line: str) -> str | None:
    """The kind of a line by its marks, list items and headings aside; ``None`` without marks."""
    first = line[0]
    if first == ">":
        return "quote"
    if first == "|" and line.count("|") > 1:
        return "table"
    if first in "![" and line[-1] not in ".!?" and _LINK_ONLY.match(line):
        return "caption" if first == "!" else "links"
    if len(line) <= _MARKED_LONGEST:
        if first == "#" and _HASHTAGS.match(line):
            return "boilerplate"
        if " " not in line and _ADDRESS_ONLY.match(line):
            return "links"
    return None if first.isalnum() or any(map(str.isalnum, line)) else "boilerplate"


def is_underline(line: str) -> bool:
    """Whether a line underlines a heading (``====`` or ``----``)."""
    return line.startswith(("=", "-")) and bool(_UNDERLINE.match(line))


def is_rule_of_table(line: str) -> bool:
    """Whether a line separates a table's head from its rows (``---|---``)."""
    return "|" in line and "--" in line and set(line) <= set(" :|+-")


def is_row(line: str) -> bool:
    """Whether a line may be a row of a table aligned with spaces: short cells, or mostly numbers."""
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
    """The first and last line of each fenced code block; an unclosed fence is not one."""
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
