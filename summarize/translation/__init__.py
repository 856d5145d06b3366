"""Translation of whole documents between English, Russian and Kazakh; every sentence is checked."""
