"""Unobserved classes of people with their own chances of being listed."""
