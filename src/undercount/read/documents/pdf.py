"""The text of a PDF: what pdfium places on each page, as words with their places.

A page is a sheet of placed characters; which of them make a line, a column, a paragraph is told in
`layout`. Nothing is recognised in images: a scan is refused with what to do.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from typing import Any, Final

from undercount.errors import InputError, Problem
from undercount.read.documents.content import Content
from undercount.read.documents.kinds import PDF_MARK
from undercount.read.documents.layout import flowing_text
from undercount.read.documents.limits import Limits
from undercount.read.documents.rows import Piece

_HYPHEN: Final = 0x02  # pdfium's mark for a hyphen at the end of a line
_SPACES: Final = frozenset([0x09, 0x0A, 0x0D, 0x20, 0x85, 0xA0, 0x2028, 0x2029])
# TeX fonts without a table of their letters put ligatures and quotation marks on control codes.
_LETTERS: Final = {
    _HYPHEN: "-", 0x0B: "ff", 0x0C: "fi", 0x0E: "ffi", 0x0F: "ffl", 0x10: "“", 0x11: "”",
    0x15: "–", 0x16: "—", 0x1B: "ff", 0x1C: "fi", 0x1D: "fl", 0x1E: "ffi", 0x1F: "ffl",
    0xF0A7: "•", 0xF0B7: "•", 0xF0D8: "•", 0xF0FC: "•",  # bullets of the font Wingdings
    0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl",
}  # fmt: skip
_INVISIBLE: Final = frozenset(
    {*range(0x20), 0x00AD, 0x200B, 0x2060, 0xFEFF, 0xFFFE, 0xFFFF} - _LETTERS.keys() - _SPACES
)
_RAISED: Final = 0.1  # of the height of the letters: a mark of a note stands above the line
_SMALLER: Final = 0.85
_GAP: Final = 0.85  # of the height: a wider space parts columns or cells
_MADE: Final = re.compile(r"D:(\d{4})(\d{2})(\d{2})")
_FILE_NAME: Final = re.compile(r"^Microsoft |\.\w{2,5}$|^untitled|^\S+$", re.I)
_PASSWORD_ERROR: Final = 4  # FPDF_ERR_PASSWORD


def pdf_text(data: bytes, name: str, limits: Limits) -> Content:
    """The text of a PDF, one paragraph a line, and where each page begins in it.

    Raises:
        InputError: it is protected by a password, damaged, too long, or has no text in it.
    """
    if PDF_MARK not in data[:1024]:
        hint = "Give it its real extension, or save it again."
        raise InputError(Problem("this is no PDF", name, hint=hint))
    # Slow to import, and most documents are no PDF.
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == _PASSWORD_ERROR or "password" in str(error):
            hint = "Save a copy without the password."
            raise InputError(
                Problem("the PDF is protected by a password", name, hint=hint)
            ) from None
        hint = "Open it and save it again, or ask for another copy."
        raise InputError(
            Problem("the PDF is damaged and cannot be opened", name, hint=hint)
        ) from None
    if len(document) > limits.pdf_pages:
        what = f"the PDF has {len(document):,} pages, and the limit is {limits.pdf_pages:,}"
        raise InputError(Problem(what, name, hint="Split it into parts."))
    pages: list[list[Piece]] = []
    broken: list[int] = []
    for index in range(len(document)):
        try:
            pages.append(list(_pieces(document[index])))
        except pypdfium2.PdfiumError:
            pages.append([])
            broken.append(index + 1)
    empty = [i for i, page in enumerate(pages, 1) if not any(_has_letters(p.text) for p in page)]
    if len(empty) == len(pages):
        hint = "Run OCR (text recognition) first."
        raise InputError(Problem("the PDF holds no text: it is a scan", name, hint=hint))
    content = flowing_text(pages)
    if broken:
        content.cautions.append(f"damaged and not read: {_listed(broken)}")
    if scans := [page for page in empty if page not in broken]:
        content.cautions.append(
            f"without text, and perhaps scans to run OCR on first: {_listed(scans)}"
        )
    _facts(document.get_metadata_dict(), content)
    return content


def _facts(info: dict[str, str], content: Content) -> None:
    title = " ".join(info.get("Title", "").split())[:500]
    if title and not _FILE_NAME.search(title):
        content.title = title
    if found := _MADE.match(info.get("CreationDate", "")):
        content.made = "-".join(found.groups())


def _has_letters(text: str) -> bool:
    return any(char.isalpha() for char in text)


def _listed(pages: list[int]) -> str:
    shown = ", ".join(str(page) for page in pages[:10])
    more = f" and {len(pages) - 10} more" if len(pages) > 10 else ""
    return f"page{'s' if len(pages) > 1 else ''} {shown}{more}"


def _pieces(page: Any) -> Iterator[Piece]:
    """Words joined as far as they stand on one line without a wide gap, in the file's order."""
    textpage = page.get_textpage()
    current: Piece | None = None
    for word in _words(textpage):
        if current is None:
            current = word
            continue
        gap = word.left - current.right
        near = -0.5 * current.height < gap < _GAP * current.height
        if near and _is_note_mark(word, current):
            current = current._replace(text=f"{current.text}[{word.text}]", right=word.right)
        elif near and abs(word.base - current.base) < 0.25 * current.height:
            # A raised mark may cut a word in two; what touches belongs together.
            space = "" if gap < 0.02 * current.height and current.text[-1] == "]" else " "
            current = current._replace(
                text=f"{current.text}{space}{word.text}",
                right=word.right,
                height=max(current.height, word.height),
            )
        else:
            yield current
            current = word
    if current is not None:
        yield current
    textpage.close()
    page.close()


def _is_note_mark(word: Piece, before: Piece) -> bool:
    return (
        word.text.isdigit()
        and len(word.text) <= 3
        and word.height < _SMALLER * before.height
        and word.base > before.base + _RAISED * before.height
    )


def _words(textpage: Any) -> Iterator[Piece]:
    """Runs of characters without a space between them, each with its place on the page."""
    from pypdfium2 import raw

    handle = textpage.raw
    x, y = ctypes.c_double(), ctypes.c_double()
    box = raw.FS_RECTF()
    unicode, origin, loose = (
        raw.FPDFText_GetUnicode, raw.FPDFText_GetCharOrigin, raw.FPDFText_GetLooseCharBox,
    )  # fmt: skip
    chars: list[str] = []
    left = base = height = 0.0
    raised = False
    last = -1

    def word() -> Piece:
        loose(handle, last, box)
        # A pair of surrogates is one character of the text.
        text = "".join(chars).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        return Piece(text, left, box.right, base, height)

    for index in range(textpage.count_chars()):
        point = unicode(handle, index)
        if point in _INVISIBLE:
            continue
        if point in _SPACES:
            if chars:
                yield word()
                chars = []
            raised = False
            continue
        if chars and (raised or 0x30 <= point <= 0x39):
            origin(handle, index, x, y)
            if abs(y.value - base) > _RAISED * height:
                yield word()
                raised = y.value > base
                chars = []
        if not chars:
            origin(handle, index, x, y)
            loose(handle, index, box)
            left, base, height = box.left, y.value, max(box.top - box.bottom, 1.0)
        chars.append(_LETTERS.get(point) or chr(point))
        last = index
        if point == _HYPHEN:
            yield word()
            chars = []
    if chars:
        yield word()
