"""The names of the methods and of their settings, known without loading any of them."""

from __future__ import annotations

from typing import Final

# What each can be fitted to.
ON_LISTS: Final[tuple[str, ...]] = (
    "chapman",
    "chao",
    "sample-coverage",
    "loglinear",
    "model-average",
    "latent-class",
    "thresholding",
    "doubly-robust",
)
ON_REGISTER: Final[tuple[str, ...]] = ("chao", "zelterman", "zero-truncated", "ratio-regression")
# Of tables that hold no people: by country, and of attempts that were stopped.
ON_AGGREGATES: Final[tuple[str, ...]] = ("aggregate", "repeated-trials")
METHODS: Final = tuple(dict.fromkeys((*ON_LISTS, *ON_REGISTER, *ON_AGGREGATES)))
# What an interval of a log-linear estimate can rest on.
INTERVALS: Final = ("profile", "lognormal", "bca")
# What an interval of one register can rest on.
REGISTER_INTERVALS: Final = (
    "normal",
    "lognormal",
    "parametric",
    "semiparametric",
    "nonparametric",
)
PENALTIES: Final = ("firth",)
# How log-linear models are searched, by what they are ranked, and whether terms at minus infinity
# count as parameters.
SEARCHES: Final = ("all", "downhill", "stepwise")
SELECTIONS: Final = ("bic", "aic")
INFINITES: Final = ("count", "omit")
# Of `aggregate`: its laws, what rows without an encounter are, and its intervals.
AGGREGATE_LAWS: Final = ("negative-binomial", "poisson")
ZEROS: Final = ("counted", "truncated")
AGGREGATE_INTERVALS: Final = ("delta", "parametric", "cluster")
# What can be set, and the methods that each is for.
SETTINGS: Final[dict[str, tuple[str, ...]]] = {
    "model": ("loglinear",),
    "order": ("loglinear",),
    "search": ("loglinear",),
    "selection": ("loglinear",),
    "infinite": ("loglinear",),
    "interval": ("loglinear", "zero-truncated", "aggregate"),
    "replicates": ("loglinear", "zero-truncated", "aggregate"),
    "family": ("zero-truncated",),
    "penalty": ("zero-truncated",),
    "delta": ("model-average",),
    "most_unseen": ("model-average",),
    "covariates": ("zero-truncated", "chao", "zelterman", "doubly-robust", "aggregate"),
    "law": ("aggregate",),
    "zeros": ("aggregate",),
    "gamma": ("aggregate",),
    "p": ("repeated-trials",),
    "columns": ON_AGGREGATES,
}
# What can be said of the lists, whatever the method.
OF_LISTS: Final = ("exclusive", "non_members")
# What can be said of tables of aggregates, and is no setting of the method.
OF_AGGREGATES: Final = ("columns",)
