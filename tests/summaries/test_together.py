"""Several documents, one summary: order, repeats, citations and contradictions."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from trained.warm import warm

from summarize.api.run import run
from summarize.cli.printers import cited
from summarize.errors import UsageError
from summarize.request import Length, Request
from summarize.result import Result
from summarize.summaries.together import together
from summarize.text.documents import Document, from_text
from summarize.text.structure import outline

TEXTS = {
    "en": {
        "a": (
            "AKTAU, 14 May 2025. A ferry with 40 passengers on board ran aground near Aktau on "
            "Wednesday. Rescuers brought all of them to the harbour. A storm had pushed the ship "
            "towards the shore, the captain said."
        ),
        "b": (
            "AKTAU, 15 May 2025. The ferry that ran aground near Aktau on Wednesday had 43 "
            "passengers on board. Four people were treated for bruises. The captain said that a "
            "storm had pushed the ship towards the shore."
        ),
        "c": (
            "AKTAU, 17 May 2025. Two tugs pulled the ferry off the sandbank on Saturday. The hull "
            "has a crack and will be repaired in Baku."
        ),
    },
    "ru": {
        "a": (
            "АКТАУ, 14 мая 2025 года. Паром с 40 пассажирами на борту сел на мель у Актау в среду. "
            "Спасатели доставили всех в порт. Судно отнесло к берегу штормом, сказал капитан."
        ),
        "b": (
            "АКТАУ, 15 мая 2025 года. На пароме, который сел на мель у Актау в среду, было 43 "
            "пассажира. Четверым оказали помощь. Капитан сказал, что судно отнесло к берегу "
            "штормом."
        ),
        "c": (
            "АКТАУ, 17 мая 2025 года. Два буксира сняли паром с песчаной банки в субботу. В "
            "корпусе трещина, его починят в Баку."
        ),
    },
    "kk": {
        "a": (
            "АҚТАУ, 2025 жылғы 14 мамыр. Бортында 40 жолаушысы бар паром сәрсенбіде Ақтау маңында "
            "қайраңға отырды. Құтқарушылар бәрін портқа жеткізді. Кемені дауыл жағаға қарай "
            "ығыстырды, деді капитан."
        ),
        "b": (
            "АҚТАУ, 2025 жылғы 15 мамыр. Сәрсенбіде Ақтау маңында қайраңға отырған паром бортында "
            "43 жолаушы болды. Төрт адамға көмек көрсетілді. Капитан дауыл кемені жағаға қарай "
            "ығыстырды деді."
        ),
        "c": (
            "АҚТАУ, 2025 жылғы 17 мамыр. Екі буксир сенбіде паромды құм қайраңынан түсірді. "
            "Корпусында жарық бар, ол Бакуде жөнделеді."
        ),
    },
}


def documents(language: str, names: str = "cba") -> list[Document]:
    return [from_text(TEXTS[language][name], f"{name}.txt", language) for name in names]


def made(language: str, **request: object) -> Result:
    return run(together(documents(language)), Request(**request))  # type: ignore[arg-type]


@pytest.mark.parametrize("language", TEXTS)
def test_the_earliest_comes_first(language: str) -> None:
    joint = together(documents(language))
    assert [member.document.name for member in joint.members] == ["a.txt", "b.txt", "c.txt"]
    assert joint.name == "a.txt and 2 more"
    for member in joint.members:
        assert joint.text[member.start :].startswith(member.document.text)


def test_a_document_without_a_date_stays_behind_the_one_before_it() -> None:
    plain = from_text("The company has said nothing so far.", "plain.txt", "en")
    late, middle, early = documents("en")
    ordered = together([late, plain, early, middle])
    assert [member.document.name for member in ordered.members] == ["a.txt", "b.txt", "c.txt", "plain.txt"]
    assert [m.document.name for m in together([plain, late, early]).members] == [
        "plain.txt",
        "a.txt",
        "c.txt",
    ]


def test_dates_without_a_year_are_of_the_year_that_others_name() -> None:
    undated = from_text("On 16 May the mayor came to the harbour and spoke to the crew.", "d.txt", "en")
    assert [m.document.name[0] for m in together([undated, *documents("en")]).members] == ["a", "b", "d", "c"]


@pytest.mark.parametrize("language", TEXTS)
def test_offsets_are_those_of_the_whole_and_in_json_of_each_file(language: str) -> None:
    result = made(language, length=Length("ratio", 1))
    for sentence in result.sentences:
        assert result.document.text[sentence.start : sentence.end] == sentence.text
    shown = json.loads(json.dumps(result.to_json()))
    assert {each["document"] for each in shown["sentences"]} == {"a.txt", "b.txt", "c.txt"}
    for each in shown["sentences"]:
        assert TEXTS[language][each["document"][0]][each["start"] : each["end"]] == each["text"]
        for other in each["also"]:
            assert other["document"] != each["document"]
            assert TEXTS[language][other["document"][0]][other["start"] : other["end"]]
    assert [each["name"] for each in shown["documents"]] == ["a.txt", "b.txt", "c.txt"]


@pytest.mark.parametrize("language", TEXTS)
def test_what_two_documents_say_is_chosen_once_and_counted(language: str) -> None:
    result = made(language, length=Length("sentences", 3))
    storm = [each for each in result.sentences if any(w in each.text for w in ("storm", "шторм", "дауыл"))]
    assert len(storm) <= 1
    assert any(sentence.also for sentence in result.sentences)
    for sentence in result.sentences:
        assert len(set(sentence.also)) == len(sentence.also)


@pytest.mark.parametrize("language", TEXTS)
def test_numbers_that_contradict_each_other_are_told(language: str) -> None:
    result = made(language, length=Length("ratio", 1))
    told = [
        {(claim.name, claim.text.split()[0]) for claim in conflict.claims} for conflict in result.conflicts
    ]
    assert {("a.txt", "40"), ("b.txt", "43")} in told
    assert any(warning.startswith("the documents differ: ") for warning in result.warnings)
    for conflict in result.conflicts:
        for claim in conflict.claims:
            assert result.document.text[claim.start : claim.end] == claim.text
    first = result.to_json()["conflicts"][0]["claims"][0]  # type: ignore[index]
    assert TEXTS[language][first["document"][0]][first["start"] : first["end"]] == first["text"]


def test_documents_that_agree_do_not_differ() -> None:
    same = [from_text(TEXTS["en"]["a"], name, "en") for name in ("one.txt", "two.txt")]
    result = run(together(same), Request(length=Length("sentences", 2)))
    assert result.conflicts == ()
    assert all(sentence.also for sentence in result.sentences)
    assert len({sentence.text for sentence in result.sentences}) == 2


def test_each_sentence_is_cited_with_its_file_and_those_that_say_the_same() -> None:
    result = made("en", length=Length("sentences", 2))
    shown = cited(result)
    for sentence in result.sentences:
        own = next(name for name in "abc" if sentence.text in TEXTS["en"][name])
        others = [
            name
            for name in "abc"
            for start, end in sentence.also
            if result.document.text[start:end] in TEXTS["en"][name]
        ]
        assert f"{sentence.text} [{'; '.join(f'{name}.txt' for name in [own, *others])}]" in shown


def test_several_languages_are_said() -> None:
    mixed = together([*documents("en"), *documents("ru", "a")])
    assert mixed.language == "en"
    assert any("several languages (en, ru)" in warning for warning in mixed.warnings)
    assert {sentence.language for sentence in outline(mixed).sentences} == {"en", "ru"}


def test_one_document_and_none() -> None:
    alone = together(documents("en", "a"))
    assert alone.name == "a.txt"
    assert run(alone, Request(length=Length("sentences", 1))).conflicts == ()
    with pytest.raises(UsageError, match="no documents"):
        together([])


# The command line


@pytest.fixture
def news(tmp_path: Path) -> Path:
    for name, text in TEXTS["en"].items():
        (tmp_path / f"{name}.txt").write_text(text, "utf-8")
    return tmp_path


def shell(folder: Path, *arguments: str) -> tuple[int, str, list[str]]:
    done = warm().run(*arguments, cwd=folder)
    return done.returncode, done.stdout.decode(), done.stderr.decode().splitlines()


def test_a_folder_gives_one_summary_with_files(news: Path) -> None:
    code, output, errors = shell(news, ".", "--together", "-s", "3")
    assert code == 0
    assert output.count("[") == 3
    assert "[c.txt]" in output
    assert "the documents differ: " in errors[0]
    assert "b.txt says '43 passengers'" in errors[0]
    assert "a.txt says '40 passengers'" in errors[0]
    assert shell(news, ".", "--together", "-o", "out/")[0] == 0
    assert [path.name for path in (news / "out").iterdir()] == ["together.summary.txt"]


def test_a_document_that_cannot_be_read_is_told_and_the_rest_are_summarised(news: Path) -> None:
    code, output, errors = shell(news, "a.txt", "gone.txt", "c.txt", "--together", "-s", "1", "-f", "json")
    assert code == 3
    assert any("gone.txt does not exist" in line for line in errors)
    shown = json.loads(output)
    assert [each["name"] for each in shown["documents"]] == ["a.txt", "c.txt"]
    assert any("gone.txt does not exist" in warning for warning in shown["warnings"])
    code, output, errors = shell(news, "gone.txt", "lost.txt", "--together")
    assert (code, output) == (1, "")
    assert "lost.txt does not exist" in errors[-1]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--highlight"], "--highlight marks one document; leave it out with --together"),
        (["-o", "a.txt"], "--output a.txt would overwrite the source a.txt"),
    ],
)
def test_what_does_not_go_together(news: Path, arguments: list[str], said: str) -> None:
    code, _, errors = shell(news, "a.txt", "b.txt", "--together", *arguments)
    assert code == 2
    assert errors[0].endswith(said)


def test_shapes_and_queries_of_several_documents(news: Path) -> None:
    assert shell(news, ".", "--together", "--about", "hull", "-s", "1")[1] == (
        "The hull has a crack and will be repaired in Baku. [c.txt]\n"
    )
    bullets = shell(news, ".", "--together", "--as", "bullets", "-s", "2")[1].splitlines()
    assert all(line.startswith("- ") and line.endswith("]") for line in bullets)
    outlined = shell(news, ".", "--together", "--as", "outline", "-s", "1")[1].split("\n\n")
    assert [part.strip()[-7:] for part in outlined][2] == "[c.txt]"


def test_a_month_alone_is_no_day() -> None:
    """A text that names only a month keeps its place behind the one before it."""
    texts = {"a": "2024 жылғы 3 мамырда көпір ашылды.", "b": "Мамыр айында 17 адам айыппұл төледі."}
    made = together([from_text(text, name, language="kk") for name, text in texts.items()])
    assert [member.document.name for member in made.members] == ["a", "b"]
