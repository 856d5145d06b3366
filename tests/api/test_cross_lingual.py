"""``summarize FILE --to LANG``: a summary in another language, by a tiny model of NLLB's layout."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from trained import folder
from trained.texts import SENTENCES
from trained.warm import run_warm

from summarize.api.run import run
from summarize.errors import FaithfulnessError, ModelError, UsageError
from summarize.evaluation.runs import run_suite
from summarize.evaluation.suites import load_suite
from summarize.evaluation.systems import library_system
from summarize.request import Decoding, Length, Request, Runtime
from summarize.text.documents import from_text

FACTS = SENTENCES[80:86]
CPU = Runtime(device="cpu")


pytestmark = pytest.mark.usefixtures("one_thread")


@pytest.fixture(scope="session")
def nllb() -> str:
    """The folder of the trained model."""
    return str(folder("nllb"))


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "news.txt"
    path.write_text(" ".join(fact.said("en") for fact in FACTS), "utf-8")
    return path


def command(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return run_warm(*arguments, "--device", "cpu")


def in_language(summary: str, language: str) -> list[str]:
    """What the sentences of an English summary are in another language."""
    chosen = [fact for fact in FACTS if fact.said("en") in summary]
    return [fact.said(language) for fact in chosen]


def test_one_run_gives_the_summary_in_both_languages(nllb: str, article: Path) -> None:
    english = command(article, "-s", "2").stdout
    done = command(article, "-s", "2", "--to", "ru", "--to", "kk", "--translator", nllb, "-f", "jsonl")
    assert done.returncode == 0, done.stderr
    results = [json.loads(line) for line in done.stdout.splitlines()]
    assert [result["target"] for result in results] == ["ru", "kk"]
    for result in results:
        expected = in_language(english, result["target"])
        assert len(expected) == 2
        assert [segment["hypothesis"] for segment in result["translation"]["segments"]] == expected
        assert result["text"].split() == " ".join(expected).split()
        assert "summarised first, then translated" in result["warnings"]
        source = article.read_text("utf-8")
        assert [source[one["start"] : one["end"]] for one in result["sentences"]] == [
            one["text"] for one in result["sentences"]
        ]


def test_each_language_gets_a_file_of_its_own(nllb: str, article: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = command(article, "-s", "1", "--to", "ru,kk", "--translator", nllb, "-o", f"{out}/")
    assert done.returncode == 0, done.stderr
    assert sorted(path.name for path in out.iterdir()) == ["news.summary.kk.txt", "news.summary.ru.txt"]


def test_translated_first_the_places_are_still_those_of_the_source(nllb: str, article: Path) -> None:
    document = from_text(article.read_text("utf-8"), "news", "en")
    request = Request(
        length=Length("sentences", 2), target="kk", translators=(nllb,), route="translate-first", runtime=CPU
    )
    result = run(document, request)
    assert "translated first, then summarised" in result.warnings
    chosen = [fact for fact in FACTS if fact.said("kk") in result.text]
    assert len(chosen) == 2
    assert [one.text for one in result.sentences] == [fact.said("en") for fact in chosen]
    assert all(document.text[one.start : one.end] == one.text for one in result.sentences)


def test_a_text_in_the_language_is_only_summarised() -> None:
    document = from_text(" ".join(fact.said("kk") for fact in FACTS), "news", "kk")
    result = run(document, Request(length=Length("sentences", 1), target="kk"))
    assert result.text in document.text
    assert "the text is already in this language" in result.warnings


def test_without_a_translator_the_way_to_get_one_is_said(article: Path) -> None:
    done = command(article, "--to", "kk")
    assert done.returncode == 4
    assert done.stdout == ""
    assert "summarize models pull" in done.stderr


def test_strict_refuses_a_sentence_that_stays_flagged(untrained: Callable[[], str]) -> None:
    document = from_text("The zebra quoted 17 unknown things. It left.", "news", "en")
    request = Request(length=Length("sentences", 1), target="ru", runtime=CPU)
    flagged = run(document, Request(**{**vars(request), "translators": (untrained(),)}))
    assert flagged.translation is not None
    assert flagged.translation.account.flagged
    with pytest.raises(FaithfulnessError, match="nothing was written"):
        run(document, Request(**{**vars(request), "translators": (untrained(),), "strict": True}))


def test_a_whole_document_is_a_result_too(nllb: str, article: Path) -> None:
    document = from_text(article.read_text("utf-8"), "news", "en")
    result = run(document, Request(task="translation", target="kk", translators=(nllb,), runtime=CPU))
    assert result.text == " ".join(fact.said("kk") for fact in FACTS)
    assert (result.task, result.model, result.target) == ("translation", Path(nllb).name, "kk")


def test_a_translation_without_a_language_is_refused() -> None:
    with pytest.raises(UsageError, match="needs a target language"):
        run(from_text("One. Two.", "news", "en"), Request(task="translation"))


@pytest.mark.parametrize("kind", ["translation", "cross-lingual"])
def test_the_evaluation_runs_translators(nllb: str, tmp_path: Path, kind: str) -> None:
    sample = {
        "id": "news",
        "source": " ".join(fact.said("en") for fact in FACTS),
        "reference": " ".join(fact.said("ru") for fact in FACTS),
    }
    (tmp_path / "news.jsonl").write_text(json.dumps(sample, ensure_ascii=False), "utf-8")
    task = {
        "id": "en-ru",
        "kind": kind,
        "source": "en",
        "target": "ru",
        "length": {"sentences": 2},
        "data": {"format": "jsonl", "path": "news.jsonl"},
    }
    (tmp_path / "small.json").write_text(json.dumps({"name": "small", "tasks": [task]}), "utf-8")
    system = library_system(nllb, Decoding(num_beams=1, max_new_tokens=24), CPU)
    [output] = run_suite(load_suite(str(tmp_path / "small.json")), system, tmp_path / "run").values()
    written = [fact for fact in FACTS if fact.said("ru") in output.output]
    assert output.output == " ".join(fact.said("ru") for fact in written)
    assert len(written) == (len(FACTS) if kind == "translation" else 2)


@pytest.fixture
def untrained() -> Callable[[], str]:
    """A model with random weights: what it writes is no translation."""
    import tinyhub

    return lambda: str(tinyhub.folder("nllb-new"))


def test_a_summariser_that_is_not_there_is_not_passed_over(article: Path, nllb: str) -> None:
    document = from_text(article.read_text("utf-8"), "news", "en")
    request = Request(task="abstractive", target="kk", translators=(nllb,), route="summarize-first")
    with pytest.raises(ModelError, match="summarises English"):
        run(document, request)
