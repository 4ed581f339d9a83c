"""The command line: parses words, calls the workflow and the rooms, prints.

Computes nothing itself.
"""

from undercount.cli.app import main

__all__ = ["main"]
