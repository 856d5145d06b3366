"""Where something stands: a span of the text, and the place in the file that it was read from, as JSON."""

from __future__ import annotations

from bisect import bisect_right

from summarize.text.documents import Document
from summarize.text.parts import place_at


def place_to_json(document: Document, offset: int) -> dict[str, object]:
    """The ``page`` and ``place`` in its file that a character comes from, if the format has them."""
    place = place_at(document.places, offset)
    if place is None:
        return {}
    return ({"page": place.page} if place.page else {}) | {"place": place.label}


def own_place_to_json(document: Document, start: int, end: int) -> dict[str, object]:
    """The span in the text it is read from, which of several documents that is, and the place in its file."""
    if not document.members:
        return {"start": start, "end": end} | place_to_json(document, start)
    number = bisect_right(document.members, start, key=lambda member: member.start) - 1
    member = document.members[number]
    own: dict[str, object] = {"document": member.document.name}
    own |= {"start": start - member.start, "end": end - member.start}
    return own | place_to_json(member.document, start - member.start)
