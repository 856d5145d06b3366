"""Vectors without what they owe to their language."""

import numpy as np
from concept_encoder import encoder

from summarize.engines.language_means import sample_sentences, unit


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
