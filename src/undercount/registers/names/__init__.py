"""Names of people in any script: tokens in a-z, keys to block by, similarity, search.

Shared by linking, encoding and tracing: both sides of a comparison must run the same VERSION.
Never keeps a name anywhere but in memory.
"""

from undercount.registers.names.bulk import normalise
from undercount.registers.names.keys import coarse_key, key
from undercount.registers.names.pool import Pool
from undercount.registers.names.similarity import similarities, similarity
from undercount.registers.names.tokens import tokens

VERSION = "1"
"""Changes whenever a token, a key or a similarity does."""

__all__ = [
    "VERSION",
    "Pool",
    "coarse_key",
    "key",
    "normalise",
    "similarities",
    "similarity",
    "tokens",
]
