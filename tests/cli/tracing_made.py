"""What tests of tracing at the command line share. Everybody in it is simulated."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import TRACING_PEOPLE, Call

PEOPLE = TRACING_PEOPLE
WHY = ("--why", "said for a test")


def flat(text: str) -> str:
    return " ".join(text.split())


def a_pair(root: Path, call: Call) -> tuple[str, str]:
    """The likeliest pair."""
    found = json.loads(call("trace", root, "--json").out)
    best = max(found, key=lambda item: max([s["probability"] for s in item["suggestions"]] + [0]))
    return best["case"], best["suggestions"][0]["request"]
