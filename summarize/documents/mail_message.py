"""An e-mail taken apart: its header, the leaves that are its text, and its attachments."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header
from email.message import Message
from typing import Any

from summarize.errors import DocumentError
from summarize.text.characters import CONTROLS
from summarize.text.charsets import decode_declared

_LARGEST = 150 * 2**20  # bytes; mail servers take 25 to 150 MB
_BOUNDARIES = 300  # parts inside parts; a long discussion on a list has a few dozen
_HEADER_LONGEST = 2000  # characters of a header field that are read
_NAME_LONGEST = 100
_UNSAFE = re.compile(rf"[/\\{CONTROLS}\t\n:*?\"<>|]+")
_FAILURES = (LookupError, ValueError, TypeError, AttributeError, AssertionError, MessageError)
_MAILBOX = re.compile(rb"^From [^\r\n]{1,200}\d{4}[^\r\n]{0,20}\r?\n[\w-]{1,70}:", re.MULTILINE)


@dataclass(frozen=True)
class Leaf:
    """A part of an e-mail that holds data: its media type, its charset, its bytes, the name of its file."""

    kind: str
    charset: str | None
    data: bytes
    name: str = ""
    attached: bool = False

    @property
    def is_text(self) -> bool:
        """Whether it is text to read where it stands, and not a file."""
        return self.kind in ("text/plain", "text/html") and not self.name and not self.attached


@dataclass(frozen=True)
class Mail:
    """An e-mail: header fields by their names in lower case, the text, and what is attached, in order."""

    header: dict[str, str]
    texts: tuple[Leaf, ...]
    attachments: tuple[Leaf, ...]
    encrypted: bool


def parsed(data: bytes, name: str) -> Mail:
    """The parts of an e-mail.

    Raises:
        DocumentError: it is larger or more deeply nested than any e-mail, or a mailbox of several.
    """
    if len(data) > _LARGEST:
        raise DocumentError(
            f"{name} is an e-mail of more than {_LARGEST >> 20} MB; save its text as plain text"
        )
    if len(_MAILBOX.findall(data)) > 1:
        raise DocumentError(f"{name} is a mailbox of several e-mails; save each as a file of its own (.eml)")
    if data.count(b"boundary=") > _BOUNDARIES:
        raise DocumentError(f"{name} is an e-mail of too many parts; save its text as plain text")
    data = data.lstrip(b"\xef\xbb\xbf \t\r\n")
    try:
        message = message_from_bytes(data)
        leaves = list(_leaves(message))
    except RecursionError:
        raise DocumentError(f"{name} is an e-mail whose parts are nested too deeply") from None
    except _FAILURES as error:
        raise DocumentError(f"{name} is a damaged e-mail: {type(error).__name__}") from None
    texts = tuple(leaf for leaf in leaves if leaf.is_text)
    attachments = [leaf for leaf in leaves if not leaf.is_text]
    kinds = {message.get_content_type(), *(leaf.kind for leaf in attachments)}
    sealed = bool(kinds & {"multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime"})
    return Mail(_header(message), texts, tuple(_named(attachments)), sealed and not texts)


def _header(message: Message) -> dict[str, str]:
    """The fields that people read, decoded."""
    found = {}
    for field in ("from", "to", "cc", "date", "subject"):
        values = [str(value) for value in message.get_all(field, [])]
        if values:
            found[field] = ", ".join(filter(None, map(decoded, values[:20])))
    return found


def decoded(value: str) -> str:
    """A header field on one line, with its encoded words (``=?koi8-r?B?…?=``) decoded."""
    value = value[:_HEADER_LONGEST]
    pieces = []
    try:
        for piece, charset in decode_header(value):
            pieces.append(piece if isinstance(piece, str) else _word(piece, charset))
    except _FAILURES:
        pieces = [value]
    text = "".join(pieces).encode("utf-8", "replace").decode("utf-8")
    return " ".join(text.split())


def _word(data: bytes, charset: str | None) -> str:
    try:
        return decode_declared(data, "a header field", charset)[0]
    except DocumentError:
        return data.decode("ascii", "replace")


def _leaves(message: Any) -> Iterator[Leaf]:
    """The leaves in order; of alternatives the plain text, or the page, or the last one."""
    kind = message.get_content_type()
    if kind == "message/rfc822" or not message.is_multipart():
        yield _leaf(message, kind)
    elif kind == "multipart/alternative":
        ways = [list(_leaves(part)) for part in message.get_payload()]
        plain = [way for way in ways if any(leaf.kind == "text/plain" and leaf.data.strip() for leaf in way)]
        page = [way for way in ways if any(leaf.kind == "text/html" for leaf in way)]
        yield from (plain or page or ways[-1:] or [[]])[0]
    else:
        for part in message.get_payload():
            yield from _leaves(part)


def _leaf(part: Any, kind: str) -> Leaf:
    if part.is_multipart():  # an e-mail inside
        inner = part.get_payload()[0]
        return Leaf(
            kind, None, inner.as_bytes(), f"{decoded(str(inner.get('subject', ''))) or 'message'}.eml"
        )
    charset, name = part.get_content_charset(), part.get_filename() or ""
    data = part.get_payload(decode=True)
    attached = part.get_content_disposition() == "attachment"
    return Leaf(kind, charset, data if isinstance(data, bytes) else b"", decoded(name), attached)


def _named(leaves: list[Leaf]) -> Iterator[Leaf]:
    """The attachments, each with a name of its own that is safe as the name of a file."""
    taken: dict[str, int] = {}
    for number, leaf in enumerate(leaves, 1):
        name = _UNSAFE.sub("_", leaf.name).strip(" ._")
        stem, dot, suffix = (name or f"attachment-{number}.{_suffix(leaf.kind)}").rpartition(".")
        stem, suffix = (stem[:_NAME_LONGEST], dot + suffix[:20]) if stem else (suffix[:_NAME_LONGEST], "")
        unique = stem + suffix
        while (count := taken.get(unique.casefold(), 0)) > 0:
            taken[unique.casefold()] = count + 1
            unique = f"{stem}-{count + 1}{suffix}"
        taken[unique.casefold()] = 1
        yield Leaf(leaf.kind, leaf.charset, leaf.data, unique)


def _suffix(kind: str) -> str:
    return {"text/plain": "txt", "text/html": "html", "application/pdf": "pdf"}.get(kind, "bin")
