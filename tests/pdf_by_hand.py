"""PDFs made by hand: every letter half as wide as its font is high, at the place a test says."""

from __future__ import annotations

import hashlib
import struct
import zlib
from dataclasses import dataclass, field

_TO_UNICODE = b"""/CIDInit /ProcSet findresource begin 12 dict begin begincmap
/CMapName /Test def /CMapType 2 def
1 begincodespacerange <0000> <FFFF> endcodespacerange
255 beginbfrange
%s
endbfrange endcmap end end"""


@dataclass
class Page:
    """One page of A4; ``y`` counts points from the bottom."""

    content: list[str] = field(default_factory=list)
    rotate: int = 0
    picture: bool = False

    def text(
        self, x: float, y: float, text: str, size: float = 10, font: str = "F", turn: str = "1 0 0 1"
    ) -> None:
        """Draw one string with its baseline at ``y``."""
        code = text.encode("utf-16-be").hex()
        self.content.append(f"BT /{font} {size} Tf {turn} {x} {y} Tm <{code}> Tj ET")

    def lines(self, x: float, y: float, lines: list[str], size: float = 10, font: str = "F") -> float:
        """Draw lines under each other; the baseline of the next one."""
        for line in lines:
            self.text(x, y, line, size, font)
            y -= 1.2 * size
        return y

    def paragraph(
        self, x: float, y: float, text: str, width: float, size: float = 10, font: str = "F"
    ) -> float:
        """Draw a text wrapped to ``width`` points; the baseline of the next paragraph."""
        return self.lines(x, y, wrapped(text, width, size), size, font) - 0.6 * size


def wrapped(text: str, width: float, size: float = 10) -> list[str]:
    """The lines of a text, broken at spaces and at ``|``, where a word may be hyphenated."""
    lines: list[str] = []
    line = ""
    room = int(width / (size / 2))
    for word in text.split(" "):
        whole = word.replace("|", "")
        joined = f"{line} {whole}" if line else whole
        if len(joined) <= room:
            line = joined
            continue
        pieces = word.split("|")
        for cut in range(len(pieces) - 1, 0, -1):
            if len(f"{line} {''.join(pieces[:cut])}-") <= room:
                lines.append(f"{line} {''.join(pieces[:cut])}-")
                line = "".join(pieces[cut:])
                break
        else:
            lines.append(line)
            line = whole
    return [*lines, line]


def pdf(*pages: Page, mapped: bool = True, password: str | None = None) -> bytes:
    """The file; without ``mapped`` its fonts do not say which letters they draw."""
    lock = _Lock(password) if password is not None else None
    objects: list[bytes] = [b"", b""]  # the catalogue and the pages, written at the end

    def add(body: bytes) -> int:
        objects.append(body)
        return len(objects)

    def stream(data: bytes, entries: str = "") -> int:
        packed = zlib.compress(data)
        if lock:
            packed = lock.encrypted(packed, len(objects) + 1)
        head = f"<< /Length {len(packed)} /Filter /FlateDecode {entries} >>\nstream\n"
        return add(head.encode() + packed + b"\nendstream")

    ranges = b"\n".join(b"<%02X00> <%02XFF> <%02X00>" % (high, high, high) for high in range(255))
    unicode = stream(_TO_UNICODE % ranges)
    fonts = ""
    for name, base in (("F", "Test"), ("B", "Test-Bold")):
        below = add(
            f"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /{base} /DW 500 /CIDSystemInfo << /Registry "
            "(Adobe) /Ordering (Identity) /Supplement 0 >> >>".encode()
        )
        to = f"/ToUnicode {unicode} 0 R" if mapped else ""
        above = add(
            f"<< /Type /Font /Subtype /Type0 /BaseFont /{base} /Encoding /Identity-H "
            f"/DescendantFonts [{below} 0 R] {to} >>".encode()
        )
        fonts += f"/{name} {above} 0 R "
    grey = "/ColorSpace /DeviceGray /BitsPerComponent 8"
    picture = stream(b"\x80" * 64, f"/Type /XObject /Subtype /Image /Width 8 /Height 8 {grey}")
    resources = f"<< /Font << {fonts} >> /XObject << /P {picture} 0 R >> >>"
    kids = []
    for page in pages:
        drawn = [*page.content, *(["q 400 0 0 400 90 200 cm /P Do Q"] if page.picture else [])]
        content = stream("\n".join(drawn).encode())
        kids.append(
            add(
                f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Rotate {page.rotate} "
                f"/Contents {content} 0 R /Resources {resources} >>".encode()
            )
        )
    objects[0] = b"<< /Type /Catalog /Pages 2 0 R >>"
    children = " ".join(f"{kid} 0 R" for kid in kids)
    objects[1] = f"<< /Type /Pages /Count {len(kids)} /Kids [{children}] >>".encode()
    if lock:
        add(lock.dictionary())
    return _file(objects, f"/Encrypt {len(objects)} 0 R /ID [<{_ID.hex()}> <{_ID.hex()}>]" if lock else "")


def _file(objects: list[bytes], trailer: str = "") -> bytes:
    data, offsets = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    count = len(objects) + 1
    end = f"trailer\n<< /Size {count} /Root 1 0 R {trailer} >>\nstartxref\n{len(data)}\n%%EOF\n"
    return data + b"xref\n0 %d\n0000000000 65535 f \n%s" % (count, table) + end.encode()


_ID = b"0123456789abcdef"
_PADDING = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")


class _Lock:
    """The first security handler of PDF: RC4 with 40 bits. Anything newer needs more than a page of code."""

    def __init__(self, password: str) -> None:
        user = (password.encode() + _PADDING)[:32]
        self._owner = _rc4(hashlib.md5(user).digest()[:5], user)
        self._key = hashlib.md5(user + self._owner + struct.pack("<i", -4) + _ID).digest()[:5]

    def encrypted(self, data: bytes, number: int) -> bytes:
        key = hashlib.md5(self._key + struct.pack("<I", number)[:3] + b"\0\0").digest()[:10]
        return _rc4(key, data)

    def dictionary(self) -> bytes:
        user = _rc4(self._key, _PADDING)
        return f"<< /Filter /Standard /V 1 /R 2 /O <{self._owner.hex()}> /U <{user.hex()}> /P -4 >>".encode()


def _rc4(key: bytes, data: bytes) -> bytes:
    box, j = list(range(256)), 0
    for i in range(256):
        j = (j + box[i] + key[i % len(key)]) % 256
        box[i], box[j] = box[j], box[i]
    out, i, j = bytearray(), 0, 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + box[i]) % 256
        box[i], box[j] = box[j], box[i]
        out.append(byte ^ box[(box[i] + box[j]) % 256])
    return bytes(out)


def raw_pdf(*objects: str, trailer: str = "/Root 1 0 R") -> bytes:
    """A PDF of these objects, with the table of their places."""
    data, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    count = len(objects) + 1
    end = f"xref\n0 {count}\n0000000000 65535 f \n{table}trailer\n<< /Size {count} {trailer} >>\n"
    return data + f"{end}startxref\n{len(data)}\n%%EOF\n".encode()


def stream(content: str, entries: str = "") -> str:
    return f"<< /Length {len(content)} {entries} >>\nstream\n{content}\nendstream"


# A file of one page, for ``raw_pdf``: its contents are object 4, and object 5 is a form that it may draw.
RESOURCES = "/Resources << /XObject << /F 5 0 R >> >>"
PAGE = f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R {RESOURCES} >>"
CATALOGUE = "<< /Type /Catalog /Pages 2 0 R >>"
ONE = "<< /Type /Pages /Count 1 /Kids [3 0 R] >>"
