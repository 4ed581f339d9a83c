"""The comparison of families on the terminal."""

from __future__ import annotations

import click

from undercount.cli.terminal import add_row, new_table, number, print_rich, say
from undercount.results import EstimateSet, NotEstimable
from undercount.units import percent

# Eighty columns have no room for the names: inflated before or after the zeros are cut off.
_SHORT = {
    "zero-truncated-one-inflated-": "ones before",
    "one-inflated-zero-truncated-": "ones after",
    "zero-one-truncated-": "0-1-truncated",
    "zero-truncated-hurdle-": "hurdle after",
    "hurdle-zero-truncated-": "hurdle before",
}


def print_families(answers: EstimateSet) -> None:
    """A row for each family with its criteria, the average, and what must be known of them."""
    table = new_table("family", "people", "interval", "AIC", "BIC", "fit p", "weight")
    refused: dict[str, list[str]] = {}
    for label, answer in answers:
        shown = _short(label)
        if isinstance(answer, NotEstimable):
            refused.setdefault(f"{answer.reason}", []).append(shown)
            continue
        ends, told = answer.interval, answer.diagnostics
        span = f"{number(ends.lower)}–{number(ends.upper)}"
        if label == "averaged":
            add_row(table, shown, number(answer.point), span, "", "", "", "1")
            continue
        p = told["goodness"]["p_value"]
        fit = "" if p is None else f"{p:.2f}"
        weight = "" if told["weight"] is None else f"{told['weight']:.2f}"
        criteria = (f"{told['aic']:,.1f}", f"{told['bic']:,.1f}")
        add_row(table, shown, number(answer.point), span, *criteria, fit, weight)
    print_rich(table)
    last = answers.rows[-1][1]
    say(
        f"{percent(last.provenance['level'])} intervals; fit p: of a chi-square of the counts. "
        "Before and after: ones added before or after zeros are cut off. The 0-1-truncated have "
        "the AIC of other data and no weight."
    )
    for reason, labels in refused.items():
        say(f"Not estimable ({', '.join(labels)}): {reason}", "  ")
    for caution in last.cautions:
        say(f"Caution: {caution.text}", "  ")
    if not isinstance(last, NotEstimable):
        _print_leverage(last.diagnostics)


def _print_leverage(told: dict[str, object]) -> None:
    rows = told["leverage"]
    assert isinstance(rows, list)
    if rows:
        click.echo()
        say(f"One person less, {_short(str(told['best']))}:")
    for row in rows[:3]:
        whom = ", ".join([*row["levels"], f"met {row['times']} times"])
        also = "; then nobody of a level was met again" if row["separates"] else ""
        say(f"– {whom} ({row['people']}): {row['change']:+,.0f} people{also}", "  ")


def _short(label: str) -> str:
    for long, short in _SHORT.items():
        if label.startswith(long):
            return f"{label.removeprefix(long)}, {short}"
    return label
