"""Reports: Markdown, JSON, JUnit, GitHub annotations and one self-contained HTML page.

Each is made from ``Results`` (and a ``Gate``, where there is one) alone; none computes a score that the
results do not hold.
"""
