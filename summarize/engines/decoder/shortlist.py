"""A smaller vocabulary to write in: the pieces of the target's script, and whatever the sources are made of.

Scoring the vocabulary is half of what writing a word costs, and most of a multilingual one is in scripts that
a translation cannot end up in. Names in another script are written as they stand in the sources. It is an
approximation: the model cannot choose a word that is left out. Knows pieces and scripts; no weights.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import torch

from summarize.engines.decoder.rules import Rules
from summarize.engines.decoder.searches import Written
from summarize.engines.precision import PackedLinear
from summarize.text import scripts
from summarize.text.language_table import SCRIPTS


@dataclass(frozen=True)
class Shortlist:
    """The words that may be written, ``ids`` (words,), and what scores them, some of them after others.

    Searching counts in places of ``ids``.
    """

    ids: torch.Tensor
    parts: tuple[PackedLinear, ...]

    def __add__(self, other: Shortlist) -> Shortlist:
        return Shortlist(torch.cat([self.ids, other.ids]), self.parts + other.parts)

    def lacking(self, ids: Iterable[int]) -> torch.Tensor:
        """Those of ``ids`` that are not on it, each once, ascending."""
        wanted = torch.tensor(sorted(set(ids)), dtype=torch.long)
        return wanted[~torch.isin(wanted, self.ids)]

    def rules(self, rules: Rules) -> Rules:
        """The same rules about places; all that they ask for has to be on the list."""
        places = {word: place for place, word in enumerate(self.ids.tolist())}
        first = rules.forced_bos_token_id
        return replace(
            rules,
            decoder_start_token_id=places[rules.decoder_start_token_id],
            eos_token_id=tuple(places[word] for word in rules.eos_token_id),
            forced_bos_token_id=None if first is None else places[first],
            forced_eos_token_id=tuple(places[word] for word in rules.forced_eos_token_id),
            bad_words_ids=tuple(
                tuple(places[word] for word in words)
                for words in rules.bad_words_ids
                if all(word in places for word in words)
            ),
        )

    def written(self, row: Written) -> Written:
        """A row of places as a row of ids."""
        return replace(row, ids=self.ids[row.ids].tolist())


def pieces(tokenizer: Any, language: str, count: int) -> torch.Tensor | None:
    """Which of the first ``count`` ids have no letter of another script than ``language`` is written in.

    ``None`` for a language without a row here. A piece of bytes that are no whole letters stays.
    """
    if language not in SCRIPTS:
        return None
    foreign = scripts.foreign(SCRIPTS[language])
    known = tokenizer.convert_ids_to_tokens(range(min(len(tokenizer), count)))
    backend = getattr(tokenizer, "backend_tokenizer", None)
    if backend and "ByteLevel" in repr(backend.decoder):
        known = [backend.decoder.decode([piece]) for piece in known]
    return torch.tensor([number for number, piece in enumerate(known) if not foreign.search(piece)])
