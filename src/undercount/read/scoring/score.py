"""How right the reader is on documents that a person has annotated, field by field."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

from undercount.errors import InputError, MissingFileError, Problem, UndercountError
from undercount.read.gold import to_gold
from undercount.read.reading import read_document
from undercount.read.scoring.agreement import FIELDS, agree, matched, same_number
from undercount.read.scoring.aligned import aligned

Row = Mapping[str, Any]

_COMPLETE: Final = ("population", "claimant", "measure")
_SHARES: Final = (1.0, 0.66, 0.5, 0.33, 0.2)
_POST: Final = ("handle", "name", "date", "role")
_ROWS: Final = (
    "figure or trap", "figure", *FIELDS, "complete record", "rejected, with reason",
    "quote", "quote and speaker", "post", "claim",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Tally:
    """How many were right, of how many annotated and how many read."""

    right: int = 0
    annotated: int = 0
    read: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.right + other.right, self.annotated + other.annotated, self.read + other.read
        )

    @property
    def precision(self) -> float:
        """Right of those read; 1 where nothing was read and nothing was to be."""
        return self.right / self.read if self.read else float(not self.annotated)

    @property
    def recall(self) -> float:
        """Right of those annotated; 1 where nothing was annotated."""
        return self.right / self.annotated if self.annotated else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        total = self.annotated + self.read
        return 2 * self.right / total if total else 1.0

    def to_dict(self) -> dict[str, float]:
        """Plain values for JSON."""
        return {
            "right": self.right, "annotated": self.annotated, "read": self.read,
            "precision": round(self.precision, 4), "recall": round(self.recall, 4),
            "f1": round(self.f1, 4),
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Score:
    """Tallies by row ("figure", "claimant", "complete record") for each document and over all.

    Attributes:
        documents: name of the document, then row, then tally.
        records: of every figure read, how sure the reader is of it and whether it is complete and
            right; figures without a confidence are left out.
    """

    documents: Mapping[str, Mapping[str, Tally]]
    records: tuple[tuple[float, bool], ...] = ()

    @property
    def total(self) -> dict[str, Tally]:
        """The tallies of all documents together."""
        return {
            row: sum((tallies[row] for tallies in self.documents.values()), Tally())
            for row in _ROWS
        }

    def surest(self, share: float) -> Tally:
        """Complete records among the figures that the reader is surest of.

        Args:
            share: of all figures read, the part that is kept; the reader abstains on the others.
        """
        ranked = sorted(self.records, key=lambda record: -record[0])
        kept = ranked[: round(share * len(ranked))]
        return Tally(sum(right for _, right in kept), len(kept), len(kept))

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON: {total, surest, documents}."""
        return {
            "surest": {f"{share:.2f}": self.surest(share).to_dict() for share in _SHARES},
            "total": {row: tally.to_dict() for row, tally in self.total.items()},
            "documents": {
                name: {row: tally.to_dict() for row, tally in tallies.items()}
                for name, tallies in self.documents.items()
            },
        }

    def table(self) -> str:
        """Both tables as text, at most 80 columns wide."""
        lines = [f"{'':24}{'right':>8}{'gold':>8}{'read':>8}{'prec.':>9}{'recall':>9}{'F1':>9}"]
        for row, tally in self.total.items():
            lines.append(
                f"{row:24}{tally.right:8}{tally.annotated:8}{tally.read:8}"
                f"{tally.precision:9.3f}{tally.recall:9.3f}{tally.f1:9.3f}"
            )
        if self.records:
            lines += ["", f"{'surest figures kept':24}{'right':>8}{'kept':>16}{'prec.':>9}"]
            for share in _SHARES:
                kept = self.surest(share)
                lines.append(f"{share:<24.0%}{kept.right:8}{kept.read:16}{kept.precision:9.3f}")
        lines += ["", f"{'F1 by document':32}{'trap':>8}{'figure':>8}{'compl.':>8}{'quotes':>8}"
                  f"{'posts':>8}{'claims':>8}"]  # fmt: skip
        keys = ("figure or trap", "figure", "complete record", "quote and speaker", "post", "claim")
        for name, tallies in self.documents.items():
            cells = "".join(f"{tallies[key].f1:8.2f}" for key in keys)
            lines.append(f"{name[:31]:32}{cells}")
        return "\n".join(lines)


# json raises a plain ValueError for a number of thousands of digits.
_NOT_GOLD: Final = (ValueError, RecursionError, KeyError, TypeError, AttributeError)


def score(folder: str | Path, *, nlp: bool = False, model: bool = True) -> Score:
    """Read every document that has a NAME.gold.json beside it, and compare.

    Args:
        folder: holds the documents and their annotations, in folders of its own too; the
            annotation's `doc` names the file beside it. Where NAME.html.txt stands beside
            NAME.html, the annotation counts its characters.
        nlp: let spaCy find speakers that the rules miss.
        model: let the trained network decide the fields.

    Raises:
        MissingFileError: no such folder, or no annotation in it.
        InputError: an annotation is no JSON or lacks its lists, or its document cannot be read;
            all such files are named at once.
    """
    root = Path(folder)
    if not root.is_dir():
        raise MissingFileError(Problem("there is no such folder", str(folder)))
    files = sorted(root.rglob("*.gold.json"))
    if not files:
        raise MissingFileError(
            Problem("there is no annotated document here", str(folder),
                    hint="Put NAME.gold.json beside each document.")
        )  # fmt: skip
    problems: list[Problem] = []
    documents = {}
    records: list[tuple[float, bool]] = []
    for file in files:
        try:
            gold = json.loads(file.read_text(encoding="utf-8"))
            doc = str(gold["doc"])
            if not (file.parent / doc).is_file():
                doc = Path(doc).name  # `--json` names the file as it was called
            reading = read_document(doc, file.parent, nlp=nlp, model=model)
            taken = file.parent / f"{doc}.txt"
            text = taken.read_text(encoding="utf-8") if taken.is_file() else reading.text
            read = aligned(to_gold(reading), reading.text, text)
            name = (file.parent / doc).relative_to(root).as_posix()
            documents[name] = compare(gold, read)
            records += _records(gold, read)
        except UndercountError as error:
            problems += error.problems
        except _NOT_GOLD as error:
            what = f"not an annotation: {_why(error)}"
            problems.append(Problem(what, file.name, hint="See docs/read.md."))
    if problems:
        raise InputError(problems)
    return Score(documents, tuple(records))


def _why(error: Exception) -> str:
    match error:
        case KeyError():
            return f"the key {error} is missing"
        case RecursionError():
            return "nested too deep"
        case json.JSONDecodeError():
            return f"not JSON, {error.msg} in line {error.lineno}"
        case UnicodeDecodeError():
            return "this is no text in UTF-8"
        case ValueError():
            return str(error)
        case _:
            return f"its lists must hold objects, as --json writes them ({error})"


def _records(gold: Row, read: Row) -> list[tuple[float, bool]]:
    right = {r["start"] for g, r in matched(gold["figures"], read["figures"]) if _complete(g, r)}
    return [
        (row["confidence"], row["start"] in right)
        for row in read["figures"]
        if row.get("confidence") is not None
    ]


def _complete(gold: Row, read: Row) -> bool:
    return same_number(gold, read) and all(agree(name, gold, read) for name in _COMPLETE)


def compare(gold: Row, read: Row) -> dict[str, Tally]:
    """Tallies of one document by row; both sides as `to_gold` writes them."""
    pairs = matched(gold["figures"], read["figures"])
    traps = matched(gold["not_figures"], read["not_figures"])
    annotated, found = len(gold["figures"]), len(read["figures"])

    def count(right: Callable[[Row, Row], bool]) -> Tally:
        return Tally(sum(1 for g, r in pairs if right(g, r)), annotated, found)

    tallies = {
        "figure or trap": Tally(
            len(pairs) + len(traps),
            annotated + len(gold["not_figures"]),
            found + len(read["not_figures"]),
        ),
        "figure": Tally(len(pairs), annotated, found),
    }
    for name in FIELDS:
        tallies[name] = count(partial(agree, name))
    tallies["complete record"] = count(_complete)
    tallies["rejected, with reason"] = Tally(
        sum(1 for g, r in traps if g["why"] == r["why"]),
        len(gold["not_figures"]),
        len(read["not_figures"]),
    )
    tallies |= _statements(gold, read)
    return tallies


def _statements(gold: Row, read: Row) -> dict[str, Tally]:
    said = [_direct(gold), _direct(read)]
    quotes, posts = matched(*said), matched(gold["posts"], read["posts"])
    tight = [
        (g, r) for g, r in quotes if abs(g["start"] - r["start"]) + abs(g["end"] - r["end"]) <= 4
    ]
    sizes = len(said[0]), len(said[1])
    return {
        "quote": Tally(len(tight), *sizes),
        "quote and speaker": Tally(sum(1 for g, r in tight if agree("speaker", g, r)), *sizes),
        "post": Tally(
            sum(1 for g, r in posts if all(g[k] == r[k] for k in _POST)),
            len(gold["posts"]), len(read["posts"]),
        ),
        "claim": Tally(
            _claims(gold["claims"], read["claims"]), len(gold["claims"]), len(read["claims"])
        ),
    }  # fmt: skip


def _direct(row: Row) -> list[Row]:
    """Quotations in marks; reported speech is annotated in no gold document."""
    return [quote for quote in row["quotes"] if quote.get("direct", True)]


def _claims(gold: Sequence[Row], read: Sequence[Row]) -> int:
    """Claims of one type that overlap, each read claim used once."""
    return sum(
        len(matched([g for g in gold if g["type"] == kind], [r for r in read if r["type"] == kind]))
        for kind in sorted({g["type"] for g in gold})
    )
