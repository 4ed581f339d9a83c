"""What is said of an average over graphs: its best graphs, its cautions, and why there is none."""

from __future__ import annotations

from typing import Any

from undercount.estimate.graphs.dark_posterior import NEGLIGIBLE, DarkPosterior
from undercount.estimate.graphs.sampling import Sampled
from undercount.estimate.loglinear.notation import term_name
from undercount.results import Caution

_TOP = 8
_HIGHER = "a higher limit (most_unseen), if so many people are possible."


def best_graphs(found: DarkPosterior, lists: tuple[str, ...]) -> list[dict[str, str | float]]:
    """The most probable graphs by their cliques."""
    from undercount.estimate.graphs.graphs import cliques

    best = found.by_graph.argsort(kind="stable")[::-1][:_TOP]
    return [
        {
            "graph": _notation(cliques(found.families[i], len(lists)), lists),
            "probability": float(found.by_graph[i]),
        }
        for i in best
    ]


def _notation(cliques: list[int], lists: tuple[str, ...]) -> str:
    """As `format_model` writes the model, whose largest terms the cliques are."""
    members = {c: [i for i in range(len(lists)) if c >> i & 1] for c in cliques}
    cliques = sorted(cliques, key=lambda c: (-c.bit_count(), members[c]))
    return "".join(f"[{term_name(c, lists)}]" for c in cliques)


def ends(found: DarkPosterior, n: int, level: float) -> dict[str, float]:
    """Point and interval, people."""
    shares = {"point": 0.5, "lower": (1 - level) / 2, "upper": (1 + level) / 2}
    return {name: n + found.quantile(share) for name, share in shares.items()}


def told(
    found: DarkPosterior, modes: list[dict[str, float]], free: dict[str, float] | None
) -> list[Caution]:
    """The cautions of a posterior.

    Args:
        found: the posterior.
        modes: its peaks.
        free: what it would be without a limit, or None where that was not asked or not found.
    """
    made = []
    if found.at_end > NEGLIGIBLE:
        text = (
            f"{found.at_end:.1%} of the posterior lies in the last tenth below the limit of "
            f"{found.end:,.0f} people unseen, which moves the answer. "
        )
        if free is None:
            text += "Without it no end of the posterior was found."
        else:
            text += (
                f"Without it: {free['point']:,.0f} people "
                f"({free['lower']:,.0f} to {free['upper']:,.0f})."
            )
        made.append(Caution("posterior-touches-grid-end", text))
    if len(modes) > 1:
        totals = ", ".join(f"{m['point']:,.0f} ({m['probability']:.0%})" for m in modes)
        text = f"The posterior has {len(modes)} peaks, at totals of {totals}: read them all."
        made.append(Caution("bimodal-posterior", text))
    return made


def at_the_limit(found: DarkPosterior) -> tuple[str, str]:
    """Why there is no answer, and what would help, where the limit would be the answer."""
    return (
        f"{found.at_end:.0%} of the posterior lies in the last tenth below the limit of "
        f"{found.end:,.0f} people unseen: the answer would be the limit.",
        f"Lists that overlap more; {_HIGHER}",
    )


def not_converged(sampled: Sampled) -> tuple[str, str]:
    """Why there is no answer, and what would help, where the chains disagree."""
    worst = max(sampled.r_hat)
    return (
        f"The chains over graphs do not agree after {sampled.steps:,} steps each: R-hat "
        f"{f'{worst:.3f}' if worst < 10 else 'above 10'}, worth {sampled.effective:,.0f} "
        "independent draws.",
        "Fewer lists: seven are summed without sampling.",
    )


def sampling_words(sampled: Sampled) -> dict[str, Any]:
    """How the graphs were sampled, as plain values."""
    return {
        "method": "Metropolis over decomposable graphs, one edge a step (Giudici & Green 1999), "
        "each chain with hotter ones (Geyer 1991)",
        "chains": len(sampled.draws),
        "steps": sampled.steps,
        "graphs_met": sampled.graphs,
        "r_hat": max(sampled.r_hat),
        "effective": sampled.effective,
    }
