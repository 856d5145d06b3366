"""Packages are unpacked under limits."""

from __future__ import annotations

import pytest
from docx_by_hand import docx, p, package

from summarize.documents import packages
from summarize.documents.packages import Package
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
