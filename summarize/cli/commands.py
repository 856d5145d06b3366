"""The commands of the program: what each is called, where it is, and what it is for."""

from __future__ import annotations

DEFAULT = "documents"  # what `summarize FILE` means; never typed

# All others, each imported when it is called: its name, its module, its purpose.
COMMANDS = {
    "translate": (
        "summarize.cli.translate",
        "Translate texts between English, Russian and Kazakh, sentence by sentence, and check them.",
    ),
    "batch": (
        "summarize.cli.batch",
        "Summarise or translate every row of a corpus, in parts that survive interruptions.",
    ),
    "read": ("summarize.cli.read", "Show what is read from files: the text, its parts and their places."),
    "memory": ("summarize.cli.memory", "Translation memories: add, search, stats, export."),
    "glossary": ("summarize.cli.glossary", "Glossaries: check, extract, convert."),
    "models": ("summarize.cli.models", "Models on this machine: list, show, pull, check, remove, default."),
    "eval": ("summarize.cli.eval", "Measure summaries and translations; gate a change on them."),
}


def meant(word: str) -> str:
    """A hint at the command that a mistyped first word was meant to be; "" if it is like none."""
    from difflib import get_close_matches

    near = get_close_matches(word, COMMANDS, n=1, cutoff=0.7)
    return f"; did you mean summarize {near[0]}?" if near and word not in COMMANDS else ""
