"""Page layout: headlines, datelines, furniture, Markdown, wrapped lines; what remains is body."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from summarize.text.documents import from_text
from summarize.text.furniture import dateline_end, furniture
from summarize.text.layout import Block, _Rest, blocks, headline
from summarize.text.normalization import normalize
from summarize.text.structure import outline

EN = "The new library opens its doors on Monday, and the whole town is invited to the reading room."
RU = "Новая библиотека откроет двери в понедельник, и весь город приглашён в читальный зал."
KK = "Жаңа кітапхана дүйсенбі күні есігін ашады, бүкіл қала оқу залына шақырылады деп күтілуде."
MORE = {
    "en": "It holds forty thousand books. Children may borrow three at a time.",
    "ru": "В ней сорок тысяч книг. Дети могут взять сразу три.",
    "kk": "Онда қырық мың кітап бар. Балалар бірден үш кітап ала алады.",
}
TITLES = {
    "en": "Town library reopens after ten years of repairs",
    "ru": "Городская библиотека открылась после десяти лет ремонта",
    "kk": "Қалалық кітапхана он жылдық жөндеуден кейін қайта ашылды",
}
BODIES = {"en": EN, "ru": RU, "kk": KK}
LANGUAGES = ("en", "ru", "kk")


def kinds(text: str, language: str | None = None) -> list[tuple[str, str]]:
    return [(block.kind, text[block.start : block.end]) for block in blocks(text, language)]


def body(text: str) -> list[str]:
    return [piece for kind, piece in kinds(text) if kind == "body"]


def of_kind(text: str, kind: str) -> list[str]:
    return [piece for found, piece in kinds(text) if found == kind]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("glue", ["", " ", "\n", "\n\n\n", ". ", ": ", " — ", " - ", " | "])
def test_a_repeated_headline_is_removed_from_the_first_sentence(language: str, glue: str) -> None:
    title, text = TITLES[language], BODIES[language]
    page = f"{title}\n\n\n{title}{glue}{text}\n\n{MORE[language]}"
    found = kinds(page, language)
    assert [kind for kind, _ in found] == ["headline", "repeat", "body", "body"]
    assert found[0][1] == title
    assert found[1][1].startswith(title)
    assert found[2][1] == text


@pytest.mark.parametrize("language", LANGUAGES)
def test_case_quotes_and_spaces_do_not_hide_a_repetition(language: str) -> None:
    title = TITLES[language]
    page = f"{title.upper()}\n\n«{title.replace(' ', '  ')}»{BODIES[language]}"
    assert body(page) == [BODIES[language]]


def test_quotes_around_and_after_a_repeated_headline_stay_with_their_words() -> None:
    title = "«Тулпар» взял кубок города в шестой раз"
    first = "«Беркут» уступил в последней игре сезона, но остался вторым в таблице."
    assert body(f"{title}\n\n{title}{first}") == [first]
    assert body(f'{TITLES["en"]}\n\n"{TITLES["en"]}"{EN}') == [EN]


@pytest.mark.parametrize(
    ("title", "sentence"),
    [
        ("Town library", "Town library on Main Street reopened on Monday, the mayor said in a short speech."),
        ("Mayor visits library", "Mayor visits library Monday to open its new reading room for children."),
        ("Mayor visits the new town library", f"Mayor visits the new town library Monday. {EN}"),
        ("The town library visits EU", "The town library visits EUROPEAN halls in the summer to learn more."),
        ("Библиотека", "Библиотека — сердце города, сказала директор на открытии читального зала."),
        ("Городская библиотека", "Городская библиотека открылась в понедельник, сообщил аким на собрании."),
        ("Қалалық кітапхана", "Қалалық кітапхана дүйсенбі күні ашылды, деп хабарлады қала әкімдігі бүгін."),
    ],
)
def test_a_sentence_that_begins_like_the_headline_is_whole(title: str, sentence: str) -> None:
    assert body(f"{title}\n\n{sentence}") == [sentence]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_headline_precedes_the_text_with_or_without_a_blank_line(language: str) -> None:
    for gap in ("\n", "\n\n"):
        page = f"{TITLES[language]}{gap}{BODIES[language]} {MORE[language]}\n{MORE[language]}"
        assert [kind for kind, _ in kinds(page)] == ["headline", "body", "body"]


def test_the_headline_does_not_include_the_name_of_the_site() -> None:
    page = f"{TITLES['en']} | Steppe Wire\n\n{TITLES['en']}{EN}\n"
    block = headline(page, blocks(page))
    assert block is not None
    assert page[block.start : block.end] == TITLES["en"]
    assert body(page) == [EN]
    assert headline(EN, blocks(EN)) is None


@pytest.mark.parametrize(
    ("dateline", "sentence"),
    [
        ("ALMATY, 21 September (Steppe Wire) —", EN),
        ("LONDON (Steppe Wire) -", EN),
        ("BRUSSELS –", EN),
        ("ASTANA, Kazakhstan, Sept. 21, 2011 (Wire) --", EN),
        ("(Steppe Wire) -", EN),
        ("Алматы, 21 сентября. /Дала Пресс/", RU),
        ("АСТАНА. ДалаАқпарат –", KK),
        ("МОСКВА, 12 янв — Степь Новости.", RU),
        ("Москва. 12 сентября. STEPPE.RU -", RU),
        ("Астана, 21 сентября 2011 года –", RU),
        ("НҰР-СҰЛТАН. ДАЛААҚПАРАТ –", KK),
        ("Алматы. 21 қыркүйек. ДалаТАГ -", KK),
        ("Астана қаласы, 2011 жылғы 21 қыркүйек –", KK),
        ("/ДалаАқпарат/ -", KK),
    ],
)
def test_a_dateline_is_split_from_the_sentence(dateline: str, sentence: str) -> None:
    assert kinds(f"{dateline} {sentence}") == [("dateline", dateline), ("body", sentence)]


@pytest.mark.parametrize(
    "sentence",
    [
        "АСТАНА – столица Казахстана с 1997 года.",
        "Алматы – самый большой город страны.",
        "NATO – Russia talks began in Brussels on Monday.",
        "In Almaty, 21 September was a holiday for everyone.",
        "Paris (Texas) is a small town in the north of the state.",
        "Astana, the capital, hosted the meeting on Monday.",
        "Омаров – Директор музея – сказал, что зал открыт.",
        "21 сентября в Алматы прошёл дождь.",
        "2011 жылы 21 қыркүйек күні Алматыда жаңбыр жауды.",
    ],
)
def test_sentences_about_places_have_no_dateline(sentence: str) -> None:
    assert dateline_end(sentence, 0, len(sentence)) == 0
    assert kinds(sentence) == [("body", sentence)]


@pytest.mark.parametrize(
    ("kind", "line"),
    [
        ("byline", "By Jane Doe"),
        ("byline", "By Jane Doe and John A. Roe, Steppe Wire"),
        ("byline", "(Reporting by Jane Doe; editing by John Roe)"),
        ("byline", "Автор: Айгуль Серикова"),
        ("byline", "Авторы: А. Серикова, Б. Омаров"),
        ("byline", "Подготовила Айгуль Серикова"),
        ("byline", "Мәтін: Айгүл Серік"),
        ("byline", "Дайындаған: Айгүл Серік"),
        ("caption", "Photo: Jane Doe"),
        ("caption", "Image caption The reading room on its first day"),
        ("caption", "Photo by Jane Doe"),
        ("caption", "Фото: пресс-служба акимата"),
        ("caption", "На фото: читальный зал"),
        ("caption", "Фото автора"),
        ("caption", "Сурет: баспасөз қызметі"),
        ("caption", "Суретте: оқу залы"),
        ("links", "Read also: How the old library was lost"),
        ("links", "Read more"),
        ("links", "Читайте также: Как горела старая библиотека"),
        ("links", "Читайте также"),
        ("links", "Оқи отырыңыз: Ескі кітапхана қалай өртенді"),
        ("links", "Тағы оқыңыз"),
        ("links", "Home | News | About"),
        ("links", "Главная › Новости › Общество"),
        ("links", "Басты бет | Жаңалықтар | Байланыс"),
        ("links", "Facebook Twitter Telegram"),
        ("links", "Поделиться"),
        ("links", "Бөлісу"),
        ("boilerplate", "© 2011 Steppe Wire"),
        ("boilerplate", "All rights reserved."),
        ("boilerplate", "Все права защищены"),
        ("boilerplate", "Барлық құқықтар қорғалған"),
        ("boilerplate", "Tags: library, books"),
        ("boilerplate", "Теги: библиотека, книги"),
        ("boilerplate", "Кілт сөздер: кітапхана, кітап"),
        ("boilerplate", "12:45, 21 September 2011"),
        ("boilerplate", "12:45, 21 сентября 2011"),
        ("boilerplate", "2011 жылғы 21 қыркүйек, 12:45"),
        ("boilerplate", "Views: 1234"),
        ("boilerplate", "Просмотров: 1234"),
        ("boilerplate", "Қаралды: 512"),
        ("boilerplate", "Page 3 of 10"),
        ("boilerplate", "Стр. 3 из 10"),
        ("boilerplate", "3-бет"),
        ("boilerplate", "Подписывайтесь на наш Telegram-канал!"),
        ("boilerplate", "Біздің Telegram арнамызға жазылыңыз"),
        ("boilerplate", "Мы используем файлы cookie, чтобы сайт работал лучше"),
    ],
)
def test_furniture(kind: str, line: str) -> None:
    assert furniture(line) == kind
    language = "en" if line.isascii() else "ru"
    page = f"{BODIES[language]}\n\n{line}\n\n{MORE[language]}"
    assert kinds(page) == [("body", BODIES[language]), (kind, line), ("body", MORE[language])]


@pytest.mark.parametrize(
    "line",
    [
        "By Monday the roads were open again.", "By Jane's count, forty thousand books were saved.",
        "Photo albums were saved first.", "Image matters, the director said.",
        "Authors from twelve countries will read in the hall.", "Read the rules before you borrow a book.",
        "See also how the roof was built and who paid for it in the end.",
        "Page after page was dried by hand.", "Share prices rose by 3 percent.", "May 5 was a holiday.",
        "Views differ.", "Follow the river to the library.", "Автор книги приедет в понедельник.",
        "Фото из архива показали посетителям.", "Победа «Беркута» над «Тулпаром» обрадовала зрителей.",
        "Читайте больше хороших книг!", "По теме выступили три докладчика.", "Просмотров стало меньше.",
        "На фото видно, как горела крыша.", "Источник питания отключили в полдень.", "Сурет көрмесі ашылды.",
        "Авторлар кітаптарын оқып берді.", "Оқырмандар көрмеге жазылды.", "Тағы бір зал ашылады.",
        "Бет ауыстырылды.",
    ],
)  # fmt: skip
def test_sentences_are_not_furniture(line: str) -> None:
    assert furniture(line) is None
    assert ("body", line) in kinds(f"{EN}\n\n{line}\n\n{RU}")


def test_lines_after_announced_links_are_links() -> None:
    page = f"{EN}\n\nRead also:\nHow the old library was lost\nWho paid for the roof\n\n{MORE['en']}"
    assert body(page) == [EN, MORE["en"]]
    assert len(of_kind(page, "links")) == 1


def test_markdown() -> None:
    page = f"""# {TITLES["en"]}

{EN}

## What it holds

- {MORE["en"]}
- forty chairs
1. one lamp

> Quoted once
> and again

```
code = 1

more = 2
```

| shelf | books |
|-------|-------|
| one   | 20    |

shelf | books
--- | ---
two | 30

Opening hours
-------------

See [the list](http://example.kz/hours) on the door, the director said: hours change in summer.

[A link](http://example.kz) · [Another](http://example.kz/b)
![The room](room.png)
---
"""
    assert kinds(page) == [
        ("heading", "#"),
        ("headline", TITLES["en"]),
        ("body", EN),
        ("heading", "## What it holds"),
        ("mark", "-"),
        ("body", MORE["en"]),
        ("list", "- forty chairs"),
        ("list", "1. one lamp"),
        ("quote", "> Quoted once\n> and again"),
        ("code", "```\ncode = 1\n\nmore = 2\n```"),
        ("table", "| shelf | books |\n|-------|-------|\n| one   | 20    |"),
        ("table", "shelf | books\n--- | ---\ntwo | 30"),
        ("heading", "Opening hours"),
        ("heading", "-------------"),
        (
            "body",
            "See [the list](http://example.kz/hours) on the door, the director said: hours change in summer.",
        ),
        ("links", "[A link](http://example.kz) · [Another](http://example.kz/b)"),
        ("caption", "![The room](room.png)"),
        ("boilerplate", "---"),
    ]


def test_rows_of_numbers_are_a_table() -> None:
    rows = "Зал 2010 2011\nДетский 120 140\nБольшой 300 1,5"
    assert kinds(f"{RU}\n\n{rows}") == [("body", RU), ("table", rows)]
    aligned = "Hall    Chairs   Books\nLarge   Forty    Many\nSmall   Ten      Few"
    assert kinds(f"{EN}\n\n{aligned}") == [("body", EN), ("table", aligned)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [40, 60, 76])
def test_hard_wrapped_lines_are_one_paragraph(language: str, width: int) -> None:
    paragraphs = [f"{BODIES[language]} {MORE[language]}", f"{MORE[language]} {BODIES[language]}"]
    page = "\n\n".join(textwrap.fill(p, width, break_on_hyphens=False) for p in paragraphs)
    assert [" ".join(piece.split()) for piece in body(page)] == paragraphs
    inset = "\n".join(
        textwrap.fill(p, width, initial_indent="    ", break_on_hyphens=False) for p in paragraphs
    )
    assert [" ".join(piece.split()) for piece in body(inset)] == paragraphs


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_sentence_or_paragraph_per_line_stays_so(language: str) -> None:
    sentences = [f"{s}." for s in MORE[language].rstrip(".").split(". ")] + [BODIES[language]]
    assert body("\n".join(sentences)) == sentences
    paragraphs = [f"{BODIES[language]} {MORE[language]}" * 2, f"{MORE[language]} {BODIES[language]}" * 2]
    assert body("\n".join(paragraphs)) == paragraphs


def test_verse_stays_line_by_line() -> None:
    verse = ["The lamp is lit.", "The door stands wide.", "The books wait on the shelf inside."]
    assert body("\n".join(verse)) == verse


def test_headings_precede_paragraphs_and_a_list_of_headlines_has_none() -> None:
    page = f"{EN}\n\nWhat comes next\n\n{EN[:-1]} again.\n\n{RU}"
    assert of_kind(page, "heading") == ["What comes next"]
    lines = ["One thing after another", "Second things first", "Third time lucky", "Fourth of them all"]
    assert body("\n\n".join([RU, *lines, EN])) == [RU, *lines, EN]


def test_a_repeated_sentence_is_not_a_headline() -> None:
    page = f"The lamp is lit.\n\n{EN}\n\nThe lamp is lit.\n\n{RU}"
    assert body(page) == ["The lamp is lit.", EN, "The lamp is lit.", RU]


def test_the_last_line_of_a_wrapped_sentence_is_not_furniture() -> None:
    page = """Читальный зал городской библиотеки был закрыт десять лет
назад из-за пожара, который начался в подвале, и снова
открыт для всех жителей города и гостей из других мест
21 сентября 2011 г."""
    assert body(page) == [page]


def test_running_heads_and_second_copies_are_repeats() -> None:
    sheets = enumerate((EN, RU, KK))
    page = "\n\n".join(f"Town Library Report 2011\n{text}\nPage {n} of 3" for n, text in sheets)
    assert body(page) == [EN, RU, KK]
    assert of_kind(page, "repeat") == ["Town Library Report 2011"] * 2
    assert kinds(f"{EN}\n\n{RU}\n\n{EN}")[-1] == ("repeat", EN)


def test_refrains_and_dialogue_are_body() -> None:
    lines = ["— Да.", RU, "— Да.", KK, "— Да.", "— Кто там? — спросил он."]
    assert body("\n".join(lines)) == lines


def test_a_whole_page() -> None:
    page = f"""Главная | Новости | Контакты
12:45, 21 сентября 2011
{TITLES["ru"]}
Автор: Айгуль Серикова
Поделиться Facebook Telegram

{TITLES["ru"]}АЛМАТЫ, 21 сентября. /Дала Пресс/ {RU}

Фото: пресс-служба
{MORE["ru"]}

Читайте также:
- Как горела старая библиотека
Теги: библиотека
© 2011 Дала Пресс. Все права защищены.
"""
    assert body(page) == [RU, MORE["ru"]]
    assert of_kind(page, "headline") == [TITLES["ru"]]
    assert of_kind(page, "dateline") == ["АЛМАТЫ, 21 сентября. /Дала Пресс/"]


@pytest.mark.parametrize("dateline", ["СЕМЕЙ, 12 мая (Дала Пресс) —", "СЕМЕЙ, 12 мая.", "СЕМЕЙ –"])
def test_a_headline_repeated_after_a_dateline_is_a_repeat(dateline: str) -> None:
    page = f"{TITLES['ru']}\n\n{dateline} {TITLES['ru']}. {RU}\n\n{MORE['ru']}"
    assert body(page) == [RU, MORE["ru"]]
    assert of_kind(page, "repeat") == [f"{dateline} {TITLES['ru']}."]


@pytest.mark.parametrize(
    "page",
    [
        "Only a headline", "- one\n- two\n- three", "1. first\n2. second", "# Title\n\n## Part",
        "News one\n\nNews two", "Home | News | About", "© 2011", "***", "> quoted", "```\ncode\n```",
        "| a | b |", "By Jane Doe", "Page 1 of 2", "12",
    ],
)  # fmt: skip
def test_every_page_has_a_body(page: str) -> None:
    assert body(page)


LINES = [
    *BODIES.values(), *TITLES.values(), "", "", "  ", "- item", "1) item;", "# Head", "---", "```", "> q",
    "| a | b |", "a|b|c", "--|--", "===", "Read also:", "Фото: кто-то", "By Jane Doe", "12", "1 2 3", "A",
    "b", "— Да.", "http://a.kz", "Page 1 of 3", "АСТАНА, 1 мая. /Аг/ Да.", "Share", "(a) b", "[x](y)",
    "Name  Of  Row", "   inset line goes here",
]  # fmt: skip
PAGES = st.lists(st.one_of(st.sampled_from(LINES), st.text(max_size=30)), max_size=25).map("\n".join)


@settings(deadline=None)
@given(PAGES, st.sampled_from([None, *LANGUAGES]))
@example("\x1c", None)
@example("a\r\u2028b", "en")
@example("#  ", None)
def test_blocks_cover_everything_in_order(page: str, language: str | None) -> None:
    for text in (page, normalize(page).text):
        found = blocks(text, language)
        at = 0
        for block in found:
            assert not text[at : block.start].strip()
            piece = text[block.start : block.end]
            assert piece
            assert piece == piece.strip()
            at = block.end
        assert not text[at:].strip()
        assert any(block.kind == "body" for block in found) == bool(text.strip())
        assert found == blocks(text, language)


@settings(deadline=None)
@given(PAGES)
def test_the_headline_is_on_the_page(page: str) -> None:
    found = blocks(page)
    block = headline(page, found)
    assert (block is None) == all(other.kind != "headline" for other in found)
    if block:
        assert any(o.kind == "headline" and o.start == block.start and block.end <= o.end for o in found)


ODD = [
    "a\n" * 20_000, "а" * 50_000, "[a](b)" * 9_000 + " x", "[a]:x" * 9_000 + " y", "А-" * 30_000,
    "А " * 30_000, "-" * 60_000 + "x", "(" * 60_000, " " * 60_000 + "x", "|" * 60_000, "#a," * 20_000,
    "1 " * 30_000,
    "".join(f"Head {i}\nA line longer than all lines above it, {i}, is a sentence.\n" for i in range(3000)),
]  # fmt: skip


@pytest.mark.parametrize("page", ODD, ids=range(len(ODD)))
def test_pathological_pages_take_linear_time(page: str) -> None:
    found = blocks(page)
    assert found[0].start == len(page) - len(page.lstrip())
    assert found[-1] == Block(found[-1].start, len(page.rstrip()), found[-1].kind)


def test_the_number_of_an_item_is_no_sentence() -> None:
    page = f"{EN}\n\n1. {BODIES['en']}\n2. {MORE['en']}\n"
    found = [sentence.text for sentence in outline(from_text(page, language="en")).sentences]
    assert not {"1.", "2."} & set(found)
    assert BODIES["en"] in " ".join(found)
    assert [each.text for each in outline(from_text("1\n2", language="en")).sentences]


@given(
    st.lists(st.sampled_from(["word", "a longer line", " ", "\n", "\n", "\n\n", "x"])).map("".join),
    st.sets(st.integers(0, 40)),
)
@example("x\nx\n\na longer line", {1})
def test_what_stands_before_the_next_blank_line(text: str, places: set[int]) -> None:
    """It says what reading all lines says, asked from the end on, which it is made for, or in any order."""
    rest = _Rest(text)
    ordered = sorted({min(place, len(text)) for place in places}, reverse=True)
    for start in (*ordered, *ordered[::2]):
        blank = text.find("\n\n", start)
        here = text[start : blank if blank >= 0 else len(text)]
        assert rest.next_word(start) == (here.split() or [""])[0]
        assert rest.longest(start) == max(map(len, here.split("\n")))
