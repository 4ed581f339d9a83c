"""The checks of an estimate to JSON and back."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from undercount.results.estimate import Estimate
from undercount.results.interval import Interval
from undercount.results.not_estimable import NotEstimable
from undercount.results.robustness_checks import (
    HighestOrder,
    Known,
    LeftOut,
    NearModel,
    NoCurve,
    NotDone,
    OddsRatios,
    PairCurve,
    Spread,
)


def plain(check: Any) -> Any:
    """A check as plain values for JSON; results in it keep their own `to_dict`."""
    if isinstance(check, NotDone):
        return {"not_done": check.why}
    if isinstance(check, tuple):
        return [plain(item) for item in check]
    if isinstance(check, OddsRatios):
        return {
            "model": check.model,
            "point": check.point,
            "interval": check.interval.to_dict(),
            "pairs": plain(check.pairs),
        }
    if isinstance(check, LeftOut):
        return {
            "left_out": check.left_out,
            "only_on_it": check.only_on_it,
            "answer": check.answer.to_dict(),
            "explained": check.explained,
        }
    if isinstance(check, Known):
        return {
            "name": check.name,
            "known": check.known,
            "only_on_it": check.only_on_it,
            "answer": check.answer.to_dict(),
            "explained": check.explained,
        }
    return {name: _listed(value) for name, value in asdict(check).items()}


def spread_from(data: dict[str, Any]) -> Spread:
    """The check that `plain` wrote."""
    models = tuple(NearModel(**item) for item in data["models"])
    return Spread(**{**data, "models": models})


def odds_ratios_from(data: dict[str, Any]) -> OddsRatios:
    """The check that `plain` wrote."""
    pairs = tuple(
        NoCurve(_pair(item), item["why"])
        if "why" in item
        else PairCurve(**{**item, "pair": _pair(item), "curve": _points(item["curve"])})
        for item in data["pairs"]
    )
    interval = Interval.from_dict(data["interval"])
    return OddsRatios(data["model"], data["point"], interval, pairs)


def highest_order_from(data: dict[str, Any]) -> HighestOrder:
    """The check that `plain` wrote."""
    return HighestOrder(**{**data, "totals": _points(data["totals"])})


def left_out_from(data: dict[str, Any]) -> LeftOut:
    """The check that `plain` wrote."""
    return LeftOut(**{**data, "answer": answer_from(data["answer"])})


def known_from(data: dict[str, Any]) -> Known:
    """The check that `plain` wrote."""
    return Known(**{**data, "answer": answer_from(data["answer"])})


def answer_from(data: dict[str, Any]) -> Estimate | NotEstimable:
    """The answer that its `to_dict` wrote."""
    kind = NotEstimable if "not_estimable" in data else Estimate
    return kind.from_dict(data)


def _pair(item: dict[str, Any]) -> tuple[str, str]:
    first, second = item["pair"]
    return first, second


def _points(items: list[list[float]]) -> tuple[tuple[float, float], ...]:
    return tuple((first, second) for first, second in items)


def _listed(value: Any) -> Any:
    return [_listed(item) for item in value] if isinstance(value, list | tuple) else value
