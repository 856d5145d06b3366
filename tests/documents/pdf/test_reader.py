"""PDFs: reading order, paragraphs, furniture of pages, words, and files without usable text."""

from __future__ import annotations

import pytest
from pdf_by_hand import Page, pdf, wrapped
from reading import damaged, outcome, parts

from summarize.api.run import run
from summarize.documents.files import from_bytes
from summarize.errors import DocumentError
from summarize.request import Length, ReadingOptions, Request
from summarize.text.documents import Document

EN = (
    "The town council of Karabulak approved the plan for a new library on Tuesday. The building will have "
    "three reading rooms and a small theatre. Work is to begin in the spring and to last two years."
)
RU = (
    "Городской совет Карабулака во вторник утвердил план новой библиотеки. В здании будут три читальных "
    "зала и небольшой театр. Работы начнутся весной и продлятся два года."
)
KK = (
    "Қарабұлақ қалалық кеңесі сейсенбіде жаңа кітапхананың жобасын бекітті. Ғимаратта үш оқу залы мен "
    "шағын театр болады. Жұмыс көктемде басталып, екі жылға созылады."
)
TEXTS = {"en": EN, "ru": RU, "kk": KK}


def read(*pages: Page, **options: str) -> Document:
    return from_bytes(pdf(*pages), "a.pdf", options=ReadingOptions(**options))


@pytest.mark.parametrize("language", TEXTS)
def test_a_wrapped_paragraph_is_one_line(language: str) -> None:
    page = Page()
    below = page.paragraph(60, 760, TEXTS[language], 250)
    page.paragraph(60, below, TEXTS[language].split(". ")[2], 250)
    document = read(page)
    assert parts(document, "body") == [TEXTS[language], TEXTS[language].split(". ")[2]]
    assert document.language == language
    assert (document.format, document.pages, document.encoding) == ("pdf", 1, "pdf")


@pytest.mark.parametrize("language", TEXTS)
@pytest.mark.parametrize("shift", [0, 5])
def test_two_columns_are_read_one_after_the_other(language: str, shift: float) -> None:
    page = Page()
    page.text(60, 780, "A title that stands over both of the columns", 16)
    for x, top in ((60, 740), (310, 740 - shift)):
        below = page.paragraph(x, top, TEXTS[language], 220)
        page.paragraph(x, below, f"{x} {TEXTS[language]}", 220)
    document = read(page)
    text = TEXTS[language]
    assert " ".join(parts(document, "body")) == " ".join([text, f"60 {text}", text, f"310 {text}"])
    assert parts(document, "heading") == ["A title that stands over both of the columns"]


def test_three_columns_over_full_lines() -> None:
    page = Page()
    for x in (40, 220, 400):
        page.paragraph(x, 740, f"{x} {EN}", 160)
    page.paragraph(40, 500, f"Below: {EN} {EN}", 520)
    assert parts(read(page), "body") == [f"40 {EN}", f"220 {EN}", f"400 {EN}", f"Below: {EN} {EN}"]


def test_a_paragraph_goes_on_over_columns_and_pages_with_their_places() -> None:
    lines = wrapped(" ".join([EN] * 6), 220)
    first, second = Page(), Page()
    first.lines(60, 200, lines[:8])
    first.lines(310, 200, lines[8:16])
    second.lines(60, 780, lines[16:])
    document = read(first, second)
    assert parts(document, "body") == [" ".join([EN] * 6)]
    assert [(place.label, place.page) for place in document.places] == [("p. 1", 1), ("p. 2", 2)]
    assert document.text[document.places[1].start :] == " ".join(lines[16:])


def test_running_heads_and_page_numbers_are_kept_once_and_apart() -> None:
    pages = []
    for number in range(1, 6):
        page = Page()
        page.text(60, 810, f"Library news, issue {number}")
        below = page.paragraph(60, 760, f"{number}. {EN}".replace(f"{number}. ", ""), 250)
        page.paragraph(60, below, " ".join([RU] * number), 250)
        page.text(290, 30, f"– {number} –")
        pages.append(page)
    document = read(*pages)
    assert parts(document, "running") == ["Library news, issue 1"]
    assert " ".join(parts(document, "body")) == " ".join(
        text for n in range(1, 6) for text in (EN, *[RU] * n)
    )


def test_heads_that_change_with_the_chapter_are_found() -> None:
    pages = []
    for number in range(40):
        page = Page()
        page.text(60, 810, f"Chapter {'ABCD'[number // 10] * 4}")
        page.paragraph(60, 760, f"{'x' * (number + 1)} {EN} {EN}", 250)
        pages.append(page)
    document = read(*pages)
    assert [text[:9] for text in parts(document, "running")] == [
        "Chapter A",
        "Chapter B",
        "Chapter C",
        "Chapter D",
    ]
    assert document.text.count("Karabulak") == 80


def test_the_same_first_paragraph_on_two_pages_is_text() -> None:
    page = Page()
    page.paragraph(60, 760, f"{EN} {EN}", 250)
    document = read(page, page)
    assert parts(document, "running") == []
    assert document.text.count("Karabulak") == 4


@pytest.mark.parametrize(
    ("marked", "whole"),
    [
        ("Участники кон|фе|рен|ции обсудили развитие северо-западных районов области.", "конференции"),
        ("Жиналысқа қа|тыс|ушы|лар облыстың дамуын талқылады, бір-бірінен үйренді.", "қатысушылар"),
        ("The par|tici|pants of the con|fer|ence talked about the north-west of the region.", "participants"),
    ],
)
def test_words_hyphenated_at_line_ends_are_joined(marked: str, whole: str) -> None:
    text = marked.replace("|", "")
    for width in range(90, 200, 5):
        lines = wrapped(marked, width)
        page = Page()
        page.lines(60, 700, lines)
        document = read(page)
        assert whole in document.text, lines
        assert document.text == text, lines


def test_a_word_hyphenated_over_two_pages_is_joined() -> None:
    first, second = Page(), Page()
    first.lines(60, 700, ["The council approved the plan for a new library, and all of the parti-"])
    second.lines(60, 780, ["cipants agreed."])
    assert read(first, second).text.endswith("all of the participants agreed.")


def test_letters_drawn_in_a_second_pass_are_put_in_their_places() -> None:
    page = Page()
    for number, line in enumerate(wrapped(KK, 250)):
        y = 700 - 12 * number
        drawn = "".join(letter if letter not in "ңғқүұәөҚҒӘҮ" else " " for letter in line)
        missing = "".join(letter if letter in "ңғқүұәөҚҒӘҮ" else " " for letter in line)
        page.text(60, y, drawn)
        page.text(60, y, missing, font="B")
    assert read(page).text == KK


def test_headings_by_size_have_levels_and_are_not_chosen() -> None:
    page = Page()
    page.text(60, 800, "The annual report", 20)
    below = page.paragraph(60, 760, EN, 300)
    page.text(60, below - 10, "On the budget", 14)
    below = page.paragraph(60, below - 30, RU, 300)
    page.text(60, below - 10, "On the future", 10, "B")
    page.paragraph(60, below - 26, KK, 300)
    document = read(page)
    found = [
        (part.level, document.text[part.start : part.end])
        for part in document.parts
        if part.role == "heading"
    ]
    assert found == [(1, "The annual report"), (2, "On the budget"), (3, "On the future")]
    result = run(document, Request(length=Length("ratio", 1)))
    assert "report" not in result.text
    assert "budget" not in result.text


def test_footnotes_are_apart_from_the_text_they_interrupt() -> None:
    lines = wrapped(" ".join([EN] * 4), 300)
    first, second = Page(), Page()
    first.lines(60, 200, lines[:8])
    first.lines(60, 80, ["1 The plan was printed in the town's own paper,", "which few people read."], 7)
    second.lines(60, 780, lines[8:])
    document = read(first, second)
    assert parts(document, "body") == [" ".join([EN] * 4)]
    assert parts(document, "footnote") == [
        "1 The plan was printed in the town's own paper, which few people read."
    ]


def test_a_raised_number_is_the_mark_of_a_note_or_an_exponent() -> None:
    page = Page()
    page.text(60, 700, "The council approved the plan")
    page.text(205, 704, "12", 6)
    page.text(215, 700, "for 40 m")
    page.text(259, 704, "2", 6)
    page.text(267, 700, "of shelves.")
    assert read(page).text == "The council approved the plan[12] for 40 m² of shelves."


def test_rows_of_a_table_keep_their_cells() -> None:
    page = Page()
    below = page.paragraph(60, 760, EN, 400)
    for number, row in enumerate(
        [("Town", "Books", "Readers"), ("Karabulak", "12 400", "812"), ("Tekeli", "900", "77")]
    ):
        for x, cell in zip((60, 200, 300), row, strict=True):
            page.text(x, below - 14 * number, cell)
    page.paragraph(60, below - 60, RU, 400)
    document = read(page)
    assert parts(document, "row") == [
        "Town | Books | Readers",
        "Karabulak | 12 400 | 812",
        "Tekeli | 900 | 77",
    ]
    assert parts(document, "body") == [EN, RU]


@pytest.mark.parametrize(("drawn", "read_as"), [("\uf0b7", "•"), ("\uf0a7", "▪"), ("\uf0d8", "‣")])
def test_bullets_of_symbol_fonts_are_those_of_lists(drawn: str, read_as: str) -> None:
    page = Page()
    page.lines(60, page.paragraph(60, 760, EN, 400), [f"{drawn} A room", f"{drawn} A theatre"])
    assert parts(read(page), "list") == [f"{read_as} A room", f"{read_as} A theatre"]


def test_list_items_are_parted_and_a_dash_in_a_sentence_is_not_one() -> None:
    page = Page()
    below = page.lines(
        60,
        760,
        [
            "The council decided:",
            "1. to build the library in the middle of the town",
            "   for its readers;",
            "2. to plant trees.",
        ],
    )
    page.lines(60, below - 10, ["«We are glad of it»,", "– said the mayor of the town, who reads a lot."])
    document = read(page)
    assert parts(document, "list") == [
        "1. to build the library in the middle of the town for its readers;",
        "2. to plant trees.",
    ]
    assert (
        parts(document, "body")[-1] == "«We are glad of it», – said the mayor of the town, who reads a lot."
    )


def test_indented_first_lines_begin_paragraphs() -> None:
    page = Page()
    y = 760.0
    for _ in range(3):
        first, *rest = wrapped(f"   {EN}", 250)
        page.text(75, y, first.strip())
        y = page.lines(60, y - 12, rest)
    assert parts(read(page), "body") == [EN] * 3


def test_a_turned_page_is_read_along_its_lines() -> None:
    page = Page(rotate=90)
    for number, line in enumerate(wrapped(EN, 400)):
        page.text(100 + 12 * number, 100, line, turn="0 1 -1 0")
    assert read(page).text == EN


def test_letters_drawn_twice_to_look_bold_are_read_once() -> None:
    page = Page()
    for shift in (0, 0.3):
        page.text(60 + shift, 700, "Attention, all the readers of Karabulak!")
    assert read(page).text == "Attention, all the readers of Karabulak!"


def test_text_drawn_across_the_text_is_parted_from_it() -> None:
    pages = []
    for _ in range(3):
        page = Page()
        page.paragraph(60, 760, f"{EN} {EN}", 250)
        page.text(50, 743, "Secret draft of 2026", 7)
        pages.append(page)
    document = read(*pages)
    assert parts(document, "running") == ["Secret draft of 2026"]
    assert " ".join(parts(document, "body")) == " ".join([EN] * 6)


def test_sentences_of_a_summary_say_their_page() -> None:
    first, second = Page(), Page()
    first.paragraph(60, 760, EN, 250)
    second.paragraph(60, 760, EN.replace("library", "school").replace("Tuesday", "Monday"), 250)
    document = read(first, second)
    result = run(document, Request(length=Length("ratio", 1))).to_json()
    sentences = result["sentences"]
    assert isinstance(sentences, list)
    assert [sentence["page"] for sentence in sentences] == [1, 1, 1, 2, 2, 2]
    source = {
        "characters": len(document.text),
        "sentences": 6,
        "encoding": "pdf",
        "format": "pdf",
        "pages": 2,
    }
    assert result["source"] == source


def test_a_protected_file_needs_its_password() -> None:
    page = Page()
    page.paragraph(60, 760, EN, 250)
    data = pdf(page, password="secret")
    assert from_bytes(data, "a.pdf", options=ReadingOptions(password="secret")).text == EN
    with pytest.raises(DocumentError, match=r"a\.pdf is a PDF protected by a password; give its --password"):
        from_bytes(data, "a.pdf")
    with pytest.raises(DocumentError, match="the password does not open it"):
        from_bytes(data, "a.pdf", options=ReadingOptions(password="other"))


def test_a_file_protected_for_its_owner_only_opens() -> None:
    page = Page()
    page.paragraph(60, 760, EN, 250)
    assert from_bytes(pdf(page, password=""), "a.pdf").text == EN


def test_a_scan_is_refused_with_what_to_do() -> None:
    with pytest.raises(DocumentError, match=r"only pictures \(a scan\); give --ocr"):
        read(Page(picture=True))


def test_scanned_pages_among_others_are_named() -> None:
    page = Page()
    page.paragraph(60, 760, EN, 250)
    document = read(page, Page(picture=True), Page())
    assert document.text == EN
    assert [warning for warning in document.warnings if "pictures" in warning] == [
        "pages without text, only pictures: 2; give --ocr to recognise the letters in its pictures, "
        "which needs tesseract"
    ]


def test_fonts_without_a_map_to_letters_are_refused() -> None:
    page = Page()
    page.paragraph(60, 760, KK, 250)
    with pytest.raises(DocumentError, match="do not say which letters they draw"):
        from_bytes(pdf(page, mapped=False), "a.pdf")


def test_a_file_without_pages_or_text_is_refused() -> None:
    with pytest.raises(DocumentError, match="has no text"):
        read(Page())
    with pytest.raises(DocumentError, match="PDF"):
        read()


def test_damaged_files_give_a_line_or_a_result() -> None:
    page = Page()
    page.paragraph(60, 760, EN, 250)
    data = pdf(page, page)
    for each in damaged(data, 97):
        assert outcome(each)


@pytest.mark.parametrize("language", TEXTS)
def test_columns_of_a_few_lines_are_columns_and_no_table(language: str) -> None:
    page = Page()
    words = TEXTS[language].split()
    page.paragraph(60, 770, " ".join(words[:15]), 220)
    page.paragraph(310, 770, " ".join(words[15:]), 220)
    assert parts(read(page), "body") == [TEXTS[language]]
