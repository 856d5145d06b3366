"""Kazakh in Latin letters and back; typography of the target language; reading glossaries."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scripted_engine import Scripted, by

from summarize.errors import UsageError
from summarize.evaluation.articles import article_of
from summarize.evaluation.samples import read_json
from summarize.text.documents import from_text
from summarize.translation.direction import Options
from summarize.translation.document import translate_document
from summarize.translation.glossary import Lookup, Term, read
from summarize.translation.kazakh_latin import to_cyrillic, to_latin
from summarize.translation.shielding import outside
from summarize.translation.typography import typeset

NEWS = Path(__file__).parents[2] / "evals" / "news"
WORD = re.compile(r"[^\W\d_]+")
ALPHABET = "aäbdefgğhıijklmnñoöpqrsştuūüvyz"
SOUNDS = {"ч": "тш", "щ": "штш", "э": "е", "ц": "тс", "ь": "", "Ч": "Тш", "Щ": "Штш", "Э": "Е", "Ц": "Тс"}
PAIRS = [
    ("Қазақстанның Сыртқы істер министрлігі", "Qazaqstannyñ Syrtqy ıster ministrlıgı"),
    ("Еуропалық одақ адам құқықтарын қорғайды", "Europalyq odaq adam qūqyqtaryn qorğaidy"),
    ("Яғни аю мен қияр дүкенде, ал қыран көкте", "İağni aiu men qiiar dükende, al qyran kökte"),
    ("ҮНДЕУ ЖӘНЕ ЖАРНАМА", "ÜNDEU JÄNE JARNAMA"),
    ("Ыстық шай мен айран іштік", "Ystyq şai men airan ıştık"),
    ("Қаһарман жиһанкезге гауһар берді", "Qaharman jihankezge gauhar berdı"),
    ("авиация материалы мен бюджет", "aviatsiia materialy men biudjet"),
    ("экономика, электронды экран, премьер, волонтёр", "ekonomika, elektrondy ekran, premer, volontior"),
    ("процент, концерт, полицей, автомобиль, фильм", "protsent, kontsert, politsei, avtomobil, film"),
    ("Украина", "Ukraina"),
    ("жаһандық заманауи Беларусь уақытша", "jahandyq zamanaui Belarus uaqytşa"),
    ("айтшы, кетсе де чемпион болады", "aitşy, ketse de tşempion bolady"),
]  # fmt: skip


@pytest.mark.parametrize(("cyrillic", "latin"), PAIRS)
def test_kazakh_in_the_alphabet_of_2021_and_back(cyrillic: str, latin: str) -> None:
    assert to_latin(cyrillic) == latin
    assert to_cyrillic(latin) == cyrillic


def test_the_alphabet_has_31_letters_and_all_are_used() -> None:
    assert len(ALPHABET) == 31
    assert set(to_latin("аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя")) == set(ALPHABET)


@given(st.lists(st.text(alphabet=ALPHABET, min_size=1), max_size=6).map(" ".join))
def test_latin_goes_to_cyrillic_and_back(text: str) -> None:
    cyrillic = to_cyrillic(text)
    assert not set(cyrillic) & set(ALPHABET)
    assert to_latin(cyrillic) == text


@given(st.text(alphabet="абвгдежзклмнопрстуфшыәғқңөұүі АБВГДЕЖЗКЛМНОПРСТУФШЫӘҒҚҢӨҰҮІ"))
def test_unambiguous_letters_survive_a_round_trip(text: str) -> None:
    words = " ".join(word[:1] + word[1:].lower() for word in text.split(" "))
    latin = to_latin(words)
    back = to_cyrillic(latin)
    for loan, sound in SOUNDS.items():
        back = back.replace(loan, sound)
    assert back == words


# Written for this test: loans in several forms, and names that Kazakh text has in Latin letters.
LOANS = """
компьютерде кабельмен кабелі карьерден курьер медальдар медалін спектакльге модель моделі нөл августа апрель
июньде июль сентябрьдің октябрь ноябрь январьда февраль альбом альянс бюллетень бульвар бассейн вексель
газель дельфин дизель досье интервью интерьер календарь калькулятор канцелярия коктейль консультант контроль
коньяк корабль лагерьлер лицейде магистраль маэстро мебель миля модуль нотариус объект объективті олимпиада
офицер пальто панель парламент пароль педаль полиция премьер процент процесс процедура профиль пульт радиус
рельс рецепт рецензия рояль рубльмен руль семья скульптура словарь статья стиль стильде строитель студия судья
тоннель тюльпан ультиматум ультрадыбыс университет фельдшер фестиваль филармония фильм фильтр финал цемент
цензура центр цех цикл цирк циркуль шприц эволюция экватор эквивалент экзамен экипаж экология экономика экран
экскаватор экскурсия экспедиция эксперимент эксперт экспорт элеватор электр элемент элита эмблема эмиграция
энергия энциклопедия эпидемия эпизод эпоха эскиз эстрада эстафета этап этика этнограф эфир эффект юбилей
авиация акция бактерия бюджет вакцина вице волонтёр гарантия газет диагноз диплом жюри заявка инвестиция
инженер инспекция инсульт инфляция кассация коалиция комиссия конвенция конституция концерт координатор кредит
марганец материал миллиард милиция министрлік мозаика мэр мэрі мэрия парламент пациент пенсия позиция проект
радио реакция резолюция ресторан санкция секция сессия социология стадион станция стипендия такси теория
техника традиция трансляция тренажёр туризм федерация химия хирург чемпион шахмат шоссе щётка янтарь
Польшада Финляндияға Эстония Брюссельде Бельгия Швейцария Украина Грузия Игорь Ольга Татьяна Эльвира Эдуард
Васильевна Григорьевич Шульц Герц Грац Хельсинки Вильнюс Сергей Николай Раиса Юлия
"""
KEPT = "Google YouTube iPhone Telegram Samsung Apple Facebook WhatsApp Instagram TikTok Zoom IBM BBC GPS VIII"


@pytest.mark.parametrize("word", LOANS.split())
def test_a_loan_survives_a_round_trip(word: str) -> None:
    assert to_cyrillic(to_latin(word)) == word
    assert to_cyrillic(to_latin(word.upper())) == word.upper()


@pytest.mark.parametrize("name", KEPT.split())
def test_a_latin_name_stays_latin(name: str) -> None:
    text = f"{name} компаниясы, {name}-дің кеңсесі"
    assert to_cyrillic(to_latin(text)) == text


@pytest.mark.parametrize(
    "word",
    [
        "солай",
        "солтүстік",
        "дала",
        "егер",
        "мерзім",
        "алты",
        "болды",
        "халқы",
        "ТВ",
        "ҚР",
        "СІМ",
        "билік",
        "кетсек",
    ],
)
def test_a_native_word_is_not_read_as_a_loan(word: str) -> None:
    assert to_cyrillic(to_latin(word)) == word


def test_the_words_of_our_own_kazakh_articles_survive_a_round_trip() -> None:
    articles = [article_of(read_json(path)) for path in sorted(NEWS.glob("*/*.json"))]
    texts = [
        text
        for article in articles
        for kazakh in [article.versions["kk"]]
        for text in [kazakh.headline, *kazakh.paragraphs, *kazakh.summaries, kazakh.lead]
    ]
    pairs = [
        pair
        for text in texts
        for pair in zip(
            *(WORD.findall(each) for each in (text, outside(outside(text, to_latin), to_cyrillic))),
            strict=True,
        )
    ]
    assert len(pairs) > 40_000
    assert sum(one == other for one, other in pairs) >= 0.995 * len(pairs)


def test_foreign_words_and_everything_else_are_unchanged() -> None:
    text = "Windows 11, COVID-19 және https://example.kz"
    assert to_latin(text) == "Windows 11, COVID-19 jäne https://example.kz"
    assert to_cyrillic("Excel") == "Excel"


def test_a_translation_in_latin_letters_keeps_addresses() -> None:
    engine = Scripted(lambda *_: "Комиссия ZX1 бетінде 8 зауыт жапты.")
    text = "The commission closed 8 factories at https://example.kz/жаңа today."
    done = translate_document(from_text(text), "kk", by(engine), Options(script="latin", mend=False))
    assert done.text == "Komissiia https://example.kz/жаңа betınde 8 zauyt japty."
    assert (done.script, done.segments[0].hypothesis) == ("latin", done.text)


def test_kazakh_in_latin_letters_is_translated() -> None:
    text = "Keşe auyl mektebıne jaña kıtaphana aşyldy, oğan barlyq balalar men mūğalımder jinaldy."
    document = from_text(text)
    assert document.identification.suspect == "kk-Latn"
    engine = Scripted(lambda text, *_: text)
    done = translate_document(document, "ru", by(engine), Options(mend=False))
    assert engine.asked == [to_cyrillic(text)]
    assert any("2021" in warning for warning in done.warnings)


SET = [
    ('Он сказал "да" и ушёл - домой.', 'He said "yes".', "en", "ru", "Он сказал «да» и ушёл\xa0— домой."),
    ("“Ол «иә» деді”, - деді ол.", "x", "en", "kk", "«Ол „иә“ деді»,\xa0— деді ол."),
    ("Цена 7.5% за 1,234,567 книг.", "The price was 7.5% for 1,234,567 books.", "en", "ru",
     "Цена 7,5% за 1\xa0234\xa0567 книг."),
    ("It cost 7,5% for 1 234 567 books.", "Цена 7,5% за 1 234 567 книг.", "ru", "en",
     "It cost 7.5% for 1,234,567 books."),
    ("Было 1,234, стало 2,345.", "It was 1,234, now 2,345.", "en", "ru",
     "Было 1\xa0234, стало 2\xa0345."),
    ("It was 1 234, now 2\xa0345.", "Было 1\xa0234, стало 2 345.", "ru", "en",
     "It was 1,234, now 2,345."),
    ("It is 1 234 and 1,5 of 7,5.", "1 234 и 1,5.", "ru", "en", "It is 1,234 and 1.5 of 7,5."),
    ("Дом № 5, 30 млн тг и 12 % на 40 км, сказал А. Б. Ким.", "x", "en", "ru",
     "Дом №\xa05, 30\xa0млн тг и 12\xa0% на 40\xa0км, сказал А.\xa0Б.\xa0Ким."),
    ("2024 ж. 8 мың адам, 5 жылда 3 газет.", "x", "en", "kk",
     "2024\xa0ж. 8\xa0мың адам, 5 жылда 3 газет."),
    ("It is 12 % of No. 5.", "x", "ru", "en", "It is 12% of No. 5."),
    ("Версия 2.5.1 от 03.05.2024 в 14.30.", "Version 2.5.1 of 03.05.2024 at 14.30.", "en", "ru",
     "Версия 2.5.1 от 03.05.2024 в 14.30."),
    ("«Да», сказал он – и ушёл.", "x", "ru", "en", "“Да”, сказал он – и ушёл."),
    ('Один " и всё.', "x", "en", "ru", 'Один " и всё.'),
    ("Это 'большой' шаг.", "x", "en", "ru", "Это «большой» шаг."),
    ("«Он сказал 'да'», - пишет О'Брайен.", "x", "en", "ru", "«Он сказал „да“»,\xa0— пишет О'Брайен."),
    ("'Үлкен' қадам, \"ол ‘иә’ деді\".", "x", "en", "kk", "«Үлкен» қадам, «ол „иә“ деді»."),
    ("\"He said 'yes',\" and 'no'.", "x", "ru", "en", "“He said ‘yes’,” and “no”."),
    ("In the '90s, the students' 'big' day, rock 'n' roll.", "x", "ru", "en",
     "In the '90s, the students' “big” day, rock 'n' roll."),
    ("Ол айтқан: 'иә, 'жоқ.", "x", "ru", "kk", "Ол айтқан: 'иә, 'жоқ."),
    ("В 2010-2015 годах, 5-10%, 2,5-3 млн, XVIII-XIX века, 1941—1945.", "x", "en", "ru",
     "В 2010–2015 годах, 5–10%, 2,5–3\xa0млн, XVIII–XIX века, 1941–1945."),
    ("In 2010 - 2015 and 2010-15, pages 5-10, 10:00-12:00.", "x", "ru", "en",
     "In 2010–2015 and 2010–15, pages 5–10, 10:00–12:00."),
    ("5-6-сынып, 1 500-2 000 адам, 10 - 20 мамыр.", "x", "ru", "kk",
     "5–6-сынып, 1 500–2 000 адам, 10–20 мамыр."),
    ("Ту-154, Boeing 737-800, A320-200, счёт 3-2, 8-800-555-35-35, 2010-05-12, № 12-15, 555-1234.", "x",
     "en", "ru",
     "Ту-154, Boeing 737-800, A320-200, счёт 3-2, 8-800-555-35-35, 2010-05-12, №\xa012-15, 555-1234."),
    ('Код `a - "b"` и <b class="x">.', "x", "en", "ru", 'Код `a - "b"` и <b class="x">.'),
]  # fmt: skip


@pytest.mark.parametrize(("text", "source", "a", "b", "wanted"), SET)
def test_typography(text: str, source: str, a: str, b: str, wanted: str) -> None:
    done = typeset(text, source, source_language=a, target_language=b)
    assert done == wanted
    assert typeset(done, source, source_language=a, target_language=b) == wanted


def test_typography_is_off_by_default() -> None:
    said = "Комиссия закрыла 8 заводов в Астане - и это «начало»."
    text = "The commission closed 8 factories in Astana, and that is “the beginning”."
    plain, typeset_ = (
        translate_document(
            from_text(text), "ru", by(Scripted(lambda *_: said)), Options(typography=wanted, mend=False)
        ).text
        for wanted in (False, True)
    )
    assert (plain, typeset_) == (said, said.replace(" - ", "\xa0— "))


def test_a_glossary_has_two_columns_or_a_header(tmp_path: Path) -> None:
    two, headed = tmp_path / "two.csv", tmp_path / "headed.tsv"
    two.write_text('rule of law,"верховенство права",note\nTengri News,Tengri News\n', "utf-8")
    headed.write_text(
        '# words\nen\tru\tkk\tnote\nfree "press"\tпресса\tбаспасөз\nseminar\tсеминар\tсеминар\tx\n', "utf-8"
    )
    assert read(two).terms("en", "ru") == (
        Term("rule of law", "верховенство права", "note"), Term("Tengri News", "Tengri News", "", True),
    )  # fmt: skip
    glossary = read(headed)
    assert (
        glossary.terms("ru", "en")[0] == Term("пресса", 'free "press"')
        or len(glossary.terms("ru", "en")) == 2
    )
    assert Term("семинар", "семинар", "x") in glossary.terms("ru", "kk")  # cognates are not names
    assert len(glossary.terms("kk", "en")) == 2


@pytest.mark.parametrize(
    ("text", "message"), [("", "no terms"), ("rule of law\n", "line 1"), ("a,b\nc\n", "line 2")]
)
def test_an_invalid_glossary_is_an_error(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "g.csv"
    path.write_text(text, "utf-8")
    with pytest.raises(UsageError, match=message):
        read(path)
    with pytest.raises(UsageError, match="cannot read"):
        read(tmp_path / "absent.csv")
    path.write_bytes("право".encode("cp1251"))
    with pytest.raises(UsageError, match="UTF-8"):
        read(path)


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
    glossary = read(root / "prompts" / "glossary.tsv")
    for source in ("en", "ru", "kk"):
        for target in {"en", "ru", "kk"} - {source}:
            terms = glossary.terms(source, target)
            assert len(terms) >= 60
            assert not any(term.kept for term in terms)
    for row in glossary.rows:
        assert set(row) >= {"en", "ru", "kk"}
        assert row["en"].strip("€₸").isascii() or "’" in row["en"]
        assert not any(letter.isascii() and letter.isalpha() for letter in row["ru"] + row["kk"])
