"""Names that the text and the title have in tables and records, in three languages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from summarize.errors import DocumentError
from summarize.text.escapes import on_one_line

TEXTS = (
    "text", "body", "content", "article", "articlebody", "fulltext", "full_text", "maintext", "document",
    "story", "message", "description", "abstract", "summary", "comment", "текст", "содержание", "статья",
    "сообщение", "описание", "аннотация", "комментарий", "мәтін", "мазмұны", "мазмұн", "мақала", "хабарлама",
    "сипаттама", "пікір",
)  # fmt: skip
TITLES = (
    "title", "headline", "heading", "subject", "заголовок", "название", "тема", "тақырып", "тақырыбы",
    "атауы",
)  # fmt: skip
_LISTED = 20  # names are listed in a message up to this many, and this many characters of each
_NAME_LONGEST, _LIST_LONGEST = 30, 220


def named(names: Sequence[str], known: Sequence[str]) -> str | None:
    """The one of ``names`` that comes first among the known ones; case and spaces around do not matter."""
    folded = {name.strip().casefold(): name for name in reversed(names)}
    return next((folded[each] for each in known if each in folded), None)


def refusal(
    name: str, what: str, option: str, names: Iterable[str], wanted: str | None = None
) -> DocumentError:
    """The error that says which option names the text, and what the file has."""
    shown = [
        each if len(each) <= _NAME_LONGEST else each[:_NAME_LONGEST] + "…" for each in dict.fromkeys(names)
    ]
    listed = ", ".join(on_one_line(" ".join(each.split())) or "''" for each in shown[:_LISTED])
    if len(listed) > _LIST_LONGEST or len(shown) > _LISTED:
        listed = listed[:_LIST_LONGEST].rpartition(",")[0] + " …"
    has = f"it has: {listed}" if listed else "it has none"
    if wanted is not None:
        return DocumentError(f"{name} has no text at {option} {wanted!r}; {has}")
    return DocumentError(f"{name} is {what}; name the one with the text: {option} NAME ({has})")
