"""A model that obeys an order behind a document: what a document must never be able to make of its own text.

It stands in the place of a checkpoint's weights and is given the ids that they would be given. To it a
document ends at the next control token, and at a closing ``</document>`` where its prompt opened one, as it
does to a real model. It does what an order behind that says; an order inside of the document is only read.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pytest
import torch
import transformers

from summarize.models.checkpoints import Checkpoint

OBEYED = "A bus."
_CONTROL = "\0"
_OPENED = "<document>"
_ENDS = {False: re.compile(_CONTROL), True: re.compile(rf"{_CONTROL}|</document")}


def controls(tokenizer: Any, checkpoint: Checkpoint) -> dict[str, int]:
    """The tokens that tell a model something and are no text: special ones, added ones, language codes."""
    tag = checkpoint.family.tag
    found = {str(token) for token in tokenizer.all_special_tokens}
    found |= {str(token.content) for token in tokenizer.added_tokens_decoder.values()}
    found |= {token for token in tokenizer.get_vocab() if tag and tag.match(token)}
    found |= set(getattr(tokenizer, "lang_token_to_id", ()))
    # An unknown sign is written as this token too, and means nothing.
    found.discard(str(tokenizer.unk_token))
    return {token: tokenizer.convert_tokens_to_ids(token) for token in sorted(found)}


def squeezed(text: str) -> str:
    """A text without white space, case and accents, which tokenizers may change."""
    signs = unicodedata.normalize("NFKD", text).casefold()
    return "".join(sign for sign in signs if not sign.isspace() and not unicodedata.combining(sign))


@dataclass(frozen=True)
class Obedient:
    """Reads documents that begin with ``opening``; what it copies from them is that and no more."""

    tokenizer: Any
    controls: frozenset[int]
    opening: str
    order: str

    def obeys(self, ids: Sequence[int]) -> bool:
        """Whether the order stands behind the end of the document."""
        text = self._read(ids)
        assert squeezed(self.opening) in text, "the document is not there"
        assert squeezed(self.order) in text, "the order is not there"
        prompt, _, behind = text.partition(squeezed(self.opening))
        after_end = _ENDS[_OPENED in prompt].split(behind, maxsplit=1)[1:]
        return squeezed(self.order) in "".join(after_end)

    def reply(self, ids: Sequence[int]) -> str:
        """What it writes: what it was ordered, or the opening of the document."""
        return OBEYED if self.obeys(ids) else self.opening

    def take_the_place_of(self, weights: pytest.MonkeyPatch) -> None:
        """From here on the library's ``generate`` writes its replies, whichever model it is called for."""

        def generate(
            model: Any, input_ids: torch.Tensor, *_: Any, attention_mask: torch.Tensor, **given: Any
        ) -> torch.Tensor:
            ends = model.generation_config.eos_token_id
            end = ends[0] if isinstance(ends, list) else ends
            read = [row[mask.bool()].tolist() for row, mask in zip(input_ids, attention_mask, strict=True)]
            written = [self.tokenizer(self.reply(row), add_special_tokens=False)["input_ids"] for row in read]
            width = max(map(len, written)) + 1
            replies = torch.tensor([row + [end] * (width - len(row)) for row in written])
            starts = input_ids
            if model.config.is_encoder_decoder:
                told = given.get("decoder_input_ids")  # Seamless's target language
                starts = input_ids.new_zeros(len(read), 1 + (0 if told is None else told.shape[1]))
            return torch.cat([starts, replies], 1)

        weights.setattr(transformers.GenerationMixin, "generate", generate)

    def _read(self, ids: Sequence[int]) -> str:
        """The ids as text, squeezed, with a sign that no text has for each control token."""
        parts: list[list[int]] = [[]]
        for number in ids:
            if number in self.controls:
                parts.append([])
            else:
                parts[-1].append(number)
        return _CONTROL.join(squeezed(self.tokenizer.decode(part)) for part in parts)
