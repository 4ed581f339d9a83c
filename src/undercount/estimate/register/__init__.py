"""One register in which people are met again."""
