"""The smallest PDF files that say what a test needs; every word in them is invented."""

from __future__ import annotations

from collections.abc import Sequence

Placed = tuple[float, float, str] | tuple[float, float, str, float]
"""x and y in points from the lower left, the words, and their size (10 where none is given)."""


def pdf(pages: Sequence[Sequence[Placed]], info: str = "", trailer: str = "") -> bytes:
    """A PDF with these words at these places.

    Args:
        pages: per page, what stands where.
        info: entries of the document's facts, as `/Title (Quay report)`.
        trailer: further entries of the trailer.
    """
    kids = " ".join(f"{5 + 2 * i} 0 R" for i in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        f"<< {info} >>",
    ]
    for i, page in enumerate(pages):
        drawn = "\n".join(_drawn(item) for item in page)
        length = len(drawn.encode("cp1252"))
        objects += [
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842]"
            f" /Resources << /Font << /F1 3 0 R >> >> /Contents {6 + 2 * i} 0 R >>",
            f"<< /Length {length} >>\nstream\n{drawn}\nendstream",
        ]
    data, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(data))
        data += f"{number} 0 obj\n{body}\nendobj\n".encode("cp1252")
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    end = f"<< /Size {len(objects) + 1} /Root 1 0 R /Info 4 0 R {trailer} >>"
    return data + (
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
        f"trailer\n{end}\nstartxref\n{len(data)}\n%%EOF\n"
    ).encode("cp1252")


def lines(*texts: str, x: float = 60, top: float = 780, size: float = 10) -> list[Placed]:
    """Lines one under the other; an empty one leaves a gap."""
    return [(x, top - 1.2 * size * i, text, size) for i, text in enumerate(texts) if text]


def _drawn(item: Placed) -> str:
    x, y, text = item[:3]
    size = item[3] if len(item) == 4 else 10
    escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return f"BT /F1 {size} Tf {x} {y} Td ({escaped}) Tj ET"
