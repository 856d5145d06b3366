"""Characters that are not text, as ranges for a character class of a pattern: ``f"[{CONTROLS}]"``.

What becomes of them (dropped, replaced, shown as escapes) is decided where they are used.
"""

from __future__ import annotations

from typing import Final

# Control characters that neither separate words nor end lines.
SILENT_CONTROLS: Final = r"\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f"
# All of C0, DEL and C1 but tab and line feed, which are layout; a terminal acts on them.
CONTROLS: Final = SILENT_CONTROLS + r"\x0b-\x0d\x1c-\x1f\x85"
# Line and paragraph separator.
SEPARATORS: Final = r"\u2028\u2029"
# What has no width: soft hyphen, zero-width spaces and joiners, marks of the direction of writing, BOM.
ZERO_WIDTH: Final = r"\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff"
# Marks that reverse the direction of what follows.
REVERSING: Final = r"\u202a-\u202e\u2066-\u2069"
# Halves of characters; alone they stand for bytes that are no characters, and no encoding can write them.
SURROGATES: Final = r"\ud800-\udfff"
# What XML 1.0 forbids, also as a reference.
FORBIDDEN_IN_XML: Final = r"\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff" + SURROGATES
