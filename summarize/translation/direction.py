"""Translation of the sentences of one language pair, retried until they pass their checks.

A ``Direction`` tries its strategies in turn (the first route as asked, more beams, clause by clause, other
routes, and last the glossary's terms put in), each on the sentences that are still flagged, and records every
attempt. How sentences go through an engine is in ``rendering``; which are tried again, and which attempt is
kept, in ``strategies``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from summarize.checks.findings import Finding, absence, finding
from summarize.checks.verdict import check_translation
from summarize.checks.waivers import Allowance
from summarize.engines.protocol import Aligner, Instructed, Link
from summarize.errors import ModelError
from summarize.request import Decoding, Instruction, Stopping
from summarize.result.segments import Attempt, Leg, MemoryMatch, Tags
from summarize.text.spans import Spans
from summarize.translation.glossary import Glossary, Lookup, Term, term_finding
from summarize.translation.meaning import Meaning
from summarize.translation.placement import placed
from summarize.translation.rendering import Draft, Fixed, Job, draft_each, join, render, with_tags
from summarize.translation.routes import Hop, Route
from summarize.translation.shielding import Shielded, occurrences, pieces
from summarize.translation.strategies import (
    FORCED,
    JUDGED,
    Strategy,
    Translate,
    best,
    clauses,
    has_clauses,
    misses_more,
    misses_term,
    try_strategies,
)
from summarize.translation.tagging import Tagging, text_of, without_tags

if TYPE_CHECKING:
    from summarize.engines.encoders import SentenceEncoder
    from summarize.translation.memory.recall import Known, Remembered

EDITED = "edited"  # the strategy of a person
_BEAMS = 5  # from the "beams" strategy on, unless more were asked for
_NGRAM = 3  # tokens that a looping model may not repeat in sequence


@dataclass(frozen=True)
class Options:
    """How a document is translated.

    ``lines`` treats every line as a paragraph of its own; ``typography`` applies the target language's
    quotation marks, dashes and number formats; ``script`` is that of Kazakh output; with ``mend`` False, a
    flagged sentence is not retried. ``prefix`` and ``prompt`` override those of the model's family. With
    ``encoder`` translations are also compared by meaning with the sentences of the document. ``allowance`` is
    what a person has seen and accepted; ``known`` is asked before a model is: a memory, or what a person has
    edited, and ``whole`` are the blocks, by their index, that are one sentence each. ``literals`` are, for a
    sentence, pieces of it that must stay as they are, in order, besides those that ``shielding`` finds.
    ``tags`` gives the numbered tags of sentences with formatting inside; it is called only for a model that
    can be told to keep them.
    """

    decoding: Decoding = field(default_factory=Decoding)
    glossary: Glossary = field(default_factory=Glossary)
    lines: bool = False
    typography: bool = False
    script: Literal["cyrillic", "latin"] = "cyrillic"
    mend: bool = True
    prefix: str | None = None
    prompt: str | None = None
    encoder: SentenceEncoder | None = None
    allowance: Allowance = field(default_factory=Allowance)
    known: Known | None = None
    whole: Set[int] = frozenset()
    literals: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    tags: Callable[[], Mapping[str, Tagging]] = dict


class Direction:
    """One source and one target language, with the routes between them.

    Without routes only what is at hand is used: for anything else ``missing`` is raised, if it is given.
    """

    def __init__(
        self,
        source: str,
        target: str,
        routes: Sequence[Route],
        options: Options,
        missing: ModelError | None = None,
    ) -> None:
        self.source, self.target = source, target
        self.routes, self.options, self._missing_model = routes, options, missing
        self.lookup = Lookup(options.glossary.terms(source, target), source, target)
        self._kept = [term.source for term in self.lookup.terms if term.kept]
        self._meaning: Meaning | None = None
        self._flags: dict[tuple[str, str], list[Finding]] = {}  # of a sentence and its translation
        self._literals = dict(options.literals)
        self._best: dict[str, Attempt] = {}  # of the attempts made at a sentence so far

    def translate(
        self, sentences: Sequence[str], remembered: Sequence[Remembered | None] = ()
    ) -> list[tuple[Attempt, ...]]:
        """The attempts made at each sentence, in order; a sentence that occurs again is translated once.

        ``remembered`` is what is at hand for each; only where that has an error is a model asked too.

        Raises:
            ModelError: there is no model, and something is not at hand.
        """
        self._flags.clear()
        self._best.clear()
        once = list(dict.fromkeys(sentences))
        encoder = self.options.encoder
        self._meaning = Meaning(encoder, once, self.source, self.target) if encoder and once else None
        recalled = self._recalled(sentences, remembered)
        both = list(zip(sentences, recalled, strict=True))
        new = list(dict.fromkeys(sentence for sentence, known in both if not _settles(known)))
        made = dict(zip(new, self._made(new), strict=True))
        return [known if _settles(known) else (*known, *made[sentence]) for sentence, known in both]

    def _made(self, sentences: Sequence[str]) -> list[tuple[Attempt, ...]]:
        """The attempts of models at each sentence; without any, one that leaves it as it is."""
        if self.routes:
            strategies = [replace(one, translate=self._judged(one.translate)) for one in self._strategies()]
            return try_strategies(sentences, strategies)
        if self._missing_model and sentences:
            raise self._missing_model
        return [
            (Attempt(EDITED, text, (finding("no-edit", text[:60], 0, len(text)),), ()),) for text in sentences
        ]

    def _recalled(
        self, sentences: Sequence[str], remembered: Sequence[Remembered | None]
    ) -> list[tuple[Attempt, ...]]:
        """What a memory has for each sentence, checked as what a model writes is."""
        places = [place for place, each in enumerate(remembered) if each]
        found = [each for each in remembered if each]

        def take(texts: Sequence[str]) -> list[Attempt]:
            return [self._take(text, each) for text, each in zip(texts, found, strict=True)]

        checked = self._judged(take)([sentences[place] for place in places])
        taken: list[tuple[Attempt, ...]] = [() for _ in sentences]
        for place, attempt, each in zip(places, checked, found, strict=True):
            taken[place] = _taken(attempt, each.match)
        return taken

    def _take(self, sentence: str, found: Remembered) -> Attempt:
        leg = Leg(self.source, self.target, found.name, found.text)
        strategy = "memory" if found.match else EDITED
        return self._attempt(strategy, sentence, Draft(found.text), (leg,))

    def align(self, pairs: Sequence[tuple[str, str]], model: str) -> list[list[Link]]:
        """Links of sentences and translations that ``model`` made of them alone; none if it cannot tell."""
        hop = next((r.hops[0] for r in self.routes if len(r.hops) == 1 and r.hops[0].model == model), None)
        engine = hop.engine() if hop else None
        if hop is None or not isinstance(engine, Aligner):
            return [[] for _ in pairs]
        try:
            return engine.align(pairs, self._instruction(hop))
        except ModelError:
            return [[] for _ in pairs]

    def _strategies(self) -> list[Strategy]:
        first, *others = self.routes
        base = replace(self.options.decoding, stopping=Stopping())
        wide = replace(base, num_beams=max(base.num_beams or 1, _BEAMS))
        strict = replace(wide, no_repeat_ngram_size=base.no_repeat_ngram_size or _NGRAM)
        plain = self._strategy("first", first, base)
        plain = replace(plain, translate=self._tags_first(first, base, plain.translate))
        if not self.options.mend:
            return [plain]
        return [
            plain,
            self._strategy("beams", first, wide),
            replace(self._strategy("no-repeat", first, strict), applies=misses_more),
            Strategy("split", lambda texts: self._split(first, texts, strict), has_clauses),
            *(self._strategy(f"other: {other}", other, wide) for other in others),
            replace(self._strategy(FORCED, first, base, forced=True), applies=misses_term),
        ]

    def _strategy(self, name: str, route: Route, decoding: Decoding, *, forced: bool = False) -> Strategy:
        """Whole sentences along a route; ``forced`` replaces terms by the glossary's translations."""

        def translate(texts: Sequence[str]) -> list[Attempt]:
            drafts, legs = self._along(route, texts, decoding, forced=forced)
            if forced:
                drafts = [self._put(draft, text) for draft, text in zip(drafts, texts, strict=True)]
            return [
                self._attempt(name, text, draft, way)
                for text, draft, way in zip(texts, drafts, legs, strict=True)
            ]

        return Strategy(name, translate)

    def _tags_first(self, route: Route, decoding: Decoding, plain: Translate) -> Translate:
        """With numbered tags where a chat model keeps them, ``plain`` everywhere else."""

        def translate(texts: Sequence[str]) -> list[Attempt]:
            kept, failed = self._tagged(route.hops[0], texts, decoding) if len(route.hops) == 1 else ({}, {})
            others = [text for text in texts if text not in kept]
            made = dict(zip(others, plain(others) if others else (), strict=True))
            return [
                kept[text] if text in kept else replace(made[text], tags=failed.get(text, "none"))
                for text in texts
            ]

        return translate

    def _tagged(
        self, hop: Hop, texts: Sequence[str], decoding: Decoding
    ) -> tuple[dict[str, Attempt], dict[str, Tags]]:
        """Attempts with numbered tags, and why those that failed did; a text in neither was not asked.

        A model that loses the tags of most of the first ``JUDGED`` sentences is given no more of them.
        """
        engine, instruction = hop.engine(), self._instruction(hop, tags=True)
        if not isinstance(engine, Instructed) or not engine.keeps_tags(instruction):
            return {}, {}
        tags = self.options.tags()
        limit = engine.limit(instruction) if tags else 0
        asked: dict[str, Shielded] = {}
        for text in texts:
            job = Job(text, self._fixed(text, text, hop, forced=False))
            shielded = with_tags(job, tags[text]) if text in tags else None
            if shielded and engine.count(shielded.text) <= limit:
                asked[text] = shielded
        kept: dict[str, Attempt] = {}
        failed: dict[str, Tags] = {}
        items = list(asked.items())
        for part in (items[:JUDGED], items[JUDGED:]):
            if 2 * list(failed.values()).count("lost") > JUDGED:
                break
            written = draft_each(engine, instruction, [shielded.text for _, shielded in part], decoding)
            for (text, shielded), draft in zip(part, written, strict=True):
                attempt = self._by_tags(
                    hop, text, tags[text], replace(draft, text=shielded.restored(draft.text) or "")
                )
                if attempt and not attempt.flags:
                    kept[text] = attempt
                else:
                    failed[text] = "flagged" if attempt else "lost"
        return kept, failed

    def _by_tags(self, hop: Hop, sentence: str, tags: Tagging, draft: Draft) -> Attempt | None:
        """The attempt that an answer with numbered tags is; ``None`` if they are not as they were."""
        runs = tags.runs(draft.text)
        if runs is None:
            return None
        leg = Leg(hop.source, hop.target, hop.model, text_of(runs))
        attempt = self._attempt("first", sentence, replace(draft, text=leg.text), (leg,))
        return replace(attempt, tags="kept", tagged=draft.text)

    def _split(self, route: Route, texts: Sequence[str], decoding: Decoding) -> list[Attempt]:
        """Each sentence clause by clause."""
        runs = [clauses(text) for text in texts]
        for text, run in zip(texts, runs, strict=True):
            if text in self._literals:
                self._literals.update(dict.fromkeys(run, self._literals[text]))
        drafts, legs = self._along(route, [clause for run in runs for clause in run], decoding)
        attempts, place = [], 0
        for text, run in zip(texts, runs, strict=True):
            here = slice(place, place + len(run))
            way = tuple(
                replace(parts[0], text=" ".join(leg.text for leg in parts))
                for parts in zip(*legs[here], strict=True)
            )
            attempts.append(self._attempt("split", text, join(drafts[here], " "), way))
            place += len(run)
        return attempts

    def _judged(self, translate: Translate) -> Translate:
        """The same attempts, with what the encoder finds in their meaning; the best of each is remembered."""

        def judged(texts: Sequence[str]) -> list[Attempt]:
            attempts = translate(texts)
            if self._meaning is not None:
                pairs = [(text, attempt.text) for text, attempt in zip(texts, attempts, strict=True)]
                attempts = [
                    replace(attempt, flags=(*attempt.flags, *more))
                    for attempt, more in zip(attempts, self._meaning.findings(pairs), strict=True)
                ]
            for text, attempt in zip(texts, attempts, strict=True):
                self._best[text] = best([self._best.get(text, attempt), attempt])
            return attempts

        return judged

    def _attempt(self, strategy: str, sentence: str, draft: Draft, legs: tuple[Leg, ...]) -> Attempt:
        """A draft with its flags."""
        flags, waived = self.options.allowance.split(
            self._checked(draft.text, sentence), sentence, draft.text
        )
        if draft.looped:
            if all(flag.kind != "loop" for flag in flags):
                flags.append(absence("loop-model", "", draft.text))
        elif not draft.finished:
            flags.append(absence("unfinished-limit", "", draft.text))
        return Attempt(
            strategy, draft.text, tuple(flags), legs, draft.lookalikes, draft.tokens, tuple(waived)
        )

    def _missing(self, sentence: str) -> tuple[Term, ...]:
        """The terms that the best attempt at a sentence lacks."""
        made = self._best.get(sentence)
        return self.lookup.missing(sentence, made.text) if made else ()

    def _put(self, draft: Draft, sentence: str) -> Draft:
        """The best attempt, with the missing terms where a draft has them if that is clear."""
        made = self._best[sentence]
        targets = [term.target for term in self._missing(sentence)]
        return replace(draft, text=placed(made.text, draft.text, targets, self.target) or made.text)

    def _checked(self, hypothesis: str, sentence: str) -> list[Finding]:
        """The flags of a translation; strategies that write the same again are not checked again."""
        key = sentence, hypothesis
        if key not in self._flags:
            missing = self.lookup.missing(sentence, hypothesis)
            self._flags[key] = check_translation(
                hypothesis,
                sentence,
                source_language=self.source,
                target_language=self.target,
            ) + [term_finding(term, hypothesis) for term in missing]
        return self._flags[key]

    def _along(
        self, route: Route, texts: Sequence[str], decoding: Decoding, *, forced: bool = False
    ) -> tuple[list[Draft], list[tuple[Leg, ...]]]:
        """Drafts of the texts at the end of a route, and the legs that led to each."""
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
                replace(
                    draft,
                    finished=draft.finished and earlier.finished,
                    looped=draft.looped or earlier.looped,
                    tokens=draft.tokens + earlier.tokens,
                )
                for draft, earlier in zip(drafts, before, strict=True)
            ]
            legs = [
                (*way, Leg(hop.source, hop.target, hop.model, draft.text))
                for way, draft in zip(legs, drafts, strict=True)
            ]
        return drafts, legs

    def _instruction(self, hop: Hop, *, tags: bool = False) -> Instruction:
        lookup = self._terms(hop)
        made = Instruction(
            "translation",
            hop.source,
            hop.target,
            prefix=self.options.prefix,
            prompt=self.options.prompt,
            terms=lookup.pairs if lookup.terms else None,
            choose=lookup.prefer if lookup.terms else None,
        )
        if not tags or not lookup.terms:
            return replace(made, tags=tags)
        return replace(
            made,
            tags=True,
            terms=lambda text: lookup.pairs(without_tags(text)),
            choose=lambda text, said: lookup.prefer(without_tags(text), [without_tags(one) for one in said]),
        )

    def _terms(self, hop: Hop) -> Lookup:
        """The terms of one hop; on a detour, those of the rows that name both of the hop's languages."""
        if (hop.source, hop.target) == (self.source, self.target):
            return self.lookup
        rows = (row for row in self.options.glossary.rows if {hop.source, hop.target} <= row.keys())
        return Lookup(Glossary(tuple(rows)).terms(hop.source, hop.target), hop.source, hop.target)

    def _fixed(self, text: str, sentence: str, hop: Hop, forced: bool) -> tuple[Fixed, ...]:
        """What a hop must not change: pieces, kept terms and, if forced, the glossary's translations."""
        keep = list(self._kept)
        fixed: list[Fixed] = []
        if forced:
            terms = [term for term in self._missing(sentence) if not term.kept]
            if hop.source == self.source:
                fixed = [(start, end, term.target) for start, end, term in self.lookup.spans(text, terms)]
            else:
                keep += [term.target for term in terms]
        literals = [(start, end) for start, end, _ in occurrences(text, self._literals.get(sentence, ()))]
        taken = Spans(literals)
        fixed = [each for each in fixed if not taken.meet(each[0], each[1])]
        taken = Spans([*literals, *((start, end) for start, end, _ in fixed)])
        kept = literals + [span for span in pieces(text, keep) if not taken.meet(*span)]
        return tuple(sorted([*fixed, *((start, end, text[start:end]) for start, end in kept)]))


def _taken(attempt: Attempt, match: MemoryMatch | None) -> tuple[Attempt, ...]:
    """An attempt out of a memory. One from a similar sentence is flagged, and not used if it has an error."""
    if match and match.kind == "fuzzy":
        if any(flag.certain for flag in attempt.flags):
            return ()
        similar = finding(
            "memory-fuzzy", attempt.text, 0, len(attempt.text), f"{match.score:.0%}", match.source
        )
        attempt = replace(attempt, flags=(*attempt.flags, similar))
    return (replace(attempt, memory=match),)


def _settles(known: tuple[Attempt, ...]) -> bool:
    """Whether what is at hand needs no model beside it: what a person made, and what has no error."""
    return bool(known) and (known[0].strategy == EDITED or not any(flag.certain for flag in known[0].flags))
