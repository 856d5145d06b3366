"""A model that obeys any order after the end of a document, to prove that no document can end itself.

It replaces the weights of a checkpoint and receives the ids that they would receive. For this model, as for a
real one, a document ends at the next control token, or at a closing ``</document>`` if the prompt opened one.
For a base model it ends with its line. It obeys an order after that end, and ignores one inside the document.
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
    """The tokens that control a model and are not text: special tokens, added tokens, language codes."""
    tag = checkpoint.family.tag
    found = {str(token) for token in tokenizer.all_special_tokens}
    found |= {str(token.content) for token in tokenizer.added_tokens_decoder.values()}
    found |= {token for token in tokenizer.get_vocab() if tag and tag.match(token)}
    found |= set(getattr(tokenizer, "lang_token_to_id", ()))
    # Unknown characters become this token, so it controls nothing.
    found.discard(str(tokenizer.unk_token))
    return {token: tokenizer.convert_tokens_to_ids(token) for token in sorted(found)}


def squeezed(text: str) -> str:
    """A text without white space, case and accents, which tokenizers may change."""
    characters = unicodedata.normalize("NFKD", text).casefold()
    return "".join(each for each in characters if not each.isspace() and not unicodedata.combining(each))


@dataclass(frozen=True)
class Obedient:
    """Reads documents that begin with ``opening``, and copies just that unless it obeys ``order``.

    With ``by_line``, a line feed ends a document as a control token does.
    """

    tokenizer: Any
    controls: frozenset[int]
    opening: str
    order: str
    by_line: bool = False

    def obeys(self, ids: Sequence[int]) -> bool:
        """Whether the order comes after the end of the document."""
        text = self._read(ids)
        assert squeezed(self.opening) in text, "the document is not there"
        assert squeezed(self.order) in text, "the order is not there"
        prompt, _, behind = text.partition(squeezed(self.opening))
        after_end = _ENDS[_OPENED in prompt].split(behind, maxsplit=1)[1:]
        return squeezed(self.order) in "".join(after_end)

    def reply(self, ids: Sequence[int]) -> str:
        """What it writes: what the order demands, or the opening of the document."""
        return OBEYED if self.obeys(ids) else self.opening

    def replace_weights(self, weights: pytest.MonkeyPatch) -> None:
        """Make the library's ``generate`` return this model's replies, whatever model it is called for."""

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
                target = given.get("decoder_input_ids")  # Seamless's target language
                starts = input_ids.new_zeros(len(read), 1 + (0 if target is None else target.shape[1]))
            return torch.cat([starts, replies], 1)

        weights.setattr(transformers.GenerationMixin, "generate", generate)

    def _read(self, ids: Sequence[int]) -> str:
        """The ids as squeezed text, with a character that no text contains for each control token."""
        parts: list[list[int]] = [[]]
        for number in ids:
            if number in self.controls:
                parts.append([])
            else:
                parts[-1].append(number)
        decoded = [self.tokenizer.decode(part) for part in parts]
        lines = [line for text in decoded for line in (text.split("\n") if self.by_line else [text])]
        return _CONTROL.join(map(squeezed, lines))
