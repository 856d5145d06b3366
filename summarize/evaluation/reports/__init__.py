"""Projections of the evidence: Markdown, JUnit, GitHub and one self-contained HTML page.

Each is drawn from ``Results`` (and a ``Gate``, where there is one) alone; none computes a score
that the results do not hold.
"""
