"""Many documents: rows of large files, cut into shards, worked on by processes or by Ray, accounted for.

A shard is a run of rows of one input. It is written whole or not at all, and what is in it depends on the
rows and the request alone: not on the engine, the number of workers, or how often the run was interrupted.
"""
