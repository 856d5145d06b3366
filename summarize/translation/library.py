"""The library's one call: a text in, its translation out."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from summarize.request import Runtime
from summarize.text.documents import from_text
from summarize.text.languages import language as known_language
from summarize.translation.direction import Options
from summarize.translation.document import translate_document
from summarize.translation.glossary import Glossary, read
from summarize.translation.record import Translation
from summarize.translation.routes import Routes


@lru_cache(maxsize=1)
def routes(models: tuple[str, ...], runtime: Runtime) -> Routes:
    """The routes of these models; what they load is kept for the next call with the same ones."""
    return Routes(models, runtime)


def translate(
    text: str,
    to: str,
    *,
    language: str | None = None,
    model: str | Sequence[str] = (),
    glossary: str | Path | Glossary | None = None,
    options: Options | None = None,
    runtime: Runtime | None = None,
) -> Translation:
    """Translate a text between English, Russian and Kazakh with local models, offline.

    Args:
        text: the document; never taken for a path.
        to: ``en``, ``ru`` or ``kk``.
        language: the text's own; identified when not given.
        model: folders, hub ids or aliases; by default what this machine has.
        glossary: a file of terms, or a ``Glossary``; it goes before the one in ``options``.

    Returns:
        A ``Translation``: ``.text`` is the page, ``.segments`` every sentence with its source and flags.

    Raises:
        ModelError: no model here translates into ``to``; the message says what to get.
        UsageError: an unknown language, or a glossary that cannot be read.
        DocumentError: the text is empty.
    """
    target = known_language(to)
    options = options or Options()
    if glossary is not None:
        found = glossary if isinstance(glossary, Glossary) else read(glossary)
        options = Options(**{**vars(options), "glossary": found})
    models = (model,) if isinstance(model, str) else tuple(model)
    find = routes(models, runtime or Runtime()).find
    return translate_document(from_text(text, language=language), target, find, options)
