"""How fast the reader is: articles a second on one core, and 10,000 files on all cores.

Run with `python benchmarks/read.py [ARTICLES]`. The articles are of 4 kB, sentences drawn with a
fixed seed from the annotated documents in corpus, so that they hold about as many figures
as a report does, which is several times what news holds.
"""

from __future__ import annotations

import os
import random
import resource
import sys
import tempfile
import time
from pathlib import Path

from undercount.errors import Problem
from undercount.read import CopyFinder, Document, load, read_all, read_text

ROOT = Path(__file__).parents[1]
SIZE = 4000  # bytes


def articles(count: int) -> list[str]:
    """Texts of 4 kB in English, made of paragraphs of the annotated documents."""
    paragraphs = [
        line
        for file in sorted((ROOT / "corpus").glob("?/*.txt"))  # not the drills, which hold marks
        if load(file).language == "en"
        for line in file.read_text(encoding="utf-8").splitlines()
        if len(line) > 120
    ]
    draw = random.Random(20261122)
    made = []
    for _ in range(count):
        text = ""
        while len(text.encode()) < SIZE:
            text += draw.choice(paragraphs) + "\n\n"
        made.append(text)
    return made


def one_core(texts: list[str], *, model: bool) -> None:
    """Reading alone, files and processes left out."""
    documents = [Document("a.txt", "", text, "utf-8") for text in texts]
    start = time.process_time()
    read_text(documents[0], model=model)
    print(f"first article, words loaded: {time.process_time() - start:.2f} s of CPU")
    start = time.process_time()
    figures = sum(len(read_text(document, model=model).figures) for document in documents)
    spent = time.process_time() - start
    size = sum(len(text.encode()) for text in texts)
    rate = size / SIZE / spent
    print(
        f"one core: {rate:.0f} articles of 4 kB a second ({size / 1000 / spent:.0f} kB/s), "
        f"{figures / len(texts):.0f} figures an article"
    )


def all_cores(texts: list[str], *, model: bool) -> None:
    """From files to readings and copies, in processes, as the command does it."""
    workers = os.cpu_count() or 1
    with tempfile.TemporaryDirectory() as folder:
        for i, text in enumerate(texts):
            Path(folder, f"{i:06}.txt").write_text(text, encoding="utf-8")
        names = [f"{i:06}.txt" for i in range(len(texts))]
        copies = CopyFinder()
        marks = []
        start = time.perf_counter()
        for done, item in enumerate(read_all(names, folder, workers=workers, model=model), 1):
            assert not isinstance(item, Problem), item
            copies.add(item)
            if done in (len(names) // 10, len(names)):
                used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
                marks.append(f"{used:.0f} MB after {done:,}")
        read = time.perf_counter() - start
        found = copies.result()
        spent = time.perf_counter() - start
    grown = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(
        f"{len(texts):,} files on {workers} cores: {read:.0f} s to read "
        f"({len(texts) / read:.0f} a second), {spent - read:.0f} s to compare "
        f"{len(found.clusters):,} clusters of figures"
    )
    print(f"most memory: {', '.join(marks)}; of a reading process {grown:.0f} MB")


def main() -> None:
    """Print the rates."""
    texts = articles(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
    for model, share in ((False, 1), (True, 20)):
        print("rules and network:" if model else "rules alone:")
        one_core(texts[: 200 // (5 if model else 1)], model=model)
        all_cores(texts[: len(texts) // share], model=model)


if __name__ == "__main__":
    main()
