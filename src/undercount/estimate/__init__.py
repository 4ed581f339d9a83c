"""Estimate: how many people nobody counted, from lists that overlap or from one register.

Answers with an interval, what it assumes and what speaks against it, or says why there is no
answer. Never opens a register, an encoding or the web.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from undercount.estimate.methods import INTERVALS, METHODS

if TYPE_CHECKING:
    from undercount.estimate.chao import Chao
    from undercount.estimate.chapman import Chapman
    from undercount.estimate.from_file import estimate_all, estimate_file, open_table
    from undercount.estimate.loglinear import LogLinear
    from undercount.estimate.model_average import ModelAverage
    from undercount.estimate.zelterman import Zelterman
    from undercount.estimate.zero_truncated import ZeroTruncatedPoisson

__all__ = [
    "INTERVALS",
    "METHODS",
    "Chao",
    "Chapman",
    "LogLinear",
    "ModelAverage",
    "Zelterman",
    "ZeroTruncatedPoisson",
    "estimate_all",
    "estimate_file",
    "open_table",
]

# The command line asks for METHODS in `--help`, which must not load numpy and scipy.
_WHERE = {
    "Chao": "chao",
    "Chapman": "chapman",
    "LogLinear": "loglinear",
    "ModelAverage": "model_average",
    "Zelterman": "zelterman",
    "ZeroTruncatedPoisson": "zero_truncated",
    "estimate_all": "from_file",
    "estimate_file": "from_file",
    "open_table": "from_file",
}


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_WHERE[name]}"), name)
