"""Errors, doubts and what a person has accepted, from a sentence to a whole document."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from scripted_engine import Scripted, by

from summarize.api.cross_lingual import Translator
from summarize.checks.waivers import allowance, digest
from summarize.errors import FaithfulnessError
from summarize.request import Request
from summarize.result import Translation
from summarize.text.documents import from_text
from summarize.translation.direction import Options
from summarize.translation.document import translate_document
from summarize.translation.writers.formats import written

ROAD, WRONG_ROAD = "The road is 5 km long.", "Длина дороги — 5 м."
PRICES, DOUBTFUL_PRICES = "The company did not raise its prices.", "Компания повысила цены."


def scripted(said: Mapping[str, str]) -> Scripted:
    return Scripted(lambda text, *_: said[text])


def translated(said: Mapping[str, str], options: Options | None = None) -> Translation:
    document = from_text(" ".join(said), language="en")
    return translate_document(document, "ru", by(scripted(said)), options or Options(mend=False))


def translator(said: Mapping[str, str], **asked: object) -> Translation:
    request = Request(task="translation", strict=True, **asked)  # type: ignore[arg-type]
    return Translator(request, "ru", scripted(said))(from_text(" ".join(said), "a.txt", "en"))


@pytest.mark.parametrize(
    ("reader", "message"), [("en", "where the source has"), ("ru", "в исходном тексте"), ("kk", "түпнұсқада")]
)
def test_strict_fails_on_an_error_and_says_why_in_the_language_of_the_reader(
    reader: str, message: str
) -> None:
    with pytest.raises(FaithfulnessError, match=f"1 of 2 sentences have errors .*{message}"):
        translator({ROAD: WRONG_ROAD, PRICES: DOUBTFUL_PRICES}, reader=reader)


def test_strict_lets_a_doubt_pass() -> None:
    (segment,) = translator({PRICES: DOUBTFUL_PRICES}).segments
    assert (segment.status, segment.certain) == ("flagged", False)
    assert [flag.severity for flag in segment.flags] == ["doubt"]


def test_a_kind_that_is_allowed_is_muted_and_kept_in_the_record() -> None:
    (segment,) = translator({ROAD: WRONG_ROAD}, allow=("unit",)).segments
    assert (segment.status, segment.flags) == ("passed", ())
    assert [flag.kind for flag in segment.waived] == ["unit"]
    assert [flag["kind"] for flag in segment.to_json()["waived"]] == ["unit"]


def test_a_waiver_holds_for_its_segment_alone(tmp_path: Path) -> None:
    said = {ROAD: WRONG_ROAD, "The other road is 7 km long.": "Другая дорога — 7 м."}
    flagged = translated(said)
    assert flagged.segments[0].digest == digest(ROAD, WRONG_ROAD)
    file = tmp_path / "waivers.tsv"
    file.write_text(
        f"segment\tkind\twho\twhy\n{flagged.segments[0].digest}\tunit\tAnna\ta misprint\n", "utf-8"
    )
    options = Options(mend=False, allowance=allowance((), str(file)))
    assert [segment.status for segment in translated(said, options).segments] == ["passed", "flagged"]


def test_tables_have_digests_and_mark_doubts_in_the_language_of_the_reader() -> None:
    table = written([translated({PRICES: DOUBTFUL_PRICES})], "tsv", reader="kk").splitlines()
    assert table[0].endswith("flags\tsegment")
    assert table[1].endswith(digest(PRICES, DOUBTFUL_PRICES))
    assert "negation?: түпнұсқада «did not»" in table[1]


MARKED = {
    "“We shall come back here next spring.”": "«Мы вернёмся сюда следующей весной.",
    "“We shall finish the school in town then.”": "Тогда мы достроим в городе школу.",
    "“And nobody will stop us from doing so.”": "И никто нам в этом не помешает».",
}


def test_quotations_are_compared_by_paragraph() -> None:
    assert [segment.status for segment in translated(MARKED).segments] == ["passed"] * 3
    bare = {**MARKED, "“And nobody will stop us from doing so.”": "И никто нам в этом не помешает."}
    bare["“We shall come back here next spring.”"] = "Мы вернёмся сюда следующей весной."
    assert {flag.kind for segment in translated(bare).segments for flag in segment.flags} == {"quotation"}
