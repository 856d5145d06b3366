"""A smaller output vocabulary: tokens in the target's script, and those of the sources at hand.

Scoring the vocabulary is half the cost of writing a token, and most of a multilingual vocabulary is in
scripts that a translation will not contain. Names in another script are written as the sources have them.
This is an approximation: the model cannot write a token that is not on the list.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import torch

from summarize.engines.decoder.packing import Part
from summarize.engines.decoder.rules import Rules
from summarize.engines.decoder.searches import Written
from summarize.text import scripts
from summarize.text.language_table import SCRIPTS


@dataclass(frozen=True)
class Shortlist:
    """The tokens that may be written, ``ids`` (tokens,), and the linears that score them, in this order.

    A search counts in places of ``ids``.
    """

    ids: torch.Tensor
    parts: tuple[Part, ...]

    def __add__(self, other: Shortlist) -> Shortlist:
        return Shortlist(torch.cat([self.ids, other.ids]), self.parts + other.parts)

    def missing(self, ids: Iterable[int]) -> torch.Tensor:
        """Those of ``ids`` that are not on the list, each once, ascending."""
        wanted = torch.tensor(sorted(set(ids)), dtype=torch.long)
        return wanted[~torch.isin(wanted, self.ids)]

    def rules(self, rules: Rules) -> Rules:
        """The same rules in places; all ids that they name must be on the list, except in bad words."""
        places = {token: place for place, token in enumerate(self.ids.tolist())}
        start, first = rules.decoder_start_token_id, rules.forced_bos_token_id
        return replace(
            rules,
            decoder_start_token_id=None if start is None else places[start],
            eos_token_id=tuple(places[token] for token in rules.eos_token_id),
            forced_bos_token_id=None if first is None else places[first],
            forced_eos_token_id=tuple(places[token] for token in rules.forced_eos_token_id),
            bad_words_ids=tuple(
                tuple(places[token] for token in word)
                for word in rules.bad_words_ids
                if all(token in places for token in word)
            ),
        )

    def written(self, row: Written) -> Written:
        """A row of places as a row of ids."""
        others = tuple(self.ids[ids].tolist() for ids in row.others)
        return replace(row, ids=self.ids[row.ids].tolist(), others=others)


def writable(tokenizer: Any, language: str, count: int) -> torch.Tensor | None:
    """Those of the first ``count`` ids without a letter of another script than that of ``language``.

    ``None`` for a language whose script is not known here. A token of bytes that make no whole letter stays.
    """
    if language not in SCRIPTS:
        return None
    foreign = scripts.foreign(SCRIPTS[language])
    tokens = tokenizer.convert_ids_to_tokens(range(min(len(tokenizer), count)))
    backend = getattr(tokenizer, "backend_tokenizer", None)
    if backend and "ByteLevel" in repr(backend.decoder):
        tokens = [backend.decoder.decode([token]) for token in tokens]
    return torch.tensor([number for number, token in enumerate(tokens) if not foreign.search(token)])
