"""From bytes to sentences: encodings, languages, page layout, sentence boundaries."""
