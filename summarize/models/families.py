"""The table of model families: how each is given its direction, and what it needs that others do not.

Each row is data that the engines read, with the family's codes of English, Russian and Kazakh.
``summarize.models.layouts`` decides from the files of a folder which row it belongs to.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from summarize.text.language_table import ISO_639_3, LANGUAGES

Kind = Literal["seq2seq", "causal", "encoder", "static", "unknown"]

Scheme = Literal[
    "none",  # nothing: the weights do one thing (BART, Pegasus, LED …)
    "pair",  # nothing: the weights fix source and target (Marian pair, FSMT)
    "prefix",  # words in front of the text, the model's own or the user's (T5)
    "prefix-token",  # one token in front of the text names the target (Marian groups, MADLAD)
    "source+forced-bos",  # tokenizer.src_lang = source; forced_bos_token_id = target (NLLB, M2M100, mBART-50)
    "source=target",  # tokenizer.src_lang = TARGET; nothing is forced (SMaLL-100)
    "decoder-start",  # tokenizer.src_lang = source; decoder_start_token_id = target (mBART cc25)
    "target-argument",  # tokenizer.src_lang = source; generate(tgt_lang=target) (Seamless)
    "message",  # fields of one chat message (TranslateGemma)
    "prompt",  # words in a chat prompt
]

Codes = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Family:
    """How one model family is told what to do.

    ``tokenizer`` is the transformers class to load where AutoTokenizer is known to choose the
    wrong one; ``None`` leaves the choice to AutoTokenizer. ``tag`` is the shape of a language
    token in the tokenizer's files (group 1 is the code), and ``token`` is the template that turns a
    code into that token. ``codes`` maps ISO 639-1 to the family's own codes, best first; with
    ``implied_codes`` the tokenizer class defines them, so no file need list them.

    ``positions``: beyond a ``hard`` table the model raises ``IndexError``, beyond a ``soft`` one its
    output gets worse, and with ``none`` the number in the files is nominal.
    ``input_limit`` is the most tokens worth giving: it caps a table, and with ``none`` it is the
    default where the tokenizer's files say nothing.
    ``default_prefix`` is put before every text if its token is in the vocabulary.
    ``normalise`` is a Unicode form to apply before the tokenizer. ``config`` holds settings to put
    on ``model.config`` after loading if config.json has the same (see ``Checkpoint.config``).
    ``global_attention`` asks for a ``global_attention_mask`` of 1 at position 0.
    """

    name: str
    kind: Kind
    model_types: tuple[str, ...] = ()
    scheme: Scheme = "none"
    tasks: tuple[str, ...] = ()
    tokenizer: str | None = None
    tag: re.Pattern[str] | None = None
    token: str = "{code}"
    codes: Codes = field(default_factory=dict)
    implied_codes: bool = False
    positions: Literal["hard", "soft", "none"] = "soft"
    input_limit: int | None = None
    default_prefix: str = ""
    normalise: Literal["NFKC"] | None = None
    config: Mapping[str, object] = field(default_factory=dict)
    global_attention: bool = False


_MARIAN = {"en": ("eng", "eng_Latn", "en"), "ru": ("rus", "rus_Cyrl", "ru"), "kk": ("kaz_Cyrl", "kaz", "kk")}
_TWO_LETTERS = {"en": ("en",), "ru": ("ru",), "kk": ("kk",)}
_NLLB = {"en": ("eng_Latn",), "ru": ("rus_Cyrl",), "kk": ("kaz_Cyrl",)}
_MBART = {"en": ("en_XX",), "ru": ("ru_RU",), "kk": ("kk_KZ",)}
_MADLAD = {"en": ("en",), "ru": ("ru",), "kk": ("kk", "kk_Cyrl")}
_SEAMLESS = {"en": ("eng",), "ru": ("rus",), "kk": ("kaz",)}

_MARIAN_TAG = re.compile(r"^>>([a-z]{2,3}(?:_[A-Za-z]{2,4})?)<<$")
_M2M_TAG = re.compile(r"^__([a-z]{2,3})__$")
_NLLB_TAG = re.compile(r"^([a-z]{3}_[A-Z][a-z]{3})$")
_MBART_TAG = re.compile(r"^([a-z]{2}_[A-Z]{2})$")
_MADLAD_TAG = re.compile(r"^<2([a-z]{2,3}(?:_[A-Za-z]{2,4})?)>$")
_SEAMLESS_TAG = re.compile(r"^__([a-z]{3}(?:_[A-Z][a-z]{3})?)__$")

_TRANSLATE = ("translation",)
_SUMMARIZE = ("summarization",)

_T5_TYPES = ("t5", "mt5", "switch_transformers", "byt5")
_M2M_TYPES = ("m2m_100", "nllb-moe")

# fmt: off
FAMILIES: tuple[Family, ...] = (
    Family("marian", "seq2seq", ("marian",), "pair", _TRANSLATE, codes=_MARIAN, positions="hard"),
    Family("marian-multi", "seq2seq", ("marian",), "prefix-token", _TRANSLATE, tag=_MARIAN_TAG,
           token=">>{code}<<", codes=_MARIAN, positions="hard"),
    Family("m2m100", "seq2seq", _M2M_TYPES, "source+forced-bos", _TRANSLATE, "M2M100Tokenizer", _M2M_TAG,
           token="__{code}__", codes=_TWO_LETTERS, implied_codes=True, input_limit=512),
    Family("small100", "seq2seq", _M2M_TYPES, "source=target", _TRANSLATE, "M2M100Tokenizer", _M2M_TAG,
           token="__{code}__", codes=_TWO_LETTERS, implied_codes=True, input_limit=512),
    Family("nllb", "seq2seq", _M2M_TYPES, "source+forced-bos", _TRANSLATE, "NllbTokenizer", _NLLB_TAG,
           codes=_NLLB, input_limit=512),
    Family("mbart50", "seq2seq", ("mbart",), "source+forced-bos", _TRANSLATE, "MBart50Tokenizer", _MBART_TAG,
           codes=_MBART, implied_codes=True, positions="hard"),
    Family("mbart", "seq2seq", ("mbart",), "decoder-start", (), "MBartTokenizer", _MBART_TAG,
           codes=_MBART, implied_codes=True, positions="hard", normalise="NFKC"),
    Family("madlad", "seq2seq", _T5_TYPES, "prefix-token", _TRANSLATE, "T5Tokenizer", _MADLAD_TAG,
           token="<2{code}>", codes=_MADLAD, positions="none", input_limit=512),
    Family("t5", "seq2seq", _T5_TYPES, "prefix", positions="none", input_limit=512),
    Family("t5-bpe", "seq2seq", _T5_TYPES, "prefix", (), "GPT2Tokenizer", positions="none",
           input_limit=512, default_prefix="<LM>"),
    Family("umt5", "seq2seq", ("umt5",), "prefix", positions="none", input_limit=512,
           config={"tie_word_embeddings": False}),
    Family("longt5", "seq2seq", ("longt5",), "prefix", _SUMMARIZE, positions="none", input_limit=4096),
    Family("t5gemma", "seq2seq", ("t5gemma", "t5gemma2"), "prefix"),
    Family("bart", "seq2seq", ("bart", "mvp", "plbart", "blenderbot"), "none", _SUMMARIZE, positions="hard"),
    Family("pegasus", "seq2seq", ("pegasus",), "none", _SUMMARIZE, positions="hard"),
    Family("pegasus-x", "seq2seq", ("pegasus_x",), "none", _SUMMARIZE),
    Family("bigbird-pegasus", "seq2seq", ("bigbird_pegasus",), "none", _SUMMARIZE, positions="hard"),
    Family("led", "seq2seq", ("led",), "none", _SUMMARIZE, positions="hard", global_attention=True),
    Family("prophetnet", "seq2seq", ("prophetnet", "xlm-prophetnet"), "none", _SUMMARIZE),
    Family("fsmt", "seq2seq", ("fsmt",), "pair", _TRANSLATE),
    Family("seamless", "seq2seq", ("seamless_m4t", "seamless_m4t_v2"), "target-argument", _TRANSLATE,
           tag=_SEAMLESS_TAG, token="__{code}__", codes=_SEAMLESS),
    Family("encoder-decoder", "seq2seq", ("encoder-decoder",), "none"),
    Family("translategemma", "causal", (), "message", _TRANSLATE, codes=_TWO_LETTERS, implied_codes=True),
    Family("chat", "causal", (), "prompt", ("summarization", "translation")),
    Family("completion", "causal", (), "prompt", ("summarization", "translation")),
    Family("sentence-encoder", "encoder", (), tasks=("embedding",)),
    Family("static", "static", ("model2vec",), tasks=("embedding",)),
    Family("unknown", "unknown"),
)
# fmt: on

_BY_NAME = {family.name: family for family in FAMILIES}


def named(name: str) -> Family:
    """The family of that name; ``KeyError`` for an unknown name."""
    return _BY_NAME[name]


# A code in a Marian model's name may mean a group of languages; these are ours in each.
_GROUPS = {
    "trk": ("kk",), "zle": ("ru",), "sla": ("ru",), "gem": ("en",), "gmw": ("en",),
    "ine": ("en", "ru"), "mul": ("en", "ru", "kk"),
}  # fmt: skip


def members(name: str) -> frozenset[str]:
    """Which of our languages one side of a Marian name stands for: ``zle``, ``deu_eng_fra``, ``kk``."""
    group = _GROUPS.get(name)
    if group is not None:
        return frozenset(group)
    return frozenset(iso(part) for part in name.split("_")) & set(LANGUAGES)


def iso(code: str) -> str:
    """The ISO 639-1 code of a family's own code: ``kaz_Cyrl``, ``kk_KZ``, ``__kk__`` → ``kk``.

    A code that the table does not have is returned as it is, so it is never taken for another language.
    """
    base = re.split(r"[_-]", code.strip("_<>").removeprefix("2"))[0].lower()
    return ISO_639_3.get(base, base)
