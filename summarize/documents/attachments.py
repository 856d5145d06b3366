"""Attachments of an e-mail as documents of their own, named ``letter.eml/offer.pdf``."""

from __future__ import annotations

import stat
from functools import lru_cache
from pathlib import Path, PurePath
from typing import NamedTuple

from summarize.documents.content import is_message
from summarize.documents.formats import sniff, suffixes
from summarize.errors import DocumentError
from summarize.text import documents

_PROBE = 32_768


class Attached(NamedTuple):
    """The paths of attachments that are read, and of those of no known format."""

    files: list[str]
    skipped: list[str]


def attached(path: str) -> Attached:
    """The attachments of a file, none if it is no e-mail; ``contents`` takes their paths.

    Raises:
        DocumentError: it is a damaged e-mail.
    """
    found = Attached([], [])
    if _is_mail(path):
        for name, data in _opened(path, Path(path).stat().st_mtime_ns).items():
            format_ = sniff(data)
            readable = format_ is not None and format_.name != "image"
            known = readable or PurePath(name).suffix.lower() in suffixes() - {""}
            (found.files if known else found.skipped).append(f"{path}/{name}")
    return found


def contents(path: str) -> bytes | None:
    """The bytes of an attachment by its path; ``None`` if the path does not lead into an e-mail.

    Raises:
        DocumentError: the e-mail is damaged, or has no attachment of this name.
    """
    mail = str(Path(path).parent)
    if not _is_mail(mail):
        return None
    data = _opened(mail, Path(mail).stat().st_mtime_ns).get(PurePath(path).name)
    if data is None:
        raise DocumentError(f"{path} does not exist: the e-mail has no attachment of this name")
    return data


def _is_mail(path: str) -> bool:
    """Whether a path names a regular file that is an e-mail."""
    try:
        if not stat.S_ISREG(Path(path).stat().st_mode):
            return False  # opening a pipe would take its first bytes
        with Path(path).open("rb") as stream:
            return is_message(stream.read(_PROBE))
    except (OSError, ValueError):
        return False


@lru_cache(maxsize=1)
def _opened(path: str, changed: int) -> dict[str, bytes]:
    """The attachments of an e-mail by name; ``changed`` is when the file was, so that a new one is read."""
    from summarize.documents.mail_message import parsed

    return {leaf.name: leaf.data for leaf in parsed(documents.contents(path), path).attachments}
