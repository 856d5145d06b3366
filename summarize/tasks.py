"""run(): Document + Request → Result; the one ``match`` on the task.

Each task's code is imported when it is asked for, so that an extract never pays for a model.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from summarize.errors import UsageError
from summarize.request import Length, Request, Unit
from summarize.text.documents import Document, from_text

if TYPE_CHECKING:
    from summarize.engine import Engine
    from summarize.result import Result


def run(document: Document, request: Request, engine: Engine | None = None) -> Result:
    """Do what ``request`` asks with one document.

    Args:
        engine: a loaded model to generate with; by default the one ``request`` names or this machine has.

    Raises:
        SummarizeError: what the user can mend; anything else is a bug.
    """
    if request.target:
        from summarize import crosslingual

        if request.task == "translation":
            return crosslingual.translate_whole(document, request, request.target)
        return crosslingual.summarise_into(document, request, request.target)
    match request.task:
        case "extractive":
            from summarize.extraction import extract

            return extract(document, request)
        case "abstractive":
            from summarize.abstraction import abstract

            return abstract(document, request, engine)
        case _:
            raise UsageError(f"a {request.task} needs a target language")


def summarize(
    text: str,
    *,
    sentences: int | None = None,
    words: int | None = None,
    ratio: float | None = None,
    language: str | None = None,
) -> Result:
    """Summarise a text with its own most central sentences; needs no model and no network.

    Args:
        text: the document; never taken for a path.
        sentences, words, ratio: how long the summary may be, at most one of them: whole
            sentences, whole words, or a share of the text's sentences in (0, 1]. By
            default something sensible for the text's length.
        language: ``en``, ``ru`` or ``kk``; identified when not given.

    Returns:
        A ``Result``: ``.text`` is the summary, ``.sentences`` say where each sentence stood.

    Raises:
        UsageError: more than one length, or one out of range; an unknown language.
        DocumentError: the text is empty.
    """
    return run(from_text(text, language=language), Request(length=length(sentences, words, ratio)))


def length(sentences: int | None, words: int | None, ratio: float | None) -> Length | None:
    """The one length that was given, or None.

    Raises:
        UsageError: more than one was given, or one is out of range.
    """
    units: tuple[tuple[Unit, float | None], ...] = (
        ("sentences", sentences),
        ("words", words),
        ("ratio", ratio),
    )
    given = [Length(unit, amount) for unit, amount in units if amount is not None]
    if len(given) > 1:
        raise UsageError("give only one of --sentences, --words and --ratio")
    return given[0] if given else None
