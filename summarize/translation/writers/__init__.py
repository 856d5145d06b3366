"""A translation written down: text for readers, tables and memories for editors and machines."""
