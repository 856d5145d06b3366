"""A paragraph of Markdown in pieces: words, their formatting, and anchors for what is not translated."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from summarize.documents.editing.template import Piece, Span, Style
from summarize.documents.markdown_marks import marks_in

_FIXED = re.compile(
    r"""\$\$(?:\\.|[^$\\]){1,2000}\$\$ | \\\((?:(?!\\\)).){1,500}\\\) | \\\[(?:(?!\\\]).){1,500}\\\]
    | (?<![\\$\w])\$(?P<math>[^\s$](?:\\.|[^$\\\n]){0,300}?)(?<=[^\s\\])\$(?![\w$])
    | \\begin\{(?P<block>\w{1,20}\*?)\}(?:(?!\\begin).){1,3000}?\\end\{(?P=block)\}
    | \{(?::|[\#.](?=[\w-]))[^{}\n]{0,200}\} | \A\*\[[^\[\]\n]{1,80}\]: | \A\[(?:toc|TOC)\]\Z
    | \[-?@[^\[\]\n]{1,200}\] | (?<![\w.@])@[A-Za-z][\w-]{0,60}(?![\w@])
    | \{\{[^{}\n]{1,200}\}\} | \{%[^{}\n]{1,200}%\} | \[\[[^\[\]\n]{1,200}\]\]
    | (?<![\w(<\[])(?:https?|ftp|mailto):[^\s<>()"«»“”\[\]*`]{1,2000}(?<![.,:;!?'_])
    | (?<![\w:]):[a-z][a-z0-9_+-]{1,40}:(?![\w:])
    """,
    re.VERBOSE | re.DOTALL,
)
_FORMULA = re.compile(r"[\\^_=+{}<>|*/]|\S{1,8}\Z")
_DEFINED = re.compile(r"^ {0,3}(?:> ?)*\[(?!\^)([^\]\n]{1,200})\]:", re.MULTILINE)
_TAG = re.compile(r"<(?P<close>/?)(?P<name>[A-Za-z][\w-]{0,30})[^<>]*?(?P<void>/?)>", re.DOTALL)
_CODE = frozenset(["code", "kbd", "samp", "var", "pre", "script", "style", "tt"])
_LONGEST = 80  # characters of code that a model sees as it is


def labels_in(text: str) -> frozenset[str]:
    """The labels that a text defines for its references."""
    return frozenset(_label(match[1]) for match in _DEFINED.finditer(text))


def _label(text: str) -> str:
    return " ".join(text.split()).casefold()


@dataclass(frozen=True)
class _Cut:
    """What is no plain text in a paragraph: characters to read instead, an anchor, the edge of a style.

    ``text`` is what it shows, ``name`` that of the anchor or style, ``pair`` the number of the style.
    """

    start: int
    end: int
    text: str = ""
    name: str = ""
    pair: int = -1
    closing: str = ""


class Paragraph:
    """The ``pieces`` of the lines of a paragraph, and where the texts of its images are (``alts``)."""

    def __init__(self, source: str, lines: Sequence[Span], labels: frozenset[str]) -> None:
        self._source = source
        self._at = [place for start, end in lines for place in range(start, end + 1)]  # with line ends
        self._text = " ".join(source[start:end] for start, end in lines)
        self._labels = labels
        self.alts: list[Span] = []
        self.pieces = list(self._pieces(self._cuts()))

    def _place(self, start: int, end: int) -> Span:
        """Where ``text[start:end]`` is in the source."""
        return self._at[start], self._at[end - 1] + 1

    def _cuts(self) -> list[_Cut]:
        """All that is no plain text, in order and apart; what is in an anchor belongs to it."""
        fixed = [match.span() for match in _FIXED.finditer(self._text) if _is_fixed(match)]
        masked = list(self._text)
        for start, end in fixed:
            masked[start:end] = "x" * (end - start)
        marks = marks_in("".join(masked))
        cuts = [self._shown(*span, self._text[slice(*span)]) for span in fixed]
        cuts += [self._shown(*span, self._text[slice(*span)].strip("`").strip()) for span in marks.codes]
        cuts += [self._image(whole, alt) for whole, alt in marks.images]
        cuts += [self._shown(*span, _address(self._text[slice(*span)])) for span in marks.others]
        cuts += [_Cut(start, end, text) for start, end, text in marks.characters]
        pairs = [*marks.pairs, *(each for each in marks.labels if self._is_reference(*each))]
        cuts += chain.from_iterable(self._style(n, *pair) for n, pair in enumerate(pairs))
        cuts += self._tags(marks.tags, len(pairs))
        return _nested(_apart(cuts), self._text)

    def _shown(self, start: int, end: int, text: str) -> _Cut:
        return _Cut(start, end, text if len(text) <= _LONGEST else "", self._text[start:end])

    def _image(self, whole: Span, alt: Span) -> _Cut:
        """An image, whose name does not have its text."""
        start, end = whole
        if any(map(str.isalpha, self._text[slice(*alt)])):
            self.alts.append(self._place(*alt))
        return _Cut(start, end, "", f"{self._text[start : alt[0]]}{self._text[alt[1] : end]}")

    def _is_reference(self, opening: Span, closing: Span) -> bool:
        return _label(self._text[opening[1] : closing[0]]) in self._labels

    def _style(self, number: int, opening: Span, closing: Span) -> Iterator[_Cut]:
        """The edges of emphasis or of a link; one that has its label as text gets it as a label."""
        ends = self._text[slice(*closing)]
        if ends in ("]", "][]"):
            ends = f"][{self._text[opening[1] : closing[0]]}]"
        name = f"{self._text[slice(*opening)]}{ends}"
        yield _Cut(*opening, name=name, pair=number, closing=ends)
        yield _Cut(*closing, pair=number)

    def _tags(self, spans: Sequence[Span], first: int) -> Iterator[_Cut]:
        """Tags of HTML: pairs are styles, code is an anchor, and so are all others."""
        waiting: list[tuple[str, Span]] = []
        pairs: list[tuple[Span, Span]] = []
        for span in sorted(spans):
            tag = _TAG.fullmatch(self._text, *span)
            name = tag["name"].lower() if tag else ""
            if tag and tag["close"] and waiting and waiting[-1][0] == name:
                pairs.append((waiting.pop()[1], span))
            elif tag and not tag["close"] and not tag["void"] and name not in ("br", "img", "wbr", "input"):
                waiting.append((name, span))
            else:
                yield _Cut(*span, "\n" if name == "br" else "", self._text[slice(*span)])
        for _, span in waiting:
            yield _Cut(*span, "", self._text[slice(*span)])
        for number, (opening, closing) in enumerate(pairs, first):
            name = _TAG.fullmatch(self._text, *opening)
            if name and name["name"].lower() in _CODE:
                yield self._shown(opening[0], closing[1], self._text[opening[1] : closing[0]])
            else:
                yield from self._style(number, opening, closing)

    def _pieces(self, cuts: Sequence[_Cut]) -> Iterator[Piece]:
        styles: list[Style] = []
        text, place = "", 0
        for cut in cuts:
            text += self._text[place : cut.start]
            place = cut.end
            if not cut.name and cut.pair < 0:
                text += cut.text
                continue
            if text:
                yield Piece(text, tuple(styles))
            text = ""
            if cut.pair < 0:
                yield Piece(cut.text, tuple(styles), self._place(cut.start, cut.end), cut.name)
            elif cut.name:
                styles.append(Style(cut.name, self._place(cut.start, cut.end), cut.closing))
            else:
                styles.pop()
        text += self._text[place:]
        if text:
            yield Piece(text, tuple(styles))


def _address(text: str) -> str:
    """What is seen of an address; nothing of the mark of a note."""
    return text.strip("<>") if text[0] == "<" else ""


def _is_fixed(match: re.Match[str]) -> bool:
    return match["math"] is None or bool(_FORMULA.search(match["math"]))


def _apart(cuts: Sequence[_Cut]) -> list[_Cut]:
    """The cuts in order, without those inside anchors."""
    kept: list[_Cut] = []
    for cut in sorted(cuts, key=lambda cut: (cut.start, -cut.end)):
        if not kept or cut.start >= kept[-1].end:
            kept.append(cut)
    return kept


def _nested(cuts: Sequence[_Cut], text: str) -> list[_Cut]:
    """The cuts with the edges of styles that cross others, or that lost their other edge, as anchors."""
    waiting: list[int] = []
    whole: set[int] = set()
    for cut in cuts:
        if cut.pair >= 0 and cut.name:
            waiting.append(cut.pair)
        elif cut.pair >= 0 and cut.pair in waiting[-1:]:
            whole.add(waiting.pop())
        elif cut.pair in waiting:
            waiting.remove(cut.pair)
    return [
        cut if cut.pair < 0 or cut.pair in whole else _Cut(cut.start, cut.end, "", text[cut.start : cut.end])
        for cut in cuts
    ]
