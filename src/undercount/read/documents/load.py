"""Files to documents, under limits, with a clear message for what cannot be read."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import Final

from undercount.errors import InputError, MissingFileError, Problem
from undercount.read.documents.about import about
from undercount.read.documents.content import Content
from undercount.read.documents.decode import decode, is_binary
from undercount.read.documents.document import Document
from undercount.read.documents.docx import docx_text
from undercount.read.documents.html import main_text
from undercount.read.documents.kinds import (
    DOCX_SUFFIXES,
    HTML_SUFFIXES,
    PDF_SUFFIXES,
    SUFFIXES,
    TEXT_SUFFIXES,
    known_kind,
)
from undercount.read.documents.language import language_caution
from undercount.read.documents.limits import LIMITS, Limits
from undercount.read.documents.pdf import pdf_text
from undercount.read.documents.worker import guarded

_WORD: Final = re.compile(r"[^\W\d_]")
_DIGIT: Final = re.compile(r"\d")


def load(path: str | Path, root: str | Path | None = None, limits: Limits = LIMITS) -> Document:
    """The document in a file. What is no plain text is parsed in a process of its own.

    Args:
        path: a `.txt`, `.md`, `.html`, `.htm`, `.xhtml`, `.pdf` or `.docx` file; relative to
            `root` where that is given.
        root: the project's folder; the document is then named by its path inside it.
        limits: what it may cost.

    Raises:
        MissingFileError: there is no such file.
        InputError: the file is of another kind, over a limit, damaged, protected by a password,
            a scan, or holds no words.
    """
    file, name = named(path, root)
    check(file, name, limits)
    if file.suffix.lower() in TEXT_SUFFIXES:
        return load_here(path, root, limits)
    return guarded(limits, name, load_here, path, root, limits)


def load_here(path: str | Path, root: str | Path | None, limits: Limits) -> Document:
    """`load` in this process, whatever the file does to it."""
    file, name = named(path, root)
    check(file, name, limits)
    try:
        data = file.read_bytes()
    except OSError as error:
        raise _unreadable(name, error) from None
    page, encoding = _parse(data, file.suffix.lower(), name, limits)
    if not _WORD.search(page.text):
        raise _wordless(page, name)
    stated = None if file.suffix.lower() in TEXT_SUFFIXES else page
    facts = about(page.text, Path(name).name, stated)
    unread = language_caution(facts.language)
    return Document(
        path=name, sha256=hashlib.sha256(data).hexdigest(), text=page.text, encoding=encoding,
        language=facts.language, published=facts.published, outlet=facts.outlet, title=facts.title,
        cautions=(*page.cautions, *facts.cautions, *([unread] if unread else [])),
        pages=page.pages,
    )  # fmt: skip


def named(path: str | Path, root: str | Path | None) -> tuple[Path, str]:
    """The file, and the name that the user knows it by."""
    file = Path(path) if root is None else Path(root) / path
    if root is not None and file.is_relative_to(root):
        return file, file.relative_to(root).as_posix()
    return file, Path(path).as_posix()


def check(file: Path, name: str, limits: Limits) -> int:
    """Size of the file in bytes, told without opening it.

    Raises:
        MissingFileError: there is no such file.
        InputError: it is a folder, of a kind that is not read, or too large.
    """
    try:
        if not file.exists():
            raise MissingFileError(Problem("there is no such file", name, hint="Check the path."))
        if not file.is_file():
            what = "this is a folder" if file.is_dir() else "this is no ordinary file"
            raise InputError(Problem(what, name, hint="Name a file, or make a project of it."))
        size = file.stat().st_size
    except MissingFileError:
        raise
    except OSError as error:
        raise _unreadable(name, error) from None
    if file.suffix.lower() not in SUFFIXES:
        what = f"files of the kind '{file.suffix or file.name}' are not read"
        raise InputError(Problem(what, name, hint=f"The kinds: {', '.join(SUFFIXES)}."))
    if size > limits.file_bytes:
        what = f"the file is too large: {size:,} bytes, and the limit is {limits.file_bytes:,}"
        raise InputError(Problem(what, name, hint="Split it into parts."))
    return size


def allowed(path: str | Path, root: str | Path | None, limits: Limits) -> Limits:
    """The limits with the time that a file of its size takes; only of plain text is that told.

    What is no plain text may hide any amount of work in a small file, or little in a large one.
    """
    file, _ = named(path, root)
    try:
        is_text = file.suffix.lower() in TEXT_SUFFIXES
        return limits.for_text(file.stat().st_size) if is_text else limits
    except (OSError, ValueError):
        return limits  # whoever opens it says what is wrong with it


def _parse(data: bytes, suffix: str, name: str, limits: Limits) -> tuple[Content, str]:
    if suffix in PDF_SUFFIXES:
        return pdf_text(data, name, limits), "pdf"
    if suffix in DOCX_SUFFIXES:
        return docx_text(data, name, limits), "docx"
    kind = known_kind(data)
    if kind or is_binary(data):
        what = "this is a binary file and no text" + (f": {kind}" if kind else "")
        hint = "Give it its real extension, or save its text as UTF-8."
        raise InputError(Problem(what, name, hint=hint))
    decoded = decode(data, declared=suffix in HTML_SUFFIXES)
    page = main_text(decoded.text) if suffix in HTML_SUFFIXES else Content(decoded.text)
    if decoded.caution:
        page.cautions.insert(0, decoded.caution)
    return page, decoded.encoding


def _wordless(page: Content, name: str) -> InputError:
    """What a document without words holds instead, so that nobody looks for a lost text."""
    what = "the document is empty: it holds no words"
    hint = "Take it out of the project, or save it again with its text."
    if _DIGIT.search(page.text):
        what = "the document holds no words, only numbers: whom they count is not said"
        hint = "Save it again with its words, or type its figures into a table."
    elif page.text.strip():
        what = "the document holds no words, only signs"
    return InputError(Problem("; ".join([what, *page.cautions]), name, hint=hint))


def _unreadable(name: str, error: OSError) -> InputError:
    hint = "Check that it is a file and that you may read it."
    return InputError(Problem(f"the file cannot be opened: {error.strerror}", name, hint=hint))
