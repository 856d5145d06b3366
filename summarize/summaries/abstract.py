"""Abstractive summaries: written by a model, checked against the document."""

from __future__ import annotations

from dataclasses import dataclass, replace

from summarize.checks.findings import Finding, absence
from summarize.checks.provenance import rests_on
from summarize.checks.verdict import check_summary
from summarize.checks.waivers import allowance, digest
from summarize.engines.loaded import LOADED
from summarize.engines.protocol import Engine
from summarize.errors import FaithfulnessError
from summarize.models.checkpoints import capped
from summarize.models.choices import choose
from summarize.request import Instruction, Length, Request
from summarize.result import Result
from summarize.result.generated import Generated, Support
from summarize.summaries import folding
from summarize.summaries.extract import about_only, excerpts, extract_from, nothing_found
from summarize.summaries.folding import LOOP, Abstract
from summarize.summaries.headlines import headline, unwrapped
from summarize.summaries.merging import merged
from summarize.summaries.ranking import rank
from summarize.summaries.selection import default_length
from summarize.summaries.tfidf import tfidf
from summarize.summaries.together import agreement
from summarize.text import structure
from summarize.text.documents import Document

# Findings shown in the warning; the JSON has them all.
_SHOWN = 5


def abstract(document: Document, request: Request, engine: Engine | None = None) -> Result:
    """Summarise a document in a model's own words and check the summary against it.

    A text that is already short enough is returned by ``extract``. A summary that is too long, or that
    fails its checks if ``request`` says so, is replaced by an extractive one.

    Raises:
        ModelError: no model does this, or it cannot be loaded.
        FaithfulnessError: the summary failed its checks and ``request`` makes that an error.
    """
    outline = about_only(structure.outline(document), request, document.language)
    if not outline.sentences:
        return nothing_found(document, request, request.model or "", 0)
    if request.by_section:
        return _by_section(document, outline, request, engine)
    return _abstract(document, outline, request, engine)


def _by_section(
    document: Document, outline: structure.Structure, request: Request, engine: Engine | None
) -> Result:
    """Each section's summary under its heading; a section that is short enough gives its own sentences."""
    whole = replace(request, by_section=False)
    made = []
    for within in structure.sections(outline.sentences):
        here = outline.sentences[within.start : within.stop]
        part = replace(outline, headline=here[0].heading, sentences=here)
        made.append((here[0].heading, _abstract(document, part, whole, engine)))
    return merged(document, made)


def _abstract(
    document: Document, outline: structure.Structure, request: Request, engine: Engine | None
) -> Result:
    """The summary of these sentences of the document."""
    sentences = structure.attributed(outline.sentences)
    texts = [sentence.text for sentence in sentences]
    length = request.length or default_length(texts)
    if request.shape != "headline" and folding.keeps(texts, folding.in_units(length, len(texts))):
        return _own_sentences(document, outline, request)
    engine = engine or _engine(request, document.language)
    written = folding.summarise(
        sentences, engine, _instruction(request, document), request.decoding, _asked(request)
    )
    if request.shape == "headline":
        written = replace(written, sentences=tuple(map(unwrapped, written.sentences)))
    text = " ".join(written.sentences)
    if len(text.split()) >= sum(len(sentence.split()) for sentence in texts):
        looped = f"it repeated itself ({written.looped[:40]!r}), and " if written.looped else ""
        reason = f"{looped}the summary is no shorter than the text"
        if request.strict:
            raise _failure(document, engine.name, reason)
        return _extracted(document, outline, request, f"{engine.name}: {reason}", text)
    source = "\n".join(texts)
    found = check_summary(text, source, source_language=document.language, target_language=document.language)
    if written.looped is not None:
        found.append(absence("loop-model", written.looped, text))
    checked = _Checked(*allowance(request.allow, request.waivers).split(found, source, text), request.reader)
    errors = checked.errors
    if (errors and request.unfaithful == "fail") or (request.strict and (errors or written.shortfalls)):
        raise _failure(document, engine.name, [*errors, *written.shortfalls][0])
    if errors and request.unfaithful == "extract":
        reason = f"{engine.name}: the summary failed its checks: {errors[0]}"
        return _extracted(document, outline, request, reason, text)
    return _shaped(_result(document, outline, engine, written, checked, digest(source, text)), request)


@dataclass(frozen=True)
class _Checked:
    """The findings of a summary that stand, those that a person has accepted, and the reader's language."""

    findings: list[Finding]
    waived: list[Finding]
    reader: str

    @property
    def errors(self) -> list[str]:
        """What the errors say."""
        return [one.said(self.reader) for one in self.findings if one.certain]

    @property
    def warnings(self) -> list[str]:
        """All findings in at most one line for a person, errors first."""
        ordered = sorted(self.findings, key=lambda one: not one.certain)
        messages = list(dict.fromkeys(one.said(self.reader) for one in ordered))
        if not messages:
            return []
        more = f"; and {len(messages) - _SHOWN} more" if len(messages) > _SHOWN else ""
        return [f"checks: {'; '.join(messages[:_SHOWN])}{more}"]


def _result(
    document: Document,
    outline: structure.Structure,
    engine: Engine,
    written: Abstract,
    checked: _Checked,
    segment: str,
) -> Result:
    """The summary with its findings and the sentences of the document that it rests on."""
    texts = [sentence.text for sentence in outline.sentences]
    rests = rests_on(written.sentences, texts)
    used = sorted({index for indices in rests for index in indices})
    others = agreement(document, outline, used)
    scores = rank(texts, encoder=tfidf, headline=outline.headline).scores.tolist()
    return Result(
        text=" ".join(written.sentences),
        document=document,
        task="abstractive",
        model=engine.name,
        target=None,
        sentences=excerpts(document, outline, used, scores, others),
        conflicts=others.conflicts,
        source_sentences=len(texts),
        warnings=(
            *document.warnings,
            *outline.notes,
            *(n for n in written.notes if n != LOOP),
            *checked.warnings,
            *map(str, others.conflicts),
        ),
        rejected="\n\n".join(written.rejected) if written.rejected else None,
        generated=Generated(
            written.account,
            tuple(checked.findings),
            tuple(
                Support(sentence, tuple(used.index(index) for index in indices))
                for sentence, indices in zip(written.sentences, rests, strict=True)
            ),
            tuple(checked.waived),
            segment,
            engine.precision,
        ),
    )


def _failure(document: Document, model: str, reason: str) -> FaithfulnessError:
    return FaithfulnessError(f"{document.name}: {model}: {reason.rstrip('.')}; nothing was written")


def _extracted(
    document: Document, outline: structure.Structure, request: Request, reason: str, text: str
) -> Result:
    """The extractive summary that replaces a generated ``text``, with a warning that says why."""
    result = _own_sentences(document, outline, request)
    warnings = (*result.warnings, f"{reason}; replaced by an extractive summary")
    return replace(result, warnings=warnings, rejected=text)


def _own_sentences(document: Document, outline: structure.Structure, request: Request) -> Result:
    """The extractive summary of these sentences, which were chosen for what they are about before."""
    return extract_from(document, outline, replace(request, task="extractive", model=None, about=()))


def _asked(request: Request) -> Length | None:
    return Length("sentences", 1) if request.shape == "headline" else request.length


def _shaped(result: Result, request: Request) -> Result:
    """The summary in the form asked: its sentences with a dash each, or one without a full stop."""
    about = request.about[0] if request.about else None
    result = replace(result, shape=request.shape, about=about)
    written = [support.text for support in result.generated.support] if result.generated else []
    if request.shape == "bullets":
        text = "\n".join(f"- {sentence}" for sentence in written)
    elif request.shape == "headline":
        text = headline(result.text, result.document.language)
    else:
        return result
    if result.generated:
        checks = tuple(_placed(finding, text) for finding in result.generated.checks)
        result = replace(result, generated=replace(result.generated, checks=checks))
    return replace(result, text=text)


def _placed(finding: Finding, text: str) -> Finding:
    """The finding with its offsets in ``text``, where its words stand as before or no longer."""
    start = text.find(finding.value) if finding.start < finding.end else -1
    place = (start, start + len(finding.value)) if start >= 0 else (len(text), len(text))
    return replace(finding, start=place[0], end=place[1])


def _instruction(request: Request, document: Document) -> Instruction:
    return Instruction(
        "summarization",
        document.language,
        document.language,
        _asked(request),
        prefix=request.prefix,
        prompt=request.prompt,
        shape="headline" if request.shape == "headline" else "sentences",
    )


def _engine(request: Request, language: str) -> Engine:
    """The model that ``request`` names, or the best on this machine."""
    checkpoint = choose("summarization", language, language, request.model)
    return LOADED.engine(capped(checkpoint, request.max_input), request.runtime)
