"""What a run returns: summaries and translations as frozen values, and their JSON form.

``summary`` has the result for one document (schema ``summarize/1``), with its ``entities`` and what comes
with a ``generated`` text; ``translation`` has a document in another language (``summarize/translation/1``),
with its sentences in ``segments``; ``document`` has a document as it was read (``summarize/document/1``).
"""

from __future__ import annotations

from summarize.result.summary import Excerpt, Result
from summarize.result.translation import Translation

__all__ = ["Excerpt", "Result", "Translation"]
