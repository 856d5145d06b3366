"""Messages in Russian and Kazakh: each is of a message that the program has, and values stay as they are."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Any

import pytest

from summarize.cli.help.messages import rows, translated
from summarize.text.scripts import mixed_script_words

PACKAGE = Path(__file__).resolve().parents[2] / "summarize"
LANGUAGES = ("ru", "kk")
SLOT = re.compile(r"\{\w*\}")
KAZAKH_LETTERS = re.compile("[әғқңөұүһі]", re.IGNORECASE)
EVERY = [*rows("message"), *rows("value")]


def strings() -> str:
    """Every text in the package, with {} for a value, one a line."""
    found = []
    for file in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.JoinedStr):
                pieces = (each.value if isinstance(each, ast.Constant) else "{}" for each in node.values)
                found.append("".join(map(str, pieces)))
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.append(node.value)
    return "\n".join(found)


def test_every_message_is_one_of_the_program() -> None:
    ours = SLOT.sub("{}", strings())
    missing = []
    for row in rows("message"):
        # Values may have been put together from pieces: every piece of text of its own is somewhere.
        pieces = [piece.strip(" ;:") for piece in SLOT.split(row["en"]) if len(piece.strip(" ;:'-")) > 2]
        if not row.get("library") and not all(piece in ours for piece in pieces):
            missing.append(row["en"])
    assert missing == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_translation_has_the_same_values_and_its_own_letters(language: str) -> None:
    for row in EVERY:
        assert sorted(SLOT.findall(row[language])) == sorted(SLOT.findall(row["en"])), row["en"]
        assert mixed_script_words(SLOT.sub("x", row[language])) == [], row["en"]
        options = re.findall(r"--[a-z-]+", row["en"])
        assert [option for option in options if option not in row[language]] == [], row["en"]
    letters = sum(bool(KAZAKH_LETTERS.search(row[language])) for row in EVERY)
    assert (letters > len(EVERY) / 2) == (language == "kk")
    assert language == "kk" or letters == 0


def test_no_two_rows_are_of_one_message() -> None:
    bare = [SLOT.sub("{}", row["en"]) for row in EVERY]
    assert len(set(bare)) == len(bare)


@pytest.mark.parametrize(
    ("english", "russian", "kazakh"),
    [
        ("no.txt does not exist", "no.txt: такого файла нет", "no.txt: мұндай файл жоқ"),
        (
            "a b.txt does not exist; did you mean a.txt?",
            "a b.txt: такого файла нет; возможно, имелось в виду a.txt?",
            "a b.txt: мұндай файл жоқ; мүмкін, a.txt деп жазбақ болдыңыз ба?",
        ),
        (
            "a: b.txt: the text is too short to summarise; it is returned whole",
            "a: b.txt: текст слишком короток для изложения; он приведён целиком",
            "a: b.txt: мәтін мазмұндауға тым қысқа; ол толық берілді",
        ),
        (
            "news: 3 files are of no known format; skipped: x, y",
            "news: пропущены файлы неизвестных форматов (3): x, y",
            "news: пішімі белгісіз файлдар өткізіп жіберілді (3): x, y",
        ),
        (
            "out.txt is empty; written again",
            "out.txt: файл неполон (пуст); записан заново",
            "out.txt: файл толық емес (бос); қайта жазылды",
        ),
        (
            "a.txt: the language is uncertain (confidence 0.50); "
            "treated as English (en); --from (language=) overrides",
            "a.txt: язык определён неуверенно (0.50); принят за английский (en); другой задаёт --from",
            "a.txt: тіл нақты анықталмады (0.50); ағылшын (en) деп алынды; басқасын --from белгілейді",
        ),
        ("the moon is made of cheese", "the moon is made of cheese", "the moon is made of cheese"),
    ],
)  # fmt: skip
def test_messages_with_names_values_and_several_parts(english: str, russian: str, kazakh: str) -> None:
    assert translated(english, "ru") == russian
    assert translated(english, "kk") == kazakh
    assert translated(english, "en") == english


def test_a_half_that_has_no_translation_leaves_the_whole_english() -> None:
    message = "no.txt does not exist; the moon is full"
    assert translated(message, "ru") == message


def test_the_readers_language_is_that_of_help(monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    from summarize.cli.output import say

    for locale, said in (("ru_RU.UTF-8", "такого файла нет"), ("C", "does not exist")):
        monkeypatch.setenv("LC_ALL", locale)
        say("no.txt does not exist")
        assert said in capsys.readouterr().err


def test_a_long_message_is_not_searched() -> None:
    message = f"{'a: ' * 100_000} does not exist"
    assert translated(message, "ru") == message


def test_the_options_meant_and_where_the_help_is_are_translated_too() -> None:
    message = "No such option: --scripts (Possible options: --cite, --strict); see summarize --help"
    assert (
        translated(message, "ru")
        == "Нет такого параметра: --scripts (похожие: --cite, --strict); см. summarize --help"
    )
    assert translated(message, "kk") == (
        "Мұндай параметр жоқ: --scripts (ұқсастары: --cite, --strict); summarize --help қараңыз"
    )


def test_a_mistyped_command_of_a_group_is_told_in_the_readers_language() -> None:
    message = "No such command 'gat'; see summarize eval --help; did you mean gate?"
    assert translated(message, "ru") == (
        "Нет такой команды: 'gat'; см. summarize eval --help; возможно, имелось в виду gate?"
    )
    assert translated(message, "kk") == (
        "Мұндай команда жоқ: 'gat'; summarize eval --help қараңыз; мүмкін, gate деп жазбақ болдыңыз ба?"
    )
