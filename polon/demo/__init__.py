"""A small invented world on loopback: what `polon demo` crawls. Texts are data in `world/`, pages in `templates/`."""
