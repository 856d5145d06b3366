"""Packages are unpacked under limits, and packed again as they were."""

from __future__ import annotations

import io
import zipfile

import pytest
from docx_by_hand import docx, p, package

from summarize.documents import packages
from summarize.documents.packages import Package, repacked
from summarize.errors import DocumentError


def test_a_member_that_packs_too_well_is_not_unpacked() -> None:
    bomb = docx(p(" " * 30_000_000))
    assert len(bomb) < 100_000
    with pytest.raises(DocumentError, match=r"a\.docx unpacks to more than any document needs"):
        Package(bomb, "a.docx").member("word/document.xml")


def test_all_members_together_have_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "_TOTAL", 1000)
    opened = Package(package({"a": "x" * 600, "b": "y" * 600}), "a.zip")
    assert opened.member("a") == b"x" * 600
    with pytest.raises(DocumentError, match="more than any document needs"):
        opened.member("b")


def test_the_number_of_members_has_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "_MEMBERS", 2)
    with pytest.raises(DocumentError, match="more than 2 files"):
        Package(package({"a": "", "b": "", "c": ""}), "a.zip")


def test_a_member_that_claims_to_be_smaller_is_stopped() -> None:
    data = package({"a": "x" * 5000})
    lying = data.replace((5000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    with pytest.raises(DocumentError, match="cannot be unpacked"):
        Package(lying, "a.zip").member("a")


def test_a_package_is_packed_again_in_its_order_with_its_folders() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as zipped:
        zipped.writestr(zipfile.ZipInfo("mimetype"), "a/b", zipfile.ZIP_STORED)
        zipped.writestr(zipfile.ZipInfo("folder/"), "")
        zipped.writestr("z.xml", "old" * 99, zipfile.ZIP_DEFLATED)
        zipped.writestr("a.xml", "kept", zipfile.ZIP_DEFLATED)
    made = Package(repacked(Package(buffer.getvalue(), "a.zip"), {"z.xml": b"new"}), "b.zip")
    assert [(each.filename, each.compress_type) for each in made.entries] == [
        ("mimetype", 0), ("folder/", 0), ("z.xml", 8), ("a.xml", 8),
    ]  # fmt: skip
    assert [made.member(name) for name in ("mimetype", "z.xml", "a.xml")] == [b"a/b", b"new", b"kept"]


def test_a_member_of_no_known_time_can_be_packed_again() -> None:
    data = bytearray(package({"a": "text"}))
    for mark, place in ((b"PK\x03\x04", 10), (b"PK\x01\x02", 12)):
        start = data.index(mark) + place
        data[start : start + 4] = bytes(4)
    assert Package(repacked(Package(bytes(data), "a.zip"), {}), "b.zip").member("a") == b"text"


@pytest.mark.parametrize(("text", "line"), [("<a>\n<b></a>", 2), ("<w:a/>", 1), ("<a>\n\n&b;", 3)])
def test_damaged_xml_is_told_by_its_place(text: str, line: int) -> None:
    said = rf"^a.docx: a.xml is damaged: its XML breaks at line {line}, column \d+$"
    with pytest.raises(DocumentError, match=said):
        Package(package({"a.xml": text}), "a.docx").xml("a.xml")
