"""Several documents that are summarised together: read one by one, and all reported."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from summarize.cli.deliver import Input
from summarize.errors import SummarizeError
from summarize.text.documents import Document


class Group:
    """The documents of a run as one; ``failures`` are those that could not be read."""

    def __init__(self, inputs: Sequence[Input], read: Callable[[str], Document]) -> None:
        self._inputs, self._read = inputs, read
        self._made: Document | None = None
        self.failures: list[SummarizeError] = []

    @property
    def name(self) -> str:
        """What messages call all of them."""
        more = len(self._inputs) - 1
        first = self._inputs[0].called
        return f"{first} and {more} more" if more else first

    def document(self, name: str) -> Document:
        """The documents that can be read, as one; they are read once. Each that cannot is a warning.

        Raises:
            SummarizeError: none can be read.
        """
        from summarize.summaries.together import together

        if self._made is None:
            read = []
            for each in self._inputs:
                try:
                    read.append(self._read(each.name))
                except SummarizeError as error:
                    self.failures.append(error)
                    if len(self.failures) == len(self._inputs):
                        raise
            made = together(read)
            self._made = replace(made, warnings=(*map(str, self.failures), *made.warnings))
        return self._made
