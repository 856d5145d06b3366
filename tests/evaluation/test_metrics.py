"""The other metrics: sacrebleu's scores, shapes, descriptions of a summary, reference systems."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sacrebleu.metrics.bleu import BLEU
from sacrebleu.metrics.chrf import CHRF
from sacrebleu.metrics.ter import TER

from summarize.errors import UsageError
from summarize.evaluation import corpus
from summarize.evaluation.embedding import SentenceScorer
from summarize.evaluation.metrics import Scoring, better, score
from summarize.evaluation.reference_systems import lead, oracle, random_choice, reference_systems
from summarize.evaluation.rouge import describe, fragments
from summarize.evaluation.samples import Sample
from summarize.evaluation.tokens import fold, normalize

METRICS = (corpus.CHRF, corpus.BLEU_13A, corpus.BLEU_INTL, corpus.TER)
ORIGINALS = {
    "chrf++": CHRF(word_order=2),
    "bleu-13a": BLEU(tokenize="13a", force=True),
    "bleu-intl": BLEU(tokenize="intl", force=True),
    "ter": TER(),
}
KAZAKH = "Қазақстанның ұлттық кітапханасы жаңа оқу залын ашты."
RUSSIAN = "Национальная библиотека открыла новый читальный зал."

PIECES = st.sampled_from(["екі", "үш", "қала,", "«мост»", "3,5", "12", "реки", "the", "е", "–"])
TEXT = st.lists(PIECES, max_size=9).map(" ".join)
REFERENCE = st.lists(PIECES, min_size=1, max_size=9).map(" ".join)
SEGMENTS = st.lists(st.tuples(TEXT, st.lists(REFERENCE, min_size=1, max_size=2)), min_size=1, max_size=5)


def total(metric: corpus.Corpus, counts: corpus.Counts) -> float:
    return float(metric.score(counts.sum(axis=0)))


def one(metric: corpus.Corpus, hypothesis: str, reference: str) -> float:
    return total(metric, metric.count([hypothesis], [[reference]]))


@settings(max_examples=150, deadline=None)
@given(SEGMENTS)
def test_scores_from_summed_counts_equal_those_of_sacrebleu(segments: list[tuple[str, list[str]]]) -> None:
    hypotheses = [text for text, _ in segments]
    references = [each for _, each in segments]
    streams = [[each[i] if i < len(each) else None for each in references] for i in range(2)]
    for metric in METRICS:
        expected = ORIGINALS[metric.name].corpus_score(hypotheses, streams).score
        found = total(metric, metric.count(hypotheses, references))
        assert found == pytest.approx(expected, abs=1e-9), metric.name


def test_scores_are_the_same_together_and_one_by_one() -> None:
    rows = corpus.CHRF.count([KAZAKH, RUSSIAN, ""], [[KAZAKH], ["Другая"], ["Үш"]])
    each = [total(corpus.CHRF, rows[i : i + 1]) for i in range(3)]
    assert corpus.CHRF.score(rows).tolist() == pytest.approx(each)


@pytest.mark.parametrize("text", [KAZAKH, RUSSIAN, "The library opened a new reading room."])
@pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric.name)
def test_an_identical_text_has_the_perfect_score(metric: corpus.Corpus, text: str) -> None:
    assert one(metric, text, text) == (0 if metric.name == "ter" else 100)


@pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric.name)
def test_decomposed_text_is_the_same_text(metric: corpus.Corpus) -> None:
    assert one(metric, unicodedata.normalize("NFD", KAZAKH), KAZAKH) == one(metric, KAZAKH, KAZAKH)


def test_lookalike_letters_cost_points_but_not_in_the_folded_score() -> None:
    typed = RUSSIAN.replace("о", "o").replace("а", "a").replace("е", "e")
    assert one(corpus.CHRF, typed, RUSSIAN) < 50
    assert one(corpus.CHRF_FOLDED, typed, RUSSIAN) == 100
    assert one(corpus.CHRF, KAZAKH, KAZAKH) == one(corpus.CHRF_FOLDED, KAZAKH, KAZAKH)


@pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric.name)
def test_shuffled_words_score_between_identity_and_nothing_in_common(metric: corpus.Corpus) -> None:
    shuffled = " ".join(reversed(RUSSIAN.split()))
    perfect, found, nothing = (one(metric, text, RUSSIAN) for text in (RUSSIAN, shuffled, "үш"))
    assert min(perfect, nothing) <= found <= max(perfect, nothing)
    assert found != perfect


@pytest.mark.parametrize(
    ("hypotheses", "references"),
    [(["a", "b"], [["a"]]), (["a"], ["a"]), (["a"], [[]]), (["a"], [[" "]]), (["a"], [["a"], ["b"]])],
)
def test_shapes_that_sacrebleu_accepts_silently_are_refused(
    hypotheses: list[str], references: list[list[str]]
) -> None:
    with pytest.raises(UsageError):
        corpus.CHRF.count(hypotheses, references)


def test_empty_outputs_score_zero_and_stay_in_the_corpus() -> None:
    full = corpus.CHRF.count([KAZAKH, KAZAKH], [[KAZAKH], [KAZAKH]])
    half = corpus.CHRF.count([KAZAKH, ""], [[KAZAKH], [KAZAKH]])
    assert total(corpus.CHRF, half) < total(corpus.CHRF, full) - 10
    assert corpus.CHRF.score(half)[1] == 0


def test_a_signature_names_metric_normalisation_references_and_version() -> None:
    signature = corpus.CHRF.signature([["a"], ["a", "b"]])
    assert signature.startswith("chrf++|norm:nfc+ws|agg:corpus|nrefs:var|")
    assert "nw:2" in signature
    assert "version:" in signature
    assert corpus.CHRF.signature([["a", "b"]]) != corpus.CHRF.signature([["a"]])
    assert "+homoglyph" in corpus.CHRF_FOLDED.signature([["a"]])


def test_spbleu_is_offered_only_where_its_file_is(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    monkeypatch.setenv("SACREBLEU", str(tmp_path))
    assert corpus.SPBLEU not in corpus.corpus_metrics()
    with pytest.raises(UsageError, match="nothing is downloaded"):
        corpus.SPBLEU.count(["a"], [["a"]])


def test_normalisation_keeps_what_nfkc_would_change() -> None:
    assert normalize("  № ½\tм²\n… ") == "№ ½ м² …"
    assert fold("Ёлка «а»") == 'Елка "а"'


def test_fragments_are_greedy_and_longest() -> None:
    source = list("abcdabe")
    assert fragments(source, list("abed")) == [3, 1]
    assert fragments(source, ["x", "a"]) == [1]
    assert fragments([], ["a"]) == []


def test_a_summary_is_described() -> None:
    found = describe(list("abcdef"), list("abxabx"))
    assert found["coverage"] == pytest.approx(4 / 6)
    assert found["density"] == pytest.approx(8 / 6)
    assert found["compression"] == 1
    assert found["novel_bigrams"] == pytest.approx(3 / 5)
    assert found["repetition"] == pytest.approx(1 / 4)
    assert found["words"] == 6


def test_a_copy_has_full_coverage_and_no_novel_bigrams() -> None:
    text = [f"w{i}" for i in range(10_000)]
    found = describe(text, text)
    assert (found["coverage"], found["density"], found["novel_bigrams"]) == (1, 10_000, 0)


def test_every_description_of_an_empty_summary_is_0() -> None:
    assert set(describe(["a"], []).values()) == {0.0}


def test_embedding_score_matches_each_sentence_with_its_nearest() -> None:
    vectors = {"мост": [1.0, 0.0], "мосты": [0.8, 0.6], "ел": [0.0, 1.0]}
    shown: list[list[str]] = []

    def encode(texts: object) -> np.ndarray:
        shown.append(list(texts))  # type: ignore[call-overload]
        return np.array([vectors[text] for text in shown[-1]])

    scorer = SentenceScorer(encode, "toy", "f0")
    hypotheses = [["мост", "ел"], ["мосты"], ["мост"], []]
    references = [[["ел", "мост"]], [["мост"]], [["ел"]], [["ел"]]]
    assert scorer.scores(hypotheses, references) == [100, 80, 0, 0]
    assert scorer.scores([["мост"]], [[["ел"], ["мосты"]]]) == [80]  # the best reference
    assert shown == [["мост", "ел", "мосты"]]  # each text once
    with pytest.raises(UsageError, match="1 vectors for 2 sentences"):
        SentenceScorer(lambda texts: np.ones((1, 2)), "toy", "f0").scores([["мост"]], [[["ел"]]])


def test_what_a_language_adds_to_every_vector_is_taken_away() -> None:
    vectors = {"мост": [1.0, 5.0], "ел": [-1.0, 5.0], "bridge": [1.0, -5.0]}

    def encode(texts: Sequence[str]) -> np.ndarray:
        return np.array([vectors[text] for text in texts]) / np.sqrt(26)

    def freed(rows: np.ndarray, language: str) -> np.ndarray:
        rows = rows - np.array([0, {"ru": 5, "en": -5}[language]]) / np.sqrt(26)
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True))

    plain, scorer = SentenceScorer(encode, "toy", "f0"), SentenceScorer(encode, "toy", "f0", freed=freed)
    pairs = [["мост"], ["мост"]], [[["ел"]], [["мост"]]]
    assert plain.scores(*pairs, ["ru", "ru"]) == [92.31, 100]
    assert scorer.scores(*pairs, ["ru", "ru"]) == [0, 100]
    assert scorer.scores([["bridge"]], [[["bridge"]]], ["en"]) == [100]
    assert scorer.scores(*pairs) == [92.31, 100]  # no language, nothing to take away
    assert plain.signature != scorer.signature


SAMPLE = Sample(
    "s1",
    "Мост открыли в понедельник. Ремонт длился год. Город заплатил 2 млрд тенге. Водители рады.",
    ("Мост открыли после ремонта. Город заплатил 2 млрд тенге.",),
    "ru",
    "ru",
)


def test_every_score_of_a_summary_has_a_signature() -> None:
    scored = score([SAMPLE], ["Мост открыли."], "abstractive", Scoring())
    assert set(scored.samples[0]) == set(scored.signatures)
    assert "tok:unicode1" in scored.signatures["rougeL"]
    assert "agg:mean" in scored.signatures["chrf++"]


def test_a_translation_has_corpus_scores_with_counts() -> None:
    scored = score([SAMPLE], ["Мост открыли."], "translation", Scoring())
    assert set(scored.counts) == set(scored.signatures) == {m.name for m in METRICS} | {"chrf++-folded"}
    assert scored.samples[0]["chrf++"] == pytest.approx(
        CHRF(word_order=2).sentence_score("Мост открыли.", list(SAMPLE.references)).score, abs=1e-4
    )


def test_ten_thousand_words_are_scored_and_ter_is_left_out() -> None:
    text = " ".join(f"сөз{number}" for number in range(10_000))
    sample = Sample("s", text, (text,), "kk", "kk")
    translation = score([sample], [text], "translation", Scoring())
    assert "ter" not in translation.signatures
    assert translation.samples[0]["chrf++"] == 100
    summary = score([sample], [text], "abstractive", Scoring()).samples[0]
    assert {summary[name] for name in ("rouge1", "rouge2", "rougeL", "rougeLsum", "chrf++")} == {100.0}


def test_the_better_of_two_references_counts() -> None:
    two = Sample("s", SAMPLE.source, (*SAMPLE.references, "Водители рады."), "ru", "ru")
    found = score([two], ["Водители рады."], "abstractive", Scoring()).samples[0]
    assert found["rougeL"] == found["rougeLsum"] == found["chrf++"] == 100


def test_metrics_improve_in_their_own_direction() -> None:
    names = ("rougeL", "ter", "coverage", "repetition", "comet")
    assert [better(name) for name in names] == ["higher", "lower", "neither", "lower", "higher"]


SENTENCES = ["First here.", "The bridge is open.", "Rain fell.", "It cost 2 billion."]


def test_lead_and_random_choose_k_sentences() -> None:
    assert lead(SENTENCES, 2) == "First here.\nThe bridge is open."
    assert random_choice(SENTENCES, 2, "a") == random_choice(SENTENCES, 2, "a")
    drawn = {random_choice(SENTENCES, 2, str(number)) for number in range(40)}
    assert len(drawn) == 6
    assert random_choice(SENTENCES, 9, "a") == "\n".join(SENTENCES)


def test_the_oracle_stops_once_no_sentence_adds_to_the_score() -> None:
    assert (
        oracle(SENTENCES, ["The bridge is open. It cost 2 billion."], 3) == f"{SENTENCES[1]}\n{SENTENCES[3]}"
    )
    assert oracle(SENTENCES, ["Нет ничего."], 3) == ""
    assert oracle([], ["x"], 3) == ""


def test_reference_systems_by_kind() -> None:
    assert set(reference_systems([SAMPLE], "extractive", 3)) == {"lead-3", "random-3", "oracle-3", "copy"}
    assert set(reference_systems([SAMPLE], "translation", 3)) == {"copy"}
    other = Sample("s", SAMPLE.source, ("Көпір ашылды.",), "ru", "kk")
    assert set(reference_systems([other], "cross-lingual", 1)) == {"lead-1", "random-1", "copy"}


def test_the_oracle_beats_the_lead_and_the_copy() -> None:
    answers = reference_systems([SAMPLE], "extractive", 2)
    scores = {
        name: score([SAMPLE], texts, "extractive", Scoring()).samples[0] for name, texts in answers.items()
    }
    assert scores["oracle-2"]["rouge1"] > scores["lead-2"]["rouge1"]
    assert scores["oracle-2"]["rouge1"] > scores["copy"]["rouge1"]
