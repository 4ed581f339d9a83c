"""An audit in its folder: begun, grown and read back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from undercount.errors import InputError, Problem
from undercount.link.audit.candidates import candidates
from undercount.link.audit.counts import AuditCounts, audit_counts
from undercount.link.audit.kept import NAME, Kept, read_kept, same_records, write_kept
from undercount.link.audit.read import SheetAnswers, read_sheet, read_typed
from undercount.link.audit.sample import AuditSample, audit_sample
from undercount.link.audit.sheet import write_sheet
from undercount.link.pairs import Pairs

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from undercount.link.draws import PartitionDraws
    from undercount.registers import Register

FIRST: Final = "audit"
SECOND: Final = "audit-second"
_KINDS: Final = (".csv", ".xlsx")


@dataclass(frozen=True, slots=True, eq=False)
class Audit:
    """An audit as far as it has come.

    Attributes:
        sample: the records that were chosen.
        first: what the clerk said.
        second: what the second reader said, or None where there is no sheet of one.
    """

    sample: AuditSample
    first: SheetAnswers
    second: SheetAnswers | None

    def counts(
        self,
        *,
        among: NDArray[np.bool_] | None = None,
        replicates: int = 400,
        seed: int = 1,
    ) -> AuditCounts | None:
        """`audit_counts` of what was looked up so far; None where nothing was."""
        if not self.first.same:
            return None
        second = self.second.same if self.second else None
        return audit_counts(
            self.sample, self.first.same, second, among=among, replicates=replicates, seed=seed
        )


def begin_audit(
    folder: Path,
    draws: PartitionDraws,
    pairs: Pairs,
    record: Sequence[str],
    fields: Mapping[str, Sequence[str]],
    *,
    registers: Sequence[Register] = (),
    n: int = 200,
    second: float = 0.2,
    kind: str = "csv",
    seed: int = 1,
) -> Path:
    """Writes the sheets of an audit, or makes the one that lies there larger.

    `audit.csv` is for the clerk, `audit-second.csv` for a second reader, who is not to see the
    first. Where an audit of the same records was begun already, its records and all that was typed
    stay, and as many more are added as are wanting. Nothing is half-written: each file is replaced
    as a whole, the sheets last.

    Args:
        folder: of the linkage.
        draws: ways the records may belong to people.
        pairs: the linkage's.
        record: each record's own id.
        fields: texts of each record for the clerk; see `link.shown`.
        registers: to look for names beyond the candidate pairs.
        n: records in all.
        second: share of them that a second reader looks up too; 0 for nobody.
        kind: "csv" or "xlsx", of new sheets.
        seed: of the choice.

    Returns:
        The clerk's sheet.

    Raises:
        InputError: an audit of other records lies there.
    """
    before = read_kept(folder) if (folder / NAME).exists() else None
    if before is not None and not same_records(before, draws.lists, record):
        what = "the registers have changed since this audit was begun"
        hint = "Move its files away to begin another; estimates go on with it as it is"
        raise InputError(Problem(what, str(folder / NAME), hint=hint))
    sample = audit_sample(draws, n, seed=seed) if before is None else before.sample.grown(n)
    old = {} if before is None else before.blocks
    new = [int(r) for r in sample.records if int(r) not in old]
    blocks = old | candidates(new, pairs, registers)
    twice = () if before is None else before.second
    if second > 0:
        wanted = max(1, round(second * len(blocks)))
        chosen = new if before else [int(r) for r in sample.second(second)]
        twice = (*twice, *chosen[: max(wanted - len(twice), 0)])
    kept = Kept(sample, tuple(record), blocks, twice)
    sheets = [_sheet(folder, FIRST, kind)]
    typed = [read_typed(sheets[0]) if sheets[0].exists() else None]
    if twice:
        sheets.append(_sheet(folder, SECOND, kind))
        typed.append(read_typed(sheets[1]) if sheets[1].exists() else None)
    write_kept(folder, kept)
    for path, only, answers in zip(sheets, (None, twice), typed, strict=False):
        write_sheet(path, kept, fields, only=only, typed=answers)
    return sheets[0]


def read_audit(folder: Path) -> Audit | None:
    """The audit in a folder as far as it has come; None where none was begun.

    Raises:
        InputError: every problem of its sheets at once.
    """
    if not (folder / NAME).exists():
        left = [path for path in sorted(folder.glob(f"{FIRST}*")) if path.suffix in _KINDS]
        if left:
            what = f"{NAME} is gone, without which the sheet cannot be read"
            raise InputError(Problem(what, str(left[0]), hint="Take it from a backup"))
        return None
    kept = read_kept(folder)
    problems: list[Problem] = []
    found: list[SheetAnswers | None] = [None, None]
    paths = [_sheet(folder, name) for name in (FIRST, SECOND)]
    for i, (path, only) in enumerate(zip(paths, (None, kept.second), strict=True)):
        if i and not path.exists():
            continue
        try:
            found[i] = read_sheet(path, kept, only)
        except InputError as error:
            problems += error.problems
    first, second = found
    if first and second:
        for record, reader in second.reader.items():
            if first.reader.get(record, "").casefold() == reader.casefold():
                name, own = kept.name(record)
                what = f"{reader} is the first reader of {name}:{own} as well"
                hint = "A second reader measures what the first overlooks: it must be another"
                problems.append(Problem(what, str(paths[1]), column="reader", hint=hint))
    if problems:
        raise InputError(problems)
    assert first is not None
    return Audit(kept.sample, first, second)


def _sheet(folder: Path, name: str, kind: str = "csv") -> Path:
    """The sheet of this name: the one that lies there, else a new one of this kind."""
    there = [folder / f"{name}{ending}" for ending in _KINDS]
    there = [path for path in there if path.exists()]
    if len(there) > 1:
        hint = "Keep the one that the clerk filled"
        raise InputError(Problem("there are two sheets of this audit", str(there[1]), hint=hint))
    if f".{kind}" not in _KINDS:
        raise InputError(f"there is no sheet of kind '{kind}'", "Give csv or xlsx")
    return there[0] if there else folder / f"{name}.{kind}"
