"""Whether every span read in given texts is verbatim, and every digit accounted for.

Run with `python benchmarks/spans.py FILE...`: corpora as JSON or JSONL whose records hold a text,
or documents themselves. Counts what is not so; anything but 0 is a defect.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from undercount.ledger.records import Reading
from undercount.read import Document, load, read_text
from undercount.read.scoring.corpus import records

DIGITS = re.compile(r"\d+")


def documents(file: Path) -> Iterator[Document]:
    """Every text of a file, in English and in the language it seems to be in."""
    if file.suffix in (".json", ".jsonl"):
        for number, row in enumerate(records(file)):
            text = row.get("text") or row.get("Excerpt")
            if isinstance(text, str):
                for language in ("en", "fr", "es"):
                    yield Document(f"{file.name}:{number}", "", text, "utf-8", language=language)
    else:
        yield load(file)


def defects(reading: Reading) -> list[str]:
    """What of a reading is not as its text has it."""
    text = reading.text
    wrong = [
        f"{item.surface!r} at {item.start}"
        for item in (*reading.figures, *reading.rejected)
        if text[slice(item.start, item.end)] != item.surface
    ]
    wrong += [
        f"{name} of {figure.surface!r}"
        for figure in reading.figures
        for name, (start, end) in figure.spans.items()
        if text[start:end] != getattr(figure, name)
    ]
    taken = {
        at
        for item in (*reading.figures, *reading.rejected)
        for at in range(item.start or 0, item.end or 0)
    }
    wrong += [
        f"digits {match.group()!r} at {match.start()} are neither figure nor rejected"
        for match in DIGITS.finditer(text)
        if not taken.intersection(range(*match.span()))
    ]
    return wrong


def main() -> None:
    """Print the counts, and the first defects."""
    texts = spans = bad = 0
    for file in map(Path, sys.argv[1:]):
        for document in documents(file):
            reading = read_text(document, model=False)
            found = defects(reading)
            texts += 1
            spans += len(reading.rejected) + sum(1 + len(f.spans) for f in reading.figures)
            bad += len(found)
            if found and bad < 20:
                print(f"{document.path}: {found[0]}")
    print(f"{texts:,} texts, {spans:,} spans, {bad} defects")


if __name__ == "__main__":
    main()
