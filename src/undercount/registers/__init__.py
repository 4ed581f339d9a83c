"""Registers: several bodies' lists of people, each on its owner's machine, in one standard form.

Reads, normalises and profiles them; says what it does not know and guesses nothing. Writes
nothing, and what it reads never leaves the machine.
"""

from undercount.registers.of_project import read_project_registers
from undercount.registers.profile import Profile
from undercount.registers.read import read_register, register_from_frame
from undercount.registers.standard import SCHEMA, Register

__all__ = [
    "SCHEMA",
    "Profile",
    "Register",
    "read_project_registers",
    "read_register",
    "register_from_frame",
]
