"""Sentences with flags are tried again, and the attempt with the least severe flags is the best."""

from __future__ import annotations

from dataclasses import replace

from summarize.checks.findings import Finding
from summarize.result.segments import Attempt
from summarize.translation.strategies import Strategy, best, severity, try_strategies


def test_a_sentence_without_flags_is_not_retried() -> None:
    flag = Finding("number", "", "", 0, 0)
    seen: list[tuple[str, ...]] = []

    def strategy(name: str, good: str) -> Strategy:
        def translate(texts):  # type: ignore[no-untyped-def]
            seen.append(tuple(texts))
            return [Attempt(name, text, () if text in good else (flag,), ()) for text in texts]

        return Strategy(name, translate)

    strategies = [strategy("one", "a"), strategy("two", "b"), strategy("three", "")]
    made = try_strategies(["a", "b", "c"], strategies)
    assert seen == [("a", "b", "c"), ("b", "c"), ("c",)]
    assert [best(attempts).strategy for attempts in made] == ["one", "two", "one"]
    assert severity([]) == 0 < severity([flag]) < severity([Finding("script", "", "", 0, 0)])


def test_a_lighter_new_flag_does_not_pay_for_a_term() -> None:
    missed, named = Finding("glossary", "", "", 0, 0), Finding("name", "", "", 0, 0)
    first, forced = Attempt("first", "Да.", (missed,), ()), Attempt("glossary", "Да.", (named,), ())
    assert severity(forced.flags) < severity(first.flags)
    assert best([first, forced]) is first
    assert best([first, replace(forced, strategy="beams")]).strategy == "beams"
    assert best([replace(first, flags=(missed, named)), forced]) is forced
