"""ROUGE against the rouge-score package and hand counts, and under changes that must not matter."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nltk.stem.snowball import SnowballStemmer
from rouge_score.rouge_scorer import RougeScorer

from summarize.errors import UsageError
from summarize.evaluation import rouge
from summarize.evaluation.metrics import ROUGE, rouge_scores
from summarize.evaluation.tokens import PROFILES, profile, words

SCORER = RougeScorer(list(ROUGE))
UNICODE = profile("unicode", "en")

# Few words, so that repeats, ties and near misses are common.
WORDS = st.sampled_from(["a", "the", "cat", "Cat", "sat", "G7", "3.5", "on", "mat.", "COVID-19", "_", "it's"])
SENTENCE = st.lists(WORDS, max_size=9).map(" ".join)
TEXT = st.lists(SENTENCE, max_size=4).map("\n".join)


def ours(hypothesis: str, reference: str) -> dict[str, rouge.Overlap]:
    left, right = words(hypothesis), words(reference)
    lines = [[words(line) for line in text.split("\n") if line] for text in (hypothesis, reference)]
    return {
        "rouge1": rouge.rouge_n(left, right, 1),
        "rouge2": rouge.rouge_n(left, right, 2),
        "rougeL": rouge.rouge_l(left, right),
        "rougeLsum": rouge.rouge_lsum(*lines),
    }


@settings(max_examples=400, deadline=None)
@given(TEXT, TEXT)
def test_english_ascii_scores_as_rouge_score_does(hypothesis: str, reference: str) -> None:
    theirs = SCORER.score(reference, hypothesis)
    for name, overlap in ours(hypothesis, reference).items():
        assert overlap.precision == pytest.approx(theirs[name].precision, abs=1e-9), name
        assert overlap.recall == pytest.approx(theirs[name].recall, abs=1e-9), name
        assert overlap.f1 == pytest.approx(theirs[name].fmeasure, abs=1e-9), name


@settings(max_examples=100, deadline=None)
@given(st.text(st.characters(max_codepoint=127), max_size=80))
def test_ascii_is_tokenized_as_in_rouge_score(text: str) -> None:
    assert words(text) == SCORER._tokenizer.tokenize(text)


@pytest.mark.parametrize("step", [1, -1])
def test_several_references_count_as_in_rouge_score(step: int) -> None:
    references = ["The river rose by two metres.", "Two metres of water stood in the streets."][::step]
    hypothesis = "Water rose by two metres in the streets."
    theirs = SCORER.score_multi(references, hypothesis)
    found = rouge_scores([hypothesis], [[each] for each in references], UNICODE)
    for name in ROUGE:
        assert found[name] == pytest.approx(100 * theirs[name].fmeasure, abs=1e-9)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ru", "Бюджет города вырос на 15 % до 3,2 млрд тенге."),
        ("kk", "Қала бюджеті 15 %-ға өсіп, 3,2 млрд теңгеге жетті."),
        ("kk", "Täuelsızdık küni elordada atap ötildi."),
        ("en", "The city’s budget grew by 15%."),
    ],
)
@pytest.mark.parametrize("name", PROFILES)
def test_a_text_against_itself_is_100(name: str, language: str, text: str) -> None:
    assert set(rouge_scores([text], [[text]], profile(name, language)).values()) == {100.0}


def test_unrelated_russian_texts_with_the_same_year_score_low() -> None:
    left, right = "В 2024 году выпуск вырос на 15 процентов.", "Потери 2024 составили 15 миллионов."
    found = rouge_scores([left], [[right]], profile("unicode", "ru"))
    assert found["rouge1"] < 40
    assert found["rouge2"] == 0


def test_only_the_xlsum_profile_ignores_russian_inflection() -> None:
    left, right = "новая школа журналистики", "новой школе журналистики"
    plain = rouge_scores([left], [[right]], profile("unicode", "ru"))
    stemmed = rouge_scores([left], [[right]], profile("xlsum", "ru"))
    assert plain["rouge1"] == pytest.approx(100 / 3)
    assert stemmed["rouge1"] == 100


def test_xlsum_does_not_stem_short_words_or_kazakh_and_separates_digits() -> None:
    assert profile("xlsum", "ru").tokenize("Мы едем в Алматы") == ["мы", "ед", "в", "алмат"]
    assert profile("xlsum", "kk").tokenize("Кітапханалардың 12км") == ["кітапханалардың", "12", "км"]
    assert profile("xlsum", "en").tokenize("Cats running") == ["cat", "run"]


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("12км № 5 €100 3G", ["12", "км", "№", "5", "€", "100", "3", "g"]),
        ("ҚР-ға e-mail: «а», 1,5", ["қр", "ға", "e", "mail", "а", "1", "5"]),
        ("2024жылғы +7 5$ 1→2", ["2024", "жылғы", "7", "5", "1", "→", "2"]),
    ],
)
def test_xlsum_tokenizes_as_the_published_protocol(text: str, tokens: list[str]) -> None:
    # Written by the protocol's own steps: its sanitizer, then pyonmttok 1.38.1 in aggressive mode.
    assert profile("xlsum", "kk").tokenize(text) == tokens


RUSSIAN = st.sampled_from(
    [
        "школа",
        "школы",
        "школе",
        "была",
        "были",
        "После",
        "перед",
        "№",
        "12",
        "км",
        "открыли",
        "открыла",
        "–",
        "«да»",
    ]
)


@settings(max_examples=200, deadline=None)
@given(st.lists(RUSSIAN, max_size=12), st.lists(RUSSIAN, max_size=12))
def test_xlsum_scores_as_rouge_score_with_the_protocols_words(
    hypothesis: list[str], reference: list[str]
) -> None:
    """The protocol written independently: whole stop words, the rest by NLTK's stemmer, no punctuation."""
    stem, stop = SnowballStemmer("russian").stem, {"была", "были", "после", "перед"}

    class Protocol:
        def tokenize(self, text: str) -> list[str]:
            bare = [word.lower().strip("«»–") for word in text.split()]
            return [stem(word) if len(word) > 3 and word not in stop else word for word in bare if word]

    left, right = " ".join(hypothesis), " ".join(reference)
    theirs = RougeScorer(["rouge1", "rouge2", "rougeL"], tokenizer=Protocol()).score(right, left)
    found = rouge_scores([left], [[right]], profile("xlsum", "ru"))
    for name, score in theirs.items():
        assert found[name] == pytest.approx(100 * score.fmeasure, abs=1e-9), name


def test_gazeta_counts_punctuation() -> None:
    assert profile("gazeta", "ru").tokenize("Да, «нет».") == ["да", ",", "«", "нет", "»", "."]


def test_an_unknown_profile_is_named() -> None:
    with pytest.raises(UsageError, match="no token profile named 'rouge'"):
        profile("rouge", "en")


@pytest.mark.parametrize("text", ["Қазақстанда ёлка, йод және өзен", "e\u0301tude o\u0308"])
def test_decomposed_letters_are_the_same_letters(text: str) -> None:
    apart, together = unicodedata.normalize("NFD", text), unicodedata.normalize("NFC", text)
    assert words(apart) == words(together)


def test_stress_marks_soft_hyphens_and_zero_width_characters_do_not_cut_a_word() -> None:
    assert words("за\u0301мок ре\u00adформа ба\u200bзар") == ["замок", "реформа", "базар"]


def test_order_matters_to_rouge_l_and_not_to_rouge_1() -> None:
    text = "one two three four five six"
    found = rouge_scores(["six five four three two one"], [[text]], UNICODE)
    assert found["rouge1"] == 100
    assert found["rougeL"] == pytest.approx(100 / 6)


def test_lsum_needs_sentences_and_rouge_l_does_not() -> None:
    reference = ["a b c d", "e f g h"]
    found = rouge_scores(["e f g h", "a b c d"], [reference], UNICODE)
    assert found["rougeLsum"] == 100
    assert found["rougeL"] == 50


@pytest.mark.parametrize(("hypothesis", "reference"), [([], ["a b"]), (["a b"], [""]), ([""], [""])])
def test_an_empty_side_scores_0(hypothesis: list[str], reference: list[str]) -> None:
    assert set(rouge_scores(hypothesis, [reference], UNICODE).values()) == {0.0}


def test_one_word_has_no_bigram() -> None:
    found = rouge_scores(["мост"], [["мост"]], profile("unicode", "ru"))
    assert found == {"rouge1": 100.0, "rouge2": 0.0, "rougeL": 100.0, "rougeLsum": 100.0}


def test_ten_thousand_words_are_scored_exactly() -> None:
    text = [f"w{number}" for number in range(10_000)]
    assert rouge.lcs_length(text, text) == 10_000
    assert rouge.lcs_length(text, text[::2]) == 5_000
    assert rouge.lcs_length(text, text[::-1]) == 1
    assert rouge.rouge_lsum([text], [text[5_000:]]).f1 == pytest.approx(2 / 3)


@settings(max_examples=100, deadline=None)
@given(st.lists(WORDS, max_size=20), st.lists(WORDS, max_size=20))
def test_lcs_is_symmetric(left: list[str], right: list[str]) -> None:
    assert rouge.lcs_length(left, right) == rouge.lcs_length(right, left)
