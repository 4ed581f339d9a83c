"""How fast the reader is on plain text: kilobytes a second on one core, after loading its words.

Run with `python benchmarks/read.py`. The text is that of the Calais example, read document by
document; no file is opened inside the timed loop.
"""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

from undercount.read import load, read_text

DOCUMENTS = Path(__file__).parents[1] / "examples/calais-2016/documents"
REPEATS = 7


def main() -> None:
    documents = [load(path) for path in sorted(DOCUMENTS.iterdir())]
    size = sum(len(document.text.encode()) for document in documents)
    start = time.process_time()
    figures = sum(len(read_text(document).figures) for document in documents)
    print(f"first reading, words loaded: {time.process_time() - start:.2f} s of CPU")
    taken = []
    for _ in range(REPEATS):
        start = time.process_time()
        for document in documents:
            read_text(document)
        taken.append(time.process_time() - start)
    best = sorted(taken)[REPEATS // 2]
    print(f"{len(documents)} documents, {size / 1000:.0f} kB, {figures} figures")
    print(f"{size / 1000 / best:.0f} kB/s on one core (median of {REPEATS})")
    # News prose holds fewer numbers than these counts; one document without any shows the floor.
    prose = "".join(c if not c.isdigit() else "x" for c in documents[0].text) * 40
    start = time.process_time()
    read_text(replace(documents[0], text=prose))
    rate = len(prose.encode()) / 1000 / (time.process_time() - start)
    print(f"{rate:.0f} kB/s on prose without digits")


if __name__ == "__main__":
    main()
