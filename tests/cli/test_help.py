"""Help in Russian and Kazakh: complete, in the right letters, and read only when it is shown."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest
import typer

from summarize.cli import main
from summarize.cli.commands import COMMANDS as LISTED
from summarize.cli.commands import DEFAULT
from summarize.cli.help import texts
from summarize.cli.help.manual import manual, roff
from summarize.text.scripts import mixed_script_words

LANGUAGES = ("ru", "kk")
LOCALES = {"ru": "ru_RU.UTF-8", "kk": "kk_KZ.UTF-8"}
KAZAKH_LETTERS = re.compile("[әғқңөұүһі]", re.IGNORECASE)
LATIN = re.compile("[A-Za-z]+")
# Proper names that the English texts say otherwise.
NAMES = {"Hugging", "Face", "TOML", "Pickle"}


def commands() -> dict[tuple[str, ...], Any]:
    """Every command by the words that call it, made anew: showing help changes a command."""
    modules = {word: module for word, (module, _) in LISTED.items()}
    found = {DEFAULT: typer.main.get_command(main.app).commands[DEFAULT]}  # type: ignore[attr-defined]
    found |= {word: typer.main.get_command(import_module(name).app) for word, name in modules.items()}
    return {path: each for word, command in found.items() for path, each in below((word,), command)}


def below(path: tuple[str, ...], command: Any) -> Iterator[tuple[tuple[str, ...], Any]]:
    yield path, command
    for word, each in getattr(command, "commands", {}).items():
        yield from below((*path, word), each)


COMMANDS = commands()
PARAMETERS = [
    (path, texts.name_of(parameter), parameter.help)
    for path, command in COMMANDS.items()
    for parameter in command.params
    if parameter.help and not parameter.hidden
]


def strings(table: dict[str, Any], path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    """Every text of a file, with its keys."""
    for key, value in table.items():
        if isinstance(value, dict):
            yield from strings(value, (*path, key))
        else:
            yield (*path, key), value


def page(path: tuple[str, ...]) -> str:
    """The help of a command in the language of the environment."""
    every = commands()
    context = typer.Context(typer.main.get_command(main.app), info_name="summarize")
    for end in range(1, len(path) + 1):
        command = main.localized(every[path[:end]])
        context = command.make_context(path[end - 1], [], parent=context, resilient_parsing=True)
    return context.get_help()


def shown(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """One run of the program with only these settings of language."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG"))}
    return subprocess.run(
        [sys.executable, "-m", "summarize", *arguments],
        capture_output=True,
        encoding="utf-8",
        env={**kept, **environment},
        timeout=300,
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("path", "name", "english"), PARAMETERS)
def test_every_option_and_argument_has_a_text(
    language: str, path: tuple[str, ...], name: str, english: str
) -> None:
    found = texts.text(texts.texts(language), path, name)
    assert found, f"{language}.toml says nothing of {name!r} in {path}: {english}"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", COMMANDS)
def test_every_command_says_what_it_is_for(language: str, path: tuple[str, ...]) -> None:
    table = texts.texts(language)
    assert texts.own(table, path, "about")
    assert bool(texts.own(table, path, "epilog")) == bool(COMMANDS[path].epilog)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_of_something(language: str) -> None:
    known = {(*path, name) for path, name, _ in PARAMETERS}
    named = {name for _, name, _ in PARAMETERS} | {"help"}
    for keys, _ in strings(texts.texts(language)):
        group, name = keys[:-1], keys[-1]
        inherited = any(path[: len(group)] == group and each == name for path, each, _ in PARAMETERS)
        assert (
            group == ("words",)
            or (group == ("shared",) and name in named)
            or (group in COMMANDS and name in ("about", "epilog"))
            or keys in known
            or inherited
        ), f"{language}.toml: {'.'.join(keys)} is of no command or option"


@pytest.mark.parametrize("language", LANGUAGES)
def test_letters_are_those_of_the_language(language: str) -> None:
    every = dict(strings(texts.texts(language)))
    assert [word for value in every.values() for word in mixed_script_words(value)] == []
    kazakh = [value for value in every.values() if KAZAKH_LETTERS.search(value)]
    assert (len(kazakh) > len(every) / 2) == (language == "kk")
    assert language == "kk" or not kazakh


@pytest.mark.parametrize("language", LANGUAGES)
def test_latin_words_are_those_of_the_english_text(language: str) -> None:
    table = texts.texts(language)
    said = [(texts.text(table, path, name), english) for path, name, english in PARAMETERS]
    said += [(texts.own(table, path, "about"), command.help) for path, command in COMMANDS.items()]
    for translated, english in said:
        extra = set(LATIN.findall(translated or "")) - set(LATIN.findall(english)) - NAMES
        assert extra - {"summarize", "models", "stdout"} == set(), translated


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_example_and_exit_code_is_kept(language: str) -> None:
    for path, command in COMMANDS.items():
        if not command.epilog:
            continue
        translated = texts.own(texts.texts(language), path, "epilog") or ""
        calls = re.findall(
            r"(?:cat \S+ \| )?summarize(?: \S+)*(?=  |\n)|cat \S+ \| summarize", command.epilog
        )
        assert calls
        assert [call for call in calls if call not in translated] == []
        assert re.findall(r"(?<=[ :,])\d+(?= )", command.epilog) == re.findall(
            r"(?<=[ :,])\d+(?= )", translated
        )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", COMMANDS)
def test_help_names_what_the_english_help_names(
    language: str, path: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    english = page(path)
    monkeypatch.setenv("LC_ALL", LOCALES[language])
    translated = page(path)
    words = texts.texts(language)["words"]
    assert translated.startswith(f"{words['Usage']}: summarize")
    headings = re.findall(r"^((?!Examples)\w+):$", english, re.MULTILINE)  # examples are in the epilog
    assert set(headings) & {"Options", "Other"}
    assert [heading for heading in headings if f"\n{words.get(heading, heading)}:\n" not in translated] == []
    options = re.findall(r"(?<=[ ,])--?[a-z][\w-]*(?: [A-Z]+\b| <\S+>)?", english)
    assert options
    assert [option for option in options if option not in translated] == []
    for english_word in ("Usage", "Options", "Arguments", "Show this", "[default", "required]", "Exit codes"):
        assert english_word not in translated


@pytest.mark.parametrize(
    ("environment", "first"),
    [
        ({"LANG": "ru_RU.UTF-8"}, "Использование: summarize [OPTIONS]"),
        ({"LANG": "kk_KZ.UTF-8"}, "Қолданылуы: summarize [OPTIONS]"),
        ({"LANGUAGE": "kk"}, "Қолданылуы: summarize [OPTIONS]"),
        ({"LANG": "de_DE.UTF-8"}, "Usage: summarize [OPTIONS]"),
    ],
)
def test_the_program_shows_it(environment: dict[str, str], first: str) -> None:
    assert shown("--help", **environment).stdout.startswith(first)


def test_a_group_alone_shows_its_help_in_the_readers_language() -> None:
    done = shown("models", LANG=LOCALES["kk"])
    assert done.returncode == 2
    assert done.stderr.startswith("Қолданылуы: summarize models")


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"LANG": "ru_RU.UTF-8"}, "ru"),
        ({"LANG": "kk_KZ.UTF-8"}, "kk"),
        ({"LANG": "kk"}, "kk"),
        ({"LC_MESSAGES": "ru_KZ.UTF-8", "LANG": "en_US.UTF-8"}, "ru"),
        ({"LC_ALL": "kk_KZ", "LC_MESSAGES": "ru_RU", "LANG": "en_US"}, "kk"),
        ({"LANGUAGE": "kk", "LC_ALL": "ru_RU.UTF-8"}, "kk"),
        ({"LANGUAGE": "de:kk:ru", "LANG": "de_DE.UTF-8"}, "kk"),
        ({"LANGUAGE": "en:ru", "LANG": "ru_RU.UTF-8"}, "en"),
        ({"LANGUAGE": "", "LANG": "ru_RU.UTF-8"}, "ru"),
        ({"LANGUAGE": "ru", "LC_ALL": "C"}, "en"),
        ({"LC_ALL": "C.UTF-8", "LANG": "ru_RU.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LANG": "POSIX"}, "en"),
        ({"LANG": "fr_FR.UTF-8"}, "en"),
        ({"LANG": "run"}, "en"),
        ({}, "en"),
    ],
)
def test_the_language_is_chosen_as_gettext_does(environment: dict[str, str], language: str) -> None:
    assert texts.reader(environment) == language


def test_what_has_no_text_stays_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "kk_KZ.UTF-8")
    app = typer.Typer(rich_markup_mode=None)

    @app.command()
    def new(fresh: str = typer.Option("1", help="Not translated yet.")) -> None:
        """Do something new."""

    command = main.localized(typer.main.get_command(app))
    shown = command.make_context("new", [], resilient_parsing=True).get_help()
    assert "Do something new." in shown
    assert "Not translated yet. [әдепкі мәні: 1]" in " ".join(shown.split())


def test_a_default_that_is_a_heading_word_is_not_translated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "ru_RU.UTF-8")
    app = typer.Typer(rich_markup_mode=None)

    @app.command()
    def new(which: str = typer.Option("required", help="A word [default].")) -> None:
        """Do something new."""

    page = (
        main.localized(typer.main.get_command(app)).make_context("new", [], resilient_parsing=True).get_help()
    )
    assert "[по умолчанию: required]" in " ".join(page.split())
    assert "A word [default]." in " ".join(page.split())


@pytest.mark.parametrize(
    ("arguments", "read"), [(["seeds"], False), (["--version"], False), (["--help"], True)]
)
def test_texts_are_read_only_when_help_is_shown(arguments: list[str], read: bool, root: Any) -> None:
    program = (
        "import sys\n"
        "from summarize.cli.main import main\n"
        "try:\n    main()\n"
        "except SystemExit as end:\n    assert not end.code, end.code\n"
        "print('texts' if 'summarize.cli.help.texts' in sys.modules else 'none', file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "LC_ALL": "kk_KZ.UTF-8"},
        cwd=root,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr.splitlines()[-1] == ("texts" if read else "none")


# The manual page


def test_the_manual_has_every_command_and_option() -> None:
    shown = manual().replace("\\-", "-")
    for path in COMMANDS:
        words = [word for word in path if word != DEFAULT]
        assert not words or f'.SH "SUMMARIZE {" ".join(words).upper()}"' in shown
    options = {flag for _, command in COMMANDS.items() for each in command.params for flag in each.opts}
    assert sorted(flag for flag in options if flag.startswith("--") and flag not in shown) == []


def test_the_manual_is_ascii_and_no_line_begins_with_a_request_of_its_own() -> None:
    page = manual()
    assert page.isascii()
    known = {".TH", ".SH", ".TP", ".PP", ".B", ".br", ".nf", ".fi"}
    assert {line.split(" ")[0] for line in page.split("\n") if line.startswith(".")} <= known
    assert roff(".x\n'y\\-é") == "\\&.x\n\\&'y\\e\\-\\[u00E9]"
