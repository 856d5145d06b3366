"""The language of whoever reads help and messages about findings."""

from __future__ import annotations

import re
from collections.abc import Mapping

LANGUAGES = ("ru", "kk")
ENGLISH = ("en", "C", "POSIX")


def reader(environment: Mapping[str, str]) -> str:
    """The language to show help in, ``ru``, ``kk`` or ``en``, chosen as gettext does.

    The first of LANGUAGE, LC_ALL, LC_MESSAGES and LANG that is set decides; LANGUAGE may name several,
    separated by colons; the first with a translation counts. LC_ALL=C is English whatever LANGUAGE says.
    """
    names = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
    chosen = next((environment[name] for name in names if environment.get(name)), "")
    if environment.get("LC_ALL") in ("C", "POSIX"):
        return "en"
    for locale in chosen.split(":"):
        language = re.split(r"[_.@-]", locale)[0]
        if language in LANGUAGES:
            return language
        if language in ENGLISH:
            break
    return "en"
