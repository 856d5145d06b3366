"""What is evaluated: a name, a fingerprint, and a function from a sample to a text.

``library_system`` is the tool itself; any ``Callable[[SuiteTask, Sample], str | Output]`` can take
its place. The fingerprint covers everything that may change an output: the code, the model's
files, the decoding and the machine's precision; a journal line made under another is not used.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from summarize.errors import UsageError
from summarize.evaluation.samples import Sample, digest
from summarize.evaluation.suites import SuiteTask
from summarize.request import Decoding, Length, Request, Runtime

if TYPE_CHECKING:
    from summarize.engines.progress import Tokens
    from summarize.engines.protocol import Engine
    from summarize.models.checkpoints import Checkpoint
    from summarize.result import Result

_SAMPLED = 1 << 20  # bytes read at the head, middle and tail of a large file


@dataclass(frozen=True)
class Output:
    """A system's text with what it knows of the work; None where it does not tell.

    ``extract`` is True where the text's own sentences stand in for what a model should have written.
    """

    text: str
    source_tokens: int | None = None
    tokens: int | None = None
    truncated: bool | None = None
    extract: bool | None = None


@dataclass(frozen=True)
class System:
    """One contender. ``settings`` go into the evidence as they are; ``fingerprint`` decides on resuming."""

    name: str
    fingerprint: str
    write: Callable[[SuiteTask, Sample], str | Output]
    settings: Mapping[str, Any] = field(default_factory=dict)


def code_digest() -> str:
    """SHA-256 of the tool's own source files, the evaluation left out: other code, other outputs."""
    package = Path(__file__).resolve().parent.parent
    files = [
        path for path in sorted(package.rglob("*.py")) if "evaluation" not in path.parts[len(package.parts) :]
    ]
    return digest([[path.relative_to(package).as_posix(), _sha256(path.read_bytes())] for path in files])


def model_digest(folder: Path) -> str:
    """SHA-256 over a model folder: small files whole, of large ones the size and three samples.

    A weight file of gigabytes is not read through; its head holds the layout, and a retrained or
    damaged file differs at the head, the middle or the tail in all but contrived cases.
    """
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
    """What the tool is asked for on a task; ``UsageError`` where the work needs a model and none is given."""
    if task.kind == "extractive":
        return Request(task="extractive", length=task.length, decoding=decoding, runtime=runtime)
    if model is None:
        raise UsageError(f"task {task.id} ({task.kind}) needs a model: give --model")
    asked = Request(decoding=decoding, runtime=runtime)
    if task.kind == "translation":
        return replace(asked, task="translation", target=task.target, translators=(model,))
    headline = Length("sentences", 1) if task.kind == "headline" else None
    summary = replace(asked, task="abstractive", length=task.length or headline, model=model)
    if task.kind != "cross-lingual":
        return summary
    if "summarization" not in _checkpoint(model).tasks:  # a translator: the text's own sentences, translated
        summary = replace(summary, task="extractive", model=None)
    return replace(summary, target=task.target, translators=(model,))


def library_system(
    model: str | None = None, decoding: Decoding | None = None, runtime: Runtime | None = None
) -> System:
    """The tool as its users call it, on this machine, with these settings.

    ``model`` is a local folder, an alias or a name in the cache; without it only extractive tasks can
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

    @cache
    def engine() -> Engine | None:
        from summarize.engines.load import load_engine

        return load_engine(checkpoint, runtime) if checkpoint else None

    def write(task: SuiteTask, sample: Sample) -> Output:
        request = request_for(task, model, decoding, runtime)
        from summarize.api.run import run
        from summarize.engines.progress import counting
        from summarize.text.documents import from_text

        document = from_text(sample.source, sample.id, language=sample.source_language)
        own = engine() if task.kind in ("abstractive", "headline") else None
        with counting() as translating:
            result = run(document, request, own)
        return _output(result, request, translating)

    return System(name, digest([name, settings]), write, settings)


def _checkpoint(model: str) -> Checkpoint:
    from summarize.models.cache import checkpoint

    return checkpoint(model)


def _output(result: Result, request: Request, translating: Tokens) -> Output:
    """The text with the tokens of summarising and of translating, where either took any."""
    from summarize.summaries.folding import STANDS_IN

    read, written = translating.read, translating.written
    extract = request.task == "abstractive" and (result.generated is None or STANDS_IN in result.warnings)
    if result.generated:
        read += result.generated.account.tokens_read
        written += result.generated.account.tokens_written
    return Output(result.text, read or None, written or None, extract=extract)


def precomputed(name: str, outputs: Path) -> System:
    """Outputs in a file as a system; its fingerprint is that of the file. It cannot write new ones."""
    if not outputs.is_file():
        raise UsageError(f"{outputs} is not a file")

    def write(task: SuiteTask, sample: Sample) -> Output:
        raise UsageError(f"{outputs} has no output for {task.id} {sample.id}")

    return System(name, digest([name, _sha256(outputs.read_bytes())]), write)
