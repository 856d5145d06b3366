"""Problems of a glossary: each kind is found, and good ones have none."""

from __future__ import annotations

from pathlib import Path

import pytest

from summarize.translation.glossary import Glossary, read
from summarize.translation.terminology.examination import examine

COURT = {"en": "court", "ru": "суд", "kk": "сот"}


@pytest.mark.parametrize(
    ("row", "kinds", "message"),
    [
        ({"en": "courts", "ru": "двор"}, ["conflict"], "a form of 'court' is 'двор' here and 'суд' in row 1"),
        ({"en": "court", "kk": "соттар"}, ["duplicate"], "the same as row 1"),
        ({"en": "tribunal", "ru": "суда"}, ["conflict"], "'суда', a form of 'суд' is 'tribunal' here"),
        ({"en": "Kазахстан", "ru": "Казахстан"}, ["lookalike"], "mixes Latin and Cyrillic letters"),
        ({"en": "law", "ru": "құқық"}, ["language"], "is in the column for Russian, but has Kazakh letters"),
        ({"en": "закон", "ru": "закон права"}, ["language"], "column for English, but has no Latin letter"),
        ({"en": "law", "kk": "law of land"}, ["language"], "column for Kazakh, but has no Cyrillic letter"),
        ({"en": "—", "ru": "тире"}, ["unusable"], "'—' has no letter, digit or sign"),
        ({"en": "he did not want to say this", "ru": "The law of the land is what we all want"}, ["language"],
         "but has no Cyrillic letter"),
        ({"en": "law", "ru": "закон | указ"}, [], ""),
        ({"en": "euro | €", "ru": "евро | €"}, [], ""),
        ({"en": "Google", "ru": "Google"}, [], ""),
        ({"en": "UN", "ru": "ООН", "kk": "UN"}, [], ""),
        ({"en": "Adil News", "keep": "yes"}, [], ""),
    ],
)  # fmt: skip
def test_each_kind(row: dict[str, str], kinds: list[str], message: str) -> None:
    found = examine(Glossary((COURT, row)))
    assert [problem.kind for problem in found] == kinds
    assert all(problem.place == "row 2" and message in problem.message for problem in found)


def test_another_part_of_speech_is_another_term() -> None:
    rows = ({"en": "vote", "ru": "голос", "part": "noun"}, {"en": "vote", "ru": "голосовать", "part": "verb"})
    assert examine(Glossary(rows)) == []
    assert examine(Glossary(tuple({**row, "part": "noun"} for row in rows)))


def test_columns_without_names_are_compared_in_their_languages() -> None:
    rows = ({"source": "суд", "target": "court"}, {"source": "суды", "target": "yard"})
    assert examine(Glossary(rows)) == []
    assert [problem.kind for problem in examine(Glossary(rows), ("ru", "en"))] == ["conflict"]
    assert {problem.kind for problem in examine(Glossary(rows), ("en", "ru"))} == {"language"}


def test_the_included_glossary_has_no_problem(root: Path) -> None:
    assert examine(read(root / "prompts" / "glossary.tsv")) == []
