"""Audit: records that a clerk looks up in all lists, and the counts of people that follow.

Chooses records, writes the clerk's sheet and reads it back. It holds names: it stays in `link/`.
Never decides whether two records are one person, and never estimates the unseen.
"""
