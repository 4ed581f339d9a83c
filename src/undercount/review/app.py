"""The server's routes behind its guards."""

from __future__ import annotations

from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from undercount.errors import InputError
from undercount.project import digest, load_project
from undercount.review.desks import Desks, desks_of
from undercount.review.entrance import entrance_route
from undercount.review.guards.host import HostGuard
from undercount.review.guards.origin import OriginGuard
from undercount.review.guards.policy import PolicyGuard
from undercount.review.guards.refusal import refusal
from undercount.review.guards.session import Session, SessionGuard
from undercount.review.guards.size import SizeGuard
from undercount.review.home import home_routes
from undercount.review.pages import ENTRANCE, page_routes
from undercount.review.routes import queue_routes
from undercount.visible import visible


def make_app(
    root: Path, *, by: str, why: str = "", session: Session, port: int, desks: Desks | None = None
) -> ASGIApp:
    """The review of one project by one person.

    Args:
        root: the project's folder.
        by: who decides; it never comes from the browser.
        why: the reason that goes with decisions that bring none of their own.
        session: who may enter.
        port: the port that the server listens on.
        desks: the queues, where they are not those of the project.

    Raises:
        UndercountError: no such project, or nobody is named.
    """
    if not by:
        raise InputError("a decision needs the name of who decides", hint="Give --by NAME")
    title, project = load_project(root).title, digest(str(root.resolve()))[:12]
    queues = desks or desks_of(root, by, why)
    app: ASGIApp = Starlette(
        routes=[
            *page_routes({"title": title, "by": by, "project": project}),
            entrance_route(session),
            *queue_routes(queues, why, f"{project}/{visible(by)}"),
            *home_routes(root, title, by, queues),
        ],
        exception_handlers={HTTPException: _in_words, Exception: _broken},
    )
    app = SizeGuard(app)
    app = SessionGuard(app, session, ENTRANCE)
    app = OriginGuard(app)
    app = HostGuard(app, port)
    guarded = PolicyGuard(app)

    async def only_http(scope: Scope, receive: Receive, send: Send) -> None:
        # The guards read requests; what comes another way finds nobody here.
        if scope["type"] == "http":
            await guarded(scope, receive, send)

    return only_http


async def _in_words(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    headers = error.headers if isinstance(error, HTTPException) else None
    what = {404: "nothing is here", 405: "not in this way"}.get(status, "this cannot be done")
    response = refusal(request.scope, status, what)
    response.headers.update(headers or {})
    return response


async def _broken(request: Request, error: Exception) -> Response:
    # The defect itself is told in the terminal; a browser needs to know only that it was none.
    return refusal(request.scope, 500, "the server met an error of its own", "Look in the terminal")
