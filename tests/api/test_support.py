"""Support of a summary across languages: which source sentences it rests on, and what rests on none."""

from __future__ import annotations

import pytest
from concept_encoder import encoder

from summarize.api.cross_lingual import Translator, summarise_into
from summarize.api.support import rests_across, with_support
from summarize.request import Request, TranslationOptions
from summarize.result import Result
from summarize.result.generated import Generated, ReadingAccount
from summarize.text.documents import from_text

BRIDGE, SCHOOL, RAIN = (
    "Мост через реку построили за год и два месяца.",
    "Школу в селе закрыли на ремонт до осени.",
    "Дождь шёл всю неделю и залил дорогу.",
)
MEANINGS = (
    "мост bridge", "реку river", "построили built", "школу school", "закрыли closed", "ремонт repairs",
    "дождь rain", "залил flooded", "дорогу road", "elephant", "sang", "opera", "moon",
)  # fmt: skip
ACCOUNT = ReadingAccount(100, 100, 20, 10, 1, 1)
DOCUMENT = from_text(f"{BRIDGE} {SCHOOL} {RAIN}", "news", "ru")


def summary(text: str) -> Result:
    return Result(text, DOCUMENT, "abstractive", "m", "en", (), 3)


def test_a_sentence_rests_on_those_that_say_the_same() -> None:
    ours = ["The bridge over the river was built.", "Rain flooded the road.", "An elephant sang opera."]
    assert rests_across(encoder(*MEANINGS), ours, "en", [BRIDGE, SCHOOL, RAIN], "ru") == [(0,), (2,), ()]
    assert rests_across(encoder(*MEANINGS), ours, "en", [], "ru") == [(), (), ()]
    assert rests_across(encoder(*MEANINGS), [], "en", [BRIDGE], "ru") == []


def test_a_summary_names_its_sources_and_a_sentence_without_one_is_a_doubt() -> None:
    text = "The school was closed for repairs.\nAn elephant sang opera on the moon. The bridge was built."
    done = with_support(summary(text), DOCUMENT, encoder(*MEANINGS), Generated(ACCOUNT, (), ()))
    assert [one.text for one in done.sentences] == [BRIDGE, SCHOOL]
    assert all(DOCUMENT.text[one.start : one.end] == one.text for one in done.sentences)
    assert done.generated is not None
    assert [(one.text, one.sentences) for one in done.generated.support] == [
        ("The school was closed for repairs.", (1,)),
        ("An elephant sang opera on the moon.", ()),
        ("The bridge was built.", (0,)),
    ]
    (doubt,) = done.generated.checks
    assert (doubt.kind, doubt.certain, text[doubt.start : doubt.end]) == (
        "unsupported", False, "An elephant sang opera on the moon."
    )  # fmt: skip
    assert "unsupported" in done.warnings[0]


@pytest.mark.parametrize(("generated", "supported"), [(Generated(ACCOUNT, (), ()), True), (None, False)])
def test_only_what_a_model_wrote_gets_support(
    generated: Generated | None, supported: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The encoder is that of ``--meaning``; an extract has its sentences already."""
    from scripted_engine import Scripted

    found = encoder(*MEANINGS)
    monkeypatch.setattr("summarize.api.cross_lingual._encoder", lambda name, runtime: found)
    request = Request(
        task="abstractive", target="en", translation=TranslationOptions(meaning="x", mend=False)
    )
    translator = Translator(request, "en", Scripted(lambda *_: "The bridge was built."))

    def summarise(document: object, request: Request) -> Result:
        return Result(BRIDGE, DOCUMENT, "abstractive", "m", None, (), 3, generated=generated)

    done = summarise_into(DOCUMENT, request, translator, summarise)
    assert done.text == "The bridge was built."
    assert bool(done.generated and done.generated.support) is supported
    if done.generated:
        assert [one.text for one in done.sentences] == [BRIDGE]
