"""Web pages: their text is translated block by block; tags, scripts and layout stay as they are.

Tags inside a block are its formatting. Code, pictures and what says ``translate="no"`` are anchors. What
attributes show to people (``alt``, ``title`` and others) are blocks of their own.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from summarize.documents.editing.source import REFERENCES, source_of
from summarize.documents.editing.tags import Tag, attributes, tags
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
from summarize.documents.html import LARGEST, charset_of
from summarize.errors import DocumentError
from summarize.request import ReadingOptions
from summarize.text.blocks import Kind
from summarize.text.parts import Role

_INLINE = frozenset(
    """a abbr acronym b bdi bdo big br button cite code data del dfn em font i img input ins kbd label mark
    math meter noscript output progress q rb rp rt rtc ruby s samp script select small span strike strong
    sub sup svg time tt u var wbr""".split()  # noqa: SIM905  (a list of them is three times as long)
)
_VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param",
                   "source", "track", "wbr"])  # fmt: skip
_SILENT = frozenset(["script", "style", "svg", "iframe", "object", "canvas", "audio", "video", "template",
                     "textarea"])  # fmt: skip
_UNSEEN = frozenset(["script", "style"])  # silent ones whose text nobody reads
_CODE = frozenset(["pre", "code", "kbd", "samp", "var", "tt", "math"])
_ABOVE = frozenset(["rt", "rp"])  # how a word is pronounced, which is no part of the sentence
_CLOSED = re.compile(r"[^<]*</r[tp]\s*>", re.IGNORECASE)
_SHOWN = frozenset(["alt", "title", "placeholder", "aria-label", "aria-description", "label", "summary"])
_DESCRIPTIONS = frozenset(["description", "keywords", "og:title", "og:description", "twitter:title",
                           "twitter:description"])  # fmt: skip
_BUTTONS = frozenset(["submit", "button", "reset"])
_HEADING = re.compile(r"h([1-6])\Z")
_ROLES: dict[str, Role] = {"li": "list", "figcaption": "caption", "caption": "caption", "title": "title"}
_KINDS: dict[str, Kind] = {"td": "table", "th": "table", "caption": "table", "title": "property"}
_SPACES = " \t\r\n\f"
_BLANK = re.compile(r"[ \t\r\n\f]+")
_NBSP = re.compile(r"&nbsp;|&#160;|&#[xX][aA]0;")
_ROOT = re.compile(r"<html(?=[\s>/])", re.IGNORECASE)
_NO = re.compile(r"\bnotranslate\b")
_LONGEST = 80  # characters of code that a model sees as it is
_DEEPEST = 200  # elements inside each other


def edit(data: bytes, name: str, options: ReadingOptions) -> Template:
    """A web page.

    Raises:
        DocumentError: it is larger or more deeply nested than any page for people, or in no known charset.
    """
    if len(data) > LARGEST:
        raise DocumentError(f"{name} is a web page of more than {LARGEST >> 20} MB; not translated")
    source = source_of(data, name, options.encoding, charset_of(data))
    skipped = Page(source.text, name).skipped
    writer = Writer(lambda text: Page(text, name).passages, render)
    return Template("html", source, writer, options, skipped, source.warnings, labelled, REFERENCES)


@dataclass
class _Item:
    """Part of a block: a tag, text with what it shows, or an anchor with a name.

    The ``text`` of a tag that opens is the name of its style.
    """

    what: str  # open, close, text, anchor
    start: int
    end: int
    text: str = ""
    name: str = ""


class Page:
    """The passages of a page, or of ``text[first:last]``, and what text is left as it is."""

    def __init__(self, text: str, name: str, first: int = 0, last: int | None = None) -> None:
        self.passages: list[Passage] = []
        self.skipped: dict[str, int] = {}
        self._text, self._name = text, name
        self._items: list[_Item] = []
        self._around: list[str] = []  # open blocks
        self._seen: dict[str, int] = {}
        self._within = ""  # the element that is not translated, if one is open
        self._depth, self._begin = 0, 0
        for tag in tags(text, first, last):
            self._take(tag)
        self._flush()
        self.passages.sort(key=lambda passage: passage.spans[0])

    def _take(self, tag: Tag) -> None:
        if self._within:
            self._take_unspoken(tag)
        elif tag.what in ("text", "reference"):
            shown = self._text[tag.start : tag.end]
            shown = html.unescape(shown) if tag.what == "reference" else shown
            self._items.append(_Item("text", *tag.span, text=_BLANK.sub(" ", shown)))
        elif tag.what == "other":
            if tag.name == "comment":
                self._anchor(tag.start, tag.end)
            else:
                self._flush()
        else:
            self._tag(tag)

    def _tag(self, tag: Tag) -> None:
        opens, shown = tag.what == "open" and tag.name not in _VOID, list[Span]()
        if tag.what != "close":
            above = tag.name in _ABOVE and _CLOSED.match(self._text, tag.end)
            if opens and (above or tag.name in _CODE or tag.name in _SILENT or self._is_kept(tag)):
                if tag.name not in _INLINE:
                    self._flush()
                self._within, self._depth, self._begin = tag.name, 1, tag.start
                return
            shown = self._attributes(tag)
        if tag.name not in _INLINE:
            self._boundary(tag, opens=opens)
        elif tag.name == "br":
            self._anchor(*tag.span, "\n")
        elif opens:
            self._items.append(_Item("open", *tag.span, self._named(*tag.span, shown), tag.name))
        elif tag.what == "close":
            self._items.append(_Item("close", *tag.span, name=tag.name))
        else:
            self._anchor(*tag.span, spans=shown)

    def _boundary(self, tag: Tag, *, opens: bool) -> None:
        """The begin or the end of a block."""
        self._flush()
        if opens:
            self._around.append(tag.name)
            if len(self._around) > _DEEPEST:
                raise DocumentError(f"{self._name} is a web page whose elements are nested too deeply")
        elif tag.what == "close" and tag.name in self._around[-_DEEPEST:]:
            while self._around.pop() != tag.name:
                pass

    def _is_kept(self, tag: Tag) -> bool:
        """Whether an element says that it is not translated."""
        said = {name: self._text[slice(*span)].lower() for name, span in attributes(self._text, tag)}
        return said.get("translate") == "no" or bool(_NO.search(said.get("class", "")))

    def _take_unspoken(self, tag: Tag) -> None:
        """Inside an element that is not translated: look for its end."""
        if tag.name != self._within or tag.what not in ("open", "close"):
            return
        self._depth += 1 if tag.what == "open" else -1
        if self._depth:
            return
        silent = self._within in _SILENT
        inner = "" if self._within in _UNSEEN else _inner(self._text[self._begin : tag.end])
        if any(map(str.isalpha, inner)) if silent else inner and self._within != "rp":
            reason = "text of code" if self._within in _CODE else 'text with translate="no"'
            reason = "text of drawings, forms and templates" if silent else reason
            reason = "words with ruby" if self._within == "rt" else reason
            self.skipped[reason] = self.skipped.get(reason, 0) + 1
        if self._within in _INLINE:
            shown = "" if silent or self._within in _ABOVE or len(inner) > _LONGEST else inner
            self._anchor(self._begin, tag.end, shown)
        else:
            self._flush()
        self._within = ""

    def _anchor(self, start: int, end: int, shown: str = "", spans: Sequence[Span] = ()) -> None:
        self._items.append(_Item("anchor", start, end, shown, self._named(start, end, spans)))

    def _named(self, start: int, end: int, shown: Sequence[Span] = ()) -> str:
        """A part of the source without what its attributes show, numbered if it occurs again."""
        if not shown:
            return self._text[start:end]
        edges = [start, *(edge for span in sorted(shown) for edge in span), end]
        bare = "".join(self._text[a:b] for a, b in zip(edges[::2], edges[1::2], strict=True))
        self._seen[bare] = self._seen.get(bare, 0) + 1
        return bare if self._seen[bare] == 1 else f"{bare} {self._seen[bare]}"

    def _attributes(self, tag: Tag) -> list[Span]:
        """What the attributes of a tag show to people: passages of their own, and their spans."""
        found = dict(attributes(self._text, tag))
        said = {name: self._text[slice(*span)].lower() for name, span in found.items()}
        if said.get("type") == "hidden" or tag.name == "link":
            return []
        spans: list[Span] = []
        for name, span in found.items():
            text = " ".join(html.unescape(self._text[slice(*span)]).split())
            if any(map(str.isalpha, text)) and (kind := _shown(tag.name, name, said)):
                quote = self._text[span[0] - 1]
                sort = quote if quote in "\"'" else "bare"
                self.passages.append(Passage((span,), (Piece(text),), kind, role="metadata", sort=sort))
                spans.append(span)
        return spans

    def _flush(self) -> None:
        """The block ends: make a passage of it if it has words."""
        items, self._items, self._seen = self._items, [], {}
        core = _trimmed(self._text, _core(items))
        pieces = tuple(self._pieces(core))
        if any(map(str.isalpha, "".join(piece.text for piece in pieces if not piece.anchor))):
            around = next((name for name in reversed(self._around) if name not in ("div", "p", "span")), "")
            heading = _HEADING.match(around)
            role: Role = "heading" if heading else _ROLES.get(around, "body")
            level = int(heading[1]) if heading else 0
            span = core[0].start, core[-1].end
            kind = _KINDS.get(around, "body")
            self.passages.append(Passage((span,), pieces, kind, role=role, level=level))

    def _pieces(self, items: Sequence[_Item]) -> Iterator[Piece]:
        pairs = paired(items)
        styles: list[Style] = []
        text = ""
        for number, item in enumerate(items):
            if item.what == "text":
                text += item.text
                continue
            if text:
                yield Piece(text, tuple(styles))
                text = ""
            if item.what == "anchor":
                yield Piece(item.text, tuple(styles), (item.start, item.end), item.name)
            elif number not in pairs:
                raw = self._text[item.start : item.end]
                yield Piece("", tuple(styles), (item.start, item.end), raw)
            elif item.what == "open":
                closing = items[pairs[number]]
                end = self._text[closing.start : closing.end]
                styles.append(Style(item.text, (item.start, item.end), end))
            else:
                styles.pop()
        if text:
            yield Piece(text, tuple(styles))


def _shown(tag: str, name: str, said: Mapping[str, str]) -> Kind | None:
    """What an attribute is to people; ``None`` if they do not see it. ``said`` are the tag's attributes."""
    if tag == "meta":
        described = said.get("name") or said.get("property")
        return "metadata" if name == "content" and described in _DESCRIPTIONS else None
    if name == "label":
        return "alt text" if tag in ("option", "optgroup", "track") else None
    is_button = tag == "input" and name == "value" and said.get("type") in _BUTTONS
    return "alt text" if is_button or name in _SHOWN else None


def paired(items: Sequence[_Item]) -> dict[int, int]:
    """The tags that form pairs, each with the other one; pairs are nested."""
    found: dict[int, int] = {}
    waiting: list[int] = []
    for number, item in enumerate(items):
        if item.what == "open":
            waiting.append(number)
        elif item.what == "close" and waiting and items[waiting[-1]].name == item.name:
            found[number] = waiting.pop()
            found[found[number]] = number
    return found


def _core(items: Sequence[_Item]) -> Sequence[_Item]:
    """The items without what is around the words: white space, pictures, tags around all of it."""
    pairs = paired(items)
    first, last = 0, len(items) - 1
    while first <= last:
        if _is_margin(items[first]) or (items[first].what in ("open", "close") and first not in pairs):
            first += 1
        elif _is_margin(items[last]) or (items[last].what in ("open", "close") and last not in pairs):
            last -= 1
        elif pairs.get(first) == last:
            first, last = first + 1, last - 1
        else:
            break
    return items[first : last + 1]


def _trimmed(text: str, items: Sequence[_Item]) -> list[_Item]:
    """The items without white space at the beginning of the first and at the end of the last."""
    found = list(items)
    if found and found[0].what == "text":
        inner = text[found[0].start : found[0].end].lstrip(_SPACES)
        found[0] = replace(found[0], start=found[0].end - len(inner), text=found[0].text.lstrip(_SPACES))
    if found and found[-1].what == "text":
        inner = text[found[-1].start : found[-1].end].rstrip(_SPACES)
        end = found[-1].start + len(inner)
        found[-1] = replace(found[-1], end=end, text=found[-1].text.rstrip(_SPACES))
    return found


def _is_margin(item: _Item) -> bool:
    return item.what in ("text", "anchor") and not item.text.strip()


def _inner(text: str) -> str:
    """The text that is seen in a part of a page, on one line."""
    shown = (text[t.start : t.end] for t in tags(text) if t.what in ("text", "reference"))
    return " ".join(html.unescape("".join(shown)).split())


def render(passage: Passage, pieces: Sequence[Piece], slice_of: Slice, careful: bool) -> list[str]:
    """A block or an attribute as HTML."""
    (span,) = passage.spans
    before = slice_of(*span)
    if passage.sort:
        text = html.escape("".join(piece.text for piece in pieces), quote=False)
        text = text.replace('"', "&quot;") if passage.sort != "'" else text.replace("'", "&#39;")
        return [f'"{text}"' if passage.sort == "bare" else text]
    space = _NBSP.search(before)
    escape = partial(_escaped, space=space[0] if space else "\xa0")
    return [composed(pieces, escape, slice_of)]


def _escaped(text: str, *, space: str) -> str:
    return html.escape(text, quote=False).replace("\xa0", space)


def labelled(text: str, target: str) -> str:
    """The page with its language set to that of the translation."""
    root = _ROOT.search(text)
    if root is None:
        return text
    end = text.find(">", root.end())
    tag = Tag("open", "html", root.start(), end + 1 if end >= 0 else len(text))
    spans = [span for name, span in attributes(text, tag) if name in ("lang", "xml:lang")]
    if not spans:
        return f'{text[: root.end()]} lang="{target}"{text[root.end() :]}'
    for start, end in sorted(spans, reverse=True):
        text = text[:start] + target + text[end:]
    return text
