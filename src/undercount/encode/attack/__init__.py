"""Attacks: what an attacker without the key finds in encodings, so that their owner knows first.

Published attacks, against one's own lists. Never reads a file of encodings of others, and never
tells whom it found: only how many.
"""
