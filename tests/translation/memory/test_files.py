"""Which kind of memory a file is, by its content."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from summarize.errors import UsageError
from summarize.translation.memory.files import additions, opened_for_use

TMX = """<?xml version="1.0" encoding="{}"?>
<tmx version="1.4"><header srclang="en"/><body>
<tu><tuv xml:lang="en"><seg>law</seg></tuv><tuv xml:lang="ru"><seg>закон</seg></tuv></tu></body></tmx>"""
ENCODED = {
    "utf-8": TMX.format("UTF-8").encode(),
    "utf-8 with a mark": codecs.BOM_UTF8 + TMX.format("UTF-8").encode(),
    "utf-16 little": codecs.BOM_UTF16_LE + TMX.format("UTF-16").encode("utf-16-le"),
    "utf-16 big": codecs.BOM_UTF16_BE + TMX.format("UTF-16").encode("utf-16-be"),
    "cp1251": TMX.format("windows-1251").encode("cp1251"),
}


@pytest.mark.parametrize("data", ENCODED.values(), ids=ENCODED)
def test_tmx_is_known_in_every_encoding(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "m.data"
    path.write_bytes(data)
    with opened_for_use(str(path)) as store:
        assert [(unit.source, unit.target) for unit in store.units()] == [("law", "закон")]
    assert [(unit.source, unit.target) for unit in additions(str(path)).units] == [("law", "закон")]
    with pytest.raises(UsageError, match="is TMX, which is only read"):
        opened_for_use(str(path), write=True)


@pytest.mark.parametrize("data", [b"law\tlaw\n", "law".encode("utf-16"), b"<tm"])
def test_what_is_neither_is_refused(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "m.tmx"
    path.write_bytes(data)
    with pytest.raises(UsageError, match="is no SQLite database"):
        opened_for_use(str(path))
