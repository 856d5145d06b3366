"""Chats as messengers export them: messages with a time and a name. The text stays as it is.

A message is a part, without its stamp; who wrote it, and when, is its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from summarize.documents.builder import Reading
from summarize.request import ReadingOptions
from summarize.text.charsets import decode_text
from summarize.text.parts import Part, Place, Role

_DATE = r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}"
_TIME = r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:[ \u202f]?[AaPp]\.?[Mm]\.?)?"
_NAME = r"[^\n\r:<>\[\]]{1,60}?"
_STAMP = re.compile(
    rf"[\u200e\u200f\ufeff]*(?:"
    rf"\[(?P<a>{_DATE},? {_TIME})\] (?P<an>{_NAME}):(?: |$)"  # WhatsApp, copied or from an iPhone
    rf"|(?P<b>{_DATE},? {_TIME}) [-–] (?P<bn>{_NAME}):(?: |$)"  # WhatsApp on Android
    rf"|(?P<cn>{_NAME}), \[(?P<c>{_DATE},? {_TIME})\]:?[ \t]*$"  # Telegram, copied
    rf"|\[(?P<d>{_TIME})\] (?:<(?P<dn>[^\n\r<>]{{1,60}})>|(?P<en>{_NAME}):)(?: |$)"  # IRC, Slack, Teams
    r")",
    re.MULTILINE,
)
_NOTICE = re.compile(rf"[\u200e\u200f]*\[?{_DATE},? {_TIME}\]?(?: [-–])? ", re.MULTILINE)  # nobody's message
_LINE = re.compile(r"[^\r\n]*[^\s]")
_OMITTED = re.compile(
    r"[\u200e<\[]*(?:media omitted|без медиафайлов|медиафайлсыз|(?:image|video|audio|sticker|gif|document"
    r"|contact card)"
    r" omitted|(?:photo|video|voice message|sticker|file|фотография|видео|голосовое сообщение|стикер|файл)"
    r"|this message was deleted|you deleted this message|(?:данное )?сообщение удалено|бұл хабар жойылды"
    r"|messages and calls are end-to-end encrypted.{0,200}|сообщения и звонки защищены.{0,200}"
    r"|missed (?:voice|video) call.{0,40}|пропущенный (?:аудио|видео)?звонок.{0,40})\W*\Z",
    re.IGNORECASE,
)
_FEWEST = 3  # messages of a chat
_SHARE = 0.3  # of its lines that begin a message


def is_chat(start: str) -> bool:
    """Whether enough lines begin a message."""
    if not _STAMP.search(start):
        return False
    lines = sum(1 for _ in _LINE.finditer(start))
    messages = sum(1 for _ in _STAMP.finditer(start) if _begins_line(start, _.start()))
    return messages >= _FEWEST and messages >= _SHARE * lines


def read(data: bytes, name: str, options: ReadingOptions) -> Reading:
    """The text as decoded; stamps, notices of the program and messages without words are metadata."""
    text, encoding, warnings = decode_text(data, name, options.encoding)
    parts: list[Part] = []
    places: list[Place] = []
    for start, body, end, label in _messages(text):
        parts += _parts(text, start, body, end)
        if label:
            places.append(Place(start, label))
    return Reading(text, tuple(parts), tuple(places), encoding, None, warnings)


def _messages(text: str) -> Iterator[tuple[int, int, int, str]]:
    """Each message: where its stamp, its words and what follows begin, and its place; first, what"
    r" precedes."""
    stamps = [match for match in _STAMP.finditer(text) if _begins_line(text, match.start())]
    edges = [match.start() for match in stamps] + [len(text)]
    if edges[0]:
        yield 0, 0, edges[0], ""
    for match, following in zip(stamps, edges[1:], strict=True):
        groups = match.groupdict()
        person = next(groups[key] for key in ("an", "bn", "cn", "dn", "en") if groups[key])
        time = next(groups[key] for key in ("a", "b", "c", "d") if groups[key])
        yield match.start(), match.end(), following, " ".join(f"{person}, {time}".split())


def _parts(text: str, start: int, body: int, end: int) -> Iterator[Part]:
    """The stamp, and the paragraphs of one message."""
    if text[start:body].strip():
        yield _part(text, start, body, "metadata")
    for match in _LINE.finditer(text, body, end):
        line = match[0].strip()
        if line:
            noise = _OMITTED.match(line) or _NOTICE.match(line) or not any(map(str.isalpha, line))
            yield _part(text, match.start(), match.end(), "metadata" if noise else "body")


def _part(text: str, start: int, end: int, role: Role) -> Part:
    found = text[start:end]
    start += len(found) - len(found.lstrip())
    return Part(start, start + len(found.strip()), role)


def _begins_line(text: str, at: int) -> bool:
    return not at or text[at - 1] in "\r\n"
