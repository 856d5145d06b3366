"""What a reader found in a file: one text, its parts and their places, with exact offsets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from summarize.text.normalization import Edit
from summarize.text.parts import Part, Place, Role

_CUTTING = "-‐‑¬\xad"  # at a line end they would join two rows into one word


@dataclass(frozen=True)
class Reading:
    """The text of a file; the fields are those of ``Document``."""

    text: str
    parts: tuple[Part, ...]
    places: tuple[Place, ...]
    encoding: str
    pages: int | None
    warnings: tuple[str, ...] = ()
    marks: tuple[Edit, ...] = ()


@dataclass
class Builder:
    """Collects parts in reading order. Parts are separated by blank lines, rows and items by line ends."""

    _texts: list[str] = field(default_factory=list)
    _length: int = 0
    _parts: list[Part] = field(default_factory=list)
    _places: list[Place] = field(default_factory=list)
    _ahead: Place | None = None

    def place(self, label: str, page: int | None = None) -> None:
        """The next part comes from here."""
        self._ahead = Place(0, label, page)

    def add(self, text: str, role: Role = "body", level: int = 0, places: Sequence[Place] = ()) -> None:
        """Append one part; nothing if the text is blank.

        ``places`` are places inside the part; their offsets count from the start of ``text``.
        """
        stripped = text.strip()
        if not stripped:
            return
        cut = len(text) - len(text.lstrip())
        start = self._length + self._separate(role)
        if self._ahead:
            self._places.append(Place(start, self._ahead.label, self._ahead.page))
            self._ahead = None
        for place in places:
            inside = min(max(place.start - cut, 0), len(stripped) - 1)
            self._places.append(Place(start + inside, place.label, place.page))
        self._texts.append(stripped)
        self._length = start + len(stripped)
        self._parts.append(Part(start, self._length, role, level))

    def reading(self, encoding: str, pages: int | None = None, warnings: Sequence[str] = ()) -> Reading:
        """Everything that was added."""
        return Reading(
            "".join(self._texts), tuple(self._parts), tuple(self._places), encoding, pages, tuple(warnings)
        )

    def _separate(self, role: Role) -> int:
        """Append what stands between the last part and one of this role; its length."""
        if not self._parts:
            return 0
        together = role in ("row", "list") and self._parts[-1].role == role
        cut = self._texts[-1][-1] in _CUTTING
        separator = "\n" if together and not cut else "\n\n"
        self._texts.append(separator)
        return len(separator)
