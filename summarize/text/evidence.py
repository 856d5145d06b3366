"""Cheap evidence of a language: letters and function words, counted on a sample of the text.

Tells English, Russian and Kazakh (in Cyrillic, Latin or Arabic letters) from related languages
without naming the latter. ``decisive`` answers only where there is no doubt; otherwise
``languages`` asks an n-gram model.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from summarize.text import scripts

_RUSSIAN_ALPHABET = frozenset("абвгдеёжзийклмнопрстуфхцчшщъыьэюя")
_KAZAKH_LETTERS = frozenset("әғқңөұүһі")  # those that Russian lacks


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Function words that Bulgarian, Serbian, Macedonian, Ukrainian and Belarusian do not share.
_RUSSIAN_WORDS = _words(
    """что это из к его её их они он был была были было чтобы также только если который которая которое
    которые которых которой которого которым будет этот эта этой этого этом этих со во об уже ещё еще
    где когда после перед ему ей все всё всего более нет быть года году лет есть тоже свой своих своей
    себя под без при кто чем для или как очень между через около может можно сейчас теперь сказал
    сказала однако поэтому потому вы мы ты нас вас нам вам же бы ли"""
)
_SLAVIC_WORDS = _words("и в на не с по за от у но а до да о они то же при")
# Function words that German, French, Spanish, Dutch and similar languages do not share.
_ENGLISH_WORDS = _words(
    """the and of that with from this which were have has been by its they their his you your would said
    than who after about because when what these those our more not also could should there into while
    such between however it is are was to for we can how why where then before during if my she"""
)
# Kazakh function words spelled with Russian letters only.
_KAZAKH_WORDS = _words(
    "немесе бар емес болып болды болады деп деді осы сол сонымен туралы бойынша еді екен мен ол ал жылы"
)
# Kazakh in Latin letters, folded by ``_fold``: words of its own, and words it shares with other
# Turkic languages.
_KAZAKH_LATIN_WORDS = _words(
    """jane usin bolip bolgan boldi boladi emes turali keiin deiin osi sondai boiinsa boinsa gana arqili
    jil jili onin olar barliq qazaq qazaqstan qazaqstannin qazaqsa ulken kop qalai aitti dedi degen
    kerek mumkin biraq memleket elimiz zaman juz mektep qazir bugin tagi alaida kezinde retinde"""
)
_TURKIC_WORDS = _words("men bul bir ol sol dep bar edi eken da de ta te joq oz eki biz siz sen")
# "And", "with" and "for" in Turkish, Azerbaijani, Uzbek, Karakalpak, Tatar, Turkmen, folded.
_RIVAL_WORDS = _words("va ve ile ham menen belan bilan bilen ucun icin ocin ucin ue")
# Plurals, genitives and ablatives in d and t; related languages other than Karakalpak have l and n.
_KAZAKH_ENDINGS = tuple(
    _words("dar der tar ter dari deri tari teri din tin diq tiq nan nen dagi tagi degi tegi")
)
_VOWEL_Y = re.compile("[bdgğǵjklmnñńpqrsştvz]y(?![aeıioóöuúüūäá])")  # y for ы; elsewhere it is a consonant
_FOLDS = str.maketrans("äáəăğǵģñńöóüúūûşšçıíýyw", "aaaagggnnoouuuussciiiiu") | {
    ord(mark): None for mark in "'’‘ʻʼ`´\u0307"
}

_FOREIGN = re.compile(f"[^{''.join(_RUSSIAN_ALPHABET | _KAZAKH_LETTERS)}]")

_WINDOWS, _WINDOW = 8, 512  # a text is judged by this many windows of this many characters
_PIECE = 320  # characters by which a paragraph is judged
_WORD = re.compile(r"[^\W\d_]+(?:['’ʻ‘][^\W\d_]+)*")
_CYRILLIC = re.compile("[Ѐ-ԯ]")


@dataclass(frozen=True)
class Evidence:
    """A sample of a text, and its words in lower case.

    ``script`` is the script of most letters (ISO 15924), ``share`` its share of all letters,
    0 in a text without letters.
    """

    sample: str
    cyrillic: tuple[str, ...]
    latin: tuple[str, ...]
    script: str
    share: float

    @property
    def words(self) -> tuple[str, ...]:
        """The words in the main script; none unless it is Latin or Cyrillic."""
        return {"Cyrl": self.cyrillic, "Latn": self.latin}.get(self.script, ())


def gather_briefly(paragraph: str) -> Evidence:
    """The evidence of a paragraph, from its beginning and its end."""
    return gather(paragraph, windows=2, window=_PIECE // 2)


def gather(text: str, windows: int = _WINDOWS, window: int = _WINDOW) -> Evidence:
    """The evidence of a text, from at most ``windows`` windows of ``window`` characters."""
    sample, _ = scripts.repair_lookalikes(unicodedata.normalize("NFC", _sample(text, windows, window)))
    counts = scripts.letters(sample)
    script, count = counts.most_common(1)[0] if counts else (scripts.NO_SCRIPT, 0)
    words = _WORD.findall(sample.lower())
    return Evidence(
        sample,
        cyrillic=tuple([word for word in words if "Ѐ" <= word[0] <= "ԯ"]),
        latin=tuple([word for word in words if word[0] < "ʰ"]),
        script=script,
        share=count / sum(counts.values()) if counts else 0.0,
    )


def decisive(evidence: Evidence) -> str | None:
    """``en``, ``ru`` or ``kk`` (Cyrillic) where letters and function words leave no doubt, else None."""
    if evidence.script == "Latn":
        return "en" if _is_english(evidence.latin) else None
    if evidence.script != "Cyrl" or foreign_share(evidence) > 0.002:
        return None
    joined = "".join(evidence.cyrillic)
    kazakh = kazakh_share(evidence)
    if kazakh < 0.01:
        return "ru" if _is_russian(evidence.cyrillic, joined) else None
    # No other language has ұ, and none has both і and қ.
    own = "ұ" in joined or ("і" in joined and "қ" in joined)
    mixed = _known(evidence.cyrillic, _RUSSIAN_WORDS)[0] > 0.04
    return "kk" if own and kazakh > 0.08 and not mixed else None


def _is_english(words: tuple[str, ...]) -> bool:
    share, kinds = _known(words, _ENGLISH_WORDS)
    return (share >= 0.2 and kinds >= 3) or (share >= 0.12 and kinds >= 6)


def _is_russian(words: tuple[str, ...], joined: str) -> bool:
    """Whether words in the Russian alphabet are Russian; no other Slavic language written in it has ы, э."""
    own, kinds = _known(words, _RUSSIAN_WORDS)
    shared, more = _known(words, _SLAVIC_WORDS)
    return bool(own) and own + shared >= 0.12 and kinds + more >= 3 and not {"ы", "э"}.isdisjoint(joined)


def kazakh_share(evidence: Evidence) -> float:
    """The share of Cyrillic letters that Kazakh has and Russian lacks; about 0.2 in Kazakh text."""
    return _share("".join(evidence.cyrillic), _KAZAKH_LETTERS)


def foreign_share(evidence: Evidence) -> float:
    """The share of Cyrillic letters that neither Russian nor Kazakh has, such as Ukrainian ї or Tatar җ."""
    joined = "".join(evidence.cyrillic)
    return len(_FOREIGN.findall(joined)) / len(joined) if joined else 0.0


def plainly(text: str, language: str) -> bool:
    """Whether the first letters show ``language``: ten times faster than ``gather``, with misses."""
    if language == "en":
        return text.isascii() or not _CYRILLIC.search(text)
    piece = text[:_PIECE]
    kazakh = sum(map(piece.count, _KAZAKH_LETTERS))
    if language == "kk":
        return kazakh > 0.08 * len(piece)
    cyrillic = len(piece.encode("utf-8", "surrogatepass")) - len(piece)  # two bytes each
    return not kazakh and cyrillic > 0.6 * len(piece)


def has_russian_words(evidence: Evidence) -> bool:
    """Whether there is any Russian function word, even one that other Slavic languages share."""
    return not (_RUSSIAN_WORDS | _SLAVIC_WORDS).isdisjoint(evidence.cyrillic)


def has_kazakh_signs(evidence: Evidence) -> bool:
    """Whether there is any letter or function word that Kazakh has and Russian lacks."""
    return kazakh_share(evidence) > 0 or not _KAZAKH_WORDS.isdisjoint(evidence.cyrillic)


def kazakh_in_latin(evidence: Evidence) -> bool:
    """Whether Latin letters spell Kazakh, in the alphabets of 2021 or 2018 or in ASCII."""
    letters = "".join(evidence.latin)
    karakalpak = _share(letters, frozenset("w")) > 0.01 and not {"ǵ", "ń"}.isdisjoint(letters)
    if karakalpak or _share(letters, frozenset("əëđươ")) > 0.005:  # Azerbaijani, Albanian, Vietnamese
        return False
    if _known(evidence.latin, _ENGLISH_WORDS)[0] > 0.1:
        return False
    words = [_fold(word) for word in evidence.latin]
    own = [word for word in words if word in _KAZAKH_LATIN_WORDS]
    if sum(word in _RIVAL_WORDS for word in words) > len(own):
        return False
    if letters.count("q") - letters.count("qu") < 0.01 * len(letters):  # қ written k, or not Kazakh
        return len(set(own)) >= 3 and len(own) >= 0.05 * len(words)
    endings = sum(word.endswith(_KAZAKH_ENDINGS) for word in words)
    vowels = sum(bool(_VOWEL_Y.search(word)) for word in evidence.latin)
    signs = len(own) + endings + vowels + sum(word in _TURKIC_WORDS for word in words)
    return (bool(own) or endings + vowels > 1) and signs >= 0.1 * len(words)


def kazakh_in_arabic(evidence: Evidence) -> bool:
    """Whether Arabic letters spell Kazakh: its vowels or high hamza, no letters of Uyghur or Kurdish."""
    found = frozenset(evidence.sample)
    return ("ٴ" in found or {"ە", "ۇ", "ى"} <= found) and found.isdisjoint("ېۈۆێ")


def _sample(text: str, windows: int, window: int) -> str:
    """The text itself, or evenly spaced windows of it, each cut at spaces."""
    if len(text) <= windows * window:
        return text
    step = (len(text) - window) // (windows - 1)
    pieces = [text[i * step : i * step + window] for i in range(windows)]
    return "\n".join(piece.partition(" ")[2].rpartition(" ")[0] or piece for piece in pieces)


def _known(words: tuple[str, ...], known: frozenset[str]) -> tuple[float, int]:
    """The share of the words that are in ``known``, and how many different ones there are."""
    found = [word for word in words if word in known]
    return len(found) / len(words) if words else 0.0, len(set(found))


def _share(letters: str, of: frozenset[str]) -> float:
    return sum(map(letters.count, of)) / len(letters) if letters else 0.0


def _fold(word: str) -> str:
    """One spelling for all Latin alphabets of Kazakh: jäne, jáne, zhane → jane."""
    return word.translate(_FOLDS).replace("zh", "j").replace("sh", "s").replace("ch", "c")
