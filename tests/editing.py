"""What tests of formats that are written back share."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from lxml import etree
from scripted_engine import Scripted, by

from summarize.documents.editing.formats import edit, faults
from summarize.documents.files import from_bytes
from summarize.request import Editing, ReadingOptions
from summarize.result import Translation
from summarize.text.blocks import Editable, Run
from summarize.translation.direction import Options
from summarize.translation.document import translate_document

EDITING = ReadingOptions(editing=Editing())


def opened(data: bytes, form: str, editing: Editing | None = None) -> Editable:
    """The file, to be written back."""
    return edit(data, f"a.{form}", form, ReadingOptions(editing=editing or Editing()))


def set_again(editable: Editable, target: str = "kk") -> bytes:
    """The file with the runs of every block put in anew, which has no faults."""
    texts: Mapping[int, Sequence[Run]] = {
        i: block.runs for i, block in enumerate(editable.blocks) if block.text.strip()
    }
    data = editable.written(texts, target).data
    assert faults(editable, texts, data) == ([], [])
    return data


def translated(
    data: bytes,
    say: Callable[[str], str],
    target: str = "kk",
    language: str = "en",
    editing: Editing | None = None,
) -> Translation:
    """The file in another language, by an engine that says this of each sentence."""
    options = ReadingOptions(editing=editing or Editing())
    document = from_bytes(data, "a file", language=language, options=options)
    engine = Scripted(lambda text, *_: say(text))
    return translate_document(document, target, by(engine), Options(mend=False))


def member(data: bytes, path: str) -> Any:
    """The root of a member of a package."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return etree.fromstring(package.read(path))


def canonical(data: bytes, path: str) -> str:
    """A member of a package as canonical XML."""
    return etree.tostring(member(data, path), method="c14n").decode()


def paths(data: bytes) -> list[str]:
    """The members of a package."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return package.namelist()
