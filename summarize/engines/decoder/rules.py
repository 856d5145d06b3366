"""What may not be written next: repeated n-grams, bad words, an early end, anything but a forced token.

Each setting means what it means in Hugging Face's ``generate``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

import torch
from torch.nn import functional

EMPTY = -1
_NEVER = float("-inf")
_FIRST_CAPACITY = 32


class Progress:
    """What each slot has written so far, and how much more it may write.

    ``history`` (slots, beams, places) holds what each row begins with and the tokens written after it, then
    ``EMPTY``. ``begun`` (slots,) counts the former, at least 1, and ``written`` (slots,) the latter;
    ``ceilings`` (slots,) is the most that may be written.
    """

    def __init__(self, count: int, beams: int) -> None:
        self.history = torch.full((count, beams, _FIRST_CAPACITY), EMPTY)
        self.history[:, :, 0] = 0
        self.begun = torch.ones(count, dtype=torch.long)
        self.written = torch.zeros(count, dtype=torch.long)
        self.ceilings = torch.ones(count, dtype=torch.long)

    @property
    def lengths(self) -> torch.Tensor:
        """The tokens in the history of each slot: (slots,)."""
        return self.begun + self.written

    @property
    def last(self) -> torch.Tensor:
        """The tokens written last: (slots, beams)."""
        places = (self.lengths - 1)[:, None, None].expand(*self.history.shape[:2], 1)
        return self.history.gather(2, places).squeeze(2)

    @property
    def seen(self) -> torch.Tensor:
        """The part of ``history`` in use: a view, (slots, beams, longest)."""
        return self.history[:, :, : int(self.lengths.max())]

    @property
    def texts(self) -> torch.Tensor:
        """The tokens written, then ``EMPTY``: (slots, beams, most written)."""
        order = torch.arange(int(self.written.max()))
        places = (self.begun[:, None] + order).clamp_max(self.history.shape[2] - 1)
        found = self.history.gather(2, places[:, None].expand(-1, self.history.shape[1], -1))
        return found.masked_fill_((order >= self.written[:, None])[:, None], EMPTY)

    def begin(self, slot: int, first: Sequence[int], ceiling: int) -> None:
        """Begin a row in a slot, with the tokens ``first``."""
        self._reserve(len(first))
        self.history[slot] = EMPTY
        self.history[slot, :, : len(first)] = torch.tensor(first)
        self.begun[slot], self.written[slot] = len(first), 0
        self.ceilings[slot] = ceiling

    def write(self, tokens: torch.Tensor, parents: torch.Tensor | None) -> None:
        """Append each of ``tokens`` (slots, beams) to the history of its parent beam."""
        self._reserve(int(self.lengths.max()) + 1)
        if parents is not None:
            seen = self.seen
            seen.copy_(seen.gather(1, parents[:, :, None].expand_as(seen)))
        self.history.scatter_(2, self.lengths[:, None, None].expand(*tokens.shape, 1), tokens[:, :, None])
        self.written += 1

    def keep(self, chosen: torch.Tensor) -> None:
        """Drop all slots but ``chosen``."""
        self.history, self.written = self.history[chosen], self.written[chosen]
        self.begun, self.ceilings = self.begun[chosen], self.ceilings[chosen]

    def _reserve(self, places: int) -> None:
        more = places - self.history.shape[2]
        if more > 0:
            self.history = functional.pad(self.history, (0, max(more, self.history.shape[2])), value=EMPTY)


@dataclass(frozen=True)
class Rules:
    """How one call searches; the names are those of ``generate``.

    Without ``decoder_start_token_id`` a row is written on from where its source ends, as models without an
    encoder do. ``min_new_tokens`` counts the tokens after the start, without the end.
    """

    decoder_start_token_id: int | None
    eos_token_id: tuple[int, ...]
    num_beams: int = 1
    length_penalty: float = 1.0
    early_stopping: bool | Literal["never"] = False
    repetition_penalty: float = 1.0
    no_repeat_ngram_size: int = 0
    bad_words_ids: tuple[tuple[int, ...], ...] = ()
    forced_bos_token_id: int | None = None
    forced_eos_token_id: tuple[int, ...] = ()
    min_new_tokens: int = 0
    banned: torch.Tensor = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        single = [
            word[0] for word in self.bad_words_ids if len(word) == 1 and word[0] not in self.eos_token_id
        ]
        object.__setattr__(self, "banned", torch.tensor(sorted(set(single)), dtype=torch.long))

    @property
    def special_ids(self) -> tuple[int, ...]:
        """The tokens that the rules themselves write or look for: start, forced tokens, ends."""
        named = (self.decoder_start_token_id, self.forced_bos_token_id)
        begun = (token for token in named if token is not None)
        return (*begun, *self.eos_token_id, *self.forced_eos_token_id)

    def first(self, source: Sequence[int]) -> Sequence[int]:
        """The tokens that the row of a source begins with."""
        return source if self.decoder_start_token_id is None else (self.decoder_start_token_id,)

    def without_start(self) -> Rules:
        """The same rules for a model without an encoder: a row begins with its source, and has begun."""
        return replace(self, decoder_start_token_id=None, forced_bos_token_id=None)

    def apply(self, scores: torch.Tensor, progress: Progress, certain: torch.Tensor | None = None) -> None:
        """Set the scores of forbidden tokens to minus infinity; ``scores`` is (slots * beams, vocabulary).

        They are on any device, ``progress`` is on the processor.

        ``certain`` (slots * beams, 1) is the score of a token with probability one. A forced token gets it,
        so that it costs nothing.
        """
        if self.repetition_penalty != 1:
            self._discourage(scores, progress, certain)
        if len(self.banned):
            scores[:, self.banned] = _NEVER
        beams = progress.history.shape[1]
        if self.no_repeat_ngram_size:
            self._forbid_repeats(scores, progress)
        for word in self.bad_words_ids:
            if len(word) > 1:
                _forbid_ending(scores, progress, word)
        if self.min_new_tokens:
            early = (progress.written < self.min_new_tokens).repeat_interleave(beams)
            scores[early.nonzero(), torch.tensor(self.eos_token_id)] = _NEVER
        if self.forced_bos_token_id is not None:
            _force(scores, progress.written == 0, (self.forced_bos_token_id,), certain)
        if self.forced_eos_token_id:
            _force(scores, progress.written == progress.ceilings - 1, self.forced_eos_token_id, certain)

    def _discourage(self, scores: torch.Tensor, progress: Progress, certain: torch.Tensor | None) -> None:
        """Make the tokens of each row less likely; with ``certain``, it is probabilities that count."""
        seen = progress.seen.flatten(0, 1)
        seen = torch.where(seen == EMPTY, seen[:, :1], seen).to(scores.device)
        old = scores.gather(1, seen)
        if certain is not None:
            old -= certain
        new = torch.where(old < 0, old * self.repetition_penalty, old / self.repetition_penalty)
        scores.scatter_(1, seen, new if certain is None else new + certain)

    def _forbid_repeats(self, scores: torch.Tensor, progress: Progress) -> None:
        size = self.no_repeat_ngram_size
        seen = progress.seen.flatten(0, 1)
        if seen.shape[1] < size:
            return
        beams = progress.history.shape[1]
        lengths = progress.lengths.repeat_interleave(beams)
        # The last tokens of each row, which the next one would make an n-gram of; short rows have none.
        places = (lengths[:, None] - size + 1 + torch.arange(size - 1)).clamp_min(0)
        windows = seen.unfold(1, size, 1)
        same = (windows[..., :-1] == seen.gather(1, places)[:, None]).all(-1)
        same &= (windows[..., -1] >= 0) & (lengths >= size)[:, None]
        rows, starts = same.nonzero(as_tuple=True)
        scores[rows, windows[rows, starts, -1]] = _NEVER


def _forbid_ending(scores: torch.Tensor, progress: Progress, word: tuple[int, ...]) -> None:
    """Forbid the last token of a bad word where the others have just been written."""
    seen = progress.seen.flatten(0, 1)
    beams, size = progress.history.shape[1], len(word) - 1
    lengths = progress.lengths.repeat_interleave(beams)
    places = (lengths[:, None] - size + torch.arange(size)).clamp_min(0)
    begun = (seen.gather(1, places) == torch.tensor(word[:-1])).all(1) & (lengths >= size)
    scores[begun, word[-1]] = _NEVER


def _force(
    scores: torch.Tensor, slots: torch.Tensor, tokens: tuple[int, ...], certain: torch.Tensor | None
) -> None:
    """Forbid everything but ``tokens`` in the chosen ``slots``, a mask (slots,)."""
    if not slots.any():
        return
    rows = slots.repeat_interleave(len(scores) // len(slots)).nonzero().squeeze(1)
    scores[rows] = _NEVER
    for token in tokens:
        scores[rows, token] = 0.0 if certain is None else certain[rows, 0]


def rules(settings: Mapping[str, Any]) -> Rules:
    """Rules from ``generate``'s settings, named as in generation_config.json; ``None`` is unset."""

    def several(value: Any) -> tuple[int, ...]:
        return tuple(value) if isinstance(value, (list, tuple)) else () if value is None else (int(value),)

    least = settings.get("min_new_tokens")
    if least is None:  # it overrides min_length, which also counts the start token
        least = max((settings.get("min_length") or 0) - 1, 0)
    start = settings.get("decoder_start_token_id")
    return Rules(
        decoder_start_token_id=None if start is None else int(start),
        eos_token_id=several(settings.get("eos_token_id")),
        num_beams=settings.get("num_beams") or 1,
        length_penalty=1.0 if settings.get("length_penalty") is None else float(settings["length_penalty"]),
        early_stopping=settings.get("early_stopping") or False,
        repetition_penalty=float(settings.get("repetition_penalty") or 1.0),
        no_repeat_ngram_size=settings.get("no_repeat_ngram_size") or 0,
        bad_words_ids=tuple(tuple(word) for word in settings.get("bad_words_ids") or ()),
        forced_bos_token_id=settings.get("forced_bos_token_id"),
        forced_eos_token_id=several(settings.get("forced_eos_token_id")),
        min_new_tokens=least,
    )
