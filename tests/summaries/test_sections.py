"""Sections known by their names, in three languages, and what is never part of a summary."""

from __future__ import annotations

import pytest

from summarize.summaries.sections import bonuses, is_apart, kind


@pytest.mark.parametrize(
    ("heading", "section"),
    [
        ("Abstract", "abstract"),
        ("ABSTRACT:", "abstract"),
        ("Executive summary", "abstract"),
        ("Аннотация", "abstract"),
        ("Аңдатпа", "abstract"),
        ("Түйіндеме", "abstract"),
        ("1. Introduction", "introduction"),
        ("I. INTRODUCTION", "introduction"),
        ("1 Введение", "introduction"),
        ("Кіріспе", "introduction"),
        ("5.2 Conclusions and future work", "conclusion"),
        ("Summary and conclusions", "conclusion"),
        ("Заключение", "conclusion"),
        ("Выводы", "conclusion"),
        ("Қорытынды", "conclusion"),
        ("References", "apart"),
        ("Acknowledgments", "apart"),
        ("Список использованных источников", "apart"),
        ("Благодарности", "apart"),
        ("Ключевые слова", "apart"),
        ("Түйінді сөздер", "apart"),
        ("Пайдаланылған әдебиеттер тізімі", "apart"),
        ("Methods", None),
        ("Introductions to the board are over", None),
        ("Вводный курс", None),
        ("Summary of the law that the parliament of the republic adopted in its last session", None),
        (None, None),
        ("", None),
    ],
)
def test_names(heading: str | None, section: str | None) -> None:
    assert kind(heading) == section


@pytest.mark.parametrize(
    ("sentence", "heading", "apart"),
    [
        ("Omarov B. Wells of the steppe. Almaty, 2020.", "References", True),
        ("Figure 3: wells by region.", "Results", True),
        ("Рис. 2. Колодцы по областям.", None, True),
        ("2-кесте. Облыстардағы құдықтар.", None, True),
        ("Keywords: wells, steppe, water.", None, True),
        ("Ключевые слова: колодцы, степь.", None, True),
        ("Figure 3 shows wells by region.", "Results", False),
        ("Table 2 and Table 3 agree.", None, False),
        ("Таблица умножения висит на стене.", None, False),
        ("The wells of the steppe are deep.", "Introduction", False),
    ],
)
def test_what_belongs_into_no_summary(sentence: str, heading: str | None, apart: bool) -> None:
    assert is_apart(sentence, heading) is apart


def test_what_sentences_earn_by_their_section() -> None:
    found = bonuses(["Abstract", "Introduction", "Methods", "Conclusion", None, "References"])
    assert found.tolist() == pytest.approx([0.6, 0.3, 0, 0.3, 0, 0])
    assert bonuses([]).tolist() == []
