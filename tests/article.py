"""One article in three languages, and as a file of every format, with furniture where the format has some."""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from email.message import EmailMessage
from xml.sax.saxutils import escape

import docx_by_hand as word
import epub_by_hand as book
import odt_by_hand as writer
import pptx_by_hand as slides
import rtf_by_hand as rich
from pdf_by_hand import Page, pdf
from xlsx_by_hand import Sheet, xlsx

FURNITURE = "Qwerty bulletin"  # the running head, menu or footer of every format that has one


@dataclass(frozen=True)
class Article:
    """A headline, and paragraphs of sentences."""

    headline: str
    paragraphs: tuple[tuple[str, ...], ...]

    @property
    def texts(self) -> list[str]:
        """The paragraphs."""
        return [" ".join(sentences) for sentences in self.paragraphs]

    @property
    def sentences(self) -> list[str]:
        """All sentences but the headline."""
        return [sentence for sentences in self.paragraphs for sentence in sentences]


ARTICLES = {
    "en": Article(
        "Karabulak will have a new library",
        (
            (
                "The town council of Karabulak approved the plan for a library on Tuesday, 14 October 2026.",
                "It will have three reading rooms, a small theatre and a café on 2,450 square metres.",
            ),
            (
                "“We have waited for this for thirty years,” said Dr. Aigul Omarova, who runs the old one.",
                "Its roof leaks, and in winter the readers keep their coats on.",
                "About 40 % of the books are stored in a cellar that was flooded twice.",
            ),
            (
                "Work is to begin in the spring and to last two years; the cost is put at 1.2 billion tenge.",
                "The region pays two thirds of it, the town the rest.",
            ),
            (
                "Critics of the plan ask for repairs instead, which would cost a tenth of the sum.",
                "The mayor, E. Saparov, promised a public hearing before the end of the year.",
            ),
        ),
    ),
    "ru": Article(
        "В Карабулаке построят новую библиотеку",
        (
            (
                "Городской совет Карабулака во вторник, 14 октября 2026 года, утвердил план библиотеки.",
                "В здании площадью 2450 кв. м разместятся три читальных зала, небольшой театр и кафе.",
            ),
            (
                "«Мы ждали этого тридцать лет», — сказала Айгуль Омарова, заведующая старой библиотекой.",
                "Её крыша протекает, а зимой читатели сидят в пальто.",
                "Около 40 % книг хранится в подвале, который уже дважды затапливало.",
            ),
            (
                "Работы начнутся весной и продлятся два года; их стоимость оценивается в 1,2 млрд тенге.",
                "Две трети этой суммы выделит область, остальное заплатит город.",
            ),
            (
                "Противники проекта предлагают вместо этого ремонт, который обойдётся в десять раз дешевле.",
                "Аким Е. Сапаров пообещал провести до конца года общественные слушания.",
            ),
        ),
    ),
    "kk": Article(
        "Қарабұлақта жаңа кітапхана салынады",
        (
            (
                "Қарабұлақ қалалық кеңесі 2026 жылғы 14 қазанда, сейсенбіде, кітапхананың жобасын бекітті.",
                "Ауданы 2450 шаршы метр ғимаратта үш оқу залы, шағын театр және кафе болады.",
            ),
            (
                "«Біз мұны отыз жыл күттік», — деді ескі кітапхананы басқаратын Айгүл Омарова.",
                "Оның төбесінен су ағады, ал қыста оқырмандар сыртқы киімін шешпей отырады.",
                "Кітаптардың 40 %-ға жуығы екі рет су басқан жертөледе сақтаулы тұр.",
            ),
            (
                "Жұмыс көктемде басталып, екі жылға созылады; оның құны 1,2 млрд теңге деп бағаланып отыр.",
                "Бұл соманың үштен екісін облыс бөледі, қалғанын қала төлейді.",
            ),
            (
                "Жобаға қарсылар оның орнына он есе арзанға түсетін жөндеу жұмысын ұсынады.",
                "Әкім Е. Сапаров жыл соңына дейін қоғамдық тыңдау өткізуге уәде берді.",
            ),
        ),
    ),
}


def as_text(article: Article) -> bytes:
    """Plain text."""
    return "\n\n".join([article.headline, *article.texts]).encode()


def as_markdown(article: Article) -> bytes:
    """Markdown with a menu."""
    return "\n\n".join([f"# {article.headline}", *article.texts]).encode()


def as_pdf(article: Article) -> bytes:
    """Four pages, each with its head and number."""
    pages = []
    for number, text in enumerate(article.texts, 1):
        page = Page()
        page.text(60, 810, FURNITURE)
        top = 760.0
        if number == 1:
            page.text(60, top, article.headline, 18)
            top -= 30
        page.paragraph(60, top, text, 300)
        page.text(290, 30, str(number))
        pages.append(page)
    return pdf(*pages)


def as_docx(article: Article) -> bytes:
    """Word, with a header."""
    body = word.p(article.headline, word.style("t")) + "".join(map(word.p, article.texts))
    return word.docx(body, header1=word.p(FURNITURE))


def as_odt(article: Article) -> bytes:
    """LibreOffice, with a footer."""
    body = writer.p(article.headline, "Title") + "".join(map(writer.p, article.texts))
    return writer.odt(body, footer=writer.p(FURNITURE))


def as_pptx(article: Article) -> bytes:
    """A title, two text boxes on each slide, and notes under the last; a footer on each slide."""
    footer = slides.shape(FURNITURE, kind="ftr")
    title = slides.shape(article.headline, kind="ctrTitle")
    *shown, last = article.texts
    boxes = [slides.shape(text) for text in shown]
    made = [slides.Slide([footer, *boxes[:1], title, *boxes[1:2]])]
    made += [slides.Slide([*boxes[at : at + 2], footer]) for at in range(2, len(boxes), 2)]
    made[-1] = replace(made[-1], notes=[last])
    return slides.pptx(*made)


def as_xlsx(article: Article) -> bytes:
    """A sheet with one column."""
    header = f"<headerFooter><oddHeader>&amp;C{FURNITURE}&amp;P</oddHeader></headerFooter>"
    return xlsx(Sheet("Sheet1", [[text] for text in article.texts], after=header))


def as_epub(article: Article) -> bytes:
    """Two chapters and a table of contents."""
    first, *rest = (f"<p>{text}</p>" for text in article.texts)
    pages = {"1.xhtml": f"<h1>{article.headline}</h1>{first}", "2.xhtml": "".join(rest)}
    return book.epub(pages, FURNITURE, {FURNITURE: "1.xhtml"})


def as_rtf(article: Article) -> bytes:
    """RTF with a header."""
    body = rich.p(rich.words(article.headline), r"\s2") + "".join(
        rich.p(rich.words(t)) for t in article.texts
    )
    return rich.rtf(f"{{\\header {FURNITURE}\\par}}{body}")


def as_html(article: Article) -> bytes:
    """A page with a menu."""
    paragraphs = "".join(f"<p>{text}</p>" for text in article.texts)
    return (
        f"<!DOCTYPE html><html><head><title>{article.headline}</title></head><body>"
        f"<nav><a href='/'>{FURNITURE}</a></nav><article><h1>{article.headline}</h1>{paragraphs}</article>"
        f"<footer>{FURNITURE}</footer></body></html>"
    ).encode()


def as_srt(article: Article) -> bytes:
    """Cues that end in the middle of sentences."""
    words = " ".join(article.sentences).split()
    lines = [" ".join(words[at : at + 7]) for at in range(0, len(words), 7)]
    times = [f"{n // 3600:02}:{n // 60 % 60:02}:{n % 60:02},000" for n in range(1, len(lines) + 2)]
    cues = (f"{n + 1}\n{times[n]} --> {times[n + 1]}\n{line}\n" for n, line in enumerate(lines))
    return "\n".join(cues).encode()


def as_vtt(article: Article) -> bytes:
    """The same as WebVTT."""
    return b"WEBVTT\n\n" + re.sub(rb"(:\d\d),000", rb"\1.000", as_srt(article))


def as_gzip(article: Article) -> bytes:
    """Plain text, compressed."""
    return gzip.compress(as_text(article), mtime=0)


def as_zip(article: Article) -> bytes:
    """Plain text in an archive."""
    return word.package({"article.txt": as_text(article).decode(), "picture.png": "x"})


def as_eml(article: Article) -> bytes:
    """An e-mail with a signature and the mail that it answers."""
    made = EmailMessage()
    made["From"], made["Date"] = "Anna <anna@example.org>", "Tue, 04 Mar 2025 09:12:44 +0500"
    made["Subject"] = article.headline
    quoted = f"On Mon, 3 Mar 2025 at 18:40, B <b@example.org> wrote:\n> {FURNITURE}"
    body = "\n\n".join(article.texts)
    made.set_content(f"{body}\n\n-- \n{FURNITURE}\n\n{quoted}\n", charset="utf-8", cte="base64")
    return made.as_bytes()


def as_csv(article: Article) -> bytes:
    """A row for each paragraph, with two columns that are no text."""
    rows = io.StringIO(newline="")
    table = csv.writer(rows)
    table.writerows(
        [("id", "text", "source"), *((n, text, FURNITURE) for n, text in enumerate(article.texts))]
    )
    return rows.getvalue().encode()


def as_json(article: Article) -> bytes:
    """A record with other keys beside the text."""
    record = {"source": FURNITURE, "title": article.headline, "text": "\n\n".join(article.texts)}
    return json.dumps(record, ensure_ascii=False).encode()


def as_po(article: Article) -> bytes:
    """A message for each paragraph, and comments."""
    texts = [article.headline, *article.texts]
    messages = (f'# {FURNITURE}\nmsgid {json.dumps(text, ensure_ascii=False)}\nmsgstr ""\n' for text in texts)
    return "\n".join(['msgid ""\nmsgstr "Language: \\n"\n', *messages]).encode()


def as_ini(article: Article) -> bytes:
    """A value for each paragraph, and a comment."""
    values = (f"text{n} = {text}\n" for n, text in enumerate([article.headline, *article.texts]))
    return f"; {FURNITURE}\n[article]\n{''.join(values)}".encode()


def as_latex(article: Article) -> bytes:
    """An article with a title, comments and a table."""
    texts = [text.replace("%", "\\%") for text in article.texts]
    table = f"\\begin{{tabular}}{{l}}{FURNITURE}\\end{{tabular}}"
    body = "\n\n".join([*texts[:2], table, *texts[2:]])
    head = f"\\documentclass{{article}}\n\\title{{{article.headline}}}\n% {FURNITURE}\n"
    return f"{head}\\begin{{document}}\n\\maketitle\n{body}\n\\end{{document}}\n".encode()


def as_xliff(article: Article) -> bytes:
    """A segment for each paragraph, with inline codes, a note and a translation of one."""
    units = [
        f'<trans-unit id="{number}"><source>{escape(text)}</source><note>{FURNITURE}</note></trans-unit>'
        for number, text in enumerate(article.texts)
    ]
    body = "".join(units).replace("</source>", '<ph id="1">%s</ph></source>')
    head = '<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">'
    file = '<file original="a" source-language="en" target-language="ru" datatype="plaintext">'
    return f'<?xml version="1.0"?>\n{head}{file}<body>{body}</body></file></xliff>'.encode()


WRITTEN: dict[str, Callable[[Article], bytes]] = {
    "text": as_text,
    "markdown": as_markdown,
    "pdf": as_pdf,
    "docx": as_docx,
    "odt": as_odt,
    "pptx": as_pptx,
    "xlsx": as_xlsx,
    "epub": as_epub,
    "rtf": as_rtf,
    "html": as_html,
    "eml": as_eml,
    "csv": as_csv,
    "json": as_json,
    "latex": as_latex,
    "po": as_po,
    "ini": as_ini,
    "xliff": as_xliff,
    "srt": as_srt,
    "vtt": as_vtt,
    "gzip": as_gzip,
    "zip": as_zip,
}
