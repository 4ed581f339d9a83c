"""A small linkage with a clerk's sample, made by hand. Everybody in it is invented."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np

from undercount.link.linkage import Linkage
from undercount.link.pairs import Pairs
from undercount.link.sample import choose_pairs
from undercount.link.sample_sheet import write_sample
from undercount.link.shown import shown
from undercount.project import load_project
from undercount.workflow.linking import read_lists

NAME = "all"
SECRET = "Zubaida"
"""A part of a name that must be nowhere but on the screen and in the lists."""
_SETTINGS = """
[project]
title = "Two invented lists"

[registers.clinic]
path = "registers/clinic.csv"

[registers.census]
path = "registers/census.csv"
"""
_N = 12


def make_links(root: Path, size: int = 20) -> Path:
    """A project with two linked lists and a sample of them; returns the linkage's folder."""
    (root / "registers").mkdir(parents=True)
    (root / "undercount.toml").write_text(_SETTINGS, encoding="utf-8")
    for name, first in (("clinic", "C"), ("census", "S")):
        with (root / "registers" / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
            rows = csv.writer(file)
            rows.writerow(["id", "name", "birth", "sex"])
            for number in range(_N):
                person = f"{SECRET} نور" if name == "census" and number < 2 else SECRET
                rows.writerow([f"{first}{number}", f"{person} {chr(65 + number)}oor", 1980, "f"])
    project = load_project(root)
    folder = root / "link" / NAME
    folder.mkdir(parents=True)
    registers = read_lists(project, project.registers)
    left, right = (each.ravel() for each in np.mgrid[0:_N, _N : 2 * _N])
    of_list = np.repeat(np.array([0, 1], np.int16), _N)
    rng = np.random.default_rng(5)
    pairs = Pairs(
        ("clinic", "census"),
        of_list,
        left.astype(np.int32),
        right.astype(np.int32),
        rng.normal(size=len(left)),
        rng.random(len(left)),
    )
    record = tuple(str(it) for each in registers for it in each.records["record"].to_pylist())
    levels = np.stack([(left + right) % 2, np.full(len(left), -1)], axis=1).astype(np.int8)
    model = {
        "lists": ["clinic", "census"],
        "comparisons": [
            {"name": "name", "levels": ["another name", "a rare name in common"]},
            {"name": "birth", "levels": ["same year of birth"]},
        ],
    }
    linkage = Linkage(
        pairs.lists, record, pairs, ("name", "birth"), levels, ("why",) * len(left),
        np.arange(2 * _N, dtype=np.int32), model,
    )  # fmt: skip
    linkage.write(folder)
    chosen = choose_pairs(pairs, size, seed=3)
    write_sample(folder / "sample.csv", pairs, chosen, record, shown(registers))
    return folder


def answer_sheet(folder: Path, answers: dict[int, str], reader: str = "A. Clerk") -> None:
    """Type answers in the sheet, by the number of the pair from 1."""
    path = folder / "sample.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        read = csv.DictReader(file)
        names, lines = list(read.fieldnames or ()), list(read)
    for number, word in answers.items():
        lines[number - 1] |= {"same": word, "reader": reader}
    with path.open("w", encoding="utf-8", newline="") as file:
        written = csv.DictWriter(file, names)
        written.writeheader()
        written.writerows(lines)
