"""Averages over decomposable graphs of dependence between lists."""
