"""E-mails as mail programs save them (.eml): header fields, the text, and the names of what is attached."""

from __future__ import annotations

from summarize.documents import html
from summarize.documents.builder import Builder, Reading
from summarize.documents.letters import body_parts
from summarize.documents.mail_message import Leaf, Mail, parsed
from summarize.documents.mail_text import label_of
from summarize.errors import DocumentError
from summarize.request import ReadingOptions
from summarize.text.charsets import decode_declared

_SHOWN = (("from", "From"), ("to", "To"), ("cc", "Cc"), ("date", "Date"))
_NAMED = 10  # attachments are counted, and at most this many are named


def read(data: bytes, name: str, options: ReadingOptions) -> Reading:
    """What was written, after the header fields; quoted mail, signature and attachments keep their roles.

    Raises:
        DocumentError: it is damaged, encrypted, or not an e-mail that a person would write.
    """
    mail = parsed(data, name)
    if mail.encrypted:
        raise DocumentError(
            f"{name} is an encrypted e-mail; decrypt it in your mail program and save its text"
        )
    builder = Builder()
    builder.place(label_of(mail.header.get("from", ""), mail.header.get("date", "")) or "e-mail")
    for field, label in _SHOWN:
        if value := mail.header.get(field):
            builder.add(f"{label}: {value}", "metadata")
    builder.add(mail.header.get("subject", ""), "title")
    encodings, warnings = list[str](), list[str]()
    for leaf in mail.texts:
        text, encoding, assumed = _text(leaf, name, options)
        encodings.append(encoding)
        warnings += assumed
        for part in body_parts(text):
            builder.add(text[part.start : part.end], part.role)
    for leaf in mail.attachments:
        builder.add(f"Attachment: {leaf.name} ({_size(leaf.data)})", "metadata")
    if mail.attachments and not options.attachments:
        warnings.append(_left_out(mail))
    return builder.reading(encodings[0] if encodings else "utf-8", warnings=warnings)


def _text(leaf: Leaf, name: str, options: ReadingOptions) -> tuple[str, str, tuple[str, ...]]:
    """The text of a leaf, its encoding, and what was assumed; empty if it cannot be read as text."""
    if not leaf.data.strip():
        return "", "utf-8", ()
    charset = options.encoding or leaf.charset
    if leaf.kind == "text/html":
        if charset:
            leaf = Leaf(leaf.kind, charset, decode_declared(leaf.data, name, charset)[0].encode())
        asked = ReadingOptions(encoding="utf-8" if charset else None, whole_page=True)
        page = html.read(leaf.data, name, asked)
        return page.text, leaf.charset or page.encoding, page.warnings
    return decode_declared(leaf.data, name, charset)


def _size(data: bytes) -> str:
    return f"{len(data) / 1000:.0f} kB" if len(data) >= 1000 else f"{len(data)} bytes"


def _left_out(mail: Mail) -> str:
    names = [leaf.name for leaf in mail.attachments]
    shown = ", ".join(names[:_NAMED]) + (" …" if len(names) > _NAMED else "")
    files = "1 attachment is" if len(names) == 1 else f"{len(names)} attachments are"
    return f"{files} not read ({shown}); --attachments reads them from a file"
