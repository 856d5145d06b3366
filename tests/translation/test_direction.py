"""Flagged sentences are retried, the best attempt is kept, and every attempt is recorded."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from scripted_engine import Scripted, by

from summarize.request import Decoding
from summarize.text.documents import from_text
from summarize.translation.direction import Options
from summarize.translation.document import translate_document
from summarize.translation.glossary import Glossary
from summarize.translation.strategies import clauses

SOURCE = "The commission closed 8 factories in Astana on 14 June, and the company bought 30 buses."
RIGHT = "Комиссия закрыла 8 заводов в Астане 14 июня, а компания купила 30 автобусов."
WRONG = "Комиссия закрыла 80 заводов в Астане 14 июня, а компания купила 30 автобусов."
LOOP = "Комиссия закрыла заводы и закрыла заводы и закрыла заводы и закрыла заводы и закрыла заводы."


def done(say, *others, text: str = SOURCE, options: Options | None = None):  # type: ignore[no-untyped-def]
    engines = [Scripted(one) for one in (say, *others)]
    return translate_document(from_text(text, language="en"), "ru", by(*engines), options)


def always(text: str):  # type: ignore[no-untyped-def]
    return lambda *_: text


def test_a_sentence_that_passes_is_generated_once() -> None:
    engine = Scripted(always(RIGHT))
    found = translate_document(from_text(SOURCE), "ru", by(engine))
    assert (found.text, found.segments[0].status, engine.asked) == (RIGHT, "passed", [SOURCE])
    assert found.warnings == ()


@pytest.mark.parametrize(
    ("helps", "strategy"),
    [
        (lambda text, decoding: (decoding.num_beams or 1) >= 5, "beams"),
        (lambda text, decoding: decoding.no_repeat_ngram_size == 3, "no-repeat"),
    ],
)
def test_strategies_are_tried_until_one_helps(helps, strategy: str) -> None:  # type: ignore[no-untyped-def]
    found = done(lambda text, _, decoding: RIGHT if helps(text, decoding) else LOOP)
    segment = found.segments[0]
    assert (found.text, segment.status, segment.attempts[-1].strategy) == (RIGHT, "mended", strategy)
    assert segment.attempts[0].strategy == "first"
    assert found.account.mended == 1


def test_a_sentence_is_split_if_only_its_clauses_can_be_translated() -> None:
    parts = dict(zip(clauses(SOURCE), RIGHT.replace(", а", ",| а").split("|"), strict=True))
    found = done(lambda text, *_: parts.get(text, LOOP).strip())
    assert found.text == RIGHT
    assert found.segments[0].attempts[-1].strategy == "split"


def test_another_route_is_the_last_resort_and_is_recorded() -> None:
    found = done(always(LOOP), always(RIGHT))
    assert found.text == RIGHT
    assert [leg.model for leg in found.segments[0].legs] == ["model-1"]
    assert found.routes == ("en→ru: model-1",)


def test_without_mending_the_first_attempt_is_kept_with_its_flags() -> None:
    found = done(always(WRONG), always(RIGHT), options=Options(mend=False))
    assert (found.text, len(found.segments[0].attempts)) == (WRONG, 1)
    assert {flag.kind for flag in found.segments[0].flags} == {"number"}


def test_the_best_attempt_is_kept_with_its_flags() -> None:
    def say(text: str, _: object, decoding: Decoding) -> str:
        return LOOP if decoding.num_beams is None else WRONG

    found = done(say)
    assert (found.text, found.segments[0].status) == (WRONG, "flagged")
    assert found.account.flagged == 1
    assert any("1 flagged" in warning and "number" in warning for warning in found.warnings)


FAILURES = {
    "empty": "",
    "copy": SOURCE,
    "language": "Комиссия 14 маусымда Астанада 8 зауытты жапты, ал компания сол күні 30 автобус сатып алды.",
    "script": "كوميسسيا 14 ماۋسىمدا استانادا 8 زاۋىت جاپتى، ال كومپانيا 30 اۆتوبۋس ساتىپ الدى.",
    "loop": LOOP,
    "length": "Комиссия закрыла 8 заводов 14 июня, 30.",
    "number": WRONG,
    "date": RIGHT.replace("14 июня", "14 июля"),
}


@pytest.mark.parametrize("kind", FAILURES)
def test_each_failure_is_flagged_by_kind(kind: str) -> None:
    found = done(always(FAILURES[kind]))
    assert kind in {flag.kind for flag in found.segments[0].flags}
    assert found.segments[0].status == "flagged"


def test_output_cut_at_the_limit_is_flagged() -> None:
    class Stopped(Scripted):
        def generate(self, *arguments):  # type: ignore[no-untyped-def]
            return [type(one)(one.text, 1, 1, False) for one in super().generate(*arguments)]

    found = translate_document(from_text(SOURCE), "ru", by(Stopped(always(RIGHT))))
    assert {flag.kind for flag in found.segments[0].flags} == {"unfinished"}


def test_look_alike_letters_are_repaired_and_counted() -> None:
    found = done(always(RIGHT.replace("Комиссия", "Kомиccия")))
    assert (found.text, found.account.lookalikes, found.account.passed) == (RIGHT, 1, 1)


def test_output_is_in_nfc() -> None:
    found = done(always(RIGHT.replace("и", "и").replace("й", "й")))
    assert found.text == RIGHT


def test_chatter_around_an_answer_is_removed() -> None:
    assert done(always(f"Here is the translation:\n{RIGHT}")).text == RIGHT


def test_a_missed_glossary_term_is_forced() -> None:
    glossary = Glossary(({"source": "commission", "target": "комиссия по надзору"},))
    right = RIGHT.replace("Комиссия", "Комиссия по надзору")

    def say(text: str, *_: object) -> str:
        return RIGHT.replace("Комиссия", "ZX1") if "ZX1" in text else RIGHT

    found = done(say, options=Options(glossary=glossary))
    assert found.text == right
    assert found.segments[0].status == "mended"
    assert [(report.source, report.hits, report.misses) for report in found.glossary] == [
        ("commission", 1, 0)
    ]


def test_a_mended_sentence_says_what_was_changed() -> None:
    glossary = Glossary(({"source": "commission", "target": "Комиссия по надзору"},))
    found = done(
        lambda text, *_: RIGHT.replace("Комиссия", "ZX1") if "ZX1" in text else RIGHT,
        options=Options(glossary=glossary),
    )
    [segment] = found.segments
    assert segment.mending is not None
    assert (segment.mending.strategy, segment.mending.before) == ("glossary", RIGHT)
    assert [flag.message for flag in segment.mending.reasons] == [
        "“commission” should be “Комиссия по надзору”"
    ]
    [value] = found.to_json()["segments"]
    assert value["mending"]["before"] == RIGHT
    assert value["hypothesis"] == RIGHT.replace("Комиссия", "Комиссия по надзору")
    assert done(always(RIGHT)).segments[0].mending is None


def test_the_first_attempt_is_shown_in_the_same_script() -> None:
    said = "The commission closed 8 factories in Astana."
    wrong, right = "Комиссия Астанада 6 зауытты жапты.", "Комиссия Астанада 8 зауытты жапты."
    found = translate_document(
        from_text(said, language="en"),
        "kk",
        by(Scripted(lambda _text, _instruction, decoding: right if decoding.num_beams else wrong)),
        Options(script="latin"),
    )
    [segment] = found.segments
    assert segment.mending is not None
    assert segment.mending.before.replace("6", "8") == segment.hypothesis
    assert "Astanada" in segment.hypothesis


@pytest.mark.parametrize(
    "forced",
    [
        "ZX1 закрыла 80 заводов в Астане 14 июня, а компания купила 30 автобусов.",  # another number
        "ZX1 закрыла 8 заводов, 14 июня, Астана; эти 30 новых машин теперь принадлежат другим людям.",
    ],
    ids=["a new flag", "another sentence"],
)
def test_a_term_is_not_put_in_if_the_rest_suffers(forced: str) -> None:
    glossary = Glossary(({"source": "commission", "target": "Надзорный совет"},))
    found = done(lambda text, *_: forced if "ZX1" in text else RIGHT, options=Options(glossary=glossary))
    [segment] = found.segments
    assert segment.attempts[-1].strategy == "glossary"
    assert (segment.hypothesis, segment.status) == (RIGHT, "flagged")
    assert [flag.kind for flag in segment.flags] == ["glossary"]


def test_a_sentence_that_has_the_term_in_any_form_is_not_touched() -> None:
    glossary = Glossary(({"source": "factories", "target": "завод"}, {"source": "bus", "target": "автобус"}))
    engine = Scripted(always(RIGHT))
    found = translate_document(from_text(SOURCE, language="en"), "ru", by(engine), Options(glossary=glossary))
    assert (found.text, found.segments[0].status, engine.asked) == (RIGHT, "passed", [SOURCE])


def test_only_a_missing_term_is_put_in() -> None:
    glossary = Glossary(
        ({"source": "commission", "target": "Надзорный совет"}, {"source": "factory", "target": "завод"})
    )
    engine = Scripted(lambda text, *_: RIGHT.replace("Комиссия", "ZX1") if "ZX1" in text else RIGHT)
    found = translate_document(from_text(SOURCE, language="en"), "ru", by(engine), Options(glossary=glossary))
    assert engine.asked[-1] == SOURCE.replace("commission", "ZX1")
    assert found.text == RIGHT.replace("Комиссия", "Надзорный совет")


def test_a_term_that_cannot_be_forced_is_reported_as_missed() -> None:
    glossary = Glossary(({"source": "commission", "target": "надзорный совет"},))
    found = done(lambda text, *_: RIGHT, options=Options(glossary=glossary))
    assert [(report.hits, report.misses) for report in found.glossary] == [(0, 1)]
    assert any("glossary terms missed: commission" in warning for warning in found.warnings)
    assert "glossary" in {flag.kind for flag in found.segments[0].flags}


def test_kept_terms_are_masked_from_the_model() -> None:
    engine = Scripted(lambda text, *_: text)
    glossary = Glossary(({"source": "Tengri News", "target": "Tengri News"},))
    text = "The editors of Tengri News opened a school for 30 reporters."
    translate_document(from_text(text), "ru", by(engine), Options(glossary=glossary, mend=False))
    assert engine.asked == ["The editors of ZX1 opened a school for 30 reporters."]


def test_the_json_has_every_attempt() -> None:
    found = done(lambda text, _, decoding: RIGHT if decoding.num_beams else LOOP).to_json()
    assert json.loads(json.dumps(found))["schema"] == "summarize/translation/1"
    (segment,) = found["segments"]
    assert segment["source"] == SOURCE == SOURCE[segment["start"] : segment["end"]]
    assert [attempt["rung"] for attempt in segment["attempts"]] == ["first", "beams"]
    assert "loop" in segment["attempts"][0]["flags"]
    assert segment["legs"] == [{"source": "en", "target": "ru", "model": "model-0", "text": RIGHT}]
    assert found["account"]["attempts"] == 2


def test_source_is_kept_and_flagged_if_the_model_writes_nothing() -> None:
    first, second = "The commission closed 8 factories.", "The company bought 30 buses."
    silent = Scripted(lambda text, *_: "" if "company" in text else "Комиссия закрыла 8 заводов.")
    options = Options(typography=True, glossary=Glossary())
    found = translate_document(from_text(f"{first} {second}", language="en"), "ru", by(silent), options)
    assert found.text == f"Комиссия закрыла 8 заводов. {second}"
    assert [segment.status for segment in found.segments] == ["passed", "flagged"]
    assert [flag.message for flag in found.segments[1].flags] == [
        "the model wrote nothing; source kept untranslated"
    ]
    assert found.segments[1].legs == ()  # must not enter a translation memory


class Counting(Scripted):
    """Counts the words that it writes, and says that it was stopped in a loop if it wrote ``loop``."""

    written = 0

    def __init__(self, say, loop: str = "\0") -> None:  # type: ignore[no-untyped-def]
        super().__init__(say)
        self._loop = loop

    def generate(self, texts, instruction, decoding):  # type: ignore[no-untyped-def]
        assert decoding.stopping is not None
        made = super().generate(texts, instruction, decoding)
        self.written += sum(self.count(one.text) for one in made)
        return [
            replace(one, tokens=self.count(one.text), stop="loop" if one.text == self._loop else None,
                    finished=one.text != self._loop)
            for one in made
        ]  # fmt: skip


def test_attempts_at_a_short_document_write_at_most_a_hundred_tokens_a_sentence() -> None:
    engine = Counting(always("Нет " * 80))
    found = translate_document(from_text(" ".join([SOURCE] * 3), language="en"), "ru", by(engine))
    assert engine.written <= 300
    assert found.account.flagged == 3
    assert found.account.given_up > 0
    assert "not tried again" in found.warnings[-1]
    assert found.to_json()["account"]["given_up"] == found.account.given_up


def test_a_model_that_fails_the_first_twenty_is_not_retried_on_the_rest() -> None:
    texts = [f"{SOURCE[:-1]} in town {number}." for number in range(50)]
    engine = Counting(always(WRONG))
    found = translate_document(from_text("\n\n".join(texts), language="en"), "ru", by(engine))
    assert [len(segment.attempts) > 1 for segment in found.segments] == [True] * 20 + [False] * 30
    assert found.account.given_up == 30


def test_a_good_model_is_retried_wherever_it_fails() -> None:
    texts = [SOURCE.replace("8", str(number)) for number in range(31, 61)]

    def say(text, _instruction, decoding):  # type: ignore[no-untyped-def]
        right = RIGHT.replace("8", text.split()[3])
        return WRONG if "58" in text and not decoding.num_beams else right

    found = translate_document(from_text("\n\n".join(texts), language="en"), "ru", by(Counting(say)))
    assert (found.account.mended, found.account.given_up) == (1, 0)


def test_a_stopped_loop_is_flagged_as_a_loop() -> None:
    engine = Counting(always(RIGHT), loop=RIGHT)
    found = translate_document(from_text(SOURCE), "ru", by(engine))
    assert [flag.kind for flag in found.segments[0].flags] == ["loop"]
