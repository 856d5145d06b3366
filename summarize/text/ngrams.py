"""How likely each language is, by the n-gram model of py3langid; loaded when first asked.

Loading takes about half a second and 130 MB (decompression is most of both), so callers
ask only where cheaper evidence does not decide. Knows nothing of scripts or thresholds.
"""

from __future__ import annotations

import math
from collections.abc import Collection
from functools import lru_cache
from typing import Any


def probabilities(text: str, among: Collection[str]) -> dict[str, float]:
    """The probability of each language (ISO 639-1 or the model's own label), most likely first.

    Args:
        text: at most a few thousand characters; the time is linear in its length.
        among: the languages there are to choose from; labels the model lacks are left out.

    Returns:
        Probabilities that add up to 1. Log-likelihoods are divided by the root of the
        text's length in bytes before they are normalised, as py3langid does for its own
        ``norm_probs``: without it every text of a few words gets 0 or 1.
    """
    scores = {label: score for label, score in _model().rank(text) if label in among}
    best = max(scores.values())
    temperature = math.sqrt(len(text.encode("utf-8", "surrogatepass")) or 1)
    weights = {label: math.exp((score - best) / temperature) for label, score in scores.items()}
    total = sum(weights.values())
    return {label: weight / total for label, weight in weights.items()}


def labels() -> frozenset[str]:
    """Every language the model knows."""
    return frozenset(_model().labels)


@lru_cache(maxsize=1)
def _model() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE)
