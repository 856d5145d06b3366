"""Rows for tests of corpora: small articles in three languages, and what a folder of results holds."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ARTICLES = {
    "en": "Parliament met in Astana on Monday. It adopted a law on water. The law sets a price for each "
    "region. Farmers asked for a lower price. The minister promised an answer by June.",
    "ru": "В понедельник в Астане собрался парламент. Он принял закон о воде. Закон устанавливает цену для "
    "каждого района. Фермеры просили снизить цену. Министр обещал ответить к июню.",
    "kk": "Дүйсенбіде Астанада парламент жиналды. Ол су туралы заң қабылдады. Заң әр ауданға баға "
    "белгілейді. Шаруалар бағаны төмендетуді сұрады. Министр маусымға дейін жауап беруге уәде берді.",
}


def text(number: int) -> str:
    """The text of a row; no two are the same."""
    article = list(ARTICLES.values())[number % len(ARTICLES)]
    return f"№ {number}. {article}"


def rows(count: int) -> list[dict[str, Any]]:
    """So many rows with an id, a text and a column more."""
    return [{"id": f"row-{number}", "text": text(number), "page": number} for number in range(count)]


def write(path: Path, every: Sequence[dict[str, Any]]) -> Path:
    """Write JSON Lines."""
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in every), "utf-8")
    return path


def results(folder: Path) -> dict[str, bytes]:
    """What must be equal whatever the engine: the content of every file but ``summary.json``, and the names.

    The lock and what is hidden are none of the results; that nothing else hidden is left is asserted here.
    """
    found = {path.name: path.read_bytes() for path in sorted(folder.iterdir())}
    assert {name for name in found if name.startswith(".")} <= {".lock"}, sorted(found)
    return {name: content for name, content in found.items() if name not in (".lock", "summary.json")}


def read(folder: Path, kind: str = "part") -> list[dict[str, Any]]:
    """The objects of all files of a kind, in order."""
    return [
        json.loads(line)
        for path in sorted(folder.glob(f"{kind}-*.jsonl"))
        for line in path.read_text("utf-8").splitlines()
    ]
