"""A small encoder that decides what the rules propose."""
