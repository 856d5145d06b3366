"""Fingerprints of models cover every file, and the head, middle and tail of large ones."""

from __future__ import annotations

from pathlib import Path

from summarize.models.fingerprints import model_digest


def test_the_digest_of_a_model_covers_its_files(tmp_path: Path) -> None:
    weights = tmp_path / "weights.safetensors"
    weights.write_bytes(bytes(10 << 20))
    before = model_digest(tmp_path)
    for place in (0, 5 << 20, (10 << 20) - 1):
        with weights.open("r+b") as file:
            file.seek(place)
            file.write(b"x")
        after = model_digest(tmp_path)
        assert after != before
        before = after
    (tmp_path / "config.json").write_text("{}", encoding="utf-8")
    assert model_digest(tmp_path) != before
