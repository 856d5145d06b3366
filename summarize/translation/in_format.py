"""Translations put into the blocks of a document that is written back in its own format.

Each sentence is translated as text, by ``summarize.translation.document``. Here its formatting and anchors
are set again, and the file is written and verified. What fails is set plain for that block, then left in the
language of the source. A file that is wrong otherwise is not written at all.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from summarize.checks.findings import Finding, finding
from summarize.documents.editing.formats import faults, lost
from summarize.engines.protocol import Link
from summarize.errors import DocumentError
from summarize.result.segments import Segment
from summarize.result.translation import File
from summarize.text.blocks import Block, Editable, Flagging, Run, cut, joined, left
from summarize.text.documents import BETWEEN_BLOCKS
from summarize.translation.correspondence import Span
from summarize.translation.projection import project
from summarize.translation.tagging import tagging, text_of

# Spans of a sentence and of its translation that are translations of each other; and an alignment of the two.
Exact = Callable[[Segment], Iterable[tuple[Span, Span]]]
Align = Callable[[Sequence[Segment]], Sequence[Sequence[Link]]]


def rewrite(
    editable: Editable, segments: Sequence[Segment], target: str, exact: Exact, align: Align | None = None
) -> tuple[tuple[Segment, ...], File]:
    """The segments, with findings about their formatting, and the file with the translations.

    Args:
        segments: in order; ``paragraph`` is the index of the block, ``start`` and ``end`` are offsets in the
            text of all blocks.
        exact: what in a sentence and its translation certainly belongs together.
        align: alignments of sentences that need one; without it, formatting is placed without a model.

    Raises:
        DocumentError: the file that was written is not valid, for another reason than the text of a block.
    """
    work = _Rewriting(editable, segments, exact, align)
    if isinstance(editable, Flagging):
        editable = editable.flagged(work.doubtful())
    done = editable.written(work.texts, target)
    wrong, problems = faults(editable, work.texts, done.data)
    for again in (work.set_plain, work.keep_source):
        if not wrong:
            break
        again(wrong)
        done = editable.written(work.texts, target)
        wrong, problems = faults(editable, work.texts, done.data)
    if wrong or problems:
        what = problems[0] if problems else f"the text of {len(wrong)} blocks is not as written"
        raise DocumentError(
            f"the translation cannot be written as {editable.format.upper()}: {what}; nothing was written; "
            "--format text gives the text alone"
        )
    kinds = Counter(str(block.kind) for block in editable.blocks if block.text.strip())
    notes = (*left(editable), *_of_tags(work.segments), *done.notes)
    file = File(editable.format, done.data, kinds, dict(editable.skipped), work.placed, notes, done.text)
    return tuple(work.segments), file


def _of_tags(segments: Sequence[Segment]) -> list[str]:
    """A note on numbered tags, if a model did not keep all."""
    tags = Counter(attempt.tags for segment in segments for attempt in segment.attempts[:1])
    tried = tags["kept"] + tags["lost"] + tags["flagged"]
    if tags["kept"] == tried:
        return []
    return [f"numbered tags came back whole in {tags['kept']} of {tried} sentences; the others are aligned"]


class _Rewriting:
    """The new runs of every block that changes, and the segments with what was found on the way."""

    def __init__(
        self, editable: Editable, segments: Sequence[Segment], exact: Exact, align: Align | None
    ) -> None:
        self.blocks = editable.blocks
        self.segments = list(segments)
        self.placed: Counter[str] = Counter()
        self.texts: dict[int, Sequence[Run]] = {}
        self._of_block: dict[int, list[int]] = defaultdict(list)
        for index, segment in enumerate(segments):
            self._of_block[segment.paragraph].append(index)
        self._starts = _starts(self.blocks)
        self._exact = exact
        self._links = self._aligned(align) if align else {}
        for number, indices in self._of_block.items():
            runs, changed = self._runs(number, indices, plain=False)
            if changed:
                self.texts[number] = runs
        broken = [number for number, runs in self.texts.items() if lost(self.blocks[number], runs)]
        self.set_plain(broken)

    def doubtful(self) -> frozenset[int]:
        """The blocks with a sentence that is flagged."""
        return frozenset(segment.paragraph for segment in self.segments if segment.status == "flagged")

    def set_plain(self, numbers: Iterable[int]) -> None:
        """Write the sentences of these blocks without formatting of their own."""
        for number in numbers:
            runs, changed = self._runs(number, self._of_block[number], plain=True)
            if changed:
                self.texts[number] = runs
                self._flag(number, "formatting-lost")

    def keep_source(self, numbers: Iterable[int]) -> None:
        """Leave these blocks as they are."""
        for number in numbers:
            self.texts.pop(number, None)
            self._flag(number, "formatting-kept")
            for index in self._of_block[number]:
                segment = self.segments[index]
                self.segments[index] = replace(segment, hypothesis=segment.source)

    def _aligned(self, align: Align) -> dict[int, Sequence[Link]]:
        """Alignments of the sentences that have formatting or anchors inside."""
        needed = [
            index
            for number, indices in self._of_block.items()
            for index, inside in zip(indices, self._cut(number, indices)[1::2], strict=True)
            if _changes(self.segments[index])
            and len(inside) > 1
            and self._by_tags(self.segments[index], inside) is None
        ]
        return dict(zip(needed, align([self.segments[index] for index in needed]), strict=True))

    def _cut(self, number: int, indices: Sequence[int]) -> list[list[Run]]:
        """The runs of a block before, in and after each of its sentences."""
        start = self._starts[number]
        spans = [(self.segments[index].start - start, self.segments[index].end - start) for index in indices]
        return cut(self.blocks[number].runs, spans)

    def _runs(self, number: int, indices: Sequence[int], *, plain: bool) -> tuple[tuple[Run, ...], bool]:
        """A block with its sentences translated, and whether that changes it."""
        parts = self._cut(number, indices)
        changed = False
        for index, place in zip(indices, range(1, len(parts), 2), strict=True):
            if _changes(self.segments[index]):
                changed = True
                inside = parts[place]
                parts[place] = (
                    _plain(inside, self.segments[index].hypothesis)
                    if plain
                    else list(self._projected(index, inside))
                )
        return joined(run for part in parts for run in part), changed

    def _projected(self, index: int, inside: Sequence[Run]) -> Sequence[Run]:
        segment = self.segments[index]
        if all(not run.anchor and run.style == inside[0].style for run in inside):
            return (Run(segment.hypothesis, inside[0].style),)
        if tagged := self._by_tags(segment, inside):
            self.placed["tags"] += 1
            return tagged
        done = project(inside, segment.hypothesis, self._exact(segment), self._links.get(index, ()))
        self.placed.update(done.placed)
        codes = {"position": "formatting", "plain": "formatting-plain"}
        flags = [finding(codes[how], text, 0, len(segment.hypothesis)) for how, text in done.doubted]
        self.segments[index] = _flagged(segment, flags)
        return _spaced(inside, done.runs)

    def _by_tags(self, segment: Segment, inside: Sequence[Run]) -> tuple[Run, ...] | None:
        """The runs that a chat model has kept with numbered tags, if its text is the one that was chosen."""
        for attempt in segment.attempts:
            tags = tagging(inside, segment.source) if attempt.tagged else None
            runs = tags.runs(attempt.tagged) if tags else None
            if runs and text_of(runs) == segment.hypothesis:
                return runs
        return None

    def _flag(self, number: int, code: str) -> None:
        """Put one finding about formatting in place of the others, on every sentence of a block."""
        for index in self._of_block[number]:
            segment = self.segments[index]
            if _changes(segment):
                others = tuple(flag for flag in segment.flags if flag.kind != "formatting")
                flag = finding(code, "", 0, len(segment.hypothesis))
                self.segments[index] = _flagged(replace(segment, flags=others), [flag])


def _starts(blocks: Sequence[Block]) -> list[int]:
    """Where each block begins in the text of all."""
    found, position = [], 0
    for block in blocks:
        found.append(position)
        position += len(block.text) + len(BETWEEN_BLOCKS)
    return found


def _changes(segment: Segment) -> bool:
    return segment.hypothesis != segment.source


def _flagged(segment: Segment, flags: Sequence[Finding]) -> Segment:
    return replace(segment, flags=(*segment.flags, *flags), status="flagged") if flags else segment


def _plain(inside: Sequence[Run], hypothesis: str) -> list[Run]:
    """The translation in the formatting of the most text; anchors that are not in it follow."""
    style = max(inside, key=lambda run: 0 if run.anchor else len(run.text)).style
    plain = [replace(run, style=style) for run in inside]
    return list(_spaced(plain, project(plain, hypothesis).runs))


def _spaced(source: Sequence[Run], runs: Sequence[Run]) -> tuple[Run, ...]:
    """The runs, with a space on both sides of a picture or the like that has them in the source.

    A sentence is translated without it, and so with one space there.
    """
    wide: dict[str, list[bool]] = defaultdict(list)
    for run, before, after in _neighbours(source):
        wide[run.anchor].append(before.isspace() and after.isspace())
    found: list[Run] = []
    for run, before, after in _neighbours(runs):
        is_wide = bool(run.anchor and not run.text) and wide[run.anchor].pop(0)
        if is_wide and before.isalnum() and after.isspace():
            found.append(Run(" ", run.style))
        found.append(run)
        if is_wide and before.isspace() and after.isalnum():
            found.append(Run(" ", run.style))
    return joined(found)


def _neighbours(runs: Sequence[Run]) -> Iterator[tuple[Run, str, str]]:
    """Each run with the characters before and after it; empty at the ends."""
    whole = "".join(run.text for run in runs)
    place = 0
    for run in runs:
        end = place + len(run.text)
        yield run, whole[:place][-1:], whole[end : end + 1]
        place = end
