"""Systems under evaluation: a name, a fingerprint, and a function from a sample to a text.

``library_system`` is the tool itself; any ``Callable[[SuiteTask, Sample], str | Output]`` can replace it.
The fingerprint covers everything that may change an output: the code, the model's files, the decoding
and the precision. A journal line with another fingerprint is not used.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from summarize.errors import UsageError
from summarize.evaluation.samples import Sample, digest
from summarize.evaluation.suites import SuiteTask
from summarize.request import Decoding, Length, Request, Runtime

if TYPE_CHECKING:
    from summarize.engines.progress import Tokens
    from summarize.models.checkpoints import Checkpoint
    from summarize.result import Result

_WRITTEN = ("abstractive", "headline")  # kinds of tasks whose text the model writes itself
_SAMPLED = 1 << 20  # bytes read at the head, middle and tail of a large file


@dataclass(frozen=True)
class Output:
    """A system's text and what it reports about it; None where it does not report.

    ``extract`` is True where the source's own sentences replace what a model should have written.
    """

    text: str
    source_tokens: int | None = None
    tokens: int | None = None
    truncated: bool | None = None
    extract: bool | None = None


@dataclass(frozen=True)
class System:
    """One system. ``settings`` go into the manifest as they are; ``fingerprint`` decides on resuming."""

    name: str
    fingerprint: str
    write: Callable[[SuiteTask, Sample], str | Output]
    settings: Mapping[str, Any] = field(default_factory=dict)


def code_digest() -> str:
    """SHA-256 of the tool's own source files except the evaluation, which cannot change an output."""
    package = Path(__file__).resolve().parent.parent
    files = [
        path for path in sorted(package.rglob("*.py")) if "evaluation" not in path.parts[len(package.parts) :]
    ]
    return digest([[path.relative_to(package).as_posix(), _sha256(path.read_bytes())] for path in files])


def model_digest(folder: Path) -> str:
    """SHA-256 of a model folder or GGUF file: small files whole, of large ones the size and three parts.

    A weight file of gigabytes is not read in full: a retrained or damaged file differs at the head,
    the middle or the tail in all but contrived cases.
    """
    if folder.is_file():  # GGUF
        return digest([[folder.name, folder.stat().st_size, _sampled(folder)]])
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return digest(
        [[path.relative_to(folder).as_posix(), path.stat().st_size, _sampled(path)] for path in files]
    )


def _sampled(path: Path) -> str:
    size = path.stat().st_size
    if size <= 8 * _SAMPLED:
        return _sha256(path.read_bytes())
    total = hashlib.sha256()
    with path.open("rb") as file:
        for start in (0, size // 2, size - _SAMPLED):
            file.seek(start)
            total.update(file.read(_SAMPLED))
    return total.hexdigest()


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def request_for(task: SuiteTask, model: str | None, decoding: Decoding, runtime: Runtime) -> Request:
    """The tool's request for a task; ``UsageError`` where it needs a model and none is given."""
    if task.kind == "extractive":
        encoder = model if model and _checkpoint(model).family.kind in ("encoder", "static") else None
        return Request(
            task="extractive", length=task.length, model=encoder, decoding=decoding, runtime=runtime
        )
    if model is None:
        raise UsageError(f"task {task.id} ({task.kind}) needs a model: give --model")
    asked = Request(decoding=decoding, runtime=runtime)
    if task.kind == "translation":
        return replace(asked, task="translation", target=task.target, translators=(model,))
    headline = Length("sentences", 1) if task.kind == "headline" else None
    summary = replace(asked, task="abstractive", length=task.length or headline, model=model)
    if task.kind != "cross-lingual":
        return summary
    if "summarization" not in _checkpoint(model).tasks:  # a translator: it translates an extract
        summary = replace(summary, task="extractive", model=None)
    return replace(summary, target=task.target, translators=(model,))


def library_system(
    model: str | None = None, decoding: Decoding | None = None, runtime: Runtime | None = None
) -> System:
    """The tool as its users call it, on this machine, with these settings.

    ``model`` is a local folder, an alias or a name in the cache; without one, only extractive tasks can
    be run. It is loaded once, at the first sample that needs it.
    """
    decoding, runtime = decoding or Decoding(), runtime or Runtime()
    checkpoint = _checkpoint(model) if model else None
    settings = {
        "code": code_digest(),
        "model": model_digest(checkpoint.path) if checkpoint else None,
        "decoding": asdict(decoding),
        "runtime": asdict(runtime),
    }
    name = Path(checkpoint.name).name if checkpoint else "extractive"

    def write(task: SuiteTask, sample: Sample) -> Output:
        request = request_for(task, model, decoding, runtime)
        from summarize.api.run import run
        from summarize.engines.loaded import LOADED
        from summarize.engines.progress import counting
        from summarize.text.documents import from_text

        document = from_text(sample.source, sample.id, language=sample.source_language)
        own = LOADED.engine(checkpoint, runtime) if checkpoint and task.kind in _WRITTEN else None
        with counting() as translating:
            result = run(document, request, own)
        return _output(result, request, translating)

    return System(name, digest([name, settings]), write, settings)


def _checkpoint(model: str) -> Checkpoint:
    from summarize.models.cache import checkpoint

    return checkpoint(model)


def _output(result: Result, request: Request, translating: Tokens) -> Output:
    """The text, with the tokens read and written by summarising and translating together."""
    from summarize.summaries.folding import EMPTY_PART

    read, written = translating.read, translating.written
    extract = request.task == "abstractive" and (result.generated is None or EMPTY_PART in result.warnings)
    if result.generated:
        read += result.generated.account.tokens_read
        written += result.generated.account.tokens_written
    return Output(result.text, read or None, written or None, extract=extract)


def precomputed(name: str, outputs: Path) -> System:
    """Outputs in a file as a system, which cannot write new ones; the file's digest is its fingerprint."""
    if not outputs.is_file():
        raise UsageError(f"{outputs} is not a file")

    def write(task: SuiteTask, sample: Sample) -> Output:
        raise UsageError(f"{outputs} has no output for {task.id} {sample.id}")

    return System(name, digest([name, _sha256(outputs.read_bytes())]), write)
