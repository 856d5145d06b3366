"""The front matter of a model card (README.md): languages, licence, tasks, base models."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from summarize.models import catalogue, files
from summarize.models.families import iso

# Front matter is short; no more bytes than this are searched for it.
_HEAD = 400_000

_NON_COMMERCIAL = ("-nc-", "-nc", "noncommercial", "non-commercial", "research-only")


@dataclass(frozen=True)
class Card:
    """What the card states; fields are empty where it states nothing.

    ``languages`` are ISO 639-1 where such a code exists; with ``multilingual`` the list is incomplete.
    """

    languages: tuple[str, ...] = ()
    multilingual: bool = False
    licence: str | None = None
    tags: tuple[str, ...] = ()
    base_models: tuple[str, ...] = ()


def read(folder: Path) -> Card:
    """The card in ``folder``; an empty one if there is no README or its front matter is not YAML."""
    head = _front_matter(folder / "README.md")
    spoken = [_language(entry) for entry in _entries(head.get("language"))]
    licence = _licence(head)
    return Card(
        languages=tuple(dict.fromkeys(code for code in spoken if code not in ("", "multilingual", "mul"))),
        multilingual=any(code in ("multilingual", "mul") for code in spoken),
        licence=licence,
        tags=tuple(str(tag) for tag in [*_entries(head.get("pipeline_tag")), *_entries(head.get("tags"))]),
        base_models=tuple(str(name) for name in _entries(head.get("base_model"))),
    )


def forbids_commerce(licence: str | None) -> bool:
    """Whether a licence id forbids commercial use (``cc-by-nc-4.0``)."""
    return licence is not None and any(mark in f"{licence.lower()}-" for mark in _NON_COMMERCIAL)


def restricted(card: Card, name: str) -> bool:
    """Whether commercial use of a model is known to be forbidden.

    Its licence says so, or the catalogue says so of the model or of one of its base models.
    """
    rows = [catalogue.row(model) for model in (name, *card.base_models)]
    return forbids_commerce(card.licence) or any(row is not None and row.commercial is False for row in rows)


def _front_matter(path: Path) -> dict[str, Any]:
    try:
        text = files.read_bytes(path)[:_HEAD].decode("utf-8", errors="replace")
    except (OSError, files.Damaged):
        return {}
    lines = text.splitlines()
    if not lines or lines[0].strip() != "---":
        return {}
    end = next((number for number, line in enumerate(lines[1:], 1) if line.strip() == "---"), None)
    if end is None:
        return {}
    try:
        head = files.parse_yaml("\n".join(lines[1:end]), path.name)
    except files.Damaged:
        return {}
    return head if isinstance(head, dict) else {}


def _entries(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _language(entry: Any) -> str:
    # YAML 1.1 reads the bare word ``no`` (Norwegian) as False.
    if entry is False:
        return "no"
    return iso(entry.strip()) if isinstance(entry, str) else ""


def _licence(head: dict[str, Any]) -> str | None:
    names = [entry for entry in _entries(head.get("license")) if isinstance(entry, str)]
    own = head.get("license_name")
    if (not names or names == ["other"]) and isinstance(own, str):
        return own
    return " / ".join(names) or None
