"""Bytes to text: byte-order mark, declared encoding, UTF-8, then a flagged guess."""

from __future__ import annotations

import codecs
import re
from typing import Final, NamedTuple

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED: Final = re.compile(
    rb"""<meta[^>]{0,200}?charset\s{0,5}=\s{0,5}["']?([\w.:-]{2,40})""", re.I
)
_HEAD: Final = 4096  # a declaration stands in the first kilobytes
_SAMPLE: Final = 200_000  # enough for a guess; the guess must not take longer than the reading
_CONTROLS: Final = bytes(set(range(32)) - {9, 10, 12, 13, 27})
_BINARY_SHARE: Final = 0.02


class Decoded(NamedTuple):
    """Text, the encoding's name, and a caution where it was guessed."""

    text: str
    encoding: str
    caution: str | None = None


def is_binary(data: bytes) -> bool:
    """Whether these bytes are no text: NULs or many control characters, and no UTF-16 mark."""
    if any(data.startswith(mark) for mark, _ in _MARKS):
        return False
    sample = data[:_SAMPLE]
    if b"\0" in sample:
        return True
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    return controls > _BINARY_SHARE * max(len(sample), 1)


def decode(data: bytes, *, declared: bool = False) -> Decoded | None:
    """The text of `data`, or None where no encoding fits.

    Args:
        data: the bytes as received.
        declared: look for an HTML `charset` declaration.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return Decoded(data.decode(name, errors="replace"), name.removesuffix("-sig"))
    if declared and (found := _DECLARED.search(data[:_HEAD])):
        name = found.group(1).decode("ascii").lower()
        try:
            return Decoded(data.decode(name), codecs.lookup(name).name)
        except (LookupError, UnicodeError):
            pass
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        return _guess(data)


def _guess(data: bytes) -> Decoded | None:
    from charset_normalizer import from_bytes  # slow to import, and most files are UTF-8

    best = from_bytes(data[:_SAMPLE]).best()
    name = best.encoding if best is not None else "cp1252"
    text = data.decode(name, errors="replace")
    caution = f"the encoding is not declared and not UTF-8; it was read as {name}, which is a guess"
    return Decoded(text, name, caution)
