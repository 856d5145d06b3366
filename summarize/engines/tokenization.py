"""Text to ids and back, for every family; special tokens written in a text are never obeyed.

A model gets its direction as ids before or after the text, and as arguments of ``generate``; its family
determines both.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import Any

from summarize.errors import ModelError
from summarize.models import checkpoints
from summarize.models.checkpoints import Checkpoint
from summarize.request import Instruction

# Any text whose ids can be found again between the special tokens.
_PROBE = "a"
_MARKUP = re.compile(r"<[^<>\s]+>|\[[^\[\]\s]+\]")
_LINE_BREAK = "<n>"
# How vocabularies spell a line feed: as it is, as byte-level tokenizers do, and as a byte.
_LINE_FEED = re.compile("\n|Ċ|<0x0A>")


@dataclass(frozen=True)
class Frame:
    """What surrounds a text's ids under one instruction.

    ``head`` and ``tail`` are ids; ``lead`` is the white space at the end of a prefix, which byte-level
    tokenizers merge into the text's first token; ``arguments`` go to ``generate``.
    """

    head: tuple[int, ...]
    tail: tuple[int, ...]
    lead: str = ""
    arguments: Mapping[str, Any] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """Tokens that are not the text's; the lead counts, since it may cost the text one token."""
        return len(self.head) + len(self.tail) + len(self.lead)


class Tokenization:
    """The tokenizer of one checkpoint, used as its family requires."""

    def __init__(self, tokenizer: Any, checkpoint: Checkpoint) -> None:
        self.tokenizer = tokenizer
        self.checkpoint = checkpoint
        special = _special(tokenizer, checkpoint)
        self._special = frozenset(number for number in special.values() if number != tokenizer.unk_token_id)
        longest_first = sorted(special, key=len, reverse=True)
        self._written = re.compile("|".join(re.escape(token) for token in longest_first) or r"(?!)")
        # In a text that begins with ">>" MarianTokenizer takes everything up to "<<" for a language code.
        self._guard = " " if hasattr(tokenizer, "remove_language_code") else ""
        self._line_break = self._known(_LINE_BREAK)

    def ids(self, text: str) -> list[int]:
        """The ids of ``text`` alone; a special token written in it becomes ordinary tokens.

        Byte-pair tokenizers can split a special token. Unigram ones cannot, and none can where the
        normaliser creates one (from full-width brackets): there a space is inserted into it.

        Raises:
            ModelError: a special token survives even that.
        """
        spelled = self._plain(text)
        if self._is_text(text, spelled):
            return spelled
        for attempt in (text, self._normal(text)):
            broken = self._written.sub(_broken, attempt)
            spelled = self._plain(broken)
            if self._is_text(broken, spelled):
                return spelled
        raise ModelError(
            f"{self.checkpoint.name}: its tokenizer obeys a special token in the text: {text[:60]!r}"
        )

    def target_ids(self, text: str) -> list[int]:
        """The ids of a text that is what the model writes; Marian has a tokenizer of its own for it."""
        ids: list[int] = self.tokenizer(text_target=text, add_special_tokens=False)["input_ids"]
        return ids

    def frame(self, instruction: Instruction) -> Frame:
        """What to put around a text, by the scheme of the family.

        Raises:
            ModelError: the tokenizer does not have the language, or does not write its token.
        """
        self._refuse_other_pairs(instruction)
        arguments: dict[str, Any] = {}
        words, named = "", None
        source, target = instruction.source, instruction.target
        scheme = self.checkpoint.family.scheme
        if scheme == "source+forced-bos":
            named = self._set_source(source)
            arguments["forced_bos_token_id"] = self._id(self._token(target))
        elif scheme == "source=target":
            named = self._set_source(target)
        elif scheme == "target-argument":
            named = self._set_source(source)
            arguments["tgt_lang"] = checkpoints.code(self.checkpoint, target)
        elif scheme == "decoder-start":
            named = self._set_source(source)
            # A summariser's files name its start token; only a translation must name the target.
            if instruction.task == "translation" or not self.checkpoint.generation.get(
                "decoder_start_token_id"
            ):
                arguments["decoder_start_token_id"] = self._id(self._token(target))
        elif scheme == "prefix-token":
            words = self._token(target) + " "
            self._id(words.strip())
        else:
            words = checkpoints.prefix(self.checkpoint, instruction.task, source, target)
        if instruction.prefix is not None:
            words = instruction.prefix
        head, tail = self._around()
        if named is not None and named not in head + tail:
            raise ModelError(f"{self.checkpoint.name}: its tokenizer does not write the language of the text")
        prefix = words.rstrip()
        return Frame(
            head=(*head, *self.tokenizer(prefix, add_special_tokens=False)["input_ids"]),
            tail=tail,
            lead=words[len(prefix) :] if prefix else "",
            arguments=arguments,
        )

    def text(self, ids: Sequence[int]) -> str:
        """The text of generated ids, without special tokens and language codes; ``<n>`` is a line break."""
        lines: list[list[int]] = [[]]
        for token in ids:
            if token == self._line_break:
                lines.append([])
            elif token not in self._special:
                lines[-1].append(token)
        decoded = [self.tokenizer.decode(line, skip_special_tokens=True).strip() for line in lines]
        return "\n".join(decoded).strip()

    def spans(self, ids: Sequence[int], text: str) -> list[tuple[int, int]]:
        """Where each of the ids of ``text`` is in it.

        What the ids up to each one are decoded to tells how many characters they stand for. White space does
        not count, because tokenizers add and remove it.
        """
        places = [place for place, character in enumerate(text) if not character.isspace()]
        ends = [0]
        for count in range(1, len(ids) + 1):
            said = self.tokenizer.decode(ids[:count], skip_special_tokens=False)
            ends.append(max(ends[-1], min(sum(not each.isspace() for each in said), len(places))))
        edges = [*places, len(text)]
        return [
            (edges[start], places[end - 1] + 1 if end > start else edges[start])
            for start, end in pairwise(ends)
        ]

    def completion(self, text: str) -> list[int]:
        """The ids of a text that a model is to continue: after what opens any text, and without an end."""
        return [*self._around()[0], *self.ids(text)]

    @cached_property
    def line_ends(self) -> frozenset[int]:
        """The ids that have a line feed; some have letters or punctuation before it."""
        spelled = (number for token, number in self.tokenizer.get_vocab().items() if _LINE_FEED.search(token))
        return frozenset(number for number in spelled if "\n" in self.tokenizer.decode([number]))

    def _refuse_other_pairs(self, instruction: Instruction) -> None:
        """Refuse any direction but that of the weights, which would write something for the others too."""
        fixed = self.checkpoint.family.scheme == "pair" and not self.checkpoint.pair_hinted
        known = checkpoints.directions(self.checkpoint) if fixed else frozenset()
        if known and (instruction.source, instruction.target) not in known:
            can = ", ".join(f"{source} to {target}" for source, target in sorted(known))
            raise ModelError(
                f"{self.checkpoint.name} translates {can}, not {instruction.source} to {instruction.target}"
            )

    def _is_text(self, text: str, ids: list[int]) -> bool:
        """Whether no id is a special token; an unknown character is allowed, ``<unk>`` in the text is not."""
        unknown = self.tokenizer.unk_token
        written = unknown is not None and unknown in text and self.tokenizer.unk_token_id in ids
        return self._special.isdisjoint(ids) and not written

    def _plain(self, text: str) -> list[int]:
        ids: list[int] = self.tokenizer(
            self._guard + text, add_special_tokens=False, split_special_tokens=True
        )["input_ids"]
        return ids

    def _normal(self, text: str) -> str:
        backend = getattr(self.tokenizer, "backend_tokenizer", None)
        if backend is None or backend.normalizer is None:
            return text
        # Metaspace marks stand for spaces, which the tokenizer would mark again.
        normal: str = backend.normalizer.normalize_str(text).replace("▁", " ")
        return normal

    def _set_source(self, language: str) -> int:
        """Set the tokenizer's source language and return the id that must then surround the text."""
        named = self._id(self._token(language))
        self.tokenizer.src_lang = checkpoints.code(self.checkpoint, language)
        return named

    def _token(self, language: str) -> str:
        return self.checkpoint.family.token.format(code=checkpoints.code(self.checkpoint, language))

    def _id(self, token: str) -> int:
        known = self._known(token)
        if known is None:
            raise ModelError(f"{self.checkpoint.name}: its tokenizer has no language token {token!r}")
        return known

    def _known(self, token: str) -> int | None:
        found = self.tokenizer.convert_tokens_to_ids(token)
        return None if found is None or found == self.tokenizer.unk_token_id else int(found)

    def _around(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """The ids that this tokenizer puts before and after any text."""
        bare = self.tokenizer(_PROBE, add_special_tokens=False)["input_ids"]
        full = self.tokenizer(_PROBE)["input_ids"]
        for start in range(len(full) - len(bare) + 1):
            if full[start : start + len(bare)] == bare:
                return tuple(full[:start]), tuple(full[start + len(bare) :])
        raise ModelError(f"{self.checkpoint.name}: its tokenizer changes a text between special tokens")


def _special(tokenizer: Any, checkpoint: Checkpoint) -> dict[str, int]:
    """Tokens that change what a model does, with their ids: special tokens and language codes.

    New words that were added to a tokenizer are added tokens too, but remain words.
    """
    tag = checkpoint.family.tag
    added = tokenizer.added_tokens_decoder
    found = {str(token) for token in tokenizer.all_special_tokens}
    found |= {str(t.content) for t in added.values() if t.special or _MARKUP.fullmatch(t.content)}
    if tag is not None:
        found |= {token for token in tokenizer.get_vocab() if tag.match(token)}
    # The codes of M2M100Tokenizer are in no vocabulary.
    found |= set(getattr(tokenizer, "lang_token_to_id", ()))
    ids = {token: tokenizer.convert_tokens_to_ids(token) for token in found}
    unknown = tokenizer.unk_token_id
    return {
        token: number
        for token, number in ids.items()
        if number is not None and (number != unknown or token == tokenizer.unk_token)
    }


def _broken(match: re.Match[str]) -> str:
    """The token with a space after its first character other than a letter or digit: ``< /s>``."""
    token = match[0]
    place = next((at for at, character in enumerate(token, start=1) if not character.isalnum()), 1)
    return f"{token[:place]} {token[place:]}"
