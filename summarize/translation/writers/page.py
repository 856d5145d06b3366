"""Translations as one HTML page for review: source on the left, translation on the right, flags marked.

The page is self-contained: style and script are part of it, and its content security policy allows these
two and nothing else. It can be read without the script, which adds the filter for flagged sentences (the
fragment ``#flagged`` in the address turns it on) and makes translations editable. The edited page is saved as
a file, which ``summarize.translation.review_page`` reads.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from hashlib import sha256
from pathlib import Path

from summarize.checks.findings import Finding
from summarize.result import Translation
from summarize.result.segments import Segment
from summarize.text.language_table import NAMES

_WORD = re.compile(r"\s+|\w+|[^\w\s]")
_HERE = Path(__file__).parent
_STATUSES = {
    "passed": "passed its checks",
    "mended": "retried, then passed its checks",
    "flagged": "flagged",
    "kept": "already in the target language",
}


def bilingual_page(done: Sequence[Translation], reader: str = "en") -> str:
    """The page of one run, with an article for each document; findings are said in the reader's language."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=FileSystemLoader(_HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    style, script = ((_HERE / name).read_text("utf-8") for name in ("page.css", "page.js"))
    return environment.get_template("page.html.j2").render(
        title=done[0].document.name if len(done) == 1 else f"{len(done)} translations",
        policy=_policy(style, script),
        style=Markup(style),
        script=Markup(script),
        total=sum(translation.account.segments for translation in done),
        flagged=sum(translation.account.flagged for translation in done),
        translations=done,
        names=NAMES,
        statuses=_STATUSES,
        reader=reader,
        warnings=_warnings,
        state=_state,
        pieces=lambda segment: list(_pieces(segment)),
        changes=lambda before, after: list(changes(before, after)),
    )


def changes(before: str, after: str) -> Iterator[tuple[str, str]]:
    """Two versions of a text word by word: pieces, each ``same``, ``out`` or ``in``."""
    words = _WORD.findall(before), _WORD.findall(after)
    for kind, start, end, first, last in SequenceMatcher(None, *words, autojunk=False).get_opcodes():
        gone, new = "".join(words[0][start:end]), "".join(words[1][first:last])
        if kind == "equal":
            yield gone, "same"
        else:
            yield from ((text, way) for text, way in ((gone, "out"), (new, "in")) if text)


def _policy(style: str, script: str) -> str:
    """A content security policy that allows this style and this script, by hash, and nothing else."""
    return (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
        "form-action 'none'; base-uri 'none'"
    )


def _hash(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


def _state(segment: Segment) -> str:
    """What the text of a segment is, for the reader of an edited page."""
    if segment.status == "kept":
        return "kept"
    if not segment.legs:
        return "untranslated"
    return "flagged" if segment.status == "flagged" else "draft"


def _warnings(translation: Translation) -> list[str]:
    """The warnings, without the one that repeats the account."""
    return [one for one in translation.warnings if not one.startswith(str(translation.account))]


def _pieces(segment: Segment) -> Iterator[tuple[str, bool]]:
    """The hypothesis in pieces, each with whether a flag points at it; whole sentences are not marked."""
    text, last = segment.hypothesis, 0
    for flag in sorted(segment.flags, key=lambda flag: flag.start):
        if last <= flag.start < flag.end <= len(text) and _points(flag, text):
            yield text[last : flag.start], False
            yield text[flag.start : flag.end], True
            last = flag.end
    yield text[last:], False


def _points(flag: Finding, text: str) -> bool:
    """Whether a flag is about a piece of the text that is still in its place (typography may move it)."""
    return (flag.start, flag.end) != (0, len(text)) and text[flag.start : flag.end] == flag.value
