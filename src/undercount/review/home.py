"""What waits, what people have decided today, and bringing the answers up to date."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from undercount.errors import UndercountError
from undercount.ledger import Ledger
from undercount.review.agreement import page
from undercount.review.answer import MISSING, answer, told
from undercount.review.desks import Desks
from undercount.review.guards.policy import REPORT_POLICY
from undercount.review.guards.refusal import refusal
from undercount.review.moved import Moved
from undercount.review.queue import Queue
from undercount.review.running import Running
from undercount.workflow.plan import REPORT


def home_routes(root: Path, title: str, by: str, desks: Desks) -> list[Route]:
    """The dashboard's own routes, and the report."""
    moved = Moved(root)
    running = Running(root)

    async def home(request: Request) -> Response:
        def work() -> dict[str, Any]:
            queues = [_waiting(desks, name) for name in desks.names]
            return {"title": title, "by": by, "report": _report_of(root), "queues": queues}

        return answer(await run_in_threadpool(work))

    async def moves(request: Request) -> Response:
        return answer(await run_in_threadpool(moved.look))

    async def agreement(request: Request) -> Response:
        def work() -> dict[str, Any]:
            return {"queues": [_agreed(desks, name) for name in desks.names]}

        return answer(await run_in_threadpool(work))

    async def run(request: Request) -> Response:
        if request.method == "POST":
            running.start()
        return answer(running.look())

    async def report(request: Request) -> Response:
        file = root / REPORT
        if not file.is_file():
            what, hint = "the project has no report yet", "Bring it up to date first"
            return refusal(request.scope, MISSING, what, hint)
        text = await run_in_threadpool(file.read_bytes)
        return HTMLResponse(text, headers={"Content-Security-Policy": REPORT_POLICY})

    return [
        Route("/api/home", home, methods=["GET"]),
        Route("/api/agreement", agreement, methods=["GET"]),
        Route("/api/moved", moves, methods=["GET"]),
        Route("/api/run", run, methods=["GET", "POST"]),
        Route("/report", report, methods=["GET"]),
    ]


def _report_of(root: Path) -> dict[str, Any] | None:
    """When the report was written, and whether somebody has decided on figures since."""
    try:
        written = datetime.fromtimestamp((root / REPORT).stat().st_mtime, UTC)
        with Ledger(root / "ledger.db", write=False) as ledger:
            # Judgements are dated to the second.
            second = written.replace(microsecond=0)
            stale = any(datetime.fromisoformat(it.at) >= second for it in ledger.history())
    except (OSError, UndercountError):
        return None
    return {"at": written.isoformat(timespec="seconds"), "stale": stale}


def _waiting(desks: Desks, name: str) -> dict[str, Any]:
    """What a queue holds for the overview, or why it is closed."""
    return _told(desks, name, lambda queue: queue.summary())


def _agreed(desks: Desks, name: str) -> dict[str, Any]:
    """How far its reviewers agree, or why it is closed."""
    return _told(desks, name, lambda queue: page(queue.readings()))


def _told(desks: Desks, name: str, ask: Callable[[Queue], dict[str, Any]]) -> dict[str, Any]:
    try:
        queue = desks.queue(name)
        if queue.closed is not None:
            return {"name": name, "closed": [{"what": queue.closed, "hint": ""}]}
        return {"name": name, "closed": None, **ask(queue)}
    except UndercountError as error:
        return {"name": name, "closed": told(error)}
