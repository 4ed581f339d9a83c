"""A refusal in words: as JSON for a page's script, as a page for who has typed the address."""

from __future__ import annotations

from html import escape
from typing import Final

from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.types import Receive, Scope, Send

from undercount.visible import visible

_PAGE: Final = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/static/review.css">
<title>Undercount: {what}</title>
</head>
<body>
<main class="page entrance">
<h1>{what}</h1>
<p>{hint}</p>
{back}</main>
</body>
</html>
"""


def problems(what: str, hint: str = "") -> dict[str, list[dict[str, str]]]:
    """One problem, as every answer of this server that is no success tells it."""
    return {"problems": [{"what": what, "hint": hint}]}


def refusal(scope: Scope, status: int, what: str, hint: str = "") -> Response:
    """An answer with one problem, in the form that was asked for."""
    asked = b",".join(value for name, value in scope["headers"] if name == b"accept")
    if b"text/html" not in asked:
        return JSONResponse(problems(what, hint), status)
    sentence = f"{hint}." if hint else ""
    words = {"what": what[:1].upper() + what[1:], "hint": sentence}
    shown = {name: escape(visible(text)) for name, text in words.items()}
    # Who is inside is led back; who is not would only be refused again.
    back = "" if status in (400, 401, 403) else '<p><a href="/">Overview</a></p>\n'
    return HTMLResponse(_PAGE.format(**shown, back=back), status)


async def refuse(
    scope: Scope, receive: Receive, send: Send, status: int, what: str, hint: str = ""
) -> None:
    """Answer with a status and one problem; the request is not looked at further."""
    await refusal(scope, status, what, hint)(scope, receive, send)
