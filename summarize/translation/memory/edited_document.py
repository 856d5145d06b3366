"""An edited translation that is a document, such as DOCX: paired with its source block by block.

It has no sources and no numbers of sentences. Its blocks are aligned with those of the source, and inside a
block its sentences, if there are as many; otherwise the block is one segment. What has no certain counterpart
is told, and stays as it is in the source.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path, PurePath

from summarize.documents.editing.formats import format_of, written_as
from summarize.documents.files import read
from summarize.errors import DocumentError, UsageError
from summarize.request import Editing, ReadingOptions
from summarize.text.documents import Document
from summarize.text.language_table import NAMES
from summarize.translation.glossary import Lookup
from summarize.translation.memory.block_alignment import certain_pairs, confirmed, numbers
from summarize.translation.memory.recall import Remembered
from summarize.translation.segments import page_of_blocks

_FORMATS = frozenset(["docx", "odt", "pptx", "xlsx", "epub", "markdown", "srt", "vtt"])
_SURE = 0.5  # confidence from which a document is in another language than the named one
_LEAST = 0.5  # share of the source's paragraphs that must have a counterpart
_NAMED = 20  # differences that are named
_Content = tuple[list[str], str]  # the sentences of a block, and the text around them


def is_document(path: str) -> bool:
    """Whether an edited translation of this name is a document of a format that is written back."""
    return format_of(path) in _FORMATS


def target_in(path: str, target: str | None) -> str:
    """The language of an edited document: ``target`` if it is named.

    Raises:
        UsageError: it cannot be read, or is in another language.
    """
    language = _opened(path, target, ReadingOptions()).language
    return target or language


def _opened(path: str, target: str | None, options: ReadingOptions) -> Document:
    """The edited document, read as its source was; raises what ``target_in`` does."""
    editing = replace(options.editing or Editing(), formats=None)
    try:
        found = read(path, options=replace(options, editing=editing, language=None, encoding=None))
    except DocumentError as error:
        raise UsageError(f"--apply: {error}") from None
    seen = found.identification
    letters = seen.suspect is not None and seen.suspect.startswith("kk-")
    if letters or (seen.language != target and seen.suspect):
        raise UsageError(
            f"{path} is not in English, Russian or Kazakh in Cyrillic letters, but in {seen.suspect}"
        )
    if target and seen.language != target and seen.confidence >= _SURE:
        raise UsageError(f"{path} is in {NAMES[seen.language]}, not in {NAMES[target]}")
    return found


class EditedDocument:
    """The sentences of an edited document, asked as a memory is. ``notes`` say what is not paired.

    ``whole`` are the blocks of the source that are one segment each, since their sentences have no
    counterparts one by one.

    Raises:
        UsageError: it cannot be read, or is no translation of ``source`` into ``target``.
    """

    def __init__(self, path: str, source: Document, target: str, *, lines_apart: bool = False) -> None:
        self._name = Path(path).name
        if source.editable is None or written_as(source.editable.format) != format_of(path):
            suffix = PurePath(path).suffix
            raise UsageError(f"{path} is taken back into a document of its own format; "
                             f"name an output with -o NAME{suffix}, or give --format xliff")  # fmt: skip
        edited = _opened(path, target, source.editable.options)
        if edited.editable is None:
            raise UsageError(f"{path} has another format than its name says")
        if source.language == target:
            raise UsageError(f"{source.name} is in {NAMES[target]} already: it is no source of {path}")
        self._sides = source.editable.blocks, edited.editable.blocks
        self._languages, self._lines = (source.language, target), lines_apart
        self._notes = [f"{self._name}: {warning}" for warning in edited.editable.warnings]
        self._notes += [
            f"{reason} of {self._name} left out: {count - source.editable.skipped.get(reason, 0)}"
            for reason, count in edited.editable.skipped.items()
            if count > source.editable.skipped.get(reason, 0)
        ]
        paired = self._paired(source.name)
        self._texts: dict[int, str] = {}  # by the place of the sentence
        self.whole = frozenset(self._chosen(paired))
        self._asked: set[int] = set()
        self._sources: Sequence[str] = ()

    def find(self, texts: Sequence[str], places: Sequence[int], lookup: Lookup) -> list[Remembered | None]:
        """What the document has for each of these ``places`` in the sentences of its source."""
        self._sources = texts
        self._asked.update(places)
        found = [self._texts.get(place) for place in places]
        return [None if text is None else Remembered(text, None, self._name) for text in found]

    def notes(self) -> tuple[str, ...]:
        """What is not taken back, one line each."""
        kept = [
            f"sentence {place + 1} is in the language of the translation already; "
            f"what {self._name} has for it is left out: {text[:60]!r}"
            for place, text in self._texts.items()
            if self._sources and place not in self._asked and text != self._sources[place]
        ]
        every = [*self._notes, *kept]
        more = [f"{len(every) - _NAMED} more differences"] if len(every) > _NAMED else []
        return (*every[:_NAMED], *more)

    def _paired(self, name: str) -> dict[int, int]:
        """The block of the edited document for each of the source's; the others are noted."""
        ours, theirs = ([n for n, each in enumerate(side) if each.text.strip()] for side in self._sides)
        pairs = certain_pairs([self._sides[0][n] for n in ours], [self._sides[1][n] for n in theirs])
        found = {ours[i]: theirs[j] for i, j in pairs}
        if len(found) < _LEAST * len(ours):
            raise UsageError(f"{self._name} does not fit {name}: {len(found)} of {len(ours)} paragraphs "
                             "have a counterpart; nothing was written")  # fmt: skip
        alone = sum(not confirmed(self._sides[0][n], self._sides[1][m]) for n, m in found.items())
        if alone:
            self._notes.append(
                f"{alone} of {len(found)} paragraphs of {self._name} were paired by their order and length "
                "alone: no number or name in them confirms it"
            )
        for n in ours:
            if n not in found:
                self._note(0, n, "has no certain counterpart and stays as it is")
        for n in sorted(set(theirs) - set(found.values())):
            self._note(1, n, "has no certain counterpart and is left out")
        return found

    def _note(self, side: int, number: int, what: str) -> None:
        where = f"paragraph {number + 1} of {self._name if side else 'the document'}"
        self._notes.append(f"{where} {what}: {self._sides[side][number].text.strip()[:60]!r}")

    def _chosen(self, paired: dict[int, int]) -> Iterator[int]:
        """Fill in what each sentence became; the blocks that are one segment."""
        place = 0
        for n in range(len(self._sides[0])):
            count = len(self._content(0, n, whole=False)[0])
            texts = self._counterparts(n, paired[n], whole=False) if n in paired else None
            if texts is None and n in paired:
                texts = self._counterparts(n, paired[n], whole=True)
                if texts is None:
                    self._note(0, n, f"differs from {self._name} around its sentences and stays as it is")
                else:
                    count = len(texts)
                    yield n
            self._texts.update(enumerate(texts or (), place))
            place += count

    def _counterparts(self, ours: int, theirs: int, *, whole: bool) -> list[str] | None:
        """What the sentences of a block became, one each, if both have as many and the rest is the same."""
        (sources, rest), (texts, other) = self._content(0, ours, whole), self._content(1, theirs, whole)
        if whole and len(sources) == 1 and texts:
            texts = [" ".join(texts)]  # lines that the editor has divided
        if len(sources) != len(texts) or rest != other:
            return None
        sides = [[numbers(text) for text in each] for each in (sources, texts)]
        if sides[0] != sides[1] and _moved(*sides):
            return None if not whole else texts
        return texts

    def _content(self, side: int, number: int, whole: bool) -> _Content:
        block, language = self._sides[side][number], self._languages[side]
        page = page_of_blocks([block], language, lines_apart=whole or self._lines)
        rest = page.filled([""] * len(page.slots))
        return [slot.text for slot in page.slots], " ".join(rest.split())


def _moved(ours: Sequence[Counter[str]], theirs: Sequence[Counter[str]]) -> bool:
    """Whether both have the same numbers, but in other sentences."""
    return sum(ours, Counter[str]()) == sum(theirs, Counter[str]())
