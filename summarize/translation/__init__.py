"""Whole documents between English, Russian and Kazakh: the same page, every sentence checked."""
