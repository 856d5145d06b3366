"""A gate inside GitHub Actions: annotations for what failed, and the step's summary.

At most ten errors and ten warnings a step are shown there, so no more are printed; a summary of a
mebibyte or more is dropped whole, so it is cut below that at the end of a line.
"""

from __future__ import annotations

from collections.abc import Sequence

from summarize.evaluation.gate import Gate, Verdict

_SHOWN = 10
_LARGEST = 1024 * 1024 - 4096
_CUT = "\n\n… cut here: the whole report is in the run's folder.\n"


def commands(gate: Gate) -> list[str]:
    """Workflow commands: up to ten ``::error`` for failures, up to ten ``::warning`` for the rest."""
    failed = [each for each in gate.verdicts if each.status == "FAIL"]
    doubted = [each for each in gate.verdicts if each.status in ("WARN", "INCONCLUSIVE")]
    return [*_limited("error", failed), *_limited("warning", doubted)]


def _limited(level: str, verdicts: Sequence[Verdict]) -> list[str]:
    if len(verdicts) <= _SHOWN:
        return [_command(level, f"{each.task} {each.subject}", each.message) for each in verdicts]
    rest = len(verdicts) - _SHOWN + 1
    named = ", ".join(f"{each.task} {each.subject}" for each in verdicts[_SHOWN - 1 :])
    return [*_limited(level, verdicts[: _SHOWN - 1]), _command(level, f"{rest} more", named)]


def _command(level: str, title: str, message: str) -> str:
    escaped = title.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    for character, code in ((":", "%3A"), (",", "%2C")):
        escaped = escaped.replace(character, code)
    text = message.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return f"::{level} title={escaped}::{text}"


def step_summary(report: str, used: int = 0) -> str:
    """``report`` (Markdown), cut so that with ``used`` bytes before it the summary stays under 1 MiB."""
    content = report.encode()
    room = _LARGEST - used - len(_CUT.encode())
    if len(content) <= room:
        return report
    kept = content[: max(room, 0)]
    return kept[: kept.rfind(b"\n") + 1].decode() + _CUT
