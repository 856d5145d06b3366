"""Anaphora: sentences whose first words refer to what was said before them.

"In fact, it…" is hard to understand without the sentence before it; so are "Within five days they…" and
"Yes, it does." Patterns are for English, Russian and Kazakh, matched whatever the text's language.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from summarize.summaries.anaphora_words import (
    ADVERB,
    ALL,
    BACKWARD,
    BREAKS,
    DATES,
    DEMONSTRATIVES,
    EACH,
    EARLY,
    FAR,
    INTRODUCED,
    LEADS,
    MODEST,
    NEAR,
    OF,
    POINTERS,
    SAYS,
    SUBJECTS,
    TIMES,
    TOLD,
)
from summarize.summaries.tokens import Mask, Sentences, token_test

_LONGEST: Final = 48  # characters in which an opening stands…
_PHRASE: Final = 120  # …with the phrase before its pronoun
_QUOTED: Final = 400  # characters of a quotation after which its speaker is named
_MARKS: Final = "«“„‘\"'–—- "
_SPEECH: Final = ("«", "“", "„", "‘", '"', "'", "–", "—", "-")


def openings(row: str) -> dict[str, tuple[str, ...]]:
    """Openings by their first words, so that a sentence is compared with few of them."""
    found: dict[str, tuple[str, ...]] = {}
    for opening in row.split(","):
        words = opening.split()
        found[words[0]] = (*found.get(words[0], ()), f"{' '.join(words)} ")
    return found


def opens(sentence: str, with_one_of: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether a sentence begins with one of ``openings``, whatever its case and its quotation mark."""
    words = _opening(sentence)
    first = words.partition(" ")[0]
    return first in with_one_of and f"{' '.join(words.split())} ".startswith(with_one_of[first])


def _opening(sentence: str) -> str:
    """The first characters of a sentence as words in lower case, without the marks before them."""
    return _spaced(sentence[:_LONGEST].lower().lstrip(_MARKS))


def _spaced(words: str) -> str:
    return words.replace("ё", "е").replace(",", " ").replace(":", " ")


def may_open(token: str, with_one_of: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether a sentence may have one of the openings, by its first token; marks alone do not tell."""
    first = _opening(token).partition(" ")[0]
    return not first or first in with_one_of


_BACKWARD: Final = openings(BACKWARD)
# First words of which no opening consists alone, and the second words of all openings.
_BEGUN: Final = {first for first, rest in _BACKWARD.items() if f"{first} " not in rest}
_SECOND: Final = {word for rest in _BACKWARD.values() for opening in rest for word in opening.split()[1:2]}
# "It is expected that…" points forward, and "this year" to the time of writing.
_FORWARD: Final = re.compile(
    r"""
    it\ (?:is|was|has\ been|will\ be|remains)\ [\w\s]{0,24}\b(?:that|to|whether|how|why)\b
    | (?:this|these|that)\ (?:year|month|week|weekend|morning|afternoon|evening|spring|summer|autumn|winter)\b
    | (?:this|that)\ (?:season|decade|century)\b
    | (?:in\ )?th(?:is|ese)\ (?:\w+\ )?(?:paper|work|article|study|report|thesis|review|survey)s?\b
    | (?:both|either|neither)\ [\w\s-]{1,30}\b(?:and|or|nor)\b
    | (?:still|so|such)\ [\w\s-]{0,30}\bas\b | the\ rest\ of\ (?!them|these|those|it)
    | there\ (?:is|are|was|were|will)\b | later\ (?:this|today|tonight)\b | those\ who\b | here\ (?:is|are)\b
    | (?:в\ )?(?:эт|данн)\w+\ (?:\w+\ )?(?:работ|стать|доклад|исследовани|обзор)\w*
    | (?:тот|та|те|тем|тех|того),?\ (?:кто|кого|кому|у\ кого|что|чей)\b | (?:тех|те|тот|тем),\s
    | (?:в\ этом|этим|в\ эту|с\ этого|этой|на\ этой|до\ этого|к\ этому)\ (?:год|лет|месяц|недел|сезон)\w*
    | (?:этим|этой|в\ эту)\ (?:весн|осен|зим|утр|вечер)\w+
    | и\ [^.,]{1,40},?\ и\  | данные\ (?!изменения) | так\ называ\w+ | здесь\ же\b
    | бұл\ (?:мақала|жұмыс|зерттеу|баяндама)\w* | бұл\ (?:жылы|айда|аптада|күндері|маусымда)\b | ал\ қазір\b
    """,
    re.VERBOSE,
)


_TEN: Final = re.compile(  # where «он» is Kazakh
    "он (?:бір|екі|бес|алты|тоғыз|жыл|ай|апта|сағат|минут|миллион|миллиард|пайыз|процент)|.*[әғқңөұүһі]"
)
# What comes after such a word: the time of writing, the text itself, or what the word stands for.
_FORWARD_AFTER: Final = re.compile(
    r"""\S+\ (?:
    (?:(?:last|past|coming|next)\ )?(?:year|month|week|weekend|morning|afternoon|evening|spring|summer|autumn
        |winter|season|decade|century)\b
    | (?:\w+\ )?(?:paper|work|article|study|report|thesis|review|survey)\b
    | (?:год|лет|месяц|недел|сезон|весн|осен|зим|утр|вечер|суббот|воскрес|понедельник|вторник|сред[уы]|четверг
        |пятниц)
    | раз\b | (?:\w+\ )?(?:работ|стать|доклад|исследовани|обзор)
    | (?:жыл(?!дар)|апта|маусым|мақала|баяндама|жаз[дғ]|қыс[тқ]|көктем|күз|сәт)
    | (?:ай(?:да|дың|ға|дан)?|жұмыста)\b | зерттеуде
    | күн(?:і|дері|дер|гі)\b | (?:уақыт|кез|күн)[қг][ае]\ (?:дейін|шейін)\b | [«“"]
    )
    | such\ as\b | those\ (?:who|that|which|whose|of|in|with|from|on|at|for|not|\w+ing|\w+ed)\b
    | так\w+\ (?:[\w-]+\ ){0,3}[\w-]+,?\ (?:как|что|чтобы)\b | эт(?:о|ого|ому|им),?\ (?:что|как)\b
    | осыдан\ (?:[\w-]+\ ){1,5}бұрын\b | (?:одан|бұдан)\ (?:да|әрі|былай)\b
    | it(?:\ (?:is|was|has\ been|will\ be|had\ been|became|remains|seems?|takes?|took)|'s|'ll\ be)\b
        .{0,60}\b(?:that|to|who|whether|how|why)\b
    """,
    re.VERBOSE,
)
_NAMED_AFTER: Final = re.compile(r"[^,.;:]{0,50}, (?:[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ]|the )")  # "When he came, Mr Bo…"
# «После того как он…» is «Когда он…»
_CONJUNCTION: Final = re.compile(
    r"(?:после|до|вместо|для|кроме|помимо|несмотря на|с тех пор|в то время|по мере|благодаря|из-за|в силу"
    r"|перед)(?: (?:того|тому|то|тем))?,? (?:как|что|чтобы)\b"
)
_THAT: Final = re.compile(  # «к тому моменту», but not «в тот день, когда»
    r"(?:в|во|на|по|при|для|к|с|со|за|от|из|до|после|перед|через) т(?:от|а|о|е|ого|ой|ому|ем|ом|у|ех|еми)"
    r"(?: же| самый| самую)? (?!как\b|что\b|чтобы\b|кто\b|где\b|числе\b)[а-я]"
    r"(?!\w*,? (?:когда|котор|где|что|кто|куда|как)\b)"
)
# Who says it is only a pronoun: “…,” she says. «…», — добавил он. «…», – деді ол. Churches, he added, are…
_SAID_BY: Final = re.compile(
    rf"[^”\"»]+[,.!?…][”\"’'] (?:(?:he|she|they) {SAYS}\b|{SAYS} (?:he|she|they)\b)"
    r"|[^»”\"“]+(?:[»”\"“],?|,) ?[–—-] (?:[а-яё]+ ){1,3}(?:он|она|они)\b"
    r"|[^»”\"“]+(?:[»”\"“],?|,) ?[–—-] (?:[а-яәғқңөұүһі]+ ){1,3}(?:ол|олар)\b"
)
_ASIDE: Final = re.compile(rf"[^,.;:]{{3,60}}, (?:(?:he|she|they) {SAYS}|[а-яё]+ (?:он|она|они)),")
# Answers, enumerations and ordinals, which the mark after them tells.
_MARKED: Final = re.compile(
    r"(?:(?:yes|no|yeah|nope|right|exactly|sure|absolutely|certainly"
    r"|not (?:quite|exactly|really|necessarily|yet|so)"
    r"|first|firstly|second|third|fourth|lastly|next|last|again|rather|further|worse|step \d+"
    r"|да|нет|конечно|разумеется|безусловно|верно|точно|ничуть|вовсе нет|во-первых|первое|второе|третье"
    r"|перв(?:ый|ая)|втор(?:ой|ая)|трет(?:ий|ья)|шаг \d+"
    r"|иә|жоқ|әрине|дұрыс|рас|бірінші|екінші|үшінші|біріншіден|төртіншіден|бесіншіден)\s?(?:[,.!:]| [–—-] )"
    r"|(?:at|by|for|from|in|of|on|under|with) the (?:first|second|third|fourth|former|latter|others?),"
    r"|\d+-(?:[иы]?н)?ш[іы]ден\b|(?:the )?(?:second|third|fourth) (?:is|was|has|had|will|would)\b)"
)
# How the second word of such an answer or number begins.
_MARKED_SECOND: Final = re.compile(
    r"[,.!:–—-]|quite|exactly|really|necessarily|yet|so|нет|\d|second|third|fourth|(?:the|is|was|has|had|will|would)\b"
)
_SAYING: Final = re.compile(r"(?:he|she|they|он|она|они|ол|олар)\b")
_SAID: Final = re.compile(rf"{SAYS},|(?:он|она|они),")  # the last word of an aside
_POINTING: Final = FAR + 2  # tokens of a sentence among which is what points back; a mark may be a token
_NEARBY: Final = NEAR + 6  # …and a word that needs nothing to lead to it, which «после того как» may precede
# What a token may be: a word that points back, one that does so near the beginning or anywhere without a word
# that leads to it, a pronoun for who says something.
_EARLY, _NEAR, _FREE, _SPEAKER = 1, 2, 4, 8
_ROLES: Final = {
    word: _EARLY | _NEAR * (word in DEMONSTRATIVES) | _FREE * (word in ALL) | _SPEAKER * (word in SUBJECTS)
    for word in EARLY | ALL
}
_UNMARKED: Final = str.maketrans(dict.fromkeys('«»“”„",.:;()!?', ""))
_EDGES: Final = f"{_MARKS}«»”,.:;()!?’"


def _plain(opening: str) -> str:
    """The beginning of a sentence as the lists of words have it: no marks first, the first letter small."""
    opening = opening.lstrip(_MARKS).replace("ё", "е").replace("’", "'")
    return opening[:1].lower() + opening[1:]


def _unpunctuated(opening: str) -> str:
    return opening.replace(",", "").replace(".", "")


def may_point_back(sentences: Sentences) -> Mask:
    """Which sentences may point back, by single tokens; all others do not and need not be read."""
    may = sentences.at(0, _may_open_alone) | (sentences.at(0, _may_begin) & sentences.at(1, _may_go_on))
    may |= sentences.at(0, _is_marked) | (sentences.at(0, _is_told) & sentences.at(1, _MARKED_SECOND.match))
    roles = sentences.each(_roles)
    early = sentences.having(roles & _EARLY > 0, among=_POINTING)
    led = sentences.at(0, _may_lead) | (sentences.at(0, _is_each) & sentences.at(1, _is_time))
    led |= sentences.having(roles & _NEAR > 0, among=_NEARBY) | sentences.having(roles & _FREE > 0)
    return may | (early & led) | (sentences.at(0, _begins_speech) & sentences.having(roles & _SPEAKER > 0))


@token_test
def _may_open_alone(token: str) -> bool:
    """Whether a first token may be all of an opening, or does not tell."""
    return may_open(token, _BACKWARD) and not _may_begin(token)


def _may_begin(token: str) -> bool:
    return _opening(token) in _BEGUN


@token_test
def _may_go_on(token: str) -> bool:
    """Whether a second token may be in an opening, or does not tell."""
    words = _spaced(token.lower()).split()
    return not words or words[0] in _SECOND


def _begins_speech(token: str) -> bool:
    return token.startswith(_SPEECH)


@token_test
def _is_marked(token: str) -> bool:
    """Whether a first token may be an answer or a number with its mark."""
    word = _plain(token)
    bare = _unpunctuated(word).strip(":!")
    return (bare in TOLD and bare != word) or (bare[:1].isdigit() and "-" in bare)


@token_test
def _is_told(token: str) -> bool:
    return _plain(token) in TOLD


@token_test
def _roles(token: str) -> int:
    """What a token may be in a sentence that points back; the sum of ``_EARLY`` and its like."""
    word = token.strip(_EDGES)
    if word.isalpha():
        roles = _ROLES.get(word.lower().replace("ё", "е"), 0)
    else:
        roles = _ROLES.get(_word(_plain(token)).lower(), 0) | _SPEAKER * (_SAYING.match(token) is not None)
    return roles | _FREE if "," in token and _SAID.match(token) else roles


def _word(token: str) -> str:
    """A token of an opening without marks and what follows an apostrophe."""
    return token if token.isalpha() else token.translate(_UNMARKED).partition("'")[0]


@token_test
def _may_lead(token: str) -> bool:
    """Whether a first token leads to a pronoun or is one."""
    word = _word(_plain(token))
    return word in LEADS or word in POINTERS or ADVERB.match(word) is not None


def _is_each(token: str) -> bool:
    return _word(_plain(token)) in EACH


def _is_time(token: str) -> bool:
    return _word(token.replace("’", "'")) in TIMES


def points_back(sentence: str, *, mentions: bool = True) -> bool:
    """Whether the first words of a sentence refer to what was said before it.

    Args:
        sentence: its clean text.
        mentions: also if only its predicate does, as in "The union welcomed this decision".
    """
    if opens(sentence, _BACKWARD):
        return not _FORWARD.match(sentence[: 2 * _LONGEST].lower()) and not _is_ten(sentence)
    if sentence.startswith(_SPEECH) and _SAID_BY.match(sentence[:_QUOTED], 1):
        return True
    opening = _plain(sentence[:_PHRASE])
    words = _unpunctuated(opening).split(" ", FAR)[:FAR]
    if (words[0].strip(".:!") in TOLD or words[0][:1].isdigit()) and _MARKED.match(opening):
        return True
    return not EARLY.isdisjoint(words) and _refers(opening, mentions)


def _is_ten(sentence: str) -> bool:
    """Whether a sentence begins with the Kazakh number ten, which looks like a Russian pronoun."""
    words = sentence[:_LONGEST].lower().lstrip(_MARKS)
    return words.startswith("он ") and _TEN.match(words) is not None


def _refers(opening: str, mentions: bool) -> bool:
    """Whether a pronoun comes so early in a sentence that nothing there can be what it stands for."""
    if _THAT.match(opening) or _ASIDE.match(opening):
        return True
    opening = _CONJUNCTION.sub("когда", opening, count=1)
    marked = opening.split(" ", FAR)[:FAR]
    before: list[str] = []
    for pointer in map(_word, marked):
        if pointer in POINTERS:
            break
        before.append(pointer)
    else:
        return False
    if not _leads(before, pointer, mentions) or _is_in_a_later_clause(marked, pointer, len(before)):
        return False
    rest = opening.split(" ", len(before))[-1]
    if pointer not in DEMONSTRATIVES and _NAMED_AFTER.match(rest):
        return False
    return not _FORWARD_AFTER.match(rest) and not (pointer == "он" and _TEN.match(rest))


def _is_in_a_later_clause(words: list[str], pointer: str, at: int) -> bool:
    """Whether a comma after more than a word or two precedes a pronoun that is not the subject behind it."""
    commas = [index for index, word in enumerate(words[:at]) if word.endswith((",", ";", ":"))]
    if not commas or commas[-1] < INTRODUCED:
        return False
    return pointer not in SUBJECTS or at > commas[-1] + 1


def _leads(before: list[str], pointer: str, mentions: bool) -> bool:
    """Whether these words lead to a pronoun without naming what it may stand for."""
    if not before:
        return True
    if any(word in BREAKS or (word[:1].isupper() and word not in DATES) for word in before[1:]):
        return False
    if mentions and pointer in DEMONSTRATIVES and len(before) <= NEAR:
        return True
    if before[-1] in OF and pointer in ALL:
        return True
    if before[0] in EACH and len(before) > 1 and before[1] in TIMES:
        return True
    if pointer in MODEST and len(before) > NEAR:
        return False
    return before[0] in LEADS or ADVERB.match(before[0]) is not None
