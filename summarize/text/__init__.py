"""From bytes to sentences: encodings, languages, the layout of a page, and where sentences end."""
