"""What must come through a model letter by letter: addresses, file names, code, placeholders, tags.

Each piece is exchanged for a short mask that models tend to copy; whether they did is verified, and
where they did not the text is translated around the pieces, which cannot fail. Knows no models.
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
    rf"""`+[^`\n]+`+                                           # code
    | !?\[(?=[^\[\]\n]*\]\([^()\s]*\)) | \]\([^()\s]*\)         # the frame of a Markdown link
    | (?:https?|ftp|mailto|tel):[^\s<>"«»“”]*[^\s<>"«»“”.,;:!?)\]}}'’]
    | www\.[^\s<>"«»“”]*[^\s<>"«»“”.,;:!?)\]}}'’]
    | [\w.+-]+@[\w-]+(?:\.[\w-]+)+                              # e-mail
    | (?<![\w@])@\w+ | (?<![\w#&])\#\w*[^\W\d]\w*               # @name, #topic
    | (?:\b[A-Za-z]:\\|(?<![\w.])(?:\.{{0,2}}/)+(?=[\w.-]+/))[\w./\\-]*\w  # paths
    | \b[\w-]+(?:\.[\w-]+)*\.(?:{_SUFFIX})\b(?!\.\w)            # file names
    | \b[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.(?:{_TLD})\b(?:/[^\s<>"«»]*[\w/])?
    | \{{\{{?[^{{}}\n]*\}}?\}} | \$\{{?\w+\}}? | %(?:\(\w+\)|\d+\$)?[-+0]*\d*(?:\.\d+)?[sdifgxr](?![\w%])
    | </?[A-Za-z][\w:-]*(?:\s[^<>]*)?/?> | <!--.*?--> | &(?:\#\d+|\#x[0-9A-Fa-f]+|[A-Za-z]+);
    """,
    re.VERBOSE,
)
_STAND_IN = "\ue000"
_LETTERS = ("ZX", "QX", "XZ", "QZ")  # of masks; where all of them stand in a text, "ZQX", "ZQQX"…


def pieces(text: str, terms: Iterable[str] = ()) -> list[Span]:
    """Spans of what must stay as it is, in order, none overlapping; ``terms`` are words to keep too."""
    found = [match.span() for match in _PIECE.finditer(text)]
    for term in terms:
        pattern = rf"(?<!\w){re.escape(term)}(?!\w)"
        found += [match.span() for match in re.finditer(pattern, text)]
    kept: list[Span] = []
    for start, end in sorted(found, key=lambda span: (span[0], -span[1])):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return kept


def has_prose(text: str) -> bool:
    """Whether letters are left when the pieces are taken out."""
    return any(map(str.isalpha, _PIECE.sub("", text)))


def outside(text: str, change: Callable[[str], str]) -> str:
    """The text changed, its pieces left as they are; ``change`` sees a private character for each."""
    spans = pieces(text)
    kept = [text[start:end] for start, end in spans]
    for start, end in reversed(spans):
        text = f"{text[:start]}{_STAND_IN}{text[end:]}"
    parts = change(text).split(_STAND_IN)
    return "".join(part + piece for part, piece in zip(parts, [*kept, ""], strict=True))


@dataclass(frozen=True)
class Shielded:
    """A text with masks in it, and what each mask stands for."""

    text: str
    masks: tuple[tuple[str, str], ...]

    def restored(self, hypothesis: str) -> str | None:
        """The hypothesis with the pieces put back; ``None`` unless every mask is there exactly once."""
        for mask, piece in self.masks:
            before, *after = re.split(rf"(?<![A-Za-z0-9]){mask}(?![0-9])", hypothesis)
            if len(after) != 1:
                return None
            hypothesis = f"{before}{piece}{after[0]}"
        return hypothesis


def shield(text: str, spans: Sequence[Span], replacements: Sequence[str] = ()) -> Shielded:
    """Exchange the spans for masks that do not stand in the text.

    ``replacements`` are what comes back instead of what stood there (a glossary's translations); by
    default the pieces themselves.
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
    """The text in pieces, each with whether it is prose to be translated; joined they are the text.

    White space and punctuation beside a protected piece stay with it.
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
