"""Pages in a real browser."""

from __future__ import annotations

import base64
import hashlib
import shutil
import subprocess
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")


def browser(page: Path, home: Path, *arguments: str, fragment: str = "") -> str:
    """The page's DOM in Chromium after its script ran."""
    program = next(filter(None, map(shutil.which, NAMES)), None)
    assert program, "no Chromium on the PATH: apt-get install chromium"
    done = subprocess.run(
        [
            program, "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
            "--no-first-run", "--disable-background-networking", f"--user-data-dir={home}",
            "--virtual-time-budget=2000", *arguments, f"{page.as_uri()}{fragment}",
        ],
        capture_output=True, timeout=300, check=True,
    )  # fmt: skip
    return done.stdout.decode()


def source_hash(text: str) -> str:
    """The source expression that allows this inline text, by Content Security Policy level 2."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
