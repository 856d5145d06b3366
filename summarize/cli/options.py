"""Options that mean the same in every command: flags, metavariables and help, each written once."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

Files = Annotated[
    list[str] | None,
    typer.Argument(
        show_default=False, help="Text files or folders, in order; '-' or nothing reads standard input."
    ),
]
SourceLanguage = Annotated[
    str | None,
    typer.Option("--from", metavar="LANG", help="Language of the text: en, ru or kk; found if not given."),
]
Encoding = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="Encoding of the bytes, such as cp1251; found if not given."),
]
Output = Annotated[
    str | None,
    typer.Option(
        "--output",
        "-o",
        metavar="PATH",
        help="A file, or a folder (one that exists, or a name ending in /) for one file a document.",
    ),
]
SkipExisting = Annotated[
    bool, typer.Option("--skip-existing", help="Leave out documents whose output file is there.")
]
PromptFile = Annotated[
    str | None,
    typer.Option(metavar="FILE", help="Your own prompt for a chat model (TOML, see prompts/)."),
]
Device = Annotated[Literal["auto", "cpu", "cuda", "mps"], typer.Option(help="Where the model runs.")]
Precision = Annotated[
    Literal["auto", "float32", "bfloat16", "float16", "int8"],
    typer.Option("--precision", "--dtype", help="How the model computes."),
]
Shortlist = Annotated[
    bool,
    typer.Option(
        "--shortlist",
        help="Write with the target's letters and the source's words only: faster; the text may differ.",
    ),
]
Beams = Annotated[int | None, typer.Option(metavar="N", min=1, help="Beams of the search.")]
Threads = Annotated[int | None, typer.Option(metavar="N", min=1, help="Threads of the processor.")]
Debug = Annotated[bool, typer.Option("--debug", help="Show the traceback of a bug.")]
