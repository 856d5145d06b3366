"""A decoder for the families of BART, T5, Llama and Gemma on the processor: exact in float32, fast in all.

The entry point is ``engine.take``.
"""
