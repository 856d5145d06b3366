"""Candidate terms: phrases that occur where their translations do."""

from __future__ import annotations

from summarize.translation.terminology.extraction import Candidate, extract

SEGMENTS = [
    ("The supreme court opened.", "Верховный суд открылся."),
    ("He left the Supreme Court.", "Он вышел из Верховного суда."),
    ("Judges of the supreme courts met in Astana.", "Судьи верховных судов встретились в Астане."),
    ("It rained in Astana.", "В Астане шёл дождь."),
    ("Nobody came.", "Никто не пришёл."),
]


def test_phrases_are_counted_in_any_form() -> None:
    found = extract(SEGMENTS, "en", "ru")
    assert [(one.source.lower(), one.together, one.ours, one.theirs) for one in found] == [
        ("supreme court", 3, 3, 3),
        ("astana", 2, 2, 2),
    ]
    assert found[1] == Candidate("Astana", "Астане", 2, 2, 2)
    assert found[0].score == 1.0


def test_a_phrase_occurs_as_often_as_was_asked() -> None:
    assert [one.source.lower() for one in extract(SEGMENTS, "en", "ru", 3)] == ["supreme court"]
    assert extract(SEGMENTS, "en", "ru", 4) == []
    assert extract([], "en", "ru") == []


def test_segments_that_repeat_count_once() -> None:
    assert extract(SEGMENTS[:1] * 5, "en", "ru") == []
