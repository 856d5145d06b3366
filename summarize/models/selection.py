"""Which files of a repository a model needs: one set of weights, its tokenizer, its settings.

Knows file names only: no network, no cache.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

# The modules of sentence-transformers, and nothing else, live in folders of their own.
_MODULE = re.compile(r"^\d+_\w+/")

_SMALL = re.compile(
    r"""^(?:
        [^/]*\.(?:model|spm|jinja)
      | (?:merges|vocab)\.txt | prophetnet\.tokenizer
      | README\.md | LICEN[CS]E(?:\.\w+)? | NOTICE(?:\.\w+)? | USE_POLICY\.md
      | [^/]*\.json
    )$""",
    re.VERBOSE | re.IGNORECASE,
)
# Records of a training run, and indexes of weights that are chosen apart.
_RECORDS = re.compile(r"(?:trainer_state|all_results|train_results|eval_results|\.index)\.json$")

# One file, or the shards of an index: the names that from_pretrained looks for, best first.
_WEIGHTS = (
    ("model.safetensors", re.compile(r"^model-\d+-of-\d+\.safetensors$")),
    ("pytorch_model.bin", re.compile(r"^pytorch_model-\d+-of-\d+\.bin$")),
)


def needed(names: Iterable[str]) -> tuple[str, ...]:
    """The names to fetch, sorted: safetensors where any are listed, else the pickle; never both.

    A repository without weights in either form gives only its small files.
    """
    folders: dict[str, list[str]] = {}
    for name in names:
        module = _MODULE.match(name)
        folder = module[0] if module else ""
        if "/" not in name.removeprefix(folder):
            folders.setdefault(folder, []).append(name.removeprefix(folder))
    return tuple(sorted(folder + name for folder, inside in folders.items() for name in _of_folder(inside)))


def weights(names: Iterable[str]) -> tuple[str, ...]:
    """The weight files among the names that a model of the top folder loads from."""
    listed = sorted(name for name in names if "/" not in name)
    for single, shard in _WEIGHTS:
        if single in listed:
            return (single,)
        shards = [name for name in listed if shard.match(name)]
        if shards and f"{single}.index.json" in listed:
            return (*shards, f"{single}.index.json")
    return ()


def _of_folder(names: list[str]) -> list[str]:
    small = [name for name in names if _SMALL.match(name) and not _RECORDS.search(name)]
    return [*small, *weights(names)]
