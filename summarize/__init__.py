"""Summaries, translations and their evaluation with local models, in English, Russian and Kazakh.

>>> from summarize import summarize
>>> summarize("…", sentences=3).text

Importing this package costs nothing: each name is loaded when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from summarize.version import __version__

if TYPE_CHECKING:
    from summarize.api.pipelines import pipeline
    from summarize.api.run import run, summarize, translate
    from summarize.corpora.batches import batch
    from summarize.corpora.mapping import map_batches
    from summarize.errors import DocumentError, ModelError, SummarizeError, UsageError
    from summarize.request import Length, Request
    from summarize.result import Excerpt, Result
    from summarize.text.documents import Document

_HOMES = {
    "Document": "text.documents",
    "DocumentError": "errors",
    "Excerpt": "result",
    "Length": "request",
    "ModelError": "errors",
    "Request": "request",
    "Result": "result",
    "SummarizeError": "errors",
    "UsageError": "errors",
    "batch": "corpora.batches",
    "map_batches": "corpora.mapping",
    "pipeline": "api.pipelines",
    "run": "api.run",
    "summarize": "api.run",
    "translate": "api.run",
}

__all__ = [
    "Document",
    "DocumentError",
    "Excerpt",
    "Length",
    "ModelError",
    "Request",
    "Result",
    "SummarizeError",
    "UsageError",
    "__version__",
    "batch",
    "map_batches",
    "pipeline",
    "run",
    "summarize",
    "translate",
]


def __getattr__(name: str) -> object:
    """Load a public name from its module when it is first asked for (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(f"module 'summarize' has no attribute {name!r}")
    return getattr(import_module(f"summarize.{_HOMES[name]}"), name)
