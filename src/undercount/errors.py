"""What went wrong, where, and what to do next.

Every error a user can cause is an `UndercountError`. The command line prints it as one message
and exits with 2; a traceback is a defect.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with an input.

    Attributes:
        what: the fact, as a short sentence without a full stop.
        file: path as the user knows it, or None.
        row: line of the file as an editor counts it (the header is line 1), or None.
        column: name of the column or TOML key, or None.
        hint: what to do next, or None.
    """

    what: str
    file: str | None = None
    row: int | None = None
    column: str | None = None
    hint: str | None = None

    def __str__(self) -> str:
        place = [] if self.file is None else [self.file]
        if self.row is not None:
            place.append(f"line {self.row}")
        if self.column is not None:
            kind = "key" if (self.file or "").endswith(".toml") else "column"
            place.append(f"{kind} '{self.column}'")
        where = ", ".join(place)
        text = f"{where}: {self.what}" if where else self.what
        return f"{text}. {self.hint}" if self.hint else text


class UndercountError(Exception):
    """Base of every error that a user can cause. Carries all problems found, not the first only.

    Attributes:
        problems: every `Problem`, in the order of the file.
    """

    def __init__(
        self, problems: Problem | str | Sequence[Problem], hint: str | None = None
    ) -> None:
        if isinstance(problems, str):
            problems = Problem(problems, hint=hint)
        if isinstance(problems, Problem):
            problems = [problems]
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class InputError(UndercountError, ValueError):
    """A file, a table or an argument is not what it must be."""


class MissingFileError(UndercountError, FileNotFoundError):
    """A file or a project that was named is not there."""

    # FileNotFoundError would format its own arguments; ours carry the place and the hint.
    def __str__(self) -> str:
        return "\n".join(str(problem) for problem in self.problems)


class BusyError(UndercountError, TimeoutError):
    """Another process holds the project's lock."""

    def __str__(self) -> str:
        return "\n".join(str(problem) for problem in self.problems)
