"""What reconciling answers, in a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click
from rich.text import Text

from undercount.cli.terminal import add_row, new_table, number, print_rich, say
from undercount.units import percent
from undercount.visible import visible

_SHOWN = 12


def print_reconciled(answer: dict[str, Any], suppress_below: int) -> None:
    """Everything that reconciling answers, the series first; no number of too few people."""
    if answer["as_of"]:
        print_rich(Text(f"As of {answer['as_of']}", style="bold"))
        click.echo()
    for series in answer["series"]:
        print_series(series, suppress_below)
    if not answer["series"]:
        say("No [[series]] is asked for in undercount.toml.\n")
    small = {item["name"] for item in answer["series"] if _kept_back(item, suppress_below)}
    for check in answer.get("checks", ()):
        if not small.intersection(row["series"] for row in check["rows"]):
            print_check(check)
    print_findings(answer, most=_SHOWN)


def print_check(check: dict[str, Any]) -> None:
    """What sampling says of a family of series."""
    rows = [row for row in check["rows"] if row["asked"]] or check["rows"]
    days = new_table("checked by sampling", "day", "closed form", "sampling")
    for row in rows:
        bands = [
            f"{number(row[way]['median'])} ({span(row[way])})" for way in ("closed", "sampled")
        ]
        add_row(days, row["series"], row["closed"]["day"], *bands)
    print_rich(days)
    say(
        f"Sampling {check['verdict']}. {check['draws']:,} draws, R-hat {check['r_hat']:.3f}, "
        f"{check['ess']:,.0f} effective, {check['divergences']} divergences, "
        f"{check['seconds']:.0f} s.\n"
    )


def print_findings(answer: dict[str, Any], most: int = 3) -> None:
    """What changed on the way, what arithmetic says and what cannot all be true.

    Args:
        answer: as `undercount reconcile --json` prints it.
        most: findings shown of each kind.
    """
    for asked in answer["what_ifs"]:
        if "not_estimable" in asked:
            say(f"{asked['title']}: not worked out; {asked['not_estimable']}.\n")
    counts = answer["lineage"]["counts"]
    if counts:
        prints = sum(len(count["members"]) for count in counts)
        say(f"{prints} prints go back to {len(counts)} counts; each is counted once.\n")
    amiss = [item for item in answer["repairs"] if item["proposed"] != item["said"]]
    for title, found in (
        ("What changed on the way", answer["drifts"]),
        ("What arithmetic says", amiss),
        ("What does not fit together", answer["contradictions"]),
    ):
        _print_some(title, found, most)


def _print_some(title: str, found: Sequence[dict[str, Any]], most: int) -> None:
    if not found:
        return
    sure = [item for item in found if item["reviewed"]]
    say(f"{title}: {len(sure)} among accepted figures, {len(found) - len(sure)} with others.")
    for item in sure[:most]:
        say(f"– {item['text']}", "  ")
    if len(found) > len(sure[:most]):
        click.echo("  … all of them are in the report, and with --json.")
    click.echo()


def _kept_back(answer: dict[str, Any], suppress_below: int) -> bool:
    """Whether a series is of so few people that the report prints no number of it either."""
    from undercount.reconcile.result import Reconciled
    from undercount.report.suppress import too_few

    if "not_estimable" in answer:
        return False
    return too_few(Reconciled.from_dict(dict(answer)), suppress_below)


def print_series(answer: dict[str, Any], suppress_below: int) -> None:
    """A series' answers, its sources' habits and what to heed."""
    if "not_estimable" in answer:
        title = answer["provenance"].get("title", "A series")
        say(f"{title}: {refusal(answer)}\n")
        return
    print_rich(Text(visible(answer["title"]), style="bold"))
    if _kept_back(answer, suppress_below):
        say(f"Fewer than {suppress_below} people: no computed number of it is shown.\n")
        return
    level = percent(answer["level"])
    days = new_table("day", "people", f"{level} band")
    for point in answer["answers"] or answer["points"][-1:]:
        add_row(days, point["day"], number(point["median"]), span(point))
    print_rich(days)
    click.echo()
    sources = new_table("source", "says / truth", f"{level} interval", "figures")
    for source in answer["sources"]:
        between = f"{source['lower']:.2f} – {source['upper']:.2f}"
        between = "fixes the level" if source["anchor"] else between
        add_row(sources, source["source"], f"× {source['ratio']:.2f}", between, str(source["n"]))
    print_rich(sources)
    click.echo()
    for left in answer["left_out"]:
        inside = "inside" if left["inside"] else "OUTSIDE"
        say(
            f"With the {left['source']} left out, its {number(left['value'])} of {left['day']} "
            f"lies {inside} the predicted {span(left)} (middle {number(left['median'])})."
        )
    say(answer["fixed_by"])
    for caution in answer["cautions"]:
        say(f"Caution: {caution['text']}", "  ")
    click.echo()


def refusal(answer: dict[str, Any]) -> str:
    """Why there is no answer, and what would help."""
    return f"not estimable. {answer['not_estimable']} What would help: {answer['what_would_help']}"


def span(interval: dict[str, Any]) -> str:
    """An interval in words."""
    upper = "or more" if interval["upper"] is None else f"– {number(interval['upper'])}"
    return f"{number(interval['lower'])} {upper}"
