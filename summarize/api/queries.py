"""Queries in the language of the text they are asked of."""

from __future__ import annotations

from summarize.api.cross_lingual import glossary
from summarize.errors import UsageError
from summarize.request import TranslationOptions
from summarize.text.language_table import LANGUAGES
from summarize.translation.glossary import Lookup


def in_language(about: tuple[str, ...], language: str, options: TranslationOptions) -> tuple[str, ...]:
    """The query, followed by its terms in ``language`` as a glossary translates them from other languages.

    Without a glossary in ``options`` the one of the package is used. A query that has no term of it stays
    alone.

    Raises:
        UsageError: the query is empty, or the glossary cannot be read.
    """
    query = about[0]
    if not any(map(str.isalnum, query)):
        raise UsageError("--about is empty: say what the summary is to be about")
    terms = glossary(options.glossary or "starter")
    found = []
    for source in LANGUAGES:
        if source != language:
            pairs = Lookup(terms.terms(source, language), source, language).pairs(query)
            found += [" ".join(dict.fromkeys(target for _, target in pairs))] if pairs else []
    return tuple(dict.fromkeys((query, *found)))
