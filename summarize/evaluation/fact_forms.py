"""The notation in which a fact's surface forms are written, and how a form is found in a sentence.

A form is found if all its terms are in one sentence, in any order, each word in any inflection:

    pilot #1.4m                 a word and a number, in digits or in words
    (cost|price|worth) #1.4m    one of several words
    "#12 product group"         a phrase: in this order, at most one word between neighbours
    (bridge|river crossing)     an alternative of several words is a phrase, with or without quotation marks
    "(stop|halt) production"    alternatives within a phrase
    =may                        exactly this word, not inflected
    recogni*                    any word that begins so
    !cancel                     the sentence must not have this

Numbers: ``#3200``, ``#3.2k``, ``#1.4m``, ``#2bn``, ``#70%``, ``#96mKZT`` (money, wherever its unit stands),
``#1/4``, ``#9:30``, ``#1:14:52``. Dates: ``@03-01`` (a day), ``@2013-03-01`` (with its year), ``@03`` (a
month), ``@2013-10`` (a month with its year). A word or number that is denied right there ("not 2 but 5",
"не 2, а 5", "2 емес, 5") is not found, unless the form itself has the negation.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache
from itertools import product

from summarize.checks.dates import Day
from summarize.evaluation.fact_atoms import (
    NUMERIC,
    Atom,
    ClockAtom,
    DateAtom,
    FormError,
    NumberAtom,
    Role,
    Span,
    WordAtom,
    atoms_of,
)
from summarize.evaluation.fact_text import Sentence

_TERM = re.compile(r'(?P<deny>!?)(?:\((?P<group>[^()]+)\)|"(?P<phrase>[^"]+)"|(?P<atom>[^\s()"|]+))(?:\s+|$)')
_QUOTED = re.compile(r'"([^"]*)"')
_INNER = re.compile(r"\(([^()]*)\)")
_MOST_PHRASES = 64
NEGATIONS = {"en": {"not", "never", "no"}, "ru": {"не"}, "kk": {"емес", "жоқ"}}
_EVERY_NEGATION = frozenset().union(*NEGATIONS.values())
_BETWEEN = re.compile(r"[^\W_]+")
_SUFFIX = re.compile(r"-[^\W\d_]{1,4}\b|^['’]s\b")  # of what is before: 70%-ын, 11-го, the river's
_GAP = 1  # words between the neighbours of a phrase
_FAR = 80  # characters between the neighbours of a phrase


@dataclass(frozen=True)
class Phrase:
    """Atoms in order, with at most one word between neighbours."""

    atoms: tuple[Atom, ...]

    @property
    def numeric(self) -> bool:
        """Whether a number or date is part of it."""
        return any(isinstance(atom, NUMERIC) for atom in self.atoms)

    @cached_property
    def negates(self) -> bool:
        """Whether it has a negation itself, so that what it denies is not looked for undenied."""
        return any(isinstance(atom, WordAtom) and atom.text.lower() in _EVERY_NEGATION for atom in self.atoms)

    def matches(self, sentence: Sentence, *, wild: bool, denied: bool) -> Iterator[tuple[Span, list[Role]]]:
        """Each place of the phrase with the numbers in it; where ``wild``, any number stands for its own."""
        yield from self._follow(sentence, 0, None, wild, denied)

    def _follow(
        self, sentence: Sentence, index: int, before: Span | None, wild: bool, denied: bool
    ) -> Iterator[tuple[Span, list[Role]]]:
        if index == len(self.atoms):
            yield before or (0, 0), []
            return
        atom = self.atoms[index]
        for (start, end), role in _places(atom, sentence, wild, before):
            near = before is None or _near(sentence.text, before[1], start)
            if near and (denied or not sentence.negated(start, end, word=isinstance(atom, WordAtom))):
                whole = (before[0] if before else start, end)
                for span, roles in self._follow(sentence, index + 1, whole, wild, denied):
                    yield span, role + roles


def _places(
    atom: Atom, sentence: Sentence, wild: bool, before: Span | None
) -> Sequence[tuple[Span, list[Role]]]:
    """Where an atom is, in order; only soon after ``before``, if that is given."""
    key = atom, wild
    if key not in sentence.known:
        sentence.known[key] = _every(atom, sentence, wild)
    found: Sequence[tuple[Span, list[Role]]] = sentence.known[key]
    if before is None:
        return found
    first = bisect_left(found, before[1], key=lambda place: place[0][0])
    return found[first : bisect_left(found, before[1] + _FAR, first, key=lambda place: place[0][0])]


def _every(atom: Atom, sentence: Sentence, wild: bool) -> list[tuple[Span, list[Role]]]:
    if wild and isinstance(atom, NUMERIC):
        return [(role.span, [role]) for role in atom.roles(sentence)]
    return [(span, []) for span in atom.spans(sentence)]


def _near(text: str, end: int, start: int) -> bool:
    return len(_BETWEEN.findall(_SUFFIX.sub("", text[end:start]))) <= _GAP


@dataclass(frozen=True, eq=False)
class Term:
    """One of several phrases, or none of them where ``deny``."""

    notation: str
    phrases: tuple[Phrase, ...]
    deny: bool = False

    @property
    def lone(self) -> bool:
        """Whether the term is a single word, number or date."""
        return all(len(phrase.atoms) == 1 for phrase in self.phrases)

    @property
    def numeric(self) -> bool:
        """Whether a number or date is part of the term."""
        return any(phrase.numeric for phrase in self.phrases)

    @property
    def wordy(self) -> bool:
        """Whether a word is part of the term."""
        return any(isinstance(atom, WordAtom) for phrase in self.phrases for atom in phrase.atoms)

    @property
    def is_name(self) -> bool:
        """Whether each alternative begins with a capital letter."""
        atoms = [phrase.atoms[0] for phrase in self.phrases]
        return not self.deny and all(isinstance(atom, WordAtom) and atom.text[0].isupper() for atom in atoms)

    def is_in(self, sentence: Sentence) -> bool:
        """Whether a sentence has the term."""
        return next(self.places(sentence, wild=False, negates=False), None) is not None

    def said_in(self, sentence: Sentence) -> Term:
        """The term with those of its phrases only that a sentence has."""
        return Term(self.notation, tuple(p for p in self.phrases if Term("", (p,)).is_in(sentence)))

    def places(self, sentence: Sentence, *, wild: bool, negates: bool) -> Iterator[tuple[Span, list[Role]]]:
        """Where the term is, with the numbers in it; where ``wild``, any number stands for its own."""
        for phrase in self.phrases:
            yield from phrase.matches(sentence, wild=wild, denied=negates or self.deny or phrase.negates)


@dataclass(frozen=True)
class Form:
    """One way to state a fact, parsed."""

    terms: tuple[Term, ...]
    negates: bool

    @property
    def numeric(self) -> bool:
        """Whether a wrong number can be told from a right one, by words, other numbers or what it counts."""
        kept = [term for term in self.terms if not term.deny]
        numeric = sum(term.numeric for term in kept)
        return numeric > 1 or (numeric == 1 and (self.bare or any(term.wordy for term in kept)))

    @property
    def bare(self) -> bool:
        """Whether the form is a number alone."""
        kept = [term for term in self.terms if not term.deny]
        return len(kept) == 1 and kept[0].lone and not kept[0].wordy

    @property
    def values(self) -> frozenset[Decimal]:
        """The numbers of the form."""
        atoms = (atom for term in self.terms for phrase in term.phrases for atom in phrase.atoms)
        return frozenset(atom.value for atom in atoms if isinstance(atom, NumberAtom | ClockAtom))

    @property
    def words(self) -> frozenset[str]:
        """The words of the form."""
        atoms = (atom for term in self.terms for phrase in term.phrases for atom in phrase.atoms)
        return frozenset(atom.text for atom in atoms if isinstance(atom, WordAtom))

    def find(self, sentence: Sentence) -> list[Span] | None:
        """Where each term is, or None if one is missing or a denied one is there."""
        found = []
        for term in self.terms:
            span = self.first(term, sentence)
            if (span is None) is not term.deny:
                return None
            if span is not None:
                found.append(span)
        return found

    def possible(self, sentence: Sentence) -> bool:
        """Whether each term that must be there is there; quick to tell of a whole text."""
        return all(term.deny or self.first(term, sentence) is not None for term in self.terms)

    def lacks(self, sentence: Sentence) -> list[str]:
        """The terms, in their notation, that keep the form from being found in a sentence."""
        return [term.notation for term in self.terms if (self.first(term, sentence) is None) is not term.deny]

    def first(self, term: Term, sentence: Sentence) -> Span | None:
        """The first place of a term in a sentence."""
        key = term, self.negates
        if key not in sentence.known:
            place = next(term.places(sentence, wild=False, negates=self.negates), None)
            sentence.known[key] = place[0] if place else None
        span: Span | None = sentence.known[key]
        return span

    def roles(self, sentence: Sentence, *, every: bool = False) -> list[Role]:
        """The numbers and days that stand where the form has its own, whatever their value.

        Empty where the form's words are not all there, or where more than one of its terms has another
        number: then the sentence is about something else. A number in a phrase must be in its place there;
        one by itself may be any plain number of the sentence; ``every`` gives those as well that may be no
        count.
        """
        numeric = [term for term in self.terms if term.numeric and not term.deny]
        words = (term for term in self.terms if term not in numeric)
        if any((self.first(term, sentence) is None) is not term.deny for term in words):
            return []
        if sum(self.first(term, sentence) is None for term in numeric) > 1:
            return []
        found: list[Role] = []
        for term in numeric:
            places = list(term.places(sentence, wild=True, negates=self.negates))
            if not places:
                return []
            roles = (role for _, each in places for role in each)
            found += [role._replace(lone=term.lone) for role in roles if every or role.figure.plain]
        return found

    def has_number(self, sentence: Sentence) -> bool:
        """Whether the form is found with a number or date of its own, or has none that could be there."""
        return (
            self.find(sentence) is not None and bool(self.values or self.dated) and not self.unmet(sentence)
        )

    @property
    def dated(self) -> bool:
        """Whether a date is part of the form."""
        atoms = (atom for term in self.terms for phrase in term.phrases for atom in phrase.atoms)
        return any(isinstance(atom, DateAtom) for atom in atoms)

    def unmet(self, sentence: Sentence) -> list[Role]:
        """Where the form is found with a word that stands in for a date: the days that could be meant."""
        mixed = [
            term
            for term in self.terms
            if term.numeric and not term.deny and not all(p.numeric for p in term.phrases)
        ]
        if not mixed or self.find(sentence) is None:
            return []
        found = []
        for term in mixed:
            exact = Term(term.notation, tuple(phrase for phrase in term.phrases if phrase.numeric))
            if next(exact.places(sentence, wild=False, negates=self.negates), None) is None:
                places = exact.places(sentence, wild=True, negates=self.negates)
                found += [
                    role._replace(lone=True)
                    for _, roles in places
                    for role in roles
                    if isinstance(role.figure, Day)
                ]
        return found


@lru_cache(maxsize=16384)
def parse(form: str, language: str) -> Form:
    """A form from its notation; ``FormError`` where it is malformed."""
    terms, place = [], 0
    text = form.strip()
    while place < len(text):
        match = _TERM.match(text, place)
        if match is None:
            raise FormError(f"cannot be read from {text[place:]!r} on")
        terms.append(Term(match[0].strip(), tuple(_phrases(match)), deny=bool(match["deny"])))
        place = match.end()
    if not terms or all(term.deny for term in terms):
        raise FormError("says nothing that could be found")
    atoms = [atom for term in terms for phrase in term.phrases for atom in phrase.atoms]
    negates = any(isinstance(atom, WordAtom) and atom.text.lower() in NEGATIONS[language] for atom in atoms)
    return Form(tuple(terms), negates)


def _phrases(match: re.Match[str]) -> Iterator[Phrase]:
    if match["atom"]:
        yield Phrase(tuple(atoms_of(match["atom"])))
        return
    for alternative in _alternatives(match["group"]) if match["group"] else _expanded(match["phrase"]):
        atoms = [atom for piece in alternative.split() for atom in atoms_of(piece)]
        if not atoms:
            raise FormError(f"has an empty alternative in {match[0].strip()!r}")
        yield Phrase(tuple(atoms))


def _alternatives(group: str) -> list[str]:
    """The alternatives between parentheses; quotation marks around one say no more than its spaces do."""
    return [_QUOTED.sub(r"\1", alternative.strip()) for alternative in group.split("|")]


def _expanded(phrase: str) -> list[str]:
    """A phrase with alternatives in it as several phrases: (stop|halt) work → stop work, halt work."""
    parts = [_alternatives(part) if at % 2 else [part] for at, part in enumerate(_INNER.split(phrase))]
    if math.prod(map(len, parts)) > _MOST_PHRASES:
        raise FormError(f"has a phrase with more than {_MOST_PHRASES} combinations of alternatives")
    return [" ".join(pieces) for pieces in product(*parts)]
