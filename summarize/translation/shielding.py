"""Protection of text that a model must not change: addresses, file names, code, placeholders, tags.

Every pattern takes time linear in the text's length, so each part that could be read again from many
places has either a limit on its length or a condition that it begins where a run of its characters does.

Each piece is replaced by a short mask that models tend to copy. If a mask does not survive, the text is
translated around its pieces instead, which cannot fail.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

Span = tuple[int, int]

_TLD = "com|org|net|kz|ru|eu|int|info|gov|edu|io|қаз|рф"
_SUFFIX = (
    "pdf|docx?|xlsx?|pptx?|odt|rtf|txt|csv|tsv|json|xml|ya?ml|toml|html?|md|jpe?g|png|gif|svg|mp[34]|zip|exe"
)
_PIECE = re.compile(
    rf"""(?<!`)`+[^`\n]+`+                                     # code
    | !?\[(?=[^\[\]\n]*\]\([^()\s]*\)) | \]\([^()\s]*\)         # the frame of a Markdown link
    | (?:https?|ftp|mailto|tel):[^\s<>"«»“”]*[^\s<>"«»“”.,;:!?)\]}}'’]
    | www\.[^\s<>"«»“”]*[^\s<>"«»“”.,;:!?)\]}}'’]
    | (?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+               # e-mail
    | (?<![\w@])@\w+ | (?<![\w#&])\#\w*[^\W\d]\w*               # @name, #topic
    | (?:\b[A-Za-z]:\\|(?<![\w.])(?:\.{{0,2}}/){{1,16}}(?=[\w.-]{{1,255}}/))
      (?=[./\\-]{{0,32}}\w)[\w./\\-]*\w                         # paths
    | \b(?<!\w)(?<!\w[.-])[\w-]{{1,255}}(?:\.[\w-]{{1,255}}){{0,16}}\.(?:{_SUFFIX})\b(?!\.\w)  # file names
    | \b(?<![A-Za-z0-9])(?<![A-Za-z0-9][.-])[A-Za-z0-9-]{{1,63}}(?:\.[A-Za-z0-9-]{{1,63}}){{0,16}}
      \.(?:{_TLD})\b(?:/[^\s<>"«»]*[\w/])?                     # domains
    | \{{\{{?[^{{}}\n]*\}}?\}} | \$\{{?\w+\}}?
    | %(?:\(\w+\)|\d{{1,3}}\$)?[-+0]{{0,3}}\d{{0,6}}(?:\.\d{{1,6}})?[sdifgxr](?![\w%])
    | </?[A-Za-z][\w:-]*(?:\s[^<>]*)?/?> | <!--(?:(?!<!--).)*?--> | &(?:\#\d+|\#x[0-9A-Fa-f]+|[A-Za-z]+);
    """,
    re.VERBOSE,
)
_PLACEHOLDER = "\ue000"
_LETTERS = ("ZX", "QX", "XZ", "QZ")  # of masks; if a text has all of them, "ZQX", "ZQQX" …


def pieces(text: str, terms: Iterable[str] = ()) -> list[Span]:
    """Spans of what must not change, in order, none overlapping; ``terms`` are further words to keep."""
    found = [match.span() for match in _PIECE.finditer(text)]
    for term in terms:
        pattern = rf"(?<!\w){re.escape(term)}(?!\w)"
        found += [match.span() for match in re.finditer(pattern, text)]
    kept: list[Span] = []
    for start, end in sorted(found, key=lambda span: (span[0], -span[1])):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return kept


def occurrences(text: str, literals: Sequence[str]) -> list[tuple[int, int, int]]:
    """Where these pieces are in a text: start, end and index of each that it has; no two overlap.

    One that begins with a letter or digit is not looked for within words or numbers; an ending may follow.
    """
    taken = bytearray(len(text))
    reached: dict[str, int] = {}
    found: list[tuple[int, int, int]] = []
    for index in sorted(range(len(literals)), key=lambda index: -len(literals[index])):
        literal = literals[index]
        start = text.find(literal, reached.get(literal, 0))
        while start >= 0 and (any(taken[start : start + len(literal)]) or _in_a_word(text, start, literal)):
            start = text.find(literal, start + 1)
        if start >= 0:
            end = reached[literal] = start + len(literal)
            taken[start:end] = b"\1" * len(literal)
            found.append((start, end, index))
    return sorted(found)


def _in_a_word(text: str, start: int, piece: str) -> bool:
    before, after = text[start - 1 : start], text[start + len(piece) : start + len(piece) + 1]
    return (piece[0].isalnum() and before.isalnum()) or (piece[-1].isdigit() and after.isdigit())


def has_prose(text: str) -> bool:
    """Whether any letters remain when the pieces are taken out."""
    return any(map(str.isalpha, _PIECE.sub("", text)))


def outside(text: str, change: Callable[[str], str]) -> str:
    """The text changed outside its pieces; ``change`` sees a private-use character in place of each."""
    spans = pieces(text)
    kept = [text[start:end] for start, end in spans]
    edges = [0, *(edge for span in spans for edge in span), len(text)]
    prose = (text[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True))
    parts = change(_PLACEHOLDER.join(prose)).split(_PLACEHOLDER)
    return "".join(part + piece for part, piece in zip(parts, [*kept, ""], strict=True))


@dataclass(frozen=True)
class Shielded:
    """A text with masks, and the piece that each mask replaces."""

    text: str
    masks: tuple[tuple[str, str], ...]

    def restored(self, hypothesis: str) -> str | None:
        """The hypothesis with the pieces put back; ``None`` unless it has every mask exactly once."""
        if not self.masks:
            return hypothesis
        pieces, letters = dict(self.masks), self.masks[0][0].rstrip("0123456789")
        parts: list[str] = []
        found: list[str] = []
        last = 0
        for match in re.finditer(rf"{letters}[0-9]+", hypothesis):
            between = hypothesis[last : match.start()]
            before = (between or "".join(parts[-1:]))[-1:]
            mask, last = match[0], match.end()
            whole = mask in pieces and not (before.isascii() and before.isalnum())
            found += [mask] if whole else []
            parts += [between, pieces[mask] if whole else mask]
        return "".join([*parts, hypothesis[last:]]) if sorted(found) == sorted(pieces) else None


def shield(text: str, spans: Sequence[Span], replacements: Sequence[str] = ()) -> Shielded:
    """Replace the spans by masks that do not occur in the text.

    ``replacements`` are put back for the masks (a glossary's translations); by default the spans' own text.
    """
    longer = (f"Z{'Q' * count}X" for count in itertools.count(1))
    letters = next(mask for mask in itertools.chain(_LETTERS, longer) if mask not in text.upper())
    parts: list[str] = []
    masks, last = [], 0
    for number, (start, end) in enumerate(spans, start=1):
        mask = f"{letters}{number}"
        parts += [text[last:start], mask]
        masks.append((mask, replacements[number - 1] if replacements else text[start:end]))
        last = end
    return Shielded("".join([*parts, text[last:]]), tuple(masks))


def around(text: str, spans: Sequence[Span]) -> list[tuple[str, bool]]:
    """The text in parts, each with whether it is prose to translate; joined, the parts are the text.

    White space and punctuation next to a protected span are not prose.
    """
    parts: list[tuple[str, bool]] = []
    last = 0
    for start, end in [*spans, (len(text), len(text))]:
        prose = re.fullmatch(r"(\W*)(.*?)([^\w.!?…]*)", text[last:start], re.DOTALL)
        if prose and any(map(str.isalpha, prose[2])):
            parts += [(prose[1], False), (prose[2], True), (prose[3], False)]
        else:
            parts.append((text[last:start], False))
        parts.append((text[start:end], False))
        last = end
    return [part for part in parts if part[0]]
