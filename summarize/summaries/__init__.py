"""Summaries: extractive, from a document's own sentences, and abstractive, written by a model."""
