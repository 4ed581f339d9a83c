"""Dates, and the periods that words mean."""
