"""Damaged inputs for every reader of files that others have written.

``python -m fuzz TARGET`` (with ``PYTHONPATH=tests``) looks for new failures; ``test_fuzz.py`` runs the same
few inputs every time. A target is a module in ``targets/`` with the seeds of its inputs in ``corpus/``.
"""
