"""Files that are written back in their own format: one module a format, with ``edit``.

What a module gives and takes is in ``summarize.text.blocks``; ``formats`` chooses the module and verifies
what it wrote.
"""
