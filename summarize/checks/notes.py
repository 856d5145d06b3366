"""Find notes that a translator or a model adds to a text, and remarks in brackets that the source lacks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from summarize.checks.findings import Finding, finding

_WORD = re.compile(r"\w+")
_NOTE = re.compile(
    r"(?=[tenplпксаретбд])(?:(?:translat(?:or|ion)(?:['’]?s)?|editor(?:['’]?s)?|t\.?\s?n\.?)\s+(?:note|comment"
    r"|remark)s?\b"
    r"|(?:n\.\s?b\.|p\.\s?s\.|note|nota bene|tn|t/n)\s*[:.–—-]"
    r"|(?:прим(?:ечани[ея]|\.)?|примеч\.|комментари[йя]|сноска)"
    r"\s+(?:\w{2,9}\.?\s+)?(?:пер(?:ев(?:одчика)?)?|ред(?:актора|акции)?"
    r"|переводчика|автора)\b|(?:прим(?:ечани[ея]|\.)|комментари[йя]|сноска)\s*[:–—-]"
    r"|(?:аударма(?:шы(?:ның|дан)?)?|редакция(?:ның|дан)?|редактордың|автордың)\s+"
    r"(?:ескерт(?:у|пе)\w*|түсінікте?ме\w*|түсіндірме\w*)|(?:ескерту|ескертпе|түсініктеме"
    r"|аударма ескертуі)\s*[:–—-]"
    r"|(?:literally|lit\.|буквально|дословно|сөзбе-сөз)\s*:)",
    re.IGNORECASE,
)  # the look-ahead has the letters that notes begin with: most places are passed by it
_BEFORE_NOTE = re.compile(r"[(\[{*]{0,3}\s?\Z")
_OPENED = 4  # characters before a note that belong to it
_REMARK = re.compile(r"[(\[]([^()\[\]\n]{1,300})[)\]][.!?]?\s*\Z")
_ENOUGH = 0.75  # of the source's characters
_REMARKED = 4  # words of a bracket that no translator needs to explain a name or a unit


def added_notes(hypothesis: str, source: str) -> Iterator[Finding]:
    """Notes of a translator or model, and long remarks in brackets, where the source has neither."""
    note = None if _NOTE.search(source) else _NOTE.search(hypothesis)
    if note:
        start, end = _start_of_note(hypothesis, note), _end_of_note(hypothesis, note)
        yield finding("note", hypothesis[start:end], start, end)
        return
    match = _REMARK.search(hypothesis)
    if match is None or any(mark in source for mark in "([–—") or len(_WORD.findall(match[1])) < _REMARKED:
        return
    if len(hypothesis) - len(match[0]) >= _ENOUGH * len(source):  # the rest says it all
        yield finding("remark", match[0], *match.span())


def _start_of_note(text: str, match: re.Match[str]) -> int:
    """Where a note begins: at its brackets or stars, or at the space before it."""
    before = _BEFORE_NOTE.search(text[max(match.start() - _OPENED, 0) : match.start()])
    return match.start() - len(before[0]) if before else match.start()


def _end_of_note(text: str, match: re.Match[str]) -> int:
    """Where a note ends: at the end of its line."""
    end = text.find("\n", match.end())
    return len(text) if end < 0 else end
