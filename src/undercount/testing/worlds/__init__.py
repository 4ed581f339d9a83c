"""Worlds: invented people, the registers that bodies keep of them, and the truth.

For tests of reading, linking and tracing. Nobody in it is real; never used to say anything of
real people.
"""

from undercount.testing.worlds.bodies import BODIES, DEPENDENCE, Body
from undercount.testing.worlds.simulate import simulate_world
from undercount.testing.worlds.tracing import TracingWorld, simulate_tracing
from undercount.testing.worlds.world import World

__all__ = [
    "BODIES",
    "DEPENDENCE",
    "Body",
    "TracingWorld",
    "World",
    "simulate_tracing",
    "simulate_world",
]
