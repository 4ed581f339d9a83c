"""Undercount: who said how many, how sure that is, and how many nobody counted."""

__version__ = "0.1.0"
