"""Checks that name figures which do not fit together, one question a file.

Each reads stated figures and returns findings in neutral words. Never says who is right.
"""
