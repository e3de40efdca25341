"""`polon crawl`."""


def crawl() -> None:
    """Not written yet."""
