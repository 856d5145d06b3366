"""Headlines from sentences: what grammar allows to leave out is left out, and nothing is added.

Brackets, an opening connective and the tail that says who reported it always go; clauses between commas and
coordinated clauses at the end go while the sentence is long. The main clause is never touched.
"""

from __future__ import annotations

import re
from typing import Final

_WORDS: Final = 12  # of a headline that needs no more cutting
_LEAST: Final = 4  # words that a cut must leave
_BRACKETS = re.compile(r"\s*(?:\([^()]{0,200}\)|\[[^\[\]]{0,200}\])")
_CONNECTIVE: Final = {
    "en": re.compile(
        r"(?:however|meanwhile|moreover|furthermore|in addition|besides|also|nevertheless|instead|for example"
        r"|for instance|as a result|at the same time|in fact|of course|finally|thus|therefore),\s+",
        re.IGNORECASE,
    ),
    "ru": re.compile(
        r"(?:(?:однако|кроме того|при этом|в то же время|таким образом|более того|вместе с тем|тем не менее"
        r"|например|наконец|впрочем|между тем|кстати),\s+"
        r"|как (?:сообщи|сообща|переда|информиру)\w*\b[^,]{0,120},\s+)",
        re.IGNORECASE,
    ),
    "kk": re.compile(
        r"(?:сонымен қатар|алайда|дегенмен|осылайша|сондай-ақ|бұдан бөлек|бұған қоса"
        r"|мысалы|сонымен),\s+",
        re.IGNORECASE,
    ),
}
# Reports of officials and agencies; what somebody "said" or "claims" stays theirs.
_SAID: Final = {
    "en": re.compile(
        r",\s+(?:[\w.’'-]+\s+){0,8}?(?:reported|reports|announced)"
        r"(?:\s+(?:on|in|at|to|the|a|by)\b[^,;]{0,80})?[.\s]*\Z"
    ),
    "ru": re.compile(r",\s+(?:[-–—]\s+)?(?:сообщи|сообща|переда|говорится|информиру)\w*\b[^;]{0,160}\Z"),
    "kk": re.compile(r"(?:,\s+(?:[-–—]\s+)?|\s+(?:[-–—]\s+)?)де[пй]\s+хабарла\w*\b[^;]{0,120}\Z"),
}
# A clause between commas; what follows the second comma decides whether one comma stays.
_INSIDE: Final = {
    "en": re.compile(r",\s+(?:which|who|whose|whom|where)\b[^,;]{1,160}(?:,|(?=[.!?]?\Z))"),
    "ru": re.compile(
        r",\s+(?:(?:в|во|на|о|об|с|со|к|из|от|для|по|за|под)\s+)?(?:котор\w+|где|куда|откуда)\b[^,;]{1,160}"
        r"(?:,|(?=[.!?]?\Z))"
        r"|,\s+\w+(?:вш|ющ|ущ|ащ|ящ)(?:ий|ая|ее|ие|его|ей|их|ого|ую|юю|им|ими|ему|ем)(?:ся)?\b[^,;]{1,160}"
        r"(?:,|(?=[.!?]?\Z))"
    ),
    "kk": re.compile(r"(?!)"),  # Kazakh relative clauses stand before their noun, without commas
}
_TAIL: Final = {
    "en": re.compile(
        r"(?:;|,\s+(?:and|but|while|although|though|because|since|so|as|after|before|with)\b).*\Z"
    ),
    "ru": re.compile(
        r"(?:;|,\s+(?:а|но|и|однако|хотя|потому что|так как|поскольку|чтобы|когда|если|пока|поэтому|причём"
        r"|при этом|в том числе)\b).*\Z"
    ),
    "kk": re.compile(r"(?:;|,\s+(?:ал|бірақ|себебі|өйткені|алайда|сондықтан|сонымен қатар)\b).*\Z"),
}
_LABEL = re.compile(
    r"[\s*_#]*(?:(?:a|the|one|my)\s+)?(?:headline|title|заголовок|тақырып(?:ша)?)[\s*_]*:[\s*_]*",
    re.IGNORECASE,
)
_WRAPS: Final = {'"': '"', "“": "”", "«": "»", "„": "“"}
_ANY = re.compile("")
# A Kazakh clause is whole if its last word is a finite verb, or what stands for one.
_FINITE = re.compile(
    r"(?:[дт][ыі]|[аеій]д[ыі]|м[ыі]з|мын|мін|екен|емес|жоқ|бар|болмақ|мақ|мек|пақ|пек|жатыр|отыр|тұр|жүр)\W*\Z"
)
_NEGATION = re.compile(r"\b(?:not|never|no|не|нет|ни|емес|жоқ)\b|n't\b", re.IGNORECASE)
_CONTRAST = re.compile(r",\s+(?:but|а|но|ал|бірақ|сонымен қатар)\b", re.IGNORECASE)
_JOINS = re.compile(r"\s*(?:and|but|or|а|но|и|что|чтобы|то|ал|бірақ)\b", re.IGNORECASE)


def headline(sentence: str, language: str) -> str:
    """The sentence as a headline: its main clause, without a full stop at the end.

    ``sentence`` is on one line; ``language`` is ``en``, ``ru`` or ``kk``. Every word of the result is one of
    the sentence, in its order.
    """
    text = _BRACKETS.sub("", sentence.strip())
    text = _shorter(text, _SAID[language].sub("", text.rstrip(". ")))
    text = _shorter(text, _CONNECTIVE[language].sub("", text, count=1) if _opens(text, language) else text)
    if _long(text):
        text = _shorter(text, _INSIDE[language].sub(_joint, text))
    while _long(text) and (tail := _last_tail(text, language)):
        text = tail
    return _capitalised(_balanced(text.strip(" ,;:–—-")))


def unwrapped(written: str) -> str:
    """A model's headline without "Headline:" before it and quotation marks around it."""
    text = _LABEL.sub("", written.strip()).strip(" *_#")
    if len(text) > 2 and text[0] in _WRAPS and text[-1] == _WRAPS[text[0]] and text[0] not in text[1:-1]:
        return text[1:-1].strip()
    return text


def _last_tail(text: str, language: str) -> str:
    """The text without its last coordinated or subordinate clause; "" if it has none that can go."""
    starts = [match.start() for match in re.finditer(_TAIL[language].pattern.removesuffix(r".*\Z"), text)]
    ends = _FINITE if language == "kk" else _ANY
    left = [text[:at] for at in starts if not _needs_rest(text, at) and _closed(text[:at])]
    left = [kept for kept in left if ends.search(kept)]
    return next((kept for kept in reversed(left) if len(kept.split()) >= _LEAST), "")


def _needs_rest(text: str, at: int) -> bool:
    """Whether what precedes the comma at ``at`` is half a contrast ("not only …, but"), or part of a list.

    In a list few words lie between a comma and the one before.
    """
    before = text.rfind(",", 0, at)
    listed = before >= 0 and len(text[before:at].split()) <= _LEAST
    return listed or (_NEGATION.search(text, 0, at) is not None and _CONTRAST.match(text, at) is not None)


def _joint(match: re.Match[str]) -> str:
    """What stays of a clause between commas: a comma before a word that needs one."""
    if not match[0].endswith(","):
        return ""
    return "," if _JOINS.match(match.string, match.end()) else ""


def _opens(text: str, language: str) -> bool:
    return _CONNECTIVE[language].match(text) is not None


def _long(text: str) -> bool:
    return len(text.split()) > _WORDS


def _shorter(text: str, cut: str) -> str:
    """``cut``, unless it leaves too little, or one half of a pair of marks."""
    return cut if len(cut.split()) >= _LEAST and _closed(cut) else text


def _closed(text: str) -> bool:
    """Whether every quotation mark in a text has its other half."""
    return (
        text.count("«") == text.count("»")
        and text.count('"') % 2 == 0
        and (text.count("“") + text.count("”") + text.count("„")) % 2 == 0
    )


def _balanced(text: str) -> str:
    """The text without a full stop at its end; other marks stay."""
    return text[:-1] if text.endswith(".") and not text.endswith("..") else text


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]
