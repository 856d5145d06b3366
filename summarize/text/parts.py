"""Where each part of a document came from: its role on the page, and its place in the file.

Plain text has neither, and its layout is read from the characters (`layout`). Readers of other formats
know both, and give them as spans of the text.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Role = Literal[
    "title",  # of the whole document
    "heading",  # of a section; its level is 1 to 6
    "body",
    "list",  # one item, with its bullet or number
    "row",  # of a table, its cells separated by " | "
    "caption",
    "footnote",
    "running",  # a header or footer of pages
    "navigation",
    "quote",  # a block that the author quotes
    "code",
    "quoted",  # what an e-mail answers
    "signature",  # of an e-mail
    "metadata",  # fields about the text: headers of an e-mail, front matter
]


@dataclass(frozen=True, slots=True)
class Part:
    """``text[start:end]`` of a document, without white space around it: one paragraph, item, row…"""

    start: int
    end: int
    role: Role
    level: int = 0


@dataclass(frozen=True, slots=True)
class Place:
    """From the offset ``start`` on, the text comes from here.

    ``label`` is for people: ``p. 3``, ``slide 2``, ``0:01:05``. ``page`` counts from 1 and is ``None`` in
    a format without pages.
    """

    start: int
    label: str
    page: int | None = None


def place_at(places: Sequence[Place], offset: int) -> Place | None:
    """The place that the character at ``offset`` comes from; ``None`` before the first place."""
    index = bisect_right(places, offset, key=lambda place: place.start)
    return places[index - 1] if index else None
