"""Our own decoder for the BART-like families: exact in float32, fast in every precision, on the processor.

``engine`` is the way in; one module for each idea lies behind it.
"""
