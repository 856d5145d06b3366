"""The same article gives the same sentences in every format that is written as text."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import pytest

from summarize.documents.files import from_bytes
from summarize.text.documents import from_text
from summarize.text.structure import outline

ARTICLES = sorted((Path(__file__).resolve().parents[2] / "evals/news/articles").glob("a0[1-3]*.json"))


def eml(title: str, paragraphs: list[str]) -> bytes:
    made = EmailMessage()
    made["From"], made["Subject"] = "Анна <anna@example.org>", title
    made.set_content("\n\n".join([*paragraphs, "-- \nAnna\nTel. +7 701 555 01 01\n"]), cte="base64")
    return made.as_bytes()


def mail(title: str, paragraphs: list[str]) -> bytes:
    text = "\n\n".join(paragraphs)
    return f"От: Анна\nКому: Совет\nТема: {title}\n\n{text}\n\n-- \nАнна\n".encode()


def chat(title: str, paragraphs: list[str]) -> bytes:
    return "".join(f"[12/05/2024, 09:11:0{i}] Анна: {text}\n" for i, text in enumerate(paragraphs)).encode()


def markdown(title: str, paragraphs: list[str]) -> bytes:
    marked = [f"**{text[:1]}**{text[1:]}".replace("**«**", "«") for text in paragraphs]
    return "\n\n".join([f"# {title}", "```\ncode\n```", *marked]).encode()


def table(title: str, paragraphs: list[str]) -> bytes:
    file = io.StringIO()
    csv.writer(file).writerows([("id", "text"), *enumerate(paragraphs)])
    return file.getvalue().encode()


def record(title: str, paragraphs: list[str]) -> bytes:
    return json.dumps({"title": title, "body": "\n\n".join(paragraphs)}).encode()


def records(title: str, paragraphs: list[str]) -> bytes:
    return "\n".join(json.dumps({"text": text}) for text in paragraphs).encode()


def latex(title: str, paragraphs: list[str]) -> bytes:
    escaped = "\n\n".join(paragraphs).replace("%", r"\%").replace("$", r"\$").replace("&", r"\&")
    return f"\\documentclass{{article}}\n\\begin{{document}}\n{escaped}\n\\end{{document}}\n".encode()


WRITERS: dict[str, Callable[[str, list[str]], bytes]] = {
    "eml": eml,
    "mail": mail,
    "chat": chat,
    "markdown": markdown,
    "csv": table,
    "json": record,
    "jsonl": records,
    "latex": latex,
}


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.stem)
@pytest.mark.parametrize("language", ["en", "ru", "kk"])
@pytest.mark.parametrize("name", WRITERS)
def test_the_sentences_are_those_of_the_plain_text(name: str, language: str, path: Path) -> None:
    article = json.loads(path.read_text("utf-8"))[language]
    paragraphs = article["paragraphs"]
    plain = outline(from_text("\n\n".join(paragraphs), language=language)).sentences
    document = from_bytes(WRITERS[name](article["headline"], paragraphs), "a", language=language)
    assert document.format == name.replace("jsonl", "json")
    assert [each.text for each in outline(document).sentences] == [each.text for each in plain]
