"""Words and terms in any of their inflected forms: English, Russian and Kazakh, one module each.

``matching.find`` says where a term occurs in a text; ``matching.Finder`` looks for many terms at once.
"""
