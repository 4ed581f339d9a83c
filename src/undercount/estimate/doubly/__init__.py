"""Doubly robust estimation from lists and covariates."""
