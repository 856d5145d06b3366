"""The sounds of a Kazakh word that decide its endings: vowel harmony and the class of the last letter."""

from __future__ import annotations

BACK, FRONT = "аоұыёя", "әөүіеэ"
VOWELS = BACK + FRONT
SOFTENED = str.maketrans("аыоұқғ", "еіөүкг")  # a back ending → a front one
_OPEN = ("ов", "ев", "ёв", "кт", "фт")  # Сәрсеновтің, Қонаевта; пункттің, лифтке


def harmonies(word: str) -> tuple[bool, ...]:
    """Whether endings are front, back, or either."""
    if word.endswith(_OPEN):
        return (False, True)
    for at in range(len(word) - 1, -1, -1):
        letter = word[at]
        if letter in "июәь":
            return (False, True)
        if letter == "у" and 0 < at < len(word) - 1 and word[at - 1] not in VOWELS:
            return (False,)  # a loan: институт, округ
        if letter in BACK:
            return (False, True) if word[-1] in "кг" else (False,)  # банкке, but блокта
        if letter in FRONT:
            return (True,)
    return (False, True)


def sound(word: str) -> str:
    """The class of the last sound: vowel, glide (р й у), л, nasal (м н ң), з, or voiceless."""
    letter = (word.rstrip("ьъ") or word)[-1]
    if letter in VOWELS:
        return "vowel"
    for kind, letters in (("glide", "рйуию"), ("л", "л"), ("nasal", "мнң"), ("з", "зж")):
        if letter in letters:
            return kind
    return "voiceless"
