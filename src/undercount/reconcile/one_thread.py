"""One thread for small matrices: what several win on them is less than what they wait."""

from __future__ import annotations

from contextlib import AbstractContextManager
from functools import cache
from typing import Any

from threadpoolctl import ThreadpoolController


@cache
def _controller() -> ThreadpoolController:
    # Looking for the libraries takes some milliseconds, once.
    return ThreadpoolController()


def one_thread() -> AbstractContextManager[Any]:
    """As long as it is entered, linear algebra runs in the calling thread.

    A fit does some thousand products of matrices of a few dozen rows. On a busy machine of two
    cores the threads of the linear algebra made it five times slower.
    """
    limit: AbstractContextManager[Any] = _controller().limit(limits=1, user_api="blas")
    return limit
