"""Glossaries: the files, the terms they make, which terms a sentence has and a translation lacks."""

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


def test_a_glossary_has_two_columns_or_a_header(tmp_path: Path) -> None:
    two, headed = tmp_path / "two.csv", tmp_path / "headed.tsv"
    two.write_text('rule of law,"верховенство права",note\nTengri News,Tengri News\n', "utf-8")
    headed.write_text(
        '# words\nen\tru\tkk\tnote\nfree "press"\tпресса\tбаспасөз\nseminar\tсеминар\tсеминар\tx\n', "utf-8"
    )
    assert read(two).terms("en", "ru") == (
        Term("rule of law", "верховенство права", "note"), Term("Tengri News", "Tengri News", "", True),
    )  # fmt: skip
    found = read(headed)
    assert found.terms("ru", "en") == (Term("семинар", "seminar", "x"), Term("пресса", 'free "press"'))
    assert found.terms("ru", "kk")[0] == Term("семинар", "семинар", "x")  # cognates are not names
    assert len(found.terms("kk", "en")) == 2


@pytest.mark.parametrize("name", ["terms", "terms.csv"])
@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "has no terms"),
        (b"\n# nothing\n", "has no terms"),
        (b"rule of law\n", "line 1: expected a source and a target term"),
        (b"a,b\nc\n", "line 2: expected a source and a target term"),
        (b"court\tcot\ncourt\n", "line 2: expected a source and a target term"),
        (b"court," + b"c" * 200_000, "line 1: not valid CSV: field larger than field limit"),
        (b"\xff\xfe", "is not UTF-8"),
        ("право".encode("cp1251"), "is not UTF-8"),
    ],
    ids=["empty", "comments", "one column", "half of csv", "half of tsv", "long", "bytes", "cp1251"],
)
def test_a_file_that_is_no_glossary_is_one_line(data: bytes, message: str, name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(UsageError, match=message) as caught:
        read(path)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_glossary_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot read"):
        read(tmp_path / "absent.csv")


@pytest.mark.parametrize(
    ("language", "sentence", "term"),
    [
        ("ru", "Министр говорил о верховенстве права.", "верховенство права"),
        ("ru", "Без свободы СМИ нельзя.", "свобода СМИ"),
        ("kk", "Еуропалық одақтың өкілдері келді.", "Еуропалық одақ"),
        ("kk", "Адам құқықтарын қорғау керек.", "адам құқықтары"),
        ("en", "The Ministries of Justice met.", "Ministry of Justice"),
    ],
)
def test_terms_are_found_in_any_form(language: str, sentence: str, term: str) -> None:
    lookup = Lookup([Term(term, "x")], language, "en")
    assert lookup.in_source(sentence) == (Term(term, "x"),)
    assert len(lookup.spans(sentence, lookup.terms)) == 1
    assert Lookup([Term("x", term)], "en", language).hit(Term("x", term), sentence)


@pytest.mark.parametrize(
    ("language", "term", "there", "not_there"),
    [
        ("en", "IT", "The IT office met.", "It met, and it rained."),
        ("en", "Turkey", "He left Turkey.", "He ate a turkey."),
        ("kk", "ЕО", "ЕО-ның өкілі ЕОға келді.", "Ол ео деп жазды."),
        ("ru", "Орёл", "Он уехал в Орёл.", "Высоко летит орёл."),
        ("en", "court", "The Court sat.", "The council sat."),
    ],
)
def test_a_name_is_not_a_word_with_the_same_spelling(
    language: str, term: str, there: str, not_there: str
) -> None:
    lookup = Lookup([Term(term, "x")], language, "kk" if language != "kk" else "en")
    assert lookup.in_source(there) == (Term(term, "x"),)
    assert lookup.spans(there, lookup.terms)
    assert lookup.in_source(not_there) == ()
    assert lookup.spans(not_there, lookup.terms) == []


def test_the_longer_term_wins() -> None:
    terms = [Term("European Court of Human Rights", "a"), Term("human rights", "b")]
    assert [
        term.target for term in Lookup(terms, "en", "ru").in_source("The European Court of Human Rights sat.")
    ] == ["a"]


def test_the_starter_glossary_serves_all_six_directions(root: Path) -> None:
    starter = read(root / "prompts" / "glossary.tsv")
    for source in ("en", "ru", "kk"):
        for target in {"en", "ru", "kk"} - {source}:
            terms = starter.terms(source, target)
            assert len(terms) >= 60
            assert not any(term.kept for term in terms)
    for row in starter.rows:
        assert set(row) >= {"en", "ru", "kk"}
        assert row["en"].strip("€₸").isascii() or "’" in row["en"]
        assert not any(letter.isascii() and letter.isalpha() for letter in row["ru"] + row["kk"])
