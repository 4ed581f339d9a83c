"""Optional: subjects of verbs of speech from a parser the user has installed; never required."""
