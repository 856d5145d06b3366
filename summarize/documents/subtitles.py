"""Subtitles (SRT, WebVTT): cues joined to running text, with the time of each."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from summarize.documents.builder import Builder, Reading
from summarize.request import ReadingOptions
from summarize.text.charsets import decode_text
from summarize.text.lines import is_terminated
from summarize.text.parts import Place

_TIMES = re.compile(
    r"\s*(?:(\d{1,3}):)?(\d{1,2}):(\d{2})[,.]\d{1,3}\s*-->\s*(?:\d{1,3}:)?(\d{1,2}):(\d{2})[,.]\d{1,3}"
)
_TAG = re.compile(r"<[^<>\n]{0,200}>|\{\\?[^{}\n]{0,100}\}")
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+([^<>\n]{1,80})>")
_SOUND = re.compile(r"\[[^\[\]\n]{1,80}\]|\([A-ZА-ЯЁӘҒҚҢӨҰҮҺІ\s]{2,60}\)|[♪♫#]+[^♪♫#\n]*[♪♫#]+|[♪♫]")
_SPEAKER = re.compile(r"(?:>>+|[-–—])\s*")
_SHORT = re.compile(r"\b\w{1,3}\.\Z")  # perhaps an initial or an abbreviation: the sentence may go on
_PAUSE = 4  # seconds of silence that end a paragraph
_LONGEST = 600  # characters after which a paragraph ends with its sentence


def read(data: bytes, name: str, options: ReadingOptions) -> Reading:
    """What is said, in paragraphs; tags, sounds, numbers and times are left out.

    A change of speaker, and a pause after a sentence, begin a paragraph; a voice that WebVTT names is named
    as in minutes: ``Anna: …``. The places are the times of cues.
    """
    text, encoding, warnings = decode_text(data, name, options.encoding)
    builder = Builder()
    said, places, last, voice = "", list[Place](), -1, ""
    for begins, ends, line, speaks, name in _cues(text):
        speaks = speaks or name != voice
        line = f"{name}: {line}" if name and name != voice else line
        voice = name
        ended = is_terminated(said, 0, len(said)) and not _SHORT.search(said)
        pause = last >= 0 and begins - last >= _PAUSE
        if said and (speaks or (ended and (pause or len(said) > _LONGEST))):
            builder.add(said, places=places)
            said, places = "", []
        said = f"{said} {line}" if said else line
        places.append(Place(len(said) - len(line), label_of(begins)))
        last = ends
    builder.add(said, places=places)
    return builder.reading(encoding, warnings=warnings)


def _cues(text: str) -> Iterator[tuple[int, int, str, bool, str]]:
    """What is said: its begin and end in seconds, its text, whether a speaker begins, and who."""
    before = ""
    for block in re.split(r"\n[ \t]*\n+", text.replace("\r\n", "\n").replace("\r", "\n")):
        lines = block.strip("\n").split("\n")
        at = next((i for i, line in enumerate(lines[:2]) if _TIMES.match(line)), None)
        if at is None:
            continue
        begins, ends = times_of(lines[at]) or (0, 0)
        first, *voices = _VOICE.split("\n".join(lines[at + 1 :]))
        for name, part in [("", first), *zip(voices[::2], voices[1::2], strict=True)]:
            for line, speaks in _spoken(part):
                if line and line != before:
                    before = line
                    yield begins, ends, line, speaks, " ".join(html.unescape(name).split())


def _spoken(text: str) -> Iterator[tuple[str, bool]]:
    """The lines of a cue without marks, and whether each begins with a change of speaker."""
    voiced = False
    text = html.unescape(_TAG.sub("", text))
    kept: list[str] = []
    for line in _SOUND.sub(" ", text).split("\n"):
        mark = _SPEAKER.match(line.lstrip())
        if mark and kept:
            yield " ".join(" ".join(kept).split()), voiced
            kept, voiced = [], True
        elif mark:
            voiced = True
        kept.append(line.lstrip()[mark.end() :] if mark else line)
    yield " ".join(" ".join(kept).split()), voiced


def times_of(line: str) -> tuple[int, int] | None:
    """The begin and the end of a cue in seconds, if the line holds them."""
    times = _TIMES.match(line)
    if times is None:
        return None
    hour, minute, second, last_minute, last_second = (int(each or 0) for each in times.groups())
    begins = 3600 * hour + 60 * minute + second
    return begins, max(begins, 3600 * hour + 60 * last_minute + last_second)


def label_of(seconds: int) -> str:
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
