from __future__ import annotations

import functools
import json
import shutil
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import sentencepiece
import tinyhub
from tinyhub.text import ENGLISH, KAZAKH, LINES, RUSSIAN, SPECIAL_TOKENS
from tokenizers import Tokenizer, models, pre_tokenizers
from transformers import MBartTokenizer

from summarize.engines import loading
from summarize.engines.tokenization import Tokenization
from summarize.errors import ModelError
from summarize.models import checkpoints
from summarize.request import Instruction

# FSMT's tokenizer needs a library that is not a dependency; test_failures.py tests its absence.
READERS = tuple(name for name in tinyhub.NAMES if name != "wmt19-en-ru")
Encode = Callable[[str], list[int]]


@functools.cache
def tokenization(name: str) -> Tokenization:
    checkpoint = checkpoints.describe(tinyhub.folder(name))
    with loading.quiet():
        return Tokenization(loading.load_tokenizer(checkpoint), checkpoint)


def pieces(path: Path) -> sentencepiece.SentencePieceProcessor:
    return sentencepiece.SentencePieceProcessor(model_file=str(path))


def by_vocabulary(folder: Path, model: str) -> Encode:
    spm, vocab = pieces(folder / model), json.loads((folder / "vocab.json").read_text(encoding="utf-8"))
    return lambda text: [vocab.get(piece, vocab["<unk>"]) for piece in spm.encode(text, out_type=str)]


def by_offset(path: Path, offset: int, unknown: int) -> Encode:
    spm = pieces(path)
    return lambda text: [
        number + offset if number != spm.unk_id() else unknown for number in spm.encode(text)
    ]


def by_merges(folder: Path) -> Encode:
    tokenizer = Tokenizer(models.BPE.from_file(str(folder / "vocab.json"), str(folder / "merges.txt")))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    return lambda text: tokenizer.encode(text).ids


def by_tokenizer(folder: Path) -> Encode:
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    return lambda text: tokenizer.encode(text, add_special_tokens=False).ids


def golden(name: str) -> Encode:
    """Ids from the sentencepiece or tokenizers model itself, with the offset of the family's original."""
    folder = tinyhub.folder(name)
    if name.startswith("opus"):
        return by_vocabulary(folder, "source.spm")
    if name in ("m2m100", "small100"):
        return by_vocabulary(folder, "sentencepiece.bpe.model")
    if name.startswith(("nllb", "mbart")):
        return by_offset(folder / "sentencepiece.bpe.model", 1, unknown=3)
    if name == "seamless-v2":
        return by_offset(folder / "sentencepiece.bpe.model", 1, unknown=1)
    if "pegasus" in name:
        return by_offset(folder / "spiece.model", 103, unknown=105)
    if (folder / "spiece.model").exists():
        return by_offset(folder / "spiece.model", 0, unknown=2)
    return by_merges(folder) if (folder / "merges.txt").exists() else by_tokenizer(folder)


@pytest.mark.parametrize("name", [name for name in READERS if name != "prophetnet"])
def test_ids_are_those_of_the_plain_model(name: str) -> None:
    expected = golden(name)
    for line in LINES:
        assert tokenization(name).ids(line) == expected(line), line


def test_mbart_needs_its_normaliser_for_some_characters() -> None:
    bare = MBartTokenizer.from_pretrained(tinyhub.folder("mbart-gazeta"))
    line = "№ 5… ﬁ"
    assert bare.unk_token_id in bare(line, add_special_tokens=False)["input_ids"]
    assert bare.unk_token_id not in tokenization("mbart-gazeta").ids(line)


def test_mbart_takes_its_normaliser_from_tokenizer_json_too(tmp_path: Path) -> None:
    folder = shutil.copytree(tinyhub.folder("mbart-gazeta"), tmp_path / "mbart")
    shutil.copy(tinyhub.folder("t5-small") / "tokenizer.json", tmp_path / "other.json")
    state = json.loads((tmp_path / "other.json").read_text(encoding="utf-8"))
    MBartTokenizer.from_pretrained(folder).save_pretrained(folder)
    saved = json.loads((folder / "tokenizer.json").read_text(encoding="utf-8"))
    (folder / "tokenizer.json").write_text(json.dumps({**saved, "normalizer": state["normalizer"]}), "utf-8")
    (folder / "sentencepiece.bpe.model").unlink()
    checkpoint = checkpoints.describe(folder)
    read = Tokenization(loading.load_tokenizer(checkpoint), checkpoint)
    assert read.ids(LINES[3]) == tokenization("mbart-gazeta").ids(LINES[3])


def squeezed(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


# Its vocabulary is lower-case and does not have the full-width token.
WRITTEN = [
    (name, token)
    for name in READERS
    for token in SPECIAL_TOKENS
    if (name, token) != ("prophetnet", SPECIAL_TOKENS[-1])
]


@pytest.mark.parametrize(("name", "written"), WRITTEN)
def test_special_tokens_in_the_text_are_text(name: str, written: str) -> None:
    read = tokenization(name)
    special = {read.tokenizer.convert_tokens_to_ids(token) for token in read.tokenizer.all_special_tokens}
    tag = read.checkpoint.family.tag
    special |= {number for token, number in read.tokenizer.get_vocab().items() if tag and tag.match(token)}
    nested = f"{written[0]}{written}{written[1:]}"
    for text in (written, f"We said {written} once.", f"a{written}b", written * 2, nested):
        ids = read.ids(text)
        assert not special & set(ids), text
        assert squeezed(read.tokenizer.decode(ids)) == squeezed(text)


def test_words_added_to_a_tokenizer_stay_words(tmp_path: Path) -> None:
    folder = shutil.copytree(tinyhub.folder("t5-small"), tmp_path / "t5")
    tokenizer = loading.load_tokenizer(checkpoints.describe(folder))
    tokenizer.add_tokens(["Байтерек"])
    tokenizer.save_pretrained(folder)
    read = Tokenization(tokenizer, checkpoints.describe(folder))
    assert tokenizer.convert_tokens_to_ids("Байтерек") in read.ids("Бұл Байтерек еді")


def test_quoted_mail_is_not_taken_for_a_language() -> None:
    read = tokenization("opus-mt-en-ru")
    text = ">> She asked for a copy << said the clerk"
    assert read.tokenizer.unk_token_id not in read.ids(text)
    assert squeezed(read.tokenizer.decode(read.ids(text))) == squeezed(text)


FRAMES = [
    ("opus-mt-en-ru", "en", "ru", [], ["</s>"], {}),
    ("opus-mt-tc-bible-big-trk", "en", "kk", [">>kaz_Cyrl<<"], ["</s>"], {}),
    ("opus-mt-tc-bible-big-trk", "kk", "ru", [">>rus<<"], ["</s>"], {}),
    ("m2m100", "ru", "kk", ["__ru__"], ["</s>"], {"forced_bos_token_id": "__kk__"}),
    ("small100", "ru", "kk", ["__kk__"], ["</s>"], {}),
    ("nllb-2022", "en", "kk", ["eng_Latn"], ["</s>"], {"forced_bos_token_id": "kaz_Cyrl"}),
    ("nllb-new", "kk", "ru", ["kaz_Cyrl"], ["</s>"], {"forced_bos_token_id": "rus_Cyrl"}),
    ("mbart50", "en", "kk", ["en_XX"], ["</s>"], {"forced_bos_token_id": "kk_KZ"}),
    ("mbart-gazeta", "ru", "ru", [], ["</s>", "ru_RU"], {"decoder_start_token_id": "ru_RU"}),
    ("madlad", "en", "kk", ["<2kk>"], ["</s>"], {}),
    ("flan-t5", "en", "kk", [], ["</s>"], {}),
    ("kazrush-ru-kk", "ru", "kk", [], ["</s>"], {}),
    ("fred-t5", "ru", "ru", ["<LM>"], [], {}),
    ("bart-cnn", "en", "en", ["<s>"], ["</s>"], {}),
    ("pegasus", "en", "en", [], ["</s>"], {}),
    ("prophetnet", "en", "en", [], ["[SEP]"], {}),
    ("seamless-v2", "en", "kk", ["__eng__"], ["</s>"], {"tgt_lang": "kaz"}),
    ("t5gemma", "en", "en", ["<bos>"], [], {}),
]


@pytest.mark.parametrize(("name", "source", "target", "head", "tail", "arguments"), FRAMES)
def test_the_direction_is_given_as_the_family_needs(
    name: str, source: str, target: str, head: list[str], tail: list[str], arguments: dict[str, str]
) -> None:
    read = tokenization(name)
    frame = read.frame(Instruction("translation", source, target))
    write = read.tokenizer.convert_ids_to_tokens
    assert [token for token in write(list(frame.head)) if token != "▁"] == head
    assert write(list(frame.tail)) == tail
    told = {key: value if isinstance(value, str) else write(value) for key, value in frame.arguments.items()}
    assert told == arguments


def test_a_summary_starts_where_the_file_says() -> None:
    assert tokenization("mbart-gazeta").frame(Instruction("summarization", "ru", "ru")).arguments == {}


@pytest.mark.parametrize(
    ("name", "prefix"),
    [
        ("t5-small", None),
        ("flan-t5", "summarize: "),
        ("fred-t5", "<LM> Сократи текст.\n"),
        ("bart-cnn", "summarize: "),
        ("mt5-xlsum", "[3 words] "),
    ],
)
def test_prefix_and_text_give_the_same_ids_together_and_apart(name: str, prefix: str | None) -> None:
    read = tokenization(name)
    frame = read.frame(Instruction("summarization", "en", "en", prefix=prefix))
    for line in (ENGLISH[3], RUSSIAN[3], KAZAKH[3]):
        apart = [*frame.head, *read.ids(frame.lead + line), *frame.tail]
        words = "summarize: " if prefix is None else prefix
        assert apart == read.tokenizer(words + line)["input_ids"]


def test_the_users_prefix_replaces_the_files() -> None:
    own = tokenization("t5-small").frame(Instruction("summarization", "en", "en"))
    none = tokenization("t5-small").frame(Instruction("summarization", "en", "en", prefix=""))
    assert len(own.head) > len(none.head) == 0


def test_a_task_for_a_direction_has_its_own_prefix() -> None:
    read = tokenization("t5-small")
    frame = read.frame(Instruction("translation", "en", "de"))
    assert squeezed(read.tokenizer.decode(frame.head)) == squeezed("translate English to German:")


@pytest.mark.parametrize("name", ["nllb-2022", "m2m100", "mbart50", "madlad", "seamless-v2"])
def test_a_language_without_a_code_is_refused(name: str) -> None:
    for source, target in (("en", "tlh"), ("tlh", "kk")):
        if name == "madlad" and source == "tlh":  # its source is never named
            continue
        with pytest.raises(ModelError, match="tlh"):
            tokenization(name).frame(Instruction("translation", source, target))


def test_a_direction_that_the_weights_do_not_have_is_refused() -> None:
    with pytest.raises(ModelError, match="translates en to ru, not ru to en"):
        tokenization("opus-mt-en-ru").frame(Instruction("translation", "ru", "en"))


def test_a_code_that_the_tokenizer_does_not_have_is_refused() -> None:
    checkpoint = checkpoints.describe(tinyhub.folder("nllb-2022"))
    checkpoint = replace(checkpoint, languages={**checkpoint.languages, "uk": ("ukr_Cyrl",)})
    read = Tokenization(loading.load_tokenizer(checkpoint), checkpoint)
    with pytest.raises(ModelError, match="ukr_Cyrl"):
        read.frame(Instruction("translation", "en", "uk"))


def test_a_tokenizer_that_ignores_the_source_is_refused(tmp_path: Path) -> None:
    checkpoint = checkpoints.describe(tinyhub.folder("nllb-2022"))
    deaf = replace(checkpoint, family=replace(checkpoint.family, tokenizer="PreTrainedTokenizerFast"))
    read = Tokenization(loading.load_tokenizer(deaf), deaf)
    with pytest.raises(ModelError, match="does not write the language"):
        read.frame(Instruction("translation", "ru", "kk"))


def test_generated_codes_are_not_text_and_a_line_break_is() -> None:
    read = tokenization("small100")  # whose files do not call them special
    kazakh = read.tokenizer.convert_tokens_to_ids("__kk__")
    assert read.text([kazakh, *read.ids("Алаңда музыка ойналды."), 2]) == "Алаңда музыка ойналды."
    read = tokenization("pegasus")
    line_break = read.tokenizer.convert_tokens_to_ids("<n>")
    assert read.text([*read.ids("Music played"), line_break, *read.ids("until midnight")]) == (
        "Music played\nuntil midnight"
    )
