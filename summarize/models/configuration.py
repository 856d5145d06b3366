"""The user's configuration: ``config.json`` in the XDG configuration folder.

``{"models": {"translation:ru-kk": NAME, "folders": [PATH]}}``: default models of tasks, and folders whose
models are listed beside those of the hub's cache. Other settings in it are left alone.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from summarize.errors import UsageError

FOLDERS = "folders"


def config_path() -> Path:
    """``$XDG_CONFIG_HOME/summarize/config.json``, or the same below ``~/.config``."""
    home = os.environ.get("XDG_CONFIG_HOME") or "~/.config"
    return Path(home).expanduser() / "summarize" / "config.json"


def read() -> dict[str, Any]:
    """The whole file; empty if there is none.

    Raises ``UsageError`` if it is not a JSON object.
    """
    path = config_path()
    try:
        config = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, RecursionError) as error:
        raise UsageError(f"{path} cannot be read ({error}); correct or remove the file") from error
    if not isinstance(config, dict):
        raise UsageError(f"{path} is not a JSON object; correct or remove the file")
    return config


def models() -> dict[str, Any]:
    """The table ``models`` of the file.

    Raises ``UsageError`` if it is no table of model names by task, with ``folders`` as a list of texts.
    """
    table = read().get("models", {})
    if not isinstance(table, dict) or not all(
        isinstance(value, str) for key, value in table.items() if key != FOLDERS
    ):
        raise UsageError(
            f'{config_path()}: "models" must map tasks to model names; correct or remove the file'
        )
    listed = table.get(FOLDERS, [])
    if not isinstance(listed, list) or not all(isinstance(folder, str) and folder for folder in listed):
        raise UsageError(f'{config_path()}: "models.folders" must be a list of folders; correct the file')
    return dict(table)


def folders() -> list[Path]:
    """The user's own folders of models; one that does not exist is an empty one."""
    return [Path(folder).expanduser() for folder in models().get(FOLDERS, [])]
