"""What the browser asks of any queue: ids, items, decisions."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, Final
from urllib.parse import unquote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from undercount.errors import InputError, UndercountError
from undercount.review.answer import MISSING, answer, failed, problem, told
from undercount.review.desks import Desks
from undercount.review.queue import MOST, WHICH, Queue

_WORDS: Final = {"key": 100, "id": 200, "decision": 40, "why": 2000, "version": 200, "undoes": 100}
"""Fields of a decision that are words, and the most characters each may have."""
_NEEDED: Final = ("key", "id", "decision")


def queue_routes(desks: Desks, why: str, desk: str) -> list[Route]:
    """The routes of every queue.

    Args:
        desks: the queues.
        why: the reason of decisions that bring none.
        desk: project and person, as the pages name them: a page that stayed open while the server
            was started anew for somebody else decides nothing in that one's name.
    """

    async def ids(request: Request) -> Response:
        asked = request.query_params.get("which", "waiting")
        order = request.query_params.get("order", "")
        which = next((known for known in WHICH if known == asked), None)
        if which is None:
            return failed(InputError(f'no "{asked}" in a queue', hint=f"One of {', '.join(WHICH)}"))
        return await _asked(desks, request, lambda queue: {"ids": queue.ids(which, order)})

    async def items(request: Request) -> Response:
        wanted = [name for name in request.query_params.get("ids", "").split(",") if name]
        if len(wanted) > MOST:
            return failed(InputError(f"more than {MOST} items at once"))
        return await _asked(desks, request, lambda queue: {"items": queue.items(wanted)})

    async def decisions(request: Request) -> Response:
        if unquote(request.headers.get("undercount-desk", desk)) != desk:
            hint = "Open the address that undercount review printed for whoever decides here"
            return problem("this page is another person's, or another project's", hint, 401)
        try:
            decision = read_decision(await request.body())
        except InputError as error:
            return failed(error)
        decision["why"] = decision["why"].strip() or why
        return await _asked(desks, request, lambda queue: queue.decide(decision))

    return [
        *(
            Route(f"/api/{name}/{path}", route, methods=methods, name=f"{name} {path}")
            for name in desks.names
            for path, route, methods in (
                ("ids", ids, ["GET"]),
                ("items", items, ["GET"]),
                ("decisions", decisions, ["POST"]),
            )
        )
    ]


async def _asked(
    desks: Desks, request: Request, ask: Callable[[Queue], Mapping[str, Any]]
) -> Response:
    """What a queue answers, or its problems; in a thread, for files are read and written."""
    name = request.url.path.split("/")[2]

    def work() -> Response:
        try:
            queue = desks.queue(name)
        except UndercountError as error:
            return answer({"problems": told(error)}, MISSING)
        if queue.closed is not None:
            return problem(queue.closed, status=MISSING)
        try:
            return answer(ask(queue))
        except UndercountError as error:
            return failed(error)

    return await run_in_threadpool(work)


def read_json_object(body: bytes) -> dict[str, Any]:
    """The JSON object in a body.

    Raises:
        InputError: it holds something else.
    """
    try:
        value = json.loads(body, parse_constant=_no_number)
        # Half a character cannot be kept in a file.
        json.dumps(value, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise InputError("this is no JSON that can be read") from error
    if not isinstance(value, dict):
        raise InputError("what is sent must be one JSON object")
    return value


def read_decision(body: bytes) -> dict[str, Any]:
    """A decision as the browser sent it, with every field that a queue may count on.

    Raises:
        InputError: fields are missing, unknown, of another kind or too long; all of them named.
    """
    sent = read_json_object(body)
    wrong = [f'"{name}" is missing' for name in _NEEDED if not sent.get(name)]
    wrong += [f'no field "{name}" in a decision' for name in sent.keys() - {*_WORDS, "changes"}]
    for name, most in _WORDS.items():
        value = sent.get(name)
        if value is not None and not (isinstance(value, str) and len(value) <= most):
            wrong.append(f'"{name}" must be words of at most {most} characters')
    changes = sent.get("changes")
    if not isinstance(changes, dict | None):
        wrong.append('"changes" must be an object')
    if wrong:
        raise InputError(wrong[0] if len(wrong) == 1 else "; ".join(sorted(wrong)))
    words = {name: sent.get(name) or "" for name in _WORDS}
    return {**words, "changes": changes or {}, "undoes": sent.get("undoes") or None}


def _no_number(word: str) -> float:
    raise ValueError(word)
