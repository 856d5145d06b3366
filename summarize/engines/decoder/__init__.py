"""A decoder for the families of BART and T5 on the processor: exact in float32, fast in every precision.

The entry point is ``engine.take``.
"""
