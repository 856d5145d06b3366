"""The layers of a decoder without an encoder: each attends to its row, what was read and what is written.

A layer runs in two ways. Prompts are read many tokens at a time, several rows one behind the other; then
every row takes a step at a time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch.nn import functional

from summarize.engines.decoder.causal_architecture import CausalArchitecture
from summarize.engines.decoder.layers import FeedForward, Residual
from summarize.engines.decoder.packing import Norm, Packer, RootMeanSquareNorm
from summarize.engines.decoder.positions import Rotation
from summarize.engines.decoder.slots import Slots, Step
from summarize.engines.precision import DECODING_ROWS


@dataclass(frozen=True)
class Span:
    """Tokens of one row that are read together with those of other rows.

    They are ``first`` to ``last`` (without it) among the tokens read together, and follow ``before`` tokens
    of their row. ``keys_values`` are the row's, (layers, 2, heads, length, size). ``masks`` has one for each
    window, in the same dtype: (tokens, tokens seen), or ``None`` where each token sees all before it and
    ``before`` is 0.
    """

    keys_values: torch.Tensor
    before: int
    first: int
    last: int
    masks: tuple[torch.Tensor | None, ...]


class CausalLayer:
    """Attention and the feed-forward network; ``number`` counts layers from 0."""

    def __init__(self, packer: Packer, shape: CausalArchitecture, name: str, number: int) -> None:
        family, layer = shape.family, f"{name}.{number}"
        own = shape.layers[number]
        self._number, self._mask, self._rotary = number, own.window, own.rotary
        self._size, (self._queries, self._keys) = shape.size, shape.heads
        self._scale, self._cap = shape.attention_scale, shape.attention_cap
        inner, heads = self._queries * shape.size, [count * shape.size for count in self._all_heads()]
        self._query_key_value = packer.linear(
            [f"{layer}.self_attn.{part}" for part in family.attention],
            heads if len(family.attention) == 3 else [sum(heads)],
            shape.width,
            DECODING_ROWS,
            "query" in shape.biases,
        )
        self._output = packer.linear(
            [f"{layer}.self_attn.o_proj"], [shape.width], inner, DECODING_ROWS, "output" in shape.biases
        )
        self._head_norm = _head_norm(packer, shape, f"{layer}.self_attn") if family.head_norms else None
        self._residual, self._forward = _residuals(packer, shape, layer)

    def __call__(
        self, x: torch.Tensor, slots: Slots, step: Step, rotations: Sequence[Rotation]
    ) -> torch.Tensor:
        """One step: (count * beams, width) → the same."""
        query, key, value = self._parts(self._residual.before(x), rotations)
        places = (slots.count, slots.beams, -1, self._size)
        slots.own.write(self._number, step.rows, step.places, key.view(places), value.view(places))
        seen = slots.own.attend(
            self._number, query.view(places), step.own[self._mask], self._scale, self._cap
        )
        return self._forward(self._residual.after(x, self._output(seen)))

    def read(self, x: torch.Tensor, spans: Sequence[Span], rotations: Sequence[Rotation]) -> torch.Tensor:
        """Tokens of several rows: (tokens, width) → the same; their keys and values are kept."""
        query = self.keep(x, spans, rotations)
        seen = torch.empty_like(query)
        for span in spans:
            seen[span.first : span.last] = self._attend(query[span.first : span.last], span)
        return self._forward(self._residual.after(x, self._output(seen.flatten(1))))

    def keep(self, x: torch.Tensor, spans: Sequence[Span], rotations: Sequence[Rotation]) -> torch.Tensor:
        """Keep the keys and values of tokens, and return their queries: (tokens, heads, size)."""
        query, *made = self._parts(self._residual.before(x), rotations)
        for span in spans:
            place = slice(span.before, span.before + span.last - span.first)
            for which, each in enumerate(made):
                span.keys_values[self._number, which, :, place] = each[span.first : span.last].transpose(0, 1)
        return query

    def _all_heads(self) -> tuple[int, int, int]:
        """The number of heads of queries, keys and values."""
        return self._queries, self._keys, self._keys

    def _parts(self, x: torch.Tensor, rotations: Sequence[Rotation]) -> tuple[torch.Tensor, ...]:
        """Queries, keys and values, each (tokens, heads, size)."""
        made = self._query_key_value(x).view(len(x), -1, self._size)
        rotated, value = made[:, : -self._keys], made[:, -self._keys :]
        if self._head_norm:
            rotated = self._head_norm(rotated)
        if self._rotary is not None:
            rotated = rotations[self._rotary](rotated)
        return rotated[:, : self._queries], rotated[:, self._queries :], value

    def _attend(self, query: torch.Tensor, span: Span) -> torch.Tensor:
        """(tokens, heads, size) → the same."""
        seen = span.before + len(query)
        keys, values = span.keys_values[self._number, :, None, :, :seen]
        mask, query = span.masks[self._mask], query.transpose(0, 1)[None]
        if self._cap is None:
            query = query.to(keys.dtype)
            found = functional.scaled_dot_product_attention(
                query, keys, values, mask, is_causal=mask is None, scale=self._scale, enable_gqa=True
            )
        else:
            found = _capped(query, keys.float(), values.float(), mask, self._scale, self._cap)
        return found[0].transpose(0, 1)


def _capped(
    query: torch.Tensor,
    keys: torch.Tensor,
    values: torch.Tensor,
    mask: torch.Tensor | None,
    scale: float,
    cap: float,
) -> torch.Tensor:
    """Attention whose scores stay below ``cap``, which the fused operator does not compute."""
    length, shared = query.shape[2], query.shape[1] // keys.shape[1]
    keys, values = (each.repeat_interleave(shared, 1) for each in (keys, values))
    if mask is None:
        mask = torch.full((length, length), float("-inf"), device=query.device).triu_(1)
    scores = (query @ keys.transpose(2, 3)).mul_(scale / cap).tanh_()
    return torch.add(mask, scores, alpha=cap).softmax(-1) @ values


def _head_norm(packer: Packer, shape: CausalArchitecture, name: str) -> Norm:
    """The norms of queries and keys as one: a row of weights for each head."""
    queries, keys = (
        packer.tensors.floats(f"{name}.{part}_norm.weight", (shape.size,)) for part in ("q", "k")
    )
    weight = torch.cat([queries.expand(shape.heads[0], -1), keys.expand(shape.heads[1], -1)])
    return RootMeanSquareNorm(weight + shape.family.offset, shape.epsilon)


def _residuals(packer: Packer, shape: CausalArchitecture, layer: str) -> tuple[Residual, FeedForward]:
    """The residual connection around attention, and the feed-forward network with its own."""
    family, width = shape.family, shape.width

    def norm(name: str) -> Norm:
        return packer.root_mean_square_norm(f"{layer}.{name}", width, shape.epsilon, family.offset)

    if family.result_norms:
        first = Residual(norm("input_layernorm"), result=norm("post_attention_layernorm"))
        second = Residual(norm("pre_feedforward_layernorm"), result=norm("post_feedforward_layernorm"))
    else:
        first, second = Residual(norm("input_layernorm")), Residual(norm("post_attention_layernorm"))
    biased, inner = "inner" in shape.biases, shape.inner
    ups = [f"{layer}.mlp.{up}" for up in family.up]
    up = packer.linear(ups, [2 * inner // len(ups)] * len(ups), width, DECODING_ROWS, biased)
    down = packer.linear([f"{layer}.mlp.down_proj"], [width], inner, DECODING_ROWS, biased)
    return first, FeedForward(up, down, shape.activation, True, second)
