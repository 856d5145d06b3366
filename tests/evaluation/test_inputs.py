"""Users' own files: every documented command, every encoding, and each mistake in one line."""

from __future__ import annotations

import gzip
import json
import re
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from commands import Ended

from summarize.errors import UsageError
from summarize.evaluation.results import read_results
from summarize.evaluation.suites import DataFiles, open_suites

KAZAKH = (
    "Ауданда жаңа көпір ашылды. Ол 14 ай салынды. Құрылысқа 2 млрд теңге кетті.",
    "Кітапхана балаларға жаңа кітап алды. Кітап елу мектепке таратылды. Оқырмандар риза.",
)
RUSSIAN = (
    "В районе открыли новый мост. Его строили 14 месяцев. Стройка обошлась в 2 млрд тенге.",
    "Библиотека купила детям новые книги. Их раздали пятидесяти школам. Читатели довольны.",
)


def lines(*rows: dict[str, Any]) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def first(text: str) -> str:
    return text.split(". ")[0] + "."


OURS = [{"id": str(n), "source": text, "references": [first(text)]} for n, text in enumerate(KAZAKH)]
GOOD = [{"id": str(n), "output": first(text)} for n, text in enumerate(KAZAKH)]


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def put(name: str, text: str) -> Path:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="")
    return path


def documented_files(root: Path) -> None:
    """The files that the commands of the guide name, in the formats that it gives."""
    put("data.jsonl", lines(*OURS))
    put("outputs.jsonl", lines(*GOOD))
    put("devtest.rus", "\n".join(RUSSIAN) + "\n")
    put("devtest.kaz", "\n".join(KAZAKH) + "\n")
    put("outputs.txt", "\n".join(KAZAKH) + "\n")
    put(
        "russian_test.jsonl",
        lines(*({"id": str(n), "text": t, "summary": first(t)} for n, t in enumerate(RUSSIAN))),
    )
    papers = (
        {"paper_id": str(n), "source": ["We mend it.", "It holds."], "target": ["A", "B"]} for n in (0, 1)
    )
    put("test.jsonl", lines(*papers))
    (block,) = re.findall(
        r"```json\n(.*?)```", (root / "docs" / "evaluation.md").read_text(encoding="utf-8"), re.DOTALL
    )
    put("quality/our-news.json", block)
    put("quality/our-news.jsonl", lines(*OURS))
    put("quality/predictions.jsonl", lines(*GOOD))


def test_every_documented_command_on_data_does_what_it_says(root: Path) -> None:
    text = (
        (root / "docs" / "evaluation.md")
        .read_text(encoding="utf-8")
        .replace(" >\n          summarize", " summarize")
    )
    text = text.replace("\n          --format", " --format")
    found = re.findall(
        r"^\s*(?:- run: )?summarize eval ((?:score|validate|gate) [^#\n]+)", text, re.MULTILINE
    )
    commands = [shlex.split(each) for each in found if "runs/" not in each]
    commands.append(shlex.split(re.findall(r"`summarize eval (validate data[^`]+)`", text)[0]))
    assert len(commands) == 8
    documented_files(root)
    for words in commands:
        ended = Ended(*words)
        assert ended.code == 0, (words, ended.said)
        if words[:2] == ["score", "quality/our-news.json"]:
            assert Ended("baseline", "accept", "run", "--baseline", "quality/baseline.json").code == 0
    assert {path.name for path in Path("report").iterdir()} == {"junit.xml", "report.html", "report.md"}
    scored = {path.parent.name: read_results(path).tasks for path in Path("eval-runs").glob("*/results.json")}
    measures = {name: next(iter(tasks.values())).measures for name, tasks in scored.items()}
    assert measures["data+predictions"]["rouge1"].score == 100
    assert measures["devtest+predictions"]["chrf++"].score == 100
    assert "stem:snowball-russian" in measures["russian_test+predictions"]["rouge1"].signature
    assert "nrefs:2" in measures["test+predictions"]["rouge1"].signature


def same(text: str) -> bytes:
    return text.encode()


FORMS: dict[str, Callable[[str], bytes]] = {
    "plain": same,
    "BOM": lambda text: b"\xef\xbb\xbf" + text.encode(),
    "CRLF": lambda text: text.replace("\n", "\r\n").encode(),
    "no newline at the end": lambda text: text.removesuffix("\n").encode(),
    "gzip": lambda text: gzip.compress(text.encode()),
}


@pytest.mark.parametrize("form", FORMS)
def test_the_same_text_in_every_form_has_the_same_digest_and_score(form: str) -> None:
    suffix = ".gz" if form == "gzip" else ""
    texts = {"data.jsonl": lines(*OURS), "out.jsonl": lines(*GOOD)}
    texts |= {"t.kk": "\n".join(KAZAKH) + "\n", "t.ru": "\n".join(RUSSIAN) + "\n"}
    for name, text in texts.items():
        Path(name + suffix).write_bytes(FORMS[form](text))
    arguments = ("--languages", "kk", "--predictions", f"out.jsonl{suffix}", "--out", "run")
    assert Ended("score", f"data.jsonl{suffix}", *arguments).code == 0
    task = read_results(Path("run")).tasks["data/abstractive"]
    assert task.measures["rouge1"].score == 100
    put("data.jsonl", lines(*OURS))
    assert task.data_sha256 == digest_of("data.jsonl")
    ended = Ended(
        "score", f"t.ru{suffix}", "--data", "lines", "--references", f"t.kk{suffix}", "--languages", "ru-kk",
        "--predictions", f"t.kk{suffix}", "--out", "lines",
    )  # fmt: skip
    assert (ended.code, "| t/translation | chrf++ | 2 | 100.00 |" in ended.said) == (0, True)


def digest_of(data: str) -> str:
    assert (
        Ended(
            "score", data, "--languages", "kk", "--predictions", put("o.jsonl", lines(*GOOD)), "--out", "d"
        ).code
        == 0
    )
    return read_results(Path("d")).tasks["data/abstractive"].data_sha256


@pytest.mark.parametrize(
    ("data", "outputs", "code", "message"),
    [
        (
            lines({"id": "0", "source": "Көпір."}),
            lines(*GOOD),
            2,
            "data.jsonl:1: references or reference is missing",
        ),
        (lines({"id": "0", "source": "Көпір.", "references": ["А", ""]}), "", 2, "non-empty texts"),
        (lines({"id": "0", "source": 5, "reference": "А"}), "", 2, "source must be a non-empty text"),
        (lines(*OURS, *OURS), lines(*GOOD), 2, "the id '0' occurs twice"),
        (lines(*OURS), lines(*GOOD, *GOOD), 2, "p.jsonl:3: a second output"),
        (lines(*OURS), "", 3, "2 samples have no output"),
        (lines(*OURS), lines({"id": "0", "output": None}), 2, '"output" text'),
        (
            lines(*OURS),
            lines({"id": "0", "output": ""}, {"id": "1", "output": " "}),
            3,
            "all 2 outputs are empty",
        ),
        (lines(*OURS), lines(*GOOD)[:-9], 2, "p.jsonl:2: not JSON"),
        (lines(*OURS), "[" * 100_000, 2, "p.jsonl:1: the JSON is nested too deeply"),
        (lines(*OURS), "[]\n", 2, "a JSON object is required"),
        (
            lines({**OURS[0], "source_language": "de"}),
            lines(GOOD[0]),
            2,
            "unknown language 'de'; choose from en, ru, kk",
        ),
        (lines(OURS[0], {**OURS[1], "source_language": "ru"}), lines(*GOOD), 2, "1 is ru-kk, not kk-kk"),
        ("", lines(*GOOD), 2, "no samples"),
    ],
)
def test_each_mistake_is_reported_in_one_line(data: str, outputs: str, code: int, message: str) -> None:
    put("data.jsonl", data)
    ended = Ended(
        "score", "data.jsonl", "--languages", "kk", "--predictions", put("p.jsonl", outputs), "--out", "run"
    )
    assert (ended.code, message in ended.said) == (code, True), ended.said
    assert "\n" not in ended.said.rpartition("evidence:")[2].partition("\n")[2]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("А".encode("utf-16"), "is not UTF-8: byte 0"),
        (gzip.compress(b"abc", mtime=0)[:-6], "is a damaged gzip file"),
        (b"\x1f\x8b\x08\x00broken", "gzip file"),
    ],
)
def test_bytes_that_are_not_text_are_refused(content: bytes, message: str) -> None:
    Path("data.jsonl").write_bytes(content)
    ended = Ended("score", "data.jsonl", "--languages", "kk", "--predictions", put("p.jsonl", lines(*GOOD)))
    assert (ended.code, message in ended.said) == (2, True), ended.said


def test_an_empty_file_has_no_lines() -> None:
    put("t.ru", "\n".join(RUSSIAN))
    put("t.kk", "\n".join(KAZAKH))
    ended = Ended(
        "score", "t.ru", "--data", "lines", "--references", "t.kk", "--languages", "ru-kk",
        "--predictions", put("p.txt", ""),
    )  # fmt: skip
    assert (ended.code, "p.txt has 0 lines for 2 samples" in ended.said) == (3, True)


def test_empty_outputs_against_empty_outputs_do_not_pass() -> None:
    put("data.jsonl", lines(*OURS))
    silence = put("p.jsonl", lines(*({"id": str(n), "output": ""} for n in (0, 1))))
    assert (
        Ended("score", "data.jsonl", "--languages", "kk", "--predictions", silence, "--out", "empty").code
        == 3
    )
    ended = Ended("gate", "empty", "--baseline", "empty")
    assert (ended.code, "every output is empty" in ended.said) == (3, True)
    good = put("g.jsonl", lines(*GOOD))
    assert Ended("score", "data.jsonl", "--languages", "kk", "--predictions", good, "--out", "good").code == 0
    assert Ended("gate", "empty", "--baseline", "good").code == 1
    assert Ended("gate", "good", "--baseline", "empty").code == 0


def test_an_interval_never_leaves_the_scale() -> None:
    put("data.jsonl", lines(*OURS))
    half = put("h.jsonl", lines(GOOD[0], {"id": "1", "output": "Басқа сөз."}))
    assert Ended("score", "data.jsonl", "--languages", "kk", "--predictions", half, "--out", "half").code == 0
    measured = read_results(Path("half")).tasks["data/abstractive"].measures["rouge2"]
    assert (measured.score, measured.low, measured.high) == (50, 0, 100)


@pytest.mark.parametrize("command", ["run", "validate", "report"])
@pytest.mark.parametrize("depth", [100, 900, 100_000])
def test_json_that_is_nested_too_deeply_is_one_line(command: str, depth: int) -> None:
    deep = put("deep.json", '{"manifest":' + "[" * depth + "]" * depth + "}")
    ended = Ended(command, deep)
    how = "more than 100 levels deep" if depth < 1000 else "too deeply"
    assert (ended.code, ended.said) == (2, f"deep.json:1: the JSON is nested {how}")


COUNCIL_RU = "Совет собрался во вторник и решил отремонтировать мост до первого снега, сообщил мэр города."
COUNCIL_KK = "Кеңес сейсенбі күні жиналып, көпірді алғашқы қарға дейін жөндеуге шешім қабылдады, деді әкім."


@pytest.mark.parametrize(
    ("languages", "message"),
    [
        ("kk-ru", "sources are Kazakh, but they read as Russian"),
        ("ru-en", "references are English, but they read as Kazakh"),
        ("ru-kk", ""),
    ],
)
def test_data_in_another_language_than_stated_are_refused(
    tmp_path: Path, languages: str, message: str
) -> None:
    for name, sentence in (("t.src", COUNCIL_RU), ("t.ref", COUNCIL_KK)):
        (tmp_path / name).write_text(f"{sentence}\n" * 5, "utf-8")
    files = DataFiles("lines", [tmp_path / "t.ref"], languages, None)
    if not message:
        assert len(open_suites([str(tmp_path / "t.src")], files)[0].tasks) == 1
        return
    with pytest.raises(UsageError, match=message):
        open_suites([str(tmp_path / "t.src")], files)


def test_lines_that_name_another_language_than_stated_are_refused(tmp_path: Path) -> None:
    row = {"id": "a", "source": COUNCIL_RU, "references": [COUNCIL_RU], "source_language": "ru"}
    path = tmp_path / "t.jsonl"
    path.write_text(json.dumps(row, ensure_ascii=False) + "\n", "utf-8")
    assert len(open_suites([str(path)], DataFiles(None, [], "ru", None))[0].tasks) == 1
    with pytest.raises(UsageError, match="--languages kk, but the line of 'a' says ru"):
        open_suites([str(path)], DataFiles(None, [], "kk", None))


@pytest.mark.parametrize(
    ("files", "option"),
    [
        (DataFiles(languages="kk"), "--languages"),
        (DataFiles(kind="extractive"), "--kind"),
        (DataFiles(references=[Path("r.txt")]), "--references"),
    ],
)
def test_what_is_said_of_data_files_is_refused_for_a_suite(files: DataFiles, option: str) -> None:
    with pytest.raises(UsageError, match=f"{option}: only for data files"):
        open_suites(["seed"], files)
