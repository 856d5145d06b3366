"""What Python callers use."""
