"""PDF: characters placed by their boxes, lines, columns, paragraphs."""
