"""Bytes to text: byte-order mark, declared encoding, UTF-8, UTF-16, then a flagged guess."""

from __future__ import annotations

import codecs
import re
from typing import Final, NamedTuple

from undercount.read.documents.language import expected_letters, is_latin, language_of

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED: Final = re.compile(
    rb"""<(?:meta[^>]{0,200}?charset|\?xml[^>]{0,100}?encoding)\s{0,5}=\s{0,5}["']?([\w.:-]{2,40})""",
    re.I,
)
_HEAD: Final = 4096  # a declaration stands in the first kilobytes
_SAMPLE: Final = 50_000  # enough for a guess; the guess must not take longer than the reading
_CONTROLS: Final = bytes(set(range(32)) - {9, 10, 12, 13, 27})
_BINARY_SHARE: Final = 0.02
_SPACE_SHARE: Final = 0.02  # text has at least so many spaces and line ends
_SHOWN: Final = 12
_SOUND: Final = 10  # so many letters of UTF-8 for one damaged one make it UTF-8
# The commonest first: where several give the same letters, the first is taken.
_LATIN: Final = ("cp1252", "cp1250", "cp1254", "iso8859_15", "iso8859_2", "mac_roman")
_LONE_RETURN: Final = re.compile(r"\r(?!\n)")
_NOT_TEXT: Final = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\ufffe\uffff]")


class Decoded(NamedTuple):
    """Text, the encoding's name, and a caution where it was guessed."""

    text: str
    encoding: str
    caution: str | None = None


def is_binary(data: bytes) -> bool:
    """Whether these bytes are no text: many control characters, and no UTF-16."""
    if any(data.startswith(mark) for mark, _ in _MARKS) or _utf16(data):
        return False
    sample = data[:_SAMPLE]
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    return controls > _BINARY_SHARE * max(len(sample), 1)


def decode(data: bytes, *, declared: bool = False) -> Decoded:
    """The text of `data`; the bytes themselves are never altered.

    A NUL or a lone carriage return becomes a space or a line end, one character for one, so that
    positions stay those of the file.

    Args:
        data: the bytes as received.
        declared: look for a declaration of HTML or XML.
    """
    found = _decode(data, declared)
    text = _LONE_RETURN.sub("\n", found.text) if "\r" in found.text else found.text
    cautions = [] if found.caution is None else [found.caution]
    if "\0" in text:
        cautions.append(f"NUL characters that were read as spaces: {text.count(chr(0)):,}")
        text = text.replace("\0", " ")
    return Decoded(text, found.encoding, "; ".join(cautions) or None)


def _decode(data: bytes, declared: bool) -> Decoded:
    for mark, name in _MARKS:
        if data.startswith(mark):
            text = data.decode(name, errors="replace")
            return Decoded(text, name.removesuffix("-sig"), _damaged(text))
    if declared and (found := _DECLARED.search(data[:_HEAD])):
        name = found.group(1).decode("ascii").lower()
        try:
            return Decoded(data.decode(name), codecs.lookup(name).name)
        except (LookupError, UnicodeError):
            pass
    if wide := _utf16(data):
        text = data.decode(wide, errors="replace")
        return Decoded(text, wide, f"the encoding is not declared; it was read as {wide}")
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        text = data.decode("utf-8", errors="replace")
    damaged = text.count("\ufffd")
    if len(text) - len(text.encode("ascii", errors="ignore")) > _SOUND * damaged:
        return Decoded(text, "utf-8", _damaged(text))
    return _guess(data)


def _utf16(data: bytes) -> str | None:
    """The byte order of UTF-16 without a mark: the one in which there are spaces, as in text."""
    if b"\0" not in data[:_SAMPLE]:
        return None
    for name in ("utf-16-le", "utf-16-be"):
        try:
            sample = data[:_SAMPLE].decode(name)
        except UnicodeDecodeError:
            continue
        spaces = sample.count(" ") + sample.count("\n")
        if spaces >= _SPACE_SHARE * len(sample) and not _NOT_TEXT.search(sample):
            return name
    return None


def _damaged(text: str) -> str | None:
    count = text.count("\ufffd")
    return f"damaged characters that were not read: {count:,}" if count else None


def _guess(data: bytes) -> Decoded:
    from charset_normalizer import from_bytes  # slow to import, and most files are UTF-8

    sample = data[:_SAMPLE]
    best = from_bytes(sample).best()
    name = best.encoding if best is not None else "cp1252"
    if is_latin(sample.decode(name, errors="replace")):
        name = _latin(sample, name)
    text = data.decode(name, errors="replace")
    doubtful = list(dict.fromkeys(char for char in text[:_SAMPLE] if ord(char) > 127))
    shown = " ".join(doubtful[:_SHOWN]) + (" ..." if len(doubtful) > _SHOWN else "")
    caution = (
        f"the encoding is not declared and not UTF-8; it was read as {name}, which is a guess,"
        f" and so are these characters: {shown}"
    )
    return Decoded(text, name, caution)


def _latin(sample: bytes, detected: str) -> str:
    """The encoding that gives most of the letters this language has; the detector is weak there."""
    letters = expected_letters(language_of(sample.decode("ascii", errors="ignore")))

    def fit(name: str) -> int:
        return sum(char in letters for char in sample.decode(name, errors="replace"))

    return max((*_LATIN, detected), key=fit)
