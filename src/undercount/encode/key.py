"""The key that partners share: made once, kept in a file that only its owner reads, never shown."""

from __future__ import annotations

import hmac
import os
import re
import secrets
import stat
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from undercount.errors import InputError, MissingFileError, Problem

if TYPE_CHECKING:
    from collections.abc import Callable

_HEAD = b"undercount-key-1"
_BYTES = 32
_LINE = re.compile(_HEAD + rb" ([0-9a-f]{%d})" % (2 * _BYTES))
_LONGEST = 200
# A key of any version, wherever it stands: after blanks, in a mail, as an editor saved it.
_ANYWHERE = re.compile(rb"undercount-key-\d+\s+[0-9a-f]{%d}" % (2 * _BYTES))
# Files that may hold one; an empty one may be another's lock, and is not opened.
_NOTES = range(17 + 2 * _BYTES, 1 << 16)
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


class Key:
    """32 secret bytes that all owners of one linkage share.

    It shows itself nowhere: not when printed, not in a traceback, and it cannot be pickled or
    copied. All that can be done with it is a digest.

    >>> Key(bytes(32))
    Key(id=ebe3dc49c0478e69)
    """

    __slots__ = ("__digest", "id")

    __digest: Callable[[bytes], bytes]
    id: str
    """16 hex digits that tell keys apart, and tell nothing about the key."""

    def __init__(self, secret: bytes) -> None:
        if (size := len(secret)) != _BYTES:
            del secret  # tracebacks may show what a function holds
            raise InputError(f"a key has {_BYTES} bytes, not {size}")
        made = hmac.new(secret, digestmod="sha256")

        def digest(message: bytes) -> bytes:
            mine = made.copy()
            mine.update(message)
            return mine.digest()

        object.__setattr__(self, "_Key__digest", digest)
        object.__setattr__(self, "id", self.digest("id", b"").hex()[:16])

    def digest(self, label: str, message: bytes) -> bytes:
        """HMAC-SHA256 of a message; digests under two labels have nothing to do with each other."""
        return self.__digest(label.encode() + b"\0" + message)

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError("a key does not change")

    def __repr__(self) -> str:
        return f"Key(id={getattr(self, 'id', None)})"  # a traceback may show one half made

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
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        hint = "A key is never overwritten: name another file, or move this one away"
        raise InputError(Problem("there is a file already", str(path), hint=hint)) from error
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(b"%s %s\n" % (_HEAD, secrets.token_hex(_BYTES).encode()))
            file.flush()
            os.fsync(handle)
    except BaseException:
        path.unlink(missing_ok=True)  # half a key is none
        raise
    return read_key(path)


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
            hint = f"Whoever could has the key; if nobody did: chmod 600 {path}"
            raise InputError(Problem("others may read this key", str(path), hint=hint))
        key = _parsed(file.read(_LONGEST + 1))
    if key is None:
        hint = f"A key is one line that begins with {_HEAD.decode()}; copy the whole file"
        raise InputError(
            Problem("not a key of undercount, or not a whole one", str(path), hint=hint)
        )
    return key


def keys_in(folder: Path) -> list[Path]:
    """Files in a folder that hold a key, under whatever name, as links and in notes too.

    Whoever sends or copies the folder sends it along. Folders that are linked to are not searched.
    """
    return [path for path in sorted(folder.rglob("*")) if _holds_key(path)]


def _holds_key(path: Path) -> bool:
    try:
        # In a frame of its own, as below; what cannot be read here cannot be sent from here.
        if not path.is_file() or path.stat().st_size not in _NOTES:
            return False
        # Two bytes a letter, as some editors save, are one with the empty ones left out.
        return _ANYWHERE.search(path.read_bytes().replace(b"\0", b"")) is not None
    except OSError:
        return False


def _parsed(text: bytes) -> Key | None:
    """The key of a file's contents, in a frame of its own: nothing that is raised holds them."""
    found = _LINE.fullmatch(text.strip())
    return Key(bytes.fromhex(found[1].decode())) if found and len(text) <= _LONGEST else None
