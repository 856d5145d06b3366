"""The table of families: each row can be found, and its codes and tokens match its own pattern."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarize.models.families import FAMILIES, Family, iso, members, named

CODED = [family for family in FAMILIES if family.codes]


def test_names_are_unique() -> None:
    names = [family.name for family in FAMILIES]
    assert len(names) == len(set(names))
    assert all(named(name).name == name for name in names)


@pytest.mark.parametrize("family", CODED, ids=lambda family: family.name)
def test_codes_mean_their_language(family: Family) -> None:
    assert family.codes.keys() == {"en", "ru", "kk"}
    for language, codes in family.codes.items():
        assert {iso(code) for code in codes} == {language}


@pytest.mark.parametrize("family", [family for family in CODED if family.tag], ids=lambda family: family.name)
def test_a_code_written_as_a_token_is_found_again(family: Family) -> None:
    assert family.tag is not None
    for codes in family.codes.values():
        match = re.match(family.tag, family.token.format(code=codes[0]))
        assert match is not None
        assert match[1] == codes[0]


@pytest.mark.parametrize("family", CODED, ids=lambda family: family.name)
def test_a_family_with_codes_has_a_scheme_that_uses_them(family: Family) -> None:
    assert family.scheme not in ("none", "prompt", "prefix")


def test_families_that_need_a_tag_have_one() -> None:
    for family in FAMILIES:
        if family.scheme in ("prefix-token", "source+forced-bos", "source=target", "decoder-start"):
            assert family.tag is not None, family.name


def test_the_cyrillic_code_of_kazakh_comes_first() -> None:
    assert named("marian-multi").codes["kk"][0] == "kaz_Cyrl"
    assert not any(code.endswith("_Latn") for family in CODED for code in family.codes["kk"])


@pytest.mark.parametrize(
    ("code", "language"),
    [
        ("kaz_Cyrl", "kk"),
        ("kk_KZ", "kk"),
        ("__kk__", "kk"),
        (">>kaz<<", "kk"),
        ("<2kk>", "kk"),
        ("kaz", "kk"),
        ("eng_Latn", "en"),
        ("en-GB", "en"),
        ("RU", "ru"),
        ("zza", "zza"),
    ],
)
def test_iso(code: str, language: str) -> None:
    assert iso(code) == language


@given(st.text())
def test_iso_is_idempotent_for_any_text(code: str) -> None:
    assert iso(iso(code)) == iso(iso(iso(code)))


@pytest.mark.parametrize(
    ("name", "ours"),
    [
        ("kk", {"kk"}),
        ("trk", {"kk"}),
        ("zle", {"ru"}),
        ("deu_eng_fra_por_spa", {"en"}),
        ("mul", {"en", "ru", "kk"}),
        ("de", set()),
    ],
)
def test_members_of_a_group(name: str, ours: set[str]) -> None:
    assert members(name) == ours
