"""The one table of languages: codes, names, scripts. Codes are ISO 639-1, scripts ISO 15924."""

from __future__ import annotations

NAMES = {"en": "English", "ru": "Russian", "kk": "Kazakh"}
SCRIPTS = {"en": "Latn", "ru": "Cyrl", "kk": "Cyrl"}
# The languages that are summarised and translated, in the order in which they are listed.
LANGUAGES: tuple[str, ...] = tuple(NAMES)

# Other languages that a text is likely to be mistaken for, or that a model serves as well.
OTHER_NAMES = {
    "ky": "Kyrgyz", "tt": "Tatar", "ba": "Bashkir", "uz": "Uzbek", "uk": "Ukrainian", "be": "Belarusian",
    "bg": "Bulgarian", "sr": "Serbian", "mk": "Macedonian", "mn": "Mongolian", "tg": "Tajik",
    "tr": "Turkish", "az": "Azerbaijani", "tk": "Turkmen", "de": "German", "fr": "French",
    "es": "Spanish", "it": "Italian", "pt": "Portuguese", "nl": "Dutch", "pl": "Polish",
    "cs": "Czech", "ro": "Romanian", "hu": "Hungarian", "fi": "Finnish", "sv": "Swedish",
    "id": "Indonesian", "vi": "Vietnamese", "lt": "Lithuanian", "lv": "Latvian", "et": "Estonian",
}  # fmt: skip

# ISO 639-3 (some as models write them) → ISO 639-1, for the languages that models name most often.
ISO_639_3 = {
    "eng": "en", "rus": "ru", "kaz": "kk", "kir": "ky", "uzb": "uz", "uzn": "uz", "tur": "tr", "tat": "tt",
    "azj": "az", "aze": "az", "tuk": "tk", "uig": "ug", "bak": "ba", "tgk": "tg", "ukr": "uk", "bel": "be",
    "deu": "de", "fra": "fr", "spa": "es", "por": "pt", "ita": "it", "pol": "pl", "zho": "zh", "cmn": "zh",
    "jpn": "ja", "kor": "ko", "ara": "ar", "arb": "ar", "pes": "fa", "fas": "fa", "hin": "hi", "khk": "mn",
    "mon": "mn", "nld": "nl", "ces": "cs", "swe": "sv", "fin": "fi", "hun": "hu", "ron": "ro", "bul": "bg",
}  # fmt: skip


def name(code: str) -> str:
    """The English name of a language, or its code where the table has none."""
    return NAMES.get(code) or OTHER_NAMES.get(code, code)
