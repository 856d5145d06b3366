"""Output against source, without a model: what was invented, lost, or is no text at all."""
