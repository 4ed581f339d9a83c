"""Bytes of a list to text: a mark, UTF-8, UTF-16, then a guess that is told."""

from __future__ import annotations

import codecs
from typing import Final

from undercount.errors import Problem
from undercount.results import Caution

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What spreadsheet programs and old systems save lists of people in, where it is not Unicode.
_GUESSED: Final = [
    "cp1252", "cp1256", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1258", "cp874",
    "iso8859_6", "iso8859_8", "koi8_r", "cp850", "cp866", "mac_roman", "gb18030", "big5",
    "euc_kr", "shift_jis",
]  # fmt: skip
_SAMPLE: Final = 60_000


def decode(
    data: bytes, source: str, problems: list[Problem]
) -> tuple[str | None, tuple[Caution, ...]]:
    """The text, and a caution where the encoding was guessed; None where it is no text."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            try:
                return data.decode(name), ()
            except UnicodeDecodeError:
                problems.append(Problem(f"damaged text in {name}", source, hint=_HINT))
                return None, ()
    if b"\0" in data[:_SAMPLE]:
        for name in ("utf-16-le", "utf-16-be"):
            text = data.decode(name, errors="replace")
            if "\n" in text and "\0" not in text and "\ufffd" not in text:
                return text, ()
        problems.append(Problem("this is no text", source, hint=_HINT))
        return None, ()
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError:
        return _guess(data, source)


_HINT: Final = "Save it as CSV in UTF-8"


def _guess(data: bytes, source: str) -> tuple[str, tuple[Caution, ...]]:
    from charset_normalizer import from_bytes  # slow to import, and most files are UTF-8

    # Only lines with letters beyond ASCII tell encodings apart.
    telling = [line for line in data.splitlines() if not line.isascii()]
    best = from_bytes(b"\n".join(telling)[:_SAMPLE], cp_isolation=_GUESSED).best()
    name = best.encoding if best is not None else "cp1252"
    text = data.decode(name, errors="replace")
    shown = f"{source} is not UTF-8; it was read as {name}, which is a guess. {_HINT} to be sure."
    return text, (Caution("encoding-guessed", shown),)
