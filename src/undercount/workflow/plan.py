"""The steps a project asks for, each with what it depends on and what it makes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path

from undercount.ledger import Aliases, Entry, Ledger, read_aliases, read_hand_figures
from undercount.project import (
    BalanceSettings,
    EstimateSettings,
    Project,
    SeriesSettings,
    WhatIfSettings,
    digest,
    file_digest,
    read_json,
    write_json,
)
from undercount.workflow.draws import write_draws
from undercount.workflow.link_steps import link_steps
from undercount.workflow.linked_groups import INDEX
from undercount.workflow.linked_noise import RELEASE
from undercount.workflow.linking import HISTORIES, Linking, facts_file, folder_of, linking_of
from undercount.workflow.reconciling import (
    Family,
    balance_answer,
    claimed,
    conflicts_answer,
    counts_of,
    families,
    family_answers,
    lineage_answer,
    speaking_to,
    what_if_answer,
)
from undercount.workflow.step import Step

REPORT = "reports/index.html"
CONFLICTS = "conflicts.json"
COPIES = "copies.json"
LINEAGE = "lineage.json"
# All that a report may know of tracing; said here so that no step imports that room.
TRACED = "trace/totals.json"


def series_file(settings: SeriesSettings) -> str:
    """Where a series' answer is kept, inside the project."""
    return f"series/{settings.name}.json"


def balance_file(settings: BalanceSettings) -> str:
    """Where a balance is kept, inside the project."""
    return f"balance/{settings.name}.json"


def what_if_file(settings: WhatIfSettings) -> str:
    """Where a what-if is kept, inside the project."""
    return f"what_if/{settings.name}.json"


def estimate_file_name(settings: EstimateSettings) -> str:
    """Where an estimate's answers are kept, inside the project."""
    return f"estimates/{settings.name}/estimate.json"


def checks_file(settings: EstimateSettings) -> str:
    """Where the checks of an estimate are kept, inside the project."""
    return f"estimates/{settings.name}/robustness.json"


def _digest(path: Path) -> str:
    """Hash of a file that an earlier step makes; "" before it was made."""
    return file_digest(path) if path.is_file() else ""


class Plan:
    """The steps of one project, in order.

    Attributes:
        steps: first what fills the ledger, then what answers, then the report.
    """

    def __init__(self, project: Project, documents: Sequence[Path], ledger: Ledger) -> None:
        self._project = project
        self._ledger = ledger
        self._documents = tuple(documents)
        self._entries: tuple[Entry, ...] | None = None
        self._linkings: tuple[Linking, ...] = tuple(
            linking_of(project, item) for item in project.estimates if item.lists
        )
        self.steps = (
            *(self._read_step(path) for path in documents),
            self._hand_step(),
            self._copies_step(),
            self._lineage_step(),
            *(self._family_step(family) for family in families(project.series)),
            *(self._balance_step(settings) for settings in project.balances),
            *(self._what_if_step(settings) for settings in project.what_ifs),
            self._conflict_step(),
            *(step for linking in self._linkings for step in link_steps(project, linking)),
            *(self._estimate_step(settings) for settings in project.estimates),
            *(self._checks_step(settings) for settings in project.estimates if settings.robustness),
            self._report_step(),
        )

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The ledger as it stands once every document is read."""
        if self._entries is None:
            self._entries = self._ledger.entries(self.aliases())
        return self._entries

    def aliases(self) -> Aliases:
        """What `hand/aliases.csv` says."""
        return read_aliases(self._project.root / "hand" / "aliases.csv")

    @property
    def standing(self) -> list[Entry]:
        """What nobody has rejected."""
        return [entry for entry in self.entries if entry.decision != "rejected"]

    def _relative(self, path: Path) -> str:
        return path.relative_to(self._project.root).as_posix()

    def _read_step(self, path: Path) -> Step:
        name = self._relative(path)
        how = self._project.read

        def make() -> None:
            from undercount.read import abstain, read_document

            reading = read_document(name, root=self._project.root, model=how.network)
            if how.network or how.abstain is not None:
                reading = abstain(reading, how.abstain)
            self._ledger.put_reading(reading)

        key = digest(self._ledger.identity, name, file_digest(path), asdict(how))
        return Step(f"read {name}", "read", lambda: key, make)

    def _hand_step(self) -> Step:
        file = self._project.root / "hand" / "figures.csv"
        names = [self._relative(path) for path in self._documents]

        def key() -> str:
            return digest(self._ledger.identity, names, file_digest(file) if file.is_file() else "")

        def make() -> None:
            self._ledger.keep_documents(names)
            self._ledger.put_hand_figures(read_hand_figures(file))

        return Step("import hand/figures.csv", "read", key, make)

    def _lineage_step(self) -> Step:
        output = self._project.root / LINEAGE
        copies = self._project.root / COPIES

        def key() -> str:
            return digest("lineage", [asdict(e) for e in self.standing], _digest(copies))

        def make() -> None:
            write_json(output, lineage_answer(self.standing, read_json(copies)))

        name = "trace what descends from what"
        return Step(name, "reconcile", key, make, (output,), feeds=True)

    def _family_step(self, family: Family) -> Step:
        root = self._project.root
        outputs = tuple(root / series_file(item) for item in family)

        def key() -> str:
            chosen = [[asdict(e) for e in speaking_to(item, self.entries)] for item in family]
            settings = [asdict(item) for item in family]
            lineage = read_json(root / LINEAGE) if (root / LINEAGE).is_file() else None
            counts = lineage and counts_of(family, self.entries, lineage)
            return digest(settings, self._project.seed, chosen, counts)

        def make() -> None:
            lineage = read_json(root / LINEAGE)
            made = family_answers(family, self.entries, lineage, self._project.seed)
            for item, output in zip(family, outputs, strict=True):
                write_json(output, made[item.name])

        names = ", ".join(item.name for item in family)
        return Step(f"reconcile {names}", "reconcile", key, make, outputs)

    def _balance_step(self, settings: BalanceSettings) -> Step:
        output = self._project.root / balance_file(settings)

        def key() -> str:
            chosen = [asdict(entry) for entry in claimed(settings, self.entries)]
            return digest("balance", asdict(settings), chosen)

        def make() -> None:
            write_json(output, balance_answer(settings, self.entries))

        return Step(f"balance {settings.name}", "reconcile", key, make, (output,))

    def _estimate_step(self, settings: EstimateSettings) -> Step:
        if settings.lists:
            return self._linked_step(settings)
        file = self._project.root / settings.file
        output = self._project.root / estimate_file_name(settings)
        draws = output.with_name("draws.parquet")
        key = digest(asdict(settings), self._project.seed, file_digest(file))

        def make() -> None:
            from undercount.estimate import estimate_all

            answers = estimate_all(
                file, settings.name, settings.methods, level=settings.level,
                seed=self._project.seed, **settings.settings,
            )  # fmt: skip
            write_draws(answers, draws)
            write_json(output, replace(answers, title=settings.title).to_dict())

        return Step(f"estimate {settings.name}", "estimate", lambda: key, make, (output, draws))

    def _linked_step(self, settings: EstimateSettings) -> Step:
        noisy = self._project.report.epsilon is not None
        file = folder_of(self._project, settings.name) / (RELEASE if noisy else HISTORIES)
        output = self._project.root / estimate_file_name(settings)
        draws = output.with_name("draws.parquet")

        def key() -> str:
            made = [_digest(file), _digest(file.with_name(INDEX))]
            return digest("linked", asdict(settings), self._project.seed, made)

        def make() -> None:
            from undercount.workflow.linked_estimate import estimate_lists, estimate_noisy

            answer = estimate_noisy if noisy else estimate_lists
            answers = answer(file, settings, self._project.seed)
            write_draws(answers, draws)
            write_json(output, answers.to_dict())

        name = f"estimate {settings.name}"
        return Step(
            name, "estimate", key, make, (output, draws), after=f"count people of {settings.name}"
        )

    def _checks_step(self, settings: EstimateSettings) -> Step:
        file = self._project.root / settings.file
        output = self._project.root / checks_file(settings)
        key = digest("robustness", asdict(settings), self._project.seed, file_digest(file))

        def make() -> None:
            from undercount.estimate import check_robustness

            made = check_robustness(
                file, level=settings.level, seed=self._project.seed,
                exclusive=settings.settings.get("exclusive", ()),
                non_members=settings.settings.get("non_members", ()),
                covariates=settings.settings.get("covariates", ""),
                by=settings.settings.get("by", ()),
            )  # fmt: skip
            write_json(output, replace(made, name=settings.title or settings.name).to_dict())

        return Step(f"check {settings.name}", "estimate", lambda: key, make, (output,))

    def _what_if_step(self, settings: WhatIfSettings) -> Step:
        root = self._project.root
        output = root / what_if_file(settings)
        files = {item.name: root / series_file(item) for item in self._project.series}

        def key() -> str:
            made = [_digest(path) for path in files.values()]
            return digest("what if", asdict(settings), self._project.seed, made)

        def make() -> None:
            series = {name: read_json(path) for name, path in files.items()}
            write_json(output, what_if_answer(settings, series, self._project.seed))

        return Step(f"what if {settings.name}", "reconcile", key, make, (output,))

    def _conflict_step(self) -> Step:
        root = self._project.root

        def key() -> str:
            return digest([asdict(e) for e in self.standing], _digest(root / LINEAGE))

        def make() -> None:
            write_json(root / CONFLICTS, conflicts_answer(self.standing, read_json(root / LINEAGE)))

        return Step("compare figures", "reconcile", key, make, (root / CONFLICTS,))

    def _copies_step(self) -> Step:
        output = self._project.root / COPIES

        def key() -> str:
            read = [asdict(e.figure) for e in self.entries if e.figure.origin != "hand"]
            return digest("copies", read, self._ledger.documents())

        def make() -> None:
            from undercount.read.copies import find_copies

            write_json(output, find_copies(self._ledger.readings(self.aliases())).to_dict())

        return Step("look for copies", "reconcile", key, make, (output,), feeds=True)

    def _report_step(self) -> Step:
        root = self._project.root
        answers = [
            *(root / series_file(settings) for settings in self._project.series),
            *(root / estimate_file_name(settings) for settings in self._project.estimates),
            *(root / checks_file(item) for item in self._project.estimates if item.robustness),
            *(root / facts_file(item.name) for item in self._linkings),
            root / CONFLICTS,
            root / LINEAGE,
            *(root / balance_file(item) for item in self._project.balances),
            *(root / what_if_file(item) for item in self._project.what_ifs),
        ]

        def key() -> str:
            settings = [self._project.title, self._project.seed, asdict(self._project.report)]
            made = [file_digest(path) for path in answers]
            ledger = [asdict(entry) for entry in self.entries]
            traced = _digest(root / TRACED) if self._project.trace else ""
            return digest(settings, made, ledger, self._ledger.documents(), traced)

        def make() -> None:
            from undercount.report import write
            from undercount.workflow.page import make_page

            page = make_page(self._project, self._ledger, self.entries)
            write(page, root / REPORT, language=self._project.report.language)

        return Step("write the report", "report", key, make, (root / REPORT,))
