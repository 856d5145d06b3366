"""Find what models do to their output and people do not: lost or invented links, loops, residue.

- URLs, e-mail addresses, placeholders and tags must come through unchanged.
- A loop is a phrase that a derailed model repeats. Lists, refrains and names repeat too, so it must be
  long or frequent, and the source must not repeat as much.
- Residue is a special token, part of the prompt, reasoning or chatter. Chatter counts only at the
  beginning or the end of the text. Nothing that the source has too counts.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import accumulate
from operator import eq

from summarize.checks.findings import Finding, absence, finding

_SHAPES = {
    "url": re.compile(r"(?:https?://|www\.)[^\s<>\"«»“”]+"
        r"|\b(?<![a-z0-9])(?<![a-z0-9][.-])[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){0,16}\.(?:com|org|net|kz|ru|eu|int|info|gov)\b(?:/[^\s<>\"«»]*)?"),
    "email": re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
    "placeholder": re.compile(
        r"\{\{?\s*[A-Za-z_][\w.]*\s*\}?\}|\{\d*\}|\$\{\w+\}|%(?:\(\w+\))?[sdif](?![\w%])|</?[A-Za-z][\w-]*(?:\s[^<>]*)?/?>"
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


_TOKEN = re.compile(r"\w+")
_SHORT_RUN = 10  # words of the longest run looked for twice
_LONGEST = 30  # words of the longest repeated phrase
_SENTENCE = re.compile(r"[^.!?…\n]+")
_LETTERS = re.compile(r"([^\W\d_])\1{4,}|([^\W\d_]{2,6})\2{3,}")
_MARKS = re.compile(r"([^\w\s])\1{11,}|((?:[^\w\s]\s){2,4})\2{5,}")


def _times(period: int) -> int:
    """How many times in a row a phrase of ``period`` words must occur to be a loop."""
    return 4 if period == 1 else 3 if period < 5 else 2


def _runs(tokens: list[str]) -> tuple[int, int, int] | None:
    """The first phrase that occurs too often in a row: its first token, the end, and its length in words."""
    worded = list(accumulate((not token.isdigit() for token in tokens), initial=0))
    for period in range(1, min(_LONGEST, len(tokens) // 2) + 1):
        alike = bytes(map(eq, tokens, tokens[period:]))  # 1 where the token a period later is the same
        least = period * (_times(period) - 1)
        first = alike.find(b"\1" * least)
        while first >= 0:
            if worded[first + period] > worded[first]:  # not numbers alone
                return first, first + period + least, period
            first = alike.find(b"\1" * least, alike.find(b"\0", first) + 1 or len(alike))
    return None


def _sentences(text: str) -> Counter[str]:
    """Sentences of five words or more, folded, and how often each occurs."""
    found = (" ".join(_TOKEN.findall(match[0].casefold())) for match in _SENTENCE.finditer(text))
    return Counter(sentence for sentence in found if sentence.count(" ") >= 4)


def _crowded(tokens: list[str]) -> str | None:
    """A four-word phrase that occurs five times or more and makes up a third of the text."""
    grams = Counter(zip(tokens, tokens[1:], tokens[2:], tokens[3:], strict=False))
    for gram, count in grams.most_common(1):
        if count >= 5 and count * 4 * 3 >= len(tokens):
            return " ".join(gram)
    return None


def repeats(text: str) -> tuple[str, int, int] | None:
    """The first loop of a text, as the repeated phrase and its span, or None."""
    letters = _LETTERS.search(text) or _MARKS.search(text)
    if letters:
        return letters[0][:20], letters.start(), letters.end()
    matches = list(_TOKEN.finditer(text))
    tokens = [match[0].casefold() for match in matches]
    run = _runs(tokens)
    if run:
        first, end, period = run
        piece = text[matches[first].start() : matches[first + period - 1].end()]
        return piece, matches[first].start(), matches[end - 1].end()
    crowd = _crowded(tokens)
    return (crowd, 0, len(text)) if crowd else None


def loops(hypothesis: str, source: str) -> Iterator[Finding]:
    """Repetitions in the hypothesis that the source does not have."""
    found = repeats(hypothesis)
    if found and repeats(source) is None:
        piece, start, end = found
        yield finding("loop", piece, start, end)
        return
    twice = max(_sentences(source).values(), default=0)
    for sentence, count in _sentences(hypothesis).items():
        if count > max(twice, 1):
            yield finding("loop-sentence", sentence, 0, len(hypothesis), sentence, str(count))
            return


_WORDS = 2  # least words of a run that is not written twice in a row
_HEAVY = 10  # and its least letters, so that "so, so" and "бара-бара" pass
_MARK = re.compile(r"[^\w\s]")


def doubled_runs(hypothesis: str, source: str) -> Iterator[Finding]:
    """A few words written twice in a row, where the source repeats nothing so."""
    found = _doubled(hypothesis)
    if found and _doubled(source) is None:
        start, end = found
        yield finding("loop", hypothesis[start:end], start, end)


def _doubled(text: str) -> tuple[int, int] | None:
    """The span of the first run of two to ten words that follows itself, with no mark inside."""
    matches = list(_TOKEN.finditer(text))
    tokens = [match[0].casefold() for match in matches]
    for period in range(_WORDS, min(_SHORT_RUN, len(tokens) // 2) + 1):
        alike = bytes(map(eq, tokens, tokens[period:]))
        first = alike.find(b"\1" * period)
        while first >= 0:
            start, again, end = (matches[first].start(), matches[first + period].start(),
                                 matches[first + 2 * period - 1].end())  # fmt: skip
            letters = sum(map(len, tokens[first : first + period]))
            if letters >= _HEAVY and any(map(str.isalpha, tokens[first : first + period])):
                if not _MARK.search(text[start:again].strip()[-2:] if period < 4 else ""):
                    return start, end
            first = alike.find(b"\1" * period, first + 1)
    return None


_NOTE = re.compile(
    r"[(\[{*]{0,3}\s?(?:(?:translat(?:or|ion)(?:['’]?s)?|editor(?:['’]?s)?|t\.?\s?n\.?)\s+(?:note|comment|remark)s?\b"
    r"|(?:n\.\s?b\.|p\.\s?s\.|note|nota bene|tn|t/n)\s*[:.–—-]"
    r"|(?:прим(?:ечани[ея]|\.)?|примеч\.|комментари[йя]|замечани[ея]|сноска|от)\s+(?:\w{2,9}\.?\s+)?(?:пер(?:ев(?:одчика)?)?|ред(?:актора|акции)?"
    r"|переводчика|автора)\b|(?:прим(?:ечани[ея]|\.)|замечани[ея]|комментари[йя]|внимание|сноска)\s*[:–—-]"
    r"|(?:аударма(?:шы(?:ның|дан)?)?|редакция(?:ның|дан)?|редактор(?:дың|дан)?|автор(?:дың|дан)?)\s+"
    r"(?:ескерт\w+|түсінік\w+|қосым\w+)|(?:ескерту|ескертпе|түсініктеме|назар аударыңыз|аударма ескертуі)\s*[:–—-]"
    r"|(?:literally|lit\.|буквально|дословно|сөзбе-сөз)\s*:)",
    re.IGNORECASE,
)
_REMARK = re.compile(r"[(\[]([^()\[\]\n]{1,300})[)\]][.!?]?\s*\Z")
_ENOUGH = 0.75  # of the source's characters
_REMARKED = 4  # words of a bracket that no translator needs to explain a name or a unit


def added_notes(hypothesis: str, source: str) -> Iterator[Finding]:
    """Notes of a translator or model, and long remarks in brackets, where the source has neither."""
    if not _NOTE.search(source):
        for match in _NOTE.finditer(hypothesis):
            end = _end_of_note(hypothesis, match)
            yield finding("note", hypothesis[match.start() : end], match.start(), end)
            return
    match = _REMARK.search(hypothesis)
    if match is None or any(mark in source for mark in "([–—") or len(_TOKEN.findall(match[1])) < _REMARKED:
        return
    if len(hypothesis) - len(match[0]) >= _ENOUGH * len(source):  # the rest says it all
        yield finding("remark", match[0], *match.span())


def _end_of_note(text: str, match: re.Match[str]) -> int:
    """Where a note ends: at the end of its line."""
    end = text.find("\n", match.end())
    return len(text) if end < 0 else end


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
    rf"(?:^|(?<=[.!?…]\s))(?P<sure>(?:the|this)\s+(?:{_SUBJECTS['en']})\s+(?:is|gives|provides|presents|contains)\s+an?\s+"
    r"(?:\w+\s+){0,2}(?:summary|overview|account|description|analysis)\b"
    rf"|(?:этот\s+|эта\s+|данн\w+\s+)?(?:документ|статья|текст)\s+(?:—\s*это\s+|(?:представляет|является)\s+(?:собой\s+)?)"
    r"(?:\w+\s+)?(?:изложени\w+|обзор\w*|резюме|краткое\s+содержание)\b"
    r"|бұл\s+(?:құжат|мақала|мәтін)\s*[-—–]?\s*(?:\w+\s+){0,6}(?:мазмұны|мазмұндамасы|түйіні)\b)"
    rf"|(?:^|(?<=[.!?…]\s))(?P<meta>(?:the|this)\s+(?P<en>{_SUBJECTS['en']})\s+(?:also\s+)?(?:is\s+about|talks\s+about|tells|"
    r"discusses|describes|summari[sz]es|highlights|explores|covers|focuses\s+on|outlines|deals\s+with|mentions)\b"
    rf"|(?:в\s+(?:этой\s+|этом\s+|данной\s+|данном\s+)?)(?P<ru>{_SUBJECTS['ru']})\s+(?:говорится|рассказывается|речь\s+идёт"
    r"|речь\s+идет|описывается|обсуждается|рассматривается)\b"
    rf"|(?:бұл\s+)?(?P<kk>(?:құжатта|мақалада|мәтінде))\b[^.!?…\n]{{0,200}}\b(?:айтылады|айтылған|баяндалады|баяндалған"
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
    opening = _OPENING.match(hypothesis)
    first = opening.end() if opening else 0
    closings = [match for match in _CLOSING.finditer(hypothesis) if match.start() >= first]
    for match in ([opening] if opening else []) + closings:
        piece = match[0].strip()
        if piece and piece.casefold() not in theirs:
            yield finding("chatter", piece, match.start(), match.end())
