"""Join the lines of a page into paragraphs, list items, tables, quotes, code and furniture.

Each line is judged by itself and its neighbours; `layout` does what needs the whole page.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from summarize.text.furniture import LONGEST, furniture, opens_links
from summarize.text.lines import (
    Lines,
    fences,
    heading_mark,
    is_row,
    is_rule_of_table,
    is_terminated,
    is_underline,
    item_mark,
    marked_kind,
)
from summarize.text.notices import notice
from summarize.text.parts import Part, Role
from summarize.text.speech import turns

_KINDS: dict[Role, str] = {
    "title": "heading",  # `layout` makes the first one the headline, and finds its repetitions
    "heading": "heading",
    "body": "body",
    "list": "list",
    "row": "table",
    "caption": "caption",
    "footnote": "footnote",
    "running": "repeat",
    "navigation": "links",
    "quote": "quote",
    "code": "code",
    "quoted": "boilerplate",
    "signature": "boilerplate",
    "metadata": "boilerplate",
}
_MERGED = ("quote", "table", "links", "boilerplate", "repeat")
_ROWS = 3  # fewest rows of a table
_NAMES = 5  # fewest consecutive short lines of a list
_NAME_LONGEST = 30  # characters of an entry of a menu, a list, a cast, or of a line of one word
_LINK_LONGEST = 150
_ITEM_LONGEST = 40  # characters of a line that may be an item of a list without marks…
_ITEM_WORDS = 6  # …and its words
_ITEM_LINES = 4  # lines within which the second item of a numbered list follows the first
_ITEMS = 2  # such lines that make the next one an item, too
_WORDS = 20  # fewest consecutive lines of one word, which are a list whatever they begin with


@dataclass(slots=True)
class Piece:
    """``text[start:end]`` and its kind so far.

    ``mark`` is the offset after a bullet or a speaker's label, else ``start``; ``apart`` says that a blank
    line precedes.
    """

    start: int
    end: int
    kind: str
    mark: int
    apart: bool
    lines: int = 1


def pieces(text: str) -> list[Piece]:
    """Everything on the page that is not white space, in order and without overlaps."""
    lines = Lines(text)
    coded, running, labels = fences(lines), lines.running_heads(), turns(lines.openings())
    found: list[Piece] = []
    announced = False  # links were announced, and only links have followed
    i, count = 0, len(lines)
    while i < count:
        before = found[-1] if found and not lines.gap[i] else None
        start, end = lines.start[i], lines.end[i]
        line = text[start:end]
        last = coded.get(i, i)
        kind, mark = ("code", 0) if last > i else _kind(lines, i, line, before, running, labels[i])
        if announced and _is_link(kind, line, before):
            kind, mark = "links", 0
        if kind == "body":
            if is_row(line) and (length := _run(lines, i, is_row)) >= _ROWS:
                kind, last = "table", i + length - 1
            elif len(line) <= _NAME_LONGEST and (length := _items(lines, i, line)):
                found += [_unmarked(lines, at) for at in range(i, i + length)]
                i += length
                continue
        announced = kind == "links" and (announced or opens_links(line))
        if before and last == i and _extends(lines, i, kind, mark, found):
            before.end = end
            before.lines += 1
        else:
            found.append(Piece(start, lines.end[last], kind, start + mark, bool(lines.gap[i]), last - i + 1))
        i = last + 1
    for piece in found:
        if piece.kind == "body" and piece.lines > 1 and piece.end - piece.start <= LONGEST:
            piece.kind = notice(text[piece.mark : piece.end]) or "body"
    return found


def pieces_of_parts(text: str, parts: Sequence[Part]) -> list[Piece]:
    """The parts that a reader found, as pieces; furniture among the paragraphs is told by its words."""
    found = []
    bodies = [part for part in parts if part.role == "body"]
    labels = dict(zip(bodies, turns([text[part.start : part.end] for part in bodies]), strict=True))
    for part in parts:
        line, kind = text[part.start : part.end], _KINDS[part.role]
        mark = item_mark(line) if kind == "list" else labels.get(part, 0)
        if kind == "list" and len(line) <= LONGEST:
            kind = _item(line, mark)
        elif kind == "body" and len(line) <= LONGEST and not mark:
            kind = furniture(line) or kind
        found.append(Piece(part.start, part.end, kind, part.start + mark, True))
    return found


def _kind(
    lines: Lines, i: int, line: str, before: Piece | None, running: frozenset[str], label: int
) -> tuple[str, int]:
    """The kind of line ``i`` by itself, and the length of its mark; ``label`` is that of a speaker."""
    if label:
        return "body", label
    if running and i and line in running:
        return "repeat", 0
    in_sentence = False
    if before:
        if kind := _shared_kind(line, before):
            before.kind = kind
            return kind, 0
        in_sentence = before.kind == "body" and _is_open(lines.text, before)
        in_sentence = in_sentence and not _opens_list(lines, i, line)
    if (in_sentence and lines.is_full(i)) or lines.runs_on(i):
        return "body", 0  # whatever a wrapped line begins with, or looks like
    if marked := marked_kind(line):
        return marked, 0
    if mark := heading_mark(line):
        return "heading", mark
    if not in_sentence and (mark := item_mark(line)):
        return _item(line, mark), mark
    return (furniture(line) or "body", 0) if len(line) <= LONGEST else ("body", 0)


def _shared_kind(line: str, before: Piece) -> str | None:
    """The kind that a line gives the piece before it as well: it underlines a heading, or is of a table."""
    if before.kind == "body" and before.lines == 1 and is_underline(line):
        return "heading"
    return "table" if "|" in line and (before.kind == "table" or is_rule_of_table(line)) else None


def _item(line: str, mark: int) -> str:
    """The kind of a list item: its text may be a notice, and its dash may belong to one."""
    return notice(line[mark:]) or notice(line) or "list" if len(line) <= LONGEST else "list"


def _opens_list(lines: Lines, i: int, line: str) -> bool:
    """Whether line ``i`` is the first item of a numbered list, of which the second follows."""
    if line[:1] != "1" or line[1:2] not in (".", ")"):
        return False
    following = range(i + 1, min(i + 1 + _ITEM_LINES, len(lines)))
    return any(lines.line(j).startswith(f"2{line[1]} ") for j in following)


def _is_open(text: str, before: Piece) -> bool:
    """Whether the piece ends inside a sentence."""
    return text[before.end - 1] not in ":;" and not is_terminated(text, before.start, before.end)


def _extends(lines: Lines, i: int, kind: str, mark: int, found: Sequence[Piece]) -> bool:
    """Whether line ``i`` belongs to the last piece (no blank line between them)."""
    before = found[-1]
    if kind == "body" and (mark or _is_next_item(lines, i, found)):
        return False
    if kind != "body":
        return kind == before.kind and kind in _MERGED
    if before.kind == "list" and before.mark > before.start:
        return lines.indent[i] > 1 or lines.continues(i)
    return before.kind == "body" and lines.continues(i)


def _is_next_item(lines: Lines, i: int, found: Sequence[Piece]) -> bool:
    """Whether line ``i`` follows two short lines that were not joined, and so is not joined either."""
    if lines.is_full(i) or len(found) < _ITEMS or lines.end[i] - lines.start[i] > _ITEM_LONGEST:
        return False
    return not found[-1].apart and all(_is_item(lines.text, piece) for piece in found[-_ITEMS:])


def _is_item(text: str, piece: Piece) -> bool:
    """Whether a piece may be an item of a list without marks: one short line that ends without any mark."""
    if piece.kind not in ("body", "list") or piece.lines > 1 or piece.end - piece.start > _ITEM_LONGEST:
        return False
    return text[piece.end - 1].isalnum() and len(text[piece.start : piece.end].split()) <= _ITEM_WORDS


def _is_link(kind: str, line: str, before: Piece | None) -> bool:
    """Whether a line after announced links is one of them: an item, or the next line if not a sentence."""
    if kind != "body":
        return kind == "list"
    return before is not None and len(line) <= _LINK_LONGEST and not is_terminated(line, 0, len(line))


def _is_name(line: str) -> bool:
    """Whether a line is at most three words and not a sentence: an entry of a menu, a list, a cast."""
    if len(line) > _NAME_LONGEST or line[-1] in ".!?…:;," or not (line[0].isupper() or line[0].isdigit()):
        return False
    return len(line.split()) <= 3


def _is_word(line: str) -> bool:
    """Whether a line is one word and nothing else."""
    return len(line) <= _NAME_LONGEST and line.isalpha()


def _items(lines: Lines, i: int, line: str) -> int:
    """How many lines from ``i`` on, which is ``line``, are items of a list without marks."""
    for test, least in ((_is_name, _NAMES), (_is_word, _WORDS)):
        if test(line) and (length := _run(lines, i, test)) >= least:
            return length
    return 0


def _unmarked(lines: Lines, i: int) -> Piece:
    """Line ``i`` as an item of a list without marks."""
    return Piece(lines.start[i], lines.end[i], "list", lines.start[i], bool(lines.gap[i]))


def _run(lines: Lines, i: int, test: Callable[[str], bool]) -> int:
    """How many consecutive lines pass the test, from line ``i``, which does, up to a gap."""
    j = i + 1
    while j < len(lines) and not lines.gap[j] and test(lines.line(j)):
        j += 1
    return j - i
