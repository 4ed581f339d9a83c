"""Tables with noise, each drawn once and kept; and what they have cost so far."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

from undercount.errors import InputError, MissingFileError, Problem
from undercount.histories.noise import Below, Noise
from undercount.project.atomic import write_bytes

LOST: Final = (
    "Put it back from a copy. Without it, noise would be drawn anew, and two tables of the same "
    "people tell more than one"
)


@dataclass(frozen=True, slots=True)
class Release:
    """One table with noise, as it may be given out.

    Attributes:
        lists: names of the t lists.
        counts: people by history with noise, 2**t - 1 of them, from cell 1 on; may be below 0.
        epsilon: spent on it.
        spent: on it and on all that were released before it.
        day: when it was drawn, in ISO 8601.
    """

    lists: tuple[str, ...]
    counts: tuple[int, ...]
    epsilon: Fraction
    spent: Fraction
    day: str

    @property
    def noise(self) -> Noise:
        """The law of the noise in it."""
        return Noise(self.epsilon)

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return {
            "lists": list(self.lists),
            "counts": list(self.counts),
            "epsilon": str(self.epsilon),
            "spent": str(self.spent),
            "day": self.day,
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Release:
        """What `to_dict` wrote; other keys are left alone."""
        lists, counts = tuple(map(str, data["lists"])), tuple(map(int, data["counts"]))
        if len(counts) != 2 ** len(lists) - 1:
            raise ValueError("a table of another size")
        epsilon = Noise(Fraction(data["epsilon"])).epsilon
        return cls(lists, counts, epsilon, Fraction(data["spent"]), str(data["day"]))


def read_release(path: Path) -> Release:
    """What `write_release` wrote.

    Raises:
        MissingFileError: there is no such file.
        InputError: it holds no release.
    """
    again = "Run `undercount link` again"
    if not path.is_file():
        raise MissingFileError(Problem("there is no such file", str(path), hint=again))
    try:
        return Release.from_dict(json.loads(path.read_bytes()))
    except (ValueError, TypeError, KeyError, ZeroDivisionError) as error:
        raise InputError(Problem("holds no table with noise", str(path), hint=again)) from error


def write_release(made: Release, path: Path) -> None:
    """Write a release, whole or not at all; only the owner can read it."""
    write_bytes(path, (json.dumps(made.to_dict(), indent=1) + "\n").encode(), mode=0o600)


def releases(ledger: Path) -> tuple[Release, ...]:
    """All releases that a ledger knows of, the oldest first.

    Raises:
        InputError: the ledger is damaged, so that nobody knows what was spent.
    """
    return tuple(release for _, release in _read(ledger))


def release(
    ledger: Path,
    lists: Sequence[str],
    counts: Sequence[int],
    epsilon: Fraction,
    budget: Fraction,
    *,
    below: Below = secrets.randbelow,
    today: date | None = None,
) -> Release:
    """The table with noise that goes with these counts: the one drawn before, or a new one.

    The same counts with the same epsilon give the same table, however often they are asked for:
    the mean of many would be the counts. So two tables of two days show whether any count changed
    between them, which epsilon does not cover; drawing anew would, and would cost it each day.
    Other counts of the same lists, as after a correction, cost epsilon again, since both tables
    tell of the same people; what has been spent is added up over all that the ledger holds,
    whatever the lists, since one person may be on all of them.
    A release is in the ledger before anybody sees it.

    Args:
        ledger: one release a line, as JSON. It holds a hash of the counts, from which they could
            be tried out: it stays with the owner.
        lists: names of the t lists.
        counts: shape (2**t - 1,), people by history, from cell 1 on.
        epsilon: to spend on this table.
        budget: what may be spent in all.
        below: as for `Noise.draw`.
        today: the day that is written, else the machine's.

    Raises:
        InputError: the budget does not allow it, or the ledger is damaged.
    """
    true = [int(n) for n in counts]
    if len(true) != 2 ** len(lists) - 1:
        raise InputError(f"{len(true)} counts are no table of {len(lists)} lists")
    noise = Noise(epsilon)
    told = json.dumps([list(lists), true], ensure_ascii=False)
    own = hashlib.sha256(told.encode()).hexdigest()
    before = _read(ledger)
    for known, made in before:
        if known == own and made.epsilon == epsilon:
            return made
    spent = sum((item.epsilon for _, item in before), Fraction(0))
    if spent + epsilon > budget:
        what = (
            f"the budget is spent: {len(before)} "
            f"{'table' if len(before) == 1 else 'tables'} with noise cost {float(spent):g} so far, "
            f"one of {float(epsilon):g} more would make {float(spent + epsilon):g}, and "
            f"{float(budget):g} is allowed"
        )
        hint = (
            "The lists, their links or the settings have changed since. Keep to what was "
            f"released, or agree on more and write budget = {float(spent + epsilon):g} "
            "under [report]"
        )
        raise InputError(Problem(what, str(ledger), hint=hint))
    day = (today or date.today()).isoformat()
    noisy = tuple(n + noise.draw(below) for n in true)
    made = Release(tuple(lists), noisy, epsilon, spent + epsilon, day)
    line = json.dumps({"of": own, **made.to_dict()}, ensure_ascii=False) + "\n"
    kept = ledger.read_bytes() if before else b""
    write_bytes(ledger, kept + line.encode(), mode=0o600)
    return made


def _read(ledger: Path) -> list[tuple[str, Release]]:
    """The hash of the counts of each release, and the release."""
    if not ledger.is_file():
        return []
    made = []
    for row, line in enumerate(ledger.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            data = json.loads(line)
            made.append((str(data["of"]), Release.from_dict(data)))
        except (ValueError, TypeError, KeyError, ZeroDivisionError) as error:
            what = "is damaged: what was spent is not known"
            raise InputError(Problem(what, str(ledger), row, hint=LOST)) from error
    return made
