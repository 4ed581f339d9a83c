"""Numbers in digits and words, their hedges, and those that are no figures, with the reason."""
