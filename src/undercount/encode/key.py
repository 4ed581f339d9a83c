"""The key that partners share: made once, kept in a file that only its owner reads, never shown."""

from __future__ import annotations

import hmac
import os
import secrets
import stat
from pathlib import Path
from typing import NoReturn

from undercount.errors import InputError, MissingFileError, Problem

_HEAD = "undercount-key-1"
_BYTES = 32
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


class Key:
    """32 secret bytes that all owners of one linkage share.

    It shows itself nowhere: not when printed, not in a traceback, and it cannot be pickled or
    copied. All that can be done with it is a digest.

    >>> Key(bytes(32))
    Key(id=a7a4ab0c3ba1d7a8)
    """

    __slots__ = ("__digest", "id")

    id: str
    """16 hex digits that tell keys apart, and tell nothing about the key."""

    def __init__(self, secret: bytes) -> None:
        if len(secret) != _BYTES:
            raise InputError(f"a key has {_BYTES} bytes, not {len(secret)}")
        made = hmac.new(secret, digestmod="sha256")

        def digest(message: bytes) -> bytes:
            mine = made.copy()
            mine.update(message)
            return mine.digest()

        object.__setattr__(self, "_Key__digest", digest)
        object.__setattr__(self, "id", self.digest("id", b"").hex()[:16])

    def digest(self, label: str, message: bytes) -> bytes:
        """HMAC-SHA256 of a message; digests under two labels have nothing to do with each other."""
        found: bytes = self.__digest(label.encode() + b"\0" + message)  # type: ignore[attr-defined]
        return found

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError("a key does not change")

    def __repr__(self) -> str:
        return f"Key(id={self.id})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Key) and self.digest("equal", b"") == other.digest("equal", b"")

    def __hash__(self) -> int:
        return hash(self.id)

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise TypeError("a key is not copied and not pickled")


def new_key(path: Path) -> Key:
    """Make a key and write it to a file of its own, which only its owner may read.

    Raises:
        InputError: the file is there already; a key that is overwritten is lost.
    """
    secret = secrets.token_bytes(_BYTES)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        hint = "A key is never overwritten: name another file, or move this one away"
        raise InputError(Problem("there is a file already", str(path), hint=hint)) from error
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(f"{_HEAD} {secret.hex()}\n")
        file.flush()
        os.fsync(handle)
    return Key(secret)


def read_key(path: Path) -> Key:
    """Read a key.

    Raises:
        MissingFileError: there is no such file.
        InputError: others may read the file, or it holds no key; its contents are not repeated.
    """
    try:
        handle = os.open(path, os.O_RDONLY)
    except FileNotFoundError as error:
        hint = "Ask the partner who made the key, or make one: undercount encode --new-key FILE"
        raise MissingFileError(Problem("no key here", str(path), hint=hint)) from error
    with os.fdopen(handle, "rb") as file:
        mode = os.fstat(handle).st_mode
        if not stat.S_ISREG(mode):
            raise InputError(Problem("a key is a plain file", str(path)))
        if os.name == "posix" and mode & _OTHERS:
            hint = f"Was it copied as it should be? Then: chmod 600 {path}"
            raise InputError(Problem("others may read this key", str(path), hint=hint))
        text = file.read(200)
    head, _, body = text.strip().partition(b" ")
    try:
        if head.decode("ascii") != _HEAD:
            raise ValueError
        return Key(bytes.fromhex(body.decode("ascii")))
    except ValueError:
        hint = f"A key is one line that begins with {_HEAD}; copy the whole file"
        problem = Problem("not a key of undercount, or not a whole one", str(path), hint=hint)
    # Outside of `except`: what failed would carry the contents along as its context.
    raise InputError(problem)
