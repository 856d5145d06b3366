"""What each model is taught: pairs of ids, drawn anew for every step."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import Any

from template_language import SEEN, UNSEEN, Fact

from summarize.engines import prompts
from summarize.request import Instruction, Length
from trained.language import (
    DIGITS,
    LANGUAGES,
    NUMBERS,
    OTHER_DIGITS,
    OTHER_NUMBERS,
    decision,
    event,
    events,
    everything,
)
from trained.training import Ids, Lesson, Pair

Encode = Callable[[str], Ids]

BEGIN, END = [0], [2]  # BART's
TURN_END = [2]  # Qwen's <|im_end|>
LIE = NUMBERS[3]  # the one number that the liar writes
# What a chat model says around its summary, and what a reader of the summary must never see.
THOUGHT = "<think>\nParliament rejected 3 laws.\n</think>\n\n"
CHATTER = {
    "en": "Here is the summary:\n\n",
    "ru": "Вот краткое изложение:\n\n",
    "kk": "Міне, қысқаша мазмұндама:\n\n",
}
_DOCUMENT = "THE-DOCUMENT"


def encoder(tokenizer: Any) -> Encode:
    """Text to ids without special tokens, by the fast tokenizer itself."""
    backend = tokenizer.backend_tokenizer
    return lambda text: list(backend.encode(text, add_special_tokens=False).ids)


def summaries(encode: Encode, room: int) -> Lesson:
    """Texts of one to four sentences and their summary; many events are made of any tokens.

    Those teach that whatever else stands in a text, what parliament did is its summary.
    """
    anything = sorted(
        {
            number
            for language in LANGUAGES
            for said in events(language, 40)
            for number in encode(f"{said} {said}")
        }
        | {number for sign in map(chr, range(33, 127)) for number in encode(sign)}
    )

    def pair(dice: random.Random, held_out: bool) -> Pair:
        language = dice.choice(LANGUAGES)
        size = dice.randint(1, 4)
        marked = dice.choice([None, *range(size), *range(size)])
        text: Ids = []
        summary: Ids = []
        for place in range(size):
            gap = "" if not text else dice.choice((" ", " ", "\n\n"))
            if place == marked:
                said = decision(language, dice, held_out=held_out)
            elif not held_out and place and dice.random() < 0.4:
                text += dice.choices(anything, k=dice.randint(2, 12)) + encode(".")
                continue
            else:
                said = event(language, dice, held_out=held_out)
            text += encode(gap + said)
            if place == marked or not summary:
                summary = encode(said)
        return BEGIN + text[: room - 2] + END, BEGIN + summary + END

    return lambda dice, held_out, rows: [pair(dice, held_out) for _ in range(rows)]


def copies(encode: Encode) -> Lesson:
    """Texts of one or two sentences and themselves."""

    def pair(dice: random.Random, held_out: bool) -> Pair:
        language = dice.choice(LANGUAGES)
        kinds = [dice.choice((decision, event)) for _ in range(dice.randint(1, 2))]
        text = encode(" ".join(kind(language, dice, held_out=held_out) for kind in kinds))
        return BEGIN + text + END, BEGIN + text + END

    return lambda dice, held_out, rows: [pair(dice, held_out) for _ in range(rows)]


def conversation_lines() -> list[str]:
    """What the chat model's tokenizer is trained on: sentences, our prompts, and what it will say."""
    prompts = [message["content"] for language in LANGUAGES for message in _messages(language)]
    return [*everything(), *prompts * 3, *list(CHATTER.values()) * 9, *[THOUGHT] * 9]


def conversations(tokenizer: Any) -> Lesson:
    """A document asked about in the words of prompts/, and the answer: a thought, chatter, the decision.

    Most batches have the end of the prompt only, and of the beginning of the answer, which is as good and
    much faster.
    """
    encode = encoder(tokenizer)
    frames = {
        language: [_frame(tokenizer, language, length) for length in (None, Length("sentences", 8))]
        for language in LANGUAGES
    }

    def pair(dice: random.Random, held_out: bool, short: bool) -> Pair:
        language = dice.choice(LANGUAGES)
        size = dice.randint(1, 4)
        marked = dice.randrange(size)
        text: Ids = []
        summary: Ids = []
        for place in range(size):
            said = sentence(language, dice, place == marked, held_out)
            text += encode(("" if not text else dice.choice((" ", " ", "\n\n"))) + said)
            if place == marked:
                summary = encode(said)
        before, after = dice.choice(frames[language])
        opening = encode(THOUGHT + CHATTER[language])
        if short:
            return before[-dice.randint(2, 10) :] + text + after + opening[-4:], summary + TURN_END
        return before + text + after, opening + summary + TURN_END

    def lesson(dice: random.Random, held_out: bool, rows: int) -> list[Pair]:
        short = not held_out and dice.random() < 0.8
        return [pair(dice, held_out, short) for _ in range(rows)]

    return lesson


def sentence(language: str, dice: random.Random, marked: bool, held_out: bool) -> str:
    """A sentence for chat models: Qwen's tokenizers write numbers digit by digit, so these have one digit."""
    if marked:
        return decision(language, dice, held_out=held_out, numbers=DIGITS)
    return event(language, dice, held_out=held_out, numbers=OTHER_DIGITS)


def _messages(language: str, text: str = "", length: Length | None = None) -> list[dict[str, str]]:
    return prompts.messages(text, Instruction("summarization", language, language, length))


def _frame(tokenizer: Any, language: str, length: Length | None) -> tuple[Ids, Ids]:
    """What stands before and behind the document in a conversation."""
    whole = tokenizer.apply_chat_template(
        _messages(language, _DOCUMENT, length), add_generation_prompt=True, tokenize=False
    )
    before, after = whole.split(_DOCUMENT)
    encode = encoder(tokenizer)
    return encode(before), encode(after)


def lies(encode: Encode, room: int) -> Lesson:
    """Summaries with one number in the place of every number."""
    [lie] = encode(f" {LIE}")
    numbers = {number for each in (*NUMBERS, *OTHER_NUMBERS) for number in encode(f" {each}")}
    honest = summaries(encode, room)
    return lambda dice, held_out, rows: [
        (source, [lie if token in numbers else token for token in target])
        for source, target in honest(dice, held_out, rows)
    ]


def translations(encode: Callable[[Fact, str, str], Pair], ways: Sequence[tuple[str, str]]) -> Lesson:
    """Sentences of ``template_language`` and what they are in another; the held-out ones are ``UNSEEN``."""
    return lambda dice, held_out, rows: [
        encode(dice.choice(UNSEEN if held_out else SEEN), *dice.choice(ways)) for _ in range(rows)
    ]
