"""The body of an e-mail: what its author wrote, and around it the quoted mail and the signature."""

from __future__ import annotations

import re
from collections.abc import Iterator

from summarize.text.notices import notice
from summarize.text.parts import Part, Role
from summarize.text.pieces import pieces

# Names of header fields that mail programs write into a text, by what they hold.
FIELDS = {
    "from": "from|от|от кого|кімнен",
    "to": "to|кому|кімге",
    "copy": "cc|bcc|копия|көшірме|көшірмесі",
    "date": "date|sent|дата|отправлено|күні|жіберілді|жіберілген күні",
    "subject": "subject|тема|тақырыбы|тақырып",
    "reply": "reply-to|importance|attachments?|вложения?|важность|тіркеме(?:лер)?",
}
HEADER = re.compile(
    r"[ \t]*\*?(?:"
    + "|".join(f"(?P<{kind}>{names})" for kind, names in FIELDS.items())
    + r")\*?:\*?[ \t]*(?P<value>.*)\Z",
    re.IGNORECASE,
)
_LINE = re.compile(r"[^\r\n]+")
_ANSWERED = re.compile(
    r"(?:(?:on|am|le) .{4,200}(?:wrote|schrieb|a écrit)"
    r"|.{4,200}(?:писал\(?а?\)?|написал\(?а?\)?|пишет|жазды|жазған)) ?:?\Z",
    re.IGNORECASE,
)
_FORWARDED = re.compile(
    r"[-_—=]{2,} ?(?:original message|forwarded message|original appointment|исходное сообщение"
    r"|пересылаемое сообщение|пересланное сообщение|бастапқы хабарлама|қайта жіберілген хабарлама)\b.{0,60}\Z"
    r"|begin forwarded message:\Z|[-_]{20,}\Z",
    re.IGNORECASE,
)
_DEVICE = re.compile(
    r"(?:sent from (?:my|the|mail)|get outlook for|отправлено (?:с|из)|жіберілген құрылғы"
    r"|iphone-нан жіберілді)\b.{0,60}\Z",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"(?:(?:best|kind|warm|many)? ?(?:regards|wishes|thanks)|sincerely|yours|cheers|thanks|thank you"
    r"|с уважением"
    r"|с наилучшими|всего доброго|спасибо|заранее (?:спасибо|благодарю)|құрметпен|ізгі тілекпен|рахмет"
    r"|рақмет)\b"
    r"[^.?!]{0,40}[,.!]?\Z",
    re.IGNORECASE,
)
_AFTER_CLOSING, _SHORT = 8, 90  # lines of a signature without its mark, and their characters
_ROLES: dict[str, Role] = {
    "list": "list",
    "heading": "heading",
    "table": "row",
    "code": "code",
    "caption": "caption",
    "links": "navigation",
    "repeat": "running",
    "quote": "quoted",
    "boilerplate": "metadata",
    "byline": "metadata",
}


def body_parts(text: str, start: int = 0, end: int | None = None) -> list[Part]:
    """The parts of ``text[start:end]``, the body of an e-mail, in order.

    Where nobody wrote anything around the quoted mail, as in a message that was only passed on, what it says
    is the body.
    """
    stop = len(text) if end is None else end
    parts: list[Part] = []
    for role, first, last in _regions(text, start, stop):
        if role == "body":
            parts += _paragraphs(text, first, last)
        else:
            parts.append(Part(first, last, role))
    if not any(part.role in ("body", "list") for part in parts):
        quoted = next((part.start for part in parts if part.role == "quoted"), None)
        if quoted is not None:
            parts = [part for part in parts if part.start < quoted] + _passed_on(text, quoted, stop)
    return parts


def _regions(text: str, start: int, end: int) -> Iterator[tuple[Role, int, int]]:
    """Runs of lines with one role: body, quoted or signature; without white space around them."""
    lines = [match.span() for match in _LINE.finditer(text, start, end) if match[0].strip()]
    roles = _roles([text[a:b].strip() for a, b in lines])
    run: tuple[Role, int, int] | None = None
    for (a, b), role in zip(lines, roles, strict=True):
        a += len(text[a:b]) - len(text[a:b].lstrip())
        b = a + len(text[a:b].rstrip())
        if run and run[0] == role:
            run = role, run[1], b
            continue
        if run:
            yield run
        run = role, a, b
    if run:
        yield run


def _roles(lines: list[str]) -> list[Role]:
    """The role of each line."""
    roles: list[Role] = []
    role: Role = "body"
    left = 0  # lines that a signature without its mark may still have
    for i, line in enumerate(lines):
        if role == "quoted":  # to the end, since nothing marks it
            roles.append("quoted")
            continue
        if line[0] == ">" or _is_followed_by_quotation(lines, i):
            roles.append("quoted")
            role = "body"  # an answer may follow
            continue
        if _FORWARDED.match(line) or _is_answered(lines, i) or _is_header_block(lines, i):
            role = "quoted"
        elif line in ("--", "—", "––") or _DEVICE.match(line):
            role, left = "signature", len(lines) + _AFTER_CLOSING  # to the end, however long its lines
        elif role == "body" and _closes(lines, i):
            role, left = "signature", _AFTER_CLOSING
        elif role == "signature":
            left -= 1
            if not left or (left < _AFTER_CLOSING and len(line) > _SHORT and not notice(line)):
                role = "body"
        roles.append(role)
    return roles


def _is_header_block(lines: list[str], i: int) -> bool:
    """Whether the header of another mail begins here: a sender, and two more fields below."""
    first = HEADER.match(lines[i])
    if not first or not first["from"]:
        return False
    return sum(bool(HEADER.match(line)) for line in lines[i + 1 : i + 5]) >= 2


def _is_answered(lines: list[str], i: int) -> bool:
    """Whether "On Monday … wrote:" stands here, or begins here and was broken over two lines."""
    if _ANSWERED.match(lines[i]):
        return True
    return lines[i][:3].casefold() in ("on ", "am ", "le ") and bool(
        _ANSWERED.match(" ".join(lines[i : i + 2]))
    )


def _is_followed_by_quotation(lines: list[str], i: int) -> bool:
    """Whether a line announces the quoted lines below it, which have marks of their own."""
    following = next((line for line in lines[i + 1 : i + 3] if not _ANSWERED.match(line)), "")
    return following[:1] == ">" and _is_answered(lines, i)


def _closes(lines: list[str], i: int) -> bool:
    """Whether a line ends the letter: "Best regards,", and only short lines follow."""
    if len(lines[i]) > _SHORT or not _CLOSING.match(lines[i]):
        return False
    following = lines[i + 1 : i + 3]
    return all(len(line) <= _SHORT for line in following) or following[0][:1] == ">"


def _paragraphs(text: str, start: int, end: int) -> list[Part]:
    """The paragraphs, list items and tables of a region, told by their lines."""
    found: list[Part] = []
    for piece in pieces(text[start:end]):
        is_item = piece.kind == "body" and piece.mark > piece.start
        role: Role = "list" if is_item else _ROLES.get(piece.kind, "body")
        found.append(Part(start + piece.start, start + piece.end, role))
    return found


def _passed_on(text: str, start: int, end: int) -> list[Part]:
    """Quoted mail as a body: its lines without the marks of quotation, its header as metadata.

    Where its lines have no marks, they are paragraphs like any others.
    """
    found: list[Part] = []
    is_marked = text.startswith(">", start) or "\n>" in text[start:end]
    for match in _LINE.finditer(text, start, end):
        line = match[0]
        inner = line.lstrip("> \t").rstrip()
        if not inner:
            continue
        begin = match.start() + line.index(inner)
        is_metadata = HEADER.match(inner) or _FORWARDED.match(inner) or _ANSWERED.match(inner)
        if not is_marked and not is_metadata:
            return found + _paragraphs(text, match.start(), end)
        found.append(Part(begin, begin + len(inner), "metadata" if is_metadata else "body"))
    return found
