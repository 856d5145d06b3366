"""The text of an extractive summary: chosen sentences, with who says them and their quotations closed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from summarize.summaries.quoting import Open, closed, open_quotations
from summarize.text.structure import Sentence

_ENUMERATED: Final = re.compile(r"(\(?)(\d{1,2})([.)])\s+(?=\S)")  # "2. The road", "(2) The road"
_NEAR: Final = 5  # sentences among which the items before and after an item are looked for
_CLAUSE: Final = 4  # words of the shortest clause with a bullet of its own


def compose(sentences: Sequence[Sentence], chosen: Sequence[int]) -> str:
    """One line per paragraph of the chosen sentences (ascending indices); each turn begins with its speaker.

    Pieces of a text without full stops that did not stand together have a line each.
    A quotation that was opened or closed in a sentence that is not chosen gets its mark here.
    """
    lines: list[list[str]] = []
    last = None
    quoted = _quotations(sentences, chosen)
    for index in chosen:
        sentence = sentences[index]
        apart = sentence.cut and index - 1 not in quoted
        if sentence.paragraph != last or apart:
            lines.append([f"{sentence.speaker}:"] if sentence.speaker else [])
        lines[-1].append(quoted[index])
        last = sentence.paragraph
    return "\n".join(" ".join(line) for line in lines)


def bulleted(sentences: Sequence[Sentence], chosen: Sequence[int]) -> str:
    """One line with a dash for each chosen sentence; clauses that a semicolon separates have one each."""
    quoted = _quotations(sentences, chosen)
    lines = []
    for index in chosen:
        speaker = sentences[index].speaker
        facts = _facts(quoted[index])
        lines += [f"- {speaker}: {fact}" if speaker else f"- {fact}" for fact in facts]
    return "\n".join(lines)


def _facts(sentence: str) -> list[str]:
    """The clauses of a sentence that semicolons separate, unless one is a fragment or part of a quotation."""
    clauses = sentence.split("; ")
    whole = any(len(each.split()) < _CLAUSE or each.count("(") != each.count(")") for each in clauses)
    whole = whole or any(quoted.before or quoted.after for quoted in open_quotations(clauses))
    return [sentence] if whole else [clause.rstrip(";") for clause in clauses]


def _quotations(sentences: Sequence[Sentence], chosen: Sequence[int]) -> dict[int, str]:
    """The text of each chosen sentence with the quotation marks that it lacks without its neighbours."""
    picked = set(chosen)
    around = _around(sentences, chosen)
    texts: dict[int, str] = {}
    bare: set[int] = set()  # without their numbers, as what precedes them is not chosen
    for index in chosen:
        paragraph, text = sentences[index].paragraph, sentences[index].text
        after = index + 1 in picked and sentences[index + 1].paragraph == paragraph
        before = index - 1 in picked and sentences[index - 1].paragraph == paragraph
        if not before or index - 1 in bare:
            text = _unnumbered(sentences, index)
        if text != sentences[index].text or (before and index - 1 in bare):
            bare.add(index)
        if around[index].before and not before:
            text = around[index].before + text
        open_after = around[index].after
        text += closed(open_after[len(around[index + 1].before) :] if after else open_after)
        texts[index] = text
    return texts


def _unnumbered(sentences: Sequence[Sentence], index: int) -> str:
    """A sentence without its number, if it is an item of a list within a paragraph."""
    text = sentences[index].text
    match = _ENUMERATED.match(text)
    if not match:
        return text
    near = sentences[max(0, index - _NEAR) : index + _NEAR + 1]
    others = " ".join(each.text for each in near if each.paragraph == sentences[index].paragraph)
    marks = [f"{int(match[2]) + step}{match[3]}" for step in (-1, 1)]
    listed = any(re.search(rf"(?<!\w){re.escape(mark)}\s", others) for mark in marks)
    return text[match.end() :] if listed else text


def _around(sentences: Sequence[Sentence], chosen: Sequence[int]) -> dict[int, Open]:
    """The quotations that are open around the sentences of every paragraph with a chosen one."""
    found: dict[int, Open] = {}
    for index in chosen:
        if index in found:
            continue
        first = last = index
        while first and sentences[first - 1].paragraph == sentences[index].paragraph:
            first -= 1
        while last < len(sentences) and sentences[last].paragraph == sentences[index].paragraph:
            last += 1
        texts = [sentence.text for sentence in sentences[first:last]]
        found.update(enumerate(open_quotations(texts), first))
    return found
