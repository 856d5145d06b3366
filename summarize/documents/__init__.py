"""Files of any known format to ``Document``: one module a format, chosen by the bytes of the file."""
