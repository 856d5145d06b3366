"""One module for each runtime that models run on; nothing outside imports them before a model is chosen."""
