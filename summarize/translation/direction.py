"""Sentences of one direction → attempts: the routes, the ladder's rungs and the checks put together.

Knows no pages and no documents.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from summarize.checks.findings import Finding
from summarize.checks.verdict import check_translation
from summarize.request import Decoding, Instruction
from summarize.translation.glossary import Glossary, Lookup
from summarize.translation.ladder import Rung, climb
from summarize.translation.record import Attempt, Leg
from summarize.translation.rendering import Draft, Fixed, Job, render
from summarize.translation.routes import Hop, Route
from summarize.translation.shielding import pieces

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
