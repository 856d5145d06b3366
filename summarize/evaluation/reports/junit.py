"""The gate as JUnit XML: a suite a task, a case a metric or check.

``<failure>`` is a regression, ``<error>`` something that could not be measured. Characters that XML 1.0
forbids are taken out: one stray control character would lose the whole file.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

from summarize.evaluation.gate import Gate, Verdict

_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_safe(text: str) -> str:
    """``text`` without the characters that XML 1.0 cannot hold."""
    return _FORBIDDEN.sub("", text)


def junit(gate: Gate) -> str:
    """The verdicts of a gate."""
    tasks = dict.fromkeys(each.task for each in gate.verdicts)
    suites = [_suite(task, [each for each in gate.verdicts if each.task == task]) for task in tasks]
    failures = sum(each.status == "FAIL" for each in gate.verdicts)
    head = f'<testsuites name="summarize eval" tests="{len(gate.verdicts)}" failures="{failures}" errors="0">'
    return "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', head, *suites, "</testsuites>"]) + "\n"


def _suite(task: str, verdicts: Sequence[Verdict]) -> str:
    failures = sum(each.status == "FAIL" for each in verdicts)
    cases = [_case(each) for each in verdicts]
    head = f'<testsuite name={_quote(task)} tests="{len(verdicts)}" failures="{failures}" errors="0">'
    return "\n".join([head, *cases, "</testsuite>"])


def _case(verdict: Verdict) -> str:
    head = f"<testcase classname={_quote(verdict.task)} name={_quote(verdict.subject)}>"
    message = f"{verdict.status}: {verdict.message}"
    if verdict.status == "FAIL":
        return f"{head}<failure message={_quote(message)}/></testcase>"
    return f"{head}<system-out>{escape(xml_safe(message))}</system-out></testcase>"


def _quote(text: str) -> str:
    return quoteattr(xml_safe(text))


def unmeasured(message: str) -> str:
    """The file of a gate that could not measure at all: one case with an ``<error>``."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<testsuites name="summarize eval" tests="1" failures="0" errors="1">\n'
        '<testsuite name="gate" tests="1" failures="0" errors="1">\n'
        f'<testcase classname="gate" name="measurement"><error message={_quote(message)}/></testcase>\n'
        "</testsuite>\n</testsuites>\n"
    )
