"""The sheets that clerks fill: pairs to judge, records to look up; what they say so far."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING

from undercount.cli.linking import Linking, Say, folder_of, read_lists
from undercount.errors import InputError, Problem
from undercount.project import Project, digest, file_digest

if TYPE_CHECKING:
    from undercount.link.audit.folder import Audit
    from undercount.link.draws import PartitionDraws
    from undercount.link.linkage import Linkage
    from undercount.link.pairs import Pairs

SAMPLE = "sample.csv"
# Ways the records may belong to people that are drawn for the doubt.
DRAWS = 200
# Share of the audited records that a second reader looks up too, where nobody says otherwise.
READ_TWICE = 0.2


def draws_of(pairs: Pairs, seed: int) -> PartitionDraws:
    """The ways the records may belong to people; the same pairs and seed give the same."""
    from undercount.link.draws import draw_partitions

    return draw_partitions(pairs, draws=DRAWS, seed=seed)


def sample_is_done(folder: Path) -> bool:
    """Whether a clerk has judged every pair of a sample; one that is not done changes nothing."""
    path = folder / SAMPLE
    return path.is_file() and not waiting(path, "same")


def calibrated(folder: Path, linkage: Linkage) -> tuple[Pairs, int]:
    """The pairs as a clerk's sample corrects them, and how many pairs the clerk judged.

    Raises:
        InputError: a finished sample that cannot be read.
    """
    if not sample_is_done(folder):
        return linkage.pairs, 0
    from undercount.link.sample_calibration import calibrate
    from undercount.link.sample_sheet import read_sample

    answers = read_sample(folder / SAMPLE, linkage.pairs, linkage.record)
    return calibrate(linkage.pairs, answers).apply(linkage.pairs), len(answers.same)


def audit_in(folder: Path) -> Audit | None:
    """The audit as far as it has come, or None where none was begun.

    Raises:
        InputError: what is wrong with its sheets, all at once.
    """
    if not any(folder.glob("audit*")):
        return None
    from undercount.link.audit.folder import read_audit

    return read_audit(folder)


def answers_digest(folder: Path) -> str:
    """One hash of all that clerks have said; sheets that wait do not change it.

    Raises:
        InputError: what is wrong with the sheets.
    """
    sample = file_digest(folder / SAMPLE) if sample_is_done(folder) else ""
    audit = audit_in(folder)
    if audit is None or not audit.first.same:
        return digest(sample)
    said = [
        sorted((record, sorted(same)) for record, same in reader.same.items())
        for reader in (audit.first, audit.second)
        if reader is not None
    ]
    return digest(sample, said, file_digest(folder / "audit-sample.parquet"))


def sheets_in(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """Each sheet that lies there: its name, how many it asks for, how many wait."""
    made = []
    if (folder / SAMPLE).is_file():
        made.append((SAMPLE, _rows(folder / SAMPLE), waiting(folder / SAMPLE, "same")))
    if audit := audit_in(folder):
        for name, answers in (("audit", audit.first), ("audit-second", audit.second)):
            if answers is not None:
                path = next(path for path in sorted(folder.glob(f"{name}.*")))
                made.append((path.name, answers.n_blocks, answers.n_blocks - len(answers.same)))
    return tuple(made)


def write_sheets(
    project: Project,
    linking: Linking,
    *,
    sample: int | None,
    audit: int | None,
    second_reader: float | None,
    say: Say,
) -> None:
    """Write the sheets asked for; what a clerk has typed is kept."""
    from undercount.link.linkage import Linkage
    from undercount.link.shown import shown

    if sample is None and audit is None:
        return
    folder = folder_of(project, linking.name)
    linkage = Linkage.read(folder)
    registers = read_lists(project, linking.lists, say)
    fields = shown(registers)
    if sample is not None and _untouched(folder / SAMPLE, "same"):
        from undercount.link.sample import choose_pairs
        from undercount.link.sample_sheet import write_sample

        say("drawing pairs for the clerk")
        chosen = choose_pairs(linkage.pairs, sample, project.seed)
        write_sample(folder / SAMPLE, linkage.pairs, chosen, linkage.record, fields)
    if audit is not None:
        from undercount.link.audit.folder import begin_audit

        pairs, _ = calibrated(folder, linkage)
        say("drawing records for the clerk")
        begin_audit(
            folder,
            draws_of(pairs, project.seed),
            pairs,
            linkage.record,
            fields,
            registers=registers,
            n=audit,
            second=READ_TWICE if second_reader is None else second_reader,
            seed=project.seed,
        )


def waiting(path: Path, column: str) -> int:
    """How many rows of a sheet have no answer yet.

    Raises:
        InputError: it is no sheet with such a column.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        hint = "Save it as CSV UTF-8"
        raise InputError(Problem("is not UTF-8 text", str(path), hint=hint)) from error
    header = text.split("\n", 1)[0]
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=header.count)))
    names = [name.strip() for name in rows[0]] if rows else []
    if column not in names:
        hint = "Take the sheet out and let a new one be written"
        raise InputError(Problem(f"has no column '{column}'", str(path), 1, hint=hint))
    at = names.index(column)
    filled = [row for row in rows[1:] if any(cell.strip() for cell in row)]
    return sum(len(row) <= at or not row[at].strip() for row in filled)


def _untouched(path: Path, column: str) -> bool:
    """Whether a sheet is not there, or holds nothing that a clerk has done."""
    return not path.is_file() or waiting(path, column) == _rows(path)


def _rows(path: Path) -> int:
    text = path.read_text(encoding="utf-8-sig")
    return sum(1 for line in text.splitlines()[1:] if line.strip(" ,;\t"))
