"""Families of invented people, split over the cases of a camp and the requests of relatives.

For tests and measures of tracing. Nobody in it is real; nothing here says anything of real people.
"""

from undercount.testing.worlds.tracing.simulate import simulate_tracing
from undercount.testing.worlds.tracing.world import TracingWorld

__all__ = ["TracingWorld", "simulate_tracing"]
