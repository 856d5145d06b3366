"""The samples of a task as HTML: source, output and reference side by side, differing words marked.

Works without a script (every sample is a ``<details>``); the page's script adds search and order.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from html import escape

from summarize.evaluation.results import Scores, TaskResult

_PIECE = re.compile(r"\w+|\W+")
_LARGEST = 4_000_000  # words of one text times words of the other


def _is_word(piece: str) -> bool:
    return piece[0].isalnum() or piece[0] == "_"


def _keys(pieces: Sequence[str]) -> list[str]:
    return [piece.casefold() for piece in pieces if _is_word(piece)]


def marked(left: str, right: str) -> tuple[str, str]:
    """Both texts as HTML: words of the left that the right lacks in ``<mark>``, and the other way round.

    "Lacks" is by alignment: a word that stands elsewhere in the other text is marked too.
    """
    ours, theirs = _PIECE.findall(left), _PIECE.findall(right)
    left_keys, right_keys = _keys(ours), _keys(theirs)
    if len(left_keys) * len(right_keys) > _LARGEST:
        return escape(left), escape(right)
    blocks = SequenceMatcher(None, left_keys, right_keys, autojunk=False).get_matching_blocks()
    kept_left = {block.a + i for block in blocks for i in range(block.size)}
    kept_right = {block.b + i for block in blocks for i in range(block.size)}
    return _html(ours, kept_left, "ours"), _html(theirs, kept_right, "theirs")


def _html(pieces: Sequence[str], kept: set[int], name: str) -> str:
    """The pieces joined, runs of words that are not kept in one mark each."""
    found: list[str] = []
    word, inside, between = 0, False, ""
    for piece in pieces:
        if not _is_word(piece):
            between += escape(piece)
            continue
        differs = word not in kept
        word += 1
        if inside and not differs:
            found.append("</mark>")
        found.append(between)
        if differs and not inside:
            found.append(f'<mark class="{name}">')
        found.append(escape(piece))
        between, inside = "", differs
    return "".join([*found, "</mark>" if inside else "", between])


def closest(text: str, others: Sequence[str]) -> int:
    """The index of the text among ``others`` that shares most words with ``text``; 0 for none."""
    words = set(_keys(_PIECE.findall(text)))
    shares = [len(words & set(_keys(_PIECE.findall(other)))) for other in others]
    return shares.index(max(shares)) if shares else 0


def anchor(task: str, sample: str = "") -> str:
    """The page's address of a task or sample: letters, digits and hyphens only."""
    name = f"{task} {sample}".strip()
    return "".join(character if character.isalnum() else f"-{ord(character):x}-" for character in name)


Others = Sequence[tuple[str, Scores]]  # what other systems, by name, made of a sample


def sample_browser(task: TaskResult, beside: Mapping[str, Others]) -> str:
    """Search, order, and every sample; ``beside`` has other systems' outputs by sample."""
    rows = "".join(_sample(task, sample, beside.get(sample.id, ())) for sample in task.samples)
    return (
        '<div class="browser"><form class="controls" role="search">'
        '<label>Search <input type="search" name="text"></label>'
        '<label>Order <select name="order"><option value="given">as given</option>'
        '<option value="worst">worst first</option><option value="best">best first</option></select></label>'
        '<label><input type="checkbox" name="flagged"> only failed checks</label>'
        '<output name="shown"></output></form>'
        f'<div class="samples">{rows}</div></div>'
    )


def _sample(task: TaskResult, sample: Scores, others: Others) -> str:
    metric = task.metrics[0]
    score = sample.scores.get(metric)
    shown = "" if score is None else f"{score:.1f}"
    flags = "".join(f'<span class="flag">{escape(flag)}</span>' for flag in sample.checks)
    numbers = ", ".join(f"{escape(name)} {value:g}" for name, value in sample.scores.items())
    error = f'<p class="error">{escape(sample.error)}</p>' if sample.error else ""
    return (
        f'<details class="sample" id="{anchor(task.name, sample.id)}" data-score="{shown}" '
        f'data-flagged="{int(bool(sample.checks))}"><summary><b>{escape(sample.id)}</b> '
        f'<span class="score">{shown}</span>{flags}</summary>{error}{_texts(task, sample, others)}'
        f'<p class="numbers">{numbers}</p></details>'
    )


def _texts(task: TaskResult, sample: Scores, others: Others) -> str:
    """Three columns and the outputs of others below; for a baseline, which has no texts, a line."""
    if not sample.source and not sample.output and not sample.references:
        return "<p>A baseline keeps no texts.</p>"
    best = closest(sample.output, sample.references)
    pairs = [marked(sample.output, reference) for reference in sample.references]
    output = pairs[best][0] if pairs else escape(sample.output)
    references = "<hr>".join(theirs for _, theirs in pairs)
    return (
        '<div class="texts">'
        + _column("Source", escape(sample.source), task.source_language)
        + _column("Output", output or "<i>nothing</i>", task.target_language)
        + _column("Reference", references, task.target_language)
        + "".join(_other(task, name, each, sample.references) for name, each in others if each.source)
        + "</div>"
    )


def _other(task: TaskResult, name: str, sample: Scores, references: Sequence[str]) -> str:
    """Another system's output, its words marked against the reference that is nearest to it."""
    nearest = references[closest(sample.output, references)] if references else ""
    score = sample.scores.get(task.metrics[0])
    title = escape(name) if score is None else f"{escape(name)} {score:.1f}"
    html = marked(sample.output, nearest)[0] or "<i>nothing</i>"
    return (
        f'<section class="beside"><h4>{title}</h4>'
        f'<div class="text" lang="{task.target_language}" tabindex="0">{html}</div></section>'
    )


def _column(title: str, html: str, language: str) -> str:
    return (
        f'<section class="{title.lower()}"><h4>{title}</h4>'
        f'<div class="text" lang="{language}" tabindex="0">{html}</div></section>'
    )
