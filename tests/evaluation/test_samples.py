"""Samples, loaders, articles and suites: what is read, what is refused, and what a digest covers."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from parallel_articles import ARTICLES, EXTRACTIVE, TRANSLATION, write_articles, write_suite

from summarize.errors import MeasurementError, UsageError
from summarize.evaluation.articles import read_articles, samples_for
from summarize.evaluation.loaders import load
from summarize.evaluation.samples import Sample, data_digest, read_samples
from summarize.evaluation.suites import KINDS, DataFiles, bare_suite, load_suite, open_suites, shipped

RU_KK = ("ru", "kk")


def jsonl(path: Path, *rows: Any) -> Path:
    lines = [row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_our_lines_are_read(tmp_path: Path) -> None:
    path = jsonl(
        tmp_path / "d.jsonl",
        {"id": 1, "source": "Мост открыт.", "references": ["Көпір ашық.", "Көпір ашылды."]},
        "",
        {"id": "b", "text": "Ел", "reference": "Елі", "source_language": "kk", "meta": {"domain": "x"}},
    )
    first, second = read_samples(path, RU_KK)
    assert first == Sample("1", "Мост открыт.", ("Көпір ашық.", "Көпір ашылды."), "ru", "kk")
    assert (second.source_language, second.target_language, second.meta) == ("kk", "kk", {"domain": "x"})


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("{", "d.jsonl:1: not JSON"),
        ("[1]", "a JSON object is required"),
        ('{"id": ' + "9" * 5000 + "}", "d.jsonl:1: the JSON has a number of too many digits"),
        ('{"id": ' + "9" * 400 + "}", "d.jsonl:1: the JSON has a number of 400 digits"),
        ('{"id": "\\ud800"}', "d.jsonl:1: the JSON has a lone surrogate"),
        ('{"\\ud800": 1}', "d.jsonl:1: the JSON has a lone surrogate"),
        ({"source": "a", "references": ["b"]}, "id is missing"),
        ({"id": "a", "references": ["b"]}, "source or text is missing"),
        ({"id": "a", "source": "a"}, "references or reference is missing"),
        ({"id": "a", "source": "a", "references": ["b", ""]}, "non-empty texts"),
        ({"id": "a", "source": "a", "references": {"b": 1}}, "non-empty texts"),
        ({"id": "a", "source": 5, "references": ["b"]}, "source must be a non-empty text"),
        ({"id": "a", "source": "a", "references": ["b"], "meta": 3}, "meta must be an object"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, row: Any, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        read_samples(jsonl(tmp_path / "d.jsonl", row), RU_KK)


def test_a_line_without_a_language_needs_the_option(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no source_language"):
        read_samples(jsonl(tmp_path / "d.jsonl", {"id": "a", "source": "a", "references": ["b"]}))


def test_files_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    (tmp_path / "latin").write_bytes("é".encode("latin-1"))
    with pytest.raises(UsageError, match="not UTF-8"):
        read_samples(tmp_path / "latin", RU_KK)
    with pytest.raises(UsageError, match="cannot be read"):
        read_samples(tmp_path / "none", RU_KK)


def test_aligned_lines_are_paired_with_every_reference(tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("ru", "kk1", "kk2")]
    for path, lines in zip(paths, ("Мост\r\nДом\r\n", "Көпір\nҮй", "Көпірі\nҮйі\n"), strict=True):
        path.write_bytes(lines.encode())
    samples = load("lines", paths, RU_KK)
    assert [s.id for s in samples] == ["1", "2"]
    assert samples[1] == Sample("2", "Дом", ("Үй", "Үйі"), "ru", "kk")


def test_a_line_separator_inside_a_line_does_not_shift_the_pairs(tmp_path: Path) -> None:
    (tmp_path / "ru").write_text("Мост\u2028и дом\nСад\n", encoding="utf-8")
    (tmp_path / "kk").write_text("Көпір мен үй\nБақ\n", encoding="utf-8")
    assert len(load("lines", [tmp_path / "ru", tmp_path / "kk"], RU_KK)) == 2


@pytest.mark.parametrize(
    ("ours", "theirs", "message"),
    [
        ("а\nб\n", "а\n", "has 1 lines"),
        ("а\n\nв\n", "а\nб\nв\n", "ru:2: an empty line"),
        ("", "", "no samples"),
    ],
)
def test_lines_that_do_not_pair_are_refused(tmp_path: Path, ours: str, theirs: str, message: str) -> None:
    (tmp_path / "ru").write_text(ours, encoding="utf-8")
    (tmp_path / "kk").write_text(theirs, encoding="utf-8")
    with pytest.raises(UsageError, match=message):
        load("lines", [tmp_path / "ru", tmp_path / "kk"], RU_KK)
    with pytest.raises(UsageError, match="at least one reference file"):
        load("lines", [tmp_path / "ru"], RU_KK)


@pytest.mark.parametrize(
    ("form", "row", "expected"),
    [
        ("xlsum", {"id": "n1", "title": "t", "text": "Body.", "summary": "Sum."}, ("n1", "Body.", ("Sum.",))),
        ("xlsum", {"article": "Body.", "highlights": "One.\nTwo."}, ("1", "Body.", ("One.\nTwo.",))),
        (
            "scitldr",
            {"paper_id": "p", "source": ["One.", "Two."], "source_labels": [0], "target": ["T1", "T2"]},
            ("p", "One. Two.", ("T1", "T2")),
        ),
    ],
)
def test_published_layouts(tmp_path: Path, form: str, row: dict[str, Any], expected: tuple[Any, ...]) -> None:
    (sample,) = load(form, [jsonl(tmp_path / "d", row)], ("en", "en"))
    assert (sample.id, sample.source, sample.references) == expected


def test_unknown_formats_and_empty_sets_are_refused(tmp_path: Path) -> None:
    path = jsonl(tmp_path / "d.jsonl", "")
    with pytest.raises(UsageError, match="no data format named 'tsv'"):
        load("tsv", [path], RU_KK)
    with pytest.raises(UsageError, match="no samples"):
        load("jsonl", [path], RU_KK)
    with pytest.raises(UsageError, match="one file, not 2"):
        load("xlsum", [path, path], RU_KK)


SAMPLE = Sample("a", "Мост", ("Көпір",), "ru", "kk", {"domain": "x"})


@pytest.mark.parametrize("change", [{"id": "b"}, {"source": "Дом"}, {"target_language": "en"}])
def test_another_input_has_another_digest(change: dict[str, Any]) -> None:
    assert replace(SAMPLE, **change).input_sha256 != SAMPLE.input_sha256


def test_references_are_data_but_not_input_and_meta_is_neither() -> None:
    other = replace(SAMPLE, references=("Көпірлер",))
    assert other.input_sha256 == SAMPLE.input_sha256
    assert data_digest([other]) != data_digest([SAMPLE])
    assert data_digest([replace(SAMPLE, meta={})]) == data_digest([SAMPLE])


def test_tasks_are_made_from_parallel_articles(tmp_path: Path) -> None:
    articles = read_articles(write_articles(tmp_path / "articles"))
    translation = samples_for("translation", "ru", "kk", articles)
    assert [s.id for s in translation] == ["a01#1", "a01#2", "a02#1", "a02#2"]
    assert translation[2].source == ARTICLES[1]["ru"]["paragraphs"][0]
    assert translation[2].references == (ARTICLES[1]["kk"]["paragraphs"][0],)
    summary = samples_for("cross-lingual", "ru", "kk", articles)[0]
    assert summary.source == "\n\n".join(ARTICLES[0]["ru"]["paragraphs"])
    assert summary.references == tuple(ARTICLES[0]["kk"]["summaries"])
    assert summary.meta == {
        "domain": "local",
        "date": "2025-04-14",
        "genre": "news",
        "length": "standard",
    }
    assert samples_for("headline", "kk", "kk", articles)[1].references == (ARTICLES[1]["kk"]["headline"],)


def unaligned(article: dict[str, Any]) -> None:
    article["kk"] = {**article["kk"], "paragraphs": article["kk"]["paragraphs"][:1]}


def no_summary(article: dict[str, Any]) -> None:
    article["ru"] = {**article["ru"], "summaries": []}


def no_date(article: dict[str, Any]) -> None:
    article["date"] = None


def no_kazakh(article: dict[str, Any]) -> None:
    del article["kk"]


def blank_headline(article: dict[str, Any]) -> None:
    article["en"] = {**article["en"], "headline": " "}


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (unaligned, r"en 2, ru 2, kk 1"),
        (no_summary, "summaries is missing"),
        (no_kazakh, "kk is missing"),
        (blank_headline, "headline is missing"),
        (no_date, "date is missing or has the wrong type"),
    ],
)
def test_a_malformed_article_is_named(
    tmp_path: Path, damage: Callable[[dict[str, Any]], None], message: str
) -> None:
    article = dict(ARTICLES[0])
    damage(article)
    (tmp_path / "a.json").write_text(json.dumps(article), encoding="utf-8")
    with pytest.raises(UsageError, match=message):
        read_articles(tmp_path)


def test_a_suite_is_read_with_its_limits(tmp_path: Path) -> None:
    gate = {"min_effect": 1, "floors": {"rougeL": 20}, "metrics": ["rouge2"]}
    suite = load_suite(str(write_suite(tmp_path, [*EXTRACTIVE, {**TRANSLATION[0], "gate": {}}], gate=gate)))
    assert [task.id for task in suite.tasks] == ["en", "ru", "kk", "en-kk"]
    task = suite.tasks[2]
    assert (task.kind, task.source, len(task.samples)) == ("extractive", "kk", 2)
    assert task.length is not None
    assert (task.length.unit, task.length.amount) == ("sentences", 2)
    assert (task.limits.min_effect, task.limits.floors, task.metrics) == (1, {"rougeL": 20}, ("rouge2",))


@pytest.mark.parametrize(
    ("tasks", "more", "message"),
    [
        ([], {}, "has no tasks"),
        ([{"id": "x", "kind": "poem", "source": "en", "target": "en"}], {}, "no kind 'poem'"),
        ([{"id": "x", "kind": "headline", "source": "en", "target": "kz"}], {}, "unknown language 'kz'"),
        ([{"id": "x", "kind": "headline", "source": "en"}], {}, "target is missing"),
        ([EXTRACTIVE[0], EXTRACTIVE[0]], {}, "share an id"),
        ([{**EXTRACTIVE[0], "length": {"lines": 3}}], {}, "no length in 'lines'"),
        ([{**EXTRACTIVE[0], "length": {"words": 3, "sentences": 1}}], {}, "exactly one of sentences"),
        ([EXTRACTIVE[0]], {"gate": {"min_efect": 1}}, "the gate has no setting min_efect"),
        ([EXTRACTIVE[0]], {"gate": {"min_effect": "1"}}, "the gate: min_effect .* has the wrong type"),
        ([EXTRACTIVE[0]], {"gate": {"floors": {"a": "b"}}}, "the gate: floors.a .* has the wrong type"),
        ([EXTRACTIVE[0]], {"gate": {"metrics": "rougeL"}}, "the gate: metrics .* has the wrong type"),
        ([{**EXTRACTIVE[0], "id": ["en"]}], {}, "id is missing or has the wrong type"),
        ([{**EXTRACTIVE[0], "id": "a\n::b"}], {}, r"the name 'a\\n::b' has control characters"),
        ([EXTRACTIVE[0]], {"name": "a\x1b[31m"}, r"the name 'a\\x1b\[31m' has control characters"),
        ([{**EXTRACTIVE[0], "kind": "a" * 999}], {}, "no kind 'a{79}…"),
        ([{**EXTRACTIVE[0], "length": {"words": float("nan")}}], {}, "a whole number of at least 1, not nan"),
        ([{**EXTRACTIVE[0], "length": {"words": float("inf")}}], {}, "a whole number of at least 1, not inf"),
        ([EXTRACTIVE[0]], {"data": {"format": "articles", "path": "none"}}, "not a folder of articles"),
    ],
)
def test_a_malformed_suite_is_refused(tmp_path: Path, tasks: list[Any], more: Any, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        load_suite(str(write_suite(tmp_path, tasks, **more)))


def test_a_pinned_suite_refuses_other_data(tmp_path: Path) -> None:
    path = write_suite(tmp_path / "a", EXTRACTIVE)
    pin = load_suite(str(path)).sha256
    pinned = write_suite(tmp_path / "b", EXTRACTIVE, sha256=pin)
    assert load_suite(str(pinned)).sha256 == pin
    article = tmp_path / "b" / "articles" / "a01.json"
    article.write_text(
        article.read_text(encoding="utf-8").replace("14 months", "15 months"), encoding="utf-8"
    )
    with pytest.raises(MeasurementError, match="pinned"):
        load_suite(str(pinned))


def test_an_unknown_suite_is_refused_with_the_known_names() -> None:
    with pytest.raises(UsageError, match=r"no suite named 'newz'; choose from .*news-extractive"):
        load_suite("newz")


def test_the_shipped_suites_name_every_kind_and_direction() -> None:
    found = {name: json.loads(path.read_text(encoding="utf-8")) for name, path in shipped().items()}
    assert {task["kind"] for suite in found.values() for task in suite["tasks"]} == set(KINDS)
    assert all(suite["name"] == name for name, suite in found.items())
    for name in ("news-cross-lingual", "news-translation"):
        pairs = {(task["source"], task["target"]) for task in found[name]["tasks"]}
        assert pairs == {(a, b) for a in ("en", "ru", "kk") for b in ("en", "ru", "kk") if a != b}


def test_data_files_become_suites_of_one_task(tmp_path: Path) -> None:
    (tmp_path / "t.ru").write_text("Мост\n", encoding="utf-8")
    (tmp_path / "t.kk").write_text("Көпір\n", encoding="utf-8")
    files = DataFiles("lines", [tmp_path / "t.kk"], "ru-kk")
    (suite,) = open_suites([str(tmp_path / "t.ru")], files)
    assert (suite.name, suite.tasks[0].kind, suite.tasks[0].target) == ("t", "translation", "kk")
    path = jsonl(tmp_path / "d.jsonl", {"id": "a", "source": "Ел", "references": ["Ел"]})
    (suite,) = open_suites([str(path)], DataFiles(languages="kk", kind="extractive"))
    assert (suite.tasks[0].kind, suite.tasks[0].source) == ("extractive", "kk")


@pytest.mark.parametrize(
    ("files", "message"),
    [
        (DataFiles("xlsum"), "needs --languages"),
        (DataFiles("xlsum", languages="kz"), "unknown language 'kz'"),
        (DataFiles("xlsum", languages="kk", kind="ode"), "no kind 'ode'"),
    ],
)
def test_data_files_need_their_options(tmp_path: Path, files: DataFiles, message: str) -> None:
    path = jsonl(tmp_path / "d", {"text": "Ел", "summary": "Ел"})
    with pytest.raises(UsageError, match=message):
        open_suites([str(path)], files)


def test_tasks_can_be_chosen(tmp_path: Path) -> None:
    path = str(write_suite(tmp_path, EXTRACTIVE))
    (suite,) = open_suites([path], DataFiles(), ["kk"])
    assert [task.id for task in suite.tasks] == ["kk"]
    with pytest.raises(UsageError, match="no task xx"):
        open_suites([path], DataFiles(), ["xx"])


def test_a_repeated_id_is_refused() -> None:
    with pytest.raises(UsageError, match="'a' occurs twice"):
        bare_suite("d", [SAMPLE, SAMPLE], "translation")
