"""Numbers, dates and money in three languages: how they are read, and compared with a source."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarize.checks.dates import days, weekdays
from summarize.checks.figures import invented_dates, invented_numbers, lost_dates, lost_numbers
from summarize.checks.numerals import numerals, readings, roman
from summarize.checks.quantities import Quantities


def values(text: str, language: str) -> list[set[float]]:
    return [{float(value) for value in numeral.readings} for numeral in numerals(text, language)]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "1,000.5", 1000.5),
        ("ru", "1 000,5", 1000.5),
        ("kk", "1000.5", 1000.5),
        ("en", "1,000,000", 1e6),
        ("en", "1.5 million", 1.5e6),
        ("en", "$221bn", 2.21e11),
        ("en", "twenty-five thousand", 25_000),
        ("en", "two hundred and five", 205),
        ("en", "one and a half", 1.5),
        ("en", "2½", 2.5),
        ("en", "20-year", 20),
        ("en", "3rd", 3),
        ("ru", "двадцать пять тысяч", 25_000),
        ("ru", "двести пять", 205),
        ("ru", "пятисот", 500),
        ("ru", "25-тысячную", 25_000),
        ("ru", "два с половиной", 2.5),
        ("ru", "1 млн 500 тыс.", 1.5e6),
        ("ru", "20-летие", 20),
        ("ru", "5-й", 5),
        ("kk", "жиырма", 20),
        ("kk", "жүз елу", 150),
        ("kk", "екі жарым", 2.5),
        ("kk", "20 жылдығы", 20),
        ("kk", "2-ші", 2),
        ("kk", "оныншы", 10),
        ("kk", "бес мың", 5000),
        ("kk", "1 миллион еуро", 1e6),
    ],
)
def test_a_number_is_read(language: str, text: str, expected: float) -> None:
    assert values(text, language) == [{expected}]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("төрттен бір", {0.25, 4}),
        ("төрттен бірге артты", {0.25, 4}),
        ("бестен екісі", {0.4, 5, 2}),
        ("оннан жеті", {0.7, 10, 7}),
    ],
)
def test_kazakh_fractions_are_read(text: str, expected: set[float]) -> None:
    assert values(text, "kk") == [expected]


@pytest.mark.parametrize(
    "text", ["сағат жетіден бері", "жетіден бірнеше сағат", "төрттен бірінші болып шықты"]
)
def test_a_kazakh_ablative_alone_is_not_a_fraction(text: str) -> None:
    assert all(value == int(value) for found in values(text, "kk") for value in found)


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("тринадцатилетняя", 13),
        ("девятнадцатилетний", 19),
        ("двадцатипятилетнего", 25),
        ("сорокаоднолетний", 41),
        ("шестидесятичасовая", 60),
        ("шестичасовая", 6),
    ],
)
def test_russian_compounds_begin_with_their_number(word: str, value: int) -> None:
    assert values(word, "ru") == [{value}]


def test_an_ambiguous_spelling_has_both_readings() -> None:
    assert readings("1,500", "ru") == {Decimal("1.5"), Decimal(1500)}
    assert readings("1,500", "en") == {Decimal(1500)}


def test_millilitres_may_be_millions() -> None:
    assert values("1 ml EUR", "en") == [{1, 1e6}]


@pytest.mark.parametrize("word", ["оның", "онда", "үшін", "бірге", "алтын", "жүзінде"])
def test_kazakh_words_that_only_look_like_numbers(word: str) -> None:
    assert not [numeral for numeral in numerals(word, "kk") if numeral.plain]


@pytest.mark.parametrize(
    ("text", "value"), [("XXI", 21), ("ХХІ", 21), ("IV", 4), ("XIX", 19), ("IIII", None)]
)
def test_roman_numerals(text: str, value: int | None) -> None:
    assert roman(text) == value


@given(st.integers(0, 10**12), st.sampled_from(["en", "ru", "kk"]))
def test_every_grouping_is_one_number(value: int, language: str) -> None:
    mark = "," if language == "en" else "\u00a0"
    assert Decimal(value) in numerals(f"{value:,}".replace(",", mark), language)[0].readings


@given(st.text(max_size=80), st.sampled_from(["en", "ru", "kk"]))
def test_any_text_agrees_with_itself(text: str, language: str) -> None:
    quantities = Quantities(text, language)
    assert not list(invented_numbers(quantities, quantities))
    assert not list(lost_dates(quantities, quantities))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "21 September 2011"), ("en", "September 21st"), ("en", "2011-09-21"),
        ("ru", "21 сентября 2011 года"),
        ("ru", "21.09.2011"), ("kk", "2011 жылғы 21 қыркүйек"), ("kk", "21 қыркүйектегі"),
    ],
)  # fmt: skip
def test_a_day_is_read(language: str, text: str) -> None:
    assert [(day.months, day.day) for day in days(text, language)] == [({9}, 21)]


@pytest.mark.parametrize(
    ("language", "text", "number"),
    [
        ("en", "In December 87 people came.", 87),
        ("en", "87 December evenings", 87),
        ("en", "in 1987 May came early", 1987),
        ("ru", "в 1987 мая ждали долго", 1987),
        ("kk", "35 мамырдан", 35),
        ("kk", "№ 3 мамыр көшесі", 3),
        ("ru", "школа № 5 мая не ждала", 5),
    ],
)
def test_a_number_beside_a_month_may_not_be_its_day(language: str, text: str, number: int) -> None:
    quantities = Quantities(text, language)
    assert [day.day for day in quantities.days] == [None]
    assert quantities.has_value(number)


@pytest.mark.parametrize("text", ["9" * 29, "9" * 40 + " thousand", "1" * 30 + ",5 million"])
def test_very_long_numbers_are_read(text: str) -> None:
    quantities = Quantities(text, "en")
    assert not list(invented_numbers(quantities, Quantities(text, "en")))
    assert list(invented_numbers(quantities, Quantities("nothing", "en")))


def test_a_boiler_house_is_not_october() -> None:
    assert days("№ 3 қазандық пен 4 қазандығының маңында", "kk") == []
    assert [day.day for day in days("3 қазанда", "kk")] == [3]


@pytest.mark.parametrize(
    ("language", "text", "units"),
    [
        ("kk", "215 млн теңгеге 1,7 км құбыр", ["KZT", ""]),
        ("ru", "за 1 доллар 450 тенге", ["USD", "KZT"]),
        ("en", "$5 and € 7, USD 9", ["USD", "EUR", "USD"]),
        ("en", "dollars 12 people", [""]),
        ("ru", "11,8 млн. тенге и 5 тыс. руб.", ["KZT", "RUB"]),
        ("kk", "11,8 млн. теңге", ["KZT"]),
        ("en", "5 men paid $20", ["", "USD"]),
        ("kk", "27 еуропалық, Еуропалық 12", ["", ""]),
    ],
)
def test_a_unit_belongs_to_its_own_number(language: str, text: str, units: list[str]) -> None:
    quantities = Quantities(text, language)
    assert [quantities.unit(numeral) for numeral in quantities.numerals if numeral.plain] == units


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("a tower of 60 m", {60}),
        ("a wall 2.1 m high", {Decimal("2.1")}),
        ("$60 m", {60, 60_000_000}),
        ("60 m euros", {60, 60_000_000}),
        ("6 m tonnes of wheat", {6, 6_000_000}),
        ("6 m people", {6, 6_000_000}),
        ("60m homes", {60, 60_000_000}),
    ],
)
def test_a_number_before_a_lone_m_is_metres(text: str, values: set[Decimal]) -> None:
    (numeral,) = Quantities(text, "en").numerals
    assert numeral.readings == values


@pytest.mark.parametrize(
    ("language", "text", "plain"),
    [
        ("kk", "Бұл Жетпіс еді", False),
        ("kk", "Жетпіс Аманов", False),
        ("kk", "Ол айтты. «Жетпіс адам»", True),
        ("kk", "Жетпіс адам", True),
        ("kk", "кеше «Жеті арна» жабылды", False),
        ("ru", "фильм «Семь» вышел", False),
        ("ru", "Семь человек", True),
        ("en", "At least Seven Killed", True),
    ],
)
def test_a_number_word_in_a_name_is_not_checked(language: str, text: str, plain: bool) -> None:
    (numeral,) = numerals(text, language)
    assert numeral.plain is plain


@pytest.mark.parametrize(
    ("text", "values"),
    [("тоқсанда бір", [90, 1]), ("жүзден бір", [100, 1]), ("жиырма бесте", [25]), ("он бесінші", [15])],
)
def test_an_ending_closes_a_kazakh_number(text: str, values: list[int]) -> None:
    assert [numeral.readings for numeral in numerals(text, "kk")] == [{Decimal(value)} for value in values]


@pytest.mark.parametrize("text", ["It may rain", "a long march", "Theresa May resigned"])
def test_english_words_that_only_look_like_months(text: str) -> None:
    assert not [day for day in days(text, "en") if day.plain]


def test_weekdays_are_found_inflected_and_homonyms_are_not() -> None:
    assert [day.number for day in weekdays("в среду и в пятницу", "ru") if day.plain] == [3, 5]
    assert not [day for day in weekdays("загрязнение окружающей среды", "ru") if day.plain]
    assert [day.number for day in weekdays("жексенбіде, сенбі күні", "kk")] == [7, 6]
    assert not [day for day in weekdays("the Sunday Times reports", "en") if day.plain]


SAME = [
    ("en", "two ministers and five thousand people", "ru", "2 министра и 5000 человек"),
    ("en", "about one million euros (1 ml EUR)", "kk", "шамамен 1 миллион еуро"),
    ("en", "$1.5 million, or 15 percent", "ru", "1,5 млн долларов, или 15 %"),
    ("en", "from 15 to 20 million people", "ru", "15–20 млн человек"),
    ("en", "in the 1990s, in 2008–11", "ru", "в 90-е, в 2008–2011 годах"),
    ("en", "at 5 p.m. on Wednesday", "ru", "в среду в 17:00"),
    ("en", "at 4.40 am", "kk", "сағат 04:40-та"),
    ("en", "on 21 September 2011", "kk", "2011 жылғы 21 қыркүйекте"),
    ("ru", "21.09.2011", "en", "on 21 September 2011"),
    ("en", "the 21st century", "kk", "ХХІ ғасыр"),
    ("ru", "15 процентов", "kk", "15 пайыз"),
    ("ru", "двадцать лет", "kk", "жиырма жыл"),
    ("en", "three million and five million", "ru", "три и пять миллионов"),
    ("kk", "96 млрд теңге", "ru", "96 миллиардов тенге"),
    ("kk", "он мыңдаған адам", "en", "tens of thousands of people"),
    ("kk", "ағын төрттен бірге артады", "en", "the flow grows by a quarter"),
    ("kk", "ағын төрттен бірге артады", "ru", "поток вырастает на четверть"),
    ("kk", "он үш жасар Камила", "ru", "тринадцатилетняя Камила"),
    ("en", "near boiler house No. 3", "kk", "№ 3 қазандық маңында"),
    ("en", "1.7 km of pipes for 215 million tenge", "kk", "215 млн теңгеге 1,7 км құбыр"),
]


@pytest.mark.parametrize(("one", "left", "other", "right"), SAME)
def test_the_same_numbers_across_languages(one: str, left: str, other: str, right: str) -> None:
    ours, theirs = Quantities(left, one), Quantities(right, other)
    for check in (invented_numbers, lost_numbers, invented_dates, lost_dates):
        assert [f.message for f in check(ours, theirs)] == []
        assert [f.message for f in check(theirs, ours)] == []


@pytest.mark.parametrize(
    ("language", "hypothesis", "source", "kind", "value"),
    [
        ("en", "85 % of voters", "87 % of voters", "percent", "85"),
        ("en", "1.49 million people", "1.5 million people", "number", "1.49 million"),
        ("ru", "15 процентов домов", "15 домов", "percent", "15"),
        ("ru", "5 млн евро", "5 млн тенге", "money", "5 млн"),
        ("kk", "жеті адам", "бес адам", "number", "жеті"),
        ("kk", "бестен бірі келді", "төрттен бірі келді", "number", "бестен бірі"),
        ("kk", "215 млн теңгеге", "215 км", "money", "215 млн"),
        ("ru", "тринадцать детей", "двенадцатилетний", "number", "тринадцать"),
        ("kk", "22 қыркүйекте", "21 қыркүйекте", "date", "22 қыркүйекте"),
        ("ru", "21 октября", "21 сентября", "date", "21 октября"),
        ("en", "on Friday", "on Monday", "date", "Friday"),
        ("ru", "21.09.2012", "21.09.2011", "date", "21.09.2012"),
        ("en", "in 2012", "in 2011", "number", "2012"),
    ],
)
def test_a_changed_number_is_found(
    language: str, hypothesis: str, source: str, kind: str, value: str
) -> None:
    ours, theirs = Quantities(hypothesis, language), Quantities(source, language)
    found = [*invented_numbers(ours, theirs), *invented_dates(ours, theirs)]
    assert [(finding.kind, finding.value) for finding in found] == [(kind, value)]
    assert hypothesis[found[0].start : found[0].end] == value


def test_a_lost_number_is_reported_at_the_end() -> None:
    ours, theirs = Quantities("Ol keldi", "en"), Quantities("27 турбин, 6 мая, в пятницу", "ru")
    found = [*lost_numbers(ours, theirs), *lost_dates(ours, theirs)]
    assert [(finding.kind, finding.start, finding.end) for finding in found] == [
        ("number", 8, 8), ("date", 8, 8), ("date", 8, 8)
    ]  # fmt: skip
