"""What tracing answers, in a terminal of 80 columns: numbers of cases and requests, no name."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.table import Table
from rich.text import Text

from undercount.cli.terminal import add_row, new_table, print_rich, say
from undercount.trace.suggestion import probable
from undercount.visible import visible

if TYPE_CHECKING:
    from undercount.trace.suggestion import CaseSuggestions, Suggestion
    from undercount.workflow.tracing import Traced

# What the list of all cases leaves out; all of it is in --case and in --json.
_WORTH = 0.1
_BESIDE = 0.05
_MOST = 3
_HALF = 0.5
_WEIGHTY = ("name", "birth", "father", "mother", "siblings")
_WORDS = {"match": "agrees", "mismatch": "differs", "missing": "not known"}


def print_traced(made: Traced, project: Path) -> None:
    """The ranking of all cases: those with a request worth a look, the likeliest first."""
    print_imported(made)
    worth = [item for item in made.found if _best(item) >= _WORTH]
    if worth:
        print_rich(Text("Possible, for a person to decide", style="bold"))
        table = Table(box=None, pad_edge=False, header_style="dim")
        table.add_column("case", overflow="fold")
        table.add_column("request", overflow="fold")
        table.add_column("possible", justify="right", no_wrap=True)
        table.add_column("why", overflow="fold")
        for item in sorted(worth, key=_best, reverse=True):
            _add_case(table, item)
        print_rich(table)
        click.echo()
    rest = len(made.found) - len(worth)
    if rest:
        which = f"{'other ' if worth else ''}case{'s' * (rest != 1)}"
        say(f"For {rest:,} {which} no request reaches {probable(_WORTH)}.")
    if made.closed:
        have = "case has a match" if made.closed == 1 else "cases have matches"
        say(f"{made.closed:,} {have} signed by two people; closed.")
    alone = sum(probability > _HALF for probability in made.without_case.values())
    if alone:
        of = f"{alone:,} of {len(made.without_case):,} requests"
        say(f"Of {of} the child is likely in none of the cases; which: --requests.")
    if made.found:
        where = shlex.quote(str(project))
        click.echo("Next, all that speaks for and against the requests of one case:")
        click.echo(visible(f"  undercount trace {where} --case {_example(made, worth)}"))


def print_requests(made: Traced) -> None:
    """Each request with how probable it is that its child is in no case, the surest last."""
    print_imported(made)
    table = new_table("request", "child in none of the cases")
    for request, value in sorted(made.without_case.items(), key=lambda item: item[1]):
        add_row(table, request, probable(value))
    print_rich(table)


def print_imported(made: Traced) -> None:
    """What came, and who was compared."""
    for kind, many in (("case", "cases"), ("request", "requests")):
        if change := made.changes.get(kind):
            told = [
                f"{n:,} {word}"
                for word in ("new", "changed", "gone")
                if (n := getattr(change, word))
            ]
            say(f"{many.capitalize()} imported: {', '.join(told) or 'nothing new'}.")
    cases, requests = made.compared["case"], made.compared["request"]
    say(f"{cases:,} cases and {requests:,} requests were compared, all with consent.")
    for kind, many in (("case", "cases"), ("request", "requests")):
        if withheld := made.withheld[kind]:
            why = ", ".join(f"{_reason(reason)} {n:,}" for reason, n in withheld.items())
            say(f"Not compared, {many}: {why}.", "  ")
    click.echo()


def print_case(item: CaseSuggestions, project: Path) -> None:
    """One case: every request with all that speaks for and against it."""
    print_rich(Text(visible(f"Case {item.case}"), style="bold"))
    say(f"That no request is for this child: {probable(item.none)}.")
    for rank, one in enumerate(item.suggestions, start=1):
        click.echo()
        state = "" if one.state.standing == "open" else f", {one.state.words}"
        head = f"{rank}. request {one.request}: possible, {probable(one.probability)}{state}"
        print_rich(Text(visible(head), style="bold"))
        table = Table(box=None, pad_edge=False, show_header=False)
        for _ in range(3):
            table.add_column(overflow="fold")
        for verdict in ("match", "mismatch"):
            for reason in _of(one, verdict):
                add_row(table, _WORDS[verdict], _field(reason["field"]), reason["words"])
        if missing := _of(one, "missing"):
            fields = ", ".join(_field(reason["field"]) for reason in missing)
            add_row(table, _WORDS["missing"], "", f"{fields}: not on both sides")
        print_rich(table)
    click.echo()
    if not item.suggestions:
        say("No request is suggested.")
        return
    where, request = shlex.quote(str(project)), shlex.quote(item.suggestions[0].request)
    click.echo("A person decides, and a match needs two:")
    pair = f"{shlex.quote(item.case)} {request} accept|reject|ask"
    click.echo(visible(f"  undercount trace-decide {where} {pair} --by NAME --why WORDS"))


def _add_case(table: Table, item: CaseSuggestions) -> None:
    told = item.suggestions[:1]
    told += tuple(one for one in item.suggestions[1:_MOST] if one.probability >= _BESIDE)
    for i, one in enumerate(told):
        words = _short(one.reasons)
        if one.state.standing != "open":
            words = f"{one.state.words}; {words}"
        add_row(table, item.case if i == 0 else "", one.request, probable(one.probability), words)


def _short(reasons: Sequence[Mapping[str, str]]) -> str:
    """Which of the weightiest fields agree, and which of all differ."""
    agree = [item["field"] for item in reasons if item["verdict"] == "match"]
    agree = [name for name in agree if name in _WEIGHTY] or agree
    differ = [item["field"] for item in reasons if item["verdict"] == "mismatch"]
    parts = [
        f"{', '.join(map(_field, fields))} {_agree(verdict, len(fields))}"
        for verdict, fields in (("match", agree), ("mismatch", differ))
        if fields
    ]
    return "; ".join(parts) or "nothing is known on both sides"


def _agree(verdict: str, n: int) -> str:
    word = _WORDS[verdict]
    return word if n == 1 else word.removesuffix("s")


def _of(one: Suggestion, verdict: str) -> list[Mapping[str, str]]:
    return [reason for reason in one.reasons if reason["verdict"] == verdict]


def _field(name: str) -> str:
    return {"gap": "age gap", "relative": "who asks"}.get(name, name.replace("_", " "))


def _best(item: CaseSuggestions) -> float:
    return max((one.probability for one in item.suggestions), default=0.0)


def _example(made: Traced, worth: Sequence[CaseSuggestions]) -> str:
    best = max(worth or made.found, key=_best)
    return shlex.quote(best.case)


def _reason(name: str) -> str:
    from undercount.trace.consent import REASONS

    return REASONS[name]
