"""What one document may cost. Every limit of the reader stands here and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

HTML_DEPTH: Final = 2_000
"""Tags nested deeper are not read; the parser's own bound, which no setting moves."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that one document may cost; a document over a limit is refused by its name.

    Attributes:
        file_bytes: size of the file. A larger one is never opened.
        seconds: time for loading and reading; the process is then killed and started again.
        memory: address space of the process that reads, in bytes, where the system can limit it.
        pdf_pages: pages of a PDF.
        unpacked: bytes of the parts of a DOCX that are read, once unpacked.
        zip_ratio: unpacked size of one such part over its packed size.
        in_process: plain text up to this size is read without a process of its own.
    """

    file_bytes: int = 20_000_000
    seconds: float = 30.0
    memory: int = 4_000_000_000
    pdf_pages: int = 500
    unpacked: int = 100_000_000
    zip_ratio: int = 200
    in_process: int = 100_000


LIMITS: Final = Limits()
"""The limits that hold where none are given."""
