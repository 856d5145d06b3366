"""Model folders: what they are, where they lie, which one to take, and getting them."""
