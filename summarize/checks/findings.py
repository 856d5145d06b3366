"""The result of a check."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from summarize.checks.wording import PHRASES, worded

Severity = Literal["error", "doubt"]
_LONGEST = 60  # characters of a piece of text that a message quotes


@dataclass(frozen=True)
class Finding:
    """A reason to distrust a hypothesis.

    ``kind`` is a stable identifier (``number``, ``name``, ``script`` …), ``message`` one line for
    people, ``value`` the text in question. ``start`` and ``end`` are character offsets in the
    hypothesis; for something that is missing there, both are its length. An ``error`` is wrong in
    nearly every case; a ``doubt`` is for a person to judge, and ``--strict`` and the gate ignore it.
    ``code`` and ``details`` are the phrase of ``summarize.checks.wording`` that ``message`` says in
    English, and what it quotes.
    """

    kind: str
    message: str
    value: str
    start: int
    end: int
    severity: Severity = "error"
    code: str = ""
    details: tuple[str, ...] = ()

    @property
    def certain(self) -> bool:
        """Whether it is an error."""
        return self.severity == "error"

    def said(self, reader: str) -> str:
        """The message in the language of the reader: ``en``, ``ru`` or ``kk``."""
        return worded(self.code, self.details, reader) if self.code else self.message

    def detail(self, reader: str) -> str:
        """The message without the kind, to print beside it."""
        return self.said(reader).removeprefix(f"{self.kind} ")

    def labelled(self, reader: str) -> str:
        """The kind and the message; the kind of a doubt has a question mark."""
        return f"{self.kind}{'' if self.certain else '?'}: {self.detail(reader)}"


def finding(code: str, value: str, start: int, end: int, *details: str) -> Finding:
    """A finding of the kind, severity and message of a phrase, which quotes ``details`` or ``value``."""
    phrase = PHRASES[code]
    quoted = tuple(" ".join(detail.split())[:_LONGEST] for detail in details or (value,))
    return Finding(phrase.kind, worded(code, quoted, "en"), value, start, end, phrase.severity, code, quoted)


def absence(code: str, value: str, hypothesis: str, *details: str) -> Finding:
    """A finding about something that the hypothesis lacks."""
    return finding(code, value, len(hypothesis), len(hypothesis), *details)


def certain(found: Finding) -> Finding:
    """The same finding as an error."""
    return replace(found, severity="error")


def doubted(found: Finding) -> Finding:
    """The same finding as a doubt."""
    return replace(found, severity="doubt")
