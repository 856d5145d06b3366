"""Compare names across scripts by sound: by the consonants that survive transliteration."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import combinations, islice

_CYRILLIC = dict(
    zip(
        "абвгғдеёжзийкқлмнңопрстуұүфхһцчшщъыіьэюяәө",
        ["", "b", "v", "g", "g", "d", "", "", "j", "z", "", "", "k", "k", "l", "m", "n", "n", "", "p", "r",
         "s",
         "t", "", "", "", "f", "h", "h", "s", "s", "s", "s", "", "", "", "", "", "", "", "", ""],
        strict=True,
    )
)  # fmt: skip
# The rules apply in order, the first list only to words in Latin letters.
_LATIN_RULES = [(re.compile(pattern), to) for pattern, to in (
    (r"[àáâãäåāăą]", "a"), (r"[çćčĉċ]", "ch"), (r"[ďđ]", "d"), (r"[ñńňŋ]", "n"), (r"[śšşș]", "sh"),
    (r"ch(?=[rl])", "k"),
    (r"[źžż]", "zh"), (r"[ğģ]", "g"), (r"ł", "l"), (r"[řŕ]", "r"), (r"[ťţț]", "t"),
    (r"tsch|tch|sch|sh|ch|cz|sz|tz", "s"), (r"dzh|dj|zh|kh", "j"), (r"ph", "f"), (r"th", "t"),
    (r"ck|cc|q", "k"), (r"c(?=[eiy])", "s"), (r"c", "k"), (r"x", "ks"), (r"g(?=[eiy])", "j"), (r"gh", ""),
    (r"[aeiouyèéêëēėęìíîïòóôõöøùúûüıəөʼ'’`-]", ""), (r"w", "v"),
)]  # fmt: skip
_FOLD = [(re.compile(pattern), to) for pattern, to in (
    (r"ts", "s"), (r"dj|j|h|g", ""), (r"z", "s"), (r"[vf]", "v"), (r"d", "t"), (r"b", "p"),
    (r"(.)\1+", r"\1"),
)]  # fmt: skip


@lru_cache(maxsize=65536)
def skeleton(word: str) -> str:
    """The consonants of a Latin or Cyrillic word that survive transliteration."""
    plain = word.casefold()
    spelled = "".join(_CYRILLIC.get(letter, letter) for letter in plain)
    for pattern, to in _LATIN_RULES if spelled == plain else []:
        spelled = pattern.sub(to, spelled)
    for pattern, to in _FOLD:
        spelled = pattern.sub(to, spelled)
    return spelled


_LONGEST = 40  # consonants of a name that are compared; no name has more


def _distance(one: str, other: str) -> int:
    """Levenshtein distance of two strings of at most ``_LONGEST`` characters."""
    row = list(range(len(other) + 1))
    for i, left in enumerate(one, 1):
        row, last = [i], row
        for j, right in enumerate(other, 1):
            row.append(min(row[-1] + 1, last[j] + 1, last[j - 1] + (left != right)))
    return row[-1]


def _apart(one: str, other: str) -> int | None:
    """The number of slips between two skeletons, ignoring an ending of the longer; None if too many."""
    left, right = sorted((one, other), key=len)
    if len(left) <= 2:
        allowed = 3 if len(left) == 2 else 1
        ending = len(right) - len(left)
        return ending if right.startswith(left) and ending <= allowed else None
    if left[0] != right[0] and len(left) < 4:
        return None
    if one == other or len(left) > _LONGEST:
        return 0 if one == other else None
    slips = min(_distance(left, right[: len(left) + more]) for more in (0, 1))
    return slips if slips <= (1 if len(left) < 6 else 2) else None


@lru_cache(maxsize=65536)
def difference(left: str, right: str) -> int | None:
    """The number of slips (0 to 3) by which two names differ, by their skeletons; None if they are two."""
    found = _apart(left, right)
    bare = left.replace("v", ""), right.replace("v", "")  # w and у come and go: Watson ~ Уотсон
    if found is None and bare != (left, right) and all(bare):
        return _apart(*bare)
    return found


_HEAD = 7  # consonants by which skeletons are looked up
_CANDIDATES = 500  # skeletons compared with one, its equal first; in a megabyte of news a name has fewer


@lru_cache(maxsize=65536)
def _keys(spelled: str) -> tuple[frozenset[str], frozenset[str]]:
    """What is left of a skeleton without its slips, and the same of its beginnings, which may have endings.

    Two skeletons that ``_apart`` pairs share a key, one of the shorter's first set and one of the longer's
    second: any two strings with ``n`` slips become equal when up to ``n`` letters of each are removed.
    """
    forms = {spelled, spelled.replace("v", "")}
    whole = {key for form in forms for key in _worn(form[:_HEAD])}
    begun = {key for form in forms for end in range(1, _HEAD + 1) for key in _worn(form[:end])}
    return frozenset(whole), frozenset(begun)


def _worn(spelled: str) -> Iterator[str]:
    """A skeleton without the letters in which it may differ from another."""
    slips = 0 if len(spelled) <= 2 else 1 if len(spelled) < 6 else 2
    for left in range(len(spelled) - slips, len(spelled) + 1):
        yield from map("".join, combinations(spelled, left))


def _near(ours: Iterable[str], theirs: Iterable[str]) -> Iterator[tuple[int, str, str]]:
    """The pairs of skeletons, one of each side, that may be the same name, with their slips."""
    wholes: dict[str, list[str]] = defaultdict(list)
    beginnings: dict[str, list[str]] = defaultdict(list)
    known = dict.fromkeys(theirs)
    for other in known:
        whole, begun = _keys(other)
        for table, keys in ((wholes, whole), (beginnings, begun)):
            for key in keys:
                table[key].append(other)
    for one in ours:
        whole, begun = _keys(one)
        shared = (
            other
            for table, keys in ((beginnings, whole), (wholes, begun))
            for key in keys
            for other in table.get(key, ())
        )
        first = [one] if one in known else []
        for other in dict.fromkeys([*first, *islice(dict.fromkeys(shared), _CANDIDATES)]):
            if (apart := difference(one, other)) is not None:
                yield apart, one, other


def unpaired(ours: Sequence[str], theirs: Sequence[str]) -> tuple[set[str], set[str]]:
    """Names left over on either side after those that sound alike are paired, the closest first."""
    mine, yours = _by_sound(ours), _by_sound(theirs)
    near: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))  # by slips and skeleton
    for apart, left, right in _near(mine, yours):
        near[apart][left].append(right)
    free, others = set(ours), set(theirs)
    for left, alike in near.pop(0, {}).items():
        free.difference_update(mine[left])
        for right in alike:
            others.difference_update(yours.pop(right, ()))
    for _, pairs in sorted(near.items()):
        for one in sorted(free):
            open_ = [yours[right] for right in pairs.get(skeleton(one), ()) if yours.get(right)]
            if open_:
                free.discard(one)
                others.discard(min(open_, key=lambda names: names[-1]).pop())
    return free, others


def _by_sound(names: Iterable[str]) -> dict[str, list[str]]:
    """Names by their skeletons, in reverse order; one without consonants is left out."""
    found: dict[str, list[str]] = defaultdict(list)
    for name in sorted(set(names), reverse=True):
        if spelled := skeleton(name):
            found[spelled].append(name)
    return found


_SPELLED = dict(
    zip(
        "абвгғдеёжзийкқлмнңопрстуұүфхһцчшщъыіьэюяәө",
        ["a", "b", "v", "g", "g", "d", "e", "e", "j", "z", "i", "i", "k", "k", "l", "m", "n",
         "n", "o", "p", "r", "s", "t", "u", "u", "u", "f", "h", "h", "s", "s", "s", "s", "",
         "i", "i", "", "e", "u", "a", "a", "o"],
        strict=True,
    )
)  # fmt: skip
_LEAST = 4  # letters of a name that is compared so
_ALIKE = 0.5  # share of a name's letters that may differ where no better name is at hand
_COMPARED = 12  # names of the source that one name is compared with


def _spelled(word: str) -> str:
    """A name in rough Latin letters, vowels included."""
    plain = "".join(_SPELLED.get(letter, letter) for letter in word.casefold())
    for old, new in (
        ("ce", "je"),
        ("ci", "ji"),
        ("dj", "j"),
        ("c", "k"),
        ("w", "v"),
        ("y", "i"),
        ("x", "j"),
        ("th", "f"),
        ("sh", "s"),
        ("ee", "i"),
        ("oo", "u"),
    ):
        plain = plain.replace(old, new)
    return plain[:_LONGEST]


def resembles(name: str, others: Sequence[str]) -> bool:
    """Whether a name may be a spelling of one of the others, by all its letters."""
    one = _spelled(name)
    for spelling in others[:_COMPARED]:
        other = _spelled(spelling)
        shorter = min(len(one), len(other))
        ends = (one[:shorter], other[:shorter])
        if shorter >= _LEAST and _distance(*ends) <= _ALIKE * shorter:
            return True
    return False
