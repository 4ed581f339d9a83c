"""Files to documents: text and HTML, under a size limit, with a clear message for the rest."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import Final

from undercount.errors import InputError, MissingFileError, Problem
from undercount.read.documents.about import about
from undercount.read.documents.decode import decode, is_binary
from undercount.read.documents.document import Document
from undercount.read.documents.html import main_text

MAX_BYTES: Final = 20_000_000
"""Largest file that is read, in bytes."""

HTML_SUFFIXES: Final = (".html", ".htm")
TEXT_SUFFIXES: Final = (".txt",)
_WORD: Final = re.compile(r"[^\W\d_]")


def load(path: str | Path, root: str | Path | None = None) -> Document:
    """The document in a file.

    Args:
        path: a `.txt`, `.html` or `.htm` file; relative to `root` where that is given.
        root: the project's folder; the document is then named by its path inside it.

    Raises:
        MissingFileError: there is no such file.
        InputError: the file is of another kind, too large, binary, or holds no words.
    """
    file = Path(path) if root is None else Path(root) / path
    name = Path(path).as_posix()
    if root is not None and file.is_relative_to(root):
        name = file.relative_to(root).as_posix()
    data = _bytes(file, name)
    is_html = file.suffix.lower() in HTML_SUFFIXES
    decoded = decode(data, declared=is_html)
    if decoded is None:
        raise InputError(Problem("the encoding is unknown", name, hint="Save it as UTF-8."))
    cautions = [] if decoded.caution is None else [decoded.caution]
    if is_html:
        page = main_text(decoded.text)
        text = page.text
        cautions += page.cautions
    else:
        page, text = None, decoded.text
    if not _WORD.search(text):
        why = "; ".join(["the document is empty: it holds no words", *cautions])
        hint = "Take it out of the project, or save the page again with its text."
        raise InputError(Problem(why, name, hint=hint))
    facts = about(text, Path(name).name, page)
    return Document(
        path=name, sha256=hashlib.sha256(data).hexdigest(), text=text, encoding=decoded.encoding,
        language=facts.language, published=facts.published, outlet=facts.outlet, title=facts.title,
        cautions=tuple(cautions),
    )  # fmt: skip


def _bytes(file: Path, name: str) -> bytes:
    if not file.exists():
        raise MissingFileError(Problem("there is no such file", name, hint="Check the path."))
    if file.is_dir():
        raise InputError(
            Problem("this is a folder", name, hint="Name a file, or make a project of it.")
        )
    if file.suffix.lower() not in HTML_SUFFIXES + TEXT_SUFFIXES:
        raise InputError(
            Problem(f"files of the kind '{file.suffix or file.name}' are not read", name,
                    hint="Save it as .txt or .html.")
        )  # fmt: skip
    try:
        size = file.stat().st_size
        if size > MAX_BYTES:
            raise InputError(
                Problem(f"the file is too large: {size:,} bytes, and the limit is {MAX_BYTES:,}",
                        name, hint="Split it into parts.")
            )  # fmt: skip
        data = file.read_bytes()
    except OSError as error:
        raise InputError(
            Problem(f"the file cannot be opened: {error.strerror}", name,
                    hint="Check that it is a file and that you may read it.")
        ) from None  # fmt: skip
    if is_binary(data):
        raise InputError(
            Problem("this is a binary file and no text", name,
                    hint="Give it its real extension, or save its text as UTF-8.")
        )  # fmt: skip
    return data
