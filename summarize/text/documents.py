"""Files, bytes and strings → ``Document``: the text as it was read, and what it is.

Offsets elsewhere point into ``Document.text``, so nothing here changes it: a byte order
mark is taken off, and that is all. It does not know sentences, and it writes nothing.
"""

from __future__ import annotations

import re
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from summarize.errors import DocumentError
from summarize.text import languages
from summarize.text.charsets import decode
from summarize.text.evidence import gather
from summarize.text.languages import Identification

__all__ = ["TEXT_SUFFIXES", "Document", "decode", "expand", "from_bytes", "from_text", "read"]

# What a folder is searched for; a file that is named outright is read whatever it is called.
TEXT_SUFFIXES = frozenset(["", ".txt", ".text", ".md", ".markdown", ".rst"])

_SURROGATE = re.compile("[\ud800-\udfff]")  # alone in a string: what no encoding can write


@dataclass(frozen=True)
class Document:
    """What was read.

    Attributes:
        name: the path as given, or what the caller called it.
        text: exactly what was decoded; offsets point into it.
        encoding: what the bytes were read in; ``str`` for a text that never was bytes.
        language: ``en``, ``ru`` or ``kk``: ``identification.language``.
        identification: how the language was found, and how sure that is.
        warnings: what was assumed, one line each, for people.
    """

    name: str
    text: str
    encoding: str
    language: str
    identification: Identification
    warnings: tuple[str, ...] = ()


def read(path: str, *, encoding: str | None = None, language: str | None = None) -> Document:
    """Read one file.

    Args:
        path: a regular file or a pipe (as of process substitution); never a folder.
        encoding: recognised when not given.
        language: a code or a name; identified when not given.

    Raises:
        DocumentError: the file is missing, unreadable, no file, empty, binary or damaged.
        UsageError: the encoding or the language is unknown.
    """
    return from_bytes(_bytes(path), path, encoding=encoding, language=language)


def from_bytes(
    data: bytes, name: str, *, encoding: str | None = None, language: str | None = None
) -> Document:
    """A document from its bytes; arguments and errors as in ``read``."""
    text, found, warnings = decode(data, name, encoding)
    return _document(text, name, found, language, warnings)


def from_text(text: str, name: str = "<text>", language: str | None = None) -> Document:
    """A document from a string, which is never taken for a path; errors as in ``read``."""
    return _document(text, name, "str", language, ())


def expand(arguments: Sequence[str]) -> tuple[list[str], list[str]]:
    """The files that paths stand for, in the order given, and the files left out.

    A folder stands for the text files in it and below it, sorted by path: those whose
    suffix is in ``TEXT_SUFFIXES``. Hidden files and folders are not looked at; every
    other file is among those left out. A path that is no folder stays as it is, also when
    it is given twice or does not exist: reading it will tell.

    Raises:
        DocumentError: a folder that cannot be listed or holds no text.
    """
    files: list[str] = []
    skipped: list[str] = []
    for argument in arguments:
        if not _is_folder(argument):
            files.append(argument)
            continue
        found = [(_is_text(path), str(path)) for path in sorted(_walk(Path(argument), frozenset()))]
        if not any(text for text, _ in found):
            known = " ".join(sorted(TEXT_SUFFIXES - {""}))
            raise DocumentError(
                f"{argument} holds no text ({known} or no suffix); name a file to read it anyway"
            )
        files += [path for text, path in found if text]
        skipped += [path for text, path in found if not text]
    return files, skipped


def _is_folder(path: str) -> bool:
    """Whether the path is a folder for sure; what cannot be looked at is left for ``read`` to report."""
    try:
        return Path(path).is_dir()
    except (OSError, ValueError):
        return False


def _is_text(path: Path) -> bool:
    return path.suffix.lower() in TEXT_SUFFIXES and path.is_file()


def _bytes(path: str) -> bytes:
    try:
        mode = Path(path).stat().st_mode
        if stat.S_ISDIR(mode):
            raise DocumentError(f"{path} is a folder, not a file")
        if not (stat.S_ISREG(mode) or stat.S_ISFIFO(mode)):
            raise DocumentError(f"{path} is a device or socket, not a file")
        return Path(path).read_bytes()
    except FileNotFoundError:
        raise DocumentError(f"{path} does not exist") from None
    except OSError as error:
        raise DocumentError(f"{path} cannot be read: {error.strerror or error}") from None
    except ValueError as error:  # a NUL or a lone surrogate in the path
        raise DocumentError(f"{path!r} is no path: {error}") from None


def _document(
    text: str, name: str, encoding: str, language: str | None, warnings: tuple[str, ...]
) -> Document:
    if not text.strip():
        raise DocumentError(f"{name} is empty" if not text else f"{name} holds nothing but white space")
    if half := _SURROGATE.search(text):
        code = f"U+{ord(half.group()):04X}"
        raise DocumentError(
            f"{name} is not valid text: character {half.start()} is half of a pair ({code}); decode it anew"
        )
    if language is None:
        found = languages.identify(text)
    else:
        found = Identification(languages.language(language), 1.0, gather(text).script)
    return Document(name, text, encoding, found.language, found, (*warnings, *found.warnings))


def _walk(folder: Path, above: frozenset[tuple[int, int]]) -> Iterator[Path]:
    """The files below a folder that are not hidden; a link back to a folder above is not followed."""
    try:
        status = folder.stat()
        entries = [(entry, entry.is_dir()) for entry in folder.iterdir() if not entry.name.startswith(".")]
    except OSError as error:
        raise DocumentError(f"{folder} cannot be listed: {error.strerror or error}") from None
    inode = (status.st_dev, status.st_ino)
    if inode in above:
        return
    for entry, is_folder in entries:
        if is_folder:
            yield from _walk(entry, above | {inode})
        else:
            yield entry
