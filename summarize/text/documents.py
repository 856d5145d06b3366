"""Read files, bytes and strings as ``Document``.

Offsets elsewhere point into ``Document.text``, so apart from a byte order mark nothing is removed.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from summarize.errors import DocumentError
from summarize.text import languages
from summarize.text.blocks import Editable
from summarize.text.characters import SURROGATES
from summarize.text.charsets import decode
from summarize.text.evidence import gather
from summarize.text.languages import Identification
from summarize.text.normalization import Edit
from summarize.text.parts import Part, Place

# Searched for in folders; a file given by name is read whatever its suffix.
TEXT_SUFFIXES = frozenset(["", ".txt", ".text", ".md", ".markdown", ".rst"])
BETWEEN_BLOCKS = "\n\n"  # in the text of a document that is read to be written back
_LISTED = 1000  # names of a folder that a mistyped one is compared with
_NEAR = 0.8  # least likeness of a name that is suggested instead
_SURROGATE = re.compile(f"[{SURROGATES}]")  # a lone one, which no encoding can write


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
        format: the name of the file's format, such as ``pdf``; ``text`` for plain text.
        pages: how many pages it has; ``None`` in a format without pages.
        parts: paragraphs, headings, list items… in order; empty for plain text, whose layout is
            read from its characters.
        places: where in the file the text comes from, in order.
        marks: spans of the text that are marks of its format and not words, each with what is read
            instead; sentences are read without them.
        members: the documents that this one was put together from, and where each begins; mostly empty.
        editable: the file, where it was read to be written back; ``text`` is then that of its blocks, with
            ``BETWEEN_BLOCKS`` between them.
    """

    name: str
    text: str
    encoding: str
    language: str
    identification: Identification
    warnings: tuple[str, ...] = ()
    format: str = "text"
    pages: int | None = None
    parts: tuple[Part, ...] = ()
    places: tuple[Place, ...] = ()
    marks: tuple[Edit, ...] = ()
    members: tuple[Member, ...] = ()
    editable: Editable | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True)
class Member:
    """One of several documents in one text, and the offset of its own text there."""

    start: int
    document: Document


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
    return from_bytes(contents(path), path, encoding=encoding, language=language)


def from_bytes(
    data: bytes, name: str, *, encoding: str | None = None, language: str | None = None
) -> Document:
    """A document from its bytes; arguments and errors as in ``read``."""
    text, found, warnings = decode(data, name, encoding)
    return _document(text, name, found, language, warnings)


def from_text(
    text: str, name: str = "<text>", language: str | None = None, prose: str | None = None
) -> Document:
    """A document from a string, never read as a path; errors as in ``read``.

    ``prose`` is what its language is identified by, where ``text`` has more than that.
    """
    return _document(text, name, "str", language, (), prose)


class Found(NamedTuple):
    """What paths name: the files to read, and what was left out of folders.

    Attributes:
        files: paths in the order given; in a folder, sorted. One that cannot be read (a folder that cannot
            be listed, a broken link) is among them, so that reading it reports that.
        skipped: files that are not text, by their suffix.
        outside: links that lead out of the folder they were found in.
    """

    files: list[str]
    skipped: list[str]
    outside: list[str]


def expand(
    arguments: Sequence[str], follow_links: bool = False, suffixes: frozenset[str] = TEXT_SUFFIXES
) -> Found:
    """The files that paths name.

    A folder is replaced by the files with one of ``suffixes`` in and below it; hidden files and folders are
    ignored. Links within it are followed, and a folder is read once however many lead to it; links out of
    it are followed if ``follow_links``. Any other path is kept as given, even if it is repeated or does
    not exist.

    Raises:
        DocumentError: a folder that was given cannot be listed or contains no text files.
    """
    found = Found([], [], [])
    for argument in arguments:
        if not is_folder(argument):
            found.files.append(argument)
            continue
        below, outside = _below(Path(argument), follow_links)
        kinds = [(_is_text(path, suffixes), str(path)) for path in below]
        if not any(text for text, _ in kinds):
            known = " ".join(sorted(suffixes - {""}))
            out = "; links out of it are not followed without --follow-links" if outside else ""
            raise DocumentError(
                f"{argument} holds no text files ({known} or no suffix); name a file to read it anyway{out}"
            )
        found.files.extend(path for text, path in kinds if text)
        found.skipped.extend(path for text, path in kinds if not text)
        found.outside.extend(map(str, outside))
    return found


def is_folder(path: str | Path) -> bool:
    """Whether the path is a folder; ``read`` reports one that cannot be examined."""
    return os.path.isdir(path)  # noqa: PTH112  (it raises nothing)


def _is_text(path: Path, suffixes: frozenset[str]) -> bool:
    """Whether to read it: a text by its suffix, or what cannot be examined, which reading reports."""
    try:
        mode = path.stat().st_mode
    except OSError:
        return path.suffix.lower() in suffixes
    return stat.S_ISDIR(mode) or (stat.S_ISREG(mode) and path.suffix.lower() in suffixes)


def contents(path: str) -> bytes:
    """The bytes of a regular file or a pipe.

    Raises:
        DocumentError: it is missing, unreadable, or something else.
    """
    try:
        mode = Path(path).stat().st_mode
        if stat.S_ISDIR(mode):
            raise DocumentError(f"{path} is a folder, not a file")
        if not (stat.S_ISREG(mode) or stat.S_ISFIFO(mode)):
            raise DocumentError(f"{path} is a device or socket, not a file")
        return Path(path).read_bytes()
    except FileNotFoundError:
        if os.path.islink(path):  # noqa: PTH114  (it raises nothing)
            raise DocumentError(f"{path} is a broken link", code="document-missing") from None
        similar = _similar(path)
        hint = f"; did you mean {similar}?" if similar else ""
        raise DocumentError(f"{path} does not exist{hint}", code="document-missing") from None
    except OSError as error:
        raise DocumentError(f"{path} cannot be read: {error.strerror or error}") from None
    except ValueError as error:  # a NUL or a lone surrogate in the path
        raise DocumentError(f"{path!r} is not a valid path: {error}") from None


def _similar(path: str) -> str | None:
    """A file beside the one that does not exist whose name is much like its name."""
    from difflib import get_close_matches  # not needed before

    folder, name = os.path.split(path)
    try:
        with os.scandir(folder or ".") as entries:
            names = [entry.name for entry in islice(entries, _LISTED)]
    except (OSError, ValueError):
        return None
    near = get_close_matches(name, names, n=1, cutoff=_NEAR)
    return os.path.join(folder, near[0]) if near else None  # noqa: PTH118  (as it was given)


def _document(
    text: str,
    name: str,
    encoding: str,
    language: str | None,
    warnings: tuple[str, ...],
    prose: str | None = None,
) -> Document:
    if not text or text.isspace():  # without a copy, which a long text has no room for
        message = f"{name} is empty" if not text else f"{name} contains only white space"
        raise DocumentError(message, code="document-empty")
    if half := _SURROGATE.search(text):
        code = f"U+{ord(half.group()):04X}"
        raise DocumentError(
            f"{name} is not valid text: character {half.start()} is a lone surrogate ({code}); "
            "decode the bytes again"
        )
    if language is None:
        found = languages.identify(prose or text)
    else:
        found = Identification(languages.language(language), 1.0, gather(text).script)
    return Document(name, text, encoding, found.language, found, (*warnings, *found.warnings))


def _below(folder: Path, follow_links: bool) -> tuple[list[Path], list[Path]]:
    """The files below a folder that are not hidden, sorted, and the links out of it that were not followed.

    A folder below it that cannot be listed is among the files. Folders come before links to folders, and
    each is listed once.
    """
    root = os.path.realpath(folder)
    files: list[Path] = []
    outside: list[Path] = []
    visited: set[tuple[int, int]] = set()
    folders, links = [folder], list[Path]()
    while folders or links:
        here = folders.pop() if folders else links.pop(0)
        try:
            entries = _listed(here)
            status = here.stat()
        except (DocumentError, OSError):
            if here is folder:
                raise
            files.append(here)
            continue
        if (status.st_dev, status.st_ino) in visited:
            continue
        visited.add((status.st_dev, status.st_ino))
        for entry in entries:
            is_link = os.path.islink(entry)  # noqa: PTH114  (it raises nothing)
            leads_out = is_link and not _is_within(entry, root)
            if leads_out and not follow_links:
                outside.append(entry)
            elif not is_folder(entry):
                files.append(entry)
            else:
                (links if is_link else folders).append(entry)
    return sorted(files), sorted(outside)


def _listed(folder: Path) -> list[Path]:
    """The entries of a folder that are not hidden, sorted."""
    try:
        return sorted(entry for entry in folder.iterdir() if not entry.name.startswith("."))
    except OSError as error:
        raise DocumentError(f"{folder} cannot be listed: {error.strerror or error}") from None


def _is_within(link: Path, root: str) -> bool:
    """Whether a link leads to something in or below ``root``. One that leads nowhere does not lead out."""
    exists = os.path.exists(link)  # noqa: PTH110  (it raises nothing)
    return not exists or Path(os.path.realpath(link)).is_relative_to(root)
