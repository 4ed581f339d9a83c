"""Tokens, sentences, blocks and noun phrases: what every other part reads by."""
