"""Glossary terms in the prompts of chat models: those of each sentence, and no line without any."""

from __future__ import annotations

from pathlib import Path

import pytest
from running import Recorder, loaded, plain
from scripted_engine import Scripted, by

from summarize.engines.prompts import load, messages
from summarize.errors import UsageError
from summarize.request import Decoding, Instruction
from summarize.text.documents import from_text
from summarize.translation.direction import Options
from summarize.translation.document import translate_document
from summarize.translation.glossary import Glossary
from summarize.translation.routes import Hop, Route

TERMS = Glossary(
    (
        {"en": "court", "ru": "суд", "kk": "сот"},
        {"en": "round table", "ru": "круглый стол", "kk": "дөңгелек үстел"},
        {"en": "Tengri News", "ru": "Tengri News", "kk": "Tengri News"},
    )
)
SAID = "The court held a round table for Tengri News."
PLAIN = "Nobody came to the opening of the new bridge."
HEADING = "Use these translations of its terms"


def prompt(text: str, instruction: Instruction) -> str:
    return messages(text, instruction)[-1]["content"]


def test_the_prompt_has_the_terms_of_its_sentence_and_no_others() -> None:
    told: list[str] = []

    def chat(text: str, instruction: Instruction, decoding: Decoding) -> str:
        told.append(prompt(text, instruction))
        return text

    text = f"{SAID} {PLAIN}"
    options = Options(glossary=TERMS, mend=False)
    translate_document(from_text(text, language="en"), "kk", by(Scripted(chat)), options)
    first, second = told
    said = f"{HEADING}, in the form that each sentence needs:\n- round table: дөңгелек үстел\n- court: сот\n"
    assert f"{said}\n<document>" in first
    assert "Tengri News:" not in first  # a kept term is masked instead
    assert HEADING not in second
    assert "alone.\n\n<document>\n" in second  # and no gap for the missing terms


def test_without_a_glossary_the_prompt_is_the_same() -> None:
    bare = Instruction("translation", "en", "kk")
    none = Instruction("translation", "en", "kk", terms=lambda _: [])
    assert messages(SAID, bare) == messages(SAID, none)
    assert "\n\n\n" not in prompt(SAID, bare)


@pytest.mark.parametrize(("headed", "wanted"), [(True, ["суд", "сот"]), (False, [None, None])])
def test_each_leg_of_a_detour_has_its_own_terms(headed: bool, wanted: list[str | None]) -> None:
    """A glossary without a header has no terms for the language in the middle."""
    told: list[str | None] = []

    def chat(text: str, instruction: Instruction, decoding: Decoding) -> str:
        found = instruction.terms("The court sat. Суд заседал.") if instruction.terms else ()
        told.append(dict(found).get("court" if instruction.source == "en" else "суд"))
        return text

    rows = TERMS.rows if headed else ({"source": "court", "target": "сот"},)
    engine = Scripted(chat)
    way = Route((Hop("en", "ru", "one", lambda: engine), Hop("ru", "kk", "two", lambda: engine)))
    options = Options(glossary=Glossary(rows), mend=False)
    translate_document(from_text(SAID, language="en"), "kk", lambda *_: [way], options)
    assert told == wanted


def test_a_real_chat_template_includes_the_terms(monkeypatch: pytest.MonkeyPatch) -> None:
    recorder = Recorder(monkeypatch)
    instruction = Instruction("translation", "en", "kk", terms=lambda _: [("court", "сот")])
    loaded("qwen3").generate([SAID], instruction, Decoding(max_new_tokens=1))
    assert "- court: сот" in plain("qwen3").tokenizer.decode(recorder.calls[0]["input_ids"][0])


def test_terms_are_dropped_if_the_context_has_no_room_for_them(monkeypatch: pytest.MonkeyPatch) -> None:
    recorder = Recorder(monkeypatch)
    model = loaded("gemma3")
    many = [(f"court {number}", "сот") for number in range(2000)]
    instruction = Instruction("translation", "en", "kk", terms=lambda _: many)
    [done] = model.generate([SAID], instruction, Decoding(max_new_tokens=2))
    assert "court 7:" not in plain("gemma3").tokenizer.decode(recorder.calls[0]["input_ids"][0])
    assert done.tokens > 0


def test_a_custom_prompt_formats_terms_its_own_way(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text('user = "Terms: $glossary. $text"\n[glossary]\nterm = "$term→$translation"\n', "utf-8")
    instruction = Instruction("translation", "en", "kk", prompt=str(path), terms=lambda _: [("a", "b")])
    assert prompt("Text.", instruction) == "Terms: a→b. Text."
    path.write_text('user = "$text"\n[glossary]\nterm = "$word"\n', "utf-8")
    load.cache_clear()
    with pytest.raises(UsageError, match=r"unknown names: \$word; known: \$term, \$translation"):
        load(path)


def test_the_shipped_prompt_has_a_line_for_terms() -> None:
    shipped = load(Path(__file__).resolve().parents[2] / "prompts" / "translate.toml")
    assert "\n$glossary\n" in shipped.user
