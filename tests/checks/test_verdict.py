"""All checks together: bad texts that each kind must find, and good texts that must pass."""

import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarize.checks.loops import loops, repeats
from summarize.checks.proportions import copies, cut_off, length_ratio, oversized
from summarize.checks.quotations import unmatched_speech
from summarize.checks.residue import chatter, invented_pieces, lost_pieces, special_tokens
from summarize.checks.verdict import (
    check_summary,
    check_translation,
    glossary_misses,
    wrong_language,
    wrong_script,
)

ROOT = Path(__file__).resolve().parents[2]
PROSE = {
    "en": "The council met on Tuesday and decided to repair the bridge before the first snow falls.",
    "ru": "Совет собрался во вторник и решил отремонтировать мост до первого снега.",
    "kk": "Кеңес сейсенбі күні жиналып, көпірді алғашқы қарға дейін жөндеуге шешім қабылдады.",
}


def kinds(hypothesis: str, source: str, source_language: str, target_language: str) -> set[str]:
    pair = {"source_language": source_language, "target_language": target_language}
    return {finding.kind for finding in check_translation(hypothesis, source, **pair)}


@pytest.mark.parametrize("target", ["en", "ru", "kk"])
@pytest.mark.parametrize("source", ["en", "ru", "kk"])
def test_a_faithful_pair_has_no_findings(source: str, target: str) -> None:
    if source == target:
        pair = {"source_language": source, "target_language": target}
        assert check_summary(PROSE[source], PROSE[source], **pair) == []
    else:
        assert kinds(PROSE[target], PROSE[source], source, target) == set()


@pytest.mark.parametrize("text", ["", "  \n", "…", "«»"])
def test_an_empty_text_has_one_finding(text: str) -> None:
    (finding,) = check_translation(text, PROSE["en"], source_language="en", target_language="ru")
    assert (finding.kind, finding.start, finding.end) == ("empty", len(text), len(text))
    assert check_translation(text, "---", source_language="en", target_language="ru") == []


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("كەڭەس سەيسەنبى كۇنى جينالىپ كوپىردى جوندەۋگە شەشىم قابىلدادى", "kk"),
        ("Keñes seisenbı künı jinalyp köpırdı jöndeuge şeşım qabyldady", "kk"),
        ("Sovet sobralsja vo vtornik i reshil otremontirovat most", "ru"),
        (PROSE["ru"], "en"),
        (PROSE["en"], "kk"),
        ("Кеңес сейсенбі күні جينالىپ كوپىردى", "kk"),
    ],
)
def test_another_script_is_found(text: str, language: str) -> None:
    assert [finding.kind for finding in wrong_script(text, "1", language)] == ["script"]


@pytest.mark.parametrize(
    ("summary", "source", "language"),
    [
        (
            "Компания Apple вчера представила новый телефон.",
            "Компания Эппл вчера представила новый телефон.",
            "ru",
        ),
        ("Apple компаниясы кеше жаңа телефон ұсынды.", "Эппл компаниясы кеше жаңа телефон ұсынды.", "kk"),
        ("The firm Яндекс showed a new phone.", "The firm Yandex showed a new phone.", "en"),
    ],
)
def test_a_new_word_in_another_script_is_no_wrong_script(summary: str, source: str, language: str) -> None:
    pair = {"source_language": language, "target_language": language}
    assert "script" not in {finding.kind for finding in check_summary(summary, source, **pair)}


def test_brands_of_the_source_are_not_another_script() -> None:
    assert list(wrong_script("Apple iPhone Pro Max сатылды", "Apple iPhone Pro Max was sold", "kk")) == []


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (PROSE["ru"], "kk"),
        (PROSE["kk"], "ru"),
        ("Кеңеш шейшемби күнү чогулуп, көпүрөнү биринчи карга чейин оңдоо чечимин кабыл алды.", "kk"),
        ("Совет сишәмбе көнне җыелды һәм күперне беренче карга кадәр төзәтергә карар итте.", "kk"),
        ("Der Rat hat am Dienstag beschlossen, die Brücke vor dem ersten Schnee zu reparieren.", "en"),
    ],
)
def test_another_language_is_found(text: str, language: str) -> None:
    assert [finding.kind for finding in wrong_language(text, language)] == ["language"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Бүгүн шаарда жаңы мектеп ачылды, балдар жана ата-энелер кубанып жатышты.", "Kyrgyz, not Kazakh"),
        ("Бүгин қалада жаңа мектеп ашылды, балалар ҳәм ата-аналар жүдә қуўанды.", "not recognised as Kazakh"),
    ],
)
def test_the_message_names_the_languages(text: str, message: str) -> None:
    (finding,) = wrong_language(text, "kk")
    assert finding.message.endswith(message)


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_the_target_language_passes(language: str) -> None:
    assert list(wrong_language(PROSE[language], language)) == []


@pytest.mark.parametrize(
    "text",
    [
        "We agreed to meet and to meet and to meet and to meet.",
        "ол келді ол келді ол келді",
        "нет нет нет нет",
        "ааааааа",
        "лалалалалала",
        "The road to the lake is open now, and the road to the lake is open now, and the road",
        "- " * 20,
        "The council met on Tuesday. It rained. The council met on Tuesday. It snowed.",
    ],
)
def test_loops_are_found(text: str) -> None:
    assert [finding.kind for finding in loops(text, "no")] == ["loop"]


@pytest.mark.parametrize(
    "text",
    [
        "very, very good",
        "10 10 10 10 10",
        "Алга, Казахстан! Алга, Казахстан!",
        "a book of books and a song of songs",
        "1. Petrov, Almaty\n2. Petrov, Astana\n3. Petrov, Oral",
        "he said that she said that they left",
        "Вот так-так!..",
        "----------",
    ],
)
def test_ordinary_repetition_is_not_a_loop(text: str) -> None:
    assert list(loops(text, "no")) == []


def test_a_refrain_of_the_source_is_not_a_loop() -> None:
    assert list(loops("ла ла ла ла ла", "la la la la la")) == []


@given(st.text(max_size=200))
def test_the_span_of_a_loop_is_inside_the_text(text: str) -> None:
    found = repeats(text)
    assert found is None or 0 <= found[1] < found[2] <= len(text)


@pytest.mark.parametrize(
    "text",
    [
        "Here is the summary:\nThe council met.", "Sure! Here's a short summary of the text: it met.",
        "Summary: the council met.", "Вот краткое содержание текста:\nСовет собрался.",
        "Краткое содержание: совет",
        "Конечно! Совет собрался.", "Міне, қысқаша мазмұны:\nКеңес жиналды.", "Қысқаша мазмұны: кеңес",
        "The council met. Let me know if you need anything else.", "Совет собрался.\nНадеюсь, это поможет!",
        "assistant: The council met.", "I'm sorry, but I cannot help.",
    ],
)  # fmt: skip
def test_chatter_is_found(text: str) -> None:
    assert [finding.kind for finding in chatter(text, "The council met.")] == ["chatter"]


@pytest.mark.parametrize(
    "text",
    [
        "Of course, the council met.", "Конечно, совет собрался.", "The text of the law was adopted.",
        "Here is where the council met: in Oral.", "Ответ министра был коротким.", "Бұл мәтін қабылданды.",
    ],
)  # fmt: skip
def test_prose_is_not_chatter(text: str) -> None:
    assert list(chatter(text, "x")) == []


@pytest.mark.parametrize(
    "token",
    ["</s>", "<pad>", "kaz_Cyrl", "<extra_id_0>", "__kk__", ">>rus<<", "▁ол", "<think>", "<|im_end|>",
     "<2kk>",
     "kk_KZ", "[INST]", "<start_of_turn>", "⁇"],
)  # fmt: skip
def test_special_tokens_are_found(token: str) -> None:
    assert [finding.kind for finding in special_tokens(f"Кеңес {token} жиналды", "x")] == ["residue"]
    assert list(special_tokens(f"Кеңес {token} жиналды", f"The {token} met")) == []


def test_copies() -> None:
    assert [f.kind for f in copies(PROSE["en"], PROSE["en"])] == ["copy"]
    half = PROSE["ru"] + " " + " ".join(PROSE["en"].split()[:8])
    (finding,) = copies(half, PROSE["en"])
    assert half[finding.start : finding.end].startswith("The council met")
    assert list(copies("Тони Блэр, ЕС, 2004", "Тони Блэр, ЕС, 2004")) == []


LONG = (
    "The commission of Hallstein in Almaty opened eight schools, and the company closed five old factories."
)
RATHER_SHORT = [
    (
        "ru",
        "Комиссия Хальштейна в Алматы открыла восемь новых школ, а компания закрыла.",
        "Хальштейна",
        "господина",
    ),
    (
        "kk",
        "Хальштейн комиссиясы Алматыда сегіз жаңа мектеп ашты, ал компания жапты.",
        "Хальштейн",
        "Мырзаның",
    ),
    (
        "ru",
        "Комиссия Хальштейна в Алматы открыла восемь новых школ, а компания закрыла.",
        "в Алматы",
        "в городе",
    ),
]


@pytest.mark.parametrize(("target", "text", "name", "instead"), RATHER_SHORT)
def test_a_rather_short_translation_is_found_if_a_name_is_missing_too(
    target: str, text: str, name: str, instead: str
) -> None:
    pair = {"source_language": "en", "target_language": target}
    assert list(length_ratio(text, LONG, **pair)) == []
    (finding,) = length_ratio(text.replace(name, instead), LONG, **pair)
    assert f"; “{'Almaty' if 'городе' in instead else 'Hallstein'}” is missing" in finding.message


@pytest.mark.parametrize(
    ("hypothesis", "found"),
    [
        ("Комиссия открыла восемь школ, а", ["unfinished"]),
        ("Комиссия открыла восемь школ", ["unfinished"]),
        ("Комиссия открыла восемь школ.", []),
        ("«Комиссия открыла восемь школ!»", []),
        ("**Комиссия открыла восемь школ…**", []),
        ("Комиссия открыла школы:", []),
    ],
)
def test_a_sentence_that_breaks_off(hypothesis: str, found: list[str]) -> None:
    source = "The commission opened eight schools and closed a factory."
    pair = {"source_language": "en", "target_language": "ru"}
    assert [one.kind for one in cut_off(hypothesis, source, **pair)] == found
    headline = "Eight schools and a factory"  # it ends as it likes
    assert list(cut_off(hypothesis, headline, **pair)) == []


@pytest.mark.parametrize(
    ("source", "hypothesis", "found"),
    [
        ("«Мы вернёмся сюда следующей весной.»", "We shall come back here next spring.", 1),
        ("“We shall come back here next spring.”", "Біз келесі көктемде осында қайтып келеміз.", 1),
        ("We shall come back here next spring.", "«Мы вернёмся сюда следующей весной».", 1),
        ("“We shall come back here next spring.”", "«Мы вернёмся сюда следующей весной».", 0),
        ("“We shall come back here next spring.”", "– Мы вернёмся сюда следующей весной.", 0),
        ("‘We shall come back here next spring.’", "«Мы вернёмся сюда следующей весной».", 0),
        ("“We shall come back here next spring.", "Мы вернёмся сюда следующей весной.", 0),  # it goes on
        ("“The Steppe Post”", "Дала поштасы", 0),
    ],
)
def test_a_sentence_that_is_one_quotation(source: str, hypothesis: str, found: int) -> None:
    assert len(list(unmatched_speech(hypothesis, source))) == found


def test_an_address_of_many_words_is_not_a_copy() -> None:
    address = "https://example.kz/news/the-seminar-on-human-rights-opens-in-almaty"
    assert list(copies(f"Толығырақ: {address}", f"Read more: {address}")) == []
    assert list(copies(f"Толығырақ мына жерде: {address}", f"You can read more here: {address}")) == []


def test_a_summary_is_shorter_than_its_source() -> None:
    source = " ".join(f"слово{number}" for number in range(60))
    assert [f.kind for f in oversized(source + " ещё", source)] == ["length"]
    assert [f.kind for f in oversized(source, source)] == ["copy"]
    assert list(oversized(PROSE["kk"], PROSE["kk"])) == []


def test_length_bounds() -> None:
    pair = {"source_language": "en", "target_language": "ru"}
    long = " ".join([PROSE["en"]] * 2)
    assert [f.kind for f in length_ratio(PROSE["ru"], long, **pair)] == ["length"]
    assert [f.kind for f in length_ratio(PROSE["ru"] * 3, PROSE["en"], **pair)] == ["length"]
    assert list(length_ratio("Да.", "Yes, it is.", **pair)) == []


def test_addresses_and_placeholders_must_be_kept() -> None:
    source = "Write to press@example.org or see https://example.org/a?b=1. Dear {name}, %s of <b>it</b>."
    every = ("url", "email", "placeholder")
    assert list(lost_pieces(source, source, every)) == []
    lost = lost_pieces("Жазыңыз.", source, every)
    assert {finding.value for finding in lost} == {
        "press@example.org", "https://example.org/a?b=1", "{name}", "%s", "<b>", "</b>"
    }  # fmt: skip
    (invented,) = invented_pieces("см. www.example.com.", source, every)
    assert (invented.kind, invented.value) == ("url", "www.example.com")
    assert list(lost_pieces("15 % of", "15 %, 20%", every)) == []


def test_lookalikes_are_found() -> None:
    assert kinds(PROSE["ru"].replace("мост", "мoст"), PROSE["en"], "en", "ru") == {"lookalike"}


def test_glossary_terms_are_found_in_any_form() -> None:
    terms = [("rule of law", "құқық үстемдігі"), ("wheat", "бидай")]
    pair = {"source_language": "en", "target_language": "kk"}
    source = "The rule of law matters."
    assert list(glossary_misses("Құқық үстемдігінің маңызы зор.", source, terms, **pair)) == []
    assert [f.value for f in glossary_misses("Заңның маңызы зор.", source, terms, **pair)] == [
        "құқық үстемдігі"
    ]
    findings = check_translation("Заңның маңызы зор.", source, glossary=terms, **pair)
    assert "glossary" in {finding.kind for finding in findings}


@given(st.text(max_size=120), st.text(max_size=120), st.sampled_from(["en", "ru", "kk"]))
def test_any_two_texts_can_be_checked(hypothesis: str, source: str, language: str) -> None:
    other = "ru" if language == "en" else "en"
    for found in (
        check_summary(hypothesis, source, source_language=language, target_language=language),
        check_translation(hypothesis, source, source_language=other, target_language=language),
    ):
        for finding in found:
            assert 0 <= finding.start <= finding.end <= len(hypothesis)
            assert "\n" not in finding.message


def planting() -> ModuleType:
    spec = importlib.util.spec_from_file_location("planting", ROOT / "benchmarks" / "planting.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_planted_errors_are_found_and_faithful_pairs_are_clean() -> None:
    """A sixth of the table in evals/checks; all of it takes ten seconds."""
    lines = (ROOT / "evals" / "checks" / "stories.jsonl").read_text("utf-8").splitlines()
    summaries, translations, _misses = planting().measure([json.loads(line) for line in lines[1::6]])
    for table in (summaries, translations):
        for row, cells in table.items():
            found, planted = (sum(cell[at] for cell in cells.values()) for at in (0, 1))
            if row.startswith("(faithful"):
                assert found == 0
            elif row not in ("name", "abbreviation", "quotation", "shortened"):
                assert found == planted, row
            else:
                assert found >= 0.6 * planted, row


NEWS = {
    "en": "A school opened in Astana on Monday. The minister thanked the builders.",
    "ru": "В понедельник в Астане открылась школа. Министр поблагодарил строителей.",
    "kk": "Дүйсенбіде Астанада мектеп ашылды. Министр құрылысшыларға алғыс айтты.",
}


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "The document is a summary of the minister's school."),
        ("en", "This article discusses a school in Astana."),
        ("en", "The minister thanked the builders. The text is about a school."),
        ("ru", "В статье рассказывается о школе в Астане."),
        ("ru", "Документ представляет собой краткое изложение речи министра."),
        ("kk", "Мақалада Астанадағы мектеп туралы айтылады."),
        ("kk", "Бұл құжат Астанадағы мектеп туралы мәтіннің мазмұны болып табылады."),
    ],
)
def test_talk_about_the_text_is_chatter(language: str, said: str) -> None:
    found = check_summary(said, NEWS[language], source_language=language, target_language=language)
    assert "chatter" in {finding.kind for finding in found}


@pytest.mark.parametrize(
    ("language", "said", "source"),
    [
        (
            "en",
            "The document was signed in Astana.",
            "The ministers signed the document in Astana on Monday.",
        ),
        ("en", "The document describes a school.", "The document, signed on Monday, describes a new school."),
        ("ru", "Документ подписали в Астане.", "Министры подписали документ в Астане в понедельник."),
        ("kk", "Құжатқа Астанада қол қойылды.", "Министрлер құжатқа дүйсенбіде Астанада қол қойды."),
    ],
)
def test_news_about_a_document_is_no_chatter(language: str, said: str, source: str) -> None:
    found = check_summary(said, source, source_language=language, target_language=language)
    assert "chatter" not in {finding.kind for finding in found}


@pytest.mark.parametrize(
    ("source", "hypothesis", "pair"),
    [
        ("It lasted forty seconds.", "Это продолжалось сорок секунд.", ("en", "ru")),
        ("Бұл қырық секундқа созылды.", "It lasted forty seconds.", ("kk", "en")),
        ("The train left at half past eight.", "Поезд ушёл в половине девятого.", ("en", "ru")),
        ("Поезд ушёл в половине девятого.", "The train left at half past eight.", ("ru", "en")),
        ("Поезд ушёл в половине девятого.", "Пойыз сағат сегіз жарымда кетті.", ("ru", "kk")),
        ("Сағат сегіз жарым болды.", "Была половина девятого.", ("kk", "ru")),
        ("It was half past eight.", "Сағат сегіз жарым болды.", ("en", "kk")),
        ("The office opens at noon.", "Контора открывается в двенадцать.", ("en", "ru")),
        ("Кеңсе сағат он екіде ашылады.", "The office opens at midday.", ("kk", "en")),
        ("Контора открывается в полдень.", "Кеңсе он екіде ашылады.", ("ru", "kk")),
        ("Он не сдал экзамен.", "Ол емтиханнан құлады.", ("ru", "kk")),
        ("He did not pass the exam.", "Он завалил экзамен.", ("en", "ru")),
        ("Он не сдал экзамен.", "He flunked the exam.", ("ru", "en")),
        (
            "Завод стоит в 35 километрах от границы и в 120 от моря.",
            "Зауыт шекарадан 35, теңізден 120 километр жерде тұр.",
            ("ru", "kk"),
        ),
        (
            "Зауыт шекарадан 35, теңізден 120 километр жерде тұр.",
            "The plant is 35 kilometres from the border and 120 from the sea.",
            ("kk", "en"),
        ),
        ("Директор не сказал, возьмёт ли он их.", "Директор алатын-алмайтынын айтпады.", ("ru", "kk")),
        (
            "Сеть продали за 125 млн фунтов три года назад.",
            "It was sold for £125m, three years ago.",
            ("ru", "en"),
        ),
    ],
)
def test_times_failing_and_shared_units_are_no_errors(
    source: str, hypothesis: str, pair: tuple[str, str]
) -> None:
    assert kinds(hypothesis, source, *pair) == set()


@pytest.mark.parametrize(
    ("source", "hypothesis", "pair", "kind"),
    [
        ("It lasted forty seconds.", "Это продолжалось пятьдесят секунд.", ("en", "ru"), "number"),
        ("The train left at half past seven.", "Поезд ушёл в половине девятого.", ("en", "ru"), "number"),
        ("Кеңсе сағат он бірде ашылады.", "The office opens at noon.", ("kk", "en"), "number"),
        ("Он не сдал экзамен.", "Ол емтихан тапсырды.", ("ru", "kk"), "negation"),
        (
            "It is 35 kilometres from the border and 120 from the sea.",
            "Он в 120 километрах от границы и в 35 от моря.",
            ("en", "ru"),
            "order",
        ),
    ],
)
def test_the_same_with_a_mistake_is_found(
    source: str, hypothesis: str, pair: tuple[str, str], kind: str
) -> None:
    assert kind in kinds(hypothesis, source, *pair)
