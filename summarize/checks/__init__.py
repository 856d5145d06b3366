"""Check a summary or translation against its source, without a model."""
