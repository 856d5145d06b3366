"""Kazakh in Latin letters and back."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scripted_engine import Scripted, by

from summarize.evaluation.articles import article_of
from summarize.evaluation.samples import read_json
from summarize.text.documents import from_text
from summarize.translation.direction import Options
from summarize.translation.document import translate_document
from summarize.translation.kazakh_latin import to_cyrillic, to_latin
from summarize.translation.shielding import outside

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
