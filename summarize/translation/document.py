"""Translation of a whole document: sentences are grouped by language, translated and put back in place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from itertools import accumulate, groupby

from summarize.checks.findings import Finding, absence, finding
from summarize.checks.quotations import unmatched_speech
from summarize.checks.waivers import digest
from summarize.engines.protocol import Link
from summarize.errors import ModelError
from summarize.result import Translation
from summarize.result.segments import Attempt, Mending, Segment, Status, TranslationAccount, count_segments
from summarize.result.translation import File, TermReport
from summarize.text.documents import BETWEEN_BLOCKS, Document
from summarize.text.language_table import NAMES
from summarize.text.languages import identify_paragraphs
from summarize.translation import kazakh_latin
from summarize.translation.counterparts import counterparts
from summarize.translation.direction import Direction, Options
from summarize.translation.routes import Find
from summarize.translation.segments import Page, Slot, Span, page, page_of_blocks
from summarize.translation.shielding import outside
from summarize.translation.strategies import best
from summarize.translation.tagging import Tagging, taggings
from summarize.translation.typography import typeset

_MARKUP = ("***", "**", "~~", "`")


def translate_document(
    document: Document, target: str, find: Find, options: Options | None = None
) -> Translation:
    """Translate a whole document.

    Args:
        target: ``en``, ``ru`` or ``kk``.
        find: returns the routes of a direction, best first (``Routes(...).find``).

    Raises:
        ModelError: no model translates from the document's language into the target.
    """
    options = options or Options()
    document, notes = _in_cyrillic(document)
    source = _page(document, options)
    options = replace(
        options,
        literals={slot.text: slot.literals for slot in source.slots if slot.literals},
        tags=cache(lambda: _tags(document, source)),
    )
    directions, languages, more = _directions(document, source.slots, target, find, options)
    attempts = _attempts(source.slots, languages, directions, options)
    segments = _by_paragraph(_segments(source.slots, languages, target, attempts, options))
    used = {name: direction for name, direction in directions.items() if direction}
    segments, file = _written_back(document, segments, used, target)
    account = replace(count_segments(segments), given_up=_given_up(segments) if options.mend else 0)
    routes = _routes(segments)
    reports = tuple(report for direction in used.values() for report in _reports(direction, segments))
    return Translation(
        text=_text(source, segments, file),
        document=document,
        target=target,
        script=options.script if target == "kk" else "cyrillic",
        segments=segments,
        account=account,
        routes=routes,
        glossary=reports,
        warnings=(
            *document.warnings,
            *notes,
            *more,
            *(options.known.notes() if options.known else ()),
            *_warnings(segments, account, routes, reports),
            *(file.notes if file else ()),
        ),
        file=file,
    )


def _written_back(
    document: Document, segments: tuple[Segment, ...], directions: dict[str, Direction], target: str
) -> tuple[tuple[Segment, ...], File | None]:
    """The segments and the file of a document that is written back; no file for any other."""
    if document.editable is None:
        return segments, None
    from summarize.translation.in_format import rewrite

    return rewrite(
        document.editable,
        segments,
        target,
        lambda one: _exact(one, directions, target),
        lambda some: _links(some, directions),
    )


def _text(source: Page, segments: Sequence[Segment], file: File | None) -> str:
    """The whole document: its file, if that is text."""
    if file and file.text is not None:
        return file.text
    return source.filled([segment.hypothesis for segment in segments])


def _page(document: Document, options: Options) -> Page:
    """The sentences of the document: those of its blocks, if it is to be written back."""
    if document.editable is None:
        return page(document.text, document.language, lines_apart=options.lines)
    blocks = document.editable.blocks
    return page_of_blocks(blocks, document.language, lines_apart=options.lines, whole=options.whole)


def _tags(document: Document, source: Page) -> dict[str, Tagging]:
    """The numbered tags of sentences with formatting inside, for models that can be told to keep them."""
    if document.editable is None:
        return {}
    blocks = document.editable.blocks
    starts = list(accumulate((len(block.text) + len(BETWEEN_BLOCKS) for block in blocks), initial=0))
    places = (
        (slot.text, slot.paragraph, (slot.start - starts[slot.paragraph], slot.end - starts[slot.paragraph]))
        for slot in source.slots
    )
    return taggings(blocks, places)


def _exact(segment: Segment, directions: dict[str, Direction], target: str) -> list[tuple[Span, Span]]:
    """The glossary's terms, numbers and dates in a sentence and in its translation."""
    direction = directions.get(segment.language)
    if direction is None:
        return []
    terms = direction.lookup.pairs_of_spans(segment.source, segment.hypothesis)
    return [*terms, *counterparts(segment.source, segment.hypothesis, (segment.language, target))]


def _links(segments: Sequence[Segment], directions: dict[str, Direction]) -> list[list[Link]]:
    """Alignments of sentences with their translations, by the models that made them."""
    found: list[list[Link]] = [[] for _ in segments]
    groups: dict[tuple[str, str], list[int]] = {}
    for index, segment in enumerate(segments):
        if len(segment.legs) == 1:
            groups.setdefault((segment.language, segment.legs[0].model), []).append(index)
    for (language, model), indices in groups.items():
        pairs = [(segments[index].source, segments[index].hypothesis) for index in indices]
        for index, made in zip(indices, directions[language].align(pairs, model), strict=True):
            found[index] = made
    return found


def _in_cyrillic(document: Document) -> tuple[Document, list[str]]:
    """Transliterate Kazakh in Latin letters, which models do not know; other documents pass unchanged."""
    if document.identification.suspect != "kk-Latn":
        return document, []
    note = f"the text is Kazakh in Latin letters; read as the {kazakh_latin.EDITION} alphabet"
    cyrillic = outside(document.text, kazakh_latin.to_cyrillic)
    found = replace(document.identification, script="Cyrl", suspect=None, warnings=())
    warnings = tuple(one for one in document.warnings if one not in document.identification.warnings)
    return replace(document, text=cyrillic, identification=found, warnings=warnings), [note]


def _directions(
    document: Document, slots: Sequence[Slot], target: str, find: Find, options: Options
) -> tuple[dict[str, Direction | None], list[str], list[str]]:
    """The direction of each language in the text, the language of each slot, and notes.

    A direction is ``None`` if no model translates that language. Its sentences are then translated as if
    they were in the document's language, unless that is the target.
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
                if options.known is None:
                    raise
                directions[language] = Direction(language, target, (), options, error)
                continue
            count = languages.count(language)
            notes.append(f"{count} sentences in {NAMES[language]}: {error}")
            directions[language] = None
    stray = {language for language, direction in directions.items() if direction is None}
    if stray and document.language != target:
        languages = [document.language if language in stray else language for language in languages]
    return directions, languages, notes


def _attempts(
    slots: Sequence[Slot],
    languages: Sequence[str],
    directions: dict[str, Direction | None],
    options: Options,
) -> list[tuple[Attempt, ...]]:
    """The attempts at each slot; none if it is in the target language or no model translates it."""
    made: list[tuple[Attempt, ...]] = [() for _ in slots]
    for source, direction in directions.items():
        places = [index for index, language in enumerate(languages) if language == source]
        if direction and places:
            texts = [slot.text for slot in slots]
            known = options.known.find(texts, places, direction.lookup) if options.known else ()
            done = direction.translate([texts[index] for index in places], known)
            for index, attempts in zip(places, done, strict=True):
                made[index] = attempts
    return made


def _segments(
    slots: Sequence[Slot],
    languages: Sequence[str],
    target: str,
    attempts: Sequence[tuple[Attempt, ...]],
    options: Options,
) -> tuple[Segment, ...]:
    """A segment for each slot; a sentence that occurs again is judged and typeset once."""
    known: dict[tuple[str, str, tuple[Attempt, ...]], Segment] = {}
    segments = []
    for slot, language, made in zip(slots, languages, attempts, strict=True):
        key = slot.text, language, made
        if key not in known:
            known[key] = _segment(slot, language, target, made, options)
        segments.append(replace(known[key], paragraph=slot.paragraph, start=slot.start, end=slot.end))
    return tuple(segments)


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
        lost, _ = options.allowance.split(_lost_markup(slot.text, chosen.text), slot.text, chosen.text)
        flags = (*chosen.flags, *lost)
        status: Status = "flagged" if flags else "passed" if chosen is attempts[0] else "mended"
        segment = replace(
            segment,
            hypothesis=chosen.text,
            status=status,
            flags=flags,
            legs=chosen.legs,
            mending=_mending(attempts[0], chosen),
            waived=chosen.waived,
            digest=digest(slot.text, chosen.text),
            memory=chosen.memory,
        )
        if any(flag.kind == "empty" for flag in flags):  # a text must not lose a sentence
            flag = finding("empty-kept", "", 0, len(slot.text))
            segment = replace(
                segment, hypothesis=slot.text, flags=(flag,), legs=(), mending=None, memory=None
            )
    elif language != target:
        flag = finding("no-model", slot.text[:60], 0, len(slot.text), NAMES[language])
        segment = replace(segment, status="flagged", flags=(flag,))
    mended = segment.mending and replace(
        segment.mending, before=_set(segment, segment.mending.before, options)
    )
    return replace(segment, hypothesis=_set(segment, segment.hypothesis, options), mending=mended)


def _mending(first: Attempt, chosen: Attempt) -> Mending | None:
    """What was changed, if another text than the first was chosen."""
    return Mending(chosen.strategy, first.text, first.flags) if chosen.text != first.text else None


def _by_paragraph(segments: Sequence[Segment]) -> tuple[Segment, ...]:
    """The segments, without doubts about quotations that begin and end in other sentences of a paragraph."""
    checked: list[Segment] = []
    for _, grouped in groupby(segments, key=lambda segment: segment.paragraph):
        paragraph = list(grouped)
        sides = (
            " ".join(segment.hypothesis for segment in paragraph),
            " ".join(segment.source for segment in paragraph),
        )
        if len(paragraph) > 1 and not any(unmatched_speech(*sides)):
            paragraph = [_without_quotation(segment) for segment in paragraph]
        checked += paragraph
    return tuple(checked)


def _without_quotation(segment: Segment) -> Segment:
    """The segment without flags about quotations."""
    flags = tuple(flag for flag in segment.flags if flag.kind != "quotation")
    if flags == segment.flags:
        return segment
    status: Status = "flagged" if flags else "passed" if len(segment.attempts) == 1 else "mended"
    return replace(segment, flags=flags, status=status)


def _given_up(segments: Sequence[Segment]) -> int:
    """How many segments were not tried again although their only attempt has flags."""
    return sum(
        len(segment.attempts) == 1 and bool(segment.attempts[0].flags) and segment.memory is None
        for segment in segments
    )


def _set(segment: Segment, text: str, options: Options) -> str:
    """A translation of a segment in the requested typography and script."""
    if options.typography and segment.legs:
        text = typeset(text, segment.source, source_language=segment.language, target_language=segment.target)
    written = segment.legs or segment.language == segment.target  # untranslated text is not Kazakh
    if options.script == "latin" and segment.target == "kk" and written:
        return outside(text, kazakh_latin.to_latin)
    return text


def _lost_markup(source: str, hypothesis: str) -> list[Finding]:
    """At most one finding: emphasis marks of the source that the hypothesis lacks."""
    return [
        absence("markup", mark, hypothesis) for mark in _MARKUP if source.count(mark) > hypothesis.count(mark)
    ][:1]


def _reports(direction: Direction, segments: Sequence[Segment]) -> list[TermReport]:
    """Hits and misses of each glossary term in the sentences translated in this direction."""
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
    """The routes actually taken, most frequent first."""
    ways = Counter(segment.legs for segment in segments if segment.legs)
    routes: Counter[str] = Counter()
    for legs, count in ways.items():
        way = "→".join([legs[0].source, *(leg.target for leg in legs)])
        routes[f"{way}: {', '.join(leg.model for leg in legs)}"] += count
    return tuple(route for route, _ in routes.most_common())


def _warnings(
    segments: Sequence[Segment],
    account: TranslationAccount,
    routes: Sequence[str],
    reports: Sequence[TermReport],
) -> list[str]:
    """What the user should know, one line each."""
    notes = [f"translated by way of a third language ({route})" for route in routes if route.count("→") > 1]
    if account.kept and account.kept == account.segments:
        notes.append(f"the text is already in {NAMES[segments[0].target]}; nothing was translated")
    if account.flagged:
        kinds = Counter(flag.kind for segment in segments for flag in segment.flags)
        counts = ", ".join(f"{kind} {count}" for kind, count in kinds.most_common())
        notes.append(f"{account}; flags: {counts}; --format html shows them")  # the page leaves this one out
    elif account.mended or account.lookalikes:
        notes.append(str(account))
    missed = [f"{report.source} → {report.target} ({report.misses}×)" for report in reports if report.misses]
    return notes + ([f"glossary terms missed: {', '.join(missed)}"] if missed else [])
