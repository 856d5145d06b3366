"""Words cut by a hyphen at the end of a line: is the hyphen the printer's or the word's own?

Decides from the two halves, from how often either form stands elsewhere in the same document,
and from short lists for English, Russian and Kazakh. Knows no dictionary: where nothing speaks
for a compound, the halves are one word. Knows nothing of offsets or of layout.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

_BREAK = re.compile(r"([-‐‑¬] *\n *)(?=([^\W_]{1,40}))")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_LONGEST = 40  # characters of a half that are looked at; longer ones are no words

_ENOUGH_LINES, _RARE = 25, 0.04  # wrapped at its own hyphens, a text has about 1 in 100 lines cut

_COMPOUND_LEFT = re.compile(
    r"(?:all|cross|e|half|high|long|low|mid|non|self|short|vice|well"
    r"|one|two|three|four|five|six|first|second|third|double|ever"
    r"|вице|экс|пресс|мини|интернет|онлайн|веб|штаб|бизнес|медиа|топ|обер|унтер|генерал|премьер"
    r"|северо|юго|кое|альфа|бета|блок|план|стоп|шоу|рок|поп)\Z"
)
_COMPOUND_RIGHT = re.compile(
    r"(?:based|term|scale|year|old|level|time|called|wide|led|run|owned|backed|related|like|free|style"
    r"|born|minded|known|speaking|looking|sized|up|friendly|making|taking|thirds|stricken"
    r"|нибудь|либо|таки|ақ|ау|мыс|міс)\Z"
)
_ENGLISH_ENDING = re.compile(
    r"(?:(?:er|en)?(?:ed|ing|ings)|ers?|est|ish|ly|ness|dle|lands|ways|teen|teenth|ties)\Z"
)
_PAIR = re.compile(  # Kazakh pairs and points of the compass, with whatever endings follow
    r"(?:қарым-қат|жауын-шаш|азық-тү|іс-шар|іс-қим|іс-әр|көңіл-кү|ата-ан|ата-баб|әке-ше|бала-шағ|ән-кү"
    r"|(?:оңтүстік|солтүстік)-(?:шығ|бат)|тыныс-тір|ой-пік|баға-бағ|күш-жіг)"
)
_ASKING = re.compile(
    r"(?:к(?:то|ого|ому|ем|ом)|ч(?:то|его|ему|ем|ём)|где|куда|откуда|когда|как|почему|зачем|отчего"
    r"|как(?:ой|ая|ое|ие|ого|ому|им|ом|ую|их|ими)|чей|чья|чьё|чьи|чьего|чьей|сколько|скольких|столько)\Z"
)
_ADVERB = re.compile(r"\w+(?:[сц]ки|ьи|[оеё]му)\Z")  # по-русски, по-новому
_NOT_ADVERB = ("тому", "этому", "чему", "всему")  # потому, поэтому, почему
_ADJECTIVE = re.compile(r"\w{3,}(?:[ыио]й|ая|яя|[ое]е|ые|ие|[ое]го|[ое]му|[ыи]м|[ыи]х|ую|юю|[ыи]ми)\Z")
_LINKED = re.compile(r"\w{2,}(?:[бвгджзклмнпрстфхцчшщьй]но|ско|[ое]во)\Z")  # социально-, торгово-


@dataclass(frozen=True)
class Break:
    """One hyphen and line end between two halves: ``[hyphen, right)`` with ``hyphen`` its own offset."""

    hyphen: int
    right: int
    left_half: str
    right_half: str
    sign: str


def line_breaks(text: str) -> Iterator[Break]:
    """Every hyphen (or OCR's ``¬``) that ends a line inside a word, in order."""
    for match in _BREAK.finditer(text):
        hyphen = match.start()
        left = hyphen
        while left and hyphen - left < _LONGEST and text[left - 1].isalnum():
            left -= 1
        if left == hyphen:
            continue
        in_address = left and text[left - 1] in "/@_="
        yield Break(hyphen, match.end(1), "" if in_address else text[left:hyphen], match[2], text[hyphen])


@dataclass(frozen=True)
class Evidence:
    """How often the document has the words its breaks may stand for, and how often as halves of one.

    ``rare`` says that so few lines end in a hyphen that only compounds may be cut there.
    """

    seen: Counter[str]
    cut: Counter[str]
    rare: bool

    def knows(self, half: str) -> bool:
        """Whether a half of some length stands elsewhere as a word of its own."""
        return len(half) > 2 and self.seen[half] > self.cut[half]


def evidence(text: str) -> Evidence:
    """What the document itself says about its line breaks."""
    cut: Counter[str] = Counter()
    wanted: set[str] = set()
    for line_break in line_breaks(text):
        halves = _halves(line_break)
        cut.update(halves)
        wanted.update(halves, _forms(line_break))
    if not cut:
        return Evidence(cut, cut, False)
    words = (match.group().casefold() for match in _WORD.finditer(text))
    lines = text.count("\n")
    rare = lines >= _ENOUGH_LINES and cut.total() / 2 < _RARE * lines
    return Evidence(Counter(word for word in words if word in wanted), cut, rare)


def _forms(cut: Break) -> tuple[str, str]:
    """The two ways to read a break: as one word, as a compound."""
    left, right = _halves(cut)
    return left + right, f"{left}-{right}"


def _halves(cut: Break) -> tuple[str, str]:
    return cut.left_half.casefold(), cut.right_half.casefold()


def is_one_word(cut: Break, document: Evidence) -> bool:
    """Whether the hyphen only cuts a word (True) or belongs to it (False)."""
    left, right = cut.left_half, cut.right_half
    if not left or not (left + right).isalpha() or (right[0].isupper() and not right.isupper()):
        return False
    if cut.sign == "¬":
        return right.islower()
    one, two = (document.seen[form] for form in _forms(cut))
    if one != two:
        return one > two
    if right[0].isupper() or not right.islower() or (len(left) > 1 and left.isupper()):
        return False  # EU-led, АҚШ-тың, КТЖ-НЫҢ: an abbreviation keeps its hyphen
    known = sum(map(document.knows, _halves(cut)))
    if known == 2 or (known and document.rare):
        return False
    return not _is_compound(left.casefold(), right)


def _is_compound(left: str, right: str) -> bool:
    if _ENGLISH_ENDING.match(right):
        return False
    if (_COMPOUND_LEFT.match(left) and len(right) > 3) or _COMPOUND_RIGHT.match(right):
        return True
    if (right.startswith(left) and len(left) > 2) or _PAIR.match(f"{left}-{right}"):  # бір-бірінен
        return True
    if right == "то":
        return bool(_ASKING.match(left))
    if left == "по":
        return bool(_ADVERB.match(right)) and right not in _NOT_ADVERB
    if left in ("в", "во"):
        return right.endswith(("ых", "их"))
    if left == "из":
        return right in ("за", "под")
    return bool(_LINKED.match(left) and _ADJECTIVE.match(right))
