"""How fast a list of people comes into the standard form, from CSV.

Run with `python benchmarks/lists.py [ROWS]`, 1,000,000 unless given. The people are invented, drawn
with a fixed seed; half of the names are distinct, all ids and telephones are.
"""

from __future__ import annotations

import csv
import random
import resource
import sys
import tempfile
import time
from itertools import product
from pathlib import Path

from undercount.registers import read_register

COLUMNS = {
    "id": "file no",
    "given": "first_name",
    "family": "last_name",
    "birth": "dob",
    "sex": "sex",
    "nationality": "nat",
    "place": "town",
    "phone": "tel",
    "seen": "2016-08-31",
}
GIVEN = [
    "".join(parts)
    for parts in product(
        ("Am", "Yu", "Sa", "Mo", "Fa", "Be", "Lu", "Ke"),
        ("i", "a", "u", "o", "ee", "ha"),
        ("na", "suf", "ra", "mad", "tima", "kele", "cas"),
    )
]
FAMILY = [
    "".join(parts)
    for parts in product(
        ("Dia", "Teh", "Okon", "Kari", "Spec", "Nur", "Tes"),
        ("l", "r", "k", "m", "b", "s"),
        ("lo", "ani", "wo", "mi", "imen", "de", "zai"),
    )
]
NATIONALITIES = ["AFGHANE", "Afghan", "AFG", "Soudan", "SDN", "Syrienne", "IRQ", "?", "NC", "Kurde"]


def write(file: Path, rows: int) -> None:
    """A list of so many rows, two in a hundred of the person of the row before."""
    draw = random.Random(20261123)
    with file.open("w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out)
        writer.writerow([name for name in COLUMNS.values() if not name.startswith("2016")])
        person = ["0", "", "", ""]
        for row in range(rows):
            day = f"{draw.randint(1, 28):02d}/{draw.randint(1, 12):02d}/{draw.randint(1950, 2015)}"
            birth = day if draw.random() < 0.8 else draw.choice(("", "1998", "mars 1995"))
            second = f" {draw.choice(FAMILY)}" if draw.random() < 0.2 else ""
            if draw.random() < 0.98 or row == 0:
                person = [str(row), draw.choice(GIVEN), draw.choice(FAMILY) + second, birth]
            writer.writerow(
                [
                    *person,
                    draw.choice("HF") if draw.random() < 0.9 else "",
                    draw.choice(NATIONALITIES),
                    draw.choice(("Calais", "Dunkerque", "Paris")),
                    f"+33 6 {draw.randint(10**7, 10**8 - 1)}",
                ]
            )


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "list.csv"
        write(file, rows)
        began, processor = time.perf_counter(), time.process_time()
        made = read_register("simulated", file, COLUMNS)
        seconds, processor = time.perf_counter() - began, time.process_time() - processor
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(f"{rows:,} rows, {len(made):,} records: {seconds:.1f} s ({processor:.1f} s of processor)")
    print(f"memory at most {memory:.1f} GB")


if __name__ == "__main__":
    main()
