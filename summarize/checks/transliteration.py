"""Do two names sound alike across scripts? Latin and Cyrillic, by their consonants.

Lenient on purpose: it is asked only before a name is called invented. Not known: names that are
translated instead of transliterated (Germany ~ Германия ~ Алмания pass by sound or not at all).
"""

from __future__ import annotations

import re
from functools import lru_cache

_CYRILLIC = dict(
    zip(
        "абвгғдеёжзийкқлмнңопрстуұүфхһцчшщъыіьэюяәө",
        ["", "b", "v", "g", "g", "d", "", "", "j", "z", "", "", "k", "k", "l", "m", "n", "n", "", "p", "r",
         "s",
         "t", "", "", "", "f", "h", "h", "s", "s", "s", "s", "", "", "", "", "", "", "", "", ""],
        strict=True,
    )
)  # fmt: skip
# Applied in this order to a Latin word and to a Cyrillic word already spelled in Latin consonants.
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
    """The consonants of a Latin or Cyrillic word as they would survive transliteration."""
    plain = word.casefold()
    spelled = "".join(_CYRILLIC.get(letter, letter) for letter in plain)
    for pattern, to in _LATIN_RULES if spelled == plain else []:
        spelled = pattern.sub(to, spelled)
    for pattern, to in _FOLD:
        spelled = pattern.sub(to, spelled)
    return spelled


def _distance(one: str, other: str) -> int:
    """Levenshtein distance of two short strings."""
    row = list(range(len(other) + 1))
    for i, left in enumerate(one, 1):
        row, last = [i], row
        for j, right in enumerate(other, 1):
            row.append(min(row[-1] + 1, last[j] + 1, last[j - 1] + (left != right)))
    return row[-1]


def _apart(one: str, other: str) -> int | None:
    """How many slips two skeletons are apart, an ending of the longer not counted; None if too many."""
    left, right = sorted((one, other), key=len)
    if len(left) <= 2:
        allowed = 3 if len(left) == 2 else 1
        ending = len(right) - len(left)
        return ending if right.startswith(left) and ending <= allowed else None
    if left[0] != right[0] and len(left) < 4:
        return None
    slips = min(_distance(left, right[: len(left) + more]) for more in (0, 1))
    return slips if slips <= (1 if len(left) < 6 else 2) else None


@lru_cache(maxsize=65536)
def difference(one: str, other: str) -> int | None:
    """How far two words, in Latin or Cyrillic, are from being one name: 0 to 3 slips, or None."""
    left, right = skeleton(one), skeleton(other)
    if not left or not right:
        return None
    found = _apart(left, right)
    bare = left.replace("v", ""), right.replace("v", "")  # w and у come and go: Watson ~ Уотсон
    if found is None and bare != (left, right) and all(bare):
        return _apart(*bare)
    return found
