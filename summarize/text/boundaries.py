"""Whether a sentence ends at a closing mark: the layout of quotations, dashes, brackets, lists and smiles.

A mark with nothing special about it ends a sentence; the rules here name the cases where it does not, and
the few where a sentence ends although the next word is in lower case or glued on. A single full stop
before a capital is passed on to `full_stops`, where the words count.

Nothing here knows what a sentence means; a rule reads at most a few words back and one ahead.
"""

import re

from summarize.errors import UsageError
from summarize.text import full_stops
from summarize.text.abbreviations import LEXICONS, Kind
from summarize.text.enclosures import enclosures
from summarize.text.neighbours import REACH, Following, following, preceding

_CLAUSE = 240  # characters shown to the rules on words; enough for a clause and its predicate
_QUOTES = frozenset('»”"“')
_CONTINUES = re.compile(
    r"""[,;:.!?…)\]}»”%/|+=&^~\\]
    |"(?=\s)                # with white space on both sides a quotation mark may close as well as open
    |\W{1,8}$             # nothing but marks up to the end of the paragraph
    """,
    re.VERBOSE,
)
_ADDRESS = re.compile(r"[/@\\=_]|\bwww\b|\.\w")
_SUFFIX = re.compile(r"(?:com|org|net|gov|edu|info|html?|txt|pdf|docx?|xlsx?|jpe?g|png|рф)\b", re.IGNORECASE)
_SPEECH = re.compile(
    r"(?:[A-Z][\w’'-]*\s){1,3}(?:said|says|asked|asks|replied|cried|shouted|yelled|exclaimed|whispered|answered"
    r"|muttered|called|added|wrote|demanded|screamed|inquired|wondered|murmured|laughed|snapped)\b"
)
_PLAIN_ENDING = {  # of words that are no abbreviations: most of those break off at a consonant
    "en": re.compile(r".*[A-Za-z][a-z]{2}$|\d{4}$"),
    "ru": re.compile(r".*[а-яё]{2}[аеёиоуыэюяйь]$"),
    "kk": re.compile(r".*[а-яәіңғүұқөһ]{2}[аеёиоуыэюяйьәіүұө]$"),
}


class Boundaries:
    """The judge of one paragraph; holds its text, its language's words, its brackets and quotations."""

    def __init__(self, text: str, language: str) -> None:
        if language not in LEXICONS:
            raise UsageError(f"no sentence rules for language {language!r}: use one of {', '.join(LEXICONS)}")
        self._text = text
        self._language = language
        self._lexicon = LEXICONS[language]
        self._enclosures = enclosures(text)

    def ends_sentence(self, candidate: re.Match[str], start: int, resumes: int) -> bool:
        """Whether the sentence begun at `start` ends with `candidate`.

        `candidate` has the groups `stop`, `close`, `smile`, `glued` and `face` of the pattern in
        `sentences`; `resumes` is the offset of the next character that is not white space.
        """
        at = candidate.start()
        if self._enclosures.holds(at):
            return False
        right = following(self._text, resumes, self._lexicon)
        before = self._text[max(start, at - _CLAUSE) : at]
        if candidate["face"]:
            return self._smile_ends(candidate, before, right)
        if candidate["glued"]:
            return self._glued(before, right, resumes)
        if not right.word and _CONTINUES.match(self._text, resumes):
            return False
        if self._runs_through(candidate, before, right, resumes):
            return False
        if right.lower:
            return self._ends_before_lower(candidate, before, right)
        if candidate["stop"] != ".":
            return not self._exclaimed(candidate, before, right)
        if self._closes_aside(candidate) and full_stops.abbreviated(before, self._language):
            return False
        return full_stops.ends_sentence(before, right, self._language, whole=at - start <= _CLAUSE)

    def _closes_aside(self, candidate: re.Match[str]) -> bool:
        return any(mark in self._enclosures.asides for mark in range(*candidate.span("close")))

    def _runs_through(self, candidate: re.Match[str], before: str, right: Following, resumes: int) -> bool:
        """Marks that belong to the sentence around them: (!), … at its head, titles, speech and its tag."""
        close, stop = candidate["close"], candidate["stop"][0]
        if close and before[-1:] in ("(", "["):
            return True
        if stop in ".…" and len(before) < 4 and not any(map(str.isalnum, before)):
            return True
        if _QUOTES.isdisjoint(close):
            return False
        if right.dash:
            return True
        if stop == ".":
            return False
        named = not right.opener or right.word == "I"
        if self._language == "en" and named and _SPEECH.match(self._text, resumes):
            return True
        titled = any(mark in self._enclosures.titles for mark in range(*candidate.span("close")))
        return titled and not right.opener

    def _smile_ends(self, candidate: re.Match[str], before: str, right: Following) -> bool:
        """A smile, or a bracket that closes nothing, before a capital letter."""
        if not before or not right.word[:1].isupper():
            return False
        if candidate["face"].strip(")"):  # ":)", and "(((" before white space, which opens nothing
            return True
        stray = candidate.end() - 1 in self._enclosures.stray
        return stray and len(before) > 2 and before[-2:].isalpha()

    def _glued(self, before: str, right: Following, resumes: int) -> bool:
        """A sentence typed against the one before it: a plain word, a mark, a capitalised word."""
        left, _, chunk = preceding(before)
        if len(left) < 3 or "." in left or not (left[-2:].isalpha() and left[-2:].islower()):
            return False
        rest = self._text[resumes : resumes + REACH].split(None, 1)[0]
        if _ADDRESS.search(chunk) or _ADDRESS.search(rest):
            return False
        if self._lexicon.kind(left) not in (None, Kind.WORD) or _SUFFIX.match(right.word):
            return False
        return right.opener or (left.islower() and len(right.word) > 2 and right.word[1:].islower())

    def _ends_before_lower(self, candidate: re.Match[str], before: str, right: Following) -> bool:
        """Sentences that open in lower case, as people type on the web, where little speaks against it."""
        stop = candidate["stop"]
        if candidate["close"] or stop[0] == "…" or stop.startswith(".."):
            return False
        if right.dash and (self._language != "en" or stop != "."):
            return False
        if stop[0] != ".":
            return (right.opened or self._language == "en") and not self._exclaimed(candidate, before, right)
        left = preceding(before).word
        if (
            "." in left
            or len(left) < (2 if right.opened else 3)
            or self._lexicon.kind(left) not in (None, Kind.WORD)
        ):
            return False
        plain = _PLAIN_ENDING[self._language].match(left) is not None
        if self._language != "en" and not right.opened:
            return plain
        return (plain or right.opened) and full_stops.library("en")(before, right)

    def _exclaimed(self, candidate: re.Match[str], before: str, right: Following) -> bool:
        """Whether the mark is part of a name: Yahoo! Finance."""
        if candidate["stop"] != "!" or (right.opener and not right.lower):
            return False
        return preceding(before).word.lower() in self._lexicon.exclaimed
