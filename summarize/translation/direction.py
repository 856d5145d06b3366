"""Sentences of one direction → attempts: the routes, the ladder's rungs and the checks put together.

Knows no pages and no documents.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from summarize.checks.findings import Finding
from summarize.checks.verdict import check_translation
from summarize.engines import progress
from summarize.engines.chunking import split_long
from summarize.engines.prompts import answer
from summarize.engines.protocol import Engine, Generation
from summarize.request import Decoding, Instruction
from summarize.result import Attempt, Leg
from summarize.text.languages import repair_lookalikes
from summarize.translation.glossary import Glossary, Lookup
from summarize.translation.routes import Hop, Route
from summarize.translation.shielding import Shielded, around, pieces, shield

Fixed = tuple[int, int, str]  # text[start:end] comes back as the string


@dataclass(frozen=True)
class Job:
    """A sentence, and which spans of it come back as what, whatever the model does."""

    text: str
    fixed: tuple[Fixed, ...] = ()


@dataclass(frozen=True)
class Draft:
    """What came of a job: ``finished`` is False where the model was stopped, not done."""

    text: str
    finished: bool = True
    lookalikes: int = 0


def render(engine: Engine, instruction: Instruction, jobs: Sequence[Job], decoding: Decoding) -> list[Draft]:
    """One draft for each job, in order; every text goes to the engine in as few calls as possible."""
    shields = [_shield(job) for job in jobs]
    first = _whole(engine, instruction, [shielded.text for shielded in shields], decoding)
    drafts: list[Draft | None] = [
        None if restored is None else Draft(restored, draft.finished, draft.lookalikes)
        for shielded, draft in zip(shields, first, strict=True)
        for restored in (shielded.restored(draft.text),)
    ]
    lost = [index for index, draft in enumerate(drafts) if draft is None]
    pieces = [_around(jobs[index]) for index in lost]
    texts = [text for parts in pieces for text, prose in parts if prose]
    second = iter(_whole(engine, instruction, texts, decoding))
    for index, parts in zip(lost, pieces, strict=True):
        drafts[index] = _joined([next(second) if prose else Draft(text) for text, prose in parts])
    return [draft for draft in drafts if draft is not None]


def _shield(job: Job) -> Shielded:
    spans = [(start, end) for start, end, _ in job.fixed]
    return shield(job.text, spans, [text for _, _, text in job.fixed])


def _around(job: Job) -> list[tuple[str, bool]]:
    """The job's parts in order, fixed ones already as they come back; see ``shielding.around``."""
    spans = [(start, end) for start, end, _ in job.fixed]
    back = {(start, end): text for start, end, text in job.fixed}
    parts, place = [], 0
    for text, prose in around(job.text, spans):
        parts.append((back.get((place, place + len(text)), text), prose))
        place += len(text)
    return parts


def _joined(drafts: Sequence[Draft]) -> Draft:
    return Draft(
        "".join(draft.text for draft in drafts),
        all(draft.finished for draft in drafts),
        sum(draft.lookalikes for draft in drafts),
    )


def _whole(engine: Engine, instruction: Instruction, texts: Sequence[str], decoding: Decoding) -> list[Draft]:
    """Translate texts; one that is longer than the engine reads goes in parts, cut between clauses."""
    if not texts:
        return []
    limit = engine.limit(instruction)
    parts = [split_long(text, engine.count, limit) for text in texts]
    written = engine.generate([part for run in parts for part in run], instruction, decoding)
    progress.count(sum(each.source_tokens for each in written), sum(each.tokens for each in written))
    generations = iter(written)
    return [_clean(text, [next(generations) for _ in run]) for text, run in zip(texts, parts, strict=True)]


def _clean(source: str, generations: Sequence[Generation]) -> Draft:
    """The parts on one line, in NFC, without chatter that the source does not have, look-alikes repaired.

    What came back as it went in is left as it is.
    """
    text = " ".join(" ".join(part.text for part in generations).split())
    finished = all(part.finished for part in generations)
    if text == " ".join(source.split()):
        return Draft(source, finished)
    if answer(source) == source.strip():
        text = " ".join(answer(text).split())
    repaired, count = repair_lookalikes(unicodedata.normalize("NFC", text))
    return Draft(repaired, finished, count)


# How much worse than nothing a flag makes an attempt; what is not listed weighs 2. Only the order matters:
# no text, then text that is not a translation, then a part that is lost, then what may be a false alarm.
_WEIGHTS = {
    "empty": 1000, "residue": 200, "script": 200, "language": 150, "loop": 120, "copy": 120, "chatter": 80,
    "unfinished": 60, "url": 40, "email": 40, "placeholder": 40, "number": 20, "date": 20, "money": 20,
    "glossary": 10, "length": 8, "quotation": 6, "name": 4, "abbreviation": 3, "lookalike": 1,
}  # fmt: skip


Translate = Callable[[Sequence[str]], list[Attempt]]  # one attempt for each sentence, in order


@dataclass(frozen=True)
class Rung:
    """One way to translate sentences; ``suits`` says for which it can make a difference."""

    name: str
    translate: Translate
    suits: Callable[[str, Sequence[Finding]], bool] = lambda _sentence, _flags: True


def climb(sentences: Sequence[str], rungs: Sequence[Rung]) -> list[tuple[Attempt, ...]]:
    """The attempts made at each sentence, in order; a sentence without flags is left alone.

    Each rung is climbed with all the sentences that need it at once.
    """
    attempts: list[list[Attempt]] = [[] for _ in sentences]
    for rung in rungs:
        open_ = [
            index
            for index, made in enumerate(attempts)
            if not made or ((flags := best(made).flags) and rung.suits(sentences[index], flags))
        ]
        done = rung.translate([sentences[index] for index in open_]) if open_ else []
        for index, attempt in zip(open_, done, strict=True):
            attempts[index].append(attempt)
    return [tuple(made) for made in attempts]


def best(attempts: Sequence[Attempt]) -> Attempt:
    """The attempt with the least that is wrong; of equals the first."""
    return min(attempts, key=lambda attempt: severity(attempt.flags))


def severity(flags: Sequence[Finding]) -> int:
    """How bad these flags are together; 0 for none."""
    return sum(_WEIGHTS.get(flag.kind, 2) for flag in flags)


_BEAMS = 5  # on the second rung, unless more were asked for
_NGRAM = 3  # words' worth of tokens that a looping model may not write twice
_CLAUSE = re.compile(r"(?<=[;:,])\s+|\s+(?=[–—]\s)")
_SHORTEST = 8  # words of a sentence that is worth splitting


@dataclass(frozen=True)
class Options:
    """How a document is translated.

    ``lines`` keeps every line a unit of its own; ``typography`` sets marks and numbers as the target
    language does; ``script`` is Kazakh's; without ``mend`` a flagged sentence is not tried again.
    ``prefix`` and ``prompt`` override what the model's family is told.
    """

    decoding: Decoding = field(default_factory=Decoding)
    glossary: Glossary = field(default_factory=Glossary)
    lines: bool = False
    typography: bool = False
    script: Literal["cyrillic", "latin"] = "cyrillic"
    mend: bool = True
    prefix: str | None = None
    prompt: str | None = None


class Direction:
    """One source and one target language, with the routes between them."""

    def __init__(self, source: str, target: str, routes: Sequence[Route], options: Options) -> None:
        self.source, self.target = source, target
        self.routes, self.options = routes, options
        self.lookup = Lookup(options.glossary.terms(source, target), source, target)
        self._kept = [term.source for term in self.lookup.terms if term.kept]

    def translate(self, sentences: Sequence[str]) -> list[tuple[Attempt, ...]]:
        """The attempts made at each sentence, in order."""
        return climb(sentences, self._rungs())

    def _rungs(self) -> list[Rung]:
        first, *others = self.routes
        base = self.options.decoding
        wide = replace(base, num_beams=max(base.num_beams or 1, _BEAMS))
        strict = replace(wide, no_repeat_ngram_size=base.no_repeat_ngram_size or _NGRAM)
        rungs = [Rung("first", lambda texts: self._attempt("first", first, texts, base))]
        if not self.options.mend:
            return rungs
        rungs += [
            Rung(
                "glossary",
                lambda texts: self._attempt("glossary", first, texts, base, forced=True),
                lambda _, flags: any(flag.kind == "glossary" for flag in flags),
            ),
            Rung("beams", lambda texts: self._attempt("beams", first, texts, wide)),
            Rung("no-repeat", lambda texts: self._attempt("no-repeat", first, texts, strict)),
            Rung(
                "split",
                lambda texts: self._split(first, texts, strict),
                lambda text, _: len(clauses(text)) > 1,
            ),
        ]
        return rungs + [Rung(f"other: {other}", self._along(other, wide)) for other in others]

    def _along(self, route: Route, decoding: Decoding):  # type: ignore[no-untyped-def]
        return lambda texts: self._attempt(f"other: {route}", route, texts, decoding)

    def _attempt(
        self, rung: str, route: Route, texts: Sequence[str], decoding: Decoding, *, forced: bool = False
    ) -> list[Attempt]:
        drafts, legs = self._through(route, texts, decoding, forced)
        return [
            Attempt(rung, draft.text, self._flags(text, draft), way, draft.lookalikes)
            for text, draft, way in zip(texts, drafts, legs, strict=True)
        ]

    def _split(self, route: Route, texts: Sequence[str], decoding: Decoding) -> list[Attempt]:
        """Each sentence in clauses, each clause on its own."""
        runs = [clauses(text) for text in texts]
        drafts, legs = self._through(route, [clause for run in runs for clause in run], decoding, False)
        attempts, place = [], 0
        for text, run in zip(texts, runs, strict=True):
            here = slice(place, place + len(run))
            draft = Draft(
                " ".join(draft.text for draft in drafts[here]),
                all(draft.finished for draft in drafts[here]),
                sum(draft.lookalikes for draft in drafts[here]),
            )
            way = tuple(
                replace(parts[0], text=" ".join(leg.text for leg in parts))
                for parts in zip(*legs[here], strict=True)
            )
            attempts.append(Attempt("split", draft.text, self._flags(text, draft), way, draft.lookalikes))
            place += len(run)
        return attempts

    def _through(
        self, route: Route, texts: Sequence[str], decoding: Decoding, forced: bool
    ) -> tuple[list[Draft], list[tuple[Leg, ...]]]:
        """The texts along a route, and what every leg made of them."""
        drafts = [Draft(text) for text in texts]
        legs: list[tuple[Leg, ...]] = [() for _ in texts]
        for hop in route.hops:
            jobs = [
                Job(draft.text, self._fixed(draft.text, text, hop, forced))
                for draft, text in zip(drafts, texts, strict=True)
            ]
            before = drafts
            drafts = render(hop.engine(), self._instruction(hop), jobs, decoding)
            drafts = [
                replace(draft, finished=draft.finished and earlier.finished)
                for draft, earlier in zip(drafts, before, strict=True)
            ]
            legs = [
                (*way, Leg(hop.source, hop.target, hop.model, draft.text))
                for way, draft in zip(legs, drafts, strict=True)
            ]
        return drafts, legs

    def _instruction(self, hop: Hop) -> Instruction:
        lookup = self._terms(hop)
        return Instruction(
            "translation",
            hop.source,
            hop.target,
            prefix=self.options.prefix,
            prompt=self.options.prompt,
            terms=lookup.pairs if lookup.terms else None,
        )

    def _terms(self, hop: Hop) -> Lookup:
        """The terms of one leg; on the way over a third language, of rows that have both its languages."""
        if (hop.source, hop.target) == (self.source, self.target):
            return self.lookup
        rows = (row for row in self.options.glossary.rows if {hop.source, hop.target} <= row.keys())
        return Lookup(Glossary(tuple(rows)).terms(hop.source, hop.target), hop.source, hop.target)

    def _fixed(self, text: str, sentence: str, hop: Hop, forced: bool) -> tuple[Fixed, ...]:
        """What a hop may not touch: pieces, kept terms and, if forced, the glossary's translations."""
        keep = list(self._kept)
        fixed: list[Fixed] = []
        if forced:
            terms = [term for term in self.lookup.in_source(sentence) if not term.kept]
            if hop.source == self.source:
                fixed = [(start, end, term.target) for start, end, term in self.lookup.spans(text, terms)]
            else:
                keep += [term.target for term in terms]
        for start, end in pieces(text, keep):
            if all(end <= first or start >= last for first, last, _ in fixed):
                fixed.append((start, end, text[start:end]))
        return tuple(sorted(fixed))

    def _flags(self, sentence: str, draft: Draft) -> tuple[Finding, ...]:
        found = check_translation(
            draft.text,
            sentence,
            source_language=self.source,
            target_language=self.target,
            glossary=self.lookup.pairs(sentence),
        )
        if not draft.finished:
            end = len(draft.text)
            found.append(Finding("unfinished", "the model was stopped before its end", "", end, end))
        return tuple(found)


def clauses(sentence: str) -> list[str]:
    """A sentence in its clauses, each of three words at least; one part where it is short or has none."""
    if len(sentence.split()) < _SHORTEST:
        return [sentence]
    parts: list[str] = []
    for clause in _CLAUSE.split(sentence):
        if parts and (len(clause.split()) < 3 or len(parts[-1].split()) < 3):
            parts[-1] = f"{parts[-1]} {clause}"
        else:
            parts.append(clause)
    return parts
