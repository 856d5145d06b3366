"""When writing ends early: complete sentences, loops, and texts that are kept as if nothing had ended."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from summarize.engines.stopping import Watch, is_complete, phrase, repeats_itself, split
from summarize.request import Length, Stopping
from summarize.summaries.folding import trim

ARTICLES = sorted((Path(__file__).parents[2] / "evals/news/articles").glob("*.json"))


def test_the_beginning_of_the_next_sentence_must_be_seen() -> None:
    one = Length("sentences", 1)
    assert not is_complete("The law passed.", one, "en")
    assert not is_complete("The law passed. It", one, "en")
    assert is_complete("The law passed. It takes effect", one, "en")
    assert not is_complete("It was signed by Dr. Smith of the council", one, "en")
    assert not is_complete('He read "A New Law. It takes effect', one, "en")


def test_words_are_complete_when_the_next_sentence_does_not_fit() -> None:
    text = "The law passed. It takes effect in May"
    assert is_complete(text, Length("words", 7), "en")
    assert not is_complete(text, Length("words", 8), "en")
    assert not is_complete(text, Length("words", 2), "en")


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
@pytest.mark.parametrize("length", [Length("sentences", 1), Length("sentences", 3), Length("words", 40)])
def test_what_is_kept_of_a_text_does_not_change_after_the_end(language: str, length: Length) -> None:
    """Over all articles, written character by three characters: stopping keeps what the whole text would."""
    stopped = 0
    for path in ARTICLES[::3]:
        text = " ".join(json.loads(path.read_text("utf-8"))[language]["paragraphs"])
        end = next((at for at in range(0, len(text), 3) if is_complete(text[:at], length, language)), None)
        if end is None:
            continue
        stopped += 1
        assert trim(split(text[:end], language)[:-1], length) == trim(split(text, language), length)
    assert stopped > 10


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("First. " + "It is so. " * 7, "It is so."),
        ("Так и есть, " * 9, "Так и есть,"),
        ("a" * 40, "a"),
        ("Б" + "ла" * 30, "ла"),
        ("".join(f"In {year} there were {year % 7} towns. " for year in range(1990, 2000)), "towns"),
        ("".join(f"In {year} there were {year % 7} towns. " for year in range(1990, 1993)), None),
        ("It is so. It is so. It is not so.", None),
        ("1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30", None),
        ("....................", None),
    ],
)
def test_a_phrase_that_repeats_is_a_loop(text: str, found: str | None) -> None:
    repeated = phrase(text)
    assert (repeated is None) == (found is None)
    assert found is None or (repeated is not None and (repeated in text and len(repeated) < 40))


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_articles_are_no_loops(language: str) -> None:
    for path in ARTICLES:
        text = " ".join(json.loads(path.read_text("utf-8"))[language]["paragraphs"])
        assert not repeats_itself(text)
        assert not any(phrase(text[:at]) for at in range(0, len(text), 97))


def watch(source: str, words: Sequence[str], length: Length | None = None) -> Watch:
    return Watch(Stopping(length), "en", source, lambda row: " ".join(words[token] for token in row))


def test_a_text_that_repeats_may_be_written_as_it_is() -> None:
    words = ("Hey", "Jude,", "na") + ("na",) * 60
    row = list(range(len(words)))
    looping = watch("A song.", words)
    assert looping.ends(row[:60])
    assert (looping.stop, looping.length) == ("loop", 60)
    assert not watch(" ".join(words), words).ends(row[:60])


def test_tokens_that_are_no_text_end_too() -> None:
    nothing = Watch(Stopping(), "en", "A text.", lambda row: "")
    assert not nothing.ends([5] * 31)
    assert nothing.ends([5] * 32)
