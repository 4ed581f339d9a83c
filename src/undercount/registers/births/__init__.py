"""Births: dates as they are written, years, ages; with what is not sure about them."""
