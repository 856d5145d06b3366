"""Language identification: our three languages, related ones, Kazakh in other letters, mixed text."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarize.errors import UsageError
from summarize.text.language_table import LANGUAGES
from summarize.text.languages import Identification, identify, identify_paragraphs, language

ARTICLES = {
    "en": """The town council of Fernley voted on Monday to keep the old library open for another year.
    More than two hundred people had written to the mayor, who said that the building was too cold and
    that it would cost a lot of money to repair. Volunteers have offered to paint the reading room.""",
    "ru": """Городской совет решил оставить старую библиотеку открытой ещё на год. Больше двухсот жителей
    написали мэру, который говорил, что здание холодное и его ремонт обойдётся дорого. Теперь добровольцы
    обещают покрасить читальный зал, чтобы дети могли заниматься там после школы.""",
    "kk": """Қала кеңесі ескі кітапхананы тағы бір жыл ашық қалдыру туралы шешім қабылдады. Екі жүзден астам
    тұрғын әкімге хат жазып, ғимаратты жөндеуге қаржы бөлуді сұрады. Енді еріктілер балалар сабақтан кейін
    оқи алатындай етіп оқу залын сырлауға уәде берді.""",
}
SHORT = [
    ("Бала мектепке барады", "kk"),  # Russian letters only
    ("Жол ашылды", "kk"),
    ("Ол маған көмектесті", "kk"),
    ("Чемпиондардың кездесуі", "kk"),
    ("Дети идут в школу", "ru"),
    ("Дорога открыта", "ru"),
    ("Музей Мұхтара Әуезова открыт для всех", "ru"),  # Kazakh letters in a name
    ("The road is open", "en"),
    ("Children walk to school", "en"),
    ("Тұрғын үй", "kk"),
    ("COVID-19 немесе коронавирус", "kk"),
    ("БІЗДІҢ ҚАЛА", "kk"),
    ("НАШ ГОРОД СТАЛ ЧИЩЕ", "ru"),
]
RELATED = [
    ("ky", "Бүгүн шаарда жаңы мектеп ачылды, балдар жана ата-энелер абдан кубанып жатышты."),
    ("tt", "Бүген шәһәрдә яңа мәктәп ачылды, балалар һәм ата-аналар бик шатланды."),
    ("ba", "Бөгөн ҡалала яңы мәктәп асылды, балалар һәм ата-әсәләр бик ҡыуанды."),
    ("uk", "Сьогодні в місті відкрили нову школу, діти та їхні батьки дуже раділи."),
    ("be", "Сёння ў горадзе адкрылі новую школу, дзеці і бацькі вельмі радаваліся."),
    ("bg", "Днес в града отвориха ново училище, децата и родителите много се радваха."),
    ("sr", "Данас је у граду отворена нова школа, деца и родитељи су се веома радовали."),
    ("uz", "Бугун шаҳарда янги мактаб очилди, болалар ва ота-оналар жуда хурсанд бўлишди."),
    ("uz", "Bugun shaharda yangi maktab ochildi, bolalar va ota-onalar juda xursand bo'lishdi."),
    ("tg", "Имрӯз дар шаҳр мактаби нав кушода шуд, кӯдакон ва волидон хеле шод шуданд."),
    ("mn", "Өнөөдөр хотод шинэ сургууль нээгдэж, хүүхдүүд болон эцэг эхчүүд их баярлалаа."),
    ("tr", "Bugün şehirde yeni bir okul açıldı, çocuklar ve veliler çok sevindi."),
    ("az", "Bu gün şəhərdə yeni məktəb açıldı, uşaqlar və valideynlər çox sevindilər."),
    ("de", "Heute wurde in der Stadt eine neue Schule eröffnet, und die Kinder freuten sich sehr."),
    ("fr", "Une nouvelle école a ouvert ses portes dans la ville et les enfants étaient ravis."),
    ("und", "Бүгин қалада жаңа мектеп ашылды, балалар ҳәм ата-аналар жүдә қуўанды."),  # Karakalpak
    ("und", "Вчера въ городѣ открылась школа, и дѣти очень радовались тому, что она свѣтлая."),  # before 1918
    ("az", "Bu gün kənddə məktəb açıldı, qızlar və oğlanlar sevindi, qonaqlar gəldi, qazax dili dərsi oldu."),
    ("und", "Búgin qalada jańa mektep ashıldı, balalar hám ata-analar quwandı, olar bul haqqında aytıwda."),
    ("und", "今天城里新开了一所学校，孩子们都很高兴。"),
    ("und", "افتتحت اليوم مدرسة جديدة في المدينة وفرح الأطفال كثيرا"),
]
KAZAKH_IN_LATIN = [
    "Qalada jaña mektep aşyldy, balalar jäne ata-analar qatty quandy. Būl turaly äkımdık aitty.",  # 2021
    "Qalada jańa mektep ashyldy, balalar jáne ata-analar qatty qýandy. Bul týraly ákimdik aitty.",  # 2018
    "Qalada jana mektep ashyldy, balalar jane ata-analar qatty quandy. Bul turaly akimdik aitty.",
    "Qalada jaña mektep aşıldı, balalar jäne ata-analar qattı qwandı. Bul twralı äkimdik ayttı.",
]


@pytest.mark.parametrize("code", LANGUAGES)
def test_an_article_is_identified_with_confidence(code: str) -> None:
    found = identify(ARTICLES[code])
    assert (found.language, found.suspect, found.warnings) == (code, None, ())
    assert found.confidence > 0.9


@pytest.mark.parametrize(("text", "expected"), SHORT)
def test_a_few_words_are_identified(text: str, expected: str) -> None:
    found = identify(text)
    assert (found.language, found.suspect) == (expected, None)


@pytest.mark.parametrize(("suspect", "text"), RELATED)
@pytest.mark.parametrize("times", [1, 8])
def test_another_language_is_reported(suspect: str, text: str, times: int) -> None:
    found = identify(" ".join([text] * times))
    assert found.suspect == suspect
    assert found.confidence < 0.5
    assert len(found.warnings) == 1
    assert "--from" in found.warnings[0]


@pytest.mark.parametrize("text", KAZAKH_IN_LATIN)
def test_kazakh_in_latin_letters_is_recognised(text: str) -> None:
    found = identify(text)
    assert (found.language, found.script, found.suspect) == ("kk", "Latn", "kk-Latn")
    assert "Latin" in found.warnings[0]


def test_kazakh_in_arabic_letters_is_recognised() -> None:
    found = identify("بۇگىن قالادا جاڭا مەكتەپ اشىلدى. بالالار مەن اتا-انالار قاتتى قۋاندى.")
    assert (found.language, found.script, found.suspect) == ("kk", "Arab", "kk-Arab")
    assert "Arabic" in found.warnings[0]


@pytest.mark.parametrize(
    "text",
    ["Iraq and Qatar quickly query the quality of Qantas flights by day", "Etiquette: quay, queue, FAQ"],
)
def test_english_with_many_qs_is_not_kazakh(text: str) -> None:
    assert identify(text).suspect != "kk-Latn"


@pytest.mark.parametrize("text", ["", " \n", "12 345", "— … № 5 —"])
@pytest.mark.parametrize("default", LANGUAGES)
def test_a_text_without_letters_gets_the_default_and_a_warning(text: str, default: str) -> None:
    found = identify(text, default)
    assert (found.language, found.confidence, found.script) == (default, 0.0, "Zyyy")
    assert "no letters" in found.warnings[0]


def test_an_uncertain_language_gets_a_warning() -> None:
    found = identify("Guten Morgen")
    assert found.confidence < 0.7
    assert "uncertain" in found.warnings[0]


def test_latin_lookalikes_do_not_hide_kazakh() -> None:
    found = identify(ARTICLES["kk"].replace("і", "i").replace("ә", "ə"))
    assert (found.language, found.script, found.suspect) == ("kk", "Cyrl", None)


def test_decomposed_letters_are_still_russian() -> None:
    assert identify(ARTICLES["ru"].replace("й", "и\u0306").replace("ё", "е\u0308")).language == "ru"


def test_a_text_of_two_scripts_gets_a_warning() -> None:
    found = identify(ARTICLES["en"] + ARTICLES["ru"])
    assert found.confidence < 0.7
    assert "mixes" in found.warnings[0]


@pytest.mark.parametrize("code", LANGUAGES)
def test_each_paragraph_has_its_own_language(code: str) -> None:
    paragraphs = [ARTICLES["en"], ARTICLES["ru"], ARTICLES["kk"]]
    assert identify_paragraphs(paragraphs, Identification(code, 0.99, "Cyrl")) == ["en", "ru", "kk"]


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("paragraph", ["", "1999", "Microsoft", "***"])
def test_a_paragraph_without_evidence_has_the_language_of_the_document(code: str, paragraph: str) -> None:
    document = Identification(code, 0.99, "Latn" if code == "en" else "Cyrl")
    assert identify_paragraphs([paragraph], document) == [code]


def test_short_paragraphs_in_the_script_of_the_document_have_its_language() -> None:
    headings = ["Бала мектепке барады", "Жол ашылды", "Дорога открыта"]
    assert identify_paragraphs(headings, Identification("kk", 0.99, "Cyrl")) == ["kk"] * 3
    assert identify_paragraphs(headings, Identification("ru", 0.99, "Cyrl")) == ["ru"] * 3


def test_cyrillic_in_an_english_document_is_not_english() -> None:
    document = Identification("en", 0.99, "Latn")
    assert identify_paragraphs(["Дорога открыта", "Тұрғын үй"], document) == ["ru", "kk"]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("en", "en"), ("ENG", "en"), ("English", "en"), ("rus", "ru"), ("Русский", "ru"), ("kaz", "kk"),
        (" Kazakh ", "kk"), ("қазақша", "kk"), ("Қазақ тілі", "kk"),
    ],
)  # fmt: skip
def test_names_and_codes_of_languages(name: str, code: str) -> None:
    assert language(name) == code


@pytest.mark.parametrize("name", ["kz", "de", "", "kk-Latn", "klingon"])
def test_an_unknown_language_is_refused_with_a_list_of_the_known(name: str) -> None:
    with pytest.raises(UsageError, match=r"known: en \(English\), ru \(Russian\), kk \(Kazakh\)"):
        language(name)


def test_a_country_code_is_explained() -> None:
    with pytest.raises(UsageError, match="kz is a country, its language is kk"):
        language("kz")


@given(st.text(max_size=300))
def test_any_text_gets_one_of_the_three(text: str) -> None:
    found = identify(text)
    assert found.language in LANGUAGES
    assert 0 <= found.confidence <= 1
    assert found.confidence >= 0.5 or found.warnings
    assert all("\n" not in warning for warning in found.warnings)


def test_articles_need_no_model() -> None:
    """Loading the n-gram model takes half a second; an ordinary article is decided without it."""
    program = (
        "import sys; from summarize.text.languages import identify, identify_paragraphs\n"
        "for text in sys.argv[1:]:\n"
        "    identify_paragraphs(text.split('.'), identify(text))\n"
        "sys.exit('py3langid' in sys.modules or 'numpy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program, *ARTICLES.values()], check=False)
    assert done.returncode == 0
