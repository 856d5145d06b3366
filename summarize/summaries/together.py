"""Several documents as one: in the order of their dates, with what they agree on and where they differ."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from summarize.engines.vectors import matrix
from summarize.errors import UsageError
from summarize.result.summary import Claim, Conflict
from summarize.summaries.tfidf import tfidf
from summarize.text.documents import Document, Member
from summarize.text.parts import Place
from summarize.text.structure import Structure

if TYPE_CHECKING:
    from summarize.summaries.entities import Found

_GAP: Final = "\n\n"  # between documents
_DATED: Final = 600  # characters in which a document says of what day it is
_SAME: Final = 0.5  # cosine similarity from which sentences of two documents say the same
_COMPARED: Final = frozenset({"money", "percent", "number", "date"})

_DAY: Final = re.compile(r"(?:(\d+)|-)-(\d\d)-(\d\d)")  # as entities write a day, with or without a year

_Date = tuple[int, int, int]


def together(documents: Sequence[Document]) -> Document:
    """One document of several, the earliest first; ``members`` says which part is whose.

    Each place has the name of its file, as in ``a.pdf, p. 3``. A document is of the first day that its
    beginning names; one without a date stays behind the one before it.

    Raises:
        UsageError: there are no documents.
    """
    if not documents:
        raise UsageError("no documents to summarise together")
    ordered = _by_date(documents)
    text, members, places, warnings = "", list[Member](), list[Place](), list[str]()
    for document in ordered:
        start = len(text) + len(_GAP) if text else 0
        text = f"{text}{_GAP}{document.text}" if text else document.text
        members.append(Member(start, document))
        places += _places(document, start)
        warnings += [f"{document.name}: {warning}" for warning in document.warnings]
    languages = Counter(document.language for document in ordered)
    language = languages.most_common(1)[0][0]
    if len(languages) > 1:
        known = ", ".join(sorted(languages))
        warnings.append(f"the documents are in several languages ({known}); each is compared with its own")
    first = next(document for document in ordered if document.language == language)
    more = len(ordered) - 1
    return replace(
        first,
        name=f"{ordered[0].name} and {more} more" if more else ordered[0].name,
        text=text,
        encoding=first.encoding,
        warnings=tuple(warnings),
        format="several" if more else first.format,
        pages=None,
        parts=(),
        places=tuple(places),
        members=tuple(members),
    )


def _places(document: Document, start: int) -> list[Place]:
    """Where the text of a document comes from, with its name."""
    own = [
        Place(start + place.start, f"{document.name}, {place.label}", place.page) for place in document.places
    ]
    begins = [] if own and own[0].start == start else [Place(start, document.name)]
    return [*begins, *own]


def _by_date(documents: Sequence[Document]) -> list[Document]:
    """The documents in the order of their dates; without years, those of one year are assumed."""
    found = [_date(document) for document in documents]
    years = [date[0] for date in found if date and date[0]]
    dated: list[_Date] = []
    for date in found:
        before = dated[-1] if dated else (0, 0, 0)
        dated.append((date[0] or max(years, default=0), *date[1:]) if date else before)
    order = sorted(range(len(documents)), key=lambda number: dated[number])
    return [documents[number] for number in order]


def _date(document: Document) -> _Date | None:
    """The first day that the beginning of a document names: year (0 if unknown), month, day."""
    from summarize.checks.dates import days
    from summarize.summaries.entities import mentions

    beginning = document.text[:_DATED]
    for found in mentions(beginning.replace("\n", " "), document.language):
        if found.kind == "date" and (day := _DAY.fullmatch(found.value or "")):
            return int(day[1] or 0), int(day[2]), int(day[3])
    for one in days(beginning, document.language):
        if one.day and len(one.months) == 1:
            return one.year or 0, next(iter(one.months)), one.day
    return None


@dataclass(frozen=True)
class Agreement:
    """For each chosen sentence the sentences of other documents that say the same; and the differences."""

    also: dict[int, tuple[int, ...]]
    conflicts: tuple[Conflict, ...]


def agreement(document: Document, outline: Structure, chosen: Sequence[int]) -> Agreement:
    """Who else says what a summary says, and which numbers and dates they give instead.

    For each chosen sentence, the most similar one of every other document counts if it is similar enough.
    Time grows with the sentences of all documents times those chosen.
    """
    if not document.members:
        return Agreement({}, ())
    texts = [sentence.text for sentence in outline.sentences]
    owners = np.array([sentence.document for sentence in outline.sentences])
    vectors = matrix(tfidf(texts))
    also: dict[int, tuple[int, ...]] = {}
    conflicts: list[Conflict] = []
    for index in chosen:
        columns, values = vectors.row(index)
        vector = np.zeros(vectors.shape[1], dtype=np.float32)
        vector[columns] = values
        likeness = vectors.project(vector)
        same = []
        for owner in range(len(document.members)):
            if owner == owners[index]:
                continue
            best = int(np.argmax(np.where(owners == owner, likeness, -1)))
            if owners[best] == owner and likeness[best] >= _SAME:
                same.append(best)
        also[index] = tuple(same)
        conflicts += _conflicts(document, outline, [index, *same])
    return Agreement(also, tuple(dict.fromkeys(conflicts)))


def _conflicts(document: Document, outline: Structure, same: Sequence[int]) -> list[Conflict]:
    """What sentences that say the same give different values for: one value in each, of one unit or noun."""
    from summarize.summaries.entities import mentions

    claims: dict[tuple[str, str], dict[int, tuple[str, Claim]]] = {}
    for index in same:
        sentence = outline.sentences[index]
        text = document.text[sentence.start : sentence.end]
        flat = "".join(" " if each.isspace() else each for each in text)
        found = [each for each in mentions(flat, sentence.language) if each.kind in _COMPARED and each.value]
        kinds = Counter(_measure(each, flat) for each in found)
        for each in found:
            measure = _measure(each, flat)
            if kinds[measure] == 1:
                name = document.members[sentence.document].document.name
                place = (sentence.start + each.start, sentence.start + each.end)
                claim = Claim(name, flat[each.start : each.end], *place)
                claims.setdefault(measure, {})[index] = (each.value or "", claim)
    return [
        Conflict(measure[0], tuple(claim for _, claim in said.values()))
        for measure, said in claims.items()
        if len({_comparable(value) for value, _ in said.values()}) > 1
    ]


def _measure(found: Found, text: str) -> tuple[str, str]:
    """What a value is of: its kind, and its unit or the beginning of the noun it counts."""
    if found.kind == "date":
        return "date", "day" if (found.value or "").count("-") >= 2 else "part"
    if found.kind == "number":
        words = text[found.start : found.end].split()
        return "number", words[-1].lower()[:5] if len(words) > 1 and words[-1][0].isalpha() else ""
    return found.kind, (found.value or "").rpartition(" ")[2]


def _comparable(value: str) -> str:
    """A date without its year, which not every document gives; any other value as it is."""
    return value[-5:] if value.count("-") >= 2 else value
