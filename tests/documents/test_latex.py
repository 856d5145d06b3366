"""LaTeX: the body without its commands."""

from __future__ import annotations

import pytest
from reading import damaged, outcome, parts

from summarize.api.run import run
from summarize.documents.files import from_bytes
from summarize.request import Length, Request

TEXTS = {
    "en": ("Melting of glaciers", "Glaciers are a store of water", "The summer flow will fall by 25%."),
    "ru": ("Таяние ледников", "Ледники — запас воды", "Летний сток упадёт на 25%."),
    "kk": ("Мұздықтардың еруі", "Мұздықтар — су қоры", "Жазғы ағын 25% азаяды."),
}


def paper(language: str) -> str:
    title, first, second = TEXTS[language]
    return rf"""\documentclass[12pt]{{article}}
\usepackage[T2A]{{fontenc}}
\newcommand{{\km}}{{km}}
\title{{{title}}} % a comment \section{{no}}
\author{{A. Author}}
\begin{{document}}
\maketitle
\begin{{abstract}}
\textbf{{{first}}}~\cite{{smith2020}}.
\end{{abstract}}
\section[short]{{{title}}}\label{{sec:a}}
{first}% \section{{no}} is a comment
\footnote{{{second.replace("%", chr(92) + "%")}}} for $t > 0$:
\begin{{equation}}
 m = a \label{{eq:mass}}
\end{{equation}}
\begin{{itemize}}
\item {second.replace("%", chr(92) + "%")}
\end{{itemize}}
\begin{{figure}}\includegraphics{{a.png}}\caption{{{title}}}\end{{figure}}
\begin{{tabular}}{{lr}} Ili & 31 \\ \end{{tabular}}
\bibliography{{refs}}
\end{{document}}
Nothing after it is read.
"""


@pytest.mark.parametrize("language", TEXTS)
def test_the_body_without_its_commands(language: str) -> None:
    title, first, second = TEXTS[language]
    document = from_bytes(paper(language).encode(), "a", language=language)
    assert document.format == "latex"
    assert [(part.role, document.text[part.start : part.end]) for part in document.parts] == [
        ("title", title),
        ("body", f"{first}."),
        ("heading", title),
        ("body", f"{first} for t > 0:"),
        ("footnote", second),
        ("list", second),
        ("caption", title),
    ]
    assert document.warnings[0] == "2 formulas, tables and listings set apart from the text left out"
    assert "\\" not in run(document, Request(length=Length("ratio", 1))).text


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        (r"Erd\H{o}s, G\"odel and Fran\c{c}ois", "Erdős, Gödel and François"),
        (r"``quoted'' -- and --- so \ldots", "“quoted” – and — so …"),
        (r"83\,\% of \$5 \& more\_less", "83 % of $5 & more_less"),
        (r"\emph{one \textbf{two}} {\it three}", "one two three"),
        (r"see Fig.~\ref{fig:loss} and \eqref{eq:m}", "see Fig. loss and (m)"),
        (r"the \href{http://a.kz}{page} of \url{http://b.kz}", "the page of http://b.kz"),
        (r"<<Мұз>> еріді", "«Мұз» еріді"),
        (r"an open {brace and \emph{so", "an open brace and so"),
    ],
)
def test_what_is_printed(written: str, printed: str) -> None:
    data = f"\\begin{{document}}\n{written}\n\\end{{document}}".encode()
    assert from_bytes(data, "a", language="en").text.replace("\xa0", " ") == printed


def test_a_chapter_without_a_preamble() -> None:
    text = "\\section{One}\nThe first text.\n\n\\section{Two}\nThe second text.\n"
    assert parts(from_bytes(text.encode(), "a"), "body") == ["The first text.", "The second text."]


@pytest.mark.parametrize("text", ["A path C:\\begin\\end is no paper.", "Use \\section{a} once, he wrote."])
def test_text_with_backslashes_is_text(text: str) -> None:
    assert from_bytes(text.encode(), "a.tex").format == "text"


@pytest.mark.parametrize(
    "piece", ["\\section{", "{", "\\[", "\\begin{equation}", "\\footnote{", "$$", "\\'{"]
)
def test_hostile_papers_are_one_line_or_a_result(piece: str) -> None:
    outcome(b"\\documentclass{a}\\begin{document}" + piece.encode() * 10_000 + b" text.")


def test_damaged_papers_are_one_line_or_a_result() -> None:
    for data in damaged(paper("kk").encode(), 13):
        outcome(data)
