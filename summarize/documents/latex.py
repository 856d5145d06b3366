"""LaTeX: the body of an article without its commands; formulas set apart, tables and figures are left out.

Commands that a document defines are not carried out, and no other file is read.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from summarize.documents.builder import Builder, Reading
from summarize.request import ReadingOptions
from summarize.text.charsets import decode_text
from summarize.text.parts import Role

_SIGN = re.compile(r"\\document(?:class|style)\b|\\begin\{document\}")
_SECTIONS = re.compile(r"\\(?:section|subsection|chapter|paragraph)\*?\{")
_COMMENT = re.compile(r"(?<!\\)((?:\\\\)*)%[^\n]*(?:\n[ \t]*|\Z)")
_APART = re.compile(
    r"\\begin\{(equation|align|gather|multline|eqnarray|displaymath|math|flalign|alignat|lstlisting|verbatim"
    r"|minted|tikzpicture|tabular|tabularx|longtable|array|thebibliography|filecontents|algorithm|algorithmic)\*?\}"
)
_DISPLAY = re.compile(r"\\\[.{0,5000}?\\\]|\$\$[^$]{0,5000}\$\$", re.DOTALL)
_LEVELS = {"part": 1, "chapter": 1, "section": 2, "subsection": 3, "subsubsection": 4, "paragraph": 5}
_SILENT = frozenset((  # with their arguments
    "label", "cite", "citep", "citet", "citealp", "citealt", "citeauthor", "citeyear", "nocite", "footcite",
    "parencite", "autocite", "textcite", "bibliographystyle", "bibliography", "addbibresource",
    "usepackage", "documentclass", "input", "include", "includegraphics", "hspace", "vspace", "setlength",
    "setcounter", "addtocounter", "newcommand", "renewcommand", "providecommand", "newenvironment",
    "newtheorem", "pagestyle", "thispagestyle", "graphicspath", "hypersetup", "bibitem", "index",
    "glossary", "vskip", "hskip", "pagenumbering", "color", "definecolor", "titleformat", "geometry",
    "linespread", "selectlanguage", "date", "author", "affil", "thanks", "institute", "email", "keywords",
    "title", "begin", "end", "item",
))  # fmt: skip
_SYMBOLS = {
    "ldots": "…", "dots": "…", "textendash": "–", "textemdash": "—", "ss": "ß", "ae": "æ", "AE": "Æ",
    "o": "ø", "O": "Ø", "aa": "å", "AA": "Å", "l": "ł", "L": "Ł", "i": "ı", "oe": "œ", "OE": "Œ",
    "S": "§", "P": "¶",
    "copyright": "©", "pounds": "£", "euro": "€", "textdegree": "°", "LaTeX": "LaTeX", "TeX": "TeX",
    "quad": " ", "qquad": " ", "newline": " ", "par": "\n\n", "textbackslash": "\\", "guillemotleft": "«",
    "guillemotright": "»", "flqq": "«", "frqq": "»", "times": "×", "pm": "±", "cdot": "·",
    "leq": "≤", "geq": "≥", "approx": "≈", "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "mu": "μ",
    "sigma": "σ",
    "lambda": "λ", "pi": "π", "rightarrow": "→", "to": "→", "infty": "∞",
}  # fmt: skip
_ACCENTS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", '"': "\u0308", "=": "\u0304", ".": "\u0307",
    "u": "\u0306", "v": "\u030c", "H": "\u030b", "c": "\u0327", "k": "\u0328", "r": "\u030a", "d": "\u0323",
}  # fmt: skip
_ACCENT = re.compile(
    r"\\([`'^~\"=.]|[uvHckrd](?=[{ ]))\s*(?:\{\\?([A-Za-zА-Яа-яЁё])\}|\\?([A-Za-zА-Яа-яЁё]))"
)
_COMMAND = re.compile(r"\\([A-Za-z@]+)\*?")
_OPTIONS = re.compile(r"\s*\[[^\[\]]{0,500}\]")
_BREAK = re.compile(
    r"\n[ \t]*\n"
    r"|\\(?P<section>part|chapter|section|subsection|subsubsection|paragraph)\*?\s*(?:\[[^\[\]]{0,300}\])?\s*\{"
    r"|\\(?P<note>caption|footnote|footnotetext)\*?\s*(?:\[[^\[\]]{0,300}\])?\s*\{"
    r"|\\(?P<item>item)\b\s*(?:\[[^\[\]]{0,300}\])?"
    r"|\\(?P<edge>begin|end)\s*\{(?P<environment>[A-Za-z]{1,30})\*?\}(?:\[[^\[\]]{0,300}\])?"
)
_QUOTES = frozenset(["quote", "quotation", "verse"])
_BRACES = re.compile(r"\\.|[{}]", re.DOTALL)
_PRINTED = (
    ("\\\\", " "), ("\\,", " "), ("\\;", " "), ("\\ ", " "), ("~", "\xa0"), ("\\-", ""), ("\\/", ""),
    ("---", "—"), ("--", "–"), ("``", "“"), ("''", "”"), ("<<", "«"), (">>", "»"),
)  # fmt: skip
_TITLED = re.compile(r"\\title(?:\[[^\]]{0,300}\])?\{")


def is_latex(start: str) -> bool:
    """Whether a text declares a class of documents, begins one, or has several sections."""
    return bool(_SIGN.search(start)) or len(_SECTIONS.findall(start)) >= 2


def read(data: bytes, name: str, options: ReadingOptions) -> Reading:
    """Title, headings, paragraphs, list items, captions and footnotes."""
    text, encoding, warnings = decode_text(data, name, options.encoding)
    text = _COMMENT.sub(r"\1", text.replace("\r\n", "\n").replace("\r", "\n"))
    builder = Builder()
    if title := _TITLED.search(text):
        builder.add(_line(_plain(_argument(text, title.end() - 1, _closings(text))[0])), "title")
    body, left_out = _without_displays(_body(text))
    for role, level, part in _parts(body):
        builder.add(_line(_plain(part)), role, level)
    if left_out:
        what = "1 formula, table or listing" if left_out == 1 else f"{left_out} formulas, tables and listings"
        warnings = (*warnings, f"{what} set apart from the text left out")
    return builder.reading(encoding, warnings=warnings)


def _body(text: str) -> str:
    begin = text.find("\\begin{document}")
    start = begin + len("\\begin{document}") if begin >= 0 else 0
    end = text.find("\\end{document}", start)
    return text[start : end if end >= 0 else len(text)]


def _without_displays(text: str) -> tuple[str, int]:
    """The text without what is set apart from it, and how much that was."""
    kept: list[str] = []
    open_ended: set[str] = set()
    position = count = 0
    while match := _APART.search(text, position):
        kept.append(text[position : match.start()])
        name = match[1]
        end = -1 if name in open_ended else text.find(f"\\end{{{name}", match.end())
        close = text.find("}", end) if end >= 0 else -1
        if close < 0:
            open_ended.add(name)
        position = close + 1 if close >= 0 else match.end()
        count += 1
        kept.append(" ")
    kept.append(text[position:])
    text, displays = _DISPLAY.subn(" ", "".join(kept))
    return text, count + displays


def _parts(text: str) -> Iterator[tuple[Role, int, str]]:
    """The body in parts; a footnote comes after the paragraph that it stands in."""
    closings = _closings(text)
    role: Role = "body"
    said: list[str] = []
    notes: list[tuple[Role, int, str]] = []
    position = 0
    while match := _BREAK.search(text, position):
        said.append(text[position : match.start()])
        position = match.end()
        if match["note"]:
            inner, position = _argument(text, match.end() - 1, closings)
            notes.append(("caption" if match["note"] == "caption" else "footnote", 0, inner))
            continue
        yield role, 0, "".join(said)
        yield from notes
        said, notes = [], []
        role = "list" if match["item"] else "body"
        if match["environment"] in _QUOTES and match["edge"] == "begin":
            role = "quote"
        if match["section"]:
            inner, position = _argument(text, match.end() - 1, closings)
            yield "heading", _LEVELS[match["section"]], inner
    yield role, 0, "".join([*said, text[position:]])
    yield from notes


def _closings(text: str) -> dict[int, int]:
    """Where the brace closes that opens at each offset."""
    found: dict[int, int] = {}
    waiting: list[int] = []
    for match in _BRACES.finditer(text):
        if match[0] == "{":
            waiting.append(match.start())
        elif match[0] == "}" and waiting:
            found[waiting.pop()] = match.start()
    return found


def _argument(text: str, at: int, closings: dict[int, int]) -> tuple[str, int]:
    """What stands in the braces that open at ``at``, and the offset after them; empty if they stay open."""
    end = closings.get(at)
    return ("", at + 1) if end is None else (text[at + 1 : end], end + 1)


def _plain(text: str) -> str:
    """Running text without its commands."""
    text = _ACCENT.sub(_accented, text)
    closings = _closings(text)
    pieces: list[str] = []
    position = 0
    while match := _COMMAND.search(text, position):
        pieces.append(text[position : match.start()])
        said, position = _said(text, match, closings)
        if match[1].startswith("cite") and pieces[-1][-1:] in ("~", " "):
            pieces[-1] = pieces[-1][:-1]
        pieces.append(said)
    return _marks("".join([*pieces, text[position:]]))


def _said(text: str, match: re.Match[str], closings: dict[int, int]) -> tuple[str, int]:
    """What a command prints by itself, and the offset after what it takes; an argument that is said stays."""
    command, position = match[1], match.end()
    if command in _SILENT:
        return "", _skipped(text, position, closings)
    if command in ("href", "textcolor", "foreignlanguage"):
        return "", _skipped(text, position, closings, arguments=1)
    if command in ("ref", "eqref", "autoref", "pageref", "cref", "Cref"):
        inner, position = _argument(text, position, closings)
        label = inner.rpartition(":")[2]
        return (f"({label})" if command == "eqref" else label), position
    if command in _SYMBOLS:
        return _SYMBOLS[command], position + text.startswith(" ", position)
    return "", position


def _accented(match: re.Match[str]) -> str:
    return unicodedata.normalize("NFC", (match[2] or match[3]) + _ACCENTS[match[1]])


def _skipped(text: str, position: int, closings: dict[int, int], arguments: int = 9) -> int:
    """The offset after the options and arguments of a command."""
    for _ in range(arguments):
        if options := _OPTIONS.match(text, position):
            position = options.end()
        if not text.startswith("{", position):
            return position
        position = _argument(text, position, closings)[1]
    return position


def _marks(text: str) -> str:
    """The text without braces and dollars, its ligatures and escaped characters as they are printed."""
    for written, printed in _PRINTED:
        text = text.replace(written, printed)
    text = re.sub(r"(?<!\\)[{}$]", "", text)
    return re.sub(r"\\([%&$#_{}~^])", r"\1", text)


def _line(text: str) -> str:
    return re.sub(r"[ \t\n]+", " ", text).strip()
