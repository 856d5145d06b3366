"""How often a chat model keeps the numbered tags of the sentences of evals/documents.

    python benchmarks/tags_kept.py FOLDER [--first N] [--source en] [--show N]

Each sentence is sent as the tool sends it: with its tags, then without where they fail; after twenty that are
lost, no more. *Whole* are answers with every tag once and well nested, *used* those whose text also passes
the checks. Nobody has marked where a tag belongs in a model's own words, so there is no F1.
"""

from __future__ import annotations

import argparse
from collections import Counter

from tag_suite import LANGUAGES, documents

from summarize.text.blocks import Block
from summarize.translation.direction import Direction, Options
from summarize.translation.routes import Routes
from summarize.translation.tagging import taggings


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("model")
    parser.add_argument("--first", type=int, metavar="N", help="only so many sentences of each document")
    parser.add_argument("--source", default="en", choices=LANGUAGES)
    parser.add_argument("--show", type=int, default=0, metavar="N", help="print so many translations")
    asked = parser.parse_args()
    sentences = [each for document in documents() for each in document.sentences[: asked.first]]
    texts = [each.text(asked.source) for each in sentences]
    blocks = [Block(each.runs(asked.source)) for each in sentences]
    tags = taggings(blocks, [(text, number, (0, len(text))) for number, text in enumerate(texts)])
    routes = Routes([asked.model])
    print("| direction | sentences | with tags | whole | used |", "|---|--:|--:|--:|--:|", sep="\n")
    for target in LANGUAGES:
        if target == asked.source:
            continue
        options = Options(mend=False, tags=lambda: tags)
        direction = Direction(asked.source, target, routes.find(asked.source, target), options)
        made = [attempts[0] for attempts in direction.translate(texts)]
        count = Counter(attempt.tags for attempt in made)
        tried, whole = len(made) - count["none"], count["kept"] + count["flagged"]
        print(f"| {asked.source}→{target} | {len(made)} | {tried} | {whole} | {count['kept']} |", flush=True)
        for attempt in made[: asked.show]:
            print(f"{attempt.tags}: {attempt.tagged or attempt.text}")


if __name__ == "__main__":
    main()
