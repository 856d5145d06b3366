"""Lines that say whom to ask and who signed: contacts, postal addresses, names and titles under a letter.

Nothing in them belongs into a summary, though they repeat the words of the text's subject. Patterns are for
English, Russian and Kazakh.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Final

import numpy as np

from summarize.summaries.tokens import Mask, Sentences

_REACH: Final = r"(?:[\w.+-]{1,64}@[\w-]{1,64}\.\w|\+?\d[\d ()–-]{5,}\d|https?://|www\.)"
_LONGEST: Final = 240  # characters of such a line
_LABEL: Final = rf"""
    (?:(?:media|press|general)\ )?contacts?
        (?:\ (?:persons?|details|information|us|for\ [\w\ ]{{1,30}}))?\ ?[:–—-]
    | (?:media|press)\ (?:office|enquiries|inquiries|relations|service)\ ?[:–—-]
    | (?:for|with)\ (?:(?:any|all|your|general|media|press|other|more|further|additional|detailed)\ )*
        (?:enquiries|inquiries|questions|queries|comment|information|details|interviews)\b
        (?:[^.!?]{{0,80}}?\b(?:contact|call|phone|write|e-?mail|visit|see|go\ to|click)\b|[^.!?]{{0,40}}:
        |.{{0,120}}{_REACH})
    | (?:please\ )?(?:contact|call|phone|e-?mail)(?:\ us)?\b[^.!?]{{0,80}}{_REACH}
    | (?:more|further|additional|detailed)\ (?:information|details)\b[^.!?]{{0,80}}
        \b(?:(?:is|are)\ available|can\ be\ (?:found|obtained)|(?:at|on)\ (?:www|http))
    | контакт(?:ное|ные)\ (?:лиц|данн|телефон|информац)\w* | контакты?(?:\ для\ [\w\ -]{{1,30}})?\ ?[:–—-]
    | контактный\ (?:телефон|адрес) | для\ (?:справок|сми|связи|контактов|записи)\ ?[:–—-] | справки\ по\ тел
    | (?:для|за)\ (?:получени\w+\ )?(?:дополнительн|подробн|более\ подробн)\w+\ (?:информац|сведени|справ)\w+
        [^.!?]{{0,60}}(?:обра[щт]|звон|пиш|посет|сайт|:)
    | (?:дополнительн|подробн|более\ подробн)\w+\ информаци\w+[^.!?]{{0,60}}
        (?:можно|доступн|на\ сайте|по\ тел|:)
    | по\ (?:всем\ |любым\ |другим\ |возникшим\ )*вопросам[^.!?]{{0,80}}(?:обра[щт]|звон|пиш|связ|:)
    | (?:наш\ |почтовый\ |юридический\ )?адрес(?:\ [\w-]+){{0,2}}\ ?:
    | (?:единый\ |наш\ )?телефон\w*(?:\ [\w-]+){{0,3}}\ ?[:–—-]
    | (?:задать\ вопрос|связаться|записаться)[^.!?]{{0,60}}{_REACH}
    | байланыс(?:атын|у)?\ (?:үшін|тұлға|адам|тел|деректер|ақпарат)\w* | байланыс(?:у)?\ ?[:–—-]
    | (?:анықтама|хабарласу|жазылу|тіркелу)(?:\ алу)?\ үшін[^.!?]{{0,60}}
        (?:[:–—-]|{_REACH}|хабарлас|қоңырау)
    | (?:[\w-]+\ ){{0,4}}?(?:қосымша|толық|толығырақ|егжей-тегжейлі)\ (?:ақпарат|мәлімет|анықтама)\w*
        [^.!?]{{0,60}}(?:сайт|хабарлас|алуға\ болады|:)
    | (?:бақ|барлық\ сұрақтар|сұрақтар)\ (?:үшін|бойынша)[^.!?]{{0,60}}(?:хабарлас|байланыс|:)
    | (?:біздің\ |пошта\ )?мекенжай(?:ымыз|ы)?\ ?: | телефон(?:ы|дары)?\ ?[:–—-] | сенім\ телефоны
    """
# How the first words of these begin, and how the Kazakh word does that up to four others may precede.
_LABEL_WORD: Final = re.compile(
    "contact|media|press|general|for|with|please|call|phone|e-?mail|more|further|additional|detailed"
    "|контакт|для|справки|за|дополнительн|подробн|более|по|наш|почтовый|юридический|адрес|единый|телефон"
    "|задать|связаться|записаться|байланыс|анықтама|хабарласу|жазылу|тіркелу|бақ|барлық|сұрақтар|біздің"
    "|пошта|мекенжай|сенім",
    re.IGNORECASE,
)
_LABEL_WORD_KK: Final = re.compile("қосымша|толы[қғ]|егжей", re.IGNORECASE)
_BEFORE_KK: Final = 5
_END: Final = tuple('.!?…:;»”"')
_WORDS: Final = 14  # words of a line without a full stop that is an address or a signature
_ADDRESS: Final = (
    r"(?:\d{5,6},? )?(?:(?:ул|пр|просп|пер|мкр|г|с)\.|улица|проспект|переулок|микрорайон)"
    r" ?[^\W\d_][^.!?]*\d"
    r"|[^.!?]{3,40}\b(?:көшесі|даңғылы|тұйығы),? ?\d"
    r"|\d{1,5}[a-z]?,? (?:[A-Z][\w'’-]* ){1,3}(?:street|avenue|road|lane|square|boulevard)\b[^.!?]*\Z"
)
_NAME: Final = r"(?:[^\W\d_a-zа-яёәғқңөұүһі][\w'’-]*\.?)"
_OFFICE: Final = (
    r"(?:head|director|chief|deputy|chair(?:man|woman|person)?|press secretary|press officer|spokes\w+"
    r"|secretary|minister|editor|manager|coordinator|руководител\w+|начальник\w*|директор\w*|заместител\w+|председател\w+"
    r"|пресс-секретар\w+|секретар\w+|министр\w*|редактор\w*|менеджер\w*|координатор\w*|заведующ\w+)"
)
_OFFICE_KK: Final = (
    r"(?:басшысы|директоры|бастығы|хатшысы|төрағасы|министрі|редакторы|меңгерушісі|менеджері|үйлестірушісі"
    r"|орынбасары)"
)
# "Dana Omarova, head of the press service", "Head of the Press Service", «Дана Омарова, қызмет басшысы»
_SIGNED: Final = (
    rf"(?:{_NAME} ){{1,3}}{_NAME}(?:,|\Z)"
    rf"(?:\Z| (?:(?:[\w-]+ ){{0,2}}?{_OFFICE}\b|[^.!?]{{0,80}}{_OFFICE_KK}\Z))"
    rf"|(?i:{_OFFICE}) (?:of|at|in|for|[\w-]+(?:а|я|ы|и|ой|ей|ого|ов|ий))\b[^,.!?]{{0,80}}\Z"
    rf"|[^,.!?]{{3,80}} {_OFFICE_KK}\Z"
)


def contacts(sentences: Sequence[str]) -> Mask:
    """Which sentences are a contact, a postal address, or a name or title under a letter; shape [n]."""
    known = Sentences.of(sentences)
    labelled = known.at(0, _LABEL_WORD.match) | known.having(_LABEL_WORD_KK.match, among=_BEFORE_KK)
    bare = ~known.at(-1, lambda token: token.endswith(_END)) & (known.lengths <= _WORDS)
    found = np.zeros(len(known), dtype=np.bool_)
    found[[i for i in np.flatnonzero(labelled | bare).tolist() if is_contact(known[i])]] = True
    return found


def is_contact(sentence: str) -> bool:
    """Whether a sentence is a contact, a postal address, or a name or title under a letter."""
    if len(sentence) > _LONGEST:
        return False
    label, signed, address = _patterns()
    if label.match(sentence):
        return True
    if sentence.endswith(_END) or len(sentence.split()) > _WORDS:
        return False
    return bool(signed.match(sentence) or address.match(sentence))


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    """Of a label, a signature and an address; most texts need none of them."""
    return (
        re.compile(_LABEL, re.VERBOSE | re.IGNORECASE),
        re.compile(_SIGNED),
        re.compile(_ADDRESS, re.IGNORECASE),
    )
