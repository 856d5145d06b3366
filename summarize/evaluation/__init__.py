"""Measuring what the tool writes: suites, metrics, statistics, the gate and the reports.

Importing this package costs nothing; its modules import sacrebleu and the library's own
pipeline only when a score or a run needs them. None of them imports torch or transformers.
"""
