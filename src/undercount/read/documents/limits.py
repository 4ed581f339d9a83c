"""What one document may cost. Every limit of the reader stands here and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

HTML_DEPTH: Final = 2_000
"""Tags nested deeper are not read; the parser's own bound, which no setting moves."""
_MEGABYTE: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that one document may cost; a document over a limit is refused by its name.

    Attributes:
        file_bytes: size of the file. A larger one is never opened.
        seconds: time for loading and reading; the process is then killed and started again. Plain
            text of more than a megabyte has so many seconds for each.
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

    def for_text(self, size: int) -> Limits:
        """The limits for plain text of so many bytes: reading takes time in proportion to them.

        >>> LIMITS.for_text(500).seconds, LIMITS.for_text(5_000_000).seconds
        (30.0, 150.0)
        """
        return replace(self, seconds=self.seconds * max(1.0, size / _MEGABYTE))

    def for_network(self) -> Limits:
        """The limits where the network decides: what it looks at is bounded, and slower.

        >>> LIMITS.for_network().seconds
        120.0
        """
        return replace(self, seconds=4 * self.seconds)


LIMITS: Final = Limits()
"""The limits that hold where none are given."""
