"""Ways to set the tags of a sentence again in its translation, and how many of them are then right."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from tag_suite import WORD

from summarize.engines.protocol import Link
from summarize.text.blocks import Run
from summarize.translation.counterparts import counterparts
from summarize.translation.projection import Projection, project

Languages = tuple[str, str]
Way = Callable[[Sequence[Run], str, Sequence[Link], Languages], Sequence[Run]]
Tag = tuple[str, int, int]  # what it is, and the words from and before which it goes, counted from 0


@dataclass
class Score:
    """Tags that are right, that were set, and that should have been; and their words."""

    right: int = 0
    found: int = 0
    wanted: int = 0
    words_right: int = 0
    words_found: int = 0
    words_wanted: int = 0

    def add(self, found: Sequence[Run], wanted: Sequence[Run]) -> None:
        """Count one sentence."""
        ours, theirs = tags(found), tags(wanted)
        self.right += len(ours & theirs)
        self.found += len(ours)
        self.wanted += len(theirs)
        one, other = _words_of(ours), _words_of(theirs)
        self.words_right += len(one & other)
        self.words_found += len(one)
        self.words_wanted += len(other)

    @property
    def f1(self) -> float:
        """Of tags: right is one on exactly the right words."""
        return 2 * self.right / (self.found + self.wanted) if self.wanted else 0.0

    @property
    def words_f1(self) -> float:
        """Of words in tags."""
        found = self.words_found + self.words_wanted
        return 2 * self.words_right / found if found else 0.0


def tags(runs: Sequence[Run]) -> frozenset[Tag]:
    """The tags of a sentence: stretches of words in one formatting, and the places of references to notes.

    A word is in what its first letter is in; marks and white space do not count. A reference to a note is
    after so many words: right after one is the same place as right before the next.
    """
    text = "".join(run.text for run in runs)
    starts = [word.start() for word in WORD.finditer(text)]
    styles = [_style_at(runs, start) for start in starts]
    found: set[Tag] = set()
    for name in {name for style in styles for name in style}:
        inside = [index for index, style in enumerate(styles) if name in style]
        found.update((name, first, last) for first, last in _stretches(inside))
    position = 0
    for run in runs:
        if run.anchor.startswith("n"):
            before = sum(start < position for start in starts)
            found.add((run.anchor, before, before))
        position += len(run.text)
    return frozenset(found)


def as_the_tool(
    source: Sequence[Run], hypothesis: str, links: Sequence[Link], languages: Languages
) -> Projection:
    """What the tool does, without a glossary."""
    text = "".join(run.text for run in source)
    return project(source, hypothesis, counterparts(text, hypothesis, languages), links)


def projected(
    source: Sequence[Run], hypothesis: str, links: Sequence[Link], languages: Languages
) -> Sequence[Run]:
    """As the tool does."""
    return as_the_tool(source, hypothesis, links, languages).runs


def dropped(
    source: Sequence[Run], hypothesis: str, links: Sequence[Link], languages: Languages
) -> Sequence[Run]:
    """The plain translation, with what cannot be left out at its end."""
    return (Run(hypothesis), *(run for run in source if run.anchor and not run.text))


def proportional(
    source: Sequence[Run], hypothesis: str, links: Sequence[Link], languages: Languages
) -> Sequence[Run]:
    """Each tag where its text is in the source, in characters.

    It has the words whose middle is there, or the nearest word.
    """
    text = "".join(run.text for run in source)
    scale = len(hypothesis) / len(text)
    ours = [word.span() for word in WORD.finditer(text)]
    theirs = [word.span() for word in WORD.finditer(hypothesis)]
    styles: list[list[str]] = [[] for _ in theirs]
    notes: list[tuple[int, Run]] = []
    for name, first, last in sorted(tags(source)):
        if name.startswith("n"):
            place = (ours[first - 1][1] if first else 0) * scale
            ends = [0, *(end for _, end in theirs)]
            notes.append((min(ends, key=lambda end: abs(end - place)), _note(source, name)))
            continue
        low, high = ours[first][0] * scale, ours[last - 1][1] * scale
        middles = [(start + end) / 2 for start, end in theirs]
        inside = [j for j, middle in enumerate(middles) if low <= middle <= high]
        nearest = min(range(len(theirs)), key=lambda j: abs(middles[j] - (low + high) / 2))
        for j in inside or [nearest]:
            styles[j].append(name)
    return _runs(hypothesis, theirs, styles, notes)


def _runs(
    text: str,
    words: Sequence[tuple[int, int]],
    styles: Sequence[Sequence[str]],
    notes: Sequence[tuple[int, Run]],
) -> list[Run]:
    cuts = sorted(
        {0, len(text), *(place for word in words for place in word), *(place for place, _ in notes)}
    )
    found: list[Run] = []
    for low, high in zip(cuts, [*cuts[1:], len(text)], strict=True):
        found += [note for place, note in notes if place == low]
        style = next((each for (start, _), each in zip(words, styles, strict=True) if start == low), ())
        found.append(Run(text[low:high], tuple(style)))
    return found


def _note(source: Sequence[Run], name: str) -> Run:
    return next(run for run in source if run.anchor == name)


def _style_at(runs: Sequence[Run], place: int) -> tuple[str, ...]:
    position = 0
    for run in runs:
        position += len(run.text)
        if place < position:
            return run.style
    raise ValueError(f"there is no text at {place}")


def _stretches(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    first = None
    for index, number in enumerate(numbers):
        first = number if first is None else first
        if index + 1 == len(numbers) or numbers[index + 1] != number + 1:
            yield first, number + 1
            first = None


def _words_of(found: frozenset[Tag]) -> set[tuple[str, int]]:
    return {(name, word) for name, first, last in found for word in range(first, last)}
