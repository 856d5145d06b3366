"""Bars of tokens per second as SVG: one group per case, each with its own scale."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from decoding_results import Result
from decoding_sizes import SIZES

_COLOURS = {"naive": "#999", "sorted": "#666", "packed": "#4a7", "ct2": "#c83"}
_OURS = "#2563c9"
_BAR, _LEFT, _WIDTH = 18, 190, 430


def plot(results: Sequence[Result]) -> str:
    """All cases in order, with the best of CTranslate2's batch sizes."""
    parts, y = [], 10
    for (size, rows, beams), group in groupby(results, lambda one: (one.size, one.rows, one.beams)):
        chosen = _best_batches(list(group))
        most = max(result.speed for result in chosen)
        title = f"{SIZES[size].name} — {rows} sentences, {'greedy' if beams == 1 else f'{beams} beams'}"
        y += 24
        parts.append(f'<text x="10" y="{y}" font-weight="bold">{title}</text>')
        for result in chosen:
            y += _BAR
            colour = _COLOURS.get(result.engine.split()[0], _OURS)
            long = max(result.speed / most * _WIDTH, 1)
            parts += [
                f'<text x="{_LEFT - 8}" y="{y}" text-anchor="end">{result.engine}</text>',
                f'<rect x="{_LEFT}" y="{y - 11}" width="{long:.1f}" height="13" fill="{colour}"/>',
                f'<text x="{_LEFT + long + 6:.1f}" y="{y}">{result.speed:,.0f}</text>',
            ]
    space = 'xmlns="http://www.w3.org/2000/svg" font-family="sans-serif" font-size="12"'
    head = f'<svg {space} width="720" height="{y + 16}">'
    return "\n".join([head, '<rect width="100%" height="100%" fill="white"/>', *parts, "</svg>"]) + "\n"


def _best_batches(case: Sequence[Result]) -> list[Result]:
    best: dict[str, Result] = {}
    for one in case:
        words = [word for word in one.engine.split() if not word.isdigit()]
        name = " ".join(words)
        if name not in best or one.speed > best[name].speed:
            best[name] = one
    return list(best.values())
