"""A result as a notebook shows it: the answer, its range, what to beware of, and the picture.

One block of HTML with a style of its own: no script, no file or font from elsewhere, every text
escaped. The picture is an image inside it, so that its style touches nothing else of the notebook.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Sequence
from functools import cache
from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from undercount.reconcile.result import Reconciled
from undercount.report.chart import Chart, plot
from undercount.report.forest_chart import describe as describe_estimates
from undercount.report.series_chart import describe as describe_series
from undercount.report.suppress import ShownRow, printable, shown_rows, too_few
from undercount.report.words import counted, number, people, short_day, span
from undercount.results import Assumption, Caution, Estimate, EstimateSet, NotEstimable
from undercount.units import percent
from undercount.visible import visible

if TYPE_CHECKING:
    from undercount.histories import CaptureHistories

# A notebook belongs to no project that could say otherwise, and is passed on as easily as a report.
SUPPRESS_BELOW: Final = 10
_NO_NUMBER: Final = "No number of this row is shown."


def show(result: object) -> str:
    """The HTML of a result.

    Args:
        result: an estimate, a set of them, a refusal, a reconciled series, or capture histories.
            Rows that a report would not print are not shown either.

    Raises:
        TypeError: something that shows itself in no such way.
    """
    from undercount.histories import CaptureHistories

    if isinstance(result, Estimate):
        return _estimate(result)
    if isinstance(result, NotEstimable):
        return _panel(result.name, *_refusal(result))
    if isinstance(result, EstimateSet):
        return _set(result)
    if isinstance(result, Reconciled):
        return _series(result)
    if isinstance(result, CaptureHistories):
        return _histories(result)
    raise TypeError(f"there is no such view of a {type(result).__name__}")


def _estimate(answer: Estimate) -> str:
    alone = EstimateSet("", ((answer.name or answer.method, answer),))
    (row,) = shown_rows(alone, SUPPRESS_BELOW)
    if not isinstance(row.answer, Estimate):
        return _panel(answer.name, f"<p>{_text(row.instead)} observed. {_NO_NUMBER}</p>")
    interval = answer.interval
    return _panel(
        answer.name,
        f"<p class=uc-number>{people(answer.point)} people</p>",
        f"<p>{percent(interval.level)} {_text(interval.kind)} interval: "
        f"{span(interval.lower, interval.upper)}; {people(answer.n_observed)} of them observed</p>",
        _picture(plot(answer), describe_estimates(alone)),
        _cautions(answer.cautions),
        _assumptions(answer.assumptions),
        f"<p class=uc-soft>Method: {_text(answer.method)}</p>",
    )


def _set(estimates: EstimateSet) -> str:
    rows = shown_rows(estimates, SUPPRESS_BELOW)
    shown = printable(estimates, SUPPRESS_BELOW)
    cautions: dict[str, list[str]] = {}
    assumptions: dict[tuple[str, str], Assumption] = {}
    for row in rows:
        for caution in row.answer.cautions if row.answer else ():
            cautions.setdefault(caution.text, []).append(row.label)
        if isinstance(row.answer, Estimate):
            assumptions |= {(item.text, item.verdict): item for item in row.answer.assumptions}
    told = [
        Caution("", text if len(of) == len(rows) else f"{', '.join(of)}: {text}")
        for text, of in cautions.items()
    ]
    drawn = any(isinstance(answer, Estimate) for _, answer in shown)
    return _panel(
        estimates.title or estimates.name,
        _table(("Answer", "People", "Range", "Level and kind", "Observed"), map(_row, rows)),
        _picture(plot(shown), describe_estimates(shown)) if drawn else "",
        _cautions(told),
        _assumptions(assumptions.values()),
    )


def _row(row: ShownRow) -> Sequence[str]:
    answer = row.answer
    if answer is None:
        return row.label, row.instead
    if isinstance(answer, NotEstimable):
        return row.label, f"not estimable: {answer.reason} {answer.what_would_help}"
    interval = answer.interval
    return (
        row.label,
        people(answer.point),
        span(interval.lower, interval.upper),
        f"{percent(interval.level)}, {interval.kind}",
        people(answer.n_observed),
    )


def _refusal(refused: NotEstimable) -> tuple[str, ...]:
    return (
        "<p class=uc-number>Not estimable</p>",
        f"<p>{_text(refused.reason)} <b>What would help:</b> {_text(refused.what_would_help)}</p>",
        _cautions(refused.cautions),
        f"<p class=uc-soft>Method: {_text(refused.method)}</p>" if refused.method else "",
    )


def _series(series: Reconciled) -> str:
    if too_few(series, SUPPRESS_BELOW):
        return _panel(series.title, f"<p>Fewer than {SUPPRESS_BELOW} people. {_NO_NUMBER}</p>")
    answers = series.answers or series.points[-1:]
    return _panel(
        series.title or series.name,
        _table(
            ("Day", "People", f"{percent(series.level)} band"),
            ((short_day(it.day), people(it.median), span(it.lower, it.upper)) for it in answers),
        ),
        _picture(plot(series), describe_series(series)),
        _table(
            ("Source", "Says / truth", "Interval", "Figures"),
            (
                (
                    it.source,
                    f"× {it.ratio:.2f}",
                    "fixes the level" if it.anchor else f"{it.lower:.2f} to {it.upper:.2f}",
                    number(it.n),
                )
                for it in series.sources
            ),
        ),
        f"<p>{_text(series.fixed_by)}</p>",
        _cautions(series.cautions),
        _assumptions(series.assumptions),
    )


def _histories(histories: CaptureHistories) -> str:
    sizes = [int(size) for size in histories.sizes]
    few = f"fewer than {SUPPRESS_BELOW}"
    rows = [
        (name, people(size) if size >= SUPPRESS_BELOW else few)
        for name, size in zip(histories.lists, sizes, strict=True)
    ]
    # Beside one list that is kept back, the people on any list would tell its size.
    whole = all(size >= SUPPRESS_BELOW for size in sizes)
    met = int((histories.counts > 0).sum())
    possible = int(histories.possible.sum()) - 1
    combinations = counted(possible, "combination")
    return _panel(
        f"{counted(len(rows), 'list')} of people",
        f"<p class=uc-number>{people(histories.n_observed)} people observed</p>" if whole else "",
        _table(("List", "People on it"), rows),
        f"<p>People are on {number(met)} of {combinations} of lists. How many are on each is not "
        "shown: a small count tells of persons.</p>",
        _cautions(histories.check()),
    )


def _panel(title: str, *parts: str) -> str:
    head = f"<p class=uc-title>{_text(title)}</p>" if title else ""
    return f'<div class="undercount-result"><style>{_css()}</style>{head}{"".join(parts)}</div>'


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; a row that is short has its last cell over the rest."""
    head = "".join(f"<th scope=col>{_text(name)}</th>" for name in header)
    body = []
    for first, *cells in rows:
        rest = len(header) - len(cells)
        wide = f" colspan={rest}" if rest > 1 else ""
        told = [f"<td>{_text(cell)}</td>" for cell in cells[:-1]]
        last = f"<td{wide}>{_text(cells[-1])}</td>"
        body.append(f"<tr><th scope=row>{_text(first)}</th>{''.join(told)}{last}</tr>")
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(body)}</tbody></table>"
    # A keyboard reaches what does not fit.
    return f"<div class=uc-wide tabindex=0>{table}</div>"


def _picture(chart: Chart, words: str) -> str:
    data = base64.b64encode(chart.svg.encode()).decode()
    alt = escape(visible(words))
    return f'<img src="data:image/svg+xml;base64,{data}" alt="{alt}">'


def _cautions(cautions: Iterable[Caution]) -> str:
    items = "".join(f"<li>{_text(item.text)}</li>" for item in cautions)
    return f"<p class=uc-head>Cautions</p><ul>{items}</ul>" if items else ""


def _assumptions(assumptions: Iterable[Assumption]) -> str:
    items = "".join(f"<li>{_text(item.text)} <i>{item.verdict}</i></li>" for item in assumptions)
    return f"<p class=uc-head>Assumes</p><ul>{items}</ul>" if items else ""


def _text(words: str) -> str:
    return escape(visible(words))


@cache
def _css() -> str:
    path = files("undercount.report") / "templates" / "notebook.css"
    return " ".join(path.read_text(encoding="utf-8").split())
