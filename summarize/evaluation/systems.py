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
from summarize.models.checkpoints import capped
from summarize.models.fingerprints import model_digest
from summarize.request import Decoding, Length, Request, Runtime

if TYPE_CHECKING:
    from summarize.models.checkpoints import Checkpoint
    from summarize.progress import Tokens
    from summarize.result import Result
    from summarize.text.documents import Document

_WRITTEN = (
    "abstractive",
    "headline",
    "about",
    "together",
)  # kinds of tasks whose text the model writes itself
TOGETHER = 16  # samples that a model is given at once; a run that is killed loses as many at most


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
    """One system. ``settings`` go into the manifest as they are; ``fingerprint`` decides on resuming.

    ``together`` is how many samples it writes at once: a model is given the texts of all of them in batches.
    """

    name: str
    fingerprint: str
    write: Callable[[SuiteTask, Sample], str | Output]
    settings: Mapping[str, Any] = field(default_factory=dict)
    together: int = 1


def code_digest() -> str:
    """SHA-256 of the tool's own source files and prompts.

    The evaluation is left out: it cannot change an output.
    """
    from summarize.engines.prompts import resource

    package = Path(__file__).resolve().parent.parent
    files = [
        path for path in sorted(package.rglob("*.py")) if "evaluation" not in path.parts[len(package.parts) :]
    ]
    named = [(path.relative_to(package).as_posix(), path) for path in files]
    named += [(f"prompts/{path.name}", path) for path in sorted(resource("prompts").iterdir())]
    return digest([[name, _sha256(path.read_bytes())] for name, path in named])


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def request_for(task: SuiteTask, model: str | None, asked: Request) -> Request:
    """The tool's request for a task, run as ``asked``.

    ``UsageError`` where the task needs a model and none is given.
    """
    if task.kind in ("about", "together") and model is None:
        return replace(asked, task="extractive", length=task.length)
    if task.kind == "headline" and model is None:
        return replace(asked, task="extractive", shape="headline")
    if task.kind == "extractive":
        encoder = model if model and _checkpoint(model).family.kind in ("encoder", "static") else None
        return replace(asked, task="extractive", length=task.length, model=encoder)
    if model is None:
        raise UsageError(f"task {task.id} ({task.kind}) needs a model: give --model")
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
    model: str | None = None,
    decoding: Decoding | None = None,
    runtime: Runtime | None = None,
    *,
    prompt: str | None = None,
    max_input: int | None = None,
) -> System:
    """The tool as its users call it, on this machine, with these settings.

    ``model`` is a local folder, an alias or a name in the cache; without one, only extractive tasks can
    be run. It is loaded once, at the first sample that needs it. ``prompt`` is a prompt file and is named in
    the system's name, ``max_input`` the most tokens that the model reads at once.

    Raises:
        UsageError: the prompt file cannot be read or is not valid.
        ModelError: there is no such model.
    """
    decoding, runtime = decoding or Decoding(), runtime or Runtime()
    asked = Request(decoding=decoding, runtime=runtime, prompt=prompt, max_input=max_input)
    checkpoint = capped(_checkpoint(model), max_input) if model else None
    settings = {
        "code": code_digest(),
        "model": model_digest(checkpoint.path) if checkpoint else None,
        "decoding": asdict(decoding),
        "runtime": asdict(runtime),
        "prompt": _prompt_digest(prompt) if prompt else None,
        "max_input": max_input,
    }
    name = Path(checkpoint.name).name if checkpoint else "extractive"
    if prompt:
        name += f" {Path(prompt).stem}"

    def write(task: SuiteTask, sample: Sample) -> Output:
        request = request_for(task, model, asked)
        from summarize.api.run import run
        from summarize.engines.loaded import LOADED
        from summarize.progress import counting

        document = _document(sample)
        if sample.about:
            request = replace(request, about=(sample.about,))
        own = LOADED.engine(checkpoint, runtime) if checkpoint and task.kind in _WRITTEN else None
        with counting() as translating:
            result = run(document, request, own)
        return _output(result, request, translating)

    return System(name, digest([name, settings]), write, settings, TOGETHER if checkpoint else 1)


def _document(sample: Sample) -> Document:
    """The text of a sample, or its documents as one."""
    from summarize.summaries.together import together
    from summarize.text.documents import from_text

    if not sample.documents:
        return from_text(sample.source, sample.id, language=sample.source_language)
    parts = enumerate(sample.documents, start=1)
    return together(
        [from_text(text, f"{sample.id}-{number}", language=sample.source_language) for number, text in parts]
    )


def _prompt_digest(prompt: str) -> str:
    from summarize.engines import prompts

    prompts.load(Path(prompt))
    return _sha256(Path(prompt).read_bytes())


def _checkpoint(model: str) -> Checkpoint:
    from summarize.models.cache import checkpoint

    return checkpoint(model)


def _output(result: Result, request: Request, translating: Tokens) -> Output:
    """The text, with the tokens read and written by summarising and translating together."""
    read, written = translating.read, translating.written
    extract = request.task == "abstractive" and (result.generated is None or result.rejected is not None)
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
