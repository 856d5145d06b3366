"""Which languages a checkpoint speaks, by its own codes, and which pair its weights are fixed to.

Files decide; the repository's name is a last resort and says that it is one.
"""

from __future__ import annotations

import re

from summarize.models import cards, vocabulary
from summarize.models.families import Family, iso, members
from summarize.models.layouts import Layout

# ``…-ru-kk``, ``…_en_to_ru`` at the end of a repository's name.
_HINT = re.compile(r"[-_]([a-z]{2,3})[-_](?:to[-_])?([a-z]{2,3})$")


def pair(layout: Layout, family: Family, name: str) -> tuple[tuple[str, str] | None, bool]:
    """The fixed source and target, and whether only the name says so (a last resort: no file does)."""
    if family.name not in ("marian", "marian-multi", "fsmt", "t5"):
        return None, False
    listed = layout.config.get("langs") or layout.tokenizer.get("langs")
    if family.name == "fsmt" and isinstance(listed, list) and len(listed) == 2:
        return (str(listed[0]), str(listed[1])), False
    source, target = layout.tokenizer.get("source_lang"), layout.tokenizer.get("target_lang")
    if isinstance(source, str) and isinstance(target, str) and source and target:
        return (source, target), False
    for said in (layout.config.get("_name_or_path"), layout.tokenizer.get("name_or_path"), name):
        match = _HINT.search(str(said or ""))
        if match and all(members(side) for side in match.groups()) and match[1] != match[2]:
            return (match[1], match[2]), True
    return None, False


def languages(
    layout: Layout,
    family: Family,
    card: cards.Card,
    pair: tuple[str, str] | None,
    tasks: tuple[str, ...],
) -> dict[str, tuple[str, ...]]:
    """ISO 639-1 → the model's own codes, best first: none where it uses none, ``{}`` where no file says."""
    coded = _coded(layout, family)
    if not coded:
        named = set(card.languages) or {language for side in pair or () for language in members(side)}
        return dict.fromkeys(sorted(named), ())
    # A fine-tune keeps every code of its base; its card names what it was tuned for.
    tuned = {language: codes for language, codes in coded.items() if language in card.languages}
    enough = 2 if "translation" in tasks else 1
    return tuned if len(tuned) >= enough and not card.multilingual else coded


def _coded(layout: Layout, family: Family) -> dict[str, tuple[str, ...]]:
    table = layout.generation.get("text_decoder_lang_to_code_id")
    if isinstance(table, dict):
        found: tuple[str, ...] = tuple(sorted(str(own) for own in table))
    else:
        found = vocabulary.codes(layout.folder, family.tag) if family.tag is not None else ()
    if not found and family.implied_codes:
        return dict(family.codes)
    grouped: dict[str, list[str]] = {}
    for own in found:
        # Kazakh and Russian are written in Cyrillic here; a Latin code of theirs is another thing.
        if iso(own) in ("ru", "kk") and own.endswith("_Latn"):
            continue
        grouped.setdefault(iso(own), []).append(own)
    return {language: _best_first(own, family.codes.get(language, ())) for language, own in grouped.items()}


def _best_first(found: list[str], preferred: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(found, key=lambda own: preferred.index(own) if own in preferred else len(preferred)))
