"""Files to documents: bytes to text, pages to main text, and the facts of the head."""
