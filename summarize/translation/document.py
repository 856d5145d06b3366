"""Document → ``Translation``: sentences found, sent the way their language needs, and set on the page again.

Puts segmentation, directions, typography and the record together; knows no runtime.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from summarize.checks.findings import Finding
from summarize.errors import ModelError
from summarize.result import Attempt, Segment, Status, TermReport, Translation, translation_account
from summarize.text.documents import Document
from summarize.text.language_table import NAMES
from summarize.text.languages import identify_paragraphs
from summarize.translation import kazakh_latin
from summarize.translation.direction import Direction, Options, best
from summarize.translation.routes import Find
from summarize.translation.segments import Slot, page
from summarize.translation.shielding import outside
from summarize.translation.typography import typeset

_MARKUP = ("***", "**", "~~", "`")


def translate_document(
    document: Document, target: str, find: Find, options: Options | None = None
) -> Translation:
    """Translate a whole document.

    Args:
        target: ``en``, ``ru`` or ``kk``.
        find: gives the routes of a direction, best first (``Routes(...).find``).

    Raises:
        ModelError: nothing here translates from the document's language into the target.
    """
    options = options or Options()
    document, notes = _in_cyrillic(document)
    leaf = page(document.text, document.language, lines_apart=options.lines)
    directions, languages, more = _directions(document, leaf.slots, target, find, options)
    attempts = _attempts(leaf.slots, languages, directions)
    segments = tuple(
        _segment(slot, language, target, made, options)
        for slot, language, made in zip(leaf.slots, languages, attempts, strict=True)
    )
    used = [direction for direction in directions.values() if direction]
    counted = translation_account(segments)
    routes = _routes(segments)
    reports = tuple(report for direction in used for report in _reports(direction, segments))
    return Translation(
        text=leaf.filled([segment.hypothesis for segment in segments]),
        document=document,
        target=target,
        script=options.script if target == "kk" else "cyrillic",
        segments=segments,
        account=counted,
        routes=routes,
        glossary=reports,
        warnings=(*document.warnings, *notes, *more, *_warnings(segments, reports)),
    )


def _in_cyrillic(document: Document) -> tuple[Document, list[str]]:
    """Kazakh in Latin letters is read as Cyrillic, which models know."""
    if document.identification.suspect != "kk-Latn":
        return document, []
    note = f"the text is Kazakh in Latin letters; read as the alphabet of {kazakh_latin.EDITION}"
    cyrillic = outside(document.text, kazakh_latin.to_cyrillic)
    found = replace(document.identification, script="Cyrl", suspect=None, warnings=())
    warnings = tuple(one for one in document.warnings if one not in document.identification.warnings)
    return replace(document, text=cyrillic, identification=found, warnings=warnings), [note]


def _directions(
    document: Document, slots: Sequence[Slot], target: str, find: Find, options: Options
) -> tuple[dict[str, Direction | None], list[str], list[str]]:
    """A direction for each language on the page (``None``: no way), the slots' languages, and notes.

    A sentence in another language that nothing here translates goes the document's way, if it has one.
    """
    languages = identify_paragraphs([slot.text for slot in slots], document.identification)
    directions: dict[str, Direction | None] = {}
    notes: list[str] = []
    for language in dict.fromkeys([document.language, *languages]):
        if language == target or (language not in languages and language != document.language):
            continue
        try:
            directions[language] = Direction(language, target, find(language, target), options)
        except ModelError as error:
            if language == document.language:
                raise
            count = languages.count(language)
            notes.append(f"{count} sentences in {NAMES[language]}: {error}")
            directions[language] = None
    stray = {language for language, direction in directions.items() if direction is None}
    if stray and document.language != target:
        languages = [document.language if language in stray else language for language in languages]
    return directions, languages, notes


def _attempts(
    slots: Sequence[Slot], languages: Sequence[str], directions: dict[str, Direction | None]
) -> list[tuple[Attempt, ...]]:
    """The attempts at each slot; none where it is in the target language, or nothing translates it."""
    made: list[tuple[Attempt, ...]] = [() for _ in slots]
    for source, direction in directions.items():
        places = [index for index, language in enumerate(languages) if language == source]
        if direction and places:
            done = direction.translate([slots[index].text for index in places])
            for index, attempts in zip(places, done, strict=True):
                made[index] = attempts
    return made


def _segment(
    slot: Slot, language: str, target: str, attempts: tuple[Attempt, ...], options: Options
) -> Segment:
    segment = Segment(
        source=slot.text,
        hypothesis=slot.text,
        language=language,
        target=target,
        paragraph=slot.paragraph,
        start=slot.start,
        end=slot.end,
        status="kept",
        flags=(),
        attempts=attempts,
        legs=(),
    )
    if attempts:
        chosen = best(attempts)
        flags = (*chosen.flags, *_lost_markup(slot.text, chosen.text))
        status: Status = "flagged" if flags else "passed" if chosen is attempts[0] else "mended"
        segment = replace(segment, hypothesis=chosen.text, status=status, flags=flags, legs=chosen.legs)
        if any(flag.kind == "empty" for flag in flags):  # a page must not lose a sentence
            flag = Finding("empty", "the model wrote nothing; the source stands here", "", 0, len(slot.text))
            segment = replace(segment, hypothesis=slot.text, flags=(flag,), legs=())
    elif language != target:
        flag = Finding(
            "untranslated", f"no model here translates {NAMES[language]}", slot.text[:60], 0, len(slot.text)
        )
        segment = replace(segment, status="flagged", flags=(flag,))
    return replace(segment, hypothesis=_set(segment, options))


def _set(segment: Segment, options: Options) -> str:
    """The hypothesis in the typography and the letters that were asked for."""
    text = segment.hypothesis
    if options.typography and segment.legs:
        text = typeset(text, segment.source, source_language=segment.language, target_language=segment.target)
    written = segment.legs or segment.language == segment.target  # what was left untranslated is not Kazakh
    if options.script == "latin" and segment.target == "kk" and written:
        return outside(text, kazakh_latin.to_latin)
    return text


def _lost_markup(source: str, hypothesis: str) -> list[Finding]:
    """Emphasis that the model did not carry over; the words are all there, the marks are not."""
    end = len(hypothesis)
    return [
        Finding("markup", f"{mark!r} of the source is missing", mark, end, end)
        for mark in _MARKUP
        if source.count(mark) > hypothesis.count(mark)
    ][:1]


def _reports(direction: Direction, segments: Sequence[Segment]) -> list[TermReport]:
    """Hits and misses of each glossary term in the sentences that went this way."""
    hits: Counter[tuple[str, str]] = Counter()
    misses: Counter[tuple[str, str]] = Counter()
    for segment in segments:
        if segment.language != direction.source or not segment.attempts:
            continue
        text = best(segment.attempts).text
        for term in direction.lookup.in_source(segment.source):
            counts = hits if direction.lookup.hit(term, text) else misses
            counts[term.source, term.target] += 1
    return [TermReport(*term, hits[term], misses[term]) for term in dict.fromkeys([*hits, *misses])]


def _routes(segments: Sequence[Segment]) -> tuple[str, ...]:
    """The ways that were really gone, the most gone first."""
    ways = Counter(segment.legs for segment in segments if segment.legs)
    said: Counter[str] = Counter()
    for legs, count in ways.items():
        way = "→".join([legs[0].source, *(leg.target for leg in legs)])
        said[f"{way}: {', '.join(leg.model for leg in legs)}"] += count
    return tuple(way for way, _ in said.most_common())


def _warnings(segments: Sequence[Segment], reports: Sequence[TermReport]) -> list[str]:
    """What a person must be told, one line each."""
    counted = translation_account(segments)
    notes = [
        f"translated by way of a third language ({way})" for way in _routes(segments) if way.count("→") > 1
    ]
    if counted.kept and counted.kept == counted.segments:
        notes.append(f"the text is in {NAMES[segments[0].target]} already; nothing was translated")
    if counted.flagged:
        kinds = Counter(flag.kind for segment in segments for flag in segment.flags)
        said = ", ".join(f"{kind} {count}" for kind, count in kinds.most_common())
        notes.append(f"{counted.said()}; flags: {said}; --format html shows them")
    elif counted.mended or counted.lookalikes:
        notes.append(counted.said())
    missed = [f"{report.source} → {report.target} ({report.misses}×)" for report in reports if report.misses]
    return notes + ([f"glossary terms missed: {', '.join(missed)}"] if missed else [])
