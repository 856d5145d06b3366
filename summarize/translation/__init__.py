"""Whole documents from one of English, Russian and Kazakh into another: the same page, every sentence checked."""
