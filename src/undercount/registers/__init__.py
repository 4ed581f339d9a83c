"""Registers: several bodies' lists of people, each on its owner's machine, in one standard form.

Reads, normalises and profiles them; says what it does not know and guesses nothing. Writes
nothing, and what it reads never leaves the machine.
"""
