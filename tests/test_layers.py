"""Nothing imports upwards: each room of the package stands on a floor and may use the floors below."""

from __future__ import annotations

import ast
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1] / "summarize"
FLOORS = (
    {"errors", "version"},
    {"files", "progress", "request"},
    {"text"},
    {"models", "documents"},
    {"engines", "checks"},
    {"result"},
    {"summaries", "translation"},
    {"api"},
    {"corpora"},
    {"evaluation"},
    {"cli"},
    {"__main__", "__init__"},
)
FLOOR = {room: number for number, rooms in enumerate(FLOORS) for room in rooms}


def room(name: str) -> str:
    return name.split(".")[1] if "." in name else "__init__"


def imports(tree: ast.AST) -> list[str]:
    """Every module of the package that a file imports, also inside functions and for types only."""
    found: list[str] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [each.name for each in node.names]
        elif isinstance(node, ast.ImportFrom):
            found += [f"{node.module}.{each.name}" for each in node.names]
    return [name for name in found if name.split(".")[0] == "summarize"]


def test_no_room_imports_upwards() -> None:
    wrong = []
    for file in sorted(PACKAGE.rglob("*.py")):
        path = file.relative_to(PACKAGE)
        here = path.parts[0].removesuffix(".py")
        for name in imports(ast.parse(file.read_text("utf-8"))):
            there = room(name)
            if there != here and FLOOR[there] >= FLOOR[here]:
                wrong.append(f"summarize/{path} ({here}) imports {name} ({there})")
    assert wrong == []
