"""The sheets that clerks fill: pairs to judge, records to look up; what they say so far."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from undercount.project import Project, digest, file_digest
from undercount.workflow.linking import Linking, Say, folder_of, read_lists

if TYPE_CHECKING:
    from undercount.link.audit.folder import Audit
    from undercount.link.draws import PartitionDraws
    from undercount.link.linkage import Linkage
    from undercount.link.pairs import Pairs

# Ways the records may belong to people that are drawn for the doubt.
_DRAWS = 200
# Share of the audited records that a second reader looks up too, where nobody says otherwise.
READ_TWICE = 0.2


def draws_of(pairs: Pairs, seed: int) -> PartitionDraws:
    """The ways the records may belong to people; the same pairs and seed give the same."""
    from undercount.link.draws import widened_draws

    return widened_draws(pairs, draws=_DRAWS, seed=seed)


def calibrated(folder: Path, linkage: Linkage) -> tuple[Pairs, int]:
    """The pairs as a clerk's sample corrects them, and how many pairs the clerk judged.

    A sample that is not done changes nothing.

    Raises:
        InputError: a finished sample that cannot be read.
    """
    from undercount.link.sample_answers import SAMPLE, clerks_in

    clerks = clerks_in(folder)
    if clerks is None or not clerks.done:
        return linkage.pairs, 0
    from undercount.link.sample_calibration import calibrate
    from undercount.link.sample_sheet import read_sample

    answers = read_sample(folder / SAMPLE, linkage.pairs, linkage.record, clerks.said)
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
    sample = _sample_digest(folder)
    audit = audit_in(folder)
    if audit is None or not audit.first.same:
        return digest(sample)
    said = [
        sorted((record, sorted(same)) for record, same in reader.same.items())
        for reader in (audit.first, audit.second)
        if reader is not None
    ]
    return digest(sample, said, file_digest(folder / "audit-sample.parquet"))


def _sample_digest(folder: Path) -> str:
    from undercount.link.sample_answers import clerks_in

    clerks = clerks_in(folder)
    if clerks is None or not clerks.done:
        return ""
    said = [(pair, sorted(clerks.said.get(pair, {}).items())) for pair in clerks.pairs]
    return digest(clerks.code, said)


def sheets_in(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """Each sheet that lies there: its name, how many it asks for, how many wait."""
    from undercount.link.sample_answers import SAMPLE, clerks_in

    made = []
    if (clerks := clerks_in(folder)) is not None:
        made.append((SAMPLE, len(clerks.pairs), clerks.waiting))
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
    if sample is not None and _untouched(folder):
        from undercount.link.sample import choose_pairs
        from undercount.link.sample_answers import SAMPLE
        from undercount.link.sample_sheet import write_sample

        say("drawing pairs for the clerk")
        chosen = choose_pairs(linkage.pairs, sample, project.seed)
        write_sample(folder / SAMPLE, linkage.pairs, chosen, linkage.record, fields)
    if audit is not None:
        from undercount.link.audit.folder import begin_audit
        from undercount.link.draws import draw_partitions

        pairs, _ = calibrated(folder, linkage)
        say("drawing records for the clerk")
        begin_audit(
            folder,
            # As the audit was tried: where the evidence itself is in doubt.
            draw_partitions(pairs, draws=_DRAWS, seed=project.seed),
            pairs,
            linkage.record,
            fields,
            registers=registers,
            n=audit,
            second=READ_TWICE if second_reader is None else second_reader,
            seed=project.seed,
        )


def _untouched(folder: Path) -> bool:
    """Whether no sample is there, or nobody has said anything of it."""
    from undercount.link.sample_answers import clerks_in

    clerks = clerks_in(folder)
    return clerks is None or (not clerks.said and len(clerks.empty) == len(clerks.pairs))
