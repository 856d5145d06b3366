"""Subtitles (SRT, WebVTT): what is said is translated by the sentence and divided again over its cues.

Numbers, times, settings and comments stay as they are, and so do voices and tags around a whole cue.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import accumulate, groupby, pairwise

from summarize.documents import subtitles
from summarize.documents.editing.source import source_of
from summarize.documents.editing.template import (
    Passage,
    Piece,
    Slice,
    Span,
    Style,
    Template,
    Writer,
    composed,
)
from summarize.request import ReadingOptions
from summarize.text.lines import is_terminated

_LINE = re.compile(r"([^\r\n]*)(?:\r\n?|\n|\Z)")
_TOKEN = re.compile(
    r"<(?P<close>/)?(?P<name>[A-Za-z]{1,20})(?:[ .][^<>\r\n]{0,200})?>"
    r"|(?P<mark>\{\\[^{}\r\n]{0,100}\}|<[\d:.]{5,20}>)"
    r"|(?P<entity>&(?:\#\d{1,7}|\#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,31});)"
    r"|(?P<end>\s*(?:\r\n?|\n)\s*)|(?P<one>.)",
    re.DOTALL,
)
_AROUND = re.compile(r"(?:\s+|\{\\[^{}\r\n]{0,100}\}|<v(?:\.[^\s<>]*)?(?:\s[^<>\r\n]{0,200})?>|[♪♫#]+\s)+")
_WRAPPING = re.compile(r"<([A-Za-z]{1,20})(?:[ .][^<>\r\n]{0,200})?>((?:(?!</?\1\b).)*)</\1>\Z", re.DOTALL)
_NESTED = 8  # tags around all of a part
_SPEAKER = re.compile(r"\s*(?:>>+|[-–—])\s*(?=\S)")
_VOICE = re.compile(r"\s*<v(?:\.[^\s<>]*)?\s([^<>\r\n]{1,200})>")
_OTHER_VOICE = re.compile(r"<v[.\s]")
_MUSIC = re.compile(r"(?:\s|<[^<>\r\n]{0,200}>|\{\\[^{}\r\n]{0,100}\})*[♪♫]")  # what is sung has it first
_NAMED = re.compile(r"\s*([^\s:][^:\r\n]{1,30}):\s+(?=\S)")  # a speaker, in capitals: ANNA: Yes.
_SOUND = re.compile(r"[\[(]([^\[\]()]*)[\])]\Z", re.DOTALL)
_WIDEST = 42  # characters of a line
_AFTER_MARK = 0.1  # of a cue: how much nearer a place after a comma or a full stop counts
_PAUSE, _LONGEST = 4, 600  # seconds and characters after which a passage ends with its sentence


@dataclass(frozen=True)
class Part:
    """What one speaker says in one cue: its span in the source, its characters, and the cue's times.

    ``wrapped`` is the span with the tags around all of it, ``wrapping`` what these are.
    """

    span: Span
    pieces: tuple[Piece, ...]
    wrapped: Span
    wrapping: tuple[str, ...]
    begins: int
    ends: int
    voice: str
    is_start: bool
    is_sound: bool = False

    @property
    def text(self) -> str:
        """What is read, on one line."""
        return " ".join("".join(piece.text for piece in self.pieces).split())


def edit(data: bytes, name: str, options: ReadingOptions) -> Template:
    """What is said in subtitles.

    Raises:
        DocumentError: they are in no known encoding.
    """
    source = source_of(data, name, options.encoding)
    is_vtt = source.text.startswith("WEBVTT")
    newline = "\r\n" if "\r\n" in source.text[:1000] else "\n"
    reader = _Reader(is_vtt)
    writer = Writer(reader.passages, partial(_render, is_vtt=is_vtt, newline=newline))
    skipped = {"cues without words": reader.silent(source.text)}
    skipped = {reason: count for reason, count in skipped.items() if count}
    return Template("vtt" if is_vtt else "srt", source, writer, options, skipped, source.warnings)


@dataclass
class _Reader:
    """Finds the passages; a translation is joined over cues as its source was."""

    is_vtt: bool
    _joined: list[bool] = field(default_factory=list)  # whether each part goes on from the one before

    def passages(self, text: str) -> list[Passage]:
        """The sentences that are said, over the cues that they run through."""
        parts = [part for cue in _cues(text) for part in _parts(text, *cue, is_vtt=self.is_vtt)]
        if len(self._joined) != len(parts):
            self._joined = list(_joins(parts))
        found: list[list[Part]] = []
        for part, goes_on in zip(parts, self._joined, strict=True):
            if goes_on and found:
                found[-1].append(part)
            else:
                found.append([part])
        return [_passage(self._alike(text, group)) for group in found]

    def _alike(self, text: str, parts: list[Part]) -> list[Part]:
        """The parts of a passage; with the tags around each if these are not the same for all."""
        if len({part.wrapping for part in parts}) < 2:
            return parts
        return [
            replace(part, span=part.wrapped, pieces=tuple(_pieces(text, *part.wrapped, is_vtt=self.is_vtt)))
            for part in parts
        ]

    def silent(self, text: str) -> int:
        """How many cues have no words."""
        return sum(not list(_parts(text, *cue, is_vtt=self.is_vtt)) for cue in _cues(text))


def _cues(text: str) -> Iterator[tuple[int, int, list[Span]]]:
    """The times of each cue in seconds, and the spans of its lines; the times follow at most a number."""
    spans = [match.span(1) for match in _LINE.finditer(text)]
    for blank, group in groupby(spans, key=lambda span: not text[span[0] : span[1]].strip()):
        lines = list(group)
        for at, span in enumerate(() if blank else lines[:2]):
            if times := subtitles.times_of(text[span[0] : span[1]]):
                yield (*times, lines[at + 1 :])
                break


def _parts(text: str, begins: int, ends: int, lines: Sequence[Span], *, is_vtt: bool) -> Iterator[Part]:
    """What each speaker says in a cue."""
    groups: list[list[Span]] = []
    for start, end in (piece for line in lines for piece in _by_voice(text, *line)):
        if not groups or _SPEAKER.match(text, start, end) or _VOICE.match(text, start, end):
            groups.append([])
        groups[-1].append((start, end))
    for number, group in enumerate(groups):
        speaker, voice = _SPEAKER.match(text, *group[0]), _VOICE.match(text, *group[0])
        span, wrapped, wrapping = _trimmed(text, speaker.end() if speaker else group[0][0], group[-1][1])
        sound = _SOUND.match(text, *span)
        if sound:
            span, wrapped, wrapping = _trimmed(text, *sound.span(1))
        pieces = tuple(_pieces(text, *span, is_vtt=is_vtt))
        if any(character.isalpha() for piece in pieces if not piece.anchor for character in piece.text):
            named = _NAMED.match(text, *span)
            new = speaker or sound or (named and named[1].isupper())
            starts = (number > 0 and not voice) or bool(new)
            who = voice[1].strip() if voice else "♪" if _MUSIC.match(text, *group[0]) else ""
            yield Part(span, pieces, wrapped, wrapping, begins, ends, who, starts, sound is not None)


def _by_voice(text: str, start: int, end: int) -> Iterator[Span]:
    """A line, cut where another voice begins."""
    edges = [start, *(match.start() for match in _OTHER_VOICE.finditer(text, start + 1, end)), end]
    yield from pairwise(edges)


def _trimmed(text: str, start: int, end: int) -> tuple[Span, Span, tuple[str, ...]]:
    """Without white space, positions, voices, notes of music and tags around all of it.

    The second span has these tags, which are third.
    """
    wrapped: Span | None = None
    wrapping: list[str] = []
    for _ in range(_NESTED):
        before = start, end
        if match := _AROUND.match(text, start, end):
            start = match.end()
        bare = text[start:end].rstrip().removesuffix("</v>").rstrip()
        bare = bare.rstrip("♪♫#").rstrip() if bare.endswith((" ♪", " ♫", " #")) else bare
        end = start + len(bare)
        if match := _WRAPPING.match(text, start, end):
            wrapped = wrapped or match.span()
            wrapping.append(text[match.start() : match.start(2)])
            start, end = match.span(2)
        if (start, end) == before:
            break
    span = start, max(start, end)
    return span, wrapped or span, tuple(wrapping)


def _pieces(text: str, start: int, end: int, *, is_vtt: bool) -> Iterator[Piece]:
    """The words and tags of a part; a line end is a space."""
    tokens = list(_TOKEN.finditer(text, start, end))
    pairs = _pairs(tokens)
    styles: list[Style] = []
    words = ""
    for number, token in enumerate(tokens):
        if not (token["name"] or token["mark"]):
            words += " " if token["end"] else html.unescape(token[0]) if is_vtt else token[0]
            continue
        if words:
            yield Piece(words, tuple(styles))
        words = ""
        closing = pairs.get(number, -1)
        if closing is None:
            styles.pop()
        elif closing > 0:
            styles.append(Style(token[0], token.span(), tokens[closing][0]))
        else:
            yield Piece("", tuple(styles), token.span(), token[0])
    if words:
        yield Piece(words, tuple(styles))


def _pairs(tokens: Sequence[re.Match[str]]) -> dict[int, int | None]:
    """The tags that form pairs: what closes each that opens, ``None`` for those that close."""
    found: dict[int, int | None] = {}
    waiting: list[int] = []
    for number, token in enumerate(tokens):
        if not token["name"]:
            continue
        if not token["close"]:
            waiting.append(number)
        elif waiting and tokens[waiting[-1]]["name"].lower() == token["name"].lower():
            found[waiting.pop()] = number
            found[number] = None
    return found


def _joins(parts: Sequence[Part]) -> Iterator[bool]:
    """Whether each part goes on from the one before it."""
    length = 0
    for before, part in pairwise([None, *parts]):
        assert part is not None
        goes_on = before is not None and not (part.is_start or before.is_sound or part.voice != before.voice)
        if before is not None and goes_on:
            same = part.text == before.text
            ended = is_terminated(before.text, 0, len(before.text))
            paused = part.begins - before.ends >= _PAUSE
            goes_on = same or not (ended or paused or length > _LONGEST)
        length = length + len(part.text) if goes_on else len(part.text)
        yield goes_on


def _passage(parts: Sequence[Part]) -> Passage:
    """A passage of one or more parts; one that only repeats the text before it is read once."""
    pieces: list[Piece] = []
    for before, part in pairwise([None, *parts]):
        assert part is not None
        if before is None or before.text != part.text:
            pieces += [Piece(" "), *part.pieces] if pieces else part.pieces
    label = subtitles.label_of(parts[0].begins)
    texts = [part.text for part in parts]
    lengths = ",".join(str(len(text) * (text != before)) for before, text in pairwise(["", *texts]))
    return Passage(tuple(part.span for part in parts), tuple(pieces), "cue", label, sort=lengths)


def _render(
    passage: Passage, pieces: Sequence[Piece], slice_of: Slice, careful: bool, is_vtt: bool, newline: str
) -> list[str]:
    """The text of each cue, in one line or two."""
    words = list(_words(pieces))
    found: list[str] = []
    for share in _shares(words, [int(length) for length in passage.sort.split(",")]):
        lines = [share] if careful else _lines(share)
        joined = [
            piece for n, line in enumerate(lines) for piece in ([Piece("\n")] if n else []) + _spaced(line)
        ]
        escape = partial(_escaped, is_vtt=is_vtt, newline=newline)
        found.append(composed(joined, escape, slice_of))
    return found


def _escaped(text: str, *, is_vtt: bool, newline: str) -> str:
    if is_vtt:
        text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace("\n", newline)


_Word = list[Piece]


def _words(pieces: Sequence[Piece]) -> Iterator[_Word]:
    """The words, each in the pieces that it has; anchors belong to the word that they touch."""
    word: _Word = []
    for piece in pieces:
        if piece.anchor:
            word.append(piece)
            continue
        for text in re.findall(r"\s+|\S+", piece.text):
            if not text.isspace():
                word.append(replace(piece, text=text))
            elif word:
                yield word
                word = []
    if word:
        yield word


def _length(word: _Word) -> int:
    return sum(len(piece.text) for piece in word)


def _spaced(words: Sequence[_Word]) -> list[Piece]:
    """Words with spaces between them, in the formatting that both sides have."""
    found: list[Piece] = []
    for number, word in enumerate(words):
        if number:
            before = words[number - 1][-1].styles
            kept = [a for a, b in zip(before, word[0].styles, strict=False) if a == b]
            found.append(Piece(" ", tuple(kept)))
        found += word
    return found


def _shares(words: Sequence[_Word], lengths: Sequence[int]) -> Iterator[Sequence[_Word]]:
    """The words of each part, in proportion to what it had; none is empty: it repeats what came before."""
    total, wanted = sum(_length(word) + 1 for word in words), sum(lengths) or 1
    reached = list(accumulate((_length(word) + 1 for word in words), initial=0))
    place, last, parts_left = 0, list[_Word](words[:1]), sum(length > 0 for length in lengths)
    before = 0
    for length in lengths:
        if length:
            before += length
            parts_left -= 1
            room = _AFTER_MARK * total * length / wanted
            least, most = place + 1, max(place + 1, len(words) - parts_left)
            choices = range(least, most + 1) if parts_left else [len(words)]
            aim = total * before / wanted
            end = min(choices, key=lambda at: _distance(words, reached, at, aim, room))
            last = list(words[place:end]) or last
            place = max(place, min(end, len(words)))
        yield last


def _distance(words: Sequence[_Word], reached: Sequence[int], at: int, aim: float, room: float) -> float:
    if at >= len(words):
        return abs(reached[-1] - aim) + (at - len(words)) * 1000
    ended = "".join(piece.text for piece in words[at - 1])[-1:] in ",.;:!?…—–"
    return abs(reached[at] - aim) - (room if ended else 0)


def _lines(words: Sequence[_Word]) -> list[Sequence[_Word]]:
    """One line, or two of about the same length."""
    reached = list(accumulate((_length(word) + 1 for word in words), initial=0))
    if reached[-1] - 1 <= _WIDEST or len(words) < 2:
        return [words]
    at = min(range(1, len(words)), key=lambda at: abs(2 * reached[at] - reached[-1]))
    return [words[:at], words[at:]]
