"""Glossary rows and the terms they make; which terms a sentence has and a translation lacks."""

from __future__ import annotations

from pathlib import Path

import pytest

from summarize.errors import UsageError
from summarize.translation.glossary import Lookup, Term, read, term_finding


def glossary(tmp_path: Path, text: str):  # type: ignore[no-untyped-def]
    path = tmp_path / "terms.tsv"
    path.write_text(text, "utf-8")
    return read(path)


def test_a_cell_may_have_several_terms(tmp_path: Path) -> None:
    found = glossary(tmp_path, "en\tkk\nrule of law | legality\tқұқық үстемдігі | заң үстемдігі\n")
    assert found.terms("en", "kk") == (
        Term("rule of law", "құқық үстемдігі", others=("заң үстемдігі",)),
        Term("legality", "құқық үстемдігі", others=("заң үстемдігі",)),
    )
    assert [term.source for term in found.terms("kk", "en")] == ["құқық үстемдігі", "заң үстемдігі"]
    assert found.places == ("line 2",)


@pytest.mark.parametrize("row", ["Tengri News\t\tyes", "Tengri News\tTengri News\t", "\tTengri News\tда"])
def test_a_term_may_be_kept(row: str, tmp_path: Path) -> None:
    found = glossary(tmp_path, f"en\tru\tkeep\n{row}\n")
    for pair in (("en", "ru"), ("ru", "en")):
        assert found.terms(*pair) == (Term("Tengri News", "Tengri News", kept=True),)


def test_parts_of_speech_and_unknown_columns(tmp_path: Path) -> None:
    found = glossary(tmp_path, "en\tru\tpos\tcount\tnote\nsign\tподписать\tv\t7\tn\n")
    assert found.terms("en", "ru") == (Term("sign", "подписать", "n", part="verb"),)
    with pytest.raises(UsageError, match="line 2: part of speech 'article' is not one of noun, verb"):
        glossary(tmp_path, "en\tru\tpart\nthe\tэтот\tarticle\n")


@pytest.mark.parametrize(
    ("hypothesis", "missing"),
    [
        ("Құқық үстемдігінің маңызы зор.", 0),
        ("Заң үстемдігін қорғады.", 0),
        ("Заңның маңызы зор.", 1),
    ],
)
def test_any_accepted_translation_in_any_form_will_do(hypothesis: str, missing: int) -> None:
    term = Term("rule of law", "құқық үстемдігі", others=("заң үстемдігі",))
    lookup = Lookup([term], "en", "kk")
    assert lookup.missing("The rule of the law matters.", hypothesis) == (term,) * missing
    assert lookup.missing("The rules changed.", hypothesis) == ()


def test_a_finding_names_every_accepted_translation() -> None:
    finding = term_finding(Term("law", "заң", others=("құқық",)), "Мәтін.")
    assert (finding.kind, finding.message) == ("glossary", "“law” should be “заң / құқық”")
    assert (finding.start, finding.end) == (6, 6)


def test_a_kept_term_must_be_there_letter_by_letter() -> None:
    lookup = Lookup([Term("IT Hub", "IT Hub", kept=True)], "en", "kk")
    said = "The IT Hub opened."
    assert lookup.missing(said, "IT Hub-тың есігі.") == ()
    assert lookup.missing(said, "IT Hubтың есігі.") == ()
    assert lookup.missing(said, "IT Hubble ашылды.")
    assert lookup.missing(said, "АТ хабы ашылды.")


@pytest.mark.parametrize(
    ("target", "hypothesis", "missing"),
    [
        ("Алматы", "Открылись алматинские музеи.", 0),
        ("Казахстан", "Это казахстанский завод.", 0),
        ("Алматы", "Открылись новые музеи.", 1),
        ("мир", "Это мировой рынок.", 1),
    ],
)
def test_a_name_may_have_become_an_adjective(target: str, hypothesis: str, missing: int) -> None:
    lookup = Lookup([Term("X", target)], "en", "ru")
    assert len(lookup.missing("The X.", hypothesis)) == missing


def test_a_sign_may_be_a_term() -> None:
    lookup = Lookup([Term("евро", "euro", others=("€",))], "ru", "en")
    assert lookup.missing("Пять евро.", "It cost €5.") == ()
    assert lookup.missing("Пять евро.", "It cost 5.")


def test_an_occurrence_with_other_words_in_it_is_never_replaced() -> None:
    lookup = Lookup([Term("national minorities", "x")], "en", "ru")
    assert lookup.in_source("National and religious minorities.")
    assert lookup.spans("National and religious minorities.", lookup.terms) == []
    [(start, end, _)] = lookup.spans("Of a national minority.", lookup.terms)
    assert (start, end) == (5, 22)


def test_the_translation_with_the_fewest_missing_terms_is_preferred() -> None:
    lookup = Lookup([Term("court", "суд")], "en", "ru")
    said = "The court of ZX1 sat."
    assert lookup.prefer(said, ["Двор ZX1 сел.", "Суд ZX1 заседал.", "В суде ZX1."]) == 1
    assert lookup.prefer(said, ["Двор ZX1 сел.", "Суд заседал."]) == 0  # a lost mask is worse
    assert lookup.prefer("It rained.", ["Дождь.", "Суд."]) == 0
