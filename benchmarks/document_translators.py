"""The tool beside argos-translate-files: the same documents, translated by the same scripted engine.

    pip install --no-deps --target PEER argos-translate-files argos-translate-lt beautifulsoup4==4.9.3 \\
        soupsieve pysrt
    python benchmarks/document_translators.py PEER [--keep FOLDER]

The sentences of evals/documents (English, without references to notes) are written as DOCX, ODT, PPTX, HTML,
EPUB, SRT (those that end) and text; the Office files also have headers, footers, notes, a chart. The engine
knows the human translation into Russian of each whole sentence and of each piece that has a tag; of anything
else it writes each word backwards. The models of Argos are not needed: its module of
translation is replaced by one that has the interface alone.

*Sentences* are human translations that are in the file as a whole; *blocks* are paragraphs, headers, notes
and so on that are not left in English; *formatted* are the bold and italic pieces of the human translations
that are so in the file, in whole sentences or not; *both* are sentences that are whole with exactly these
pieces. All are read by the tool's own reader. *Opens* is whether LibreOffice makes a PDF.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import re
import subprocess
import sys
import tempfile
import types
from collections.abc import Callable, Iterator, Sequence
from html import escape
from pathlib import Path
from types import SimpleNamespace

sys.path[:0] = [str(Path(__file__).resolve().parent.parent / name) for name in (".", "tests")]

from docx_by_hand import r  # noqa: E402
from epub_by_hand import epub  # noqa: E402
from office_documents import BODY, PARAGRAPHS, SHAPES, contract, drawn, letter, presentation, shape  # noqa: E402
from scripted_engine import Scripted, by  # noqa: E402
from tag_suite import Sentence, documents  # noqa: E402

from summarize.documents.editing.formats import edit  # noqa: E402
from summarize.documents.files import from_bytes  # noqa: E402
from summarize.errors import SummarizeError  # noqa: E402
from summarize.request import Editing, ReadingOptions  # noqa: E402
from summarize.text.blocks import Block, Run  # noqa: E402
from summarize.text.documents import from_text  # noqa: E402
from summarize.text.sentences import split  # noqa: E402
from summarize.translation.direction import Options  # noqa: E402
from summarize.translation.document import translate_document  # noqa: E402

SENTENCES = tuple(each for document in documents() for each in document.sentences)
_KNOWN = {each.text("en"): each.text("ru") for each in SENTENCES}
_TAGGED = re.compile(r"<([a-z]\d)>(.*?)</\1>")
_KNOWN |= {
    re.sub("<.*?>", "", text): re.sub("<.*?>", "", dict(_TAGGED.findall(each.said["ru"])).get(name, text))
    for each in SENTENCES
    for name, text in _TAGGED.findall(each.said["en"])
}
_MASK = re.compile(r"(?:ZX|QX)\d+")
_WORD = re.compile(r"\w+")
_READING = ReadingOptions(editing=Editing(comments=True))
_OPENED = ("docx", "odt", "pptx", "html")
Piece = tuple[str, tuple[str, ...]]


def say(text: str) -> str:
    """What the engine makes of a text: line by line, sentence by sentence, white space as it was."""
    parts: list[str] = []
    for line in text.splitlines(keepends=True):
        last = 0
        for start, end in split(line, "en"):
            parts += [line[last:start], _sentence(line[start:end])]
            last = end
        parts.append(line[last:])
    return "".join(parts)


def _sentence(text: str) -> str:
    line = " ".join(text.split())
    if line in _KNOWN:
        return _KNOWN[line]
    masks = _MASK.findall(line)
    shape_of = re.compile("(.+?)".join(map(re.escape, _MASK.split(line))))
    found = next((match for match in map(shape_of.fullmatch, _KNOWN) if masks and match), None)
    if found:
        said = _KNOWN[found.string]
        for mask, piece in zip(masks, found.groups(), strict=True):
            said = said.replace(piece, mask, 1)
        return said
    return _WORD.sub(lambda word: word[0] if word[0] in masks else word[0][::-1], text)


def pieces(sentence: Sentence, language: str) -> list[Piece]:
    """The text of a sentence in pieces that are bold, italic or neither; links and underlining are italic."""
    return [
        (run.text, tuple(dict.fromkeys("b" if name == "b" else "i" for name in run.style)))
        for run in sentence.runs(language)
        if run.text
    ]


def sources() -> dict[str, bytes]:
    """The document in each format, by its suffix."""
    page = "".join(f"<p>{_html(each)}</p>" for each in SENTENCES)
    cues = (
        f"{n}\n00:{n // 9:02}:{n % 9 * 6:02},000 --> 00:{n // 9:02}:{n % 9 * 6 + 4:02},000\n{_html(each)}\n"
        for n, each in enumerate(_chosen("srt"), 1)
    )
    return {
        "docx": contract(BODY + "".join(f"<w:p>{_join(each, _docx)}</w:p>" for each in SENTENCES)),
        "odt": letter(PARAGRAPHS + "".join(f"<text:p>{_join(each, _odt)}</text:p>" for each in SENTENCES)),
        "pptx": presentation(
            *SHAPES, shape(5, "".join(f"<a:p>{_join(each, _pptx)}</a:p>" for each in SENTENCES))
        ),
        "html": "<!DOCTYPE html>\n<html><head><meta charset=utf-8><title>The new library</title></head>"
        f"<body>{page}</body></html>".encode(),
        "epub": epub({"one.xhtml": page}, "The new library", {"The new library": "one.xhtml"}),
        "srt": "\n".join(cues).encode(),
        "txt": "\n\n".join(each.text("en") for each in SENTENCES).encode(),
    }


def _chosen(suffix: str) -> list[Sentence]:
    """The sentences of a document: in subtitles one without an end would go on in the next cue."""
    return [each for each in SENTENCES if suffix != "srt" or each.text("en").endswith((".", "!", "?"))]


def _join(sentence: Sentence, write: Callable[[str, tuple[str, ...]], str]) -> str:
    return "".join(write(escape(text, quote=False), style) for text, style in pieces(sentence, "en"))


def _docx(text: str, style: tuple[str, ...]) -> str:
    return r(text, "".join(f"<w:{name}/>" for name in style))


def _odt(text: str, style: tuple[str, ...]) -> str:
    for name in reversed(style):
        text = f'<text:span text:style-name="{name.upper()}">{text}</text:span>'
    return text


def _pptx(text: str, style: tuple[str, ...]) -> str:
    return drawn(text, " ".join(f'{name}="1"' for name in style))


def _html(sentence: Sentence) -> str:
    def write(text: str, style: tuple[str, ...]) -> str:
        for name in reversed(style):
            text = f"<{name}>{text}</{name}>"
        return text

    return _join(sentence, write)


def ours(path: Path, into: Path) -> None:
    """Translate a file by the tool, without trying again."""
    data = path.read_bytes()
    engine = by(Scripted(lambda text, *_: say(text), reads=10_000))
    if path.suffix == ".txt":
        document = from_text(data.decode(), path.name, "en")
    else:
        document = from_bytes(data, path.name, language="en", options=_READING)
    done = translate_document(document, "ru", engine, Options(mend=False))
    into.write_bytes(done.file.data if done.file else done.text.encode())


def peer(folder: str) -> Callable[[Path, Path], None]:
    """The peer's way to do the same."""
    sys.path.insert(0, folder)
    interface = types.ModuleType("argostranslate.translate")
    interface.ITranslation = object  # type: ignore[attr-defined]
    sys.modules |= {"argostranslate.translate": interface, "pymupdf": types.ModuleType("pymupdf")}
    from argostranslatefiles import argostranslatefiles  # type: ignore[import-not-found]

    sys.path.remove(folder)

    engine = SimpleNamespace(translate=say, to_lang=SimpleNamespace(code="ru"))

    def translate(path: Path, into: Path) -> None:
        made = argostranslatefiles.translate_file(engine, str(path))
        Path(made).replace(into)

    return translate


def blocks(path: Path) -> Sequence[Block]:
    """What a file says, block by block."""
    if path.suffix == ".txt":
        return [Block((Run(text),)) for text in path.read_text("utf-8").split("\n\n")]
    return edit(path.read_bytes(), path.name, path.suffix[1:], _READING).blocks


def measured(source: Path, result: Path) -> tuple[str, ...]:
    """Sentences, blocks, formatted pieces, and sentences with all of them; each of how many."""
    try:
        after = blocks(result)
    except SummarizeError as error:
        return str(error), "", "", ""
    chosen = _chosen(source.suffix[1:])
    said = [(" ".join(block.text.split()), set(_styled(block))) for block in after]
    everywhere = {piece for _, styled in said for piece in styled}
    intact = whole = found = total = 0
    for sentence in chosen:
        homes = [styled for text, styled in said if _line(sentence, "ru") in text]
        wanted = {text.strip() for text, style in pieces(sentence, "ru") if style}
        intact += bool(homes)
        whole += any(wanted <= styled for styled in homes)
        found, total = found + len(wanted & everywhere), total + len(wanted)
    before = [" ".join(block.text.split()) for block in blocks(source)]
    before = [one for one in before if len(re.findall("[A-Za-z]", one)) > 1]
    left = {text for text, _ in said}
    count = sum(one not in left for one in before)
    parts = [f"{intact} of {len(chosen)}", f"{count} of {len(before)}"]
    marks = [f"{found} of {total}", f"{whole} of {len(chosen)}"]
    return (*parts, *(["–", "–"] if source.suffix == ".txt" else marks))


def _line(sentence: Sentence, language: str) -> str:
    return " ".join(sentence.text(language).split())


def _styled(block: Block) -> Iterator[str]:
    """The pieces of a block in another formatting than most of it has."""
    usual = min((run.style for run in block.runs if not run.anchor), key=len, default=())
    yield from (run.text.strip() for run in block.runs if not run.anchor and run.style != usual)


def opens(paths: Sequence[Path], folder: Path) -> set[Path]:
    """The files of which LibreOffice makes a PDF."""
    for path in paths:
        into = folder / path.parent.name
        subprocess.run(
            ["soffice", "--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}",
             "--convert-to", "pdf", "--outdir", str(into), str(path)],
            capture_output=True, timeout=180, check=False,
        )  # fmt: skip
    return {path for path in paths if (folder / path.parent.name / f"{path.stem}.pdf").exists()}


def main() -> None:
    """Translate, measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("peer")
    parser.add_argument("--keep", metavar="FOLDER")
    asked = parser.parse_args()
    folder = Path(asked.keep or tempfile.mkdtemp())
    translators = {"summarize": ours, "argos-translate-files": peer(asked.peer)}
    for name in ("source", *translators):
        (folder / name).mkdir(parents=True, exist_ok=True)
    rows: list[tuple[str, str, Path, Path | None, str]] = []
    for suffix, data in sources().items():
        source = folder / "source" / f"{suffix}-file.{suffix}"
        source.write_bytes(data)
        for name, translate in translators.items():
            result = folder / name / source.name
            try:
                translate(source, result)
                rows.append((suffix, name, source, result, ""))
            except Exception as error:  # whatever a peer raises is a result
                rows.append((suffix, name, source, None, f"{type(error).__name__}: {error}"))
    opened = opens([row[3] for row in rows if row[3] and row[0] in _OPENED], folder)
    print(
        "| format | | sentences | blocks | formatted | both | opens |",
        "|---|---|--:|--:|--:|--:|---|",
        sep="\n",
    )
    for suffix, name, source, made, why in rows:
        figures = measured(source, made) if made else (why, "", "", "")
        says = "–" if suffix not in _OPENED else "yes" if made in opened else "no"
        print(f"| {suffix.upper()} | {name} | {' | '.join(figures)} | {says} |")
    for found in importlib.metadata.distributions(path=[asked.peer]):
        print(found.name, found.version)


if __name__ == "__main__":
    main()
