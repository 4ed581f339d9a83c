"""Values and problems as JSON."""

from __future__ import annotations

import json
import sqlite3
from typing import Any, Final

from starlette.responses import Response

from undercount.errors import BusyError, InputError, UndercountError
from undercount.review.guards.refusal import problems

MISSING: Final = 409
"""Not now: what it needs is not there yet, or the queue is closed to this person."""
BUSY: Final = 503
"""Another program holds the file, or it cannot be written; the same again in a moment."""
WRONG: Final = 422
"""What was sent cannot be done; sending it again would not help."""


def answer(value: object, status: int = 200) -> Response:
    """Strict JSON; half a character that a document may hold is written as an escape."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    try:
        body = text.encode()
    except UnicodeEncodeError:
        body = json.dumps(value, allow_nan=False).encode()
    return Response(body, status, media_type="application/json")


def problem(what: str, hint: str = "", status: int = WRONG) -> Response:
    """One problem in words."""
    return answer(problems(what, hint), status)


def told(error: UndercountError) -> list[dict[str, Any]]:
    """The problems of an error as the browser shows them."""
    return [{"what": _place(item.file) + item.what, "hint": item.hint or ""}
            for item in error.problems]  # fmt: skip


def failed(error: UndercountError) -> Response:
    """All problems of an error."""
    # A full disk is no fault of what was sent: the browser keeps it and sends it again.
    unwritten = isinstance(error.__cause__, sqlite3.Error)
    status = WRONG if isinstance(error, InputError) else MISSING
    if unwritten or isinstance(error, BusyError):
        status = BUSY
    return answer({"problems": told(error)}, status)


def _place(file: str | None) -> str:
    # The name is enough: the browser need not know where on this machine a project lies.
    return f"{file.replace(chr(92), '/').rsplit('/', 1)[-1]}: " if file else ""
