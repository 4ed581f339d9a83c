"""Countries: their codes and names, and what their people are called, in the languages of lists."""
