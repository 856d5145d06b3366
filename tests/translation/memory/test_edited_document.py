"""An edited document taken back: paired with its source, checked again, told where it does not fit."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx_by_hand import docx, p, r
from editing import EDITING, member

from summarize.documents.files import from_bytes
from summarize.errors import UsageError
from summarize.result import Translation
from summarize.text.blocks import Block, Kind, Run
from summarize.text.documents import Document, from_text
from summarize.translation import kazakh_latin
from summarize.translation.direction import Options
from summarize.translation.document import translate_document
from summarize.translation.memory.block_alignment import certain_pairs
from summarize.translation.memory.edited import taken_back, target_of
from summarize.translation.memory.edited_document import is_document

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
ENGLISH = (
    "Contract on the lease of an office",
    "The tenant rents 120 square metres in Almaty. The rent is 450,000 tenge a month.",
    "The landlord repairs the roof and the heating at his own expense every year.",
    "The tenant pays by the fifth day of the month.",
    "The contract ends on 31 December 2027 and may be extended by both sides.",
)
RUSSIAN = (
    "Договор аренды офиса",
    "Арендатор снимает 120 квадратных метров в Алматы. Плата составляет 450 000 тенге в месяц.",
    "Арендодатель каждый год ремонтирует крышу и отопление за свой счёт.",
    "Арендатор платит до пятого числа месяца.",
    "Договор заканчивается 31 декабря 2027 года и может быть продлён обеими сторонами.",
)
KAZAKH = (
    "Кеңсені жалға алу туралы шарт",
    "Жалға алушы Алматыда 120 шаршы метр жалдайды. Жалдау ақысы айына 450 000 теңге.",
    "Жалға беруші жыл сайын шатыр мен жылытуды өз есебінен жөндейді.",
    "Жалға алушы айдың бесінші күніне дейін төлейді.",
    "Шарт 2027 жылғы 31 желтоқсанда аяқталады және екі тараптың келісімімен ұзартылуы мүмкін.",
)
LANGUAGES = {"en": ENGLISH, "ru": RUSSIAN, "kk": KAZAKH}


def packed(paragraphs: tuple[str, ...]) -> bytes:
    return docx("".join(map(p, paragraphs)))


def document(paragraphs: tuple[str, ...], language: str, body: str = "") -> Document:
    data = docx(body) if body else packed(paragraphs)
    return from_bytes(data, "contract.docx", language=language, options=EDITING)


def applied(source: Document, edited: bytes, folder: Path, target: str) -> Translation:
    path = folder / "edited.docx"
    path.write_bytes(edited)
    known = taken_back(str(path), target, source)
    options = Options(mend=False, known=known, whole=known.whole)
    return translate_document(source, target, lambda *_: (), options)


def paragraphs_of(done: Translation) -> list[str]:
    assert done.file is not None
    root = member(done.file.data, "word/document.xml")
    return ["".join(paragraph.itertext()) for paragraph in root.iter(f"{W}p")]


def told(done: Translation) -> list[str]:
    """What does not fit; how many paragraphs nothing confirms is not counted."""
    ours = [warning for warning in done.warnings if "paragraph" in warning or "edited.docx" in warning]
    return [warning for warning in ours if "order and length alone" not in warning]


def but(paragraphs: tuple[str, ...], place: int, *new: str) -> tuple[str, ...]:
    return (*paragraphs[:place], *new, *paragraphs[place + 1 :])


@pytest.mark.parametrize(
    ("source", "target"), [("en", "ru"), ("en", "kk"), ("ru", "kk"), ("kk", "ru"), ("ru", "en"), ("kk", "en")]
)
def test_every_sentence_is_what_the_person_made_of_it(source: str, target: str, tmp_path: Path) -> None:
    done = applied(document(LANGUAGES[source], source), packed(LANGUAGES[target]), tmp_path, target)
    assert paragraphs_of(done) == list(LANGUAGES[target])
    assert [len([s for s in done.segments if s.paragraph == n]) for n in range(5)] == [1, 2, 1, 1, 1]
    assert (
        done.segments[2].source == LANGUAGES[source][1][done.segments[1].end - done.segments[1].start + 1 :]
    )
    assert {attempt.strategy for segment in done.segments for attempt in segment.attempts} == {"edited"}
    assert told(done) == []


def test_a_mistake_of_a_person_is_found_by_the_same_checks(tmp_path: Path) -> None:
    wrong = but(RUSSIAN, 1, RUSSIAN[1].replace("450 000", "540 000"))
    done = applied(document(ENGLISH, "en"), packed(wrong), tmp_path, "ru")
    assert paragraphs_of(done) == list(wrong)
    assert [{flag.kind for flag in segment.flags} for segment in done.segments][2] == {"money"}


@pytest.mark.parametrize("place", range(5))
def test_a_paragraph_that_was_added_is_told_and_those_after_it_are_paired(place: int, tmp_path: Path) -> None:
    new = "Стороны решают споры в суде города Тараз по закону от 5 мая 1999 года № 17."
    edited = (*RUSSIAN[:place], new, *RUSSIAN[place:])
    done = applied(document(ENGLISH, "en"), packed(edited), tmp_path, "ru")
    assert paragraphs_of(done) == list(RUSSIAN)
    assert told(done) == [
        f"paragraph {place + 1} of edited.docx has no certain counterpart and is left out: {new[:60]!r}"
    ]


@pytest.mark.parametrize("place", [0, 1, 4])
def test_a_paragraph_that_was_removed_is_told_and_left_in_its_language(place: int, tmp_path: Path) -> None:
    done = applied(document(ENGLISH, "en"), packed(but(RUSSIAN, place)), tmp_path, "ru")
    assert paragraphs_of(done) == list(but(RUSSIAN, place, ENGLISH[place]))
    assert told(done) == [
        f"paragraph {place + 1} of the document has no certain counterpart and stays as it is: "
        f"{ENGLISH[place][:60]!r}"
    ]
    left = [segment for segment in done.segments if segment.paragraph == place]
    assert {segment.status for segment in left} == {"flagged"}


def test_what_could_belong_to_two_paragraphs_is_not_guessed(tmp_path: Path) -> None:
    source = ("Contract of 2027", "The roof is old.", "The wall is new.", "Signed on 5 May")
    edited = ("Договор 2027 года", "Крыша старая.", "Подписано 5 мая")
    done = applied(document(source, "en"), packed(edited), tmp_path, "ru")
    assert paragraphs_of(done) == [edited[0], *source[1:3], edited[2]]
    assert [line.split(" has ")[0] for line in told(done)] == [
        "paragraph 2 of the document", "paragraph 3 of the document", "paragraph 2 of edited.docx",
    ]  # fmt: skip


def test_how_many_paragraphs_nothing_confirms_is_told(tmp_path: Path) -> None:
    done = applied(document(ENGLISH, "en"), packed(RUSSIAN), tmp_path, "ru")
    assert (
        "3 of 5 paragraphs of edited.docx were paired by their order and length alone: "
        "no number or name in them confirms it"
    ) in done.warnings


def test_comments_and_tracked_changes_of_the_editor_are_told(tmp_path: Path) -> None:
    inserted = f'<w:p>{r(RUSSIAN[3][:-1])}<w:ins w:id="1">{r(" без задержки.")}</w:ins></w:p>'
    comment = f'<w:comment w:id="0">{p("Проверьте")}</w:comment>'
    edited = docx("".join([*map(p, RUSSIAN[:3]), inserted, p(RUSSIAN[4])]), comments=comment)
    done = applied(document(ENGLISH, "en"), edited, tmp_path, "ru")
    assert paragraphs_of(done)[3] == "Арендатор платит до пятого числа месяца без задержки."
    assert told(done) == [
        "edited.docx: tracked changes accepted: 1", "comments of edited.docx left out: 1",
    ]  # fmt: skip


def test_sentences_that_were_joined_are_one_segment(tmp_path: Path) -> None:
    joined = "Арендатор снимает 120 квадратных метров в Алматы за 450 000 тенге в месяц."
    done = applied(document(ENGLISH, "en"), packed(but(RUSSIAN, 1, joined)), tmp_path, "ru")
    assert paragraphs_of(done) == list(but(RUSSIAN, 1, joined))
    assert [(s.source, s.hypothesis) for s in done.segments if s.paragraph == 1] == [(ENGLISH[1], joined)]
    assert done.segments[2].hypothesis == RUSSIAN[2]
    assert told(done) == []


def test_sentences_in_another_order_are_one_segment(tmp_path: Path) -> None:
    turned = "Плата составляет 450 000 тенге в месяц. Арендатор снимает 120 квадратных метров в Алматы."
    done = applied(document(ENGLISH, "en"), packed(but(RUSSIAN, 1, turned)), tmp_path, "ru")
    assert [(s.source, s.hypothesis) for s in done.segments if s.paragraph == 1] == [(ENGLISH[1], turned)]


def test_a_number_that_is_not_translated_and_was_edited_is_told(tmp_path: Path) -> None:
    source, edited = (*ENGLISH, "1. 15 000"), (*RUSSIAN, "1. 16 000")
    done = applied(document(source, "en"), packed(edited), tmp_path, "ru")
    assert paragraphs_of(done)[-1] == "1. 15 000"
    assert told(done) == [
        "paragraph 6 of the document differs from edited.docx around its sentences and stays as it is: "
        "'1. 15 000'"
    ]


def test_an_edit_of_what_was_never_translated_is_told(tmp_path: Path) -> None:
    own = "Қазақстан Республикасының Конституциясы барлық азаматтарға тең құқық береді."
    source = (*RUSSIAN, own)
    edited = (*KAZAKH, own.replace("тең құқық", "бірдей құқықтар"))
    done = applied(document(source, "ru"), packed(edited), tmp_path, "kk")
    assert paragraphs_of(done) == [*KAZAKH, own]
    assert len(told(done)) == 1
    assert "sentence 7 is in the language of the translation already" in told(done)[0]


def test_formatting_and_pictures_are_those_of_the_source(tmp_path: Path) -> None:
    bold = f"<w:p>{r('The tenant pays by the ')}{r('12 May 2027', '<w:b/>')}{r(' to the landlord.')}</w:p>"
    body = "".join([*map(p, ENGLISH), bold])
    last = "Арендатор платит арендодателю до 12 мая 2027 года."
    done = applied(document((), "en", body), packed((*RUSSIAN, last)), tmp_path, "ru")
    assert paragraphs_of(done)[-1] == last
    assert done.file is not None
    runs = [
        run
        for run in member(done.file.data, "word/document.xml").iter(f"{W}r")
        if run.find(f".//{W}b") is not None
    ]
    assert "12 мая 2027" in "".join("".join(run.itertext()) for run in runs)


@pytest.mark.parametrize(
    ("edited", "message"),
    [
        (packed(KAZAKH), "edited.docx is in Kazakh, not in Russian"),
        (packed(ENGLISH), "edited.docx is in English, not in Russian"),
        (packed(("Список покупок на 3 дня", "Молоко и хлеб.")), "edited.docx does not fit contract.docx"),
        (packed(()), "edited.docx"),
        (b"", "is empty"),
        (b"PK\x03\x04 broken", "edited.docx"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), "edited.docx is"),
        ("Арендатор платит вовремя каждый месяц.".encode(), "another format than its name says"),
    ],
)
def test_what_is_no_translation_of_the_document_is_refused(
    edited: bytes, message: str, tmp_path: Path
) -> None:
    with pytest.raises(UsageError, match=message):
        applied(document(ENGLISH, "en"), edited, tmp_path, "ru")


def test_the_source_itself_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"contract\.docx is in Russian already"):
        applied(document(RUSSIAN, "ru"), packed(RUSSIAN), tmp_path, "ru")


def test_kazakh_in_latin_letters_is_refused(tmp_path: Path) -> None:
    latin = tuple(kazakh_latin.to_latin(each) for each in KAZAKH)
    with pytest.raises(UsageError, match="kk-Latn"):
        applied(document(ENGLISH, "en"), packed(latin), tmp_path, "kk")


def test_a_document_that_is_not_written_back_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "edited.docx").write_bytes(packed(RUSSIAN))
    with pytest.raises(UsageError, match=r"name an output with -o NAME\.docx, or give --format xliff"):
        taken_back(str(tmp_path / "edited.docx"), "ru", from_text("\n\n".join(ENGLISH), "a.txt", "en"))


def test_the_language_is_that_of_the_document(tmp_path: Path) -> None:
    for language, paragraphs in LANGUAGES.items():
        (tmp_path / "edited.docx").write_bytes(packed(paragraphs))
        assert target_of(str(tmp_path / "edited.docx"), None) == language


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a.docx", True),
        ("a.ODT", True),
        ("a.srt", True),
        ("a.xlf", False),
        ("a.html", False),
        ("a.tsv", False),
    ],
)
def test_documents_are_known_by_their_names(name: str, expected: bool) -> None:
    assert is_document(name) is expected


def test_a_line_break_that_was_added_is_no_loss_of_text(tmp_path: Path) -> None:
    lines = f"<w:p>{r('Арендатор платит до пятого числа месяца.')}<w:r><w:br/></w:r>{r('Алматы')}</w:p>"
    edited = docx("".join([*map(p, RUSSIAN[:3]), lines, p(RUSSIAN[4])]))
    done = applied(document(ENGLISH, "en"), edited, tmp_path, "ru")
    assert paragraphs_of(done) == list(but(RUSSIAN, 3, f"{RUSSIAN[3]} Алматы"))


SUBTITLES = "1\n00:00:01,000 --> 00:00:03,000\n{}\n\n2\n00:00:04,000 --> 00:00:06,000\n{}\n"


@pytest.mark.parametrize(
    ("name", "source", "edited"),
    [
        ("a.md", "# {}\n\n- **{}**\n\n```\nx = 1\n```\n", "# {}\n\n- {}\n\n```\nx = 1\n```\n"),
        ("a.srt", SUBTITLES, SUBTITLES),
        ("a.vtt", f"WEBVTT\n\n{SUBTITLES}".replace(",0", ".0"), f"WEBVTT\n\n{SUBTITLES}".replace(",0", ".0")),
    ],
)
def test_texts_are_taken_back_too(name: str, source: str, edited: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(edited.format(*RUSSIAN[2:4]), "utf-8")
    whole = from_bytes(source.format(*ENGLISH[2:4]).encode(), name, language="en", options=EDITING)
    known = taken_back(str(tmp_path / name), "ru", whole)
    done = translate_document(whole, "ru", lambda *_: (), Options(mend=False, known=known))
    assert done.text.split() == source.format(*RUSSIAN[2:4]).split()


def blocks(*texts: str) -> list[Block]:
    return [Block((Run(text),)) for text in texts]


def test_blocks_of_different_kinds_are_no_pair() -> None:
    note = [Block((Run("The roof is old."),), kind="footnote")]
    assert certain_pairs(blocks("The roof is old."), note) == []
    assert certain_pairs(note, note) == [(0, 0)]


def test_nothing_is_paired_with_nothing() -> None:
    assert certain_pairs([], []) == certain_pairs(blocks("One"), []) == certain_pairs([], blocks("One")) == []


def test_hundreds_of_blocks_are_paired_after_one_was_removed() -> None:
    ours = blocks(*(f"Paragraph {n} is about the year {1000 + n}." for n in range(600)))
    theirs = blocks(*(f"Абзац {n} посвящён {1000 + n} году." for n in range(600) if n != 300))
    assert certain_pairs(ours, theirs) == [(n, n - (n > 300)) for n in range(600) if n != 300]


def labelled(kind: Kind, *cells: tuple[str, str]) -> list[Block]:
    return [Block((Run(text),), kind=kind, label=label) for label, text in cells]


def test_cues_that_look_alike_are_paired_by_their_times() -> None:
    ours = labelled("cue", *((f"0:00:0{n}", "Come here now.") for n in range(6)))
    theirs = labelled("cue", *((f"0:00:0{n}", "Иди сюда сейчас.") for n in range(6) if n != 2))
    assert certain_pairs(ours, theirs) == [(0, 0), (1, 1), (3, 2), (4, 3), (5, 4)]


def test_cells_that_look_alike_are_not_paired_by_their_addresses_which_move_with_a_row() -> None:
    ours = labelled("table", *((f"Budget!A{n}", "The road is new.") for n in range(1, 7)))
    theirs = labelled("table", *((f"Budget!A{n}", "Дорога новая.") for n in range(1, 8)))
    assert certain_pairs(ours, theirs) == []
