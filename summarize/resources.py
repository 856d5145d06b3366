"""Where ``prompts/`` and ``evals/`` lie: inside the installed package, or beside it in a checkout."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def resource(name: str) -> Path:
    """The path of a file or folder shipped with the package, such as ``prompts/summarize.en.toml``.

    Raises:
        FileNotFoundError: it is in neither place; the installation is broken.
    """
    for home in (_PACKAGE, _PACKAGE.parent):
        if (path := home / name).exists():
            return path
    raise FileNotFoundError(f"{name} is missing from this installation of summarize")
