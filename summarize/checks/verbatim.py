"""Pieces that must come through letter by letter: URLs, e-mail addresses, placeholders, tags.

Knows shapes only.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from summarize.checks.findings import Finding, absence

_SHAPES = {
    "url": re.compile(r"(?:https?://|www\.)[^\s<>\"«»“”]+|\b[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|org|net|kz|ru|eu|int|info|gov)\b(?:/[^\s<>\"«»]*)?"),
    "email": re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
    "placeholder": re.compile(
        r"\{\{?\s*[A-Za-z_][\w.]*\s*\}?\}|\{\d*\}|\$\{\w+\}|%(?:\(\w+\))?[sdif](?![\w%])|</?[A-Za-z][\w-]*(?:\s[^<>]*)?/?>"
    ),
}  # fmt: skip
KEPT = ("url", "email", "placeholder")
_TRAILING = ".,;:!?)]}'’"


def pieces(text: str, kind: str) -> list[tuple[str, int, int]]:
    """Every ``url``, ``email`` or ``placeholder`` of a text with its span; no closing punctuation."""
    found = []
    for match in _SHAPES[kind].finditer(text):
        piece = match[0] if kind == "placeholder" else match[0].rstrip(_TRAILING)
        if kind == "url" and (text[match.start() - 1 : match.start()] == "@"):
            continue
        found.append((piece, match.start(), match.start() + len(piece)))
    return found


def invented_pieces(hypothesis: str, source: str, kinds: tuple[str, ...]) -> Iterator[Finding]:
    """Pieces of these kinds that do not stand in the source."""
    for kind in kinds:
        ours = pieces(hypothesis, kind)
        theirs = {piece.casefold() for piece, _, _ in pieces(source, kind)} if ours else set()
        for piece, start, end in ours:
            if piece.casefold() not in theirs:
                yield Finding(kind, f"{kind} {piece!r} is not in the source", piece, start, end)


def lost_pieces(hypothesis: str, source: str, kinds: tuple[str, ...]) -> Iterator[Finding]:
    """Pieces of the source that are missing, or that stand there less often."""
    for kind in kinds:
        ours = Counter(piece.casefold() for piece, _, _ in pieces(hypothesis, kind))
        theirs = Counter(piece.casefold() for piece, _, _ in pieces(source, kind))
        for piece, count in (theirs - ours).items():
            yield absence(kind, f"{kind} {piece!r} of the source is missing ({count}×)", piece, hypothesis)
