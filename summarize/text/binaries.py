"""Files that are not read: what each is by its first bytes, and what to do with it."""

from __future__ import annotations

import re

# What files are by their suffix alone, for those that are left out unopened.
_SUFFIXES = {
    "images": ".png .jpg .jpeg .gif .bmp .tif .tiff .webp .heic .svg .ico .psd",
    "recordings or videos": ".mp3 .m4a .wav .ogg .opus .flac .aac .amr .wma .mp4 .mov .avi .mkv .webm .wmv",
    "old Office files": ".doc .dot .xls .ppt .pps .xlsb .msg",
    "Apple iWork files": ".pages .numbers .key",
    "LibreOffice files that are not read": ".ods .odp .odg .fodt",
    "archives that are not read": ".tar .tgz .bz2 .xz .zst .7z .rar",
}
UNKNOWN = "of no known format"

# Text of other programs, which is refused however few control characters it has.
_MARKUP: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "a PDF, not plain text"),
    (b"{\\rtf", "a rich text (RTF) file, not plain text"),
    (b"%!PS", "a PostScript file; convert it to PDF first, for instance with ps2pdf"),
)
_PICTURE = "give --ocr to read the text in it"
_CONVERT = "save it as PNG and give --ocr to read the text in it"
_RECORDING = "transcribe it first, for instance with Whisper, and give the subtitles (SRT)"
_UNPACK = "unpack it first"
_BINARY: tuple[tuple[bytes, str], ...] = (
    (b"PK\x05\x06", "an empty zip file"),
    (b"\x1f\x8b", "compressed with gzip, and damaged or compressed twice; unpack it with gunzip first"),
    (b"BZh", "compressed with bzip2; unpack it with bunzip2 first"),
    (b"\xfd7zXZ\x00", "compressed with xz; unpack it with unxz first"),
    (b"\x28\xb5\x2f\xfd", "compressed with zstd; unpack it with unzstd first"),
    (b"7z\xbc\xaf\x27\x1c", f"a 7z archive; {_UNPACK}"),
    (b"Rar!\x1a\x07", f"a RAR archive; {_UNPACK}"),
    (b"AT&TFORM", "a DjVu file; convert it to PDF first, for instance with ddjvu -format=pdf"),
    (b"\x89PNG\r\n\x1a\n", f"a PNG image; {_PICTURE}"),
    (b"\xff\xd8\xff", f"a JPEG image; {_PICTURE}"),
    (b"II*\x00", f"a TIFF image; {_PICTURE}"),
    (b"MM\x00*", f"a TIFF image; {_PICTURE}"),
    (b"GIF8", f"a GIF image; {_CONVERT}"),
    (b"BM", f"a BMP image; {_CONVERT}"),
    (b"ID3", f"an MP3 recording; {_RECORDING}"),
    (b"\xff\xfb", f"an MP3 recording; {_RECORDING}"),
    (b"\xff\xf1", f"an AAC recording; {_RECORDING}"),
    (b"OggS", f"an Ogg recording; {_RECORDING}"),
    (b"fLaC", f"a FLAC recording; {_RECORDING}"),
    (b"#!AMR", f"an AMR recording; {_RECORDING}"),
    (b"\x1a\x45\xdf\xa3", f"a video file (Matroska or WebM); {_RECORDING}"),
    (b"\x30\x26\xb2\x75", f"a video or audio file (Windows Media); {_RECORDING}"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"SQLite format 3\x00", "an SQLite database; export the table you need as CSV"),
)
IMAGES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_STREAMS = (  # names of streams that only one kind of file has
    ("EncryptedPackage", "an Office file protected by a password; save it without one"),
    ("WordDocument", "an old Word file (.doc); save it as DOCX"),
    ("PowerPoint Document", "an old PowerPoint file (.ppt); save it as PPTX"),
    ("Workbook", "an old Excel file (.xls); save it as XLSX"),
    ("__substg1.0_", "an Outlook message (.msg); save it as .eml"),
)
_ZIP = "a damaged zip file (an archive, or a Word, Excel, LibreOffice or e-book file)"
_PACKAGES = (  # members that only one kind of package has
    ("Index/Document.iwa", "an Apple iWork file (.pages, .numbers, .key); export it as PDF or DOCX"),
    ("Index.zip", "an Apple iWork file (.pages, .numbers, .key); export it as PDF or DOCX"),
    ("xl/workbook.bin", "a binary Excel file (.xlsb); save it as XLSX"),
    ("visio/document.xml", "a Visio drawing (.vsdx); export it as PDF"),
    ("[Content_Types].xml", "an Office file of a kind that is not read; export it as PDF"),
    ("AndroidManifest.xml", "an Android application"),
)
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
_OPEN_DOCUMENTS = {
    "spreadsheet": "a LibreOffice spreadsheet (.ods); save it as XLSX",
    "presentation": "a LibreOffice presentation (.odp); save it as PPTX",
}
_BRANDS = {b"heic": "a HEIC image", b"heix": "a HEIC image", b"mif1": "a HEIF image",
           b"avif": "an AVIF image", b"M4A ": "an M4A recording"}  # fmt: skip
_CONTROLS = bytes(byte for byte in range(32) if byte not in b"\b\t\n\v\f\r\x1b")
_MANY_CONTROLS = 0.01  # of all bytes; text has at most a stray one
_PAGE = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml\b[^>]{0,200}>\s*)?<(?:!doctype\s+html|html)\b", re.IGNORECASE
)
_TAR = 257  # where a tar archive says that it is one


def reason(suffix: str) -> str:
    """Why files with a suffix are left out of a folder: what they are."""
    return next((what for what, known in _SUFFIXES.items() if suffix.lower() in known.split()), UNKNOWN)


def kind(data: bytes) -> str | None:
    """The kind of a file that is not plain text, and what to do; text, too, may begin with "ID3"."""
    kinds = _MARKUP
    if has_controls(data):
        if data.startswith(_OLE):
            return _of_ole(data)
        if data.startswith(b"PK\x03\x04"):
            return _ZIP
        if data[4:8] == b"ftyp":
            return _of_container(data)
        if data[:4] == b"RIFF":
            return _of_riff(data)
        if data[_TAR : _TAR + 5] == b"ustar":
            return f"a tar archive; {_UNPACK}"
        kinds += _BINARY
    if _PAGE.match(data):
        return "an HTML page, not plain text"
    return next((known for magic, known in kinds if data.startswith(magic)), None)


def has_controls(data: bytes) -> bool:
    """Whether the bytes have more control characters than text does, or a NUL, which text never has."""
    return 0 in data or len(data) - len(data.translate(None, _CONTROLS)) > _MANY_CONTROLS * len(data)


def of_package(members: frozenset[str], mimetype: str) -> str | None:
    """The kind of a zip package that is not read, by its members and the type that it gives itself."""
    if mimetype.startswith(_OPEN_DOCUMENT):
        of_type = mimetype.removeprefix(_OPEN_DOCUMENT).removesuffix("-template")
        return _OPEN_DOCUMENTS.get(of_type, "a LibreOffice file of a kind that is not read; export it as PDF")
    return next((known for member, known in _PACKAGES if member in members), None)


def _of_ole(data: bytes) -> str:
    for stream, known in _OLE_STREAMS:
        if stream.encode("utf-16-le") in data:
            return known
    return "an old Office file (.doc, .xls, .ppt); save it in a present format, such as DOCX"


def _of_container(data: bytes) -> str:
    brand = _BRANDS.get(data[8:12], "a video or audio file (MP4)")
    return f"{brand}; {_CONVERT if 'image' in brand else _RECORDING}"


def _of_riff(data: bytes) -> str:
    if data[8:12] == b"WEBP":
        return f"a WebP image (RIFF); {_CONVERT}"
    return f"a recording or video (RIFF); {_RECORDING}"
