"""Where the results of a run go."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Destination:
    """Where results go: to standard output, a file or a folder, and what becomes of those that are there."""

    output: str | None = None
    skip_existing: bool = False
    overwrite: bool = False

    @property
    def files(self) -> list[Path]:
        """The one file or folder, if there is one."""
        return [Path(self.output)] if self.output else []
