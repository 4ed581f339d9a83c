"""Log-linear models of lists that overlap: fits, searches, intervals."""
