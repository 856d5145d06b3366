"""Check a summary or translation against its source: what was invented, lost, or is not text at all.

``check_summary`` and ``check_translation`` run every check that applies. A finding is a reason to look,
not proof. Meaning is not checked: a correct number in the wrong place, two people of the source
exchanged, or a negation dropped all pass.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from summarize.checks.acronyms import invented_acronyms
from summarize.checks.bare_units import exchanged_bare_units
from summarize.checks.exchanges import (
    exchanged_currencies,
    exchanged_ordinals,
    exchanged_scales,
    exchanged_sides,
)
from summarize.checks.figures import invented_dates, invented_numbers, lost_dates, lost_numbers
from summarize.checks.findings import Finding, absence, finding
from summarize.checks.foreign import foreign_words
from summarize.checks.loops import doubled_runs, loops
from summarize.checks.names import foreign_names, invented_names
from summarize.checks.negation import lost_negation
from summarize.checks.notes import added_notes
from summarize.checks.omissions import lost_end, strangers
from summarize.checks.places import exchanged_places, foreign_places
from summarize.checks.proportions import copies, cut_off, length_ratio, oversized
from summarize.checks.provenance import unsupported
from summarize.checks.quantities import Quantities
from summarize.checks.quotations import invented_quotations, unmatched_speech
from summarize.checks.residue import (
    KEPT,
    about_the_text,
    chatter,
    invented_pieces,
    lost_pieces,
    special_tokens,
)
from summarize.checks.sequence import exchanged_numbers
from summarize.checks.units import exchanged_units
from summarize.text.collector import paused
from summarize.text.forms.matching import occurs
from summarize.text.language_table import NAMES, OTHER_NAMES, SCRIPTS
from summarize.text.languages import identify
from summarize.text.scripts import letters, mixed_script_words
from summarize.text.words import words

__all__ = ["Finding", "check_summary", "check_translation", "emptiness", "glossary_misses", "lookalikes",
           "wrong_language", "wrong_script"]  # fmt: skip

_SURE = 4  # words from which the language is checked
_CONFIDENT = 0.8  # confidence below which a short or mixed text passes
_FOREIGN = 0.5  # share of letters in another script from which the script is wrong
_BESIDE = 0.5  # letters of another script, for each of the right one, that a few new names do not have
_UNCALLED = 0.1  # the same for scripts, other than Latin and Cyrillic, that the source does not have
_LINKS = ("url", "email")
_UNTRANSLATED = ("copy", "script", "language")  # after these, single words need no mention


def emptiness(hypothesis: str, source: str) -> Iterator[Finding]:
    """No letter and no digit, although the source has some."""
    if any(map(str.isalnum, source)) and not any(map(str.isalnum, hypothesis)):
        yield absence("empty", hypothesis.strip()[:20], hypothesis)


def _own(hypothesis: str, source: str) -> str:
    """The words of a hypothesis that the source does not have, in order."""
    theirs = {word.text.casefold() for word in words(source)}
    return " ".join(word.text for word in words(hypothesis) if word.text.casefold() not in theirs)


def wrong_script(hypothesis: str, source: str, target_language: str) -> Iterator[Finding]:
    """Text mostly in another script than the target's, or partly in a third one that the source lacks.

    Words that the source has too (brands, names) are ignored; so is a new one among words that are right.
    """
    counts, theirs = letters(_own(hypothesis, source)), letters(source)
    expected, total = SCRIPTS[target_language], sum(counts.values())
    right = letters(hypothesis)[expected]
    for script, count in counts.most_common():
        uncalled = script not in ("Latn", "Cyrl") and not theirs[script]
        mostly = count > (_UNCALLED if uncalled else _FOREIGN) * total
        if script != expected and mostly and (uncalled or count > _BESIDE * right):
            yield finding("script", hypothesis[:60], 0, len(hypothesis), script)
            return


def wrong_language(hypothesis: str, target_language: str) -> Iterator[Finding]:
    """Text that reads as another language than the target, even a related one such as Kyrgyz or Tatar."""
    if len(words(hypothesis)) < _SURE:
        return
    found = identify(hypothesis)
    language = found.suspect or found.language
    if language != target_language and (found.suspect or found.confidence >= _CONFIDENT):
        known = language in NAMES or language in OTHER_NAMES
        code = "language" if known else "language-unknown"
        yield finding(code, language, 0, len(hypothesis), language, target_language)


def lookalikes(hypothesis: str) -> Iterator[Finding]:
    """Words in which look-alike Latin and Cyrillic letters are mixed."""
    for word in mixed_script_words(hypothesis):
        if word.repaired != word.word:
            yield finding("lookalike", word.word, word.start, word.end)


def glossary_misses(
    hypothesis: str,
    source: str,
    terms: Iterable[tuple[str, str]],
    *,
    source_language: str,
    target_language: str,
) -> Iterator[Finding]:
    """Glossary terms that the source has in any form, and whose translation is missing."""
    for term, wanted in terms:
        if occurs(term, source, source_language) and not occurs(wanted, hypothesis, target_language):
            yield absence("glossary", wanted, hypothesis, term, wanted)


def _text(hypothesis: str, source: str, target_language: str) -> Iterator[Finding]:
    """The checks that summaries and translations share."""
    yield from special_tokens(hypothesis, source)
    yield from chatter(hypothesis, source)
    yield from list(loops(hypothesis, source)) or doubled_runs(hypothesis, source)
    script = list(wrong_script(hypothesis, source, target_language))
    yield from script or wrong_language(hypothesis, target_language)
    yield from lookalikes(hypothesis)


@paused()
def check_summary(
    hypothesis: str, source: str, *, source_language: str, target_language: str
) -> list[Finding]:
    """What a summary invents, and what in it is not text; offsets are in ``hypothesis``.

    Languages are ``en``, ``ru`` or ``kk``, and may differ. A summary may leave out anything.
    """
    empty = list(emptiness(hypothesis, source))
    if empty:
        return empty
    pair = {"source_language": source_language, "target_language": target_language}
    ours, theirs = Quantities(hypothesis, target_language), Quantities(source, source_language)
    found = [*_text(hypothesis, source, target_language), *oversized(hypothesis, source)]
    found += about_the_text(hypothesis, source)
    found += [*invented_numbers(ours, theirs), *invented_dates(ours, theirs)]
    found += invented_acronyms(hypothesis, source, **pair)
    found += invented_pieces(hypothesis, source, _LINKS)
    if source_language == target_language:
        found += invented_names(hypothesis, source, target_language)
        found += invented_quotations(hypothesis, source, target_language)
        found += unsupported(hypothesis, source, target_language)
    else:
        found += foreign_names(hypothesis, source, **pair)
        found += copies(hypothesis, source)
    return _in_order([*found, *foreign_places(hypothesis, source, **pair)])


@paused()
def check_translation(
    hypothesis: str,
    source: str,
    *,
    source_language: str,
    target_language: str,
    glossary: Sequence[tuple[str, str]] = (),
) -> list[Finding]:
    """What one translated segment invents or loses; offsets are in ``hypothesis``.

    Languages are ``en``, ``ru`` or ``kk``; ``glossary`` holds (source term, target term).
    """
    empty = list(emptiness(hypothesis, source))
    if empty:
        return empty
    pair = {"source_language": source_language, "target_language": target_language}
    ours, theirs = Quantities(hypothesis, target_language), Quantities(source, source_language)
    found = [*_text(hypothesis, source, target_language), *copies(hypothesis, source)]
    size = [*length_ratio(hypothesis, source, **pair), *cut_off(hypothesis, source, **pair)]
    found += size or lost_end(hypothesis, source, **pair)
    found += _figures(ours, theirs, **pair)
    found += [*invented_pieces(hypothesis, source, KEPT), *lost_pieces(hypothesis, source, KEPT)]
    found += [*unmatched_speech(hypothesis, source), *added_notes(hypothesis, source)]
    found += invented_acronyms(hypothesis, source, **pair)
    found += foreign_names(hypothesis, source, **pair)
    found += exchanged_places(hypothesis, source, **pair)
    found += [*exchanged_sides(hypothesis, source, **pair), *lost_negation(hypothesis, source, **pair)]
    if not any(one.kind in _UNTRANSLATED for one in found):
        found += foreign_words(hypothesis, source, **pair)
    found += glossary_misses(hypothesis, source, glossary, **pair)
    return _in_order(found or strangers(hypothesis, source, **pair))


def _figures(
    ours: Quantities, theirs: Quantities, *, source_language: str, target_language: str
) -> list[Finding]:
    """What is wrong with the numbers, units, amounts and dates of a translation."""
    pair = {"source_language": source_language, "target_language": target_language}
    found = [*invented_numbers(ours, theirs), *lost_numbers(ours, theirs)]
    found += [*invented_dates(ours, theirs), *lost_dates(ours, theirs)]
    found += exchanged_units(ours.text, ours.measures, theirs.text, theirs.measures, theirs.bare)
    if all(one.kind != "unit" for one in found):
        found += exchanged_bare_units(ours.text, theirs.text, (ours.measures, theirs.measures), **pair)
    found += exchanged_ordinals(ours, theirs, **pair)
    if not found:
        found += exchanged_numbers(ours, theirs, **pair)
    if all(one.kind != "number" for one in found):
        found += exchanged_scales(ours, theirs, **pair)
    if all(one.kind != "money" for one in found):
        found += exchanged_currencies(ours, theirs)
    return found


def _in_order(found: Iterable[Finding]) -> list[Finding]:
    """The findings in order of their spans; of two for the same piece only one is kept."""
    once = {(one.kind, one.start, one.end, one.value): one for one in found}
    return sorted(once.values(), key=lambda finding: (finding.start, finding.end))
