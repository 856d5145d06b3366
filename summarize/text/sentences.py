"""The sentences of one paragraph, as spans of its text.

Every run of closing punctuation is a candidate, which `boundaries` judges by the words beside it. A line
end counts as any other white space. Sentences that end without a mark are not separated.
"""

import re
import sys

from summarize.text.boundaries import Boundaries

_MARKS = ".!?…‼⁇⁈⁉"
_EMOJI = (  # emoji used in place of a full stop; others open a line as often as they close it
    "☹☺♥❤\U0001f44a-\U0001f44f\U0001f493-\U0001f49f\U0001f600-\U0001f64f\U0001f910-\U0001f92f\U0001f970-\U0001f97a"
    "\u200d\ufe0f"
)


def _none_but(marks: str) -> str:
    """The set of characters ``[marks]``, written as all others excluded.

    Letters are found among the others at once; the many ranges of marks would be gone through for each.
    """
    spans = sorted((ord(first), ord(last or first)) for first, last in re.findall("(.)(?:-(.))?", marks))
    firsts, lasts = zip((0, -1), *spans, (sys.maxunicode + 1, 0), strict=True)
    gaps = [(last + 1, first - 1) for last, first in zip(lasts, firsts[1:], strict=False)]
    return "[^" + "".join(rf"\U{first:08x}-\U{last:08x}" for first, last in gaps if first <= last) + "]"


# Where a candidate may begin; a run of marks of one sort counts once, and an emoticon does not begin inside
# a word. The pattern begins with a single set of characters because that is five times as fast to search for
# as alternatives.
_FIRST = re.compile(
    rf"{_none_but(f'{_MARKS}():;=^<{_EMOJI}')}(?<!\S[:;=^<])"
    rf"(?:(?<=[{_MARKS}])[{_MARKS}]+|(?<=\))\)+|(?<=\()\(+|(?<=[{_EMOJI}])[{_EMOJI}]+)?"
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
    start, end = len(text) - len(text.lstrip()), len(text.rstrip())
    free = start  # where the next candidate may begin: they do not overlap
    for mark in _FIRST.finditer(text, start):
        at = mark.start()
        if at < free:
            continue
        if at + 1 == end:
            break  # nothing follows
        if text[at] == "." and boundaries.plainly_ends(at, start):
            spans.append((start, at + 1))
            start = free = at + 2
            continue
        candidate = _CANDIDATE.match(text, at)
        if candidate is None:
            continue
        free = candidate.end()
        following = _WORD.search(text, free)
        if following is None:
            break
        if boundaries.ends_sentence(candidate, start, following.start()):
            spans.append((start, free))
            start = following.start()
    if start < end:
        spans.append((start, end))
    return spans
