"""A glossary's term put into a translation, in the place and the form of the words that it replaces.

A second translation, in which the model was made to write the term, shows where it belongs: where the two
differ. Nothing else of the second one is used.
"""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

from summarize.text.forms.inflecting import cast
from summarize.text.forms.tokens import Token, tokens

_MOST = 4  # words that a term can replace


def placed(before: str, forced: str, targets: Sequence[str], language: str) -> str | None:
    """``before`` with the terms instead of other words, as ``forced`` has them; ``None`` if that is unclear.

    Every difference of the two must be one of ``targets`` in ``forced``, and each of these must be one.
    """
    ours, theirs = tokens(before), _marked([token.key for token in tokens(forced)], targets)
    matcher = SequenceMatcher(None, [token.key for token in ours], theirs, autojunk=False)
    text, found = before, set()
    for kind, start, end, first, last in reversed(matcher.get_opcodes()):
        if kind == "equal":
            continue
        said = theirs[first:last]
        if kind != "replace" or len(said) != 1 or said[0] not in targets or _more(ours[start:end]):
            return None
        found.add(said[0])
        lead, place = before[: ours[start].start], ours[end - 1].end
        form = cast(said[0], before[len(lead) : place], language, lead)
        if form is None:
            return None
        if not lead.strip() and ours[start].text[0].isupper():
            form = form[0].upper() + form[1:]
        text = lead + form + text[place:]
    return text if found == set(targets) else None


def _more(words: Sequence[Token]) -> bool:
    """Whether words say more than a term can stand for: many, or a name or number after the first."""
    return len(words) > _MOST or any(not word.text.islower() for word in words[1:])


def _marked(keys: Sequence[str], targets: Sequence[str]) -> list[str]:
    """The keys, with each run of them that is a target as the target itself, the longest first."""
    runs = {
        target: [token.key for token in tokens(target)] for target in sorted(targets, key=len, reverse=True)
    }
    marked: list[str] = []
    place = 0
    while place < len(keys):
        target = next((one for one, run in runs.items() if keys[place : place + len(run)] == run), None)
        marked.append(target or keys[place])
        place += len(runs[target]) if target else 1
    return marked
