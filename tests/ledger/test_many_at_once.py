"""Many processes at one ledger: each decision is there once, and none acknowledged is lost."""

from __future__ import annotations

import random
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from undercount.ledger import Figure, Ledger, Reading

PROCESSES = 8

# Judges every item it is given, in an order of its own, and says which were acknowledged.
_JUDGE = """
import random, sys
from undercount.ledger import Ledger

path, by, seed, first, last = sys.argv[1], sys.argv[2], *map(int, sys.argv[3:6])
with Ledger(path, write=False) as ledger:
    ids = [item.id for item in ledger.listed()][first:last]
random.Random(seed).shuffle(ids)
with Ledger(path) as ledger:
    for name in ids:
        ledger.judge([name], "accepted", by=by, why="", key=f"{by} {name}")
        print(name, flush=True)
"""


def _figure(document: str, text: str, line: str) -> Figure:
    start, surface = text.index(line), line.split()[1]
    value = float(surface)
    return Figure(
        surface=surface, value=value, low=value, high=value, document=document,
        start=start + 10, end=start + 14, sentence_start=start, sentence_end=start + len(line),
    )  # fmt: skip


def _ledger(folder: Path, items: int) -> Path:
    """A ledger of invented figures, 40 to a document."""
    path = folder / "ledger.db"
    lines = [f"Invented: {1000 + line} people came to quay {line}." for line in range(40)]
    text = "\n".join(lines)
    with Ledger(path) as ledger:
        for number in range(items // 40):
            name = f"{number}.txt"
            figures = tuple(_figure(name, text, line) for line in lines)
            ledger.put_reading(Reading(name, "0", text, figures=figures))
    return path


def _start(path: Path, by: str, seed: int, first: int, last: int) -> subprocess.Popen[str]:
    words = [sys.executable, "-c", _JUDGE, str(path), by, *map(str, (seed, first, last))]
    return subprocess.Popen(words, stdout=subprocess.PIPE, text=True)


@pytest.mark.parametrize("items", [400, pytest.param(4000, marks=pytest.mark.long)])
def test_eight_processes_judge_all_items_each_once(tmp_path: Path, items: int) -> None:
    """Each item is sent by two processes that know nothing of each other, in different orders."""
    path = _ledger(tmp_path, items)
    share = 2 * items // PROCESSES
    running = [
        _start(path, f"person {n // 2}", n, n // 2 * share, (n // 2 + 1) * share)
        for n in range(PROCESSES)
    ]
    acknowledged = [process.communicate()[0].split() for process in running]
    assert [process.returncode for process in running] == [0] * PROCESSES
    assert [len(names) for names in acknowledged] == [share] * PROCESSES
    with Ledger(path, write=False) as ledger:
        made = ledger.history()
        assert len(made) == items
        assert set(Counter(judgement.figure for judgement in made).values()) == {1}
        assert {entry.decision for entry in ledger.entries()} == {"accepted"}


def test_kill_9_loses_nothing_acknowledged_and_sending_again_doubles_nothing(
    tmp_path: Path,
) -> None:
    path = _ledger(tmp_path, 400)
    draw = random.Random(9)
    told: set[str] = set()
    for attempt in range(6):
        process = _start(path, "A. Tester", attempt, 0, 400)
        assert process.stdout is not None
        for _ in range(draw.randint(5, 120)):
            told.add(process.stdout.readline().strip())
        process.kill()
        told.update(process.communicate()[0].split())
        with Ledger(path, write=False) as ledger:
            kept = [judgement.figure for judgement in ledger.history()]
        assert told <= set(kept)
        assert len(kept) == len(set(kept))
    process = _start(path, "A. Tester", 99, 0, 400)
    assert len(process.communicate()[0].split()) == 400
    with Ledger(path, write=False) as ledger:
        assert len(ledger.history()) == 400
