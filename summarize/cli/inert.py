"""Options that were given and do nothing in this run: each is named in a warning."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final

# Names of parameters, and their options.
_GENERATING: Final = {
    "prompt": "--prompt",
    "prefix": "--prefix",
    "max_input": "--max-input",
    "unfaithful": "--on-unfaithful",
}
_WRITING: Final = {  # of a model that writes: a summary, or a translation of one
    "num_beams": "--beams",
    "max_new_tokens": "--max-new-tokens",
    "seed": "--seed",
    "shortlist": "--shortlist",
}
_MODEL: Final = {
    "device": "--device",
    "precision": "--precision",
    "threads": "--threads",
    "safetensors_only": "--safetensors-only",
}
_TRANSLATING: Final = {"translator": "--translator", "route": "--route", "meaning": "--meaning"}
_TERMS: Final = {"glossary": "--glossary"}
_FILES: Final = {"skip_existing": "--skip-existing", "overwrite": "--overwrite"}


def is_given(context: Any, name: str) -> bool:
    """Whether a parameter was given on the command line, and not by its default."""
    source = context.get_parameter_source(name)
    return source is not None and source.name == "COMMANDLINE"


def warnings(given: Collection[str], *, generates: bool, models: bool, to: bool) -> list[str]:
    """One line for each group of options that do nothing.

    Args:
        given: the names of the parameters on the command line.
        generates: a model writes the summary.
        models: any model runs, an encoder included.
        to: the summary is translated.
    """
    groups = [
        (_GENERATING, generates, "a model that writes the summary (--abstractive)"),
        (_WRITING, generates or to, "a model that writes (--abstractive, --to)"),
        (_MODEL, models, "a model (--abstractive, --model, --to)"),
        (_TRANSLATING, to, "--to"),
        (_TERMS, to or "about" in given, "--to or --about"),
        (_FILES, "output" in given, "--output"),
    ]
    found = []
    for options, used, needed in groups:
        named = [option for name, option in options.items() if name in given]
        if named and not used:
            listed = ", ".join(named)
            one = f"{listed} does nothing without {needed}"
            found.append(one if len(named) == 1 else f"{listed} do nothing without {needed}")
    return found
