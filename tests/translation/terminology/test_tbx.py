"""Glossaries in TBX: both editions are read, and what is written is read again."""

from __future__ import annotations

from pathlib import Path

import pytest

from summarize.errors import UsageError
from summarize.translation.glossary import Glossary, read
from summarize.translation.terminology.tbx import dump, parse

SECOND = """<?xml version="1.0"?><!DOCTYPE martif SYSTEM "TBXcoreStructV02.dtd">
<martif type="TBX" xml:lang="en"><text><body>
<termEntry id="law-1"><note>a note</note>
<langSet xml:lang="en-GB"><tig><term>statute</term>
<termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote></tig>
<tig><term>law</term><termNote type="partOfSpeech">noun</termNote></tig></langSet>
<langSet xml:lang="kk"><ntig><termGrp><term>құқық</term></termGrp></ntig>
<ntig><termGrp><term>заң</term>
<termNote type="administrativeStatus">preferredTerm-admn-sts</termNote></termGrp></ntig></langSet>
</termEntry>
<termEntry><langSet xml:lang="de"><tig><term>Recht</term></tig></langSet>
<langSet xml:lang="en"><tig><term>right</term></tig></langSet></termEntry>
</body></text></martif>"""
THIRD = """<tbx style="dct" type="TBX-Basic" xmlns="urn:iso:std:iso:30042:ed-2" xmlns:b="http://www.tbxinfo.net/ns/basic"
xmlns:min="http://www.tbxinfo.net/ns/min"><text><body><conceptEntry id="c5">
<langSec xml:lang="ru"><termSec><term>подписать</term>
<min:partOfSpeech>verb</min:partOfSpeech></termSec></langSec>
<langSec xml:lang="en"><termSec><term>sign</term>
<min:administrativeStatus>preferredTerm-admn-sts</min:administrativeStatus>
</termSec></langSec></conceptEntry></body></text></tbx>"""


def test_the_second_edition() -> None:
    found = parse(SECOND.encode(), "x.tbx")
    assert found.rows == (
        {"part": "noun", "en": "law", "kk": "заң | құқық", "note": "a note; not 'statute'"},
    )
    assert (found.places, found.skipped) == (("entry law-1",), 1)


def test_the_third_edition() -> None:
    found = parse(THIRD.encode(), "x.tbx")
    assert found.rows == ({"part": "verb", "en": "sign", "ru": "подписать"},)
    assert found.places == ("entry c5",)


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    rows = (
        {"en": "rule of law", "kk": "құқық үстемдігі | заң үстемдігі", "note": "a & b <c>"},
        {"en": "sign", "ru": "подписать", "part": "verb"},
        {"en": "Adil", "ru": "Әділ", "part": "name"},
        {"en": "Tengri News", "keep": "yes"},
    )
    path = tmp_path / "terms.whatever"
    path.write_text(dump(Glossary(rows)), "utf-8")
    assert read(path).rows == rows


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("<tbx><text>", "the glossary x.tbx is damaged"),
        ("<tbx><text/></tbx>", "has no terms in two of en, ru, kk"),
        ("<html><p>law</p></html>", "has no terms in two of en, ru, kk"),
    ],
)
def test_what_is_no_glossary_is_one_line(text: str, message: str) -> None:
    with pytest.raises(UsageError, match=message) as caught:
        parse(text.encode(), "x.tbx")
    assert "\n" not in str(caught.value)


def test_entities_of_a_file_are_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("password", "utf-8")
    text = f'<!DOCTYPE tbx [<!ENTITY x SYSTEM "file://{secret}">]>' + THIRD.replace("sign<", "&x;sign<")
    assert "password" not in str(parse(text.encode(), "x.tbx").rows)
