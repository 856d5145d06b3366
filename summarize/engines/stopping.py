"""When writing ends before the model ends it: the asked length is complete, or the model repeats itself.

One ``Watch`` follows the row that is written for one text; every engine asks it after a few tokens.

A sentence is complete only when two words of the next one are there, and no bracket or quotation mark is open
in it that could still join the two. So what is kept is what would have been kept of a longer text. Words that
repeat are a loop if the text itself does not repeat as much; if only numbers change, more is asked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from summarize.request import Length, Stop, Stopping
from summarize.text import sentences

_EVERY = 4  # tokens between two looks at the text
_WORDS_SEEN = 3  # of the next sentence, the last perhaps half written
# Bracketed text longer than this does not join sentences: ``_ASIDE_LONGEST`` of ``text.boundaries``.
_ASIDE = 250
_OPENING = {"(": ")", "[": "]", "«": "»", "“": "”", "„": "“”", '"': '"'}
_MARK = re.compile(r"\d+|[^\W\d_]+|[^\w\s]")
_LONGEST_PHRASE = 60  # marks: words, numbers and punctuation
_REPEATS, _SPAN = 3, 24  # a phrase is a loop if it occurs this often in a row, and fills so many marks
_NUMBERED_REPEATS, _NUMBERED_SPAN = 5, 40  # the same where only numbers differ
_STUCK = re.compile(r"(.{1,6}?)\1{23,}\Z", re.DOTALL)  # "aaaa…", without spaces or marks between
_SAME_TOKEN = 32  # times in a row, for tokens that are no text


def split(text: str, language: str) -> list[str]:
    """The sentences of a written text, each on one line; every line of the text ends a sentence."""
    return [
        " ".join(line[start:end].split())
        for line in text.splitlines()
        for start, end in sentences.split(line, language)
    ]


def is_complete(text: str, length: Length, language: str) -> bool:
    """Whether the sentences that ``length`` keeps of ``text`` stay the same, whatever is written next."""
    found = split(text, language)
    # The end of a sentence is certain when something of the next can be seen.
    if len(found) < 2 or len(found[-1].split()) < _WORDS_SEEN or _is_open(text, found[-1]):
        return False
    whole = found[:-1]
    if length.unit != "words":
        return len(whole) >= length.amount
    counts = [len(sentence.split()) for sentence in whole]
    fitting = next((at for at, count in enumerate(counts) if count <= length.amount), None)
    if fitting is None:
        return False
    # The last word may be half written, but it is one.
    return sum(counts[fitting:]) + len(found[-1].split()) > length.amount


def _is_open(text: str, last: str) -> bool:
    """Whether a bracket or quotation mark before the last sentence could still be closed in it."""
    line = text.rstrip().splitlines()[-1]
    before = line[: max(len(line) - len(last), 0)]
    for mark, closing in _OPENING.items():
        place = before.rfind(mark)
        if place < 0 or len(line) - place > _ASIDE:
            continue
        if mark == '"':
            open_ = before.count(mark) % 2 == 1
        else:
            open_ = before.count(mark) > sum(map(before.count, closing))
        if open_:
            return True
    return False


def phrase(text: str) -> str | None:
    """The phrase that ``text`` ends by repeating, or None."""
    stuck = _STUCK.search(text)
    if stuck:
        return stuck[1]
    matches = list(_MARK.finditer(text))[-_LONGEST_PHRASE * _NUMBERED_REPEATS - 1 : -1]
    exact = [match[0].casefold() for match in matches]
    period = _period(exact, _REPEATS, _SPAN)
    if period is None:
        period = _period(_without_numbers(exact), _NUMBERED_REPEATS, _NUMBERED_SPAN)
    return None if period is None else text[matches[-period].start() : matches[-1].end()]


def _without_numbers(marks: Sequence[str]) -> list[str]:
    return ["0" if mark.isdigit() else mark for mark in marks]


def _period(marks: Sequence[str], repeats: int, span: int) -> int | None:
    """The length of the shortest phrase whose repetitions end ``marks``, with at least one word in it."""
    for period in range(1, min(_LONGEST_PHRASE, len(marks) // repeats) + 1):
        needed = max(period * repeats, span)
        if needed <= len(marks) and all(
            marks[-at] == marks[-at - period] for at in range(1, needed - period + 1)
        ):
            return period if any(mark.isalpha() for mark in marks[-period:]) else None
    return None


def repeats_itself(text: str) -> bool:
    """Whether ``text`` holds, anywhere, what ``phrase`` would call a loop of what is written."""
    marks = _without_numbers([match[0].casefold() for match in _MARK.finditer(text)])
    for period in range(1, _LONGEST_PHRASE + 1):
        run = 0
        needed = max(period * _REPEATS, _SPAN) - period
        for at in range(period, len(marks)):
            run = run + 1 if marks[at] == marks[at - period] else 0
            if run >= needed:
                return True
    return False


class Watch:
    """Follows the row written for ``source``; ``read`` gives the text of a row as it will be returned.

    ``stop`` is why the row is to end, ``length`` the number of its tokens then. ``show`` is called with the
    text so far.
    """

    def __init__(
        self,
        stopping: Stopping,
        language: str,
        source: str,
        read: Callable[[Sequence[int]], str],
        show: Callable[[str], None] | None = None,
    ) -> None:
        self._stopping, self._language, self._read, self._show = stopping, language, read, show
        self._source = source
        self._repetitive: bool | None = None
        self.stop: Stop | None = None
        self.length = 0

    @staticmethod
    def is_due(length: int) -> bool:
        """Whether a row of so many tokens is to be looked at."""
        return length > 0 and length % _EVERY == 0

    def ends(self, row: Sequence[int]) -> bool:
        """Whether ``row``, all ids written so far without an end, is to end here."""
        self.stop, self.length = self._reason(row), len(row)
        return self.stop is not None

    def _reason(self, row: Sequence[int]) -> Stop | None:
        if len(row) >= _SAME_TOKEN and len(set(row[-_SAME_TOKEN:])) == 1:
            return "loop"
        text = self._read(row)
        if self._show:
            self._show(text)
        length = self._stopping.length
        if length is not None and is_complete(text, length, self._language):
            return "complete"
        if phrase(text) is None:
            return None
        if self._repetitive is None:
            self._repetitive = repeats_itself(self._source)
        return None if self._repetitive else "loop"
