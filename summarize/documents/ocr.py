"""Optical character recognition by tesseract, a program of its own: pictures to characters with places."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from statistics import mean, median
from typing import Any

from summarize.documents.pdf.characters import Character, Sheet
from summarize.errors import DocumentError

PROGRAM = "tesseract"
_DATA = {"en": "eng", "ru": "rus", "kk": "kaz"}
_SECONDS = 300  # for one page; a full page of small print takes ten
_DPI, _LARGEST = 300, 5000  # dots per inch, and dots of a page's longer side at most
_POINTS = 72 / _DPI
_DESCENDER = 0.2  # of a line's height, below its baseline
_LARGER = 1.35  # times the usual height of lines: a heading; heights of other lines vary with their letters
_COLUMNS = ("level", "page_num", "block_num", "par_num", "line_num", "left", "top", "width", "height")
_PAGE, _WORD = 1, 5  # levels of tesseract's rows


@dataclass(frozen=True)
class _Word:
    """One word as tesseract found it, in dots from the upper left corner."""

    page: int
    line: tuple[int, int, int]
    left: int
    top: int
    width: int
    height: int
    text: str


class Tesseract:
    """The program, with the language data for one document; ``confidence`` has that of every word so far.

    Args:
        name: of the document, for messages.
        language: ISO 639-1, if it is known.

    Raises:
        DocumentError: it is not installed, or has no data for the language.
    """

    def __init__(self, name: str, language: str | None) -> None:
        self._name = name
        self.confidence: list[float] = []
        installed = self._installed()
        wanted = [_DATA[language]] if language else list(_DATA.values())
        self.missing = [each for each in wanted if each not in installed]
        if len(self.missing) == len(wanted):
            packages = " ".join(f"tesseract-ocr-{each}" for each in wanted)
            raise DocumentError(
                f"--ocr needs tesseract's language data {', '.join(wanted)}; install {packages}"
            )
        self._languages = "+".join(each for each in wanted if each in installed)

    def page(self, page: Any, number: int) -> Sheet:
        """The characters of one page of an open PDF."""
        width, height = page.get_size()
        scale = min(1 / _POINTS, _LARGEST / max(width, height))
        bitmap = page.render(scale=scale, grayscale=True)
        rows = bytes(bitmap.buffer)
        lines = (rows[at : at + bitmap.width] for at in range(0, len(rows), bitmap.stride))
        image = b"P5 %d %d 255\n" % (bitmap.width, bitmap.height) + b"".join(lines)
        bitmap.close()
        return replace(next(self.sheets(image)), number=number)

    def sheets(self, image: bytes) -> Iterator[Sheet]:
        """The pages of a picture, of which TIFF may have several.

        Raises:
            DocumentError: tesseract cannot read it.
        """
        said = self._run("stdin", "stdout", "-l", self._languages, "--dpi", str(_DPI), "tsv", given=image)
        words: list[_Word] = []
        pages: list[int] = []
        for row in csv.DictReader(io.StringIO(said), delimiter="\t", quoting=csv.QUOTE_NONE):
            level, page, *line, left, top, width, height = (int(row[each]) for each in _COLUMNS)
            if level == _PAGE:
                pages.append(page)
            if level == _WORD and (text := (row["text"] or "").strip()):
                self.confidence.append(float(row["conf"]))
                words.append(_Word(page, (line[0], line[1], line[2]), left, top, width, height, text))
        for page in pages or [1]:
            found = _characters([each for each in words if each.page == page])
            yield Sheet(page, found, [], unmapped=0, pictures=False)

    def warnings(self) -> list[str]:
        """What to know about a text that was recognised, one line each."""
        found = []
        if self.confidence:
            sure = f"{mean(self.confidence):.0f} %"
            found.append(f"text recognised by OCR, mean confidence {sure}: check names and numbers")
        if self.missing:
            found.append(
                f"OCR without tesseract's language data {', '.join(self.missing)}, which is not installed"
            )
        return found

    def _installed(self) -> frozenset[str]:
        if shutil.which(PROGRAM) is None:
            raise DocumentError(
                "--ocr needs tesseract; install it with its language data, for instance: "
                "apt install tesseract-ocr tesseract-ocr-rus tesseract-ocr-kaz"
            )
        return frozenset(self._run("--list-langs").split())

    def _run(self, *arguments: str, given: bytes = b"") -> str:
        try:
            done = subprocess.run(
                [PROGRAM, *arguments], input=given, capture_output=True, timeout=_SECONDS, check=False
            )
        except subprocess.TimeoutExpired:
            raise DocumentError(f"{self._name}: tesseract took more than {_SECONDS} s for a page") from None
        except OSError as error:
            raise DocumentError(f"{self._name}: tesseract cannot be run: {error.strerror or error}") from None
        if done.returncode:
            said = " ".join(done.stderr.decode("utf-8", "replace").split())[:200]
            raise DocumentError(f"{self._name}: tesseract cannot read it: {said}")
        return done.stdout.decode("utf-8", "replace")


def _characters(words: list[_Word]) -> list[Character]:
    """The letters of words, each as wide as the others of its word, on the baseline of its line."""
    lines = [list(group) for _, group in groupby(words, key=lambda each: each.line)]
    usual = median(map(_height, lines)) if lines else 0
    found = []
    for line in lines:
        height = _height(line)
        size = (height if height > _LARGER * usual else usual) * _POINTS
        y = -max(each.top + each.height for each in line) * _POINTS + _DESCENDER * size
        right = 0.0
        for word in line:
            left = word.left * _POINTS
            if word is not line[0]:
                found.append(Character(" ", right, left, y, y, y + size, size, bold=False))
            step = word.width * _POINTS / len(word.text)
            for number, letter in enumerate(word.text):
                at = left + number * step
                found.append(Character(letter, at, at + step, y, y, y + size, size, bold=False))
            right = left + word.width * _POINTS
    return found


def _height(line: list[_Word]) -> int:
    return max(each.top + each.height for each in line) - min(each.top for each in line)
