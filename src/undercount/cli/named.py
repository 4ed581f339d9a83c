"""A path as an argument: never the folder one happens to stand in, unless it is meant."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import click

from undercount.errors import InputError


class NamedPath(click.Path):
    """A `Path` that somebody named: "" is refused, which `pathlib` takes for the current folder.

    It comes from a shell variable that is not set, and would read or write where nobody looks.
    """

    def __init__(self, *, dir_okay: bool = True) -> None:
        super().__init__(dir_okay=dir_okay, path_type=Path)

    def convert(
        self,
        value: str | os.PathLike[str],
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> Any:
        """The path.

        Raises:
            InputError: the name is empty.
        """
        if value == "":
            hint = "Name a file or folder; for the current folder give '.'"
            raise InputError("a path is empty", hint=hint)
        return super().convert(value, param, ctx)
