"""Translations → one HTML page for an editor: source left, translation right, what is flagged marked.

Self-contained: style and script are in the page, nothing is fetched, and a policy forbids it. The
page works without its script; the script adds the filter, which a ``#flagged`` in the address sets.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby
from pathlib import Path

from summarize.checks.findings import Finding
from summarize.result import Segment, Translation
from summarize.text.language_table import NAMES

_HERE = Path(__file__).parent
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'"
_STATUS = {
    "passed": "passed its checks",
    "mended": "tried again, then passed its checks",
    "flagged": "flagged",
    "kept": "already in the target language",
}


def bilingual_page(done: Sequence[Translation]) -> str:
    """The page of one run; several documents follow one another."""
    title = done[0].document.name if len(done) == 1 else f"{len(done)} translations"
    flagged = sum(translation.account.flagged for translation in done)
    total = sum(translation.account.segments for translation in done)
    return "\n".join(
        [
            '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="color-scheme" content="light dark">',
            f"<title>{escape(title)}</title>",
            f"<style>\n{(_HERE / 'page.css').read_text('utf-8')}</style>\n</head>\n<body>",
            f'<header class="bar"><p class="count">{total} sentences, <strong>{flagged} flagged</strong></p>',
            '<label class="filter"><input type="checkbox" id="only-flagged"> Show flagged only</label>',
            "</header>",
            "<main>",
            *(part for translation in done for part in _document(translation)),
            "</main>",
            f"<script>\n{(_HERE / 'page.js').read_text('utf-8')}</script>\n</body>\n</html>\n",
        ]
    )


def _document(translation: Translation) -> Iterator[str]:
    source, target = translation.document.language, translation.target
    yield "<article>"
    yield f"<h1>{escape(translation.document.name)}</h1>"
    yield f'<p class="account">{NAMES[source]} → {NAMES[target]}. {escape(translation.account.said())}.</p>'
    yield f'<p class="route">{escape("; ".join(translation.routes))}</p>'
    told = translation.account.said()  # stands above already
    warnings = [warning for warning in translation.warnings if not warning.startswith(told)]
    if warnings:
        notes = "".join(f"<li>{escape(warning)}</li>" for warning in warnings)
        yield f'<ul class="warnings">{notes}</ul>'
    columns = f"<span>{NAMES[source]}</span><span>{NAMES[target]}</span>"
    yield f'<div class="head" aria-hidden="true">{columns}</div>'
    for _, segments in groupby(translation.segments, key=lambda segment: segment.paragraph):
        yield '<section class="paragraph">'
        yield from (_row(segment, translation.script) for segment in segments)
        yield "</section>"
    yield "</article>"


def _row(segment: Segment, script: str) -> str:
    """One sentence on both sides; its flags stand below, and where they point is marked."""
    language = f"{segment.target}-Latn" if script == "latin" else segment.target
    reasons = "".join(f"<li><b>{escape(flag.kind)}</b> {escape(flag.detail)}</li>" for flag in segment.flags)
    legs = "".join(
        f'<li lang="{leg.target}"><b>by way of {NAMES[leg.target]}</b> {escape(leg.text)}</li>'
        for leg in segment.legs[:-1]
    )
    kept = f"<li>{_STATUS['kept']}</li>" if segment.status == "kept" else ""
    notes = f'<ul class="flags">{kept}{reasons}{legs}</ul>' if kept or reasons or legs else ""
    return (
        f'<div class="row {segment.status}" title="{_STATUS[segment.status]}">'
        f'<p class="source" lang="{segment.language}">{escape(segment.source)}</p>'
        f'<p class="hypothesis" lang="{language}">{_marked(segment)}</p>{notes}</div>'
    )


def _marked(segment: Segment) -> str:
    """The hypothesis with the pieces that flags point at in ``mark``; whole sentences are not marked."""
    text, parts, last = segment.hypothesis, [], 0
    for flag in sorted(segment.flags, key=lambda flag: flag.start):
        if last <= flag.start < flag.end <= len(text) and _points(flag, text):
            parts += [escape(text[last : flag.start]), f"<mark>{escape(text[flag.start : flag.end])}</mark>"]
            last = flag.end
    return "".join([*parts, escape(text[last:])])


def _points(flag: Finding, text: str) -> bool:
    """Whether a flag means a piece, which still stands there (typography may have moved it)."""
    return (flag.start, flag.end) != (0, len(text)) and text[flag.start : flag.end] == flag.value
