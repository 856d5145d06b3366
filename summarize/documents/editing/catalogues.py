"""Translation catalogues (PO): translations are filled in where there are none; all else stays as it is.

Libraries for catalogues write every entry anew; here only the lines of new translations change.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import groupby

from summarize.documents.editing import strings
from summarize.documents.editing.entries import Entry, Message, entries
from summarize.documents.editing.source import source_of
from summarize.documents.editing.template import Decoded, Passage, Piece, Slice, Template, Writer, shown
from summarize.request import ReadingOptions
from summarize.text.blocks import Block, Run, Written, joined

_WRITTEN = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r", "\a": "\\a", "\b": "\\b",
            "\f": "\\f", "\v": "\\v"}  # fmt: skip
_WIDTH = 77  # characters between the quotes of a wrapped line, as gettext writes them
_FORMS = {"ru": 3, "kk": 2, "en": 2}
_PLURALS = {
    "ru": "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20)"
    " ? 1 : 2);",
    "kk": "nplurals=2; plural=(n != 1);",
    "en": "nplurals=2; plural=(n != 1);",
}
_HEADER = {name: re.compile(rf'("|\\n){name}:[ \t]*([^\\"]*)') for name in ("Language", "Plural-Forms")}
_CHARSET = re.compile(rb"(Content-Type:[^\\\"]{0,80}charset=)[\w.:-]{1,40}")
_ORIGINALS = ("msgid", "msgid_plural")


def edit(data: bytes, name: str, options: ReadingOptions) -> Catalogue:
    """The messages without a translation; all of them if ``options.editing.again`` says so.

    Raises:
        DocumentError: it is no catalogue, or damaged.
    """
    source = source_of(data, name, options.encoding)
    found = entries(source.text, name)
    messages = [number for number, entry in enumerate(found) if not entry.is_header]
    again = options.editing is not None and options.editing.again
    waiting = [number for number in messages if again or not found[number].is_translated]
    skipped = strings.left(found[number].fields["msgid"].text for number in waiting)
    if len(messages) > len(waiting):
        skipped["texts with a translation"] = len(messages) - len(waiting)
    division = strings.Division()
    read = partial(_passages, division=division, chosen=frozenset(waiting))
    return Catalogue(
        "po", source, Writer(read, _elsewhere), options, skipped, source.warnings, division=division
    )


def _passages(text: str, division: strings.Division, chosen: Set[int]) -> list[Passage]:
    found: list[Passage] = []
    line = place = 0
    for number, entry in enumerate(entries(text, "the catalogue")):
        line += text.count("\n", place, entry.start)
        place = entry.start
        for offset, name in enumerate(_ORIGINALS if number in chosen else ()):
            if name in entry.fields:
                characters, unit = entry.fields[name].decoded, 2 * number + offset
                found += strings.passages(characters, division, f"line {line + 1}", name, unit)
    return found


def _elsewhere(passage: Passage, pieces: Sequence[Piece], slice_of: Slice, careful: bool) -> list[str]:
    """Originals are never replaced: their translations are written beside them."""
    return [slice_of(*span) for span in passage.spans]


@dataclass
class Catalogue(Template):
    """A catalogue whose translations are filled in."""

    division: strings.Division = field(default_factory=strings.Division)
    doubtful: Set[int] = frozenset()

    def flagged(self, numbers: Set[int]) -> Catalogue:
        """The same catalogue; ``written`` marks the messages of these blocks as fuzzy."""
        return replace(self, doubtful=numbers)

    def written(self, texts: Mapping[int, Sequence[Run]], target: str) -> Written:
        """The catalogue with translations of these blocks.

        A message whose translation lacks a placeholder, or is what the original says, stays without one.
        """
        found = entries(self.source.text, "the catalogue")
        edition = _Edition(self.source.text, target)
        for number, units in groupby(self._translations(found, texts), key=lambda each: each.unit // 2):
            edition.translate(found[number], list(units), self.doubtful)
        if not edition.edits:
            data, _ = self.source.encoded(self.source.text)
            return Written(data, tuple(edition.notes()), shown(self.source.text))
        edition.label(found)
        data, encoding = self.source.encoded(edition.text())
        if encoding != self.source.encoding:
            data = _CHARSET.sub(rb"\g<1>UTF-8", data, count=1)
        return Written(data, tuple(edition.notes()), shown(edition.text()))

    def again(self, data: bytes) -> tuple[Block, ...]:
        """The blocks, with the translations that a written catalogue has for them."""
        written = entries(self.source.again(data), "the file written")
        found: list[Block] = []
        for unit, group in groupby(self.passages, key=lambda passage: passage.unit):
            old = [passage.block for passage in group]
            text = _translation(written[unit // 2], is_plural=bool(unit % 2))
            now = strings.passages(Decoded(text, range(len(text) + 1)), self.division, unit=unit)
            new = [passage.block.runs for passage in now] if text else []
            same = len(new) == len(old)
            found += [replace(one, runs=new[n]) if same else one for n, one in enumerate(old)]
        return tuple(found)

    def _translations(
        self, found: Sequence[Entry], texts: Mapping[int, Sequence[Run]]
    ) -> Iterator[_Translated]:
        """The originals with translated lines, whole."""
        numbered = enumerate(self.passages)
        for unit, group in groupby(numbered, key=lambda each: each[1].unit):
            passages = list(group)
            text = found[unit // 2].fields[_ORIGINALS[unit % 2]].text
            parts, place = [], 0
            lines = self.division.lines(text, unit)
            for (number, passage), (start, end) in zip(passages, lines, strict=True):
                runs = texts.get(number, passage.block.runs)
                line = strings.written(text[start:end], passage.pieces_of(runs), str)
                same = joined(runs) == joined(passage.block.runs)
                parts += [text[place:start], text[start:end] if same else line]
                place = end
            numbers = frozenset(number for number, _ in passages)
            yield _Translated(unit, text, "".join([*parts, text[place:]]), numbers)


@dataclass(frozen=True)
class _Translated:
    """One original, its translation, and the numbers of its blocks."""

    unit: int
    original: str
    text: str
    numbers: frozenset[int]


def _translation(entry: Entry, *, is_plural: bool) -> str:
    names = [name for name in entry.fields if name.startswith("msgstr")]
    return entry.fields[names[-1 if is_plural else 0]].text


@dataclass
class _Edition:
    """Changes of a catalogue's text, and what people are told about them."""

    source: str
    target: str
    edits: list[tuple[int, int, str]] = field(default_factory=list)
    lost: int = 0
    unsure: int = 0
    other: str = ""

    @property
    def newline(self) -> str:
        """The line end of the catalogue."""
        return "\r\n" if "\r\n" in self.source[:10_000] else "\n"

    def translate(self, entry: Entry, units: Sequence[_Translated], doubtful: Set[int]) -> None:
        """Fill in the translation of one message."""
        if all(each.text == each.original for each in units):
            return
        if not all(strings.kept(each.original, each.text) for each in units):
            self.lost += 1
            return
        is_fuzzy = any(each.numbers & doubtful for each in units)
        if "msgid_plural" not in entry.fields:
            forms = [units[0].text]
        else:
            texts = {each.unit % 2: each.text for each in units}
            many = texts.get(1, entry.fields["msgid_plural"].text)
            forms = [texts.get(0, entry.fields["msgid"].text), *[many] * (_FORMS[self.target] - 1)]
            if len(forms) > 2:  # English does not say which forms follow 2 and 5
                is_fuzzy = True
                self.unsure += 1
        self._write(entry, forms, is_fuzzy=is_fuzzy)

    def _write(self, entry: Entry, forms: Sequence[str], *, is_fuzzy: bool) -> None:
        old = entry.translations
        names = [f"msgstr[{n}]" for n in range(len(forms))] if "msgid_plural" in entry.fields else ["msgstr"]
        wraps = entry.fields["msgid"].lines > 1 or len(entry.fields["msgid"].text) <= _WIDTH
        lines = [line for name, form in zip(names, forms, strict=True) for line in _lines(name, form, wraps)]
        self.edits.append((old[0].start, old[-1].end, self.newline.join(lines)))
        if is_fuzzy != entry.is_fuzzy:
            self._mark(entry, is_fuzzy=is_fuzzy)

    def _mark(self, entry: Entry, *, is_fuzzy: bool) -> None:
        """Add the flag, or take it away."""
        if entry.flags is None:
            self.edits.append((entry.start, entry.start, f"#, fuzzy{self.newline}"))
            return
        start, end = entry.flags
        flags = [flag.strip() for flag in self.source[start + 2 : end].split(",") if flag.strip() != "fuzzy"]
        flags = ["fuzzy", *flags] if is_fuzzy else flags
        if flags:
            self.edits.append((start, end, f"#, {', '.join(flags)}"))
        else:
            following = end + len(re.match(r"\r?\n?", self.source[end : end + 2])[0])  # type: ignore[index]
            self.edits.append((start, following, ""))

    def label(self, found: Sequence[Entry]) -> None:
        """Set the language and its plurals in the header, unless there are translations into another."""
        header = next((entry.fields["msgstr"] for entry in found if entry.is_header), None)
        if header is None:
            return
        language = _HEADER["Language"].search(self.source, header.start, header.end)
        named = language[2].strip() if language else ""
        if named.partition("_")[0].casefold() not in ("", self.target) and any(
            entry.is_translated for entry in found if not entry.is_header
        ):
            self.other = named
            return
        if named.partition("_")[0].casefold() != self.target:
            self._set("Language", self.target, header)
        if any("msgid_plural" in entry.fields for entry in found):
            rule = _HEADER["Plural-Forms"].search(self.source, header.start, header.end)
            if not rule or f"nplurals={_FORMS[self.target]}" not in rule[2].replace(" ", ""):
                self._set("Plural-Forms", _PLURALS[self.target], header)

    def _set(self, name: str, value: str, header: Message) -> None:
        match = _HEADER[name].search(self.source, header.start, header.end)
        if match:
            self.edits.append((*match.span(2), value))
        else:
            self.edits.append((header.end, header.end, f'{self.newline}"{name}: {value}\\n"'))

    def text(self) -> str:
        """The catalogue with the changes."""
        parts, place = [], 0
        for start, end, text in sorted(self.edits, key=lambda edit: edit[:2]):
            parts += [self.source[place:start], text]
            place = end
        return "".join([*parts, self.source[place:]])

    def notes(self) -> Iterator[str]:
        """What people should know."""
        if self.lost:
            yield f"{self.lost} messages were left without a translation: a placeholder was lost"
        if self.unsure:
            yield (
                f"{self.unsure} messages with plural forms are marked as fuzzy: the forms after 2 and 5 "
                "have the same text; set them by hand"
            )
        if self.other:
            yield f"the catalogue says that its language is {self.other}; its translations were kept"


def _lines(name: str, text: str, wraps: bool) -> Iterator[str]:
    """A field as gettext writes it: in one line, or in several that end at line ends and words."""
    whole = _escaped(text)
    if "\n" not in text[:-1] and (not wraps or len(whole) + len(name) < _WIDTH):
        yield f'{name} "{whole}"'
        return
    yield f'{name} ""'
    for line in re.findall(r"[^\n]*\n|[^\n]+", text):
        for part in _wrapped(line) if wraps else [line]:
            yield f'"{_escaped(part)}"'


def _wrapped(line: str) -> Iterator[str]:
    part = ""
    for word in re.findall(r"\S*\s*", line):
        if part and len(_escaped(part + word.rstrip(" "))) > _WIDTH:
            yield part
            part = ""
        part += word
    yield part


def _escaped(text: str) -> str:
    return "".join(_WRITTEN.get(character, character) for character in text)
