"""What a model leaves in its output that is no text: chatter, prompt, reasoning, special tokens.

Knows the phrases of models, not of people: a phrase counts only where chatter stands, at the
beginning or the end, and never where the source has it too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from summarize.checks.findings import Finding

_SPECIAL = re.compile(
    r"</?s>|<(?:pad|unk|mask|eos|bos|n)>|\[(?:PAD|UNK|CLS|SEP|MASK|INST|/INST)\]|<extra_id_\d+>|<\|[^|<>\n]{1,40}\|>"
    r"|<(?:start|end)_of_turn>|</?(?:think|thinking|reasoning|answer|summary|translation|document|text|source)>"
    r"|\b[a-z]{3}_(?:Cyrl|Latn|Arab)\b|\b(?:en_XX|ru_RU|kk_KZ)\b|__[a-z]{2,3}__|<?2(?:en|ru|kk|kaz|rus|eng)>"
    r"|>>[a-z]{2,3}(?:_[A-Za-z]{4})?<<|▁|⁇|\ufffd|##\w+",
)
_NOUN = (
    r"summary|translation|text|answer|version|краткое содержание|краткое изложение|резюме|перевод|саммари"
    r"|пересказ|текст|ответ|қысқаша мазмұн\w*|қысқаша баян\w*|түйін\w*|аударма\w*|мәтін\w*|жауап\w*"
)
_OPENING = re.compile(
    rf"\s*[\"«*#]*\s*(?:"
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
    r"|тағы сұрақ\w* болса|көмектескеніме қуаныш|қажет болса, айтыңыз)[^\n]{0,120}\s*$"
    r"|^\s*(?:user|assistant|human|system)\s*:.*$|^```\w*\s*$",
    re.IGNORECASE | re.MULTILINE,
)


def special_tokens(hypothesis: str, source: str) -> Iterator[Finding]:
    """Markup of tokenizers and chat templates that the source does not have."""
    for match in _SPECIAL.finditer(hypothesis):
        if match[0] not in source:
            message = f"special token {match[0]!r} was left in the text"
            yield Finding("residue", message, match[0], match.start(), match.end())


def chatter(hypothesis: str, source: str) -> Iterator[Finding]:
    """A model talking about its answer, refusing, or repeating the prompt."""
    theirs = source.casefold()
    opening = _OPENING.match(hypothesis)
    first = opening.end() if opening else 0
    closings = [match for match in _CLOSING.finditer(hypothesis) if match.start() >= first]
    for match in ([opening] if opening else []) + closings:
        piece = match[0].strip()
        if piece and piece.casefold() not in theirs:
            message = f"not part of the text: {piece[:60]!r}"
            yield Finding("chatter", message, piece, match.start(), match.end())
