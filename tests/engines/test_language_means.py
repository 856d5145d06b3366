"""Vectors without what they owe to their language."""

from collections.abc import Sequence

import numpy as np
from concept_encoder import encoder

from summarize.engines.language_means import LanguageMeans, sample_sentences, unit
from summarize.engines.vectors import Floats


def test_a_freed_vector_depends_on_no_other_text() -> None:
    one = encoder("мост көпір bridge")
    sentences = list(sample_sentences()["ru"][:3])
    together = one.means.freed(one(sentences), "ru")
    alone = np.vstack([one.means.freed(one([sentence]), "ru") for sentence in sentences])
    assert np.allclose(together, alone)
    assert not np.allclose(one.means.centred(one(sentences[:1]), "ru"), alone[:1])


def test_the_mean_of_the_sample_is_taken_away_and_zero_rows_stay() -> None:
    one = encoder("мост көпір bridge")
    sample = one(sample_sentences()["kk"])
    wanted = unit(sample - sample.mean(axis=0))
    assert np.allclose(one.means.freed(sample, "kk"), wanted, atol=1e-6)
    assert not one.means.freed(np.zeros((2, sample.shape[1]), sample.dtype), "kk").any()


def test_the_least_cosine_of_a_translation_comes_from_the_sample() -> None:
    one = encoder("rain дождь жаңбыр")
    assert one.means.least("en", "ru") == one.means.least("ru", "en")
    ours, theirs = (one.means.freed(one(sample_sentences()[name]), name) for name in ("en", "kk"))
    usual = (ours * theirs).sum(axis=1)
    assert usual.mean() > 0.9 > 10 * usual.std()  # so much alike that a tenth of the cosine is the spread
    assert np.isclose(one.means.least("en", "kk"), usual.mean() * (1 - 4.75 / 10))


def test_the_least_cosine_is_lower_where_the_sample_is_apart() -> None:
    model = encoder("rain дождь жаңбыр")
    sample = sample_sentences()["ru"]

    def encode(texts: Sequence[str]) -> Floats:
        vectors = model(texts)
        if tuple(texts) == tuple(sample):  # every second translation is half its neighbour
            vectors[::2] += vectors[1::2]
        return unit(vectors)

    apart = LanguageMeans(encode).least("en", "ru")
    assert apart < model.means.least("en", "ru") - 0.1
    assert LanguageMeans(encode).least("en", "kk") == model.means.least("en", "kk")
