"""Options that do nothing are named; those that do something are not."""

from __future__ import annotations

import pytest

from summarize.cli.inert import warnings


@pytest.mark.parametrize(
    ("given", "generates", "models", "to", "named"),
    [
        ({"num_beams"}, False, False, False, ["--beams does nothing without a model that writes"]),
        ({"num_beams"}, True, True, False, []),
        ({"num_beams"}, False, True, True, []),
        ({"num_beams", "device"}, False, True, False, ["--beams does nothing"]),
        ({"device", "threads"}, False, False, False, ["--device, --threads do nothing without a model"]),
        ({"prompt"}, False, True, True, ["--prompt does nothing without a model that writes the summary"]),
        ({"translator"}, True, True, False, ["--translator does nothing without --to"]),
        ({"skip_existing"}, False, False, False, ["--skip-existing does nothing without --output"]),
        ({"skip_existing", "output"}, False, False, False, []),
        ({"sentences", "style", "files"}, False, False, False, []),
    ],
)
def test_options(given: set[str], generates: bool, models: bool, to: bool, named: list[str]) -> None:
    found = warnings(given, generates=generates, models=models, to=to)
    assert len(found) == len(named)
    assert all(line.startswith(start) for line, start in zip(found, named, strict=True)), found
