"""What was read, as a person looks at it: one document, or a folder of them."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.table import Table

from undercount.cli.terminal import add_row, new_table, number, print_rich, progress, say
from undercount.errors import InputError, MissingFileError, Problem
from undercount.ledger import Reading
from undercount.visible import visible

if TYPE_CHECKING:
    from undercount.read.endpoint import Endpoint
    from undercount.workflow.tell import Tell

_SHOWN = 5  # copies
_LISTED = 40  # documents


def read_paths(
    paths: Sequence[Path], form: str | None, *, workers: int | None = None,
    abstain: float | None = None, nlp: bool = False, model: bool = True,
    endpoint: Endpoint | None = None,
) -> None:  # fmt: skip
    """Read files and folders and print what they say.

    Args:
        paths: files, and folders whose documents are all read.
        form: "json", "csv", "hxl", or None for a table.
        workers: processes, or None for one a core.
        abstain: confidence below which a field is left out, or None to keep all.
        nlp: let spaCy find speakers that the rules miss.
        model: let the trained network decide the fields.
        endpoint: language model that may propose figures, or None.

    Raises:
        InputError: some document cannot be read; the others have been printed by then.
    """
    from undercount.read import read_document, to_gold

    if nlp:
        from undercount.read.nlp import spacy_backend

        spacy_backend.load()  # one message where it is missing, not one a document
    if len(paths) == 1 and not paths[0].is_dir() and form in (None, "json"):
        one = [read_document(paths[0], nlp=nlp, model=model)]
        (reading,) = _sure(_filled(one, endpoint), abstain)
        if form is None:
            print_reading(reading)
        else:
            click.echo(_json(to_gold(reading), indent=1))
        return
    root = paths[0] if len(paths) == 1 and paths[0].is_dir() else None
    problems: list[Problem] = []
    found_files = _documents(paths, problems)
    files = [file if root is None else file.relative_to(root) for file in found_files]
    with progress(quiet=False) as tell:
        crew = max(1, min(workers or os.cpu_count() or 1, len(files)))
        read = _read(files, root, crew, problems, tell, nlp=nlp, model=model)
        found = _sure(_filled(read, endpoint), abstain)
        if form == "json":
            _write_json(found, problems)
        elif form is not None:
            _write_rows(found, hxl=form == "hxl")
        else:
            show = _summarise(found)
    if form is None:
        show()
    if problems:
        raise InputError(problems)


def _documents(paths: Sequence[Path], shut: list[Problem]) -> list[Path]:
    from undercount.read.documents.kinds import SUFFIXES

    files: list[Path] = []
    problems = []
    for path in paths:
        if not path.is_dir():
            files.append(path)
            continue
        here = _inside(path, SUFFIXES, shut)
        files += here
        if not here and not shut:
            hint = f"The kinds that are read: {', '.join(SUFFIXES)}"
            problems.append(Problem("no document found in this folder", str(path), hint=hint))
    if problems:
        raise MissingFileError(problems)
    return list(dict.fromkeys(files))


def _inside(folder: Path, suffixes: Sequence[str], shut: list[Problem]) -> list[Path]:
    """Every document below, links that lead nowhere too; folders that cannot be opened go aside."""

    def skip(error: OSError) -> None:
        what = f"this folder cannot be opened: {(error.strerror or str(error)).lower()}"
        shut.append(Problem(what, str(error.filename), hint="Look at its permissions."))

    files = []
    for here, folders, names in os.walk(folder, onerror=skip):
        folders[:] = [name for name in folders if not name.startswith(".")]
        files += [
            Path(here, name)
            for name in names
            if not name.startswith(".") and Path(name).suffix.lower() in suffixes
        ]
    return sorted(files)


def _read(
    files: Sequence[Path],
    root: Path | None,
    workers: int,
    problems: list[Problem],
    tell: Tell,
    *,
    nlp: bool,
    model: bool,
) -> Iterator[Reading]:
    from undercount.read import read_all

    tell("", 0, len(files))
    for done, (file, item) in enumerate(
        zip(files, read_all(files, root, workers=workers, nlp=nlp, model=model), strict=True), 1
    ):
        tell(file.name, done, len(files))
        if isinstance(item, Problem):
            problems.append(item)
        else:
            yield item


def _sure(found: Iterable[Reading], threshold: float | None) -> Iterator[Reading]:
    from undercount.read import abstain

    for reading in found:
        yield reading if threshold is None else abstain(reading, threshold)


def _filled(found: Iterable[Reading], endpoint: Endpoint | None) -> Iterator[Reading]:
    """The readings, with what the language model proposes; what is refused is counted."""
    if endpoint is None:
        yield from found
        return
    from undercount.read.endpoint import fill

    accepted = refused = 0
    alone: dict[str, int] = {}
    for reading, proposals in fill(found, endpoint):
        accepted += len(proposals.accepted)
        refused += len(proposals.refused)
        for caution in reading.cautions:
            if caution.startswith("read without the language model"):
                alone[caution] = alone.get(caution, 0) + 1
        yield reading
    for caution, count in alone.items():
        s = "" if count == 1 else "s"
        click.echo(f"{number(count)} document{s} {visible(caution)}.", err=True)
    told = f"{number(accepted)} proposals stand in the text, {number(refused)} do not"
    click.echo(f"The language model: {told} and are left out.", err=True)


def _write_json(found: Iterable[Reading], problems: Sequence[Problem]) -> None:
    """One object, a document a line, each written as soon as it is read."""
    from undercount.read import CopyFinder, to_gold

    copies = CopyFinder()
    opening = '{"documents": [\n'
    for reading in found:
        copies.add(reading)
        click.echo(opening + _json(to_gold(reading)), nl=False)
        opening = ",\n"
    if opening != ",\n":
        click.echo(opening, nl=False)
    end = {"copies": copies.result().to_dict(), "problems": [str(item) for item in problems]}
    click.echo("\n], " + _json(end)[1:])


def _write_rows(found: Iterable[Reading], *, hxl: bool) -> None:
    from undercount.ledger.export import rows, write_csv

    write_csv((row for reading in found for row in rows(reading)), sys.stdout, hxl=hxl)


def _summarise(found: Iterable[Reading]) -> Callable[[], None]:
    """Reads them all; what it returns prints a line a document, then the copies among them."""
    from undercount.read import CopyFinder

    copies = CopyFinder()
    table = new_table("document", "figures", "other numbers", "quotes", "claims")
    totals = [0, 0, 0, 0]
    documents = 0
    for reading in found:
        copies.add(reading)
        lists = (reading.figures, reading.rejected, reading.quotes, reading.claims)
        totals = [total + len(items) for total, items in zip(totals, lists, strict=True)]
        documents += 1
        if documents <= _LISTED:
            add_row(table, reading.document, *(number(len(items)) for items in lists))

    def show() -> None:
        if documents > _LISTED:
            add_row(table, f"… and {number(documents - _LISTED)} more")
        if documents > 1:
            add_row(table, f"{number(documents)} documents", *(number(n) for n in totals))
        print_rich(table)
        print_copies(copies.result().to_dict())
        say("--json or --csv prints the figures themselves.")

    return show


def _json(value: object, indent: int | None = None) -> str:
    plain = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    return json.dumps(value, ensure_ascii=not plain, indent=indent, allow_nan=False, default=str)


def print_reading(reading: Reading) -> None:
    """The figures of one document as a short table."""
    table = Table(box=None, pad_edge=False)
    for name in ("figure", "of whom", "who says", "measure", "when"):
        table.add_column(name, overflow="fold", vertical="top")
    for figure in reading.figures:
        hedge = "" if figure.hedge is None else f"{figure.hedge} "
        add_row(
            table,
            f"{hedge}{figure.surface}",
            figure.population or "",
            figure.claimant or f"({figure.claimant_class})",
            figure.measure if figure.status == "asserted" else figure.status,
            figure.period or "",
        )
    print_rich(table)
    counts = (
        (len(reading.figures), "figure", ""),
        (len(reading.rejected), "other number", ""),
        (len(reading.quotes), "quote", ""),
        (len(reading.posts), "post", ""),
        (len(reading.claims), "claim", " about numbers"),
    )
    named = (f"{number(n)} {one}{'' if n == 1 else 's'}{what}" for n, one, what in counts)
    say(", ".join(named) + ".")
    for caution in reading.cautions:
        say(f"Caution: {caution}", "  ")


def print_copies(copies: dict[str, Any]) -> None:
    """Which documents are copies, and copies whose figures differ; nothing where there are none.

    Args:
        copies: as `Copies.to_dict` gives them, or as a project keeps them.
    """
    groups = copies["documents"]
    if groups:
        s = "" if len(groups) == 1 else "s"
        say(f"Near-duplicate documents, {len(groups)} group{s}: one account, not several.")
        for group in groups[:_SHOWN]:
            say(f"– {', '.join(group)}", "  ")
    differing = [pair for pair in copies["pairs"] if pair["relation"] == "differing"]
    if differing:
        s = "" if len(differing) == 1 else "s"
        say(f"Figures that differ where they should be copies, {len(differing)} pair{s}:")
        for pair in differing[:_SHOWN]:
            one, other = pair["surfaces"]
            say(f"– {one} in {pair['one'][0]}, {other} in {pair['other'][0]}: {pair['why']}", "  ")
    if max(len(groups), len(differing)) > _SHOWN:
        click.echo("  … --json lists them all.")
