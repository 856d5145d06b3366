"""The sentences of one paragraph, as spans of its text.

Every run of closing punctuation is a candidate, which `boundaries` judges by the words beside it. A line
end counts as any other white space. Sentences that end without a mark are not separated.
"""

import re
from collections.abc import Iterator

from summarize.text.boundaries import Boundaries

_MARKS = ".!?…‼⁇⁈⁉"
_EMOJI = (  # emoji used in place of a full stop; others open a line as often as they close it
    "☹☺♥❤\U0001f44a-\U0001f44f\U0001f493-\U0001f49f\U0001f600-\U0001f64f\U0001f910-\U0001f92f\U0001f970-\U0001f97a"
    "\u200d\ufe0f"
)
# Where a candidate may begin; a run of marks of one sort counts once. The pattern begins with a single
# set of characters because that is five times as fast to search for as alternatives.
_FIRST = re.compile(
    rf"[{_MARKS}():;=^<{_EMOJI}](?:(?<=[{_MARKS}])[{_MARKS}]+|(?<=\))\)+|(?<=\()\(+|(?<=[{_EMOJI}])[{_EMOJI}]+)?"
)
_EMOTICON = rf"(?:[:;=]['’]?-?[)(\[\]DPpРОоOo3|\\/*]+(?=\s|$)|\^_?\^|<3(?=\s|$)|[{_EMOJI}])"
_CANDIDATE = re.compile(
    rf"""
    (?P<stop>(?:[{_MARKS}]|(?<=\.)\s\.(?=\s))+)                  # "...", "?!", ". . ."
    (?P<close>(?:[)\]}}»”’"'›*]|“(?!\w)|\[\d{{1,3}}\])*)          # closing marks, note marks
    (?:\s*{_EMOTICON}|\s?\({{2,}}(?=\s)|\s\){{2,}}(?=\s))*
    (?=\s|(?P<glued>[«“"(]?[^\W\d_a-zа-яёәіңғүұқөһ]))           # white space, or a capital glued on
    |
    (?P<face>(?:(?:(?<!\S)|(?=[{_EMOJI}])){_EMOTICON}(?:\s*{_EMOTICON})*|(?<=\w)(?:\)+|\({{2,}}))(?=\s))
    """,
    re.VERBOSE,
)
_WORD = re.compile(r"\S")


def split(text: str, language: str) -> list[tuple[int, int]]:
    """The sentences of the paragraph `text` as (start, end) character offsets, in order.

    A sentence has no white space at its ends. All other text lies in exactly one span; a blank text has
    none. `language` is "en", "ru" or "kk"; another raises `UsageError`. Time is linear in the text's length.
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
    """The marks from `start` on that may end a sentence, in order and without overlaps."""
    for first in _FIRST.finditer(text, start):
        if first.start() >= start and (candidate := _CANDIDATE.match(text, first.start())):
            start = candidate.end()
            yield candidate
