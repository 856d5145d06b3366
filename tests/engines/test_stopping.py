"""When writing ends early: complete sentences, loops, and texts that are kept as if nothing had ended."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
import torch

from summarize.engines.decoder.workers import Course
from summarize.engines.stopping import Watch, is_complete, phrase, repeats_itself, split
from summarize.engines.text_engine import Source
from summarize.engines.transformers import _Ending
from summarize.progress import Meter
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


def test_what_is_written_is_shown_each_time_that_it_is_looked_at() -> None:
    shown: list[str] = []
    words = ("The", "bridge", "is", "old", "and", "wide")
    show = Watch(Stopping(), "en", "A text.", lambda row: " ".join(words[at] for at in row), shown.append)
    show.ends([0, 1, 2, 3])
    show.ends([0, 1, 2, 3, 4, 5])
    assert shown == ["The bridge is old", "The bridge is old and wide"]


def test_tokens_that_are_no_text_end_too() -> None:
    nothing = Watch(Stopping(), "en", "A text.", lambda row: "")
    assert not nothing.ends([5] * 31)
    assert nothing.ends([5] * 32)


class Written:
    """Articles as rows of ids, one for each word; the end has id 0."""

    def __init__(self, language: str, articles: Sequence[Path]) -> None:
        read = (json.loads(path.read_text("utf-8"))[language]["paragraphs"] for path in articles)
        self.language, self.texts = language, [" ".join(paragraphs) for paragraphs in read]
        self._words = ["", *dict.fromkeys(word for text in self.texts for word in text.split())]
        places = {word: place for place, word in enumerate(self._words)}
        self.rows = [[*(places[word] for word in text.split()), 0] for text in self.texts]

    def text(self, row: Sequence[int]) -> str:
        return " ".join(self._words[token] for token in row)

    def watches(self, length: Length) -> list[Watch]:
        return [Watch(Stopping(length), self.language, text, self.text) for text in self.texts]

    def kept(self, watch: Watch, row: list[int], length: Length) -> list[str]:
        if watch.stop is None:
            return trim(split(self.text(row[:-1]), self.language), length)
        assert watch.stop == "complete"
        return trim(split(self.text(row[: watch.length]), self.language)[:-1], length)


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
@pytest.mark.parametrize("length", [Length("sentences", 3), Length("words", 60)])
def test_both_engines_keep_what_an_unbounded_text_would_give(language: str, length: Length) -> None:
    """The same rows, step by step, through what each engine asks after a step."""
    written = Written(language, ARTICLES[:6])
    library, ours = written.watches(length), written.watches(length)
    longest = max(map(len, written.rows))
    rows = torch.tensor([[7, *row, *[0] * (longest - len(row))] for row in written.rows])
    sources = [Source(index, [7], longest, watch=watch) for index, watch in enumerate(library)]
    ending = _Ending(sources, 1, frozenset({0}), Meter("model", 0, len(sources)))
    done = torch.zeros(len(rows), dtype=torch.bool)
    course = Course(watches=ours)
    for step in range(1, longest + 1):
        done |= ending(rows[:, : step + 1], None)
        for index, row in enumerate(written.rows):
            if step < len(row) and ours[index].stop is None:
                course.ends(index, step, lambda row=row, step=step: row[:step])
    assert done.all()
    for row, one, other in zip(written.rows, library, ours, strict=True):
        assert (one.stop, one.length) == (other.stop, other.length)
        assert one.length < len(row)
        assert written.kept(one, row, length) == trim(split(written.text(row[:-1]), language), length)
