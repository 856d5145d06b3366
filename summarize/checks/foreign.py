"""Words of a translation that are not of its language: left untranslated, or in another script.

Between scripts a word shows by its letters. Names of firms and works stay as they are, so a capitalised
Latin word that the source has passes in Cyrillic text, except as a part of a person's name or a known place.
Between Russian and Kazakh, which share loans ("министр"), a word that both texts have counts where its
form cannot be Kazakh, or is not a Russian word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from summarize.checks import russian
from summarize.checks.findings import Finding, doubted, finding
from summarize.checks.given_names import is_given_name
from summarize.checks.places import places
from summarize.checks.quotations import speech
from summarize.checks.residue import KEPT, pieces
from summarize.text.language_table import SCRIPTS
from summarize.text.scripts import letters, script
from summarize.text.spans import Spans
from summarize.text.words import Word, words

_LOOKALIKE = re.compile(r"[aceopxyihkmtbABCEHIKMOPTXYəɵƏƟ]+")
_KAZAKH = re.compile("[әғқңөұүһі]", re.IGNORECASE)
_APART = 2  # characters between a name and the word that tells whose it is
_SHORTEST = 4  # letters of a word that is compared between Russian and Kazakh
# Kazakh endings of nouns and verbs that no Russian word has
_INFLECTED = re.compile(
    r"(?:[лдт][ае]р\w{0,6}|[ндт][ыі]ң|[дт][ае]н|н[ае]н|[мбп]ен|[дт][ае]ғы|[дт]егі|[қғ]ан|[кг]ен|[дт][ыі]|[лдт][ыі][қк]"
    r"|[сш]ы[зл]?|[ғқ]а|[гк]е|ып|іп|ады|еді|йды|йді|атын|етін|мыз|міз|ша|ше|уы|уі|ушы|уші|сы|сі)$"
)
_BRACKETS = re.compile(r"\([^()\n]{1,200}\)|\[[^\[\]\n]{1,200}\]")
_SURNAME = re.compile(r"[A-Z][a-z]{2,}(?:ov|ova|ev|eva|yev|yeva|enko|sky|skaya|bayev|bayeva|bek|uly|kyzy)")


# Words right before or after a name that only a person has.
_PERSONS = re.compile(
    r"(?:президент|премьер|министр|директор|капитан|тренер|режисс[её]р|акт[её]р|актрис|пев[еи]ц|писател|судь[яеёи]"
    r"|адвокат|юрист|эксперт|профессор|доктор|инспектор|губернатор|мэр|депутат|сенатор|руководител|основател|автор"
    r"|чемпион|инженер|учител|композитор|скрипач|эколог|журналист|уч[её]н|археолог|владел[еи]ц|соперни[кц]|муж|жена"
    r"|сказал|сообщил|заявил|рассказал|отметил|говор[ия]т|добавил|вспомина|ответил|председател|мистер|господин|госпож"
    r"|бапкер|жаттықтыруш|әнші|жазушы|сот|заңгер|сарапшы|әкім|төраға|басшы|негізін|чемпион|мұғалім|ғалым|қарсылас"
    r"|деді|дейді|деп|мырза|ханым|күйеу|әйел|айтты|айтуынша|хабарла|мәлімде)\w{0,8}",
    re.IGNORECASE,
)


def _exempt(text: str) -> Spans:
    """Where foreign words may stand: addresses, brackets, short quotations (titles)."""
    spans = [(start, end) for kind in KEPT for _, start, end in pieces(text, kind)]
    spans += [match.span() for match in _BRACKETS.finditer(text)]
    spans += [(one.start, one.end) for one in speech(text) if one.closed and len(one.text) < len(text) / 2]
    return Spans(spans)


def foreign_words(
    hypothesis: str, source: str, *, source_language: str, target_language: str
) -> Iterator[Finding]:
    """Words left in the source's language, words in a third script, and Latin words for Cyrillic ones."""
    if source_language == target_language:
        return
    found = words(hypothesis)
    kept = _exempt(hypothesis)
    theirs = {word.text for word in words(source)}
    outside = [word for word in found if not kept.meet(word.start, word.end)]
    yield from _other_scripts(outside, theirs, target_language)
    if SCRIPTS[target_language] == "Cyrl":
        yield from _latin(hypothesis, found, outside, theirs, source_language)
    if {source_language, target_language} == {"ru", "kk"}:
        small = {word for word in theirs if word.islower() and not word.isascii()}
        yield from _russian_and_kazakh(hypothesis, outside, small, target_language)


def _other_scripts(found: Sequence[Word], theirs: set[str], language: str) -> Iterator[Finding]:
    """Words in a script that the source does not have there; Cyrillic in English is never right."""
    expected = {SCRIPTS[language], "Latn"}
    for word in found:
        if word.text.isascii() or (word.text in theirs and SCRIPTS[language] == "Cyrl"):
            continue
        own = script(word.text)
        if own not in expected and own != "Zyyy" and len(letters(word.text)) == 1:
            yield finding("script-word", word.text, word.start, word.end, own, word.text)


def _latin(
    hypothesis: str, found: Sequence[Word], outside: Sequence[Word], theirs: set[str], source_language: str
) -> Iterator[Finding]:
    """Latin words in Cyrillic text: look-alikes, untranslated words, names of persons and places."""
    latin = {word.start for word in found if word.text[0].isascii() and script(word.text) == "Latn"}
    places_here = (
        Spans((place.start, place.end) for place in places(hypothesis, "en")) if latin else Spans(())
    )
    around = {
        word.start: (one, other)
        for one, word, other in zip([None, *found], found, [*found[1:], None], strict=False)
    }
    for word in outside:
        if word.start not in latin:
            continue
        short = len(word.text) <= 2 and word.text.islower()
        neighbours = [one for one in around[word.start] if one and one.start in latin and _beside(one, word)]
        if _LOOKALIKE.fullmatch(word.text) and (short or word.text not in theirs):
            alone = all(_LOOKALIKE.fullmatch(one.text) for one in neighbours)
            if alone and not word.text.isupper() and hypothesis[word.end : word.end + 1] != ")":
                yield finding("lookalike-word", word.text, word.start, word.end)
                continue
        titled = any(not one.text.islower() for one in neighbours)
        if word.text.islower():
            if not titled and len(word.text) > 1 and (word.text in theirs or source_language != "en"):
                yield finding("untranslated", word.text, word.start, word.end)
        elif word.capitalised and word.text in theirs and source_language == "en":
            named = is_given_name(word.text) or _SURNAME.fullmatch(word.text) is not None
            person = named or _of_a_person(word, latin, around)
            if person or (places_here.meet(word.start, word.end) and not neighbours):
                yield finding("untranslated-name", word.text, word.start, word.end)


def _of_a_person(word: Word, latin: set[int], around: dict[int, tuple[Word | None, Word | None]]) -> bool:
    """Whether a Latin word and its one Latin neighbour are what a person is called: капитан Larry Giles."""
    before, after = around[word.start]
    if before and before.start in latin and before.capitalised and _beside(before, word):
        first, last, edges = before, word, (around[before.start][0], after)
    elif after and after.start in latin and after.capitalised and _beside(word, after):
        first, last, edges = word, after, (before, around[after.start][1])
    else:
        return False
    gaps = [first.start - edges[0].end if edges[0] else 9, edges[1].start - last.end if edges[1] else 9]
    return any(
        edge is not None and gap <= _APART and edge.start not in latin and _PERSONS.fullmatch(edge.text)
        for edge, gap in zip(edges, gaps, strict=True)
    )


def _beside(one: Word, other: Word) -> bool:
    """Whether two words are parts of one name: at most a mark and a space between them."""
    first, second = sorted((one, other), key=lambda word: word.start)
    return second.start - first.end <= 2


_NEVER_KAZAKH = re.compile(r".*(?:ство|ение|ание|ость|тель|ница|чик|щик|ться|ший|щий|ние)")
_SHARED = frozenset(
    {"минут", "секунд", "грамм", "центнер", "тысяч", "сомони"}
)  # Russian plurals, Kazakh words


def _is_russian_only(word: str) -> bool:
    """Whether a Russian word cannot stand in Kazakh text: Kazakh borrows nouns, in their basic form."""
    return _NEVER_KAZAKH.fullmatch(word) is not None or (
        russian.is_word(word) and not russian.is_basic_noun(word)
    )


def _russian_and_kazakh(
    hypothesis: str, found: Sequence[Word], theirs: set[str], language: str
) -> Iterator[Finding]:
    """Words of one of the two languages in the text of the other; parts of compounds are left out."""
    for word in found:
        text = word.text
        if not text.islower() or "-" in (
            hypothesis[word.start - 1 : word.start],
            hypothesis[word.end : word.end + 1],
        ):
            continue
        left = finding("untranslated", text, word.start, word.end)
        if language == "ru" and _KAZAKH.search(text):
            yield left
        elif len(text) >= _SHORTEST and text in theirs and text not in _SHARED:
            if language == "kk" and _is_russian_only(text):
                yield left
            elif language == "ru" and not russian.is_word(text):  # or a new loan
                yield left if _INFLECTED.search(text) else doubted(left)
