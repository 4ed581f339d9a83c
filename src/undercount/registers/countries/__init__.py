"""Countries: their codes and names, and what their people are called, in four languages."""
