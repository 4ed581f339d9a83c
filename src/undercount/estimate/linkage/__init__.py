"""Estimates whose counts carry the doubt of a linkage."""
