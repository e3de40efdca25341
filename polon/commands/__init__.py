"""The commands, one a file: they parse, call and print."""
