"""A callable for pipelines of others: columns of a batch in, the same columns and ours out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from summarize.corpora.job import Job
from summarize.corpora.rows import Columns, LeftOut, row_of
from summarize.corpora.work import Failure, answers
from summarize.request import Request


class MapBatches:
    """Adds ``summary``, ``summary_warnings`` and ``summary_error`` to batches of rows, in order.

    For ``datasets.Dataset.map(…, batched=True)`` and, as a class with its arguments in
    ``fn_constructor_kwargs``, for ``ray.data.Dataset.map_batches``. The documents of a batch share the
    batches of a model. A document that fails has an error and no summary; it does not raise.

    >>> dataset.map(summarize.map_batches(Request(length=Length("sentences", 2))), batched=True)
    """

    def __init__(
        self,
        request: Request | None = None,
        *,
        text_column: str = "text",
        language_column: str | None = None,
        language: str | None = None,
        prefix: str = "summary",
    ) -> None:
        self._columns = Columns(text=text_column, language=language_column, source=language)
        self._job = Job(request or Request(), "", self._columns)
        self._prefix = prefix

    def __call__(self, batch: Mapping[str, Any]) -> dict[str, Any]:
        """The batch with three columns more: text or None, a list of warnings, an error or None."""
        plain = {name: _values(column) for name, column in batch.items()}
        names = [name for name in self._columns.required if name in plain]
        count = len(next(iter(plain.values()), []))
        rows = [
            row_of({name: plain[name][index] for name in names}, f"row {index + 1}", self._columns)
            for index in range(count)
        ]
        texts: list[str | None] = []
        warnings: list[list[str]] = []
        errors: list[str | None] = []
        for answer in answers(rows, self._job, alone=not self._job.writes):
            done = isinstance(answer, tuple)
            texts.append(answer[0].text if done else None)
            warnings.append(list(answer[0].warnings) if done else [])
            errors.append(None if done else _reason(answer))
        ours = {"": texts, "_warnings": warnings, "_error": errors}
        return {**batch, **{self._prefix + name: values for name, values in ours.items()}}


def _values(column: Any) -> list[Any]:
    """A column as a list of Python values: a list, an array of numpy or of Arrow."""
    for name in ("to_pylist", "tolist"):
        if hasattr(column, name):
            return list(getattr(column, name)())
    return list(column)


def _reason(answer: Failure | LeftOut) -> str:
    return answer.message if isinstance(answer, Failure) else str(answer)


map_batches = MapBatches
