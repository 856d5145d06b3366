"""Output formats of translations: text, tables, JSON, a review page and translation memories."""
