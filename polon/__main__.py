"""`python -m polon`."""

from polon.cli import main

main()
