"""Read files, bytes and strings as ``Document``.

Offsets elsewhere point into ``Document.text``, so apart from a byte order mark nothing is removed.
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

# Searched for in folders; a file given by name is read whatever its suffix.
_TEXT_SUFFIXES = frozenset(["", ".txt", ".text", ".md", ".markdown", ".rst"])
_SURROGATE = re.compile("[\ud800-\udfff]")  # a lone one, which no encoding can write


@dataclass(frozen=True)
class Document:
    """A text, its encoding and its language.

    Attributes:
        name: the path as given, or the caller's name for it.
        text: exactly as decoded; offsets point into it.
        encoding: the encoding of the bytes; ``str`` for a text given as a string.
        language: ``en``, ``ru`` or ``kk``, the same as ``identification.language``.
        identification: the language, with its confidence and script.
        warnings: assumptions made, one line each.
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
        path: a regular file or a pipe (such as process substitution); not a folder.
        encoding: detected when not given.
        language: a code or a name; identified when not given.

    Raises:
        DocumentError: the file is missing, unreadable, not a regular file or pipe, empty, binary or damaged.
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
    """A document from a string, never read as a path; errors as in ``read``."""
    return _document(text, name, "str", language, ())


def expand(arguments: Sequence[str]) -> tuple[list[str], list[str]]:
    """The files that paths name, in the order given, and the files skipped.

    A folder is replaced by the text files (by suffix) in and below it, sorted by path; its
    other files are skipped, hidden files and folders ignored. Any other path is kept as
    given, even if it is repeated or does not exist: ``read`` reports that.

    Raises:
        DocumentError: a folder cannot be listed or contains no text files.
    """
    files: list[str] = []
    skipped: list[str] = []
    for argument in arguments:
        if not _is_folder(argument):
            files.append(argument)
            continue
        found = [(_is_text(path), str(path)) for path in sorted(_walk(Path(argument), frozenset()))]
        if not any(text for text, _ in found):
            known = " ".join(sorted(_TEXT_SUFFIXES - {""}))
            raise DocumentError(
                f"{argument} holds no text files ({known} or no suffix); name a file to read it anyway"
            )
        files += [path for text, path in found if text]
        skipped += [path for text, path in found if not text]
    return files, skipped


def _is_folder(path: str) -> bool:
    """Whether the path is a folder; ``read`` reports one that cannot be examined."""
    try:
        return Path(path).is_dir()
    except (OSError, ValueError):
        return False


def _is_text(path: Path) -> bool:
    return path.suffix.lower() in _TEXT_SUFFIXES and path.is_file()


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
        raise DocumentError(f"{path!r} is not a valid path: {error}") from None


def _document(
    text: str, name: str, encoding: str, language: str | None, warnings: tuple[str, ...]
) -> Document:
    if not text.strip():
        raise DocumentError(f"{name} is empty" if not text else f"{name} contains only white space")
    if half := _SURROGATE.search(text):
        code = f"U+{ord(half.group()):04X}"
        raise DocumentError(
            f"{name} is not valid text: character {half.start()} is a lone surrogate ({code}); "
            "decode the bytes again"
        )
    if language is None:
        found = languages.identify(text)
    else:
        found = Identification(languages.language(language), 1.0, gather(text).script)
    return Document(name, text, encoding, found.language, found, (*warnings, *found.warnings))


def _walk(folder: Path, above: frozenset[tuple[int, int]]) -> Iterator[Path]:
    """The files below a folder that are not hidden; links back to a parent folder are not followed."""
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
