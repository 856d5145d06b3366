"""Loops: a hypothesis that repeats itself as a derailed model does, and as writers do not.

Lists, refrains and names repeat too, so a repetition counts only when it is long or frequent, and
not when the source repeats as much. Knows no languages.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from summarize.checks.findings import Finding

_TOKEN = re.compile(r"\w+")
_LONGEST = 30  # words of the longest phrase that is looked for side by side
_SENTENCE = re.compile(r"[^.!?…\n]+")
_LETTERS = re.compile(r"([^\W\d_])\1{4,}|([^\W\d_]{2,6})\2{3,}")
_MARKS = re.compile(r"([^\w\s])\1{11,}|((?:[^\w\s]\s){2,4})\2{5,}")


def _times(period: int) -> int:
    """How often a phrase of so many words must stand side by side to be a loop."""
    return 4 if period == 1 else 3 if period < 5 else 2


def _runs(tokens: list[str]) -> tuple[int, int, int] | None:
    """The first phrase that stands side by side too often: first token, end, period in words."""
    for period in range(1, min(_LONGEST, len(tokens) // 2) + 1):
        length = 0
        for at in range(period, len(tokens)):
            length = length + 1 if tokens[at] == tokens[at - period] else 0
            if length >= period * (_times(period) - 1):
                first = at - length - period + 1
                if not all(token.isdigit() for token in tokens[first : first + period]):
                    return first, at + 1, period
    return None


def _sentences(text: str) -> Counter[str]:
    """Sentences of five words or more, folded, and how often each stands in the text."""
    found = (" ".join(_TOKEN.findall(match[0].casefold())) for match in _SENTENCE.finditer(text))
    return Counter(sentence for sentence in found if sentence.count(" ") >= 4)


def _crowded(tokens: list[str]) -> str | None:
    """A four-word phrase that comes five times or more and makes up a third of the text."""
    grams = Counter(zip(tokens, tokens[1:], tokens[2:], tokens[3:], strict=False))
    for gram, count in grams.most_common(1):
        if count >= 5 and count * 4 * 3 >= len(tokens):
            return " ".join(gram)
    return None


def repeats(text: str) -> tuple[str, int, int] | None:
    """The first loop of a text, as the repeated piece and its span, or None."""
    letters = _LETTERS.search(text) or _MARKS.search(text)
    if letters:
        return letters[0][:20], letters.start(), letters.end()
    matches = list(_TOKEN.finditer(text))
    tokens = [match[0].casefold() for match in matches]
    run = _runs(tokens)
    if run:
        first, end, period = run
        piece = text[matches[first].start() : matches[first + period - 1].end()]
        return piece, matches[first].start(), matches[end - 1].end()
    crowd = _crowded(tokens)
    return (crowd, 0, len(text)) if crowd else None


def loops(hypothesis: str, source: str) -> Iterator[Finding]:
    """Repetitions of the hypothesis that its source does not have."""
    found = repeats(hypothesis)
    if found and repeats(source) is None:
        piece, start, end = found
        yield Finding("loop", f"repeats itself: {piece[:60]!r}", piece, start, end)
        return
    twice = max(_sentences(source).values(), default=0)
    for sentence, count in _sentences(hypothesis).items():
        if count > max(twice, 1):
            yield Finding("loop", f"says {count} times: {sentence[:60]!r}", sentence, 0, len(hypothesis))
            return
