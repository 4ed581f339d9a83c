"""`python -m undercount`."""

from undercount.cli import main

main()
