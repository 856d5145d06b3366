"""The program that renders chat templates, in a process of its own and under limits.

A template is code from whoever published the model. This program imports jinja2 and the standard library
only, and reads a request from each line of its input: a template, what it may read, and seconds of processor
time. It answers each with one line. It ends with its input, or when the system ends it for using too much.

What templates may use is what transformers gives them.
"""

from __future__ import annotations

import datetime
import functools
import json
import signal
import sys
from typing import Any

# As much as Python and jinja2 take, and half a gigabyte.
_MEMORY = 1 << 29
# Characters, beyond what was given to render.
_LONGEST = 1_000_000


def main(folders: list[str]) -> None:
    """Answer requests; jinja2 is found in ``folders``."""
    sys.path += folders
    # An interrupt is for the program that asks; its end closes the input.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    limit_time = _limits()
    for line in sys.stdin:
        request = json.loads(line)
        limit_time(request["seconds"])
        answer = _answer(request["template"], request["data"], len(line))
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


def _limits() -> Any:
    """Limit the memory from now on; the result limits the time from each call on, in seconds."""
    try:
        import resource
    except ImportError:  # Windows; the caller still has a limit of its own on the time
        return lambda seconds: None
    _environment()  # imports and compiles what every request needs

    def lower(kind: int, limit: int) -> None:
        # A limit that the user has set (ulimit) stays, and cannot be raised.
        most = resource.getrlimit(kind)[1]
        resource.setrlimit(kind, (limit if most == resource.RLIM_INFINITY else min(limit, most), most))

    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    if sys.platform == "linux":
        lower(resource.RLIMIT_DATA, used + _MEMORY)

    def limit_time(seconds: int) -> None:
        times = resource.getrusage(resource.RUSAGE_SELF)
        lower(resource.RLIMIT_CPU, int(times.ru_utime + times.ru_stime) + seconds + 1)

    return limit_time


def _answer(template: str, data: dict[str, Any], size: int) -> dict[str, str]:
    import jinja2

    parts: list[str] = []
    length = 0
    try:
        for part in _compiled(template).generate(**data):
            parts.append(part)
            length += len(part)
            if length > _LONGEST + size:
                return {"failed": f"it writes more than {_LONGEST + size:,} characters"}
    except jinja2.TemplateError as error:
        return {"refused": _line(error)}
    except MemoryError:
        return {"failed": "it needs too much memory"}
    except RecursionError:
        return {"failed": "it is nested too deeply"}
    except Exception as error:
        return {"failed": f"{type(error).__name__}: {_line(error)}"}
    return {"text": "".join(parts)}


def _line(error: Exception) -> str:
    words = " ".join(str(error).split())
    return "".join(char if char.isprintable() else ascii(char)[1:-1] for char in words)[:200]


@functools.lru_cache(4)
def _compiled(template: str) -> Any:
    return _environment().from_string(template)


def _environment() -> Any:
    import jinja2.ext
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    class Generation(jinja2.ext.Extension):
        """``{% generation %}`` marks what the model has written, which matters in training only."""

        tags = {"generation"}  # noqa: RUF012 (as jinja2 declares it)

        def parse(self, parser: Any) -> Any:
            next(parser.stream)
            return parser.parse_statements(("name:endgeneration",), drop_needle=True)

    environment = ImmutableSandboxedEnvironment(
        trim_blocks=True, lstrip_blocks=True, extensions=[Generation, "jinja2.ext.loopcontrols"]
    )
    environment.filters["tojson"] = _to_json
    environment.globals["raise_exception"] = _refuse
    environment.globals["strftime_now"] = lambda form: datetime.datetime.now().strftime(form)
    return environment


def _to_json(
    value: Any,
    ensure_ascii: bool = False,
    indent: Any = None,
    separators: Any = None,
    sort_keys: bool = False,
) -> str:
    return json.dumps(
        value, ensure_ascii=ensure_ascii, indent=indent, separators=separators, sort_keys=sort_keys
    )


def _refuse(message: str) -> None:
    import jinja2

    raise jinja2.TemplateError(message)


if __name__ == "__main__":
    main(sys.argv[1:])
