"""Prompts for chat and base models: a prompt file filled in, and the answer extracted from the output.

A prompt file is TOML: ``system`` and ``user`` with ``$placeholders``, ``[languages]`` with the form
that a language's name takes in these sentences, ``[length]`` with the wording of a length, and
``[glossary]`` with the wording of terms, ``[tags]`` with what is said where the text has numbered tags. A
line with nothing but ``$glossary`` or ``$tags`` is dropped if a text has none. For base models, which only
continue a text, it has ``completion``, a template that ends where the answer begins, and ``[[examples]]`` of
texts with their answers, which come before it.
"""

from __future__ import annotations

import difflib
import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path
from string import Template
from typing import Any

from summarize.errors import UsageError, listed
from summarize.request import Instruction, Length
from summarize.text import language_table

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


_PACKAGE = Path(__file__).resolve().parents[1]
NAMES = frozenset({"text", "length", "source", "target", "glossary", "tags"})
_THINKING = re.compile(r"<think>.*?(?:</think>|\Z)\s*|\A.*?</think>\s*", re.DOTALL)
_LINES = {
    name: re.compile(rf"^[ \t]*\$(?:{name}|\{{{name}\}})[ \t]*(?:\n|\Z)", re.MULTILINE)
    for name in ("glossary", "tags")
}
# A closing tag in the text would end the document early, and the rest would read as instructions.
_DELIMITER = re.compile(r"<(\s*/?\s*)(document)\b", re.IGNORECASE)
# An announcement must name a summary or translation: "Вот что сказал министр:" belongs to the document.
_NAMED = r"""(?:summar(?:y|ies)|translation|(?:краткое\s)?(?:изложение|содержание)|пересказ|резюме|перевод
    |(?:қысқаша\s)?мазмұн(?:ы|дама(?:сы)?)|түйін(?:і)?|аударма(?:сы)?)"""
_CHATTER = re.compile(
    rf"""\A[\s*#_]*
    (?:(?:sure|certainly|of\ course|okay|ok|конечно|хорошо|әрине|жарайды)[!,.]\s*)?
    (?:(?:here(?:\ is|'s|’s)|below\ is|this\ is|вот|ниже|міне|төменде)\b[^\n:.!?]{{0,40}}?
        \b{_NAMED}\b[^\n:.!?]{{0,40}}
      |{_NAMED}\s*)[*_]*:[\s*_]*""",
    re.IGNORECASE | re.VERBOSE,
)
# "The document says" may be news; that an article says something never is.
_ATTRIBUTION = re.compile(
    r"""\A(?:(?:the|this)\ (?:news\ )?(?:article|text|passage)
        \ (?:says|states|reports|notes|mentions|explains)\ that\s+
      |в\ (?:(?:этой\ |данной\ )?(?:статье|новости)|(?:этом\ |данном\ )?тексте)
        \ (?:говорится|сообщается|отмечается|рассказывается)(?:\ о\ том)?,\ что\s+)""",
    re.IGNORECASE | re.VERBOSE,
)
_PART = re.compile(r"[^\n.!?:…]*(?:[.!?:…]+|\n|\Z)")
_WORD = re.compile(r"\w+")
_ECHO = 4  # words; a shorter sentence may be the model's own
_NEARLY_ALL = 0.8  # share of words
_WRAPPER = re.compile(r"\A\s*<document>\s*|\s*</document>\s*\Z", re.IGNORECASE)


@dataclass(frozen=True)
class Prompt:
    """One prompt file, checked: every placeholder is known, and ``$text`` is among them.

    ``user`` or ``completion`` is empty where the file is not for chat or not for base models. An example
    has a text for ``source`` and ``target``, or for each language that can be either.
    """

    system: str
    user: str
    completion: str
    examples: tuple[Mapping[str, str], ...]
    length: dict[str, str]
    languages: dict[str, str]
    glossary: dict[str, str]
    tags: dict[str, str]


def messages(text: str, instruction: Instruction) -> list[dict[str, str]]:
    """The chat messages that ask for this task with this text.

    Raises:
        UsageError: the prompt file is missing, is not TOML, has unknown names or no ``user``.
    """
    path = _path(instruction, "")
    prompt = load(path)
    if not prompt.user:
        raise UsageError(f"the prompt {path} has no 'user', so it is not for a chat model")
    values = _values(prompt, text, instruction)
    return [
        {"role": role, "content": _filled(template, values)}
        for role, template in (("system", prompt.system), ("user", prompt.user))
        if template.strip()
    ]


def asks_for_tags(instruction: Instruction) -> bool:
    """Whether the prompt of this task says what to do with numbered tags.

    Raises:
        UsageError: as in ``messages``.
    """
    prompt = load(_path(instruction, ""))
    return bool(prompt.tags.get("keep")) and "tags" in _names(prompt.system + prompt.user)


def completion(text: str, instruction: Instruction) -> str:
    """What a base model continues with its answer: the examples with their answers, then the text.

    The text is put on one line. A line break ends an example and an answer, so nothing that the text has
    can be taken for the next example or for the answer.

    Raises:
        UsageError: the prompt file is missing, is not TOML, has unknown names or no ``completion``, or an
            example lacks a language.
    """
    path = _path(instruction, ".completion")
    prompt = load(path)
    if not prompt.completion:
        raise UsageError(f"the prompt {path} has no 'completion', which a base model needs")
    return f"{_examples(path, prompt, instruction)}{_one_line(prompt, text, instruction)}"


def _examples(path: Path, prompt: Prompt, instruction: Instruction) -> str:
    shown = ""
    for example in prompt.examples:
        text = example.get("source", example.get(instruction.source))
        answered = example.get("target", example.get(instruction.target))
        if text is None or answered is None:
            raise UsageError(
                f"the prompt {path}: an example has no source or target, "
                f"or not both {instruction.source} and {instruction.target}"
            )
        shown += f"{_one_line(prompt, text, instruction)} {' '.join(answered.split())}\n\n"
    return shown


def _one_line(prompt: Prompt, text: str, instruction: Instruction) -> str:
    return _filled(prompt.completion, _values(prompt, " ".join(text.split()), instruction))


def _values(prompt: Prompt, text: str, instruction: Instruction) -> dict[str, str]:
    languages = {**language_table.NAMES, **prompt.languages}
    return {
        "text": _DELIMITER.sub(r"‹\1\2", text),
        "source": languages[instruction.source],
        "target": languages[instruction.target],
        "length": _length(instruction.length, prompt.length),
        "glossary": _terms(instruction.terms(text) if instruction.terms else (), prompt.glossary),
        "tags": prompt.tags.get("keep", "") if instruction.tags else "",
    }


def _filled(template: str, values: Mapping[str, str]) -> str:
    for name, line in _LINES.items():
        if not values[name]:
            template = line.sub("", template)
    return Template(template.strip()).substitute(values)


def resource(name: str) -> Path:
    """The path of a file or folder shipped with the package, such as ``prompts/summarize.en.toml``.

    Raises:
        FileNotFoundError: the installation is broken.
    """
    for home in (_PACKAGE, _PACKAGE.parent):
        if (path := home / name).exists():
            return path
    raise FileNotFoundError(f"{name} is missing from this installation of summarize")


def _path(instruction: Instruction, kind: str) -> Path:
    if instruction.prompt:
        return Path(instruction.prompt)
    if instruction.task == "translation":
        return resource(f"prompts/translate{kind}.toml")
    if instruction.shape == "headline" and not kind:
        return resource(f"prompts/headline.{instruction.target}.toml")
    return resource(f"prompts/summarize.{instruction.target}{kind}.toml")


def _length(length: Length | None, forms: dict[str, str]) -> str:
    if length is None or length.unit not in forms:
        return forms.get("default", "")
    single = length.unit == "sentences" and length.amount == 1 and forms.get("sentence")
    return Template(single or forms[length.unit]).substitute(n=f"{length.amount:g}")


def _terms(terms: Sequence[tuple[str, str]], forms: dict[str, str]) -> str:
    """One line per term, under a heading; empty without terms."""
    line = Template(forms.get("term", "$term = $translation"))
    lines = [line.substitute(term=term, translation=translation) for term, translation in terms]
    return "\n".join([*([forms["heading"]] if "heading" in forms else []), *lines]) if lines else ""


@lru_cache(maxsize=16)
def load(path: Path) -> Prompt:
    """Read and check a prompt file.

    Raises:
        UsageError: one line that names the file and what is wrong with it.
    """
    try:
        table = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise UsageError(f"cannot read the prompt {path}: {error.strerror or error}") from error
    except (ValueError, RecursionError) as error:  # also not UTF-8, and numbers of thousands of digits
        raise UsageError(f"the prompt {path} is not valid TOML: {error}") from error
    prompt = Prompt(
        system=_string(path, table, "system", ""),
        user=_string(path, table, "user", ""),
        completion=_string(path, table, "completion", ""),
        examples=_pairs(path, table),
        length=_strings(path, table, "length"),
        languages=_strings(path, table, "languages"),
        glossary=_strings(path, table, "glossary"),
        tags=_strings(path, table, "tags"),
    )
    unknown = set(table) - {field.name for field in fields(Prompt)}
    if unknown:
        raise UsageError(f"the prompt {path} has unknown keys: {listed(sorted(unknown))}")
    _check_names(path, prompt)
    return prompt


def _string(path: Path, table: dict[str, Any], key: str, default: str) -> str:
    value = table.get(key, default)
    if not isinstance(value, str):
        raise UsageError(f"the prompt {path} needs a string for {key!r}")
    return value


def _strings(path: Path, table: dict[str, Any], key: str) -> dict[str, str]:
    value = table.get(key, {})
    if not isinstance(value, dict) or not all(isinstance(text, str) for text in value.values()):
        raise UsageError(f"the prompt {path} needs a table of strings for [{key}]")
    return value


def _pairs(path: Path, table: dict[str, Any]) -> tuple[Mapping[str, str], ...]:
    value = table.get("examples", [])
    if not isinstance(value, list) or not all(
        isinstance(example, dict) and all(isinstance(text, str) for text in example.values())
        for example in value
    ):
        raise UsageError(f"the prompt {path} needs tables of strings for [[examples]]")
    return tuple(value)


def _check_names(path: Path, prompt: Prompt) -> None:
    templates = [(Template(prompt.system + prompt.user + prompt.completion), NAMES)]
    templates += [(Template(text), frozenset({"n"})) for text in prompt.length.values()]
    templates += [(Template(text), frozenset({"term", "translation"})) for text in prompt.glossary.values()]
    for template, allowed in templates:
        names = _names(template.template)
        if any(m["invalid"] is not None for m in Template.pattern.finditer(template.template)):
            raise UsageError(f"the prompt {path} has a single '$'; write '$$' for a dollar sign")
        if names - allowed:
            unknown = listed(f"${name}" for name in sorted(names - allowed))
            known = ", ".join(f"${name}" for name in sorted(allowed))
            raise UsageError(f"the prompt {path} has unknown names: {unknown}; known: {known}")
    if not prompt.user and not prompt.completion:
        raise UsageError(f"the prompt {path} needs a string for 'user' or 'completion'")
    for key, body in (("user", prompt.user), ("completion", prompt.completion)):
        if body and "text" not in _names(body):
            raise UsageError(
                f"the prompt {path} has no $text in {key!r}, so the model would not see the document"
            )


def _names(template: str) -> set[str]:
    """The placeholders of a template; ``$$text`` is none."""
    return {m["named"] or m["braced"] for m in Template.pattern.finditer(template)} - {None}


def answer(output: str) -> str:
    """The answer alone: without ``<think>`` block, opening chatter, or echo of our delimiters.

    Of "The article says that …" the clause remains, which is a whole sentence.
    """
    text = _THINKING.sub("", output)
    text = _WRAPPER.sub("", text.strip())
    text = _CHATTER.sub("", text, count=1).strip()
    attribution = _ATTRIBUTION.match(text)
    if attribution and text[attribution.end() :]:
        clause = text[attribution.end() :]
        return clause[:1].upper() + clause[1:]
    return text


def without_echo(output: str, outside: Sequence[str], text: str) -> tuple[str, str]:
    """The output after the instructions that it repeats, and what it repeated; the latter is often empty.

    ``outside`` is what the messages say besides ``text``. Whole sentences and lines are taken of whose words
    nearly all stand in one sentence of the instructions in this order, at least ``_ECHO`` of them in the
    first; what the text says too is no echo.
    """
    said = [_words(part[0]) for message in outside for part in _PART.finditer(message)]
    theirs = f" {' '.join(_words(text))} "
    place = 0
    for part in _PART.finditer(output):
        words = _words(part[0])
        if not words:
            continue
        echoes = any(_repeats(words, sentence) for sentence in said)
        if not echoes or (not place and len(words) < _ECHO) or f" {' '.join(words)} " in theirs:
            break
        place = part.end()
    return output[place:].lstrip(), output[:place].strip()


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _repeats(words: Sequence[str], sentence: Sequence[str]) -> bool:
    blocks = difflib.SequenceMatcher(None, words, sentence, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks) >= _NEARLY_ALL * len(words)
