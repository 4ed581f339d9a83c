"""A body has at most 64 kB, and JSON is the only kind.

A decision is a few hundred bytes; what is larger is an error or an attack on memory. A form of
another page can send text, forms and files without being asked, but not JSON.

Source: OWASP, "REST Security Cheat Sheet" (validate content types; 413 and 415); Fetch Standard,
"CORS-safelisted request-header" (which content types need no preflight).
"""

from __future__ import annotations

from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from undercount.review.guards.refusal import refuse

MOST: Final = 64 * 1024


class SizeGuard:
    """Refuses a larger body with 413 and another kind with 415; hands on a good one whole."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand the request on, or refuse it."""
        body = bytearray()
        more = True
        while more:
            # Counted as it comes: what a client says of the length need not be so.
            message = await receive()
            if message["type"] == "http.disconnect":
                return
            body += message.get("body", b"")
            more = message.get("more_body", False)
            if len(body) > MOST:
                await refuse(scope, receive, send, 413, "this is more than a decision can be")
                return
        kinds = [value for name, value in scope["headers"] if name == b"content-type"]
        if (body or kinds) and not _is_json(kinds):
            await refuse(scope, receive, send, 415, "only JSON is understood here")
            return
        handed = False

        async def whole() -> Message:
            nonlocal handed
            if handed:
                return await receive()
            handed = True
            return {"type": "http.request", "body": bytes(body), "more_body": False}

        await self._app(scope, whole, send)


def _is_json(kinds: list[bytes]) -> bool:
    return len(kinds) == 1 and kinds[0].split(b";")[0].strip().lower() == b"application/json"
