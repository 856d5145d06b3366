"""Which language tokens a tokenizer's files hold, found by their shape.

Searches the files' bytes for quoted tokens instead of loading a tokenizer: a 17 MB
tokenizer.json takes a fraction of a second and no library. Knows no families beyond the
shape it is given.
"""

from __future__ import annotations

import re
from pathlib import Path

# In the order in which a tokenizer itself would trust them.
_JSON = (
    "tokenizer_config.json", "special_tokens_map.json", "added_tokens.json", "vocab.json", "tokenizer.json",
)  # fmt: skip
_SENTENCEPIECE = ("spiece.model", "sentencepiece.bpe.model", "tokenizer.model")

# One of these sets is enough for a tokenizer to be made.
_SETS = (
    ("tokenizer.json",), ("source.spm", "target.spm", "vocab.json"), ("spiece.model",),
    ("sentencepiece.bpe.model",), ("vocab.json", "merges.txt"), ("vocab.txt",), ("tokenizer.model",),
    ("prophetnet.tokenizer",), ("vocab-src.json", "vocab-tgt.json", "merges.txt"), ("tiktoken.model",),
    ("tekken.json",),
)  # fmt: skip


def has_tokenizer(folder: Path) -> bool:
    """Whether the folder holds a full set of tokenizer files."""
    return any(all((folder / name).is_file() for name in names) for names in _SETS)


def codes(folder: Path, tag: re.Pattern[str]) -> tuple[str, ...]:
    """The codes (group 1 of ``tag``) of every token of that shape, sorted, each once.

    Sentencepiece files are searched only where no ``tokenizer.json`` repeats their pieces, and
    only for shapes that cannot be words (those that begin with a bracket or underscore).
    """
    inner = tag.pattern.removeprefix("^").removesuffix("$").encode()
    quoted = re.compile(b'"' + inner + b'"')
    found: set[bytes] = set()
    for name in _JSON:
        found.update(quoted.findall(_bytes(folder / name)))
    if not (folder / "tokenizer.json").is_file() and not inner.startswith(b"("):
        for name in _SENTENCEPIECE:
            found.update(re.findall(inner, _bytes(folder / name)))
    return tuple(sorted(code.decode() for code in found))


def holds(folder: Path, token: str) -> bool:
    """Whether a tokenizer file holds exactly this token."""
    quoted = b'"' + token.encode() + b'"'
    return any(quoted in _bytes(folder / name) for name in _JSON)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""
