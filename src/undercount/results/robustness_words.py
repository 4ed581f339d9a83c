"""The robustness of an estimate in words, for a terminal of 80 columns."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from undercount.results.estimate import Estimate
from undercount.results.not_estimable import NotEstimable
from undercount.results.robustness_checks import (
    HighestOrder,
    Known,
    LeftOut,
    NoCurve,
    NotDone,
    OddsRatios,
    Simulated,
    Spread,
)
from undercount.visible import visible

if TYPE_CHECKING:
    from undercount.results.robustness import Robustness

_WIDTH = 80
# Models and pairs beyond these are in the JSON and on the page.
_MODELS = 8
NOT_SHOWN = "not shown"
EXPLAINED = " *"
WHY_EXPLAINED = (
    "* Two lists remain, which depend on each other in the chosen model: that they answer "
    "otherwise is no sign against it."
)


def summary(made: Robustness, suppress_below: int) -> str:
    """Every check as a numbered paragraph, then what may be said; see `Robustness.summary`."""
    from undercount.results.robustness import CRITICISM

    checked = made.answer.summary().splitlines()[0].rstrip(".")
    lines = [*_text(f"Checked: {checked}."), ""]
    parts = (
        ("Models that fit about as well", _spread(made.spread)),
        ("If two lists depended on each other otherwise", _pairs(made.odds_ratios)),
        ("If all lists interacted at once", _highest(made.highest_order)),
        ("Without each list", _left_out(made.left_out, suppress_below)),
        ("People whose number is known, estimated from the other lists",
         _known(made.known, suppress_below)),
        ("The interval in simulated tables like this one", _coverage(made.coverage)),
        ("Methods side by side", _methods(made)),
    )  # fmt: skip
    for i, (heading, body) in enumerate(parts, start=1):
        lines += [f"{i}. {heading}", *body, ""]
    lines += ["It may be said", *_bullets(made.verdict.may), ""]
    lines += ["It may not be said", *_bullets(made.verdict.may_not), ""]
    lines += [*_text(CRITICISM), "", *_text(made.verdict.plain)]
    return visible("\n".join(lines))


def odds(value: float | None) -> str:
    """An odds ratio as short as it can be told apart.

    >>> odds(1.0), odds(0.134), odds(2.04), odds(41.3), odds(0.0)
    ('1', '0.13', '2', '41', '0')
    """
    if value is None:
        return "no end"
    if value >= 1e4:
        return "over 10,000"
    return f"{value:,.0f}" if value >= 10 else f"{value:.2g}"


def whole(value: float | None) -> str:
    """A number of people."""
    return "no end" if value is None or math.isinf(value) else f"{value:,.0f}"


def span(lower: float, upper: float | None) -> str:
    """A range of people.

    >>> span(5680, 9500), span(410, None)
    ('5,680 to 9,500', '410 or more')
    """
    if upper is None or math.isinf(upper):
        return f"{whole(lower)} or more"
    return f"{whole(lower)} to {whole(upper)}"


def _spread(check: Spread | NotDone) -> list[str]:
    if isinstance(check, NotDone):
        return _not_done(check)
    refused = check.n_tried - check.n_fitted
    lines = _text(
        f"{check.n_near:,} of {check.n_tried:,} models lie within 10 BIC of the best"
        + (f"; {refused:,} were refused, for they have no finite estimate" if refused else "")
        + f". They hold {check.weight:.0%} of the BIC weight, the best alone "
        f"{check.best_weight:.0%}. Their totals go from {whole(check.lowest)} to "
        f"{whole(check.highest)}.", 3,
    )  # fmt: skip
    rows = [("BIC", "total", "interval", "model")]
    rows += [
        (f"+{item.delta:.1f}", whole(item.point), span(item.lower, item.upper), item.model)
        for item in check.models[:_MODELS]
    ]
    return [*lines, *_table(rows, ">>><")]


def _pairs(check: OddsRatios | NotDone) -> list[str]:
    if isinstance(check, NotDone):
        return _not_done(check)
    lines = _text(
        "The odds ratio of each pair of lists, among people on none of the others: in the model "
        f"{check.model}; the values that the data do not rule out; those at which the total "
        "leaves the printed interval (* where the data allow that), halves and doubles.", 3,
    )  # fmt: skip
    rows = [("pair", "model", "data allow", "leaves at", "halves", "doubles")]
    told = []
    for item in check.pairs:
        pair = " × ".join(item.pair)
        if isinstance(item, NoCurve):
            told += _text(f"{pair}: not done. {item.why}", 3)
            continue
        low, high = item.leaves_low, item.leaves_high
        leaves = ", ".join(odds(at) for at in (low, high) if at is not None) or "never"
        rows.append(
            (
                pair,
                odds(item.held),
                f"{odds(item.data_low)} to {odds(item.data_high)}"
                if item.data_low or item.data_high is not None
                else "any",
                leaves + (" *" if item.open else ""),
                "-" if item.halves is None else odds(item.halves),
                "-" if item.doubles is None else odds(item.doubles),
            )
        )
    return [*lines, *(_table(rows, "<>>>>>") if len(rows) > 1 else []), *told]


def _highest(check: HighestOrder | NotDone) -> list[str]:
    if isinstance(check, NotDone):
        return _not_done(check)
    lines = _text(
        "No table of lists can show this, and it is what every such estimate rests on. If the "
        f"interaction multiplied the unseen ({whole(check.unseen)}) by some number, the total "
        "would be:", 3,
    )  # fmt: skip
    rows = [("unseen times", "total")]
    rows += [(odds(k), whole(total)) for k, total in check.totals]
    upper = "" if check.leaves_high is None else f" and above {odds(check.leaves_high)}"
    return [
        *lines,
        *_table(rows, ">>"),
        *_text(f"It leaves the printed interval below {odds(check.leaves_low)}{upper}.", 3),
    ]


def _left_out(check: tuple[LeftOut, ...] | NotDone, suppress_below: int) -> list[str]:
    if isinstance(check, NotDone):
        return _not_done(check)
    lines = _text(
        "The population is the same; people only on the list left out are no longer observed.", 3
    )
    rows, told, hidden = [("without", "only on it", "total", "interval")], list[str](), False
    for item in check:
        alone = small(item.only_on_it, suppress_below)
        if isinstance(item.answer, NotEstimable):
            told += _text(f"{item.left_out}: not estimable. {item.answer.reason}", 3)
        else:
            ends = ends_shown(item, suppress_below)
            name = item.left_out + (EXPLAINED if item.explained else "")
            rows.append((name, alone, whole(item.answer.point), ends))
            hidden = hidden or ends == NOT_SHOWN
    if hidden:
        told += _text(f"Not shown where it would tell a number below {suppress_below}.", 3)
    if any(item.explained for item in check):
        told += _text(WHY_EXPLAINED, 3)
    return [*lines, *(_table(rows, "<>>>") if len(rows) > 1 else []), *told]


def _known(check: tuple[Known, ...] | NotDone, suppress_below: int) -> list[str]:
    if isinstance(check, NotDone):
        return _not_done(check)
    rows, told = [("list", "known", "estimated", "interval", "")], []
    for item in check:
        if item.known < suppress_below:
            told += _text(f"{item.name}: not shown, fewer than {suppress_below} people.", 3)
        elif isinstance(item.answer, NotEstimable):
            told += _text(f"{item.name}: not estimable. {item.answer.reason}", 3)
        else:
            word = "held" if item.covered else f"missed, ×{item.ratio:.2f}"
            word += EXPLAINED if item.explained else ""
            rows.append((item.name, whole(item.known), *_numbers(item.answer), word))
    if any(item.explained for item in check):
        told += _text(WHY_EXPLAINED, 3)
    return [*(_table(rows, "<>>><") if len(rows) > 1 else []), *told]


def _coverage(check: tuple[Simulated, ...] | NotDone) -> list[str]:
    if isinstance(check, NotDone):
        return _not_done(check)
    lines = _text(
        f"{check[0].replicates} tables drawn from each truth, the whole procedure repeated on "
        "each. Bias: of the median estimate.", 3,
    )  # fmt: skip
    rows = [("held", "too low", "too high", "bias", "truth")]
    rows += [
        (
            f"{item.covered:.0%}",
            f"{item.too_low:.0%}",
            f"{item.too_high:.0%}",
            signed(item.bias),
            f"{whole(item.total)} people, {item.truth}",
        )
        for item in check
    ]
    return [*lines, *_table(rows, ">>>><")]


def signed(share: float | None) -> str:
    """A difference in per cent.

    >>> signed(-0.152), signed(-0.001), signed(None)
    ('-15%', '0%', '-')
    """
    if share is None:
        return "-"
    return "0%" if abs(share) < 0.005 else f"{share:+.0%}"


def _methods(made: Robustness) -> list[str]:
    rows, told = [("method", "total", "interval")], []
    for label, answer in made.methods:
        if isinstance(answer, NotEstimable):
            told += _text(f"{label}: not estimable. {answer.reason}", 3)
        else:
            rows.append((label, *_numbers(answer)))
    return [*(_table(rows, "<>>") if len(rows) > 1 else []), *told]


def small(people: int, suppress_below: int) -> str:
    """A number of people on a list, or that it is too small to be printed."""
    return f"fewer than {suppress_below}" if people < suppress_below else whole(people)


def ends_shown(item: LeftOut, suppress_below: int) -> str:
    """The interval without a list, unless its lower end would tell a number too small to print.

    The lower end may be next to the people observed, and the difference between those and all
    people observed is the people on the list alone.
    """
    if isinstance(item.answer, NotEstimable):
        return ""
    interval = item.answer.interval
    near = interval.lower < item.answer.n_observed + suppress_below
    if item.only_on_it < suppress_below and near:
        return NOT_SHOWN
    return span(interval.lower, interval.upper)


def _numbers(answer: Estimate) -> tuple[str, str]:
    return whole(answer.point), span(answer.interval.lower, answer.interval.upper)


def _not_done(check: NotDone) -> list[str]:
    return _text(f"Not done: {check.why}", 3)


def _bullets(sentences: Iterable[str]) -> Iterator[str]:
    for sentence in sentences:
        yield from textwrap.wrap(
            sentence, _WIDTH, initial_indent=" - ", subsequent_indent="   ",
            break_on_hyphens=False,
        )  # fmt: skip


def _text(words: str, indent: int = 0) -> list[str]:
    return textwrap.wrap(
        words, _WIDTH, initial_indent=" " * indent, subsequent_indent=" " * indent,
        break_on_hyphens=False,
    )  # fmt: skip


def _table(rows: Sequence[tuple[str, ...]], align: str) -> list[str]:
    """Rows in columns two blanks apart; a last column or a name too wide is folded."""
    flexible = len(align) - 1 if align[-1] == "<" else 0
    # A model may be folded between its terms.
    rows = [tuple(cell.replace("][", "] [") for cell in row) for row in rows]
    widths = [max(len(row[i]) for row in rows) for i in range(len(align))]
    others = sum(widths) - widths[flexible] + 2 * (len(align) - 1) + 3
    widths[flexible] = min(widths[flexible], max(_WIDTH - others, 12))
    lines = []
    for row in rows:
        cells = list(row)
        folded = textwrap.wrap(cells[flexible], widths[flexible]) or [""]
        folded = [part.replace("] [", "][") for part in folded]
        for k, part in enumerate(folded):
            shown = [part if i == flexible else ("" if k else text) for i, text in enumerate(cells)]
            line = "  ".join(
                f"{text:{side}{width}}"
                for text, side, width in zip(shown, align, widths, strict=True)
            )
            lines.append(f"   {line}".rstrip())
    return lines
