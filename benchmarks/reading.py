"""How fast each format is read, and how much of the text comes back: ``python benchmarks/reading.py``.

The files are made by the tests' own writers from the seed articles, so that what was written is known.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from difflib import SequenceMatcher
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from docx_by_hand import docx, p  # noqa: E402
from pdf_by_hand import Page, pdf  # noqa: E402

from summarize.documents.files import from_bytes  # noqa: E402

COPIES = 1


def in_columns(paragraphs: list[str]) -> bytes:
    """A PDF in two columns; every paragraph on a page of its own, half of it in each column."""
    pages = []
    for number, paragraph in enumerate(paragraphs, 1):
        page, words = Page(), paragraph.split()
        page.text(60, 810, "The running head")
        page.paragraph(60, 770, " ".join(words[: len(words) // 2]), 220)
        page.paragraph(310, 770, " ".join(words[len(words) // 2 :]), 220)
        page.text(290, 30, str(number))
        pages.append(page)
    return pdf(*pages)


def main() -> None:
    """Print one row for each format and language."""
    print("| format | language | words | recall | order | processor seconds |\n|---|---|---|---|---|---|")
    for seed in sorted((ROOT / "seeds").glob("*.txt")):
        paragraphs = [each for each in seed.read_text("utf-8").split("\n\n") if len(each) > 80] * COPIES
        paragraphs = [" ".join(each.split()) for each in paragraphs]
        body = "".join(p(each.replace("&", "&amp;").replace("<", "&lt;")) for each in paragraphs)
        for name, data in (("pdf", in_columns(paragraphs)), ("docx", docx(body))):
            begun = time.process_time()
            document = from_bytes(data, name)
            spent = time.process_time() - begun
            wanted = " ".join(paragraphs).split()
            shown = (document.text[part.start : part.end] for part in document.parts if part.role == "body")
            found = " ".join(shown).split()
            recall = (Counter(wanted) & Counter(found)).total() / len(wanted)
            order = SequenceMatcher(None, wanted, found, autojunk=False).ratio()
            row = (name, document.language, len(wanted), f"{recall:.4f}", f"{order:.4f}", f"{spent:.2f}")
            print("|", " | ".join(map(str, row)), "|")


if __name__ == "__main__":
    main()
