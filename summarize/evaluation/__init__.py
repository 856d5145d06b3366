"""Measure what the tool writes: suites, metrics, statistics, the gate and the reports.

Importing this package costs nothing: its modules import sacrebleu and the summarisation pipeline only
when a score or a run needs them, and none of them imports torch or transformers.
"""
