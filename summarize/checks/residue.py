"""Find what models do to their output and people do not: lost or invented links, residue.

- URLs, e-mail addresses, placeholders and tags must come through unchanged.
- Residue is a special token, part of the prompt, reasoning or chatter. Chatter counts only at the
  beginning or the end of the text. Nothing that the source has too counts.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from summarize.checks.findings import Finding, absence, finding

_SHAPES = {
    "url": re.compile(r"(?:https?://|www\.)[^\s<>\"«»“”]+"
        r"|\b(?<![a-z0-9])(?<![a-z0-9][.-])[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){0,16}\.(?:com|org|net|kz|ru"
        r"|eu|int|info|gov)\b(?:/[^\s<>\"«»]*)?"),
    "email": re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
    "placeholder": re.compile(
        r"\{\{?\s*[A-Za-z_][\w.]*\s*\}?\}|\{\d*\}|\$\{\w+\}|%(?:\(\w+\))?[sdif](?![\w%])"
        r"|</?[A-Za-z][\w-]*(?:\s[^<>]*)?/?>"
    ),
}  # fmt: skip
KEPT = ("url", "email", "placeholder")
_TRAILING = ".,;:!?)]}'’"


def pieces(text: str, kind: str) -> list[tuple[str, int, int]]:
    """Every ``url``, ``email`` or ``placeholder`` of a text with its span, without closing punctuation."""
    found = []
    for match in _SHAPES[kind].finditer(text):
        piece = match[0] if kind == "placeholder" else match[0].rstrip(_TRAILING)
        if kind == "url" and (text[match.start() - 1 : match.start()] == "@"):
            continue
        found.append((piece, match.start(), match.start() + len(piece)))
    return found


def invented_pieces(hypothesis: str, source: str, kinds: tuple[str, ...]) -> Iterator[Finding]:
    """Pieces of these kinds that are not in the source."""
    for kind in kinds:
        ours = pieces(hypothesis, kind)
        theirs = {piece.casefold() for piece, _, _ in pieces(source, kind)} if ours else set()
        for piece, start, end in ours:
            if piece.casefold() not in theirs:
                yield finding(f"{kind}-invented", piece, start, end)


def lost_pieces(hypothesis: str, source: str, kinds: tuple[str, ...]) -> Iterator[Finding]:
    """Pieces of these kinds that are missing, or occur less often than in the source."""
    for kind in kinds:
        ours = Counter(piece.casefold() for piece, _, _ in pieces(hypothesis, kind))
        theirs = Counter(piece.casefold() for piece, _, _ in pieces(source, kind))
        for piece in theirs - ours:
            yield absence(f"{kind}-lost", piece, hypothesis)


_SPECIAL = re.compile(
    r"</?s>|<(?:pad|unk|mask|eos|bos|n)>|\[(?:PAD|UNK|CLS|SEP|MASK|INST|/INST)\]|<extra_id_\d+>"
    r"|<\|[^|<>\n]{1,40}\|>"
    r"|<(?:start|end)_of_turn>|</?(?:think|thinking|reasoning|answer|summary|translation|document|text"
    r"|source)>"
    r"|\b[a-z]{3}_(?:Cyrl|Latn|Arab)\b|\b(?:en_XX|ru_RU|kk_KZ)\b|__[a-z]{2,3}__|<?2(?:en|ru|kk|kaz|rus|eng)>"
    r"|>>[a-z]{2,3}(?:_[A-Za-z]{4})?<<|▁|⁇|\ufffd|##\w+",
)
_NOUN = (
    r"summary|translation|text|answer|version|краткое содержание|краткое изложение|резюме|перевод|саммари"
    r"|пересказ|текст|ответ|қысқаша мазмұн\w*|қысқаша баян\w*|түйін\w*|аударма\w*|мәтін\w*|жауап\w*"
)
_OPENING = re.compile(
    rf"\s*(?:[\"«*#]+\s*)?(?:"
    rf"(?:sure|certainly|of course|okay|ok|конечно|хорошо|разумеется|әрине|жарайды)\b"
    rf"\s*(?:[!:]|[,.—–-]\s*(?:here|below|вот|ниже|міне|төменде)\b)"
    rf"|(?:(?:here(?:'s|’s| is| are)|below is|this is|вот|ниже(?: \w+н\w*)?|міне|төменде)\b"
    rf"[^.:\n]{{0,60}}\b(?:{_NOUN})\b[^.:\n]{{0,60}}[:.\n])"
    rf"|(?:[\w-]+\s+){{0,2}}(?:{_NOUN})(?:\s+[\w-]+){{0,4}}\s*:"
    rf"|(?:user|assistant|system|model|human|пользователь|ассистент|пайдаланушы|көмекші)\s*:"
    rf"|as an ai\b|i(?:'m| am) (?:sorry|an ai)\b|к сожалению, я\b|я (?:не могу|языковая модель)\b"
    rf"|кешіріңіз, мен\b|мен (?:тілдік модель|жасанды интеллект)"
    rf"|(?:summari[sz]e|translate) (?:the following|this|from|to|into)\b|переведи(?:те)? |аударыңыз\b"
    rf"|кратко изложите\b|қысқаша баяндаңыз\b)",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"(?:let me know if|i hope this helps|is there anything else|feel free to|would you like me to"
    r"|надеюсь, это поможет|дайте знать|если (?:вам )?нужн\w+ (?:ещё|еще|другой|дополнительн)\w*|обращайтесь"
    r"|тағы сұрақ\w* болса|көмектескеніме қуаныш|қажет болса, айтыңыз)[^\n]{0,120}$"
    r"|^[^\S\n]*(?:user|assistant|human|system)\s*:.*$|^```\w*[^\S\n]*$",
    re.IGNORECASE | re.MULTILINE,
)


_SUBJECTS = {
    "en": r"document|article|text|passage",
    "ru": r"документ\w*|стать[яеию]\w*|текст\w*",
    "kk": r"құжат\w*|мақала\w*|мәтін\w*",
}
# A sentence about the text instead of one about the news. A text about a document says such things too, so
# the document, article or text must not be a word of the source; only the first alternative needs no more.
_ABOUT = re.compile(
    rf"(?:^|(?<=[.!?…]\s))(?P<sure>(?:the|this)\s+(?:{_SUBJECTS['en']})\s+(?:is|gives|provides|presents"
    rf"|contains)\s+an?\s+"
    r"(?:\w+\s+){0,2}(?:summary|overview|account|description|analysis)\b"
    rf"|(?:этот\s+|эта\s+|данн\w+\s+)?(?:документ|статья|текст)\s+(?:—\s*это\s+|(?:представляет"
    rf"|является)\s+(?:собой\s+)?)"
    r"(?:\w+\s+)?(?:изложени\w+|обзор\w*|резюме|краткое\s+содержание)\b"
    r"|бұл\s+(?:құжат|мақала|мәтін)\s*[-—–]?\s*(?:\w+\s+){0,6}(?:мазмұны|мазмұндамасы|түйіні)\b)"
    rf"|(?:^|(?<=[.!?…]\s))(?P<meta>(?:the|this)\s+(?P<en>{_SUBJECTS['en']})\s+(?:also\s+)?(?:is\s+about"
    rf"|talks\s+about|tells|"
    r"discusses|describes|summari[sz]es|highlights|explores|covers|focuses\s+on|outlines|deals\s+with"
    r"|mentions)\b"
    rf"|(?:в\s+(?:этой\s+|этом\s+|данной\s+|данном\s+)?)(?P<ru>{_SUBJECTS['ru']})\s+(?:говорится"
    rf"|рассказывается|речь\s+идёт"
    r"|речь\s+идет|описывается|обсуждается|рассматривается)\b"
    rf"|(?:бұл\s+)?(?P<kk>(?:құжатта|мақалада|мәтінде))\b[^.!?…\n]{{0,200}}\b(?:айтылады|айтылған|баяндалады"
    rf"|баяндалған"
    r"|сипатталады|қарастырылады|талқыланады)\b)",
    re.IGNORECASE,
)


def about_the_text(hypothesis: str, source: str) -> Iterator[Finding]:
    """Sentences that say what the document, article or text is or discusses, which the source does not."""
    theirs = source.casefold()
    for match in _ABOUT.finditer(hypothesis):
        language = next((name for name in _SUBJECTS if match["meta"] and match[name]), None)
        named = language and re.search(rf"\b(?:{_SUBJECTS[language]})\b", theirs)
        if match[0].casefold() not in theirs and not named:
            yield finding("about", match[0], match.start(), match.end())


def special_tokens(hypothesis: str, source: str) -> Iterator[Finding]:
    """Special tokens and chat template markup that the source does not have."""
    known: dict[str, bool] = {}  # each token is looked for once
    for match in _SPECIAL.finditer(hypothesis):
        if match[0] not in known:
            known[match[0]] = match[0] in source
        if not known[match[0]]:
            yield finding("residue", match[0], match.start(), match.end())


def chatter(hypothesis: str, source: str) -> Iterator[Finding]:
    """A model that talks about its answer, refuses, or repeats the prompt."""
    theirs = source.casefold()
    opening = None if _OPENING.match(source) else _OPENING.match(hypothesis)  # "Answer:" for «Ответ:»
    first = opening.end() if opening else 0
    closings = [match for match in _CLOSING.finditer(hypothesis) if match.start() >= first]
    for match in ([opening] if opening else []) + closings:
        piece = match[0].strip()
        if piece and piece.casefold() not in theirs:
            yield finding("chatter", piece, match.start(), match.end())
