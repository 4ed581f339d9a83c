"""The command line: parses words, calls the rooms, prints.

Orchestrates every room and computes nothing itself.
"""

from undercount.cli.app import main

__all__ = ["main"]
