"""Which checks an output fails, whatever its scores say.

``HARD`` ones are failures of the work itself and are gated: nothing written, an error, the wrong
language or script, the source given back, a loop, an extract in place of a model's text. The others,
from the tool's own checks against the source (numbers, names, quotations …), are counted and
reported. Knows nothing of references.
"""

from __future__ import annotations

from summarize.evaluation.journal import Prediction
from summarize.evaluation.normalization import normalize
from summarize.evaluation.samples import Sample

HARD = ("chatter", "copy", "empty", "error", "extract", "language", "loop", "residue", "script", "truncated")


def flags(sample: Sample, prediction: Prediction, kind: str) -> tuple[str, ...]:
    """The kinds of the findings about an output, sorted; an empty output fails no other check."""
    said = {
        "error": prediction.error is not None,
        "truncated": bool(prediction.truncated),
        "extract": bool(prediction.extract),
    }
    found = {name for name, failed in said.items() if failed}
    if not normalize(prediction.output):
        return tuple(sorted(found | {"empty"}))
    return tuple(sorted(found | _kinds(sample, prediction.output, kind)))


def _kinds(sample: Sample, output: str, kind: str) -> set[str]:
    from summarize.checks.verdict import check_summary, check_translation

    check = check_translation if kind == "translation" else check_summary
    found = {
        finding.kind
        for finding in check(
            output,
            sample.source,
            source_language=sample.source_language,
            target_language=sample.target_language,
        )
    }
    if kind in ("abstractive", "headline") and normalize(output) == normalize(sample.source):
        found.add("copy")
    return found
