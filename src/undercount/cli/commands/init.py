"""`undercount init`: a new project."""

from __future__ import annotations

import json
from pathlib import Path

import click

from undercount.cli.named import NamedPath
from undercount.errors import InputError, Problem
from undercount.project import write_text

_TOML = """\
[project]
title = {title}
seed = 1

# What to read: .txt and .html files.
[[document]]
path = "documents/*"

# A trained network decides what the rules propose, and leaves a field open where it is not
# sure. For the rules alone:
# [read]
# network = false

# One number over time, from sources that disagree. Figures reach it once they
# are typed in hand/figures.csv or accepted with `undercount decide`.
# [[series]]
# name = "camp"
# title = "People in the camp"
# quantity = "camp_population"
# place = "Calais camp"
# anchors = ["closure register"]      # the source that fixes the level
# ask = [2016-08-31]

# People nobody counted, from a table of 0/1 columns and count (lists that
# overlap), or of capture and count (one register).
# [[estimate]]
# name = "passed-through"
# file = "histories/lists.csv"
# methods = ["loglinear"]

# Lists of people, one of each body, put into registers/: git ignores that folder
# and link/, and neither may leave your machine. Without columns, those that bear
# the names of fields are taken: id, name (or given, family, father), birth (or age
# and seen), sex, nationality, place, language, address, phone, number.
# [registers.clinic]
# path = "registers/clinic/*.csv"     # CSV, Parquet or Excel
# columns = {{ id = "file no", given = "first_name", family = "last_name", birth = "dob" }}
# [registers.legal-aid]
# path = "registers/legal-aid/2016.xlsx"

# A list that its owner cannot show comes as encodings, which name nobody, and is
# linked with encodings alone: undercount encode.
# [encodings.school]
# path = "encodings/school.parquet"

# How the lists above are encoded, word for word as all partners have agreed.
# [encode]
# between = ["clinic", "legal-aid", "school"]   # all lists that will be linked
# flip = 0.02                          # chance that a bit is turned over
# strata = ["nationality"]            # fields that may travel in clear

# What linkage runs on; left out, it runs on this machine.
# [link]
# backend = "spark"
# master = "local[2]"

# People on none of the lists, from the registers linked.
# [[estimate]]
# name = "camp"
# lists = ["clinic", "legal-aid"]
# by = ["nationality"]                # or sex, language, place
# methods = ["loglinear"]

# Children in your care and relatives who look for a child: who may belong together.
# [trace]
# people = ["amal", "bo"]             # who may decide; a match needs two of them
# purpose = "family tracing"          # consent must be for this
# [trace.cases]
# path = "cases.csv"                  # git ignores cases*, requests* and tracing.db
# columns = {{ id = "case no", name = "full name", birth = "born", consent = "agreed" }}
# [trace.requests]
# path = "requests/*.csv"

[report]
suppress_below = 10
"""
_GITIGNORE = """\
# Registers, what links them, and tracing files never leave their owner's machine.
registers/
link/
tracing.db*
# Encodings go to the linkage unit alone, the key to those who encode.
encodings/
*.key
/cases*
/requests*
/progress.toml
# Made by `undercount run`, and by `undercount trace` what it reads of tracing.
trace/
.undercount/
ledger.db*
series/
balance/
what_if/
estimates/
reports/
exports/
conflicts.json
copies.json
lineage.json
"""


@click.command()
@click.argument("folder", type=NamedPath())
def command(folder: Path) -> None:
    """Make a new project in FOLDER: its settings, its folders, its git-ignore."""
    from undercount.ledger import COLUMNS
    from undercount.project.settings import FILE_NAME

    if (folder / FILE_NAME).exists():
        hint = "Choose another folder, or edit the file that is there"
        raise InputError(Problem("a project is already here", str(folder / FILE_NAME), hint=hint))
    if folder.exists() and not folder.is_dir():
        raise InputError(Problem("is a file, not a folder", str(folder)))
    for name in ("documents", "hand", "histories", "registers"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    _ignore(folder / ".gitignore")
    fresh = {
        folder / "hand" / "figures.csv": ",".join(COLUMNS) + "\n",
        folder / "hand" / "aliases.csv": "kind,from,to\n",
    }
    for path, text in fresh.items():
        if not path.exists():
            write_text(path, text)
    # The settings come last: a folder is a project only once everything else is there.
    title = json.dumps(folder.resolve().name, ensure_ascii=False).replace("\x7f", "\\u007f")
    write_text(folder / FILE_NAME, _TOML.format(title=title))
    click.echo(f"Made {folder}. Put documents into {folder / 'documents'}, then:")
    click.echo(f"  undercount run {folder}")


def _ignore(path: Path) -> None:
    """Add to `.gitignore` what it does not hold: a register must never be pushed by accident."""
    present = path.read_text(encoding="utf-8") if path.exists() else ""
    missing = [line for line in _GITIGNORE.splitlines() if line not in present.splitlines()]
    if missing:
        gap = "" if not present or present.endswith("\n") else "\n"
        write_text(path, present + gap + "\n".join(missing) + "\n")
