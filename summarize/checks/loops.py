"""Find loops: phrases that a derailed model repeats.

Lists, refrains and names repeat too, so a loop must be long or frequent, and the source must not repeat as
much.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import accumulate, islice
from operator import eq, not_, sub

from summarize.checks.findings import Finding, finding

_TOKEN = re.compile(r"\w+")
_SHORT_RUN = 10  # words of the longest run looked for twice
_LONGEST = 30  # words of the longest repeated phrase
_SENTENCE = re.compile(r"[^.!?…\n]+")
_LETTERS = re.compile(r"([^\W\d_])\1{4,}|([^\W\d_]{2,6})\2{3,}")
_MARKS = re.compile(r"([^\w\s])\1{11,}|((?:[^\w\s]\s){2,4})\2{5,}")


def _tokens(text: str) -> list[str]:
    """The words and numbers of a text, folded."""
    return [token.casefold() for token in _TOKEN.findall(text)]


def _span(text: str, first: int, end: int) -> tuple[int, int]:
    """Where the tokens from ``first`` to before ``end`` stand in the text."""
    run = list(islice(_TOKEN.finditer(text), first, end))
    return run[0].start(), run[-1].end()


def _times(period: int) -> int:
    """How many times in a row a phrase of ``period`` words must occur to be a loop."""
    return 4 if period == 1 else 3 if period < 5 else 2


def _runs(tokens: list[str]) -> tuple[int, int, int] | None:
    """The first phrase that occurs too often in a row: its first token, the end, and its length in words."""
    worded = list(accumulate(map(not_, map(str.isdigit, tokens)), initial=0))
    if not worded[-1]:
        return None  # numbers alone
    for period in range(1, min(_LONGEST, len(tokens) // 2) + 1):
        alike = bytes(map(eq, tokens, tokens[period:]))  # 1 where the token a period later is the same
        least = period * (_times(period) - 1)
        first = alike.find(b"\1" * least)
        while first >= 0:
            if worded[first + period] > worded[first]:
                return first, first + period + least, period
            first = alike.find(b"\1" * least, alike.find(b"\0", first) + 1 or len(alike))
    return None


def _sentences(text: str) -> Counter[str]:
    """Sentences of five words or more, folded, and how often each occurs."""
    found = (" ".join(_TOKEN.findall(match[0].casefold())) for match in _SENTENCE.finditer(text))
    return Counter(sentence for sentence in found if sentence.count(" ") >= 4)


def _crowded(tokens: list[str]) -> str | None:
    """A four-word phrase that occurs five times or more and makes up a third of the text."""
    grams = Counter(zip(tokens, tokens[1:], tokens[2:], tokens[3:], strict=False))
    for gram, count in grams.most_common(1):
        if count >= 5 and count * 4 * 3 >= len(tokens):
            return " ".join(gram)
    return None


def repeats(text: str) -> tuple[str, int, int] | None:
    """The first loop of a text, as the repeated phrase and its span, or None."""
    letters = _LETTERS.search(text) or _MARKS.search(text)
    if letters:
        return letters[0][:20], letters.start(), letters.end()
    tokens = _tokens(text)
    run = _runs(tokens)
    if run:
        first, end, period = run
        start, phrase_end = _span(text, first, first + period)
        return text[start:phrase_end], start, _span(text, first, end)[1]
    crowd = _crowded(tokens)
    return (crowd, 0, len(text)) if crowd else None


def loops(hypothesis: str, source: str) -> Iterator[Finding]:
    """Repetitions in the hypothesis that the source does not have."""
    found = repeats(hypothesis)
    if found and repeats(source) is None:
        piece, start, end = found
        yield finding("loop", piece, start, end)
        return
    twice = max(_sentences(source).values(), default=0)
    for sentence, count in _sentences(hypothesis).items():
        if count > max(twice, 1):
            yield finding("loop-sentence", sentence, 0, len(hypothesis), sentence, str(count))
            return


_WORDS = 2  # least words of a run that is not written twice in a row
_HEAVY = 7  # and its least letters, so that "so and so" and "бара-бара" pass
_SAID_AGAIN = 3  # words of a run that people repeat after a mark: "Go home, go home!"
_MARK = re.compile(r"[^\w\s]")


def doubled_runs(hypothesis: str, source: str) -> Iterator[Finding]:
    """A few words written twice in a row, where the source repeats nothing so."""
    found = _doubled(hypothesis)
    if found and _doubled(source) is None:
        start, end = found
        yield finding("loop", hypothesis[start:end], start, end)


def _doubled(text: str) -> tuple[int, int] | None:
    """The span of the first run of two to ten words that follows itself."""
    tokens = _tokens(text)
    letters = list(accumulate(map(len, tokens), initial=0))
    worded = bytes(map(str.isalpha, tokens))
    matches: list[re.Match[str]] = []
    for period in range(_WORDS, min(_SHORT_RUN, len(tokens) // 2) + 1):
        alike = bytes(map(eq, tokens, tokens[period:]))
        first = alike.find(b"\1" * period)
        heavy = b"" if first < 0 else bytes(map(_HEAVY.__le__, map(sub, letters[period:], letters)))
        while first >= 0:
            word, weighty, again = worded.find(1, first), heavy.find(1, first), first + period
            if word < 0 or weighty < 0:
                break  # numbers or short words alone, to the end
            later = first + 1
            if word >= again or weighty > first:
                later = max(later, word - period + 1, weighty)
            else:
                matches = matches or list(_TOKEN.finditer(text))
                gap = matches[again - 1].end(), matches[again].start()
                if period > _SAID_AGAIN or not _MARK.search(text, *gap):
                    return matches[first].start(), matches[again + period - 1].end()
            first = alike.find(b"\1" * period, later)
    return None
