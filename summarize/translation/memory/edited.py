"""An edited translation taken back: for each sentence of a document, what a person made of it."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Sequence, Set
from pathlib import Path

from summarize.errors import UsageError
from summarize.text.documents import Document
from summarize.text.language_table import LANGUAGES, NAMES
from summarize.translation.bilingual import Entry, read
from summarize.translation.glossary import Lookup
from summarize.translation.memory.edited_document import EditedDocument, is_document, target_in
from summarize.translation.memory.recall import Remembered
from summarize.translation.memory.units import normal
from summarize.translation.writers.tmx import clean

_NAMED = 20  # segments that do not fit the document and are named


class Edited:
    """The segments of an edited file, asked as a memory is. ``notes`` say what does not fit the document.

    A sentence gets the segment with its number if the source is the same, otherwise one with the same source.
    """

    whole: Set[int] = frozenset()

    def __init__(self, path: str, entries: Sequence[Entry], target: str) -> None:
        self.target, self._name = target, Path(path).name
        self._entries = [entry for entry in entries if entry.target_language == target]
        self._by_source: dict[str, list[int]] = defaultdict(list)
        for place, entry in enumerate(self._entries):
            self._by_source[normal(entry.source)].append(place)
        self._texts: list[str] = []
        self._chosen: dict[int, int] = {}

    def find(self, texts: Sequence[str], places: Sequence[int], lookup: Lookup) -> list[Remembered | None]:
        """What the file has for each of these ``places`` in the sentences of a document."""
        if self._texts != list(texts):
            self._texts, self._chosen = list(texts), self._choices(texts)
        found = [self._chosen.get(place) for place in places]
        return [
            None
            if choice is None or not self._entries[choice].target
            else Remembered(self._entries[choice].target, None, self._name)
            for choice in found
        ]

    def _choices(self, texts: Sequence[str]) -> dict[int, int]:
        """The segment of the file for each sentence: by its number, then by its source, each once."""
        sources = [normal(clean(text)) for text in texts]
        chosen = {
            place: place
            for place, source in enumerate(sources)
            if place < len(self._entries) and normal(self._entries[place].source) == source
        }
        waiting = {
            source: deque(place for place in found if place not in chosen)
            for source, found in self._by_source.items()
        }
        for place, source in enumerate(sources):
            if place not in chosen and source in waiting:
                known = self._by_source[source]
                chosen[place] = waiting[source].popleft() if waiting[source] else known[-1]
        return chosen

    def notes(self) -> tuple[str, ...]:
        """What does not fit, one line each: segments that are not in the document, sentences that are new."""
        used = set(self._chosen.values())
        gone = [
            f"segment {entry.id} of {self._name} is not in the document: {entry.source[:60]!r}"
            for place, entry in enumerate(self._entries)
            if place not in used
        ]
        new = [
            f"sentence {place + 1} of the document is not in {self._name}: {text[:60]!r}"
            for place, text in enumerate(self._texts)
            if place not in self._chosen
        ]
        start = [f"{self._name} belongs to another version of the document"] if gone or new else []
        empty = [
            f"segment {self._entries[place].id} of {self._name} has no translation"
            for place in sorted(used)
            if not self._entries[place].target
        ]
        every = [*gone, *new, *empty]
        more = [f"{len(every) - _NAMED} more segments do not fit"] if len(every) > _NAMED else []
        return (*start, *every[:_NAMED], *more)


def target_of(path: str, target: str | None) -> str:
    """The language of an edited file: ``target``, or its only one; raises what ``edited`` does."""
    if is_document(path):
        return target_in(path, target)
    return edited(path, target).target


def taken_back(
    path: str, target: str, document: Document, *, lines_apart: bool = False
) -> Edited | EditedDocument:
    """What a person made of a document: the segments of an edited file, or a document of its format.

    Raises:
        UsageError: it cannot be read, is in another language than ``target``, or does not fit.
    """
    if is_document(path):
        return EditedDocument(path, document, target, lines_apart=lines_apart)
    return edited(path, target)


def edited(path: str, target: str | None) -> Edited:
    """The segments of an edited file into ``target``, or into the only language that it has.

    Raises:
        UsageError: it cannot be read, or the language is another one or has to be named.
    """
    entries = read(path)
    languages = list(dict.fromkeys(entry.target_language for entry in entries))
    known = [one for one in languages if one in LANGUAGES]
    if target is None and len(known) == 1:
        target = known[0]
    if target is None or target not in known:
        wanted = f"not into {NAMES[target]}" if target else "name one of them with --to"
        raise UsageError(f"{path} translates into {', '.join(languages) or 'no language'}, {wanted}")
    documents = dict.fromkeys(entry.document for entry in entries if entry.target_language == target)
    if len(documents) > 1:
        raise UsageError(f"{path} has the segments of {len(documents)} documents; give a file with one")
    return Edited(path, entries, target)
