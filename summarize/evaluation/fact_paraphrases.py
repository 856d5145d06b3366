"""Facts in other words: forms read loosely, for sentences that are not the article's own.

A loose form has, for each word, what says the same in the news (``thesaurus``), without what says the
opposite; the parts of a phrase stand anywhere in the sentence, a small number beside what it counts on
either side; a name may be in a sentence before; and where all numbers and dates are there, one word may be
missing. A loose form counts only if it tells the fact from everything else: it must be found in none of the
article's other paragraphs and in no other fact's statement.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from itertools import islice, pairwise, product

from summarize.evaluation.fact_atoms import (
    NUMERIC,
    Atom,
    ClockAtom,
    DateAtom,
    NumberAtom,
    Span,
    WordAtom,
    atoms_of,
)
from summarize.evaluation.fact_forms import NEGATIONS, Form, Phrase, Term, parse
from summarize.evaluation.fact_text import Sentence, read
from summarize.evaluation.thesaurus import alike
from summarize.evaluation.word_forms import derived
from summarize.text.forms.function_words import FUNCTION_WORDS
from summarize.text.forms.pattern import listed
from summarize.text.words import words

_MOST = 16  # loose forms of a form
_SMALL = Decimal(13)  # numbers below are found by chance: they stay beside what they count
_REACH = 30  # characters after a form's words in which the verb of their clause is looked for
_NEGATIVE = re.compile(
    r"[а-яәғқңөұүһі]{2}(?:[мбп][ае](?:й(?:ды|ді|мын|мін|мыз|міз|тын|тін)?|ды|ді|ған|ген|с|пты|пті))$"
)
_POINTING = {
    "en": listed("he she it they him her them his its their this these those"),
    "ru": listed(
        "он она оно они его её ее их ему ей им ним ней них него неё этот эта это эти этого этой этому "
        "этим этом этих тот та те того той тому там туда"
    ),
    "kk": listed(
        "ол оны оның оған одан онда онымен олар олардың оларды оларға бұл бұны бұның мұны мұның мұнда осы "
        "сол соны соның сонда өзі"
    ),
}
_ENOUGH = 2  # words that must be there beside the one that a pronoun stands for
_FAR = 60  # characters to the nearest other word of a form
_SHORT = 3  # letters of the shortest word that says anything


@dataclass(frozen=True)
class LooseForm:
    """A form read loosely: its terms, those of them that are names, and what says the opposite."""

    form: Form
    names: frozenset[Term]
    opposite: Term
    negative: bool = False  # whether the fact itself has a negative verb

    def find(self, sentence: Sentence, before: Sequence[Sentence] = ()) -> list[Span] | None:
        """Where its terms are; names may be in a sentence before, and a word where a pronoun points back."""
        found, given = [], 0
        for term in self.form.terms:
            span = self.form.first(term, sentence)
            if span is not None and term.deny:
                return None
            if span is not None:
                found.append(span)
            elif not term.deny and not (term in self.names and any(map(term.is_in, before))):
                given += 1
                if term.numeric or given > 1 or not _is_meant(term, sentence, before):
                    return None
        if not found or (given and len(found) < _ENOUGH and not self.telling):
            return None
        wrong = _is_scattered(found) or self._is_denied(sentence, found) or self.opposite.is_in(sentence)
        return None if wrong else found

    @property
    def telling(self) -> bool:
        """Whether it has a number that is hardly found by chance."""
        return _are_telling(self.form.terms)

    def as_said(self, sentence: Sentence) -> LooseForm:
        """The form with those of its terms and alternatives only that a sentence has."""
        said = [term if term.deny else term.said_in(sentence) for term in self.form.terms]
        kept = tuple(term for term in said if term.phrases)
        return replace(self, form=Form(kept, self.form.negates), names=frozenset())

    def _is_denied(self, sentence: Sentence, found: Sequence[Span]) -> bool:
        """Whether a Kazakh verb that is none of the form's words says no right after them."""
        if sentence.language != "kk" or self.negative:
            return False
        start, end = min(found)[0], max(found)[1] + _REACH
        return any(
            start <= word.start < end
            and _NEGATIVE.search(word.text.lower())
            and not any(left <= word.start < right for left, right in found)
            for word in sentence.words
        )


def _is_meant(term: Term, sentence: Sentence, before: Sequence[Sentence]) -> bool:
    """Whether a pronoun of a sentence may stand for a term that the one before has."""
    return bool(before) and points_back(sentence) and term.is_in(before[-1])


def _is_scattered(found: Sequence[Span]) -> bool:
    """Whether some place is far from every other one, as in words without order."""
    ordered = sorted(found)
    gaps = [max(0, other[0] - one[1]) for one, other in pairwise(ordered)]
    return any(min(pair) > _FAR for pair in pairwise([_FAR + 1, *gaps, _FAR + 1])) if gaps else False


@lru_cache(maxsize=1024)
def points_back(sentence: Sentence) -> bool:
    """Whether a pronoun of the sentence may stand for something in the one before."""
    return any(word.text.lower() in _POINTING[sentence.language] for word in sentence.words)


@lru_cache(maxsize=16384)
def loose_forms(notation: str, statement: str, language: str) -> tuple[LooseForm, ...]:
    """The loose readings of a form: with all of its terms, then without one word."""
    form = parse(notation, language)
    full = tuple(islice(_loosened(form, language), _MOST))
    fewer = (each for terms in full for each in _without_a_word(terms, statement, language))
    negative = any(_NEGATIVE.search(word.text.lower()) for word in words(statement))
    return tuple(_made(terms, form.negates, language, negative) for terms in (*full, *islice(fewer, _MOST)))


@lru_cache(maxsize=16384)
def full_forms(notation: str, language: str) -> tuple[Form, ...]:
    """The loose readings that have all terms, for finding a wrong number."""
    form = parse(notation, language)
    return tuple(Form(terms, form.negates) for terms in islice(_loosened(form, language), _MOST))


def _made(terms: tuple[Term, ...], negates: bool, language: str, negative: bool) -> LooseForm:
    names = frozenset(term for term in terms if term.is_name)
    opposites = {each for term in terms if not term.deny for each in _opposites(term, language)}
    opposite = Term("", tuple(map(_phrase, sorted(opposites))))
    names = names if len(names) < len(terms) else frozenset()
    return LooseForm(Form(terms, negates), names, opposite, negative)


def _phrase(entry: str) -> Phrase:
    return Phrase(tuple(atom for piece in entry.split() for atom in atoms_of(piece)))


def _text(phrase: Phrase) -> str | None:
    """The words of a phrase that has nothing else."""
    parts = [atom.text for atom in phrase.atoms if isinstance(atom, WordAtom) and not atom.exact]
    return " ".join(parts) if len(parts) == len(phrase.atoms) else None


def _opposites(term: Term, language: str) -> Iterator[str]:
    own = [text for phrase in term.phrases if (text := _text(phrase))]
    for text in own:
        yield from alike(text, language).opposite.difference(own)


def _loosened(form: Form, language: str) -> Iterator[tuple[Term, ...]]:
    """The terms of the form, loosened; one tuple for each choice among alternatives with numbers."""
    ways = [list(_ways(term, language)) for term in form.terms]
    for choice in product(*ways):
        yield tuple(term for terms in choice for term in terms)


def _ways(term: Term, language: str) -> Iterator[tuple[Term, ...]]:
    if term.deny:
        yield (term,)
    elif term.numeric:
        for phrase in term.phrases:
            if any(isinstance(atom, NUMERIC) for atom in phrase.atoms):
                yield from _apart(phrase, language)
        if not any(isinstance(atom, DateAtom) for phrase in term.phrases for atom in phrase.atoms):
            rest = tuple(phrase for phrase in term.phrases if not phrase.numeric)
            yield from [(_widened(Term("", rest), language),)] if rest else []
    elif len(term.phrases) == 1 and len(term.phrases[0].atoms) > 1 and not term.phrases[0].negates:
        yield (_widened(term, language),)
        yield _parts(term.phrases[0].atoms, language)
    else:
        yield (_widened(term, language),)


def _apart(phrase: Phrase, language: str) -> Iterator[tuple[Term, ...]]:
    """A phrase with a number: its parts anywhere or, where the number is small, right beside each other."""
    numbers = [atom for atom in phrase.atoms if isinstance(atom, NUMERIC)]
    others = [atom for atom in phrase.atoms if not isinstance(atom, NUMERIC)]
    number = numbers[0]
    if len(numbers) > 1:
        yield (Term("", (phrase,)),)
    elif isinstance(number, NumberAtom) and number.kind is None and number.value < _SMALL and others:
        for word in others:
            said = [Phrase((word,)), *_said(word, language)]
            ways = [Phrase(each) for one in said for each in ((number, *one.atoms), (*one.atoms, number))]
            rest = _parts([each for each in others if each is not word], language)
            yield (Term("", tuple(ways)), *rest)
    else:
        yield (Term("", (Phrase((number,)),)), *_parts(others, language))


def _parts(atoms: Iterable[Atom], language: str) -> tuple[Term, ...]:
    """Each word that says something as a term of its own."""
    return tuple(
        _widened(Term("", (Phrase((atom,)),)), language)
        for atom in atoms
        if not (isinstance(atom, WordAtom) and atom.text.lower() in FUNCTION_WORDS[language])
    )


def _widened(term: Term, language: str) -> Term:
    """A term with what says the same as its phrases."""
    more = [said for phrase in term.phrases for said in _said_alike(_text(phrase), language)]
    more += [_phrase(word) for phrase in term.phrases for word in derived(_text(phrase) or "", language)]
    return Term(term.notation, (*term.phrases, *more))


def _said(atom: Atom, language: str) -> list[Phrase]:
    return _said_alike(atom.text if isinstance(atom, WordAtom) else None, language)


def _said_alike(text: str | None, language: str) -> list[Phrase]:
    return [_phrase(each) for each in sorted(alike(text, language).said - {text})] if text else []


def _without_a_word(terms: tuple[Term, ...], statement: str, language: str) -> Iterator[tuple[Term, ...]]:
    """All but one of the words, where a number that is no small one tells what the fact is about."""
    if not _are_telling(terms):
        return
    wordy = [term for term in terms if not term.numeric and not term.deny]
    kept = [term for term in terms if term.deny or term.numeric]
    denied = Term("", tuple(map(_phrase, sorted(NEGATIONS[language]))), deny=True)
    for left_out in wordy:
        rest = [term for term in wordy if term is not left_out]
        for evidence in [rest] if rest else [[term] for term in _evidence(statement, language)]:
            yield (*kept, *evidence, denied)


def _are_telling(terms: Iterable[Term]) -> bool:
    """Whether one of the terms is a number or date that is hardly found by chance."""
    kept = (term for term in terms if not term.deny)
    return any(_is_telling(atom) for term in kept for phrase in term.phrases for atom in phrase.atoms)


def _is_telling(atom: Atom) -> bool:
    if isinstance(atom, NumberAtom):
        return atom.kind is not None or atom.value >= _SMALL
    return isinstance(atom, ClockAtom) or (isinstance(atom, DateAtom) and atom.day is not None)


def _evidence(statement: str, language: str) -> Iterator[Term]:
    """A term of the statement's words that say something."""
    phrases = [phrase for term in said_terms(statement, language) for phrase in term.phrases]
    if phrases:
        yield Term("", tuple(phrases))


@lru_cache(maxsize=8192)
def said_terms(statement: str, language: str) -> tuple[Term, ...]:
    """Each word of a statement that says something, with what says the same; not its numbers and dates."""
    (sentence, *_) = read(statement, language)
    numbers = [(figure.start, figure.end) for figure in sentence.figures]
    numbers += [(day.start, day.end) for day in sentence.days]
    return tuple(
        _widened(Term("", (_phrase(word.text),)), language)
        for word in words(statement)
        if len(word.text) >= _SHORT
        and word.text.isalpha()
        and word.text.lower() not in FUNCTION_WORDS[language]
        and not any(start <= word.start < end for start, end in numbers)
    )
