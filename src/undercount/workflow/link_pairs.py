"""The pairs of a clerk's sample with their records, for a clerk who looks at them in a browser."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from undercount.errors import InputError, MissingFileError, Problem
from undercount.project import Project, digest
from undercount.workflow.linking import Linking, folder_of, linkings, list_files, read_lists

if TYPE_CHECKING:
    from undercount.link.judged import Answer, PairKey
    from undercount.link.told import Told


@dataclass(frozen=True, slots=True)
class SampledPair:
    """One pair of a sample, as a clerk sees it: without the probability, as in the sheet.

    Attributes:
        id: digest that says nothing of the records.
        linkage: name of the linkage.
        number: in the sheet, from 1.
        of: pairs in the sheet.
        pair: lists and ids of the two records.
        texts: of both, by field; "" where not known.
        told: what agrees and what does not, field by field.
    """

    id: str
    linkage: str
    number: int
    of: int
    pair: PairKey
    texts: dict[str, tuple[str, str]]
    told: tuple[Told, ...]

    @property
    def version(self) -> str:
        """Digest of what is shown."""
        said = [[one.field, one.verdict, one.words] for one in self.told]
        return digest(self.pair, self.texts, said)[:16]


@dataclass(frozen=True, slots=True)
class SampledPairs:
    """A sample with its records.

    Attributes:
        linkage: fingerprint of the linkage that it was drawn from.
        pairs: in the order of the sheet, which is drawn at random.
        sheet: what the sheet says.
    """

    linkage: str
    pairs: tuple[SampledPair, ...]
    sheet: tuple[Answer, ...]


def sampled_linkings(project: Project) -> tuple[Linking, ...]:
    """The linkages in clear for which a sample has been drawn."""
    from undercount.link.sample_answers import SAMPLE

    return tuple(
        linking
        for linking in linkings(project)
        if linking.lists and (folder_of(project, linking.name) / SAMPLE).is_file()
    )


def stamp_of(project: Project, linking: Linking) -> tuple[tuple[str, int, int], ...]:
    """Changes whenever a file does that `read_sample_of` reads."""
    from undercount.link.sample_answers import SAMPLE

    folder = folder_of(project, linking.name)
    files = [folder / "pairs.parquet", folder / "model.json", folder / SAMPLE]
    files += [path for item in linking.lists for path in list_files(project, item)]
    return tuple(_stamp(path) for path in files)


def read_sample_of(project: Project, linking: Linking) -> SampledPairs:
    """The sample of a linkage, which has one.

    Raises:
        MissingFileError: the sheet or the linkage has gone.
        InputError: the lists or the linkage have changed since the sample was drawn.
    """
    from undercount.link.linkage import Linkage
    from undercount.link.sample import fingerprint
    from undercount.link.sample_answers import SAMPLE, clerks_in
    from undercount.link.shown import shown
    from undercount.link.told import told

    folder = folder_of(project, linking.name)
    clerks = clerks_in(folder)
    if clerks is None:
        raise MissingFileError(Problem("there is no such file", str(folder / SAMPLE)))
    linkage = Linkage.read(folder)
    if clerks.linkage != fingerprint(linkage.pairs):
        hint = "Take the sheet out, then draw a new sample: undercount link --sample 200"
        what = "the sample was drawn from another linkage"
        raise InputError(Problem(what, str(folder / SAMPLE), hint=hint))
    registers = read_lists(project, linking.lists)
    fields = shown(registers)
    row_of = {
        (register.name, str(record)): row
        for row, (register, record) in enumerate(
            (register, record)
            for register in registers
            for record in register.records["record"].to_pylist()
        )
    }
    pairs = linkage.pairs
    names = [linkage.lists[i] for i in pairs.of_list]
    wanted = {frozenset((key[:2], key[2:])): key for key in clerks.pairs}
    level_of = {}
    for e, (a, b) in enumerate(zip(pairs.left.tolist(), pairs.right.tolist(), strict=True)):
        both = frozenset(((names[a], linkage.record[a]), (names[b], linkage.record[b])))
        if both in wanted:
            level_of[wanted[both]] = linkage.levels[e].tolist()
    words_of = {one["name"]: one["levels"] for one in linkage.model["comparisons"]}
    made = []
    for number, key in enumerate(clerks.pairs, start=1):
        rows = (row_of.get(key[:2]), row_of.get(key[2:]))
        if key not in level_of or None in rows:
            hint = "Run: undercount link"
            what = f"pair {number} is no longer in the lists"
            raise InputError(Problem(what, str(folder / SAMPLE), number + 1, hint=hint))
        texts = {field: (said[rows[0] or 0], said[rows[1] or 0]) for field, said in fields.items()}
        seen = {field: both for field, both in texts.items() if any(both)}
        compared = {
            name: words_of[name][level]
            for name, level in zip(linkage.comparisons, level_of[key], strict=True)
            if level >= 0
        }
        made.append(
            SampledPair(
                digest("pair", linking.name, key)[:16], linking.name, number, len(clerks.pairs),
                key, seen, told(seen, compared),
            )
        )  # fmt: skip
    return SampledPairs(clerks.linkage, tuple(made), clerks.sheet)


def _stamp(path: Path) -> tuple[str, int, int]:
    try:
        told = path.stat()
    except FileNotFoundError:
        return (str(path), 0, 0)
    return (str(path), told.st_mtime_ns, told.st_size)
