"""Sizes of models that people use: the configuration of each as data, and its workloads.

Needs neither torch nor the library. Engines have the names of the tables: *ct2 int8 64 x2* is two workers of
CTranslate2 in int8, each with batches of 64 sentences.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

CT2 = ("ct2 int8", "ct2 int8 32", "ct2 int8 64")
EVERY = (
    "naive", "sorted", "packed float32", "packed int8", "float32", "bfloat16", "int8", "int8 shortlist",
    "ct2 float32", "ct2 float32 64", *CT2,
)  # fmt: skip
LARGE = ("naive", "sorted", "float32", "int8", "int8 shortlist", *CT2)
CHAT = ("naive", "sorted", "float32", "bfloat16", "int8")
FASTEST = ("int8", "int8 shortlist", *CT2)
WORKERS = ("int8 x2", *(f"{name} x2" for name in CT2))


@dataclass(frozen=True)
class Size:
    """A model that people use.

    ``short`` is its name in a narrow table, ``kind`` the library's name of its family. ``engines`` are
    measured with each number of sentences in ``rows``. ``counts`` says whether texts end by themselves (see
    ``decoding_models.py``). ``listed`` is the share of its vocabulary on a shortlist, 0 for none: half of a
    vocabulary for two languages in two scripts, a fifth of one for many.
    """

    name: str
    short: str
    kind: str
    fields: dict[str, Any]
    rows: tuple[int, ...]
    engines: tuple[str, ...] = EVERY
    counts: bool = True
    listed: float = 0.0


def bart(layers: tuple[int, int], width: int, inner: int, vocabulary: int, **fields: Any) -> dict[str, Any]:
    """The fields of a family like BART; heads are 64 wide."""
    shape = {"encoder_layers": layers[0], "decoder_layers": layers[1], "d_model": width}
    heads = {"encoder_attention_heads": width // 64, "decoder_attention_heads": width // 64}
    return {
        **shape,
        **heads,
        "encoder_ffn_dim": inner,
        "decoder_ffn_dim": inner,
        "vocab_size": vocabulary,
        **fields,
    }


def t5(layers: int, width: int, inner: int, heads: tuple[int, int], vocabulary: int) -> dict[str, Any]:
    """The fields of a gated T5; ``heads`` are their number and their width."""
    shape = {"num_layers": layers, "num_decoder_layers": layers, "d_model": width, "d_ff": inner}
    kinds = {"feed_forward_proj": "gated-gelu", "decoder_start_token_id": 0}
    return {**shape, **kinds, "num_heads": heads[0], "d_kv": heads[1], "vocab_size": vocabulary}


SIZES = {
    "marian": Size(
        "opus-mt, 6+6 × 512, vocabulary 62,518",
        "opus-mt",
        "Marian",
        bart(
            (6, 6), 512, 2048, 62518, max_position_embeddings=512, activation_function="swish",
            scale_embedding=True, pad_token_id=62517, eos_token_id=0, bos_token_id=0,
            decoder_start_token_id=62517,
        ),
        (30, 300),
        listed=0.5,
    ),
    "nllb": Size(
        "NLLB-600M, 12+12 × 1024, vocabulary 256,206",
        "NLLB-600M",
        "M2M100",
        bart(
            (12, 12), 1024, 4096, 256206, max_position_embeddings=1024, activation_function="relu",
            scale_embedding=True, decoder_start_token_id=2,
        ),
        (12,),
        engines=LARGE,
        listed=0.2,
    ),
    "distilbart": Size(
        "distilbart, 12+6 × 1024, vocabulary 50,264",
        "distilbart",
        "Bart",
        bart(
            (12, 6), 1024, 4096, 50264, max_position_embeddings=1024, activation_function="gelu",
            decoder_start_token_id=2,
        ),
        (12,),
    ),
    "mbart": Size(
        "mBART-50, 12+12 × 1024, vocabulary 250,054",
        "mBART-50",
        "MBart",
        bart(
            (12, 12), 1024, 4096, 250054, max_position_embeddings=1024, activation_function="gelu",
            scale_embedding=True, decoder_start_token_id=2,
        ),
        (12,),
        engines=LARGE,
        listed=0.2,
    ),
    "pegasus": Size(
        "Pegasus-large, 16+16 × 1024, vocabulary 96,103",
        "Pegasus-large",
        "Pegasus",
        bart(
            (16, 16), 1024, 4096, 96103, max_position_embeddings=512, activation_function="relu",
            scale_embedding=True, pad_token_id=0, eos_token_id=1, decoder_start_token_id=0,
        ),
        (12,),
        engines=LARGE,
    ),
    "mt5": Size(
        "mT5-small, 8+8 × 512, vocabulary 250,112",
        "mT5-small",
        "MT5",
        t5(8, 512, 1024, (6, 64), 250112),
        (30,),
        listed=0.2,
    ),
    "madlad": Size(
        "MADLAD-400-3B with 4+4 of its 32+32 layers, × 1024, vocabulary 256,000",
        "MADLAD-400-3B, 4+4 layers",
        "T5",
        t5(4, 1024, 8192, (16, 128), 256000),
        (12,),
        engines=LARGE,
        listed=0.2,
    ),
    "qwen": Size(
        "Qwen3-0.6B, 28 × 1024, vocabulary 151,936",
        "Qwen3-0.6B",
        "Qwen3",
        {
            "vocab_size": 151936, "hidden_size": 1024, "intermediate_size": 3072, "num_hidden_layers": 28,
            "num_attention_heads": 16, "num_key_value_heads": 8, "head_dim": 128,
            "max_position_embeddings": 8192, "pad_token_id": 0, "eos_token_id": 1, "bos_token_id": None,
        },
        (8,),
        engines=CHAT,
        counts=False,
    ),
}  # fmt: skip
