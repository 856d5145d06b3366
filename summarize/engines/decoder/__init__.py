"""Our own decoder for the families of BART and T5: exact in float32, fast in any precision, on the processor.

``engine`` is the way in; one module for each idea lies behind it.
"""
