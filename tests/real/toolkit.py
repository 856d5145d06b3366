"""The translate-toolkit (GPL-3), on which Weblate rests, in an environment of its own, never imported here.

It stays in ``$XDG_CACHE_HOME/summarize-dev``, or the same below ``~/.cache``.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from real.weights import cache

REQUIREMENT = "translate-toolkit==3.20.4"
# Reads a file with a class named "module:class", replaces and approves translations, saves the file if there
# are any, and prints its segments.
_SCRIPT = """
import importlib, json, sys
name, path, changes = sys.argv[1], sys.argv[2], json.loads(sys.argv[3])
module, kind = name.split(":")
store = getattr(importlib.import_module(f"translate.storage.{module}"), kind).parsefile(path)
units = [unit for unit in store.units if unit.source and not unit.isheader()]
for unit in units:
    if unit.target in changes:
        unit.target = changes[unit.target]
        unit.markapproved()
if changes:
    store.save()
print(json.dumps([
    {"source": str(unit.source), "target": str(unit.target or ""), "fuzzy": bool(unit.isfuzzy()),
     "review": bool(unit.isreview()), "notes": unit.getnotes()}
    for unit in units
]))
"""


def programs() -> Path:
    """The folder with its programs and its own Python; it appears only when it is complete."""
    folder = cache() / REQUIREMENT.replace("==", "-")
    if not (folder / "complete").is_file():
        cache().mkdir(parents=True, exist_ok=True)
        shutil.rmtree(folder, ignore_errors=True)
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        pip = [folder / "bin" / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, REQUIREMENT], check=True)
        (folder / "complete").touch()
    return folder / "bin"


def read(kind: str, path: Path, changes: Mapping[str, str] | None = None) -> list[dict[str, Any]]:
    """The segments that a class of the toolkit, such as ``tmx:tmxfile``, finds in a file.

    Translations that are among ``changes`` are replaced and approved first, and the file is saved.
    """
    with tempfile.TemporaryDirectory() as elsewhere:  # where this project is not on the path
        done = subprocess.run(
            [programs() / "python", "-I", "-c", _SCRIPT, kind, path.resolve(), json.dumps(changes or {})],
            cwd=elsewhere, capture_output=True, encoding="utf-8", check=True, timeout=120,
        )  # fmt: skip
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found
