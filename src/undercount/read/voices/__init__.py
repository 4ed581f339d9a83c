"""Who speaks where: quotations, reporting clauses, posts, and the classes of bodies."""
