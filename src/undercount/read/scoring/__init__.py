"""How right the reader is on documents that a person annotated."""
