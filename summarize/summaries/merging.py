"""Several summaries of parts of one document, as one result."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from summarize.checks.findings import Finding
from summarize.result import Result
from summarize.result.generated import Generated, ReadingAccount, Support
from summarize.result.summary import SectionSummary
from summarize.summaries.extract import joined
from summarize.text.documents import Document


def merged(document: Document, made: Sequence[tuple[str | None, Result]]) -> Result:
    """The summaries of sections under their headings: sentences, support and findings of all, in order.

    Offsets of findings, and indices of sentences, are moved to where they are in the whole.
    """
    sections, sentences = [], 0
    checks: list[Finding] = []
    support: list[Support] = []
    place = 0
    for heading, result in made:
        count = len(result.sentences)
        sections.append(SectionSummary(heading, result.text, tuple(range(sentences, sentences + count))))
        begins = place + (len(heading) + 1 if heading else 0)
        if result.generated:
            checks += [
                replace(c, start=c.start + begins, end=c.end + begins) for c in result.generated.checks
            ]
            support += [
                Support(each.text, tuple(index + sentences for index in each.sentences))
                for each in result.generated.support
            ]
        place = begins + len(result.text) + 2
        sentences += count
    results = [result for _, result in made]
    accounts = [result.generated.account for result in results if result.generated]
    written = next((result for result in results if result.generated), results[0])
    generated = None
    if written.generated:
        precision = written.generated.precision
        generated = Generated(_sum(accounts), tuple(checks), tuple(support), precision=precision)
    rejected = [result.rejected for result in results if result.rejected is not None]
    return replace(
        written,
        text=joined(sections),
        document=document,
        sentences=tuple(sentence for result in results for sentence in result.sentences),
        source_sentences=sum(result.source_sentences for result in results),
        warnings=tuple(dict.fromkeys(warning for result in results for warning in result.warnings)),
        rejected="\n\n".join(rejected) if rejected else None,
        generated=generated,
        sections=tuple(sections),
    )


def _sum(accounts: Sequence[ReadingAccount]) -> ReadingAccount:
    return ReadingAccount(
        characters=sum(each.characters for each in accounts),
        characters_read=sum(each.characters_read for each in accounts),
        tokens_read=sum(each.tokens_read for each in accounts),
        tokens_written=sum(each.tokens_written for each in accounts),
        chunks=sum(each.chunks for each in accounts),
        passes=max(each.passes for each in accounts),
    )
