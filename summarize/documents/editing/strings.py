"""Strings of programs: their placeholders, their lines, and whether a translation has kept what it must."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from summarize.documents.editing.source import DAMAGED
from summarize.documents.editing.template import Decoded, Passage, Piece, Span, composed

_PLACEHOLDER = re.compile(
    r"""%%
    | %(?:\(\w{1,60}\)|\d{1,2}\$)?[-+\#0]{0,4}(?:\d{1,4}|\*)?(?:\.(?:\d{1,4}|\*))?(?:hh|ll|[hlLqjzt])?
      [diouxXeEfFgGcrsapn@](?![^\W\d_])                       # printf, of C and Python
    | %\{[^{}\n]{1,60}\} | \$t\([^()\n]{1,80}\) | @:[\w.]{1,80}  # Ruby, i18next, Vue
    | \{\{[^{}\n]{0,80}\}\} | \$?\{[^{}\n]{0,80}\} | \$\w{1,60}\$ | \$[A-Za-z_]\w{0,60}
    | </?[A-Za-z][\w:-]{0,40}(?:\s[^<>]{0,1000})?/?> | <\d{1,3}/?> | </\d{1,3}>
    | &(?:\#\d{1,7}|\#x[0-9A-Fa-f]{1,6}|[A-Za-z]{2,31});
    | \[%\w{1,10}\s*[^\]\n]{0,80}\]
    """,
    re.VERBOSE,
)
_HOTKEY = re.compile(r"(?<![&\w])&(?=[^\W_])(?![A-Za-z]{2,31};)|(?<=[^\W_])&(?=[^\W_])(?![A-Za-z]{2,31};)")
_BY_ORDER = re.compile(r"%[^%({$]+\Z|\{\}\Z")
_CHOICE = re.compile(r"\{\s*\w{1,60}\s*,\s*(?:plural|select|selectordinal)\s*,")
_CODE = re.compile(
    r"#(?:[0-9A-Fa-f]{3,4}){1,2}|\S*\w(?:[._\\@=]|::|://)\w\S*|[.~]{0,2}/\S+|\S+/\S+/\S+|[A-Za-z]:\\\S*"
)
_TAG = re.compile(r"</?([A-Za-z0-9][\w:-]{0,40})")
_LINE_ENDS = re.compile(r"(?:\r?\n|\r)+")
_ENDED = re.compile(r"[.!?…:;>]\s*\Z")


def placeholders(text: str) -> list[Span]:
    """Where a string has what programs put in or read: ``%s``, ``{name}``, tags, references to characters."""
    return [match.span() for match in _PLACEHOLDER.finditer(text)]


def kept(source: str, translation: str) -> bool:
    """Whether a translation has the placeholders of its source, each as often, and as many hot keys.

    Those that programs fill by their order are in the same order.
    """
    return _signs(source) == _signs(translation) and _ordered(source) == _ordered(translation)


def _signs(text: str) -> Counter[str]:
    found = Counter(text[start:end] for start, end in placeholders(text))
    return found + Counter({"&": len(_HOTKEY.findall(text))})


def _ordered(text: str) -> list[str]:
    found = (text[start:end] for start, end in placeholders(text))
    return [each for each in found if _BY_ORDER.match(each)]


def hotkey(text: str) -> int | None:
    """Where the mark of a hot key is, as in ``&Open``; ``None`` unless there is exactly one."""
    found = [match.start() for match in _HOTKEY.finditer(text)]
    return found[0] if len(found) == 1 else None


def with_hotkey(text: str) -> str:
    """The text with the mark of a hot key before its first letter outside of placeholders."""
    spans = placeholders(text)
    for at, character in enumerate(text):
        if character.isalpha() and not any(start <= at < end for start, end in spans):
            return f"{text[:at]}&{text[at:]}"
    return text


def left(texts: Iterable[str]) -> dict[str, int]:
    """How many strings are not translated, by the reason."""
    return dict(Counter(reason for reason in map(untouched, texts) if reason and reason != "no words"))


def untouched(text: str) -> str:
    """Why a string is not translated; empty if it is: no words, a choice of forms (ICU), or a code."""
    bare = _PLACEHOLDER.sub(" ", text)
    if DAMAGED.search(text):
        return "damaged bytes"
    if _CHOICE.search(text):
        return "messages with choices (ICU)"
    if not any(map(str.isalpha, bare)):
        return "no words"
    if _CODE.fullmatch(bare.strip()):
        return "codes and addresses"
    return ""


@dataclass
class Division:
    """How strings are divided into lines that are translated; a translation is divided as its source was."""

    _known: dict[int, tuple[int, list[Span]]] = field(default_factory=dict)

    def lines(self, text: str, unit: int) -> list[Span]:
        """The lines with words of the string ``unit``, without white space around them.

        A line that goes on in lower case belongs to the one before it.
        """
        ends = [match.span() for match in _LINE_ENDS.finditer(text)]
        count, groups = self._known.get(unit, (-1, []))
        if count != len(ends):
            groups = self._groups(text, ends)
            self._known[unit] = len(ends), groups
        edges = [(0, 0), *ends, (len(text), len(text))]
        return [_inside(text, edges[first][1], edges[last][0]) for first, last in groups]

    def _groups(self, text: str, ends: Sequence[Span]) -> list[Span]:
        """From which line end to which each line with words goes."""
        if untouched(text):
            return []
        edges = [(0, 0), *ends, (len(text), len(text))]
        groups, first = [], 0
        for number in range(1, len(edges)):
            start, end = edges[first][1], edges[number][0]
            if number < len(edges) - 1 and _goes_on(text, start, *edges[number]):
                continue
            if not untouched(text[start:end]):
                groups.append((first, number))
            first = number
        return groups


def _goes_on(text: str, start: int, end: int, following: int) -> bool:
    single = text.count("\n", end, following) == 1
    return single and text[following : following + 1].islower() and not _ENDED.search(text[start:end])


def _inside(text: str, start: int, end: int) -> Span:
    inner = text[start:end]
    return start + len(inner) - len(inner.lstrip()), max(start, start + len(inner.rstrip()))


def passages(
    decoded: Decoded, division: Division, label: str = "", sort: str = "", unit: int = -1
) -> Iterator[Passage]:
    """The lines of a string that have words, without the mark of a hot key."""
    for start, end in division.lines(decoded.text, unit):
        pieces = pieces_of(Decoded(decoded.text[start:end], decoded.at[start : end + 1]))
        span = decoded.at[start], decoded.at[end]
        yield Passage((span,), tuple(pieces), "entry", label, sort=sort, unit=unit)


def pieces_of(line: Decoded) -> list[Piece]:
    """A line in words and placeholders, without the mark of a hot key; a line end inside is an anchor."""
    at = hotkey(line.text)
    if at is not None:
        line = Decoded(line.text[:at] + line.text[at + 1 :], [*line.at[:at], *line.at[at + 1 :]])
    ends = [match.span() for match in _LINE_ENDS.finditer(line.text)]
    spans = sorted([*placeholders(line.text), *ends])
    return _paired(line.pieces([(span, line.text[slice(*span)]) for span in spans]))


def _paired(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces, with the ends of each tag, and what programs fill by its order, as pairs."""
    names = {piece.name for piece in pieces}
    found: list[Piece] = []
    for piece in pieces:
        tag = _TAG.match(piece.name)
        pair = "order" if _BY_ORDER.match(piece.name) else ""
        if tag and any(name.startswith(f"</{tag[1]}") for name in names):
            pair = f"<{tag[1]}>"
        found.append(replace(piece, pair=pair) if pair else piece)
    return found


def written(
    source: str, pieces: Sequence[Piece], escape: Callable[[str], str], raw: str | None = None
) -> str:
    """Pieces as a string of the format, with a hot key where the ``source`` has one.

    Without a placeholder of the source it stays as it was: ``raw``, which is the source as it is written.
    """
    text = composed(pieces, str, _nothing, anchors=False)
    text = with_hotkey(text) if hotkey(source) is not None else text
    return escape(text) if raw is None or kept(source, text) else raw


def _nothing(start: int, end: int) -> str:
    return ""
