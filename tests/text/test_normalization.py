"""Normalisation: characters, words hyphenated at line ends, and the map back to the original."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from summarize.text.normalization import _parts, normalize

AWKWARD = st.text(
    alphabet=st.one_of(
        st.sampled_from(
            list(
                "aaббқyY.-¬‐ \n\r\t\x0b\x0c\x85\xa0\xad\u0301\u0306\u0323и"
                "\u200b\u200d\u200c\ufeff\u2028👩🏽\u1100\u1161\u11a8\ud800"
            )
        ),
        st.characters(),
    ),
    max_size=60,
)
INVISIBLE = set("\xad\ufeff\u034f\u061c\u180e\u200b\u200c\u200d\u200e\u200f\r")


def essence(text: str) -> str:
    """The visible characters, composed: what normalisation must keep."""
    visible = (
        "\ufffd" if 0xD800 <= ord(c) <= 0xDFFF else c
        for c in text
        if not c.isspace()
        and c not in INVISIBLE
        and c not in "-¬‐‑"
        and unicodedata.category(c) not in ("Cc", "Cf")
    )
    return unicodedata.normalize("NFC", "".join(visible))


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("clean text stays", "clean text stays"),
        ("и\u0306 е\u0308 k\u0327", "й ё ķ"),
        ("\u212b\u2126 \u1100\u1161\u11a8 x\u0323\u0307", "ÅΩ 각 ẋ\u0323"),
        ("a\u00a0b\u2009c\u3000d\te\u202ff", "a b c d e f"),
        ("a\r\nb\rc\u0085d\u2028e\u2029f\x0cg\r\r\nh", "a\nb\nc\nd\ne\nf\ng\nh"),
        ("a\r\n\r\nb", "a\n\nb"),
        ("\ufeffпра\u00adви\u200bтельство\x00\x07", "правительство"),
        ("прави\u00ad\r\n  тельство", "правительство"),
        ("семья 👨‍👩‍👧 вместе", "семья 👨‍👩‍👧 вместе"),
        ("сло\u200dво\u200c", "слово"),
        ("\ud83dx\udc00", "\ufffdx\ufffd"),
        ("two  spaces\n\n\n  stay", "two  spaces\n\n\n  stay"),
        ("", ""),
    ],
)
def test_characters(raw: str, text: str) -> None:
    assert normalize(raw).text == text


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("прави-\nтельство", "правительство"),
        ("прави- \n   тельство", "правительство"),
        ("прави¬\nтельство", "правительство"),
        ("пра-\r\nви-\r\nтельство", "правительство"),
        ("govern-\nment", "government"),
        ("Ка-\nзахстан", "Казахстан"),
        ("құқық-\nтары", "құқықтары"),
        ("мес-\nто", "место"),
        ("по-\nтому", "потому"),
        ("по-\nлитика", "политика"),
        ("законо-\nдательный", "законодательный"),
        ("high-\nly", "highly"),
        ("кто-\nто", "кто-то"),
        ("какого-\nнибудь", "какого-нибудь"),
        ("по-\nрусски", "по-русски"),
        ("по-\nновому", "по-новому"),
        ("во-\nпервых", "во-первых"),
        ("из-\nза", "из-за"),
        ("Алматы-\nАстана", "Алматы-Астана"),
        ("EU-\nKazakhstan", "EU-Kazakhstan"),
        ("EU-\nled", "EU-led"),
        ("АҚШ-\nтың", "АҚШ-тың"),
        ("социально-\nэкономический", "социально-экономический"),
        ("пресс-\nслужба", "пресс-служба"),
        ("юго-\nзападный", "юго-западный"),
        ("бірте-\nбірте", "бірте-бірте"),
        ("бір-\nбірінен", "бір-бірінен"),
        ("қарым-\nқатынасты", "қарым-қатынасты"),
        ("six-\nteenth", "sixteenth"),
        ("non-\ngovernmental", "non-governmental"),
        ("long-\nterm", "long-term"),
        ("20-\nлетие", "20-летие"),
        ("10-\n15", "10-15"),
        ("site.kz/some-\nthing", "site.kz/some-thing"),
        ("слово -\nтире", "слово -\nтире"),
        ("список-\n\nдальше", "список-\n\nдальше"),
    ],
)
def test_words_hyphenated_at_line_ends(raw: str, text: str) -> None:
    assert normalize(raw).text == text


@pytest.mark.parametrize(
    ("elsewhere", "text"),
    [
        ("A cooperation began.", "cooperation"),
        ("A co-operation began.", "co-operation"),
        ("An operation began.", "cooperation"),
    ],
)
def test_usage_in_the_document_decides_about_a_hyphen(elsewhere: str, text: str) -> None:
    assert normalize(f"{elsewhere} The co-\noperation grew.").text == f"{elsewhere} The {text} grew."


def test_one_known_half_makes_a_compound_if_few_lines_end_in_a_hyphen() -> None:
    lines = "The vegan kitchen opens late.\n" * 40
    cut = "A vegan-\nfriendlier place is planned."
    assert "vegan-friendlier" in normalize(lines + cut).text
    assert "veganfriendlier" in normalize("The vegan kitchen opens late.\n" + cut).text


def test_two_words_of_the_document_make_a_compound() -> None:
    text = "Хлеб и соль. Без хлеба нет: хлеб-\nсоль."
    assert normalize(text).text.endswith("хлеб-соль.")


@pytest.mark.parametrize(
    ("raw", "wanted", "original"),
    [
        ("\ufeff Привет,\u00a0ми\u00adр!\r\n", "мир!", "ми\u00adр!"),
        ("Это прави-\r\nтельство решило.", "правительство", "прави-\r\nтельство"),
        ("Наи\u0306ден кофе\u0301.", "Найден", "Наи\u0306ден"),
        ("x\u200by\r\nz", "xy", "x\u200by"),
        ("a\r\nb", "a\nb", "a\r\nb"),
        ("\u200bслово\u200b", "слово", "слово"),
    ],
)
def test_a_span_maps_to_the_original(raw: str, wanted: str, original: str) -> None:
    normalized = normalize(raw)
    at = normalized.text.index(wanted)
    start, end = normalized.source_span(at, at + len(wanted))
    assert raw[start:end] == original


@pytest.mark.parametrize("raw", ["x\u0301\u0323y", "x\u0323\u0301y"])
def test_a_span_never_cuts_a_combining_sequence(raw: str) -> None:
    normalized = normalize(raw)
    for cut in range(1, len(normalized.text) - 1):
        assert normalized.source_span(0, cut) == (0, 3)
        assert normalized.source_span(cut, len(normalized.text)) == (0, 4)


def test_a_span_outside_the_text_is_refused() -> None:
    with pytest.raises(ValueError, match="not inside"):
        normalize("abc").source_span(1, 4)


@settings(deadline=None)
@given(AWKWARD)
@example("е-\nа")
@example("\xad\nа")
@example("e\u200b\u0301")
@example("\u1100\u200b\u1161")
def test_normalising_twice_changes_nothing(raw: str) -> None:
    once = normalize(raw).text
    again = normalize(once)
    assert again.text == once
    assert unicodedata.is_normalized("NFC", once)
    assert again.source_span(0, len(once))[1] == len(once.rstrip())


@settings(deadline=None)
@given(AWKWARD, st.data())
def test_spans_are_tight_and_have_the_same_characters(raw: str, data: st.DataObject) -> None:
    normalized = normalize(raw)
    size = len(normalized.text)
    start = data.draw(st.integers(0, size))
    end = data.draw(st.integers(start, size))
    low, high = normalized.source_span(start, end)
    assert 0 <= low <= high <= len(raw)
    piece = raw[low:high]
    assert piece == piece.strip()
    normal = normalized.text[start:end]
    assert essence(normal) in essence(piece)
    assert bool(piece) == bool(normal.strip())


@settings(deadline=None)
@given(AWKWARD)
def test_the_whole_maps_to_the_whole(raw: str) -> None:
    normalized = normalize(raw)
    low, high = normalized.source_span(0, len(normalized.text))
    assert essence(raw[low:high]) == essence(raw) == essence(normalized.text)
    assert not essence(raw[:low])
    assert not essence(raw[high:])


@settings(deadline=None)
@given(AWKWARD)
def test_the_map_is_monotone(raw: str) -> None:
    normalized = normalize(raw)
    spans = [normalized.source_span(i, i + 1) for i, c in enumerate(normalized.text) if not c.isspace()]
    assert spans == sorted(spans)
    assert [end for _, end in spans] == sorted(end for _, end in spans)


def test_the_map_of_a_large_text_is_small() -> None:
    normalized = normalize("Жол ұзақ.\r\n" * 50_000)
    assert sum(len(edits.before) * edits.before.itemsize for edits in normalized._passes) <= 50_000 * 8
    at = len(normalized.text) - 2
    assert normalized.source_span(at, at + 1) == (11 * 50_000 - 3, 11 * 50_000 - 2)


@given(st.lists(st.tuples(st.text("a б*-\n\xad\u0301", max_size=6), st.text("*_[", max_size=3)), max_size=12))
def test_marks_are_read_as_what_stands_for_them(pieces: list[tuple[str, str]]) -> None:
    text, said, marks = "", "", []
    for words, mark in pieces:
        text, said = text + words, said + words
        if mark:
            instead = " " if len(mark) == 2 else ""
            marks.append((len(text), len(text) + len(mark), instead))
            text, said = text + mark, said + instead
    found = normalize(text, marks)
    assert found.text == normalize(said).text
    for start in range(len(found.text)):
        first, last = found.source_span(start, start + 1)
        assert 0 <= first <= last <= len(text)


def test_a_long_text_is_read_in_parts_of_whole_lines() -> None:
    text = "Слово и дело\n" * 400_000
    parts = list(_parts(text))
    assert "".join(parts) == text
    assert len(parts) > 1
    assert all(part.endswith("\n") for part in parts)


def test_what_is_far_apart_in_a_long_text_counts_together() -> None:
    far = "ordinary words stand here on a line\n" * 70_000
    text = f"the north-\neast wind\n{far}north-east, north-east\n{far}the e\u0301t\u00e9\n"
    normal = normalize(text).text
    assert normal.startswith("the north-east wind")
    assert normal.endswith("the \u00e9t\u00e9\n")
