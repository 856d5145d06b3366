"""Tiny models of real layouts translate documents, by call and by command; what comes out is asserted.

Sentences are those of the exam and were in no training. Direction is told by codes alone, so a
code that is swapped or dropped on its way to the model turns these tests red.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from killing import run_and_kill
from template_language import Fact
from trained import folder
from trained.exam import WAYS
from trained.texts import SENTENCES
from trained.warm import run_warm, warm

from summarize.api.pipelines import pipeline
from summarize.api.run import translate
from summarize.engines.load import load_engine
from summarize.engines.precision import available
from summarize.models import checkpoints
from summarize.request import Decoding, Instruction, Runtime
from summarize.text.documents import from_text
from summarize.translation.direction import Options
from summarize.translation.document import translate_document
from summarize.translation.routes import Routes

CPU = Runtime(device="cpu")


pytestmark = pytest.mark.usefixtures("one_thread")


@pytest.fixture(scope="session")
def model() -> Callable[[str], str]:
    """The folder of a trained model by name."""
    return lambda name: str(folder(name))


def page(facts: list[Fact], language: str) -> str:
    """Seven sentences laid out: a heading, a wrapped paragraph, a list, a quote, a table."""
    said = [fact.said(language) for fact in facts]
    head, *rest = said
    return (
        f"# {head}\n\n{rest[0]} {rest[1]}\r\n\n  - {rest[2]}\n    * {rest[3]}\n\n"
        f"> {rest[4]}\n\n| {rest[5]} | 2024 |\n|---|---|\n\n```\nleft alone\n```\n"
    )


def run(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return run_warm("translate", *arguments, **environment)


@pytest.mark.parametrize(("source", "target"), WAYS["nllb"])
def test_six_directions_of_one_model_in_nllbs_layout(
    model: Callable[[str], str], source: str, target: str
) -> None:
    routes = Routes((model("nllb"),), CPU)
    for start in range(0, 35, 7):
        facts = SENTENCES[start : start + 7]
        document = from_text(page(facts, source), language=source)
        done = translate_document(document, target, routes.find)
        assert done.text == page(facts, target)
        assert done.account.passed == 7


def test_a_marian_pair(model: Callable[[str], str]) -> None:
    done = translate(page(SENTENCES[:7], "en"), "ru", model=model("opus-mt-en-ru"), runtime=CPU)
    assert done.text == page(SENTENCES[:7], "ru")


@pytest.mark.parametrize(("source", "target"), WAYS["madlad"])
def test_two_targets_of_one_model_in_madlads_layout(
    model: Callable[[str], str], source: str, target: str
) -> None:
    done = translate(page(SENTENCES[7:14], source), target, model=model("madlad"), runtime=CPU)
    assert done.text == page(SENTENCES[7:14], target)


def test_english_goes_to_kazakh_over_russian_and_both_legs_are_kept(model: Callable[[str], str]) -> None:
    models = (model("opus-mt-en-ru"), model("madlad"))
    routes = Routes(models, CPU, ("en", "ru", "kk"))
    done = translate_document(from_text(page(SENTENCES[:7], "en"), language="en"), "kk", routes.find)
    assert done.text == page(SENTENCES[:7], "kk")
    assert done.routes == ("en→ru→kk: opus-mt-en-ru, madlad",)
    assert [leg.text for leg in done.segments[0].legs] == [SENTENCES[0].said("ru"), SENTENCES[0].said("kk")]


def test_a_text_in_two_languages_becomes_one(model: Callable[[str], str]) -> None:
    said = [
        SENTENCES[0].said("kk"),
        SENTENCES[1].said("ru"),
        SENTENCES[2].said("kk"),
        SENTENCES[3].said("en"),
    ]
    document = from_text("\n".join(said), language="kk")
    done = translate_document(document, "en", Routes((model("nllb"),), CPU).find, Options(lines=True))
    assert done.text == "\n".join(fact.said("en") for fact in SENTENCES[:4])
    assert [segment.language for segment in done.segments] == ["kk", "ru", "kk", "en"]
    assert done.account.kept == 1


@pytest.mark.parametrize(("source", "target"), [("en", "ru"), ("en", "kk"), ("ru", "kk"), ("kk", "en")])
def test_the_command_line_translates_a_laid_out_document(
    model: Callable[[str], str], tmp_path: Path, source: str, target: str
) -> None:
    path = tmp_path / "page.md"
    path.write_bytes(page(SENTENCES[:7], source).encode())
    done = run(path, "--from", source, "--to", target, "--model", model("nllb"), "-o", tmp_path / "out.md")
    left = f"summarize: {path} ({target}): code blocks left as they are: 1\n"
    assert (done.returncode, done.stdout, done.stderr) == (0, "", left)
    assert (tmp_path / "out.md").read_bytes() == page(SENTENCES[:7], target).encode()


def test_the_command_line_goes_by_way_of_a_third_language(
    model: Callable[[str], str], tmp_path: Path
) -> None:
    path = tmp_path / "page.md"
    path.write_text(SENTENCES[0].said("en"), "utf-8")
    models = ["-m", model("opus-mt-en-ru"), "-m", model("madlad")]
    done = run(path, "--to", "kk", *models, "--route", "en-ru-kk", "--script", "latin")
    assert done.returncode == 0, done.stderr
    assert "by way of a third language (en→ru→kk: opus-mt-en-ru, madlad)" in done.stderr
    from summarize.translation.kazakh_latin import to_latin

    assert done.stdout == to_latin(SENTENCES[0].said("kk"))


def test_a_direction_nobody_covers_is_exit_4(model: Callable[[str], str], tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    path.write_text(SENTENCES[0].said("kk"), "utf-8")
    done = run(path, "--from", "kk", "--to", "en", "--model", model("opus-mt-en-ru"))
    assert (done.returncode, done.stdout) == (4, "")
    assert "summarize models pull" in done.stderr


def test_strict_fails_on_a_flag_and_writes_nothing(model: Callable[[str], str], tmp_path: Path) -> None:
    good, bad = tmp_path / "good.txt", tmp_path / "bad.txt"
    good.write_text(SENTENCES[0].said("en"), "utf-8")
    bad.write_text("Nobody here has ever counted 77 of the 991 white horses beside that long river.", "utf-8")
    done = run(good, bad, "--to", "ru", "--model", model("nllb"), "--strict", "-o", f"{tmp_path}/out/")
    assert done.returncode == 3, done.stderr
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["good.ru.txt"]
    assert "1 of 1 sentences have errors" in done.stderr
    alone = run(bad, "--to", "ru", "--model", model("nllb"), "--strict")
    assert (alone.returncode, alone.stdout) == (1, "")


@pytest.mark.parametrize(("options", "cell"), [((), "'=1.txt"), (("--no-guard-formulas",), "=1.txt")])
def test_formulas_in_tsv_are_guarded_unless_that_is_refused(
    model: Callable[[str], str], tmp_path: Path, options: tuple[str, ...], cell: str
) -> None:
    (tmp_path / "=1.txt").write_text(SENTENCES[0].said("en"), "utf-8")
    arguments = ("=1.txt", "--to", "kk", "--model", model("nllb"), "--format", "tsv", *options)
    done = warm().run("translate", *arguments, cwd=tmp_path)
    assert done.stdout.decode().splitlines()[1].split("\t")[0] == cell


def test_several_targets_and_documents_in_one_run(model: Callable[[str], str], tmp_path: Path) -> None:
    for number in range(2):
        (tmp_path / f"{number}.txt").write_text(SENTENCES[number].said("en"), "utf-8")
    files = [tmp_path / "0.txt", tmp_path / "1.txt", tmp_path / "absent.txt"]
    done = run(*files, "--to", "kk", "--to", "ru", "--model", model("nllb"), "--format", "jsonl")
    assert done.returncode == 3
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(one["target"], one["text"]) for one in found[:4]] == [
        (target, SENTENCES[number].said(target)) for number in range(2) for target in ("kk", "ru")
    ]
    assert [one["error"] is None for one in found] == [True] * 4 + [False] * 2


@pytest.mark.parametrize(
    "arguments",
    [["--to", "de"], [], ["--to", "kk", "--route", "en-ru"], ["--to", "kk", "--glossary", "absent.tsv"]],
)
def test_what_is_asked_wrongly_is_exit_2(tmp_path: Path, arguments: list[str]) -> None:
    path = tmp_path / "page.txt"
    path.write_text(SENTENCES[0].said("en"), "utf-8")
    assert run(path, *arguments).returncode == 2


def test_a_glossary_of_two_columns_is_for_one_language(tmp_path: Path) -> None:
    path, terms = tmp_path / "page.txt", tmp_path / "terms.tsv"
    path.write_text(SENTENCES[0].said("en"), "utf-8")
    terms.write_text("court\tсуд\n", "utf-8")
    done = run(path, "--to", "ru", "--to", "kk", "--glossary", terms)
    assert (done.returncode, done.stdout) == (2, "")
    assert "add a header line to it, such as: en, ru, kk" in done.stderr


def test_a_killed_batch_goes_on_where_it_stopped(model: Callable[[str], str], tmp_path: Path) -> None:
    source, out = tmp_path / "in", tmp_path / "out"
    source.mkdir()
    wanted = {}
    for number in range(12):
        (source / f"{number:02}.txt").write_text(SENTENCES[number].said("ru"), "utf-8")
        wanted[f"{number:02}.kk.txt"] = SENTENCES[number].said("kk")
    command = (source, "--from", "ru", "--to", "kk", "-m", model("nllb"), "-o", f"{out}/", "--skip-existing")
    run_and_kill("translate", *command, path=out, least=5)
    first = {path.name: path.stat() for path in out.glob("*.txt")}
    assert len(first) == 5
    assert all((out / name).read_text("utf-8") == wanted[name] for name in first)

    done = run(*command)
    assert done.returncode == 0, done.stderr
    assert done.stderr.count("already exists; skipped") == len(first)
    assert {path.name: path.read_text("utf-8") for path in out.glob("*.txt")} == wanted
    for name, before in first.items():  # not written again
        assert (out / name).stat().st_ino == before.st_ino
        assert (out / name).stat().st_mtime_ns == before.st_mtime_ns


def test_pipelines_give_the_shapes_of_version_4(model: Callable[[str], str]) -> None:
    first, second = SENTENCES[0], SENTENCES[1]
    pair = pipeline("translation_en_to_ru", model=model("opus-mt-en-ru"), device=-1, batch_size=8)
    assert pair(first.said("en")) == [{"translation_text": first.said("ru")}]
    assert pair([first.said("en"), second.said("en"), ""], max_length=60) == [
        {"translation_text": first.said("ru")},
        {"translation_text": second.said("ru")},
        {"translation_text": ""},
    ]
    assert list(pair(text for text in [first.said("en")])) == [[{"translation_text": first.said("ru")}]]
    bare = pipeline("translation", model=model("opus-mt-en-ru"), device="cpu")
    assert bare(first.said("en")) == [{"translation_text": first.said("ru")}]
    many = pipeline("translation", model=model("nllb"), device="cpu", src_lang="rus_Cyrl")
    assert many(first.said("ru"), tgt_lang="kaz_Cyrl") == [{"translation_text": first.said("kk")}]


def test_text_to_text_takes_orders_in_the_text(model: Callable[[str], str]) -> None:
    plain = pipeline("text2text-generation", model=model("madlad"), device="cpu")
    fact = SENTENCES[7]
    assert plain(f"<2kk> {fact.said('ru')}") == [{"generated_text": fact.said("kk")}]
    assert plain([f"<2en> {fact.said('ru')}"], max_new_tokens=60) == [{"generated_text": fact.said("en")}]


def test_text_to_text_translates_with_a_model_of_one_pair(model: Callable[[str], str]) -> None:
    plain = pipeline("text2text-generation", model=model("opus-mt-en-ru"), device="cpu")
    fact = SENTENCES[7]
    assert plain(fact.said("en")) == [{"generated_text": fact.said("ru")}]
    assert plain(fact.said("en"), num_beams=2) == [{"generated_text": fact.said("ru")}]


@pytest.mark.parametrize("kind", available())
@pytest.mark.parametrize("name", ["nllb", "opus-mt-en-ru", "madlad"])
def test_trained_models_are_right_in_every_precision(
    name: str, kind: str, model: Callable[[str], str]
) -> None:
    """What rounding costs a model that is sure of itself: nothing, also greedily."""
    source, target = ("en", "ru") if name != "madlad" else ("ru", "kk")
    found = load_engine(checkpoints.describe(model(name)), Runtime(device="cpu", precision=kind))
    facts = SENTENCES[:100]
    written = found.generate(
        [fact.said(source) for fact in facts],
        Instruction("translation", source, target),
        Decoding(num_beams=1, max_new_tokens=40),
    )
    assert [one.text for one in written] == [fact.said(target) for fact in facts]
