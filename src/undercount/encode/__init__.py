"""Encodings: a list leaves its owner as bits under a shared key, and nothing else does.

Works offline on the owner's machine. Never writes a name, a birth, an id or a key; reads no list
of its own.
"""

from undercount.encode.encode import Encoded, encode
from undercount.encode.encodings import Encodings, read_encodings, together
from undercount.encode.key import Key, new_key, read_key
from undercount.encode.spec import Spec
from undercount.project.encodings import LARGE

__all__ = [
    "LARGE",
    "Encoded",
    "Encodings",
    "Key",
    "Spec",
    "encode",
    "new_key",
    "read_encodings",
    "read_key",
    "together",
]
