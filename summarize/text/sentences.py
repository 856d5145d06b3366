"""Sentences of one paragraph, as spans of its text.

Every run of closing punctuation is a candidate; `boundaries` judges it by the words beside it, and this
module turns the accepted ones into spans. It does not know paragraphs, headlines or lists over several
lines: white space is white space here, a line end too.

Sentences that end without any mark cannot be told from their neighbours, and are left together.
"""

import re
from collections.abc import Iterator

from summarize.text.boundaries import Boundaries

_MARKS = ".!?…‼⁇⁈⁉"
_FACES = (  # the emoji that stand where a full stop would; others open a line as often as they close it
    "☹☺♥❤\U0001f44a-\U0001f44f\U0001f493-\U0001f49f\U0001f600-\U0001f64f\U0001f910-\U0001f92f\U0001f970-\U0001f97a"
    "\u200d\ufe0f"
)
# A sieve for the places where a candidate may begin; a run of one sort is one place. It begins with one
# set of characters because such a search is five times as fast as one with alternatives.
_FIRST = re.compile(
    rf"[{_MARKS}():;=^<{_FACES}](?:(?<=[{_MARKS}])[{_MARKS}]+|(?<=\))\)+|(?<=\()\(+|(?<=[{_FACES}])[{_FACES}]+)?"
)
_SMILE = rf"(?:[:;=]['’]?-?[)(\[\]DPpРОоOo3|\\/*]+(?=\s|$)|\^_?\^|<3(?=\s|$)|[{_FACES}])"
_CANDIDATE = re.compile(
    rf"""
    (?P<stop>(?:[{_MARKS}]|(?<=\.)\s\.(?=\s))+)                  # "...", "?!", ". . ."
    (?P<close>(?:[)\]}}»”’"'›*]|“(?!\w)|\[\d{{1,3}}\])*)          # what closes with it, note marks
    (?P<smile>(?:\s*{_SMILE}|\s?\({{2,}}(?=\s)|\s\){{2,}}(?=\s))*)
    (?=\s|(?P<glued>[«“"(]?[^\W\d_a-zа-яёәіңғүұқөһ]))           # white space, or a capital glued on
    |
    (?P<face>(?:(?:(?<!\S)|(?=[{_FACES}])){_SMILE}(?:\s*{_SMILE})*|(?<=\w)(?:\)+|\({{2,}}))(?=\s))
    """,
    re.VERBOSE,
)
_WORD = re.compile(r"\S")


def split(text: str, language: str) -> list[tuple[int, int]]:
    """The sentences of the paragraph `text` as (start, end) character offsets, in order.

    `text[start:end]` is a sentence: it is not blank and has no white space at its ends. Whatever is not
    white space lies in exactly one span; a blank text has none. `language` is "en", "ru" or "kk"; another
    one raises `UsageError`. Time is linear in the length of the text.
    """
    boundaries = Boundaries(text, language)
    spans: list[tuple[int, int]] = []
    first = _WORD.search(text)
    start = first.start() if first else len(text)
    for candidate in _candidates(text, start):
        following = _WORD.search(text, candidate.end())
        if following is None:
            break
        if boundaries.ends_sentence(candidate, start, following.start()):
            spans.append((start, candidate.end()))
            start = following.start()
    end = len(text.rstrip())
    if start < end:
        spans.append((start, end))
    return spans


def _candidates(text: str, start: int) -> Iterator[re.Match[str]]:
    """The marks from `start` on that may end a sentence, in order; none overlaps another."""
    for first in _FIRST.finditer(text, start):
        if first.start() >= start and (candidate := _CANDIDATE.match(text, first.start())):
            start = candidate.end()
            yield candidate
