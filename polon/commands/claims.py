"""`polon claims`."""


def claims() -> None:
    """Not written yet."""
