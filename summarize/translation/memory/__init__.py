"""Translation memories: pairs of sentences that are used again, in TMX or SQLite files."""
