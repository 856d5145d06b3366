"""Documents to summaries: the text's own sentences, or a model's words."""
