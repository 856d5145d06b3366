"""What a text file is, by what is in it: the formats that are written as plain text.

Each test looks at the beginning of the text only. In doubt a file is plain text, and read as it is.
"""

from __future__ import annotations

import re

from summarize.errors import DocumentError

_FIRST = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:>?From [^\r\n]{1,200}\r?\n)?"
    rb"((?:[!-9;-~]{1,70}:[^\r\n]*\r?\n(?:[ \t]+[^\r\n]*\r?\n)*){2,})"
)
_TRANSPORT = re.compile(
    rb"^(?:mime-version|message-id|received|return-path|delivered-to|content-type|content-transfer-encoding"
    rb"|dkim-signature|x-[\w-]{1,60}):",
    re.IGNORECASE | re.MULTILINE,
)
_PEOPLE = re.compile(rb"^(?:from|to|subject|date|sender|reply-to):", re.IGNORECASE | re.MULTILINE)

_HEADING = re.compile(r"^ {0,3}#{1,6} +\S", re.MULTILINE)
_MARKDOWN = tuple(
    re.compile(pattern, re.MULTILINE)
    for pattern in (
        r"^ {0,3}(?:```|~~~)[\w+-]{0,20} *\r?$",
        r"!?\[[^\]\n]{1,200}\]\((?:https?:|mailto:|[#./\w])[^()\s]{0,500}\)",
        r"^ {0,3}\|? *:?-{3,}:? *\|[ :|-]*\r?$",
        r"(?<![*\w])\*\*(?=[^\s*])[^*\n]{1,200}\*\*(?![*\w])",
        r"(?<![`\w])`[^`\n]{1,100}`(?![`\w])",
        r"^ {0,3}\[[^\]\n]{1,60}\]: +(?:https?:\S|\S)",
        r"^ {0,3}> +\S",
        r"^ {0,3}[-*+] +\S",
    )
)
_FRONT = re.compile(
    r"---[ \t]*\r?\n(?:[\w-]{1,40}:.{0,500}\r?\n|[ \t]+.{0,500}\r?\n|#.{0,200}\r?\n){1,60}---[ \t]*\r?\n"
)


def format_of(start: str) -> str | None:
    """The name of the format of a text that begins with ``start``; ``None`` for plain text."""
    return next((name for sign, name, test in _TESTS if sign.search(start) and test(start)), None)


def _is_mail(start: str) -> bool:
    from summarize.documents.mail_text import is_mail

    return is_mail(start)


def _is_chat(start: str) -> bool:
    from summarize.documents.chat import is_chat

    return is_chat(start)


def _is_json(start: str) -> bool:
    from summarize.documents.records import is_json

    return is_json(start)


def _is_latex(start: str) -> bool:
    from summarize.documents.latex import is_latex

    return is_latex(start)


def _is_table(start: str) -> bool:
    from summarize.documents.tables import delimiter_of

    return delimiter_of(start) is not None


def _is_catalogue(start: str) -> bool:
    from summarize.documents.editing.entries import is_catalogue

    return is_catalogue(start)


def _is_settings(start: str) -> bool:
    from summarize.documents.editing.settings import is_settings

    return is_settings(start)


def is_message(start: bytes) -> bool:
    """Whether a file begins with the header of an e-mail as mail programs save it."""
    match = _FIRST.match(start)
    return bool(match and _TRANSPORT.search(match[1]) and _PEOPLE.search(match[1]))


def is_markdown(start: str) -> bool:
    """Front matter, headings beside another mark, or two kinds of marks other than bullets and quotes."""
    if _FRONT.match(start):
        return True
    heading = bool(_HEADING.search(start))
    found = [bool(pattern.search(start)) for pattern in _MARKDOWN]
    return (heading and any(found)) or sum(found[:-2]) >= 2


def has_column(start: bytes, name: str) -> bool:
    """Whether the first line of a text has a cell with this name."""
    from summarize.documents.tables import header_of
    from summarize.text.charsets import decode

    try:
        text, _, _ = decode(start, "")
    except DocumentError:
        return False
    header = {cell.casefold() for cell in header_of(text)}
    return name.strip().casefold() in header or header.issuperset(
        each.strip() for each in name.casefold().split(",")
    )


# A sign of each format, and the test for it, which imports its module: plain prose has none of the signs.
_TESTS = (
    (re.compile(r'^msgid[ \t]+"', re.MULTILINE), "po", _is_catalogue),
    (re.compile(r"\A\ufeff?(?:\s*[;#][^\n]*\n)*\s*\[[^\]\n]+\]\s*$", re.MULTILINE), "ini", _is_settings),
    (re.compile(r"\A\s*\*?[^\W\d_][^\n:]{0,30}:"), "mail", _is_mail),
    (re.compile(r"^[^\n]{0,90}\d[:.]\d\d", re.MULTILINE), "chat", _is_chat),
    (re.compile(r"\A\ufeff?\s*[\[{]"), "json", _is_json),
    (re.compile(r"\\(?:document|begin|section|subsection|chapter|paragraph)"), "latex", _is_latex),
    (re.compile(r"\A\ufeff?\s*[^\n]*?(?:[\t;]|,\S)"), "csv", _is_table),
    (re.compile(r"[#`\[*|-]"), "markdown", is_markdown),
)
