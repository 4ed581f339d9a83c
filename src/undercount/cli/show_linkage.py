"""What linking answers, in a terminal of 80 columns."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click
from rich.text import Text

from undercount.cli.terminal import add_row, new_table, number, print_rich, say
from undercount.histories.facts import LinkageFacts
from undercount.visible import visible
from undercount.workflow.link_run import Linked
from undercount.workflow.profiles import list_facts

KEPT = "kept back"
# A screen is looked at over shoulders; profiles there keep small numbers back as the page does.
_SMALL = 10
_COLUMNS = ("name", "birth", "sex", "nationality", "place", "phone", "number")
_UNKNOWN = 6


def print_profiles(profiles: Sequence[Mapping[str, Any]]) -> None:
    """Each list before anything is linked."""
    in_clear = [profile for profile in profiles if "encoded" not in profile]
    encoded = [profile for profile in profiles if "encoded" in profile]
    if in_clear:
        _print_in_clear(in_clear)
    if encoded:
        _print_encoded(encoded)


def _print_encoded(profiles: Sequence[Mapping[str, Any]]) -> None:
    """What came of each list, and what did not."""
    table = new_table("list", "records", "in clear", "spec", "key")
    for item in profiles:
        told = ", ".join(item["in_clear"]) or "nothing"
        add_row(table, item["name"], _or_few(item["records"]), told, item["spec"], item["key"])
    print_rich(Text("The lists, as their owners encoded them", style="bold"))
    print_rich(table)
    table = new_table("list", "sha256, as its owner's statement must have it")
    for item in profiles:
        add_row(table, item["name"], item["sha256"])
    print_rich(table)
    say("No name, birth, number or order of any record is in them.")
    click.echo()


def _print_in_clear(profiles: Sequence[Mapping[str, Any]]) -> None:
    facts = [list_facts(profile, _SMALL) for profile in profiles]
    held = {field for item in facts for field, _ in item.known}
    fields = [field for field in _COLUMNS if field in held]
    table = new_table("list", "records", *fields)
    for profile, item in zip(profiles, facts, strict=True):
        known = dict(item.known)
        add_row(table, item.name, _or_few(profile["records"]), *(known.get(f, "-") for f in fields))
    print_rich(Text("The lists, and the share of their records that has each field", style="bold"))
    print_rich(table)
    for profile, item in zip(profiles, facts, strict=True):
        if item.remarks:
            say(f"{item.name}: {'; '.join(item.remarks)}.", "  ")
        for field, values in profile["unknown"].items():
            told = sorted(values, key=lambda value: -values[value])
            more = f" and {len(told) - _UNKNOWN} more" if len(told) > _UNKNOWN else ""
            words = ", ".join(f'"{value}"' for value in told[:_UNKNOWN])
            say(f"{item.name}, {field}: not understood and left empty: {words}{more}.", "  ")
        for caution in profile["cautions"]:
            if caution["code"] == "unknown-values":  # told above, without the small numbers
                continue
            say(f"Caution ({item.name}): {caution['text']}", "  ")
    click.echo()


def print_linkage(made: Linked, project: Path) -> None:
    """A linkage: lists, pairs, people, the doubt, and what to do next."""
    facts = made.facts
    people = facts.people
    print_rich(Text(visible(f"Linked: {facts.name}"), style="bold"))
    columns = ["people, with noise"] if facts.noise else ["records", "people"]
    table = new_table("list", *columns)
    for i, name in enumerate(people.lists):
        held = (people.sizes[i],) if facts.noise else (people.records[i], people.sizes[i])
        add_row(table, name, *map(_or_kept, held))
    print_rich(table)
    _print_pairs(facts)
    table = new_table("on", "people")
    for k, n in enumerate(people.on, start=1):
        add_row(table, "1 list" if k == 1 else f"{k} lists", _or_kept(n))
    add_row(table, "any list", _or_kept(people.total))
    print_rich(table)
    if None in people.on or None in people.sizes or people.total is None:
        few = "below" if facts.noise else "fewer than"
        what = f"{few} {people.suppress_below}{' with its noise' if facts.noise else ' people'}"
        say(f"Kept back: {what}, or what would give such a number away.")
    click.echo()
    _print_doubt(facts)
    for path, rows, unanswered in made.sheets:
        if unanswered:
            counts = "" if path.endswith("sample.csv") else " What is done counts already."
            say(f"{path} waits for its clerk: {unanswered:,} of {rows:,} to do.{counts}")
    say(f"Histories that may be published: {made.table}. All else in link/ stays with you.")
    if (
        not facts.audited
        and not facts.encoded
        and not facts.noise
        and not any("audit" in path for path, _, _ in made.sheets)
    ):
        # On a line of its own, however long, so that it can be copied.
        click.echo("Next, records for a clerk to look up:")
        click.echo(visible(f"  undercount link {shlex.quote(str(project))} --audit 200"))
    if not made.done:
        say("Nothing to do: everything is up to date.")


def _print_pairs(facts: LinkageFacts) -> None:
    told = []
    what = "encodings" if facts.encoded else "records"
    if facts.pairs is not None:
        told.append(f"{facts.pairs:,} pairs of {what} compared")
    if facts.linked is not None:
        told.append(f"{facts.linked:,} more likely than not of one person")
    if (merged := facts.people.merged) is not None:
        told.append(f"{merged:,} records merged into another of their list")
    if told:
        say(f"{'; '.join(told)}.")
    click.echo()


def _print_doubt(facts: LinkageFacts) -> None:
    if facts.noise:
        say(
            f"Noise hides each person (epsilon {facts.noise.epsilon:g}, drawn on "
            f"{facts.noise.day}): nine counts by history in ten are moved by at most "
            f"{facts.noise.within}, sums by more. Spent with all tables before it: "
            f"{facts.noise.spent:g}."
        )
        return
    if facts.drawn is not None:
        low, high = facts.drawn
        said = f"between {number(low)} and {number(high)}" if low < high else number(low)
        say(f"Linked in other ways that the evidence allows, {said} people are on any list.")
    if facts.audited:
        twice = f", {facts.read_twice:,} of them by two readers" if facts.read_twice else ""
        say(f"Audited: {facts.audited:,} records{twice}; the estimate is corrected by them.")
        for text in facts.cautions:
            say(f"Caution: {text}", "  ")
    elif facts.encoded:
        say(
            "Nobody can look up a record of encodings: how many links are false or missed is not "
            "measured, and the estimate's range is widened by what such linkages were found to be "
            "out."
        )
    else:
        say(
            "Nobody has audited this linkage: how many links are false or missed is not measured, "
            "and an estimate from it may be half or twice the truth."
        )
    if facts.sampled:
        say(f"Probabilities are calibrated by {facts.sampled:,} pairs that a clerk judged.")


def print_found(found: Sequence[Mapping[str, str]]) -> None:
    """Records for a clerk who searches, one a line and its fields below."""
    for row in found:
        say(f"{row['list']}:{row['record']}  {row.get('name', '')}  (alike {row['alike']})")
        rest = [
            f"{field} {value}"
            for field, value in row.items()
            if value and field not in ("list", "record", "alike", "name")
        ]
        if rest:
            say(f"    {'; '.join(rest)}", "    ")
    if not found:
        say("No record is near.")


def _or_kept(n: int | None) -> str:
    return KEPT if n is None else number(n)


def _or_few(n: int) -> str:
    return f"fewer than {_SMALL}" if n < _SMALL else number(n)
