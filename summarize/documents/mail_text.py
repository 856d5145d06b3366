"""E-mails as people paste and save them: a few header lines, and the text below. The text stays as it is."""

from __future__ import annotations

import re

from summarize.documents.builder import Reading
from summarize.documents.letters import HEADER, body_parts
from summarize.request import ReadingOptions
from summarize.text.charsets import decode_text
from summarize.text.parts import Part, Place

_LINE = re.compile(r"[^\r\n]*")
_SUBJECT = re.compile(r"(?:(?:re|fwd?|aw|на|отв|ответ|жауап)(?:\[\d\])?: ?)+", re.IGNORECASE)


def is_mail(start: str) -> bool:
    """Whether a text begins with a sender or recipient, two more fields and an empty line."""
    kinds: set[str] = set()
    for line in start.lstrip("\ufeff \t\r\n").splitlines():
        if not line.strip():
            break
        match = HEADER.match(line)
        if match is None:
            if not kinds or not line[0].isspace():  # not the rest of a field either
                return False
            continue
        kinds |= {kind for kind, value in match.groupdict().items() if value and kind != "value"}
    else:
        return False
    return bool(kinds & {"from", "to"}) and len(kinds & {"from", "to", "date", "subject"}) >= 2


def read(data: bytes, name: str, options: ReadingOptions) -> Reading:
    """The text as decoded: header fields, subject, body, quoted mail and signature."""
    text, encoding, warnings = decode_text(data, name, options.encoding)
    parts: list[Part] = []
    sender = date = ""
    position = len(text) - len(text.lstrip("\ufeff \t\r\n"))
    start = position
    while position < len(text):
        match = _LINE.match(text, position)
        assert match is not None
        line = match[0].rstrip()
        if not line:
            break
        if field := HEADER.match(line):
            sender = sender or (field["value"].strip() if field["from"] else "")
            date = date or (field["value"].strip() if field["date"] else "")
            end = position + len(line)
            if field["subject"] and field["value"].strip():
                begin = position + field.start("value")
                if prefix := _SUBJECT.match(text, begin, end):
                    begin = prefix.end()
                parts += [Part(position, begin, "metadata"), Part(begin, end, "title")]
            else:
                parts.append(Part(position, end, "metadata"))
        position = _next_line(text, match.end())
    trimmed = (_trimmed(text, part) for part in parts)
    parts = [part for part in trimmed if part.start < part.end]
    parts += body_parts(text, position)
    label = label_of(sender, date)
    places = (Place(start, label),) if label else ()
    return Reading(text, tuple(parts), places, encoding, None, warnings)


def label_of(sender: str, date: str) -> str:
    """The place of a sentence in a mail: who wrote it, and when."""
    person = re.sub(r"\s*<[^<>]*>\s*", " ", sender).strip(" \"'") or sender.strip(" <>")
    return ", ".join(each for each in (" ".join(person.split()), " ".join(date.split())) if each)[:120]


def _trimmed(text: str, part: Part) -> Part:
    end = part.end
    while end > part.start and text[end - 1].isspace():
        end -= 1
    return Part(part.start, end, part.role)


def _next_line(text: str, end: int) -> int:
    """The offset after a line end."""
    if text.startswith("\r\n", end):
        return end + 2
    return end + 1
