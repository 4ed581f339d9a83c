"""Write a world of tracing as a project."""

from __future__ import annotations

import json
from pathlib import Path
from textwrap import fill
from typing import TYPE_CHECKING

import pyarrow as pa

from undercount.project import write_text
from undercount.testing.worlds.write import write_csv

if TYPE_CHECKING:
    from undercount.testing.worlds.tracing.world import TracingWorld


def write_tracing(world: TracingWorld, folder: Path) -> Path:
    """Write settings, cases, requests, the truth and a README into `folder`."""
    write_csv(world.cases, folder / "cases.csv")
    write_csv(world.requests, folder / "requests.csv")
    size = world.truth.num_rows
    marked = world.truth.append_column("simulated", pa.array(["yes"] * size, pa.string()))
    write_csv(marked, folder / "truth.csv")
    write_text(folder / "README.md", _readme(world))
    write_text(folder / "undercount.toml", _settings(world))
    return folder


def _settings(world: TracingWorld) -> str:
    lines = [
        "# SIMULATED: no real person is in these cases and requests.",
        "[project]",
        f'title = "{world.cases.num_rows:,} simulated cases, {world.requests.num_rows:,} requests"',
        f"seed = {world.seed}",
        "",
        "[trace]",
        'people = ["amal", "bo"]   # invented case-workers: who may decide',
        'purpose = "family tracing"',
    ]
    for kind, columns in world.columns.items():
        pairs = ", ".join(f"{field} = {json.dumps(name)}" for field, name in columns.items())
        lines += [
            "",
            f"[trace.{kind}]",
            f'path = "{kind}.csv"',
            f"columns = {{ {pairs} }}",
        ]
    return "\n".join([*lines, ""])


def _readme(world: TracingWorld) -> str:
    with_request = len(set(world.truth["case"].to_pylist()))
    return _README.format(
        cases=world.cases.num_rows,
        requests=world.requests.num_rows,
        how=fill("The settings: " + world.how.removeprefix("simulated: ") + ".", 100),
        with_request=with_request,
        pairs=world.truth.num_rows,
    )


_README = """\
# Simulated cases and requests

**SIMULATED. No real person is in these files:** `undercount.testing.worlds` drew every family,
with common names put together by chance, and wrote what invented offices would have written of
them. The last column of each file says so again.

| file | rows | what a row is |
|---|---:|---|
| `cases.csv` | {cases:,} | a child in an invented camp |
| `requests.csv` | {requests:,} | a relative elsewhere who looks for a child |

{how}

`undercount trace` on this folder ranks, for each case, the requests that may be for this child.
It says "possible", never "is": two people decide.

## The truth

There are {pairs:,} requests for {with_request:,} of the {cases:,} children; all others are for
children in no case. A real project does not have this file:

- `truth.csv`: case, request, what the one who asks is to the child, and whether both sides have
  agreed to family tracing.

Scripts, spellings, missing fields, wrong and disputed ages, years of the Ethiopian calendar, twins,
brothers and sisters who both have a case, people wrongly named as mother or father, consent refused
or expired: all of it is simulated, with shares that are invented. Nothing here says anything about
real people.
"""
